import type { FacetName } from '../kernel/facets.ts';
import { fold } from '../kernel/fold-text.ts';
import { meaningsOf } from './concepts.ts';
import { STEMMED } from './stems.ts';
import words from './value-words.json' with { type: 'json' };
import { wordsOf } from './words.ts';

/** What the codes of a facet stand for, as `Intl.DisplayNames` knows them. */
const CODES: Partial<Record<FacetName, 'region' | 'language'>> = {
  ...{ country: 'region', 'adopter-country': 'region', language: 'language' },
};
const MEANT: ReadonlySet<FacetName> = new Set(['task', 'category', 'scope']);

/** By facet: the words for each value in the languages of the pages, as `npm run generate` reads them from their files, parted by `|`. */
const WORDS: Record<string, Record<string, string>> = words;

/**
 * The value of a facet that is called so in one of nine languages, or in that of a page: `DK` for `Danemark`, `library` for
 * `Bibliothek`; or whose letters are the same: `plonegov-belgium` for `PloneGov Belgium`. Undefined where none of them is.
 */
export function valueNamed(facet: FacetName, text: string, values: Iterable<string>): string | undefined {
  const kind = CODES[facet];
  if (kind !== undefined) return codeNamed(kind, fold(text.trim()), values);
  const wanted = fold(text.trim());
  const called = Object.entries(WORDS[facet] ?? {}).find(([, all]) =>
    all.split(' | ').some((word) => fold(word) === wanted),
  );
  if (called !== undefined) return called[0];
  const letters = lettersOf(text);
  for (const value of values) if (letters !== '' && lettersOf(value) === letters) return value;
  if (!MEANT.has(facet)) return undefined;
  const words = wordsOf(text);
  const whole = meaningsOf(words).filter(({ concept }) => concept.startsWith(`${facet}/`));
  whole.sort((a, b) => b.to - b.from - (a.to - a.from));
  return whole[0]?.concept.slice(facet.length + 1);
}

const lettersOf = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');

function codeNamed(type: 'region' | 'language', wanted: string, values: Iterable<string>): string | undefined {
  for (const code of values)
    for (const lang of STEMMED) if (fold(nameIn(lang, type, code) ?? '') === wanted) return code;
  return undefined;
}

const names = new Map<string, Intl.DisplayNames>();

function nameIn(lang: string, type: 'region' | 'language', code: string): string | undefined {
  const key = `${lang} ${type}`;
  const known = names.get(key) ?? new Intl.DisplayNames(lang, { type, fallback: 'none' });
  names.set(key, known);
  try {
    return known.of(code);
  } catch {
    // No code of that kind, whatever a record says.
    return undefined;
  }
}
