import { LIMITS } from '../kernel/limits.ts';
import { type Index, spellings, type Variant } from './expand.ts';
import { FIELDS, MASK_WEIGHTS } from './fields.ts';
import type { Plan, PlannedTerm } from './plan.ts';
import type { Postings } from './postings.ts';
import { RowList } from './row-list.ts';
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

/** A plan that is being carried out. */
interface Run {
  plan: Plan;
  vocabulary: Index['vocabulary'];
  /** Only rows that answer everything are wanted. */
  whole: boolean;
  /** Rows that answer some term. */
  touched: RowList;
  /** Terms that a row must answer, a bit each, and those of them that were looked for already. */
  required: number;
  met: number;
  /** Rows in which phrases may still be looked for, and how many phrases there are yet. */
  texts: number;
  phrases: number;
}

/** Working memory of a search, kept between searches: as long as there are rows. */
class Scratch {
  /** For the term at hand: the best so far. */
  best = new Float32Array(1024);
  /** Over all terms. */
  sums = new Float32Array(1024);
  masks = new Uint16Array(1024);
  parts = new Uint8Array(1024);
  common = new Uint8Array(1024);
  /** 1 for rows that are left out. */
  out = new Uint8Array(1024);

  /** Rows that answer some term, those of the term at hand, those that have a word of a phrase, and those that are left out. */
  readonly touched = new RowList();
  readonly mine = new RowList();
  readonly seen = new RowList();
  readonly having = new RowList();
  readonly left = new RowList();

  #places = new Uint16Array(1024);

