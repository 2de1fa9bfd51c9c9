import { nfc } from './nfc.ts';

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

// Most of what is folded is ASCII, and is only looked through. Expressions over code units do that several times as fast as
// those over code points; a run of what is not ASCII is then taken letter by letter.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII
const NON_ASCII = /[^\x00-\x7f]+/;
const EACH_RUN = new RegExp(NON_ASCII, 'g');
/** U+212B is another å; U+0308 and U+030A are the marks of ä and å. */
const LONG_SPELLING = /[åøäöüÅØÄÖÜ\u212b]|\u0308|\u030a/;

export const fold = folding(SHORT);

export const foldLong = folding(LONG);

/** Whether the text may have a letter that `foldLong` spells in another way than `fold`: as it is, or with a mark behind it. */
export const hasLongSpelling = (text: string): boolean => LONG_SPELLING.test(text);

/** Letters seen so far are looked up; a text may hold any, so no more than these are kept. */
const KNOWN_LETTERS = 1_000;

function folding(map: Readonly<Record<string, string>>): (text: string) => string {
  const known = new Map(Object.entries(map));
  /** Without its marks; what is left may be a capital (℡) or another letter of the list (ǿ). */
  const take = (letter: string): string => {
    const bare = letter
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase();
    return Array.from(bare, (part) => map[part] ?? part).join('');
  };
  const foldLetter = (letter: string): string => {
    const folded = known.get(letter) ?? take(letter);
    if (known.size < KNOWN_LETTERS) known.set(letter, folded);
    return folded;
  };
  const foldRun = (run: string): string => (run.length === 1 ? foldLetter(run) : Array.from(run, foldLetter).join(''));
  return (text) => {
    const lower = text.toLowerCase();
    return NON_ASCII.test(lower) ? nfc(lower).replace(EACH_RUN, foldRun) : lower;
  };
}

/** The words of a text, folded: runs of letters and digits, in order. */
export const foldedWords = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
