import { widened } from './sequences.ts';

/** Room for so many numbers of a row that comes later. */
const FIRST = 1 << 12;

/** A short list of numbers for every row, one behind the other in one piece of memory: going through it is what counting is. */
export class Cells {
  starts = new Uint32Array(1024);
  ends = new Uint32Array(1024);
  all = new Uint32Array(FIRST);
  #used = 0;
  #rows = 0;

  set(row: number, cells: readonly number[]): void {
    if (row >= this.starts.length) {
      const size = Math.ceil((row + 1) * 1.5);
      this.starts = widened(this.starts, size);
      this.ends = widened(this.ends, size);
    }
    if (this.#used + cells.length > this.all.length) this.#make(cells.length);
    this.starts[row] = this.#used;
    for (let i = 0; i < cells.length; i += 1) this.all[this.#used + i] = cells[i] as number;
    this.#used += cells.length;
    this.ends[row] = this.#used;
    this.#rows = Math.max(this.#rows, row + 1);
  }

  of(row: number): Uint32Array {
    return this.all.subarray(this.starts[row] ?? 0, this.ends[row] ?? 0);
  }

  /** Room for more: what was replaced is left behind. */
  #make(more: number): void {
    let live = 0;
    for (let row = 0; row < this.#rows; row += 1) live += this.of(row).length;
    const wide = new Uint32Array(Math.ceil((live + more) * 1.5) + FIRST);
    let used = 0;
    for (let row = 0; row < this.#rows; row += 1) {
      const own = this.of(row);
      wide.set(own, used);
      this.starts[row] = used;
      used += own.length;
      this.ends[row] = used;
    }
    this.all = wide;
    this.#used = used;
  }
}