  /** By word, all zero; whoever writes there cleans up. */
  places(words: number): Uint16Array {
    if (words > this.#places.length) this.#places = new Uint16Array(Math.ceil(words * 1.5));
    return this.#places;
  }

  fit(rows: number): void {
    for (const list of [this.touched, this.mine, this.seen, this.having, this.left]) list.fit(rows);
    if (rows <= this.best.length) return;
    const size = Math.ceil(rows * 1.5);
    this.best = widened(this.best, size);
    this.sums = widened(this.sums, size);
    this.masks = widened(this.masks, size);
    this.parts = widened(this.parts, size);
    this.common = widened(this.common, size);
    this.out = widened(this.out, size);
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
   * `whole` gives up as soon as no row can answer everything.
   */
  match(plan: Plan, { vocabulary }: Index, { whole = false }: { whole?: boolean } = {}): Hits {
    this.#scratch.fit(this.#postings.rows + 1);
    const required = plan.terms.reduce((mask, { optional }, i) => (optional ? mask : mask | (1 << i)), 0);
    const phrases = plan.terms.filter(({ term }) => term.phrase).length;
    const touched = this.#scratch.touched.emptied();
    const run: Run = {
      ...{ plan, vocabulary, whole, touched, required, met: 0 },
      ...{ texts: LIMITS.phraseRows / (whole || plan.terms.length === 1 ? 1 : PARTLY), phrases },
    };
    const weights = this.#terms(run);
    const answer: Hits = weights === null ? { rows: [], scores: [], loose: true } : this.#answer(run, weights);
    const { masks, sums } = this.#scratch;
    for (let at = 0; at < touched.size; at += 1) {
      const row = touched.rows[at] as number;
      masks[row] = 0;
      sums[row] = 0;
    }
    return answer;
  }

  /** Looks for every term; the weight of each, or null where no row can answer everything and nothing less is wanted. */
  #terms(run: Run): number[] | null {
    const { plan, whole, required } = run;
    const weights = plan.terms.map(() => 0);
    for (const i of whole ? this.#rarestFirst(plan) : plan.terms.keys()) {
      weights[i] = this.#term(plan.terms[i] as PlannedTerm, i, run);
      run.met |= required & (1 << i);
      if (whole && required !== 0 && !this.#isMet(run)) return null;
    }
    return weights;
  }

  /** Whether some row answers everything that was looked for so far. */
  #isMet({ touched: { rows, size }, met }: Run): boolean {
    const { masks } = this.#scratch;
    for (let at = 0; at < size; at += 1) if (((masks[rows[at] as number] as number) & met) === met) return true;
    return false;
  }

  /** Places of the terms, those first that few rows have; phrases, which are looked for in what is left, behind words. */
  #rarestFirst({ terms, spans }: Plan): number[] {
    const sizes = terms.map(({ variants, term, optional }, i) => {
      if (optional || term.phrase) return optional ? Number.POSITIVE_INFINITY : Number.MAX_SAFE_INTEGER;
      const said = spans.filter(({ from, to }) => from <= i && i <= to).map(({ variant }) => variant);
      return [...variants, ...said].reduce((sum, { id }) => sum + this.#postings.count(id), 0);
    });
    // Infinity less itself is no number.
    return [...terms.keys()].sort((a, b) =>
      sizes[a] === sizes[b] ? a - b : (sizes[a] as number) - (sizes[b] as number),
    );
  }

  #answer(run: Run, weights: number[]): Hits {
    const { plan, touched, required } = run;
    const left = this.#excluded(run);
    const out = left.size > 0 ? this.#scratch.out : null;
    const strict = gather(touched, out, this.#scratch.masks, required, this.#scratch.sums);
    let answer: Hits = { ...strict, loose: false };
    if (strict.rows.length === 0 && plan.terms.length > 1)
      answer = this.#partly(touched, out, weights, required, LOOSE);
    else if (strict.rows.length < FEW && isSentence(plan))
      answer = beside(strict.rows, this.#partly(touched, out, weights, required, NEARLY_ALL));
    for (let at = 0; at < left.size; at += 1) this.#scratch.out[left.rows[at] as number] = 0;
    return answer;
  }

  /** Rows that answer such a share of the query's weight, and such a share of what the best of them answers. */
  #partly(touched: RowList, out: Uint8Array | null, weights: number[], required: number, least: typeof LOOSE): Hits {
    const { masks, sums } = this.#scratch;
    const weigh = (mask: number): number =>
      weights.reduce((sum, weight, i) => ((mask & (1 << i)) !== 0 ? sum + weight : sum), 0);
    const whole = weigh(required);
    // Few different sets of terms are answered, by however many rows.
    const shares = new Map<number, number>();
    for (let at = 0; at < touched.size; at += 1)
      shares.set((masks[touched.rows[at] as number] as number) & required, 0);
    for (const mask of shares.keys()) shares.set(mask, weigh(mask) / whole);
    const most = Math.max(0, ...shares.values());
    const enough = Math.max(least.ofAll, least.ofBest * most);
    const hits: Hits = { rows: [], scores: [], loose: true };
    for (let at = 0; at < touched.size; at += 1) {
      const row = touched.rows[at] as number;
      const share = shares.get((masks[row] as number) & required) as number;
      if (share < enough || out?.[row] === 1) continue;
      hits.rows.push(row);
      hits.scores.push((sums[row] as number) * share);
    }
    return hits;
  }

  /** Adds the best score of each row for this term to its sum; how rare the term is, which is its weight. */
  #term(planned: PlannedTerm, i: number, run: Run): number {
    const { best, sums, masks } = this.#scratch;
    const { touched } = run;
    const mine = this.#scratch.mine.emptied();
    for (const { id, weight } of planned.variants) this.#postings.best(id, weight, best, mine);
    for (const { from, to, variant } of run.plan.spans)
      if (from <= i && i <= to) this.#postings.best(variant.id, variant.weight, best, mine);
    const see = (row: number, score: number): void => {
      const before = best[row] as number;
      if (before === 0) mine.push(row);
      if (score > before) best[row] = score;
    };
    if (planned.parts.length > 0) this.#allParts(planned.parts, see);
    if (planned.term.phrase) this.#phrase(planned.term.words, run, this.#mayAnswer(run), see);
    const rarity = mine.size === 0 ? UNKNOWN : rarityOf(mine.size, this.#postings.rows);
    const counts = rarity * planned.share;
    for (let at = 0; at < mine.size; at += 1) {
      const row = mine.rows[at] as number;
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

  /** Which rows a phrase is looked for in: where everything is to be answered, in those that answer all so far. */
  #mayAnswer({ whole, met }: Run): (row: number) => boolean {
    const { masks } = this.#scratch;
    return whole ? (row) => ((masks[row] as number) & met) === met : () => true;
  }

  /** Rows that have the words one behind the other, in whichever spelling. */
  #phrase(words: string[], run: Run, may: (row: number) => boolean, see: (row: number, score: number) => void): void {
    const { vocabulary } = run;
    const idsOf = (word: string) => new Set(spellings(word).flatMap((form) => [...vocabulary.spelt(form)]));
    // A word that stands in it twice has one set.
    const byWord = new Map(words.map((word) => [word, idsOf(word)]));
    const wanted = words.map((word) => byWord.get(word) as Set<number>);
    const rows = this.#withAll(wanted, may, this.#textsFor(run));
    run.texts -= rows.length;
    run.phrases -= 1;
    const places = this.#scratch.places(vocabulary.last + 1);
    wanted.forEach((ids, at) => {
      for (const id of ids) places[id] = (places[id] as number) | (1 << at);
    });
    const { sequences } = this.#postings;
    const { common } = this.#scratch;
    for (const row of rows) {
      const mask = sequences.fieldsWith(row, places, wanted.length, common[row] as number);
      if (mask !== 0) see(row, PHRASE_WEIGHT * weightOf(mask));
      common[row] = 0;
    }
    for (const ids of wanted) for (const id of ids) places[id] = 0;
  }

  /** Rows in which the next phrase may be looked for: half of those that are left where it leaves few for further ones. */
  #textsFor({ texts, phrases, whole }: Run): number {
    return Math.ceil(texts / Math.max(1, whole ? Math.min(2, phrases) : phrases));
  }

