import { LIMITS } from '../kernel/limits.ts';
import { STEMMED, type WordLanguage } from './stems.ts';
import { toKey, wordsOf } from './words.ts';

/**
 * A word of the index, in lower case and composed, in its language: one object for all that are alike, as long as it is
 * remembered, with what was once worked out of it. Texts say the same words again and again.
 */
export class IndexWord {
  readonly text: string;
  readonly lang: WordLanguage;
  /** What it is in the phrases of its language: see `tasks-in.ts`. */
  reading: string | null | undefined = undefined;
  /** What whoever keeps the index counts it by, and whose numbers those are: a note of theirs, and nobody else's affair. */
  number = 0;
  numbering: object | null = null;

  constructor(text: string, lang: WordLanguage) {
    this.text = text;
    this.lang = lang;
  }

  get key(): string {
    return toKey(this.text, this.lang);
  }

  toJSON(): string {
    return this.key;
  }
}

const concepts = new Map<string, IndexWord>();

/** A thing that a record is said to be about, as a word of the index. */
export function conceptWord(concept: string): IndexWord {
  const known = concepts.get(concept);
  if (known !== undefined) return known;
  const made = new IndexWord(concept, '');
  // Most are of our own lists; but a record may name any category.
  if (concepts.size >= LIMITS.conceptsKept) concepts.clear();
  concepts.set(concept, made);
  return made;
}

const LANGUAGES: readonly WordLanguage[] = ['', ...STEMMED];
/** The place of a language among them; with it the hash of a word begins, as the same letters are another word elsewhere. */
const PLACE = new Map(LANGUAGES.map((lang, at) => [lang, at]));

const SLOTS = LIMITS.wordsKept;
/** So many neighbouring slots may hold a word; where all are taken, the first makes room, however often it is said. */
const NEIGHBOURS = 8;
const slots: (IndexWord | undefined)[] = new Array(SLOTS + NEIGHBOURS).fill(undefined);
/**
 * What a word is known by lies together in one piece of memory, slot by slot: four bytes of its hash, one of its language; of a
 * word of Latin letters their number and the letters, of any other and a longer one 0. To fetch these from the words themselves
 * took most of the time.
 */
const SLOT_BYTES = 32;
const known = new ArrayBuffer((SLOTS + NEIGHBOURS) * SLOT_BYTES);
const hashes = new Int32Array(known);
const bytes = new Uint8Array(known);
const HASHES = SLOT_BYTES / hashes.BYTES_PER_ELEMENT;
const LANGUAGE = hashes.BYTES_PER_ELEMENT;
const LENGTH = LANGUAGE + 1;
const LETTERS = LENGTH + 1;
const ROOM = SLOT_BYTES - LETTERS;

const LATIN = 0x100;
/** No letter, digit or mark; and a character whose case is not known here. */
const BETWEEN = 0;
const BEYOND = -1;
/** Of a character below U+0100 its lower case, or `BETWEEN`. */
const LOWER = Uint8Array.from(
  { length: LATIN },
  (_, code) => wordsOf(String.fromCharCode(code))[0]?.charCodeAt(0) ?? BETWEEN,
);
/** Dashes, quotation marks and spaces of the block General Punctuation are in no word. */
const beyondLatin = (code: number): number => (code >= 0x2000 && code < 0x2070 ? BETWEEN : BEYOND);

/** The word that is being read, as far as it has room. */
const current = new Uint8Array(ROOM);

/**
 * The words of a text as `wordsOf` has them, each the same object wherever it stands, as long as it is remembered. Texts in
 * Latin letters are read off their characters, and a word that is remembered is not cut out of them.
 */
export function readWords(text: string, lang: WordLanguage): IndexWord[] {
  const words: IndexWord[] = [];
  const place = PLACE.get(lang) as number;
  let length = 0;
  let hash = place;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const lower = code < LATIN ? (LOWER[code] as number) : beyondLatin(code);
    if (lower > BETWEEN) {
      if (length < ROOM) current[length] = lower;
      length += 1;
      hash = (Math.imul(hash, 31) + lower) | 0;
    } else if (lower === BEYOND) return wordByWord(text, place);
    else if (length > 0) {
      words.push(remembered(length, hash, place) ?? keep(hash, text.slice(at - length, at).toLowerCase(), place));
      length = 0;
      hash = place;
    }
  }
  if (length > 0)
    words.push(remembered(length, hash, place) ?? keep(hash, text.slice(text.length - length).toLowerCase(), place));
  return words;
}

/** By itself, as what a function within holds of `readWords` costs each of its turns. */
const wordByWord = (text: string, place: number): IndexWord[] => wordsOf(text).map((word) => wordOf(word, place));

function wordOf(word: string, place: number): IndexWord {
  let hash = place;
  for (let at = 0; at < word.length; at += 1) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return keep(hash, word, place);
}

/** The word that was read, without cutting it out where it is known and of no unusual length. */
function remembered(length: number, hash: number, place: number): IndexWord | undefined {
  const first = slotOf(hash);
  for (let at = first; at < first + NEIGHBOURS; at += 1)
    if (hashes[at * HASHES] === hash && stands(at * SLOT_BYTES, length, place)) return slots[at];
  return undefined;
}

function stands(slot: number, length: number, place: number): boolean {
  if (bytes[slot + LENGTH] !== length || bytes[slot + LANGUAGE] !== place) return false;
  for (let i = 0; i < length; i += 1) if (bytes[slot + LETTERS + i] !== current[i]) return false;
  return true;
}

function keep(hash: number, text: string, place: number): IndexWord {
  const lang = LANGUAGES[place] as WordLanguage;
  const first = slotOf(hash);
  let free = first;
  for (let at = first; at < first + NEIGHBOURS; at += 1) {
    const word = slots[at];
    if (word === undefined) {
      free = at;
      break;
    }
    if (hashes[at * HASHES] === hash && word.text === text && word.lang === lang) return word;
  }
  // A word of any length may come; one that is so long is hardly said twice.
  if (text.length > LIMITS.wordLengthKept) return new IndexWord(text, lang);
  const made = new IndexWord(cutLoose(text), lang);
  slots[free] = made;
  hashes[free * HASHES] = hash;
  write(free * SLOT_BYTES, text, place);
  return made;
}

function write(slot: number, text: string, place: number): void {
  const length = text.length <= ROOM && isLatin(text) ? text.length : 0;
  bytes[slot + LANGUAGE] = place;
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
