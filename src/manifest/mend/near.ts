/**
 * The word of a list that was surely meant: the same but for case, spaces, hyphens and the like, or with a single slip (a letter too
 * many, too few, wrong, or two swapped) in one of its words of five letters or more. `undefined` where there is none, or
 * more than one. Much stricter than `nearest`, which only makes suggestions: `case-management` is not `task-management`.
 */
export function surelyMeant(word: string, words: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  const bare = bareOf(word);
  const same = bare === '' ? [] : words.filter((known) => bareOf(known) === bare);
  const found = same.length > 0 ? same : words.filter((known) => isSlip(word, known));
  return found.length === 1 ? found[0] : undefined;
}

const LONGEST = 64;
const SHORTEST = 5;

const bareOf = (word: string): string => word.toLowerCase().replace(/[\s_\-/.]/g, '');

const partsOf = (word: string): string[] =>
  word
    .trim()
    .toLowerCase()
    .split(/[\s_\-/.]+/);

function isSlip(word: string, known: string): boolean {
  const [mine, theirs] = [partsOf(word), partsOf(known)];
  if (mine.length !== theirs.length) return false;
  const other = mine.filter((part, i) => part !== theirs[i]);
  const meant = theirs.filter((part, i) => part !== mine[i]);
  const [one, two] = [other[0] ?? '', meant[0] ?? ''];
  if (other.length !== 1 || Math.max(one.length, two.length) < SHORTEST) return false;
  return oneEdit(one, two) || singular(one) === singular(two);
}

/** `authority` is `authorities` but for its number; of other words the plural is one letter more. */
const singular = (word: string): string => word.replace(/ies$/, 'y');

/** Whether one insertion, deletion, replacement or swap of neighbours makes one word of the other. */
function oneEdit(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
