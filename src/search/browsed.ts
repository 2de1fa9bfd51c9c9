import type { Columns, Filters } from './columns.ts';

export type Narrowed = ReturnType<Columns['narrow']>;

/** The counts of an answer weigh about as much as so many of its rows. */
const COUNTS_WEIGH = 5_000;

/**
 * What browsing without a text answers: front page, lists of a kind and of a task are asked for again and again, and
 * counting fifty thousand rows each time is most of their work. Kept until a row changes. Answers are shared: nobody may
 * change them.
 */
export class Browsed {
  readonly #columns: Columns;
  readonly #mostRows: number;
  readonly #known = new Map<string, Narrowed>();
  #weight = 0;
  #changes = -1;

  /** Keeps answers that have so many rows in all. */
  constructor(columns: Columns, mostRows: number) {
    this.#columns = columns;
    this.#mostRows = mostRows;
  }

  /** All that stands for itself and passes these filters, with the counts of every facet. */
  narrow(filters: Filters): Narrowed {
    if (this.#changes !== this.#columns.changes) this.#forget();
    const key = JSON.stringify(Object.entries(filters).sort());
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#columns.narrow(this.#columns.represent(null), filters);
    const weight = COUNTS_WEIGH + found.ords.length;
    if (this.#weight + weight > this.#mostRows) this.#forget();
    this.#known.set(key, found);
    this.#weight += weight;
    return found;
  }

  #forget(): void {
    this.#known.clear();
    this.#weight = 0;
    this.#changes = this.#columns.changes;
  }
}
