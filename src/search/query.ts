import { fold, foldLong, hasLongSpelling } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';

/** What a reader's words become: queries in FTS5's language and the form in which names are compared. */
export interface Plan {
  /** All columns. `null` when the text holds no word: nothing to look for. */
  full: string | null;
  /**
   * The columns that say what a thing is, the narrowest first, each with those before it: for words so common that not
   * the relevance of every match can be worked out.
   */
  headings: string[];
  /** Forms of the whole text as a name. */
  names: string[];
}

/** A name for comparison: folded letters and digits only, so that `OS2 rollekatalog` is `os2rollekatalog`. */
export const nameKeys = (name: string): string[] =>
  [...new Set([fold(name), foldLong(name)].map((text) => text.replace(/[^\p{L}\p{N}]+/gu, '')))].filter(Boolean);

/** A letter or digit and what follows of its kind; in some scripts vowels are marks on letters. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

const HEADINGS = ['name', 'name alias', 'name alias label', 'name alias label summary'];

/** In these scripts one letter is a whole syllable or word. */
const SYLLABLE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;

/**
 * Plans a search: every word must match, the last one by its beginning too (it may still be typed), which takes two
 * letters: half of all texts have a word with a certain first letter. Text in double quotes is a phrase. A word matches in either spelling of its Nordic and German letters.
 */
export function planQuery(text: string): Plan {
  const cut = text.normalize('NFC').slice(0, LIMITS.queryLength);
  const terms: string[] = [];
  const parts = cut.split('"');
  parts.forEach((part, i) => {
    const quoted = i % 2 === 1 && i < parts.length - 1;
    terms.push(...(quoted ? phrase(part) : words(part, i === parts.length - 1)));
  });
  const query = terms.slice(0, LIMITS.queryTerms).join(' AND ');
  if (query === '') return { full: null, headings: [], names: [] };
  return { full: query, headings: HEADINGS.map((columns) => `{${columns}} : (${query})`), names: nameKeys(cut) };
}

function words(part: string, last: boolean): string[] {
  const found = part.match(WORD) ?? [];
  return found.map((word, i) => {
    const typing = last && i === found.length - 1 && /[\p{L}\p{N}\p{M}]$/u.test(part);
    const star = typing && (word.length > 1 || SYLLABLE.test(word)) ? '*' : '';
    return either(word, (form) => `"${form}"${star}`);
  });
}

function phrase(part: string): string[] {
  const found = part.match(WORD);
  return found === null ? [] : [either(found.join(' '), (form) => `"${form}"`)];
}

function either(text: string, write: (form: string) => string): string {
  const forms = [...new Set([fold(text), foldLong(text)])];
  return forms.length === 1 ? write(forms[0] as string) : `(${forms.map(write).join(' OR ')})`;
}

/** Text as the index holds it: folded, and each word again whose long spelling differs. */
export function indexText(text: string): string {
  const short = fold(text);
  const more = new Set<string>();
  // Only few words have such letters, so that most of the text need not be taken apart.
  for (const part of hasLongSpelling(text) ? text.split(' ') : []) {
    if (hasLongSpelling(part)) for (const word of foldLong(part).match(WORD) ?? []) more.add(word);
  }
  if (more.size === 0) return short;
  for (const word of short.match(WORD) ?? []) more.delete(word);
  return more.size === 0 ? short : `${short} ${[...more].join(' ')}`;
}
