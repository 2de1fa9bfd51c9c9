import { widened } from './sequences.ts';

/**
 * Rows, each at most once, in memory that is used again: lists that grow to tens of thousands and are thrown away are most of
 * what a search leaves to be swept.
 */
export class RowList {
  rows = new Uint32Array(1024);
  size = 0;

  /** Makes room for so many. */
  fit(rows: number): void {
    if (rows > this.rows.length) this.rows = widened(this.rows, Math.ceil(rows * 1.5));
  }

  push(row: number): void {
    this.rows[this.size] = row;
    this.size += 1;
  }

  /** Empties it, for another use. */
  emptied(): this {
    this.size = 0;
    return this;
  }
}
