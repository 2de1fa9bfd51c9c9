import { fold, foldLong } from '../kernel/fold-text.ts';
import { isStemmed, type WordLanguage } from './stems.ts';

/** A letter or digit and what follows of its kind; in some scripts vowels are marks on letters. */
export const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** A word that stays the same when it is composed, with the two letters that are written otherwise elsewhere. */
const PLAIN = /^[\x20-\x7e\xa0-\xff]*$/;

/** The words of a text in lower case and composed (NFC), in order. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  return (PLAIN.test(lower) ? lower : lower.normalize('NFC')).match(WORD) ?? [];
}

/** Where a name's parts meet though nothing stands between them: `os2|faktor`, `Plone|Meeting`. */
const SEAM = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{N})(?=\p{L}{3})|(?<=\p{L}{3})(?=\p{N})/u;

/** Parts of the words of a name that are found by themselves: `meeting` in `PloneMeeting`, `rollekatalog` in `OS2rollekatalog`. */
export function partsOfName(name: string): string[] {
  const parts: string[] = [];
  const composed = name.normalize('NFC');
  // Most names have none.
  if (!SEAM.test(composed)) return parts;
  for (const word of composed.match(WORD) ?? []) {
    const pieces = word.split(SEAM);
    if (pieces.length > 1)
      parts.push(...pieces.map((piece) => piece.toLowerCase()).filter((piece) => piece.length > 1));
  }
  return parts;
}

/** A name for comparison: folded letters and digits only, so that `OS2 rollekatalog` is `os2rollekatalog`. */
export const nameKeys = (name: string): string[] =>
  [...new Set([fold(name), foldLong(name)].map((text) => text.replace(/[^\p{L}\p{N}]+/gu, '')))].filter(Boolean);

/**
 * A word of the index: its language, then the word. The same letters are another word in another language, with stems and
 * compounds of its own.
 */
export const toKey = (word: string, lang: WordLanguage): string => `${lang}:${word}`;

export function fromKey(key: string): { lang: WordLanguage; word: string } {
  const at = key.indexOf(':');
  const lang = key.slice(0, at);
  return { lang: isStemmed(lang) ? lang : '', word: key.slice(at + 1) };
}

/** A thing that a record is said to be about, whatever the words: `task/meeting-management`. No reader's word has a slash. */
export const conceptKey = (concept: string): string => `:${concept}`;
