import { fold, foldLong, hasLongSpelling } from '../kernel/fold-text.ts';
import { distance, Signature } from './distance.ts';
import { stem, type WordLanguage } from './stems.ts';
import { fromKey } from './words.ts';

export interface Entry {
  id: number;
  word: string;
  lang: WordLanguage;
  /** The word in its short spelling, and in its long one where that is another. */
  folded: string;
  long: string | null;
  /** What `stemOf` says, once it was asked. */
  stem: string | null;
}

/** The stem of a word in its own language, folded. Most searches ask some hundreds of words for it. */
export function stemOf(entry: Entry): string {
  entry.stem ??= fold(stem(entry.word, entry.lang));
  return entry.stem;
}

/** Letters by which words that begin or end alike are kept together. */
const HEAD = 3;
const SHORTEST_HEAD = 2;

/**
 * All words of an index, found by their spelling, their beginning, their end, and by a spelling that is near. Words only
 * come; one that no record has any more does no harm. In memory, some 150 bytes a word.
 */
export class Vocabulary {
  readonly #entries: (Entry | undefined)[] = [];
  readonly #byKey = new Map<string, number>();
  /** Most spellings are of one word, for which there is no list. */
  readonly #byFold = new Map<string, number | number[]>();
  readonly #byHead = new Map<string, number[]>();
  readonly #byEnd = new Map<string, number[]>();
  readonly #signature = new Signature();
  #last = 0;

  /** The highest number of a word so far. */
  get last(): number {
    return this.#last;
  }

  add(id: number, key: string): void {
    if (this.#entries[id] !== undefined) return;
    const { lang, word } = fromKey(key);
    const folded = fold(word);
    const long = hasLongSpelling(word) ? foldLong(word) : folded;
    const entry = { id, word, lang, folded, long: long === folded ? null : long, stem: null };
    this.#entries[id] = entry;
    this.#last = Math.max(this.#last, id);
    this.#byKey.set(key, id);
    if (word.includes('/')) return;
    for (const form of entry.long === null ? [folded] : [folded, long]) {
      this.#spell(form, id);
      push(this.#byHead, form.slice(0, SHORTEST_HEAD), id);
      if (form.length >= HEAD) push(this.#byHead, form.slice(0, HEAD), id);
    }
    // Only languages that write words together are asked what ends alike.
    if (folded.length > HEAD * 2) push(this.#byEnd, folded.slice(-HEAD), id);
    this.#signature.add(id, folded);
  }

  get(id: number): Entry {
    return this.#entries[id] as Entry;
  }

  /** By its language and its exact letters. */
  byKey(key: string): number | undefined {
    return this.#byKey.get(key);
  }

  /** In whichever spelling of its letters, in any language. */
  spelt(folded: string): readonly number[] {
    const ids = this.#byFold.get(folded) ?? NONE;
    return typeof ids === 'number' ? [ids] : ids;
  }

  #spell(form: string, id: number): void {
    const ids = this.#byFold.get(form);
    if (ids === undefined) this.#byFold.set(form, id);
    else if (typeof ids === 'number') this.#byFold.set(form, [ids, id]);
    else ids.push(id);
  }

  /** Every word that begins so, in either spelling; from two letters on. */
  beginning(folded: string): number[] {
    const ids = this.#byHead.get(folded.slice(0, HEAD)) ?? NONE;
    if (folded.length === SHORTEST_HEAD || folded.length === HEAD) return [...ids];
    return ids.filter((id) => {
      const entry = this.#entries[id] as Entry;
      return entry.folded.startsWith(folded) || entry.long?.startsWith(folded) === true;
    });
  }

  /** Every word that ends so, with something before it. */
  ending(folded: string): number[] {
    if (folded.length < HEAD) return [];
    const ids = this.#byEnd.get(folded.slice(-HEAD)) ?? NONE;
    return ids.filter((id) => {
      const { folded: whole } = this.#entries[id] as Entry;
      return whole.length > folded.length && whole.endsWith(folded);
    });
  }

  /** Words at most so many slips of the keyboard away, with the number of slips. */
  near(folded: string, slips: number): { id: number; slips: number }[] {
    const found: { id: number; slips: number }[] = [];
    for (const id of this.#signature.candidates(folded, slips)) {
      const apart = distance(folded, (this.#entries[id] as Entry).folded, slips);
      if (apart <= slips && apart > 0) found.push({ id, slips: apart });
    }
    return found;
  }
}

const NONE: readonly number[] = [];

function push(map: Map<string, number[]>, key: string, id: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else if (list[list.length - 1] !== id) list.push(id);
}
