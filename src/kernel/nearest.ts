/**
 * The word of a list that someone probably meant, or `undefined` when none is near: at most a third of the letters
 * may differ (insertions, deletions, replacements), without regard to case. For short lists of names; words above 64
 * characters are never near.
 */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const wanted = seen(word);
  let best: string | undefined;
  let least = Math.floor(wanted.lower.length / 3) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - wanted.lower.length) >= least) continue;
    const known = knownWord(candidate);
    if (editsAtLeast(wanted.letters, known.letters) >= least) continue;
    const edits = distance(wanted.lower, known.lower, least);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

const LONGEST = 64;

/** A word without regard to case, and a bit for each of its letters (some share one). */
interface Seen {
  lower: string;
  letters: number;
}

function seen(word: string): Seen {
  const lower = word.toLowerCase();
  let letters = 0;
  for (let i = 0; i < lower.length; i += 1) letters |= 1 << (lower.charCodeAt(i) & 31);
  return { lower, letters };
}

/** The lists are always the same ones: their words are looked at once. */
const KNOWN = new Map<string, Seen>();
const MOST_KNOWN = 5_000;

function knownWord(word: string): Seen {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  const made = seen(word);
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(word, made);
  return made;
}

/** A letter that only one of the words has takes an edit, and one edit mends at most one letter of each. */
const editsAtLeast = (a: number, b: number): number => Math.max(bits(a & ~b), bits(b & ~a));

function bits(number: number): number {
  let count = 0;
  for (let left = number; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Two rows, used again and again: neither a word nor a candidate near it is longer. */
const ROWS = [new Uint8Array(2 * LONGEST), new Uint8Array(2 * LONGEST)] as const;

/** Levenshtein distance, row by row; given up, as `most`, when no row can lead below `most`. */
function distance(a: string, b: string, most: number): number {
  let [row, next]: readonly [Uint8Array, Uint8Array] = ROWS;
  for (let j = 0; j <= b.length; j += 1) row[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    if (fillRow(row, next, a.charCodeAt(i - 1), b, i) >= most) return most;
    [row, next] = [next, row];
  }
  return row[b.length] as number;
}

/** The least number in the next row. */
function fillRow(row: Uint8Array, next: Uint8Array, letter: number, b: string, i: number): number {
  let least = i;
  let left = i;
  next[0] = i;
  for (let j = 1; j <= b.length; j += 1) {
    const replaced = (row[j - 1] as number) + (letter === b.charCodeAt(j - 1) ? 0 : 1);
    left = Math.min((row[j] as number) + 1, left + 1, replaced);
    next[j] = left;
    if (left < least) least = left;
  }
  return least;
}
