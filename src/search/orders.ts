import { SORTS, type Sort } from '../kernel/facets.ts';

/** An order of all rows that are held. */
export interface Order {
  ords: readonly number[];
}

/** The rows that are put in order. */
interface Rows {
  /** All that are held now. */
  held(): number[];
  isHeld(ord: number): boolean;
  comparison(by: Sort): (a: number, b: number) => number;
}

/** What is kept of an order while rows come and go. */
interface Sorted {
  /** Put while rows are being sorted. */
  touched: Set<number> | null;
  /** In order; those that are not held any more are left out next time. */
  rows: number[];
  /** Put since then. */
  fresh: Set<number>;
  /** Null when it has to be made anew. */
  order: Order | null;
}

/** Rows that are sorted, or merged twice so many, before others get their turn. */
const AT_ONCE = 4_096;

/** The whole catalogue in each order that was asked for, kept up while rows come and go. */
export class Orders {
  readonly #rows: Rows;
  readonly #kept: Partial<Record<Sort, Sorted>> = {};

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  of(by: Sort): Order {
    const sorted = this.#keep(by);
    sorted.order ??= this.#sort(sorted, this.#rows.comparison(by));
    return sorted.order;
  }

  #keep(by: Sort): Sorted {
    this.#kept[by] ??= { rows: [], fresh: new Set(this.#rows.held()), order: null, touched: null };
    return this.#kept[by];
  }

  /** Sorts what is new by then in steps of some milliseconds each, where that is too much for one: `of` has little left. */
  async prepare(by: Sort, nextTurn: () => Promise<unknown>): Promise<void> {
    const sorted = this.#keep(by);
    if (sorted.fresh.size <= AT_ONCE || sorted.touched !== null) return;
    sorted.touched = new Set();
    const before = this.#rows.comparison(by);
    const fresh = new Set(sorted.fresh);
    const runs = [sorted.rows.filter((ord) => !fresh.has(ord))];
    const rows = [...fresh].filter((ord) => this.#rows.isHeld(ord));
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      runs.push(rows.slice(at, at + AT_ONCE).sort(before));
      await nextTurn();
    }
    while (runs.length > 1) runs.push(await merged(runs.shift() ?? [], runs.shift() ?? [], before, nextTurn));
    sorted.rows = runs[0] ?? [];
    sorted.fresh = sorted.touched;
    sorted.touched = null;
    sorted.order = null;
  }

  /** The row may stand elsewhere in these orders. */
  moved(ord: number, orders: readonly Sort[] = SORTS): void {
    for (const by of orders) {
      const sorted = this.#kept[by];
      if (sorted === undefined) continue;
      sorted.fresh.add(ord);
      sorted.touched?.add(ord);
      sorted.order = null;
      // An order that nobody asks for is not kept up.
      if (sorted.touched === null && sorted.fresh.size > sorted.rows.length / 2 + 100) delete this.#kept[by];
    }
  }

  /** A row is held no more. */
  dropped(): void {
    for (const sorted of Object.values(this.#kept)) sorted.order = null;
  }

  /** Puts fresh rows among those that are in order already: two runs, which sorting merges without sorting them anew. */
  #sort(sorted: Sorted, before: (a: number, b: number) => number): Order {
    const kept = sorted.rows.filter((ord) => this.#rows.isHeld(ord) && !sorted.fresh.has(ord));
    const fresh = [...sorted.fresh].filter((ord) => this.#rows.isHeld(ord)).sort(before);
    const rows = kept.length === 0 ? fresh : fresh.length === 0 ? kept : [...kept, ...fresh].sort(before);
    sorted.rows = rows;
    sorted.fresh = new Set();
    return { ords: rows };
  }
}

/** Two runs that are in order as one. */
async function merged(
  a: readonly number[],
  b: readonly number[],
  before: (a: number, b: number) => number,
  nextTurn: () => Promise<unknown>,
): Promise<number[]> {
  const rows: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const takeFirst = before(a[i] as number, b[j] as number) <= 0;
    rows.push((takeFirst ? a[i] : b[j]) as number);
    if (takeFirst) i += 1;
    else j += 1;
    if (rows.length % (2 * AT_ONCE) === 0) await nextTurn();
  }
  for (; i < a.length; i += 1) rows.push(a[i] as number);
  for (; j < b.length; j += 1) rows.push(b[j] as number);
  return rows;
}
