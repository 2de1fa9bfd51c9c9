/**
 * Whole numbers from 0 to 2^32-1 as bytes, small ones in one: seven bits a byte, the lowest first, the high bit set where
 * more follow (LEB128, unsigned, as DWARF 5, section 7.6).
 */
export function encodeNumbers(numbers: readonly number[]): Uint8Array {
  const writer = new NumberWriter(numbers.length);
  for (const number of numbers) writer.put(number);
  return writer.take();
}

/** Five bytes hold 32 bits. */
const MOST_BYTES = 5;

/** The same, number by number, in memory that is used again. */
export class NumberWriter {
  #bytes: Uint8Array;
  #at = 0;

  constructor(numbers = 1_024) {
    this.#bytes = new Uint8Array(numbers * MOST_BYTES);
  }

  put(number: number): void {
    if (this.#at + MOST_BYTES > this.#bytes.length) {
      const wider = new Uint8Array((this.#bytes.length + MOST_BYTES) * 2);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    const bytes = this.#bytes;
    let at = this.#at;
    let rest = number;
    while (rest > 0x7f) {
      bytes[at] = (rest & 0x7f) | 0x80;
      at += 1;
      rest >>>= 7;
    }
    bytes[at] = rest;
    this.#at = at + 1;
  }

  /** Begins anew. */
  clear(): void {
    this.#at = 0;
  }

  /** The bytes of the numbers so far. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }
}

/** The numbers again. A last one that is cut short is left out. */
export function decodeNumbers(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let number = 0;
  let factor = 1;
  for (const byte of bytes) {
    number += (byte & 0x7f) * factor;
    if (byte > 0x7f) {
      factor *= 128;
    } else {
      numbers.push(number);
      number = 0;
      factor = 1;
    }
  }
  return numbers;
}
