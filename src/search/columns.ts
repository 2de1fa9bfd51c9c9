import { FACETS, type FacetName, SORTS, type Sort } from '../kernel/facets.ts';
import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';

/** A row as the columns hold it. `rep` is the row that stands for its cluster. */
export interface Row {
  ord: number;
  rep: number;
  sortName: string;
  quality: number;
  updated: number;
  facets: Record<string, string[]>;
}

interface Held extends Omit<Row, 'facets'> {
  /** Numbers of the row's facet values. */
  cells: Uint32Array;
}

export type Filters = Partial<Record<FacetName, string[]>>;
export type FacetCounts = Partial<Record<FacetName, { value: string; count: number }[]>>;

/**
 * Facet values of all rows in memory, so that counting over thousands of hits takes a millisecond and not a table scan.
 * It is a projection: rebuilt at start, then fed with the rows that changed.
 */
export class Columns {
  /** By row number: those are given one after the other, so that hardly a place stays empty. */
  readonly #rows: (Held | undefined)[] = [];
  #size = 0;
  readonly #values: { facet: number; value: string }[] = [];
  readonly #numbers: Map<string, number>[] = FACETS.map(() => new Map());
  readonly #orders: Partial<Record<Sort, Sorted>> = {};
  /** In which search a row was last taken as a representative. */
  #taken = new Uint32Array(0);
  #searches = 0;
  #scores = new Float64Array(0);

  get size(): number {
    return this.#size;
  }