  /**
   * Rows that have a word of each of these sets in one field. Of more than `most` those where that field weighs most: phrases
   * of words that nearly every text has are looked for no further. Which fields those are stands in `common` of these rows;
   * whoever reads it cleans up.
   */
  #withAll(wanted: Set<number>[], may: (row: number) => boolean, most: number): number[] {
    const sets = [...new Set(wanted)].sort((a, b) => this.#size(a) - this.#size(b));
    const { common, parts: own } = this.#scratch;
    const rows = this.#scratch.having.emptied();
    sets.forEach((ids, at) => {
      const seen = at === 0 ? rows : this.#scratch.seen.emptied();
      for (const id of ids)
        this.#postings.each(id, (row, mask) => {
          if (own[row] === 0) seen.push(row);
          own[row] = (own[row] as number) | mask;
        });
      for (let i = 0; i < rows.size; i += 1) {
        const row = rows.rows[i] as number;
        common[row] = at === 0 ? (own[row] as number) : (common[row] as number) & (own[row] as number);
      }
      for (let i = 0; i < seen.size; i += 1) own[seen.rows[i] as number] = 0;
    });
    const byField: number[][] = FIELDS.map(() => []);
    for (let i = 0; i < rows.size; i += 1) {
      const row = rows.rows[i] as number;
      const mask = common[row] as number;
      // The lowest bit is the weightiest field.
      const alike = byField[31 - Math.clz32(mask & -mask)];
      if (mask !== 0 && alike !== undefined && alike.length < most && may(row)) alike.push(row);
      else common[row] = 0;
    }
    const found = byField.flat();
    for (let i = most; i < found.length; i += 1) common[found[i] as number] = 0;
    return found.slice(0, most);
  }

  #size(ids: Set<number>): number {
    let sum = 0;
    for (const id of ids) sum += this.#postings.count(id);
    return sum;
  }

  /** Marks rows that are left out as such, and gives them. A phrase is looked for in rows that would be hits otherwise. */
  #excluded(run: Run): RowList {
    const { out, masks } = this.#scratch;
    const { excluded } = run.plan;
    const rows = this.#scratch.left.emptied();
    const leave = (row: number): void => {
      if (out[row] === 0) rows.push(row);
      out[row] = 1;
    };
    for (const { variants } of excluded)
      for (const { id, how } of variants) if (how !== 'compound') this.#postings.each(id, leave);
    const phrases = excluded.filter(({ term }) => term.phrase);
    const texts = LIMITS.phraseRows / (run.whole ? 1 : PARTLY / 2);
    const left: Run = { ...run, texts, phrases: phrases.length, whole: false };
    const may = (row: number): boolean => masks[row] !== 0 && out[row] === 0;
    for (const { term } of phrases) this.#phrase(term.words, left, may, leave);
    return rows;
  }
}

/** For an answer to a part only, phrases are looked for in so many times fewer rows; for what is left out, in half as many times. */
const PARTLY = 4;
const PARTS_WEIGHT = 0.7;
const PHRASE_WEIGHT = 1.1;

/** Hits of which these answer the whole query, and the others a part, or something near to it. */
export function beside(whole: readonly number[], hits: Hits): Hits {
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
  touched: RowList,
  out: Uint8Array | null,
  masks: Uint16Array,
  required: number,
  sums: Float32Array,
): { rows: number[]; scores: number[] } {
  const rows: number[] = [];
  const scores: number[] = [];
  for (let i = 0; i < touched.size; i += 1) {
    const row = touched.rows[i] as number;
    if (((masks[row] as number) & required) !== required || out?.[row] === 1) continue;
    rows.push(row);
    scores.push(sums[row] as number);
  }
  return { rows, scores };
}
