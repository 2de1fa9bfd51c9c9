import { SORTS, type Sort } from '../kernel/facets.ts';

/** An order of all rows, and the place of each in it. */
export interface Order {
  ords: number[];
  /** Only for rows that are held. */
  places: { get(ord: number): number | undefined };
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
  /** In order; those that are not held any more are left out next time. */
  rows: number[];
  /** Put since then. */
  fresh: Set<number>;
  /** Null when it has to be made anew. */
  order: Order | null;
}

/** The whole catalogue in each order that was asked for, kept up while rows come and go. */
export class Orders {
  readonly #rows: Rows;
  readonly #kept: Partial<Record<Sort, Sorted>> = {};

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  of(by: Sort): Order {
    this.#kept[by] ??= { rows: [], fresh: new Set(this.#rows.held()), order: null };
    const sorted = this.#kept[by];
    sorted.order ??= this.#sort(sorted, this.#rows.comparison(by));
    return sorted.order;
  }

  /** The row may stand elsewhere in these orders. */
  moved(ord: number, orders: readonly Sort[] = SORTS): void {
    for (const by of orders) {
      const sorted = this.#kept[by];
      if (sorted === undefined) continue;
      sorted.fresh.add(ord);
      sorted.order = null;
      // An order that nobody asks for is not kept up.
      if (sorted.fresh.size > sorted.rows.length / 2 + 100) delete this.#kept[by];
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
    const rows = kept.length === 0 ? fresh : [...kept, ...fresh].sort(before);
    sorted.rows = rows;
    sorted.fresh = new Set();
    const last = rows.reduce((most, ord) => Math.max(most, ord), 0);
    const byRow = new Int32Array(last + 1);
    for (let place = 0; place < rows.length; place += 1) byRow[rows[place] as number] = place;
    return { ords: rows, places: { get: (ord) => byRow[ord] } };
  }
}
