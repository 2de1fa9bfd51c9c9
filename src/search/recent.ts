import { MASK_WEIGHTS } from './fields.ts';
import type { RowList } from './row-list.ts';

/** Numbers of one entry: row, fields, and which putting of the row it is of. */
const EACH = 3;

/**
 * Which rows got a word since the lists were made: beside those, as lists in one piece can't grow. What is of an older putting
 * of a row counts no more; `stamps` tells by row which putting is the last.
 */
export class Recent {
  readonly #byWord = new Map<number, number[]>();
  #size = 0;
  #rows = 0;

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** How many rows were put. */
  get rows(): number {
    return this.#rows;
  }

  /** The words of a row, with their fields as they stand in the text: a word may come more than once. */
  put(row: number, stamp: number, words: Uint32Array, fields: ArrayLike<number>, count: number): void {
    this.#rows += 1;
    for (let i = 0; i < count; i += 1) {
      const word = words[i] as number;
      const mask = 1 << (fields[i] as number);
      const list = this.#byWord.get(word);
      if (list === undefined) this.#byWord.set(word, [row, mask, stamp]);
      else if (list[list.length - 1] === stamp) {
        list[list.length - 2] = (list[list.length - 2] as number) | mask;
        continue;
      } else list.push(row, mask, stamp);
      this.#size += 1;
    }
  }

  count(word: number): number {
    return (this.#byWord.get(word)?.length ?? 0) / EACH;
  }

  each(word: number, stamps: Uint32Array, see: (row: number, mask: number) => void): void {
    const list = this.#byWord.get(word);
    if (list === undefined) return;
    for (let i = 0; i < list.length; i += EACH) {
      const row = list[i] as number;
      if (stamps[row] === list[i + 2]) see(row, list[i + 1] as number);
    }
  }

  /** As `Postings.best`. */
  best(word: number, stamps: Uint32Array, weight: number, best: Float32Array, seen: RowList): void {
    const list = this.#byWord.get(word);
    if (list === undefined) return;
    for (let i = 0; i < list.length; i += EACH) {
      const row = list[i] as number;
      if (stamps[row] !== list[i + 2]) continue;
      const before = best[row] as number;
      const score = weight * (MASK_WEIGHTS[list[i + 1] as number] as number);
      if (score <= before) continue;
      if (before === 0) seen.push(row);
      best[row] = score;
    }
  }
}
