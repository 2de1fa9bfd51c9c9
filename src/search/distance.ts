import { widened } from './sequences.ts';

/**
 * How many slips lie between two words: a letter too much, too few, another one, or two changed about (Damerau and
 * Levenshtein, each place touched once). At most `most`, else a number above it.
 */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  if (b.length >= rows[0].length) rows = rowsOf(b.length * 2);
  let [before, row, next] = rows;
  for (let j = 0; j <= b.length; j += 1) row[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    if (fill(next, row, before, a, i, b, most) > most) return most + 1;
    [before, row, next] = [row, next, before];
  }
  return row[b.length] as number;
}

type Numbers = Uint16Array;

/** Fills the row of the table for letter `i` of `a`, where it may be at most `most`; the least number in it. */
function fill(next: Numbers, row: Numbers, before: Numbers, a: string, i: number, b: string, most: number): number {
  // Farther from the diagonal every number is higher; those beside what is filled are read for it.
  const from = Math.max(1, i - most);
  const to = Math.min(b.length, i + most);
  next[from - 1] = from === 1 ? i : most + 1;
  let least = from === 1 ? i : most + 1;
  const letter = a.charCodeAt(i - 1);
  const last = i > 1 ? a.charCodeAt(i - 2) : -1;
  for (let j = from; j <= to; j += 1) {
    const other = b.charCodeAt(j - 1);
    let cost = Math.min(
      (row[j - 1] as number) + (letter === other ? 0 : 1),
      (row[j] as number) + 1,
      (next[j - 1] as number) + 1,
    );
    if (last === other && j > 1 && letter === b.charCodeAt(j - 2)) cost = Math.min(cost, (before[j - 2] as number) + 1);
    next[j] = cost;
    least = Math.min(least, cost);
  }
  if (to < b.length) next[to + 1] = most + 1;
  return least;
}

const rowsOf = (size: number): [Numbers, Numbers, Numbers] => [
  new Uint16Array(size),
  new Uint16Array(size),
  new Uint16Array(size),
];

/** The last three rows of the table, used again and again. */
let rows = rowsOf(64);

/** One slip changes at most so many pairs of neighbouring letters: two that are changed about lose three and make three. */
const PAIRS_A_SLIP = 6;
const BITS = 32;

/** Words of one length, with two sets of 32 bits of each: its letters, and its pairs of neighbouring letters with its edges. */
class Alike {
  #ids = new Uint32Array(16);
  #letters = new Uint32Array(16);
  #pairs = new Uint32Array(16);
  #size = 0;

  add(id: number, word: string): void {
    const at = this.#size;
    if (at >= this.#ids.length) {
      this.#ids = widened(this.#ids, at * 2);
      this.#letters = widened(this.#letters, at * 2);
      this.#pairs = widened(this.#pairs, at * 2);
    }
    this.#ids[at] = id;
    this.#letters[at] = lettersOf(word);
    this.#pairs[at] = pairsOf(word);
    this.#size += 1;
  }

  /** Adds those that may be so many slips from a word with these sets. */
  collect(letters: number, pairs: number, slips: number, found: number[]): void {
    const [others, ofPairs, size] = [this.#letters, this.#pairs, this.#size];
    for (let at = 0; at < size; at += 1) {
      if (count((others[at] as number) ^ letters) > 2 * slips) continue;
      if (count((ofPairs[at] as number) ^ pairs) <= PAIRS_A_SLIP * slips) found.push(this.#ids[at] as number);
    }
  }
}

/**
 * Which words can be near at all, by their length and two sets of bits. Going through those of a like length takes two
 * nanoseconds a word, and leaves few to be compared.
 */
export class Signature {
  readonly #byLength: Alike[] = [];

  add(id: number, word: string): void {
    for (let length = this.#byLength.length; length <= word.length; length += 1) this.#byLength.push(new Alike());
    this.#byLength[word.length]?.add(id, word);
  }

  candidates(word: string, slips: number): number[] {
    const [letters, pairs] = [lettersOf(word), pairsOf(word)];
    const found: number[] = [];
    for (let length = word.length - slips; length <= word.length + slips; length += 1)
      this.#byLength[length]?.collect(letters, pairs, slips, found);
    return found;
  }
}

function lettersOf(word: string): number {
  let set = 0;
  for (let i = 0; i < word.length; i += 1) set |= 1 << (word.charCodeAt(i) % BITS);
  return set >>> 0;
}

function pairsOf(word: string): number {
  let set = 0;
  let before = 0;
  for (let i = 0; i <= word.length; i += 1) {
    const code = i < word.length ? word.charCodeAt(i) : 0;
    set |= 1 << ((before * 7 + code * 13) % BITS);
    before = code;
  }
  return set >>> 0;
}

/** Bits that are set. */
function count(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
