import { encodeNumbers } from '../../src/kernel/varint.ts';
import { FIELDS, type Field } from '../../src/search/fields.ts';
import { Matcher } from '../../src/search/match.ts';
import { planSearch, type Slips } from '../../src/search/plan.ts';
import { Postings } from '../../src/search/postings.ts';
import { readQuery } from '../../src/search/read-query.ts';
import type { WordLanguage } from '../../src/search/stems.ts';
import { Vocabulary } from '../../src/search/vocabulary.ts';
import { toKey, wordsOf } from '../../src/search/words.ts';

/** A text of a row: field, language, words; a concept is written with its slash. */
export type Text = [field: Field, lang: WordLanguage, text: string];

/** An index in memory, as the registry holds it. */
export class World {
  readonly vocabulary = new Vocabulary();
  readonly postings = new Postings();
  readonly matcher = new Matcher(this.postings);
  readonly index = { vocabulary: this.vocabulary, count: (word: number) => this.postings.count(word) };

  put(row: number, ...texts: Text[]): void {
    this.postings.put(row, this.#encoded(texts));
  }

  /** As rows are taken in at the start: found once all is settled. */
  load(row: number, ...texts: Text[]): void {
    this.postings.load(row, this.#encoded(texts));
  }

  #encoded(texts: Text[]): Uint8Array {
    const numbers = texts.flatMap(([field, lang, text]) => {
      const keys = text.includes('/') ? [`:${text}`] : wordsOf(text).map((word) => toKey(word, lang));
      return [FIELDS.indexOf(field), keys.length, ...keys.map((key) => this.#number(key))];
    });
    return encodeNumbers(numbers);
  }

  #number(key: string): number {
    const known = this.vocabulary.byKey(key);
    if (known !== undefined) return known;
    const next = this.vocabulary.last + 1;
    this.vocabulary.add(next, key);
    return next;
  }

  settle(turn: () => Promise<void> = async () => undefined): Promise<void> {
    return this.postings.settle(this.vocabulary.last, turn);
  }

  plan(text: string, slips: Slips = 'unknown', lang = 'en') {
    return planSearch(readQuery(text), this.index, lang, slips);
  }

  /** Rows that answer, best first; those that answer a part only are negative. */
  find(text: string, slips: Slips = 'unknown', lang = 'en'): number[] {
    const { rows, scores, loose } = this.matcher.match(this.plan(text, slips, lang), this.index);
    const order = rows.map((row, i) => ({ row, score: scores[i] as number }));
    return order.sort((a, b) => b.score - a.score || a.row - b.row).map(({ row }) => (loose ? -row : row));
  }
}

/** A world with these rows, from number 1 on. */
export function worldOf(...rows: Text[][]): World {
  const world = new World();
  rows.forEach((texts, i) => {
    world.put(i + 1, ...texts);
  });
  return world;
}
