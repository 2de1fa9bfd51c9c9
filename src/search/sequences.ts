/** A bit above all fields. */
export const BEGINS = 0x80;

/**
 * The words of every row in their order, as the store keeps them: a row after the other in one piece of memory. A text is
 * its field, the number of its words, and their numbers; all as `kernel/varint` writes them.
 */
export class Sequences {
  #bytes = new Uint8Array(1 << 16);
  #used = 0;
  #at = 0;
  #starts = new Uint32Array(1024);
  #ends = new Uint32Array(1024);
  #rows = 0;

  /** One above the highest row. */
  get rows(): number {
    return this.#rows;
  }

  set(row: number, bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#bytes.length) this.#make(bytes.length);
    if (row >= this.#starts.length) {
      const size = Math.ceil((row + 1) * 1.5);
      this.#starts = widened(this.#starts, size);
      this.#ends = widened(this.#ends, size);
    }
    this.#bytes.set(bytes, this.#used);
    this.#starts[row] = this.#used;
    this.#used += bytes.length;
    this.#ends[row] = this.#used;
    this.#rows = Math.max(this.#rows, row + 1);
  }

  drop(row: number): void {
    if (row < this.#rows) this.#ends[row] = this.#starts[row] as number;
  }

  has(row: number): boolean {
    return row < this.#rows && this.#ends[row] !== this.#starts[row];
  }

  /** Calls for every word of a row: its number, its field, and its place, which jumps between two texts. */
  each(row: number, see: (word: number, field: number, place: number) => void): void {
    const bytes = this.#bytes;
    const end = this.#ends[row] ?? 0;
    let at = this.#starts[row] ?? 0;
    let place = 0;
    const number = (): number => {
      let byte = bytes[at] as number;
      at += 1;
      if (byte < 0x80) return byte;
      let value = byte & 0x7f;
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = bytes[at] as number;
        at += 1;
        value |= (byte & 0x7f) << shift;
      }
      return value;
    };
    while (at < end) {
      const field = number();
      for (let left = number(); left > 0; left -= 1) {
        see(number(), field, place);
        place += 1;
      }
      place += 1;
    }
  }

  /**
   * The words of a row at once, for whoever goes through all rows: their numbers and fields stand in `words` and `fields`
   * until the next call; the field of a word with which a text begins has `BEGINS` besides. How many those are.
   */
  read(row: number): number {
    const end = this.#ends[row] ?? 0;
    this.#at = this.#starts[row] ?? 0;
    // A word takes a byte at least.
    if (end - this.#at > this.words.length) {
      this.words = new Uint32Array((end - this.#at) * 2);
      this.fields = new Uint8Array((end - this.#at) * 2);
    }
    const { words, fields } = this;
    let count = 0;
    while (this.#at < end) {
      const field = this.#number();
      let first = BEGINS;
      for (let left = this.#number(); left > 0; left -= 1) {
        words[count] = this.#number();
        fields[count] = first | field;
        first = 0;
        count += 1;
      }
    }
    return count;
  }

  /**
   * The first field of a row in which so many words stand one behind the other, as a mask; 0 where none has them. `places`
   * holds for each word, a bit each, at which places of the phrase it may stand; only texts of these fields, as a mask, are
   * read. What comes first weighs most, so what comes behind is not read.
   */
  fieldsWith(row: number, places: Uint16Array, length: number, fields: number): number {
    const bytes = this.#bytes;
    const end = this.#ends[row] ?? 0;
    const whole = 1 << (length - 1);
    let at = this.#starts[row] ?? 0;
    while (at < end) {
      this.#at = at;
      const field = this.#number();
      let left = this.#number();
      at = this.#at;
      const mask = 1 << field;
      if ((fields & mask) === 0) {
        at = behind(bytes, at, left);
        continue;
      }
      // A bit for each beginning of the phrase that ends with the word at hand. Written out, as this runs millions of times.
      let runs = 0;
      for (; left > 0; left -= 1) {
        let byte = bytes[at] as number;
        at += 1;
        let word = byte & 0x7f;
        for (let shift = 7; byte > 0x7f; shift += 7) {
          byte = bytes[at] as number;
          at += 1;
          word |= (byte & 0x7f) << shift;
        }
        runs = ((runs << 1) | 1) & (places[word] as number);
        if ((runs & whole) !== 0) return mask;
      }
    }
    return 0;
  }

  /** The number at `#at`, which moves on behind it. */
  #number(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let byte = bytes[at] as number;
    at += 1;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[at] as number;
      at += 1;
      value |= (byte & 0x7f) << shift;
    }
    this.#at = at;
    return value;
  }

  words = new Uint32Array(1024);
  fields = new Uint8Array(1024);

  /** Room for more: what was replaced or dropped is left behind. */
  #make(more: number): void {
    let live = 0;
    for (let row = 0; row < this.#rows; row += 1) live += (this.#ends[row] as number) - (this.#starts[row] as number);
    const bytes = new Uint8Array(Math.ceil((live + more) * 1.5) + (1 << 16));
    let used = 0;
    for (let row = 0; row < this.#rows; row += 1) {
      const [start, end] = [this.#starts[row] as number, this.#ends[row] as number];
      bytes.set(this.#bytes.subarray(start, end), used);
      this.#starts[row] = used;
      used += end - start;
      this.#ends[row] = used;
    }
    this.#bytes = bytes;
    this.#used = used;
  }
}

/** Where so many numbers end: the last byte of each has no high bit. */
function behind(bytes: Uint8Array, from: number, numbers: number): number {
  let at = from;
  for (let left = numbers; left > 0; at += 1) if ((bytes[at] as number) < 0x80) left -= 1;
  return at;
}

type Numbers = Uint32Array | Int32Array | Uint16Array | Uint8Array | Float32Array | Float64Array;

/** The same numbers in a longer array. */
export function widened<T extends Numbers>(array: T, size: number): T {
  const wide = new (array.constructor as new (size: number) => T)(size);
  wide.set(array);
  return wide;
}
