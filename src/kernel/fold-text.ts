/**
 * Text folding for comparison and search: lower case, no accents, Nordic and German letters as ASCII.
 * There are two usual spellings of such letters (å as `a` or `aa`, ø as `o` or `oe`, ü as `u` or `ue`): `fold` gives the
 * short one, `foldLong` the long one. Index both, and either spelling of a query finds the word.
 */
const SHORT: Record<string, string> = {
  å: 'a',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};
const LONG: Record<string, string> = { ...SHORT, å: 'aa', ø: 'oe', ä: 'ae', ö: 'oe', ü: 'ue' };

const NON_ASCII = /[^\p{ASCII}]/gu;

export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.search(NON_ASCII) < 0 ? lower : strip(replace(lower.normalize('NFC'), SHORT));
}

export function foldLong(text: string): string {
  const lower = text.toLowerCase();
  return lower.search(NON_ASCII) < 0 ? lower : strip(replace(lower.normalize('NFC'), LONG));
}

const replace = (text: string, map: Record<string, string>): string =>
  text.replace(NON_ASCII, (letter) => map[letter] ?? letter);

const strip = (text: string): string => text.normalize('NFKD').replace(/\p{M}+/gu, '');

/** The words of a text, folded: runs of letters and digits, in order. */
export const foldedWords = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
