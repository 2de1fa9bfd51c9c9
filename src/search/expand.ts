import { fold, foldLong } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Meaning } from './concepts.ts';
import type { Cue } from './cues.ts';
import { COMPOUNDING, STEMMED, type Stemmed, stem, type WordLanguage } from './stems.ts';
import { type Entry, stemOf, type Vocabulary } from './vocabulary.ts';

/** In which way a word of a record answers a word of a query. */
export type How = keyof typeof WEIGHT | 'together' | 'meaning' | 'hint' | 'near';

/** A word of the index that answers a word of a query, and how well, from 0 to 1. */
export interface Variant {
  id: number;
  weight: number;
  how: How;
}

/** What a text is looked up in: the words of the index and how many rows each has. */
export interface Index {
  vocabulary: Vocabulary;
  count(word: number): number;
  /** Near words by word, of one search: it may read its words twice. Of more words than `LIMITS.slippedWords` none are sought. */
  near?: Map<string, Near[]>;
  /** The same of the words for what things mean: the nearest one. */
  meant?: Map<string, string | null>;
  /** What answers a word that is spelt rightly, and the parts of it, by the word: the same however slips are taken. */
  read?: Map<string, { variants: readonly Variant[]; parts: Variant[][] }>;
  /** What rows of words mean and hint at, by the words. */
  said?: Map<string, Meaning[]>;
  hinted?: Map<string, Cue[]>;
}

interface Near {
  id: number;
  slips: number;
}

const WEIGHT = { exact: 1, spelling: 0.95, stem: 0.85, beginning: 0.7, compound: 0.55, slip: 0.6 } as const;
/** What a word in the reader's own language counts for more. */
const OWN_LANGUAGE = 1.04;
/** A second slip takes so much of the weight. */
const SECOND_SLIP = 0.75;

/** Variants gathered by their word; of several ways the best counts. */
export class Variants {
  readonly #found = new Map<number, Variant>();
  readonly #lang: string;
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary, lang: string, known: readonly Variant[] = []) {
    this.#vocabulary = vocabulary;
    this.#lang = lang;
    for (const one of known) this.#found.set(one.id, one);
  }

  add(id: number, how: keyof typeof WEIGHT, factor = 1): void {
    const own = this.#vocabulary.get(id).lang === this.#lang ? OWN_LANGUAGE : 1;
    const weight = WEIGHT[how] * factor * own;
    const known = this.#found.get(id);
    if (known === undefined || known.weight < weight) this.#found.set(id, { id, weight, how });
  }

  all(): Variant[] {
    return [...this.#found.values()];
  }
}

export const spellings = (word: string): string[] => [...new Set([fold(word), foldLong(word)])];

/** The word itself in every language and spelling, and what has the same stem in its own language. */
export function addForms(into: Variants, word: string, { vocabulary }: Index): void {
  for (const form of spellings(word)) {
    for (const id of vocabulary.spelt(form)) into.add(id, vocabulary.get(id).word === word ? 'exact' : 'spelling');
  }
  for (const id of sameStems(word, STEMMED, vocabulary)) into.add(id, 'stem');
}

/** Endings longer than this are not of the same word; nor are those longer than the stem by more than a letter. */
const ENDING = 8;

/** Words with the same stem in one of these languages. */
function sameStems(word: string, langs: readonly Stemmed[], vocabulary: Vocabulary): number[] {
  const stems: Partial<Record<WordLanguage, string>> = {};
  for (const lang of langs) {
    const own = fold(stem(word, lang));
    if (own.length >= 3) stems[lang] = own;
  }
  const bare = new Set(Object.values(stems));
  const heads = [...new Set([...bare].map(headOf))];
  // What begins so begins with a shorter one too, and is found there.
  const shortest = heads.filter((head) => !heads.some((other) => other !== head && head.startsWith(other)));
  return shortest.flatMap((head) =>
    vocabulary.beginning(head).filter((id) => {
      const entry = vocabulary.get(id);
      // Names have no language: their words are taken for the reader's where the stem is the word.
      if (entry.lang === '') return entry.folded.length > 3 && bare.has(entry.folded);
      const own = stems[entry.lang];
      return own !== undefined && mayHaveStem(entry, own) && stemOf(entry) === own;
    }),
  );
}

/** A stem may change its last letter: policy, polici. */
const headOf = (own: string): string => own.slice(0, Math.max(3, own.length - 1));

const mayHaveStem = ({ folded }: Entry, own: string): boolean =>
  folded.length <= own.length + Math.min(ENDING, own.length + 1) && folded.startsWith(headOf(own));

/** Words that begin so: for the last word, which may still be typed. */
export function addBeginnings(into: Variants, word: string, { vocabulary }: Index): void {
  for (const form of spellings(word)) {
    if (form.length < 2 && !SYLLABLE.test(word)) continue;
    for (const id of vocabulary.beginning(form)) {
      // The more of it is written, the surer.
      const share = form.length / Math.max(form.length, vocabulary.get(id).folded.length);
      into.add(id, 'beginning', 0.7 + 0.3 * share);
    }
  }
}

/** In these scripts one letter is a whole syllable or word. */
const SYLLABLE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;

/** Shortest part of a compound, and what may stand between two parts. */
const PART = 3;
const LINKS = ['', 's', 'e', 'n', 'en', 'es', 'er'];

