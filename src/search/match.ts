import { LIMITS } from '../kernel/limits.ts';
import { type Index, spellings, type Variant } from './expand.ts';
import { FIELDS, MASK_WEIGHTS } from './fields.ts';
import type { Plan, PlannedTerm, Span } from './plan.ts';
import type { Postings } from './postings.ts';
import { widened } from './sequences.ts';

/** Rows that answer a query, with the relevance of each; the same place of both arrays belongs together. */
export interface Hits {
  rows: number[];
  scores: number[];
  /** They answer only a part of the query. */
  loose: boolean;
  /** Rows that answer a part only, where others answer the whole. */
  partly?: ReadonlySet<number>;
}

/** A row that answers less of a query, or of what the best one answers, is no hit, not even a loose one. */
const LOOSE = { ofAll: 0.34, ofBest: 0.5 };
/** The same where others answer the whole sentence. */
const NEARLY_ALL = { ofAll: 0.5, ofBest: 0 };
/** With so many hits nobody asks for more. */
const FEW = 20;
/** What a term weighs in this that nobody has. */
const UNKNOWN = 1.5;

/** Working memory of a search, kept between searches: as long as there are rows. */
class Scratch {
  /** For the term at hand: the best so far. */
  best = new Float32Array(1024);
  /** Over all terms. */
  sums = new Float32Array(1024);
  masks = new Uint16Array(1024);
  parts = new Uint8Array(1024);
  common = new Uint8Array(1024);

  #places = new Uint16Array(1024);

  /** By word, all zero; whoever writes there cleans up. */
  places(words: number): Uint16Array {
    if (words > this.#places.length) this.#places = new Uint16Array(Math.ceil(words * 1.5));
    return this.#places;
  }

  fit(rows: number): void {
    if (rows <= this.best.length) return;
    const size = Math.ceil(rows * 1.5);
    this.best = widened(this.best, size);
    this.sums = widened(this.sums, size);
    this.masks = widened(this.masks, size);
    this.parts = widened(this.parts, size);
    this.common = widened(this.common, size);
  }
}

/** Carries a plan out over the lists of the index. */
export class Matcher {
  readonly #postings: Postings;
  readonly #scratch = new Scratch();

  constructor(postings: Postings) {
    this.#postings = postings;
  }

