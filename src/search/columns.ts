import { FACETS, type FacetName, type Sort } from '../kernel/facets.ts';
import { fold } from '../kernel/fold-text.ts';
import { Cells } from './cells.ts';
import { type FacetCounts, type FacetValue, type Filters, namedCounts } from './facet-counts.ts';
import { type Order, Orders } from './orders.ts';
import { type Evidence, type Part, qualityOf } from './quality.ts';
import { widened } from './sequences.ts';
import { type Measure, SortKeys } from './sort-keys.ts';
import { valueNamed } from './value-names.ts';

export type { FacetCounts, Filters } from './facet-counts.ts';

/** A row as the columns hold it. `rep` is the row that stands for its cluster; `quality` is what its own record is worth. */
export interface Row {
  ord: number;
  rep: number;
  sortName: string;
  quality: number;
  updated: number;
  facets: Record<string, string[]>;
}

/** `reps` of a row that is not held. */
const NONE = -1;
/** In this order. */
const PARTS: readonly Part[] = ['record', 'adopters', 'level', 'activity'];
const PASSES = -1;
const FAILS = -2;

/**
 * Facet values of all rows in memory, in typed arrays by row number, so that counting over thousands of hits takes a
 * millisecond and not a table scan. It is a projection: rebuilt at start, then fed with the rows that changed.
 */