/** Words that were written together with this one: `mødestyring` and `byrådsmøde` for `møde`. */
export function addCompounds(into: Variants, word: string, index: Index): void {
  const { vocabulary } = index;
  if (word.length < PART + 1) return;
  const found: number[] = [];
  for (const form of spellings(word)) {
    for (const id of vocabulary.beginning(form)) if (isCompound(id, form, 'begins', vocabulary)) found.push(id);
    for (const id of vocabulary.ending(form)) if (isCompound(id, form, 'ends', vocabulary)) found.push(id);
  }
  found.sort((a, b) => index.count(b) - index.count(a));
  for (const id of found.slice(0, LIMITS.compoundsRead)) into.add(id, 'compound');
}

function isCompound(id: number, part: string, side: 'begins' | 'ends', vocabulary: Vocabulary): boolean {
  const { folded, lang } = vocabulary.get(id);
  if (!(COMPOUNDING as readonly WordLanguage[]).includes(lang)) return false;
  const rest = side === 'begins' ? folded.slice(part.length) : folded.slice(0, -part.length);
  return LINKS.some((link) => {
    const bound = side === 'begins' ? rest.startsWith(link) : rest.endsWith(link);
    const other = side === 'begins' ? rest.slice(link.length) : rest.slice(0, rest.length - link.length);
    return bound && other.length >= PART && isWord(other, lang, vocabulary);
  });
}

const isWord = (folded: string, lang: WordLanguage, vocabulary: Vocabulary): boolean =>
  vocabulary.spelt(folded).some((id) => vocabulary.get(id).lang === lang);

/**
 * The parts of a word that was written together, by words that the catalogue has in that language: `møde` and `styring`.
 * Of several ways the one whose shortest part is longest; at most three parts.
 */
export function splitCompound(word: string, vocabulary: Vocabulary): string[] | null {
  if (word.length < 2 * PART + 1) return null;
  let best: string[] | null = null;
  for (const lang of COMPOUNDING) {
    const parts = split(fold(word), lang, vocabulary, 3);
    if (parts !== null && parts.length > 1 && (best === null || shortest(parts) > shortest(best))) best = parts;
  }
  return best;
}

const shortest = (parts: string[]): number => Math.min(...parts.map(({ length }) => length)) - parts.length;

function split(folded: string, lang: Stemmed, vocabulary: Vocabulary, most: number): string[] | null {
  let best: string[] | null = null;
  for (let at = PART; most > 1 && at <= folded.length - PART; at += 1) {
    const first = folded.slice(0, at);
    if (!isWord(first, lang, vocabulary)) continue;
    for (const others of restsOf(folded.slice(at), lang, vocabulary, most - 1)) {
      const parts = [first, ...others];
      if (best === null || shortest(parts) > shortest(best)) best = parts;
    }
  }
  return best;
}

/** What may follow a first part: with each link that fits, as one word or as several. */
function restsOf(rest: string, lang: Stemmed, vocabulary: Vocabulary, most: number): string[][] {
  return LINKS.filter((link) => rest.startsWith(link) && rest.length - link.length >= PART).flatMap((link) => {
    const other = rest.slice(link.length);
    if (isWordOrStem(other, lang, vocabulary)) return [[other]];
    const parts = split(other, lang, vocabulary, most);
    return parts === null ? [] : [parts];
  });
}

/** The last part carries the ending: `styringen` where the catalogue has `styring`. */
const isWordOrStem = (folded: string, lang: Stemmed, vocabulary: Vocabulary): boolean =>
  isWord(folded, lang, vocabulary) || sameStems(folded, [lang], vocabulary).length > 0;

/** From so many letters on a word may have one slip, or two. In a sentence a short word that no record has is a word. */
const ALONE = { one: 4, two: 8 };
const IN_A_SENTENCE = { one: 6, two: 10 };

/** Slips that a word of this length may have: none for short ones and for codes. */
export function slipsOf(word: string, inSentence = false): number {
  const digits = word.replace(/\P{N}/gu, '').length;
  const from = inSentence ? IN_A_SENTENCE : ALONE;
  if (word.length < from.one || digits > 1 || digits * 3 > word.length) return 0;
  return word.length < from.two ? 1 : 2;
}

/** Words that are spelt nearly so, the nearest and most frequent ones. */
export function addSlips(into: Variants, word: string, index: Index, inSentence: boolean): void {
  const known = index.near?.get(word) ?? (hasRoom(index) ? nearest(word, index, inSentence) : []);
  if (hasRoom(index)) index.near?.set(word, known);
  for (const { id, slips } of known) into.add(id, 'slip', slips === 1 ? 1 : SECOND_SLIP);
}

const hasRoom = ({ near }: Index): boolean => near === undefined || near.size < LIMITS.slippedWords;

function nearest(word: string, { vocabulary, count }: Index, inSentence: boolean): Near[] {
  const folded = fold(word);
  const slips = slipsOf(folded, inSentence);
  if (slips === 0 || folded.length > LONGEST_SLIPPED) return [];
  const near = vocabulary.near(folded, slips).filter(({ id }) => {
    const other = vocabulary.get(id).folded;
    // Of four letters another first one makes another word.
    return count(id) > 0 && other.length >= 4 && (folded.length > 4 || other[0] === folded[0]);
  });
  const rank = ({ id, slips: apart }: Near): number =>
    apart + (vocabulary.get(id).folded[0] === folded[0] ? 0 : 0.5) - Math.min(0.4, Math.log10(1 + count(id)) / 10);
  return near
    .map((one) => ({ ...one, rank: rank(one) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, LIMITS.slipsRead);
}

const LONGEST_SLIPPED = 32;