  put(row: Row): void {
    const cells: number[] = [];
    FACETS.forEach((facet, at) => {
      for (const value of new Set(row.facets[facet])) cells.push(this.#number(at, value));
    });
    const { ord, rep, sortName, quality, updated } = row;
    const held = { ord, rep, sortName, quality, updated, cells: Uint32Array.from(cells) };
    if (this.#rows[ord] === undefined) this.#size += 1;
    this.#rows[ord] = held;
    for (const by of SORTS) {
      const sorted = this.#orders[by];
      if (sorted === undefined) continue;
      sorted.fresh.push(held);
      sorted.order = null;
      // An order that nobody asks for is not kept up.
      if (sorted.fresh.length > this.#size) delete this.#orders[by];
    }
  }

  /** Other values of one facet for a row that is held; what else is known of it stays. */
  setFacet(ord: number, name: FacetName, values: string[]): void {
    const held = this.#rows[ord];
    if (held === undefined) return;
    const facet = FACETS.indexOf(name);
    const others = [...held.cells].filter((cell) => this.#values[cell]?.facet !== facet);
    const own = values.map((value) => this.#number(facet, value));
    held.cells = Uint32Array.from([...others, ...new Set(own)]);
  }

  /** The row that stands for this one, where it is held. */
  repOf(ord: number): number | undefined {
    return this.#rows[ord]?.rep;
  }

  drop(ord: number): void {
    if (this.#rows[ord] === undefined) return;
    this.#rows[ord] = undefined;
    this.#size -= 1;
    for (const sorted of Object.values(this.#orders)) sorted.order = null;
  }

  #number(facet: number, value: string): number {
    const numbers = this.#numbers[facet] as Map<string, number>;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    const next = this.#values.push({ facet, value }) - 1;
    numbers.set(value, next);
    return next;
  }

  /** The rows that stand for these hits, each once; all representatives for `null`. */
  representatives(hits: Iterable<number> | null): number[] {
    const found: number[] = [];
    if (hits === null) {
      for (const row of this.#rows) if (row !== undefined && row.ord === row.rep) found.push(row.ord);
      return found;
    }
    if (this.#taken.length < this.#rows.length) this.#taken = new Uint32Array(this.#rows.length * 2);
    this.#searches += 1;
    for (const hit of hits) {
      const rep = this.#rows[hit]?.rep;
      if (rep === undefined || this.#rows[rep] === undefined || this.#taken[rep] === this.#searches) continue;
      this.#taken[rep] = this.#searches;
      found.push(rep);
    }
    return found;
  }

  /** The same with the best score of each cluster, which `score` then tells. */
  represent(hits: { rows: number[]; scores: number[] } | null): number[] {
    if (hits === null) return this.representatives(null);
    if (this.#scores.length < this.#rows.length) this.#scores = new Float64Array(this.#rows.length * 2);
    const found = this.representatives(hits.rows);
    for (const rep of found) this.#scores[rep] = 0;
    for (let i = 0; i < hits.rows.length; i += 1) {
      const rep = this.#rows[hits.rows[i] as number]?.rep;
      if (rep !== undefined && (hits.scores[i] as number) > (this.#scores[rep] ?? 0))
        this.#scores[rep] = hits.scores[i] as number;
    }
    return found;
  }

  /** Of the hits that were represented last. */
  score(ord: number): number {
    return this.#scores[ord] ?? 0;
  }

  /** A facet's value as the catalogue writes it, for one that a reader wrote; else as it was written. */
  valueOf(facet: FacetName, text: string): string {
    const numbers = this.#numbers[FACETS.indexOf(facet)] as Map<string, number>;
    if (numbers.has(text)) return text;
    const wanted = fold(text);
    for (const value of numbers.keys()) if (fold(value) === wanted) return value;
    return text;
  }

  quality(ord: number): number {
    return this.#rows[ord]?.quality ?? 0;
  }

  /** Of these rows those that pass all filters, and the counts of every facet, each without its own filter. */
  narrow(ords: number[], filters: Filters): { ords: number[]; facets: FacetCounts } {
    const wanted = this.#wanted(filters);
    const counts = new Uint32Array(this.#values.length);
    const kept: number[] = [];
    for (const ord of ords) {
      const cells = this.#rows[ord]?.cells;
      if (cells === undefined) continue;
      const failing = this.#failing(cells, wanted);
      if (failing === PASSES) kept.push(ord);
      this.#count(cells, failing, counts);
    }
    return { ords: kept, facets: this.#named(counts, filters) };
  }

  /** A row counts everywhere; one that fails a single filter counts in that filter's own facet only. */
  #count(cells: Uint32Array, failing: number, counts: Uint32Array): void {
    if (failing === FAILS) return;
    // Counted loops, here and below: this runs a hundred thousand times in a search, and iterators take twice as long.
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i] as number;
      if (failing === PASSES || this.#values[cell]?.facet === failing) counts[cell] = (counts[cell] as number) + 1;
    }
  }

  #wanted(filters: Filters): { facet: number; cells: Set<number> }[] {
    return FACETS.flatMap((name, facet) => {
      const values = filters[name];
      if (values === undefined || values.length === 0) return [];
      const numbers = this.#numbers[facet] as Map<string, number>;
      return [{ facet, cells: new Set(values.map((value) => numbers.get(value) ?? -1)) }];
    });
  }

  /** The one facet whose filter the row fails, or that it passes all, or that it fails several. */
  #failing(cells: Uint32Array, wanted: { facet: number; cells: Set<number> }[]): number {
    let failing = PASSES;
    for (const { facet, cells: values } of wanted) {
      if (holdsOneOf(cells, values)) continue;
      if (failing !== PASSES) return FAILS;
      failing = facet;
    }
    return failing;
  }

  /** The most frequent values of each facet, and those by which the search is narrowed. */
  #named(counts: Uint32Array, filters: Filters): FacetCounts {
    const facets: FacetCounts = {};
    this.#values.forEach(({ facet, value }, cell) => {
      const count = counts[cell] as number;
      const name = FACETS[facet] as FacetName;
      if (count === 0) return;
      const list = facets[name] ?? [];
      list.push({ value, count });
      facets[name] = list;
    });
    for (const name of FACETS) {
      const list = facets[name]?.sort((a, b) => b.count - a.count || compare(a.value, b.value));
      if (list === undefined || list.length <= LIMITS.listedFacetValues) continue;
      const chosen = new Set(filters[name]);
      facets[name] = list.filter(({ value }, at) => at < LIMITS.listedFacetValues || chosen.has(value));
    }
    return facets;
  }

  /** The whole catalogue in order: by name, newest first, or (for relevance) by quality. */
  order(by: Sort): Order {
    this.#orders[by] ??= { rows: [], fresh: this.#rows.filter((row) => row !== undefined), order: null };
    const sorted = this.#orders[by];
    sorted.order ??= this.#sort(sorted, ORDERS[by]);
    return sorted.order;
  }

  /** Puts fresh rows among those that are in order already: two runs, which sorting merges without sorting them anew. */
  #sort(sorted: Sorted, before: (a: Held, b: Held) => number): Order {
    const isHeld = (row: Held) => this.#rows[row.ord] === row;
    const rows = [...sorted.rows.filter(isHeld), ...sorted.fresh.filter(isHeld).sort(before)].sort(before);
    sorted.rows = rows;
    sorted.fresh = [];
    const places = new Int32Array(this.#rows.length);
    for (let place = 0; place < rows.length; place += 1) places[(rows[place] as Held).ord] = place;
    return { ords: rows.map(({ ord }) => ord), places: { get: (ord) => places[ord] } };
  }
}

function holdsOneOf(cells: Uint32Array, values: Set<number>): boolean {
  for (let i = 0; i < cells.length; i += 1) if (values.has(cells[i] as number)) return true;
  return false;
}

/** What is kept of an order while rows come and go. */
interface Sorted {
  /** In order; those that are not held any more are left out next time. */
  rows: Held[];
  /** Put since then. */
  fresh: Held[];
  /** Null when it has to be made anew. */
  order: Order | null;
}

/** An order of all rows, and the place of each in it. */
export interface Order {
  ords: number[];
  /** Only for rows that are held. */
  places: { get(ord: number): number | undefined };
}

const PASSES = -1;
const FAILS = -2;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: Held, b: Held): number => compare(a.sortName, b.sortName) || a.ord - b.ord;
const ORDERS = {
  name: byName,
  updated: (a: Held, b: Held): number => b.updated - a.updated || byName(a, b),
  relevance: (a: Held, b: Held): number => b.quality - a.quality || byName(a, b),
};
