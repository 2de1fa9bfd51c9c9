/** Edits (a letter more, less, another, or two swapped) up to which two words are taken for the same one misspelt. */
const NEAR = 2;
const LONGEST = 60;

/** The word of a list that was probably meant; `undefined` where none is near, or two are equally. */
export function nearest(text: string, words: Iterable<string>): string | undefined {
  const wanted = plain(text);
  if (wanted === '' || wanted.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.min(NEAR, Math.floor(wanted.length / 3)) + 1;
  for (const word of words) {
    const edits = distance(wanted, plain(word), least);
    if (edits < least) [best, least] = [word, edits];
    else if (edits === least && best !== undefined && edits > 0) best = undefined;
  }
  return best;
}

/** Case and the kind of separator are the commonest mistakes: they count for nothing. */
const plain = (text: string): string => text.toLowerCase().replace(/[\s_/-]+/g, '-');

/** Edit distance with swaps; anything from `limit` on is `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return Math.min(last[b.length] as number, limit);
}
