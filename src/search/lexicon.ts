import { LIMITS } from '../kernel/limits.ts';
import { STEMMED, type WordLanguage } from './stems.ts';
import { conceptKey, toKey, wordsOf } from './words.ts';

const LANGUAGES: readonly WordLanguage[] = [...STEMMED, ''];
/** The place of a language among them. */
const PLACE = Object.fromEntries(LANGUAGES.map((lang, at) => [lang, at])) as Record<WordLanguage, number>;

/** A word of the index: one object for all that are alike, as long as it is remembered. */
export class IndexWord {
  readonly key: string;
  /** What it is in the phrases of its language: see `tasks-in.ts`. */
  reading: string | null | undefined = undefined;
  /** What whoever keeps the index counts it by, and whose numbers those are: a note of theirs, and nobody else's affair. */
  number = 0;
  numbering: object | null = null;
  readonly place: number;
  readonly next: IndexWord | null;

  constructor(key: string, place: number, next: IndexWord | null) {
    this.key = key;
    this.place = place;
    this.next = next;
  }

  toJSON(): string {
    return this.key;
  }
}

/** A word in lower case and composed, with what was once worked out of it: texts say the same words again and again. */
export class Word {
  readonly text: string;
  /** Mostly a word is said in one language or two. */
  #first: IndexWord | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** The word of the index in this language. */
  in(lang: WordLanguage): IndexWord {
    const place = PLACE[lang];
    for (let one = this.#first; one !== null; one = one.next) if (one.place === place) return one;
    this.#first = new IndexWord(toKey(this.text, lang), place, this.#first);
    return this.#first;
  }
}

const concepts = new Map<string, IndexWord>();

/** A thing that a record is said to be about, as a word of the index. */
export function conceptWord(concept: string): IndexWord {
  const known = concepts.get(concept);
  if (known !== undefined) return known;
  const made = new IndexWord(conceptKey(concept), PLACE[''], null);
  // Most are of our own lists; but a record may name any category.
  if (concepts.size >= LIMITS.conceptsKept) concepts.clear();
  concepts.set(concept, made);
  return made;
}

const SLOTS = LIMITS.wordsKept;
/** So many neighbouring slots may hold a word; where all are taken, the first makes room. */
const NEIGHBOURS = 4;
const slots: (Word | undefined)[] = new Array(SLOTS + NEIGHBOURS).fill(undefined);
/**
 * What a word is known by lies together in one piece of memory, slot by slot: four bytes of its hash; of a word of Latin letters
 * their number and the letters, of any other and a longer one 0. To fetch these from the words themselves took most of the time.
 */
const SLOT_BYTES = 32;
const known = new ArrayBuffer((SLOTS + NEIGHBOURS) * SLOT_BYTES);
const hashes = new Int32Array(known);
const bytes = new Uint8Array(known);
const HASHES = SLOT_BYTES / hashes.BYTES_PER_ELEMENT;
const LENGTH = hashes.BYTES_PER_ELEMENT;
const LETTERS = LENGTH + 1;
const ROOM = SLOT_BYTES - LETTERS;

const LATIN = 0x100;
/** Of a character below U+0100 its lower case, 0 for what is in no word. */
const LOWER = Uint8Array.from(
  { length: LATIN },
  (_, code) => wordsOf(String.fromCharCode(code))[0]?.charCodeAt(0) ?? 0,
);
/** 0 for dashes, quotation marks and spaces of the block General Punctuation, of which none is in a word; else -1: not known. */
const beyondLatin = (code: number): number => (code >= 0x2000 && code < 0x2070 ? 0 : -1);

/** The word that is being read, as far as it has room. */
const current = new Uint8Array(ROOM);

/**
 * The words of a text as `wordsOf` has them, each the same object wherever it stands, as long as it is remembered. Texts in
 * Latin letters are read off their characters, and a word that is remembered is not cut out of them.
 */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let length = 0;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const lower = code < LATIN ? (LOWER[code] as number) : beyondLatin(code);
    if (lower > 0) {
      if (length < ROOM) current[length] = lower;
      length += 1;
      hash = (Math.imul(hash, 31) + lower) | 0;
    } else if (lower < 0) return wordsOf(text).map(wordOf);
    else if (length > 0) {
      words.push(remembered(length, hash) ?? keep(hash, text.slice(at - length, at).toLowerCase()));
      length = 0;
      hash = 0;
    }
  }
  if (length > 0) words.push(remembered(length, hash) ?? keep(hash, text.slice(text.length - length).toLowerCase()));
  return words;
}

function wordOf(word: string): Word {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return keep(hash, word);
}

/** The word that was read, without cutting it out where it is known and of no unusual length. */
function remembered(length: number, hash: number): Word | undefined {
  const first = slotOf(hash);
  for (let at = first; at < first + NEIGHBOURS; at += 1)
    if (hashes[at * HASHES] === hash && stands(at * SLOT_BYTES, length)) return slots[at];
  return undefined;
}

function stands(slot: number, length: number): boolean {
  if (bytes[slot + LENGTH] !== length) return false;
  for (let i = 0; i < length; i += 1) if (bytes[slot + LETTERS + i] !== current[i]) return false;
  return true;
}

function keep(hash: number, text: string): Word {
  const first = slotOf(hash);
  let free = first;
  for (let at = first; at < first + NEIGHBOURS; at += 1) {
    const word = slots[at];
    if (word === undefined) {
      free = at;
      break;
    }
    if (hashes[at * HASHES] === hash && word.text === text) return word;
  }
  // A word of any length may come; one that is so long is hardly said twice.
  if (text.length > LIMITS.wordLengthKept) return new Word(text);
  const made = new Word(cutLoose(text));
  slots[free] = made;
  hashes[free * HASHES] = hash;
  write(free * SLOT_BYTES, text);
  return made;
}

function write(slot: number, text: string): void {
  const length = text.length <= ROOM && isLatin(text) ? text.length : 0;
  bytes[slot + LENGTH] = length;
  for (let i = 0; i < length; i += 1) bytes[slot + LETTERS + i] = text.charCodeAt(i);
}

function isLatin(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) >= LATIN) return false;
  return true;
}

/** The same in memory of its own: what is cut out of a text holds the whole text as long as it is remembered itself. */
const cutLoose = (word: string): string => Buffer.from(word, 'utf16le').toString('utf16le');

/** Bits of the whole number, as those of short words lie low. */
const slotOf = (hash: number): number => (Math.imul(hash, 0x9e3779b1) >>> 8) % SLOTS;
