import { LIMITS } from '../kernel/limits.ts';
import type { Template } from './template.ts';
import { joinWords, wordsOf } from './text-words.ts';

/** How a file's text agrees with one licence text. */
export interface Agreement {
  id: string;
  /** Words that had to be there and are. */
  words: number;
  /** How many of the variable places read as in the list's text, and whether the title is there. */
  exact: number;
  /** Further words around the licence that may change what it means. */
  additions: boolean;
}

/** Words of a file, as `compareText` takes them; cut at the limit. */
export const fileWords = (text: string): string => joinWords(wordsOf(text.slice(0, LIMITS.licenceTextLength)));

/** The file read as this licence, or `null` where a word of the licence is missing or another stands between. */
export function compareText(file: string, template: Template): Agreement | null {
  const whole = fit(file, template, template.pieces);
  if (whole !== null && !whole.additions) return whole;
  return template.appendix === '' ? whole : (fit(file, template, template.shortPieces) ?? whole);
}

function fit(file: string, template: Template, pieces: string[]): Agreement | null {
  const run = follow(file, template, pieces);
  if (run === null) return null;
  const before = file.slice(0, run.start + 1);
  const titled = template.head !== '' && before.includes(` ${template.head} `);
  const noticed = before.endsWith(template.gaps[0] ?? ' ');
  const fits = leads(before, template) && trails(file.slice(run.end), template);
  return {
    id: template.id,
    words: pieces.reduce((sum, piece) => sum + countWords(piece), titled ? countWords(template.head) : 0),
    exact: run.exact + (titled ? 1 : 0) + (noticed ? 1 : 0),
    additions: run.additions || !fits,
  };
}

/** One piece after the other with what may stand between them, or `null` where one is missing. */
function follow(file: string, { gaps }: Template, pieces: string[]) {
  const [first, ...rest] = pieces;
  const start = first === undefined ? -1 : file.indexOf(first);
  if (first === undefined || start < 0) return null;
  const run = { start, end: start + first.length - 1, exact: 0, additions: false };
  for (const [i, piece] of rest.entries()) {
    const at = file.indexOf(piece, run.end);
    const gap = file.slice(run.end, at + 1);
    if (at < 0 || countWords(gap) > GAP_WORDS) return null;
    if (gap === gaps[i + 1]) run.exact += 1;
    else run.additions ||= restricts(gap, gaps[i + 1]);
    run.end = at + piece.length - 1;
  }
  return run;
}

/** Notices of several holders may be long. */
const GAP_WORDS = 200;
/** More than this around a licence is more than titles and notices. */
const AROUND_WORDS = 80;

const countWords = (text: string): number => text.split(' ').filter(Boolean).length;

/** Words by which something is forbidden or made a condition: a notice or title has none of them. */
const RESTRICTING =
  /\b(?:not|no|must|shall|only|except|unless|prohibited|forbidden|restrict\w*|provided|notwithstanding|conditions?|commercial|noncommercial|addition|additional|exception|without|however)\b/;

const restricts = (words: string, usual = ''): boolean => RESTRICTING.test(words) && !RESTRICTING.test(usual);

/** Before the licence: its title, notices, names of what it is for. */
function leads(before: string, { head, gaps }: Template): boolean {
  const rest = head === '' ? before : before.replace(` ${head} `, ' ');
  return countWords(rest) <= AROUND_WORDS && !restricts(rest, gaps[0]);
}

/** Behind the licence: nothing, a title or notice, or "how to apply these terms" with other addresses in it. */
function trails(after: string, { appendix }: Template): boolean {
  if (appendix === '') return countWords(after) <= AROUND_WORDS && !restricts(after);
  const known = new Set(triples(appendix).map(([run]) => run));
  const covered = new Set(triples(after).flatMap(([run, at]) => (known.has(run) ? [at, at + 1, at + 2] : [])));
  const rest = after
    .split(' ')
    .filter(Boolean)
    .filter((_, i) => !covered.has(i));
  return rest.length <= AROUND_WORDS && !restricts(rest.join(' '));
}

function triples(text: string): [run: string, at: number][] {
  const words = text.split(' ').filter(Boolean);
  return words.slice(0, -2).map((word, i) => [`${word} ${words[i + 1]} ${words[i + 2]}`, i]);
}