export class Columns {
  #rows = 0;
  #size = 0;
  #reps = new Int32Array(1024).fill(NONE);
  #quality = new Float64Array(1024);
  /** Of what the quality is made, a row behind the other: see `PARTS`. */
  #parts = new Float32Array(1024 * PARTS.length);
  readonly #sortKeys = new SortKeys({
    relevance: (ord) => this.#quality[ord] as number,
    level: (ord) => this.#parts[ord * PARTS.length + PARTS.indexOf('level')] as number,
  });
  readonly #cells = new Cells();
  readonly #values: FacetValue[] = [];
  /** The facet of each value once more, where it is asked for very often. */
  #facetOf = new Uint8Array(1024);
  readonly #numbers: Map<string, number>[] = FACETS.map(() => new Map());
  /** Of all rows that stand for their clusters: how many, and how many have each value. */
  #faces = 0;
  #totals = new Uint32Array(1024);
  readonly #orders = new Orders({
    held: () => this.#held(),
    isHeld: (ord) => this.#isHeld(ord),
    comparison: (by) => this.#sortKeys.comparison(by),
  });
  /** In which search a row was last taken as a representative. */
  #taken = new Uint32Array(1024);
  #searches = 0;
  /** Grows with each change of what rows there are, for what they stand and what values they have. */
  changes = 0;
  #scores = new Float64Array(1024);

  get size(): number {
    return this.#size;
  }

  put(row: Row): void {
    const cells: number[] = [];
    for (let at = 0; at < FACETS.length; at += 1) {
      const values = row.facets[FACETS[at] as FacetName];
      if (values === undefined) continue;
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i] as string;
        if (values.indexOf(value) === i) cells.push(this.#number(at, value));
      }
    }
    const { ord, rep, sortName, quality, updated } = row;
    this.#fit(ord);
    if (this.#isHeld(ord)) this.#total(ord, -1);
    else this.#size += 1;
    this.#reps[ord] = rep;
    this.rate(ord, 'record', quality);
    this.#sortKeys.put(ord, sortName, updated, Date.parse(row.facets.worked?.[0] ?? '') || 0);
    this.#cells.set(ord, cells);
    this.#total(ord, 1);
    this.changes += 1;
    this.#orders.moved(ord);
  }

  /** Tells a part of what a row is worth; the others stay. What others say of a row may be told before the row comes. */
  rate(ord: number, part: Part, value: number): void {
    this.#fit(ord);
    const at = ord * PARTS.length;
    this.#parts[at + PARTS.indexOf(part)] = value;
    const quality = qualityOf(this.partsOf(ord));
    if (quality === this.#quality[ord]) return;
    this.#quality[ord] = quality;
    this.#orders.moved(ord, ['relevance', 'level']);
  }

  /** Tells what a row is sorted by besides; 0 where it is not known. */
  measure(ord: number, by: Measure, value: number): void {
    this.#fit(ord);
    if (this.#sortKeys.measure(ord, by, value)) this.#orders.moved(ord, [by]);
  }

  partsOf(ord: number): Evidence {
    const at = ord * PARTS.length;
    const [record = 0, adopters = 0, level = 0, activity = 0] = this.#parts.subarray(at, at + PARTS.length);
    return { record, adopters, level, activity };
  }

  /** Other values of one facet for a row that is held; what else is known of it stays. */
  setFacet(ord: number, name: FacetName, values: string[]): void {
    if (!this.#isHeld(ord)) return;
    const facet = FACETS.indexOf(name);
    const others = [...this.#cells.of(ord)].filter((cell) => this.#facetOf[cell] !== facet);
    const own = values.map((value) => this.#number(facet, value));
    this.#total(ord, -1);
    this.#cells.set(ord, [...others, ...new Set(own)]);
    this.#total(ord, 1);
    this.changes += 1;
  }

  /** The row that stands for this one, where it is held. */
  repOf(ord: number): number | undefined {
    return this.#isHeld(ord) ? this.#reps[ord] : undefined;
  }

  drop(ord: number): void {
    if (!this.#isHeld(ord)) return;
    this.#total(ord, -1);
    this.#reps[ord] = NONE;
    this.#quality[ord] = 0;
    this.#sortKeys.forget(ord);
    this.#parts.fill(0, ord * PARTS.length, (ord + 1) * PARTS.length);
    this.#size -= 1;
    this.#orders.dropped();
    this.changes += 1;
  }

  #isHeld(ord: number): boolean {
    return ord < this.#rows && this.#reps[ord] !== NONE;
  }

  #fit(ord: number): void {
    this.#rows = Math.max(this.#rows, ord + 1);
    if (ord < this.#reps.length) return;
    const size = Math.ceil((ord + 1) * 1.5);
    this.#reps = widened(this.#reps, size).fill(NONE, this.#reps.length);
    this.#quality = widened(this.#quality, size);
    this.#parts = widened(this.#parts, size * PARTS.length);
    this.#sortKeys.fit(size);
    this.#taken = widened(this.#taken, size);
    this.#scores = widened(this.#scores, size);
  }

  /** Adds the row to what is known of all, or takes it away, where it stands for itself. */
  #total(ord: number, by: 1 | -1): void {
    if (this.#reps[ord] !== ord) return;
    this.#faces += by;
    for (const cell of this.#cells.of(ord)) this.#totals[cell] = (this.#totals[cell] as number) + by;
  }

  #number(facet: number, value: string): number {
    const numbers = this.#numbers[facet] as Map<string, number>;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    const next = this.#values.push({ facet, value }) - 1;
    numbers.set(value, next);
    if (next >= this.#facetOf.length) {
      this.#facetOf = widened(this.#facetOf, next * 2);
      this.#totals = widened(this.#totals, next * 2);
    }
    this.#facetOf[next] = facet;
    return next;
  }

  /** The rows that stand for these hits, each once; all representatives for `null`. */
  representatives(hits: Iterable<number> | null): number[] {
    const found: number[] = [];
    if (hits === null) {
      for (let ord = 0; ord < this.#rows; ord += 1) if (this.#reps[ord] === ord) found.push(ord);
      return found;
    }
    this.#searches += 1;
    for (const hit of hits) {
      const rep = this.#face(hit);
      if (rep === NONE || this.#taken[rep] === this.#searches) continue;
      this.#taken[rep] = this.#searches;
      found.push(rep);
    }
    return found;
  }

  /** The same with the best score of each cluster, which `score` then tells. */
  represent(hits: { rows: ArrayLike<number>; scores: ArrayLike<number> } | null): number[] {
    if (hits === null) return this.representatives(null);
    const found: number[] = [];
    const { rows, scores } = hits;
    this.#searches += 1;
    for (let i = 0; i < rows.length; i += 1) {
      const rep = this.#face(rows[i] as number);
      if (rep === NONE) continue;
      const score = scores[i] as number;
      if (this.#taken[rep] !== this.#searches) {
        this.#taken[rep] = this.#searches;
        this.#scores[rep] = score;
        found.push(rep);
      } else if (score > (this.#scores[rep] as number)) this.#scores[rep] = score;
    }
    return found;
  }

  /** The row that stands for this one, if both are held. */
  #face(ord: number): number {
    const rep = ord < this.#rows ? (this.#reps[ord] as number) : NONE;
    return rep === ord || (rep !== NONE && this.#isHeld(rep)) ? rep : NONE;
  }

  /** Of the hits that were represented last, by row. */
  get scores(): Float64Array {
    return this.#scores;
  }

  /** A facet's value as the catalogue writes it, for one or for its name that a reader wrote; else as it was written. */
  valueOf(facet: FacetName, text: string): string {
    const numbers = this.#numbers[FACETS.indexOf(facet)] as Map<string, number>;
    if (numbers.has(text)) return text;
    const wanted = fold(text);
    for (const value of numbers.keys()) if (fold(value) === wanted) return value;
    return valueNamed(facet, text, numbers.keys()) ?? text;
  }

  /** Whether some row had this value. */
  hasValue(facet: FacetName, value: string): boolean {
    return this.#numbers[FACETS.indexOf(facet)]?.has(value) === true;
  }

  quality(ord: number): number {
    return this.#quality[ord] ?? 0;
  }

  /** By row. */
  get qualities(): Float64Array {
    return this.#quality;
  }

  /**
   * Of these rows, each of which stands for itself and is there once, those that pass all filters, and the counts of every
   * facet, each without its own filter.
   */
  narrow(ords: number[], filters: Filters): { ords: number[]; facets: FacetCounts } {
    const wanted = this.#wanted(filters);
    if (wanted.count > 0) return this.#narrowed(ords, wanted, filters);
    const held = ords.every((ord) => this.#isHeld(ord)) ? ords : ords.filter((ord) => this.#isHeld(ord));
    return { ords: held, facets: namedCounts(this.#counts(held), this.#values, filters) };
  }

  /** Of most of all it is less work to count those that are left out. */
  #counts(ords: readonly number[]): Uint32Array {
    return ords.length > this.#faces / 2 ? this.#countsWithout(ords) : this.#countsOf(ords);
  }

  #countsOf(ords: readonly number[]): Uint32Array {
    const counts = new Uint32Array(this.#values.length);
    const { starts, ends, all } = this.#cells;
    // Counted loops, here and below: this runs a hundred thousand times in a search, and iterators take twice as long.
    for (let i = 0; i < ords.length; i += 1) {
      const ord = ords[i] as number;
      const end = ends[ord] as number;
      for (let at = starts[ord] as number; at < end; at += 1) {
        const cell = all[at] as number;
        counts[cell] = (counts[cell] as number) + 1;
      }
    }
    return counts;
  }

  #countsWithout(ords: readonly number[]): Uint32Array {
    // Rows for which others stand are in no total.
    if (this.#take(ords) > 0) return this.#countsOf(ords);
    const counts = this.#countsOf(this.#notTaken());
    for (let cell = 0; cell < counts.length; cell += 1)
      counts[cell] = (this.#totals[cell] as number) - (counts[cell] as number);
    return counts;
  }

  // Each long loop is a function of its own: one behind another is run slowly for good, as the first is compiled before
  // anything is known of the second.

  /** Marks these rows as taken; how many of them do not stand for themselves. */
  #take(ords: readonly number[]): number {
    this.#searches += 1;
    let others = 0;
    for (let i = 0; i < ords.length; i += 1) {
      const ord = ords[i] as number;
      this.#taken[ord] = this.#searches;
      if (this.#reps[ord] !== ord) others += 1;
    }
    return others;
  }

  #notTaken(): number[] {
    const left: number[] = [];
    for (let ord = 0; ord < this.#rows; ord += 1)
      if (this.#reps[ord] === ord && this.#taken[ord] !== this.#searches) left.push(ord);
    return left;
  }

  #wanted(filters: Filters): Wanted {
    const marks = new Uint8Array(this.#values.length);
    const facets: number[] = [];
    FACETS.forEach((name, facet) => {
      const values = filters[name];
      if (values === undefined || values.length === 0) return;
      facets.push(facet);
      for (const value of values) {
        const cell = this.#numbers[facet]?.get(value);
        if (cell !== undefined) marks[cell] = facets.length;
      }
    });
    return { count: facets.length, facets, marks };
  }

  /** A row counts everywhere; one that fails a single filter counts in that filter's own facet only. */
  #narrowed(ords: number[], wanted: Wanted, filters: Filters): { ords: number[]; facets: FacetCounts } {
    const [kept, nearly, missed]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < ords.length; i += 1) {
      const ord = ords[i] as number;
      if (!this.#isHeld(ord)) continue;
      const failing = this.#failing(ord, wanted);
      if (failing === PASSES) kept.push(ord);
      else if (failing !== FAILS) {
        nearly.push(ord);
        missed.push(failing);
      }
    }
    const counts = this.#counts(kept);
    this.#countEach(nearly, missed, counts);
    return { ords: kept, facets: namedCounts(counts, this.#values, filters) };
  }

  #countEach(ords: readonly number[], facets: readonly number[], counts: Uint32Array): void {
    for (let i = 0; i < ords.length; i += 1) this.#count(ords[i] as number, facets[i] as number, counts);
  }

  /** The one facet whose filter the row fails, or that it passes all, or that it fails several. */
  #failing(ord: number, { count, facets, marks }: Wanted): number {
    const { starts, ends, all } = this.#cells;
    const end = ends[ord] as number;
    let missing = 2 ** count - 1;
    for (let at = starts[ord] as number; at < end; at += 1) {
      const mark = marks[all[at] as number] as number;
      if (mark === 0) continue;
      missing &= ~(1 << (mark - 1));
      if (missing === 0) return PASSES;
    }
    return (missing & (missing - 1)) === 0 ? (facets[31 - Math.clz32(missing)] as number) : FAILS;
  }

  /** Counts what the row has of this facet. */
  #count(ord: number, facet: number, counts: Uint32Array): void {
    const { starts, ends, all } = this.#cells;
    const end = ends[ord] as number;
    for (let at = starts[ord] as number; at < end; at += 1) {
      const cell = all[at] as number;
      if (this.#facetOf[cell] === facet) counts[cell] = (counts[cell] as number) + 1;
    }
  }

  /** The whole catalogue in order: by name, newest first, most adopters, highest level, last worked on, or (for relevance) by quality. */
  order(by: Sort): Order {
    return this.#orders.of(by);
  }

  /** Gets an order ready in short steps, before it is asked for: tens of thousands of names are too many for one. */
  prepare(by: Sort, nextTurn: () => Promise<unknown>): Promise<void> {
    return this.#orders.prepare(by, nextTurn);
  }

  #held(): number[] {
    const held: number[] = [];
    for (let ord = 0; ord < this.#rows; ord += 1) if (this.#isHeld(ord)) held.push(ord);
    return held;
  }
}

/** The facets by which a search is narrowed, and which of them (from 1 on) each value answers. */
interface Wanted {
  count: number;
  facets: number[];
  marks: Uint8Array;
}
