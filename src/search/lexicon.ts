import { LIMITS } from '../kernel/limits.ts';
import { STEMMED, type WordLanguage } from './stems.ts';
import { toKey, wordsOf } from './words.ts';

const LANGUAGES: readonly WordLanguage[] = [...STEMMED, ''];
/** The place of a language in the lists of a word. */
export const PLACE = Object.fromEntries(LANGUAGES.map((lang, at) => [lang, at])) as Record<WordLanguage, number>;

/** A word in lower case and composed, with what was once worked out of it: texts say the same words again and again. */
export class Word {
  readonly text: string;
  readonly hash: number;
  readonly #keys: (string | undefined)[] = [];
  /** By `PLACE` of a language what it is in the phrases of that: see `tasks-in.ts`. */
  readonly readings: (string | null | undefined)[] = [];

  constructor(text: string, hash: number) {
    this.text = text;
    this.hash = hash;
  }

  /** The word of the index, one string for all that are alike: such are looked up faster. */
  keyIn(lang: WordLanguage): string {
    const place = PLACE[lang];
    const known = this.#keys[place];
    if (known !== undefined) return known;
    const made = toKey(this.text, lang);
    this.#keys[place] = made;
    return made;
  }
}

const SLOTS = LIMITS.wordsKept;
/** So many neighbouring slots may hold a word; where all are taken, the first makes room. */
const NEIGHBOURS = 4;
const slots: (Word | undefined)[] = new Array(SLOTS + NEIGHBOURS).fill(undefined);

const LATIN = 0x100;
/** Of a character below U+0100 its lower case, 0 for what is in no word. */
const LOWER = Uint16Array.from(
  { length: LATIN },
  (_, code) => wordsOf(String.fromCharCode(code))[0]?.charCodeAt(0) ?? 0,
);
/** 0 for dashes, quotation marks and spaces of the block General Punctuation, of which none is in a word; else -1: not known. */
const beyondLatin = (code: number): number => (code >= 0x2000 && code < 0x2070 ? 0 : -1);

/**
 * The words of a text as `wordsOf` has them, each the same object wherever it stands, as long as it is remembered. Texts in
 * Latin letters are read off their characters, and a word that is remembered is not cut out of them.
 */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let start = -1;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const lower = code < LATIN ? (LOWER[code] as number) : beyondLatin(code);
    if (lower > 0) {
      if (start < 0) start = at;
      hash = (Math.imul(hash, 31) + lower) | 0;
    } else if (lower < 0) return wordsOf(text).map(wordOf);
    else if (start >= 0) {
      words.push(remembered(text, start, at, hash));
      start = -1;
      hash = 0;
    }
  }
  if (start >= 0) words.push(remembered(text, start, text.length, hash));
  return words;
}

function wordOf(word: string): Word {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return keep(hash, word);
}

/** The word that stands from `start` up to `end`, without cutting it out where it is known. */
function remembered(text: string, start: number, end: number, hash: number): Word {
  const first = slotOf(hash);
  for (let at = first; at < first + NEIGHBOURS; at += 1) {
    const word = slots[at];
    if (word === undefined) break;
    if (word.hash === hash && stands(word.text, text, start, end)) return word;
  }
  return keep(hash, text.slice(start, end).toLowerCase());
}

function stands(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at += 1)
    if (word.charCodeAt(at) !== LOWER[text.charCodeAt(start + at)]) return false;
  return true;
}

function keep(hash: number, text: string): Word {
  const first = slotOf(hash);
  let free = first;
  for (let at = first; at < first + NEIGHBOURS; at += 1) {
    const word = slots[at];
    if (word?.hash === hash && word.text === text) return word;
    if (word === undefined) {
      free = at;
      break;
    }
  }
  // A word of any length may come; one that is so long is hardly said twice.
  if (text.length > LIMITS.wordLengthKept) return new Word(text, hash);
  const made = new Word(cutLoose(text), hash);
  slots[free] = made;
  return made;
}

/** The same in memory of its own: what is cut out of a text holds the whole text as long as it is remembered itself. */
const cutLoose = (word: string): string => Buffer.from(word, 'utf16le').toString('utf16le');

/** Bits of the whole number, as those of short words lie low. */
const slotOf = (hash: number): number => (Math.imul(hash, 0x9e3779b1) >>> 8) % SLOTS;
