/**
 * Whole numbers from 0 to 2^32-1 as bytes, small ones in one: seven bits a byte, the lowest first, the high bit set where
 * more follow (LEB128, unsigned, as DWARF 5, section 7.6).
 */
export function encodeNumbers(numbers: readonly number[]): Uint8Array {
  // Five bytes hold 32 bits.
  const bytes = new Uint8Array(numbers.length * 5);
  let at = 0;
  for (const number of numbers) {
    let rest = number;
    while (rest > 0x7f) {
      bytes[at] = (rest & 0x7f) | 0x80;
      at += 1;
      rest = Math.floor(rest / 128);
    }
    bytes[at] = rest;
    at += 1;
  }
  return bytes.slice(0, at);
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
