import { FACETS, type FacetName, type Sort } from '../kernel/facets.ts';

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
  readonly #rows = new Map<number, Held>();
  readonly #values: { facet: number; value: string }[] = [];
  readonly #numbers: Map<string, number>[] = FACETS.map(() => new Map());
  #orders: Partial<Record<Sort, Order>> = {};

  get size(): number {
    return this.#rows.size;
  }

  put(row: Row): void {
    const cells: number[] = [];
    FACETS.forEach((facet, at) => {
      for (const value of new Set(row.facets[facet])) cells.push(this.#number(at, value));
    });
    const { ord, rep, sortName, quality, updated } = row;
    this.#rows.set(ord, { ord, rep, sortName, quality, updated, cells: Uint32Array.from(cells) });
    this.#orders = {};
  }

  drop(ord: number): void {
    if (this.#rows.delete(ord)) this.#orders = {};
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
    if (hits === null) return [...this.#rows.values()].filter(({ ord, rep }) => ord === rep).map(({ ord }) => ord);
    const seen = new Set<number>();
    for (const hit of hits) {
      const rep = this.#rows.get(hit)?.rep;
      if (rep !== undefined && this.#rows.has(rep)) seen.add(rep);
    }
    return [...seen];
  }

  quality(ord: number): number {
    return this.#rows.get(ord)?.quality ?? 0;
  }

  /** Of these rows those that pass all filters, and the counts of every facet, each without its own filter. */
  narrow(ords: number[], filters: Filters): { ords: number[]; facets: FacetCounts } {
    const wanted = this.#wanted(filters);
    const counts = new Uint32Array(this.#values.length);
    const kept: number[] = [];
    for (const ord of ords) {
      const cells = this.#rows.get(ord)?.cells;
      if (cells === undefined) continue;
      const failing = this.#failing(cells, wanted);
      if (failing === PASSES) kept.push(ord);
      this.#count(cells, failing, counts);
    }
    return { ords: kept, facets: this.#named(counts) };
  }

  /** A row counts everywhere; one that fails a single filter counts in that filter's own facet only. */
  #count(cells: Uint32Array, failing: number, counts: Uint32Array): void {
    if (failing === FAILS) return;
    for (const cell of cells) {
      if (failing !== PASSES && this.#values[cell]?.facet !== failing) continue;
      counts[cell] = (counts[cell] as number) + 1;
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
      if (cells.some((cell) => values.has(cell))) continue;
      if (failing !== PASSES) return FAILS;
      failing = facet;
    }
    return failing;
  }

  #named(counts: Uint32Array): FacetCounts {
    const facets: FacetCounts = {};
    this.#values.forEach(({ facet, value }, cell) => {
      const count = counts[cell] as number;
      const name = FACETS[facet] as FacetName;
      if (count === 0) return;
      const list = facets[name] ?? [];
      list.push({ value, count });
      facets[name] = list;
    });
    for (const list of Object.values(facets)) list.sort((a, b) => b.count - a.count || compare(a.value, b.value));
    return facets;
  }

  /** The whole catalogue in order: by name, newest first, or (for relevance) by quality. */
  order(by: Sort): Order {
    const known = this.#orders[by];
    if (known !== undefined) return known;
    const ords = [...this.#rows.values()].sort(ORDERS[by]).map(({ ord }) => ord);
    const order = { ords, places: new Map(ords.map((ord, place) => [ord, place])) };
    this.#orders[by] = order;
    return order;
  }
}

/** An order of all rows, and the place of each in it. */
export interface Order {
  ords: number[];
  places: Map<number, number>;
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