  /**
   * Rows that answer every term that is not optional; where there are none, those that answer most, marked as loose. A
   * sentence that few answer whole is answered by what answers most of it too, which then counts the less the more is left.
   */
  match(plan: Plan, { vocabulary }: Index): Hits {
    this.#scratch.fit(this.#postings.rows + 1);
    const touched: number[] = [];
    const weights = plan.terms.map((term, i) => this.#term(term, i, plan.spans, touched, vocabulary));
    const required = plan.terms.reduce((mask, { optional }, i) => (optional ? mask : mask | (1 << i)), 0);
    const left = this.#excluded(plan.excluded, vocabulary);
    const { masks, sums } = this.#scratch;
    const strict = gather(touched, left, masks, required, sums);
    let answer: Hits = { ...strict, loose: false };
    if (strict.rows.length === 0 && plan.terms.length > 1)
      answer = this.#partly(touched, left, weights, required, LOOSE);
    else if (strict.rows.length < FEW && isSentence(plan))
      answer = beside(strict.rows, this.#partly(touched, left, weights, required, NEARLY_ALL));
    for (const row of touched) {
      masks[row] = 0;
      sums[row] = 0;
    }
    return answer;
  }

  /** Rows that answer such a share of the query's weight, and such a share of what the best of them answers. */
  #partly(touched: number[], left: Set<number>, weights: number[], required: number, least: typeof LOOSE): Hits {
    const { masks, sums } = this.#scratch;
    const weigh = (mask: number): number =>
      weights.reduce((sum, weight, i) => ((mask & (1 << i)) !== 0 ? sum + weight : sum), 0);
    const whole = weigh(required);
    // Few different sets of terms are answered, by however many rows.
    const shares = new Map<number, number>();
    for (const row of touched) shares.set((masks[row] as number) & required, 0);
    for (const mask of shares.keys()) shares.set(mask, weigh(mask) / whole);
    const most = Math.max(0, ...shares.values());
    const enough = Math.max(least.ofAll, least.ofBest * most);
    const hits: Hits = { rows: [], scores: [], loose: true };
    for (const row of touched) {
      const share = shares.get((masks[row] as number) & required) as number;
      if (share < enough || (left.size > 0 && left.has(row))) continue;
      hits.rows.push(row);
      hits.scores.push((sums[row] as number) * share);
    }
    return hits;
  }

  /** Adds the best score of each row for this term to its sum; how rare the term is, which is its weight. */
  #term(planned: PlannedTerm, i: number, spans: Span[], touched: number[], vocabulary: Index['vocabulary']): number {
    const { best, sums, masks } = this.#scratch;
    const mine: number[] = [];
    for (const { id, weight } of planned.variants) this.#postings.best(id, weight, best, mine);
    for (const { from, to, variant } of spans)
      if (from <= i && i <= to) this.#postings.best(variant.id, variant.weight, best, mine);
    const see = (row: number, score: number): void => {
      const before = best[row] as number;
      if (before === 0) mine.push(row);
      if (score > before) best[row] = score;
    };
    if (planned.parts.length > 0) this.#allParts(planned.parts, see);
    if (planned.term.phrase) this.#phrase(planned.term.words, vocabulary, see);
    const rarity = mine.length === 0 ? UNKNOWN : rarityOf(mine.length, this.#postings.rows);
    const counts = rarity * planned.share;
    for (let at = 0; at < mine.length; at += 1) {
      const row = mine[at] as number;
      if (masks[row] === 0) touched.push(row);
      masks[row] = (masks[row] as number) | (1 << i);
      sums[row] = (sums[row] as number) + (best[row] as number) * counts;
      best[row] = 0;
    }
    return rarity;
  }

  /** Rows that have every part of a compound. */
  #allParts(parts: Variant[][], see: (row: number, score: number) => void): void {
    const seen = this.#scratch.parts;
    const rows: number[] = [];
    const scores = new Map<number, number>();
    parts.forEach((variants, at) => {
      for (const { id, weight } of variants) {
        this.#postings.each(id, (row, mask) => {
          if (seen[row] !== at) return;
          seen[row] = at + 1;
          rows.push(row);
          scores.set(row, Math.min(scores.get(row) ?? Number.POSITIVE_INFINITY, weight * weightOf(mask)));
        });
      }
    });
    for (const row of rows) {
      if (seen[row] === parts.length) see(row, PARTS_WEIGHT * (scores.get(row) ?? 0));
      seen[row] = 0;
    }
  }

  /** Rows that have the words one behind the other, in whichever spelling. */
  #phrase(words: string[], vocabulary: Index['vocabulary'], see: (row: number, score: number) => void): void {
    const wanted = words.map((word) => new Set(spellings(word).flatMap((form) => [...vocabulary.spelt(form)])));
    const places = this.#scratch.places(vocabulary.last + 1);
    wanted.forEach((ids, at) => {
      for (const id of ids) places[id] = (places[id] as number) | (1 << at);
    });
    const { sequences } = this.#postings;
    for (const row of this.#withAll(wanted)) {
      const mask = sequences.fieldsWith(row, places, wanted.length);
      if (mask !== 0) see(row, PHRASE_WEIGHT * weightOf(mask));
    }
    for (const ids of wanted) for (const id of ids) places[id] = 0;
  }

  /**
   * Rows that have a word of each of these sets in one field. Of more than `LIMITS.phraseRows` those where that field weighs
   * most: phrases of words that nearly every text has are looked for no further.
   */
  #withAll(wanted: Set<number>[]): number[] {
    const sets = [...new Set(wanted)].sort((a, b) => this.#size(a) - this.#size(b));
    const { common, parts: own } = this.#scratch;
    let rows: number[] = [];
    sets.forEach((ids, at) => {
      const seen: number[] = [];
      for (const id of ids)
        this.#postings.each(id, (row, mask) => {
          if (own[row] === 0) seen.push(row);
          own[row] = (own[row] as number) | mask;
        });
      if (at === 0) rows = seen;
      for (const row of rows)
        common[row] = at === 0 ? (own[row] as number) : (common[row] as number) & (own[row] as number);
      for (const row of seen) own[row] = 0;
    });
    const byField: number[][] = FIELDS.map(() => []);
    for (const row of rows) {
      const mask = common[row] as number;
      // The lowest bit is the weightiest field.
      if (mask !== 0) byField[31 - Math.clz32(mask & -mask)]?.push(row);
      common[row] = 0;
    }
    return byField.flat().slice(0, LIMITS.phraseRows);
  }

  #size(ids: Set<number>): number {
    let sum = 0;
    for (const id of ids) sum += this.#postings.count(id);
    return sum;
  }

  #excluded(terms: PlannedTerm[], vocabulary: Index['vocabulary']): Set<number> {
    const rows = new Set<number>();
    for (const { variants, term } of terms) {
      for (const { id, how } of variants) if (how !== 'compound') this.#postings.each(id, (row) => rows.add(row));
      if (term.phrase) this.#phrase(term.words, vocabulary, (row) => rows.add(row));
    }
    return rows;
  }
}

const PARTS_WEIGHT = 0.7;
const PHRASE_WEIGHT = 1.1;

/** Hits of which these answer the whole query. */
function beside(whole: readonly number[], hits: Hits): Hits {
  const partly = new Set(hits.rows);
  for (const row of whole) partly.delete(row);
  return { ...hits, loose: false, partly };
}

const isSentence = ({ terms, excluded }: Plan): boolean =>
  excluded.length === 0 &&
  terms.every(({ term }) => !term.phrase) &&
  terms.filter(({ optional }) => !optional).length > 1;

const weightOf = (mask: number): number => MASK_WEIGHTS[mask] as number;

/** The rarer a term, the more it tells: between 1 and some 12. */
export const rarityOf = (rows: number, all: number): number => 1 + Math.log((1 + all) / (1 + rows));

/** The rows that answer all of these terms and none that is left out. */
function gather(
  touched: readonly number[],
  left: ReadonlySet<number>,
  masks: Uint16Array,
  required: number,
  sums: Float32Array,
): { rows: number[]; scores: number[] } {
  const rows: number[] = [];
  const scores: number[] = [];
  for (let i = 0; i < touched.length; i += 1) {
    const row = touched[i] as number;
    if (((masks[row] as number) & required) !== required || (left.size > 0 && left.has(row))) continue;
    rows.push(row);
    scores.push(sums[row] as number);
  }
  return { rows, scores };
}
