import { fieldsOf, MASK_WEIGHTS } from '../search/fields.ts';
import type { Plan, PlannedTerm } from '../search/plan.ts';
import { type Part, SHARES } from '../search/quality.ts';
import { EXACT, QUALITY } from '../search/rank.ts';
import type { HeldIndex } from './held-index.ts';
import type { ExplainedTerm, Explanation } from './list-item.ts';

/** Why a row stands where it stands: what answers each term, in which fields, and what the parts weigh. */
export function explainItems(held: HeldIndex, plan: Plan, row: number, exact: number[]): Explanation {
  const words = held.postings.wordsOf(row);
  const terms = plan.terms.map((planned, i) => explainTerm(held, plan, planned, i, words));
  const parts = held.columns.partsOf(row);
  const weigh = (part: Part): number => round(QUALITY * SHARES[part] * parts[part]);
  return {
    exactName: exact.some((ord) => held.columns.repOf(ord) === row) ? EXACT : 0,
    text: round(held.columns.scores[row] as number),
    quality: round(QUALITY * held.columns.quality(row)),
    qualityParts: {
      record: weigh('record'),
      adopters: weigh('adopters'),
      level: weigh('level'),
      activity: weigh('activity'),
    },
    terms,
  };
}

function explainTerm(
  { index }: HeldIndex,
  plan: Plan,
  planned: PlannedTerm,
  i: number,
  words: Map<number, number>,
): ExplainedTerm {
  const spans = plan.spans.filter(({ from, to }) => from <= i && i <= to).map(({ variant }) => variant);
  let best: ExplainedTerm['best'] = null;
  for (const { id, weight, how } of [...planned.variants, ...spans]) {
    const mask = words.get(id);
    if (mask === undefined) continue;
    const score = round(weight * (MASK_WEIGHTS[mask] as number));
    if (best !== null && best.score >= score) continue;
    const { word, lang } = index.vocabulary.get(id);
    best = { word, language: lang, how, fields: fieldsOf(mask), score };
  }
  return { term: planned.term.words.join(' '), needed: !planned.optional, readAs: planned.corrected, best };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
