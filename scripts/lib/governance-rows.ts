/** Ids of the rows of facts about checklists, levels and evaluations: `fact-rows.ts` says what such ids are for. */
import { sha256Hex } from '../../src/kernel/digest.ts';

/** Something told about the evaluation of a system. */
export interface Evidence {
  type: string;
  date: string | null;
  open?: string[];
  answers?: Record<string, number | string[]>;
  totals?: Record<string, number>;
}

/** The part of a facts file that has rows about governance. */
export interface GovernanceFile {
  listed_levels?: Record<string, string[] | string>;
  checklists?: {
    version: string;
    requirements?: { id: string; level: string; recommendation: boolean }[];
    requirement_levels?: Record<string, number>;
  }[];
  evaluations?: {
    product: string;
    kind: string;
    date: string | null;
    ratings?: Record<string, string> | null;
    totals?: Record<string, number>;
    answers_other_than_yes?: Record<string, string>;
    unchecked?: string[];
    recommended_level?: string;
  }[];
}

/** The first 12 hex digits of a SHA-256. */
export const short = (text: string): string => sha256Hex(text).slice(0, 12);

export const listedRow = (system: string, level: string): string => `${system}/listed/${short(level)}`;

export const checklistRow = (version: string): string => `checklist/${short(version)}`;

/** `binding` is `mandatory`, `recommended` or nothing where it is not known. */
export const requirementRow = (version: string, id: string, level: string, binding = ''): string =>
  `${checklistRow(version)}/${short(`${id} ${level} ${binding}`)}`;

/** `kind` is `self`, `secretariat` or `draft`. */
export const assessmentRow = (system: string, kind: string, date: string | null): string =>
  `${system}/assessment/${short(`${kind} ${date ?? ''}`)}`;

export const ratingRow = (assessment: string, id: string, rating: string): string =>
  `${assessment}/${short(`${id} ${rating.replace(/[ _]/g, '-')}`)}`;

export const totalsRow = (assessment: string, totals: Record<string, number>): string =>
  `${assessment}/totals/${short(['green', 'yellow', 'red', 'grey'].map((colour) => totals[colour] ?? '').join('/'))}`;

export const levelRow = (assessment: string, level: string): string => `${assessment}/level/${short(level)}`;

const kindOf = (words: string): string => /^(self|draft)/.exec(words)?.[1] ?? 'secretariat';

/** Rows of what is told about evaluations beside a system. Only answers other than yes are told one by one. */
export function evidenceRows(system: string, evidence: Evidence[]): string[] {
  return evidence.flatMap(({ type, date, open = [], answers = {}, totals }) => {
    const row = assessmentRow(system, kindOf(type), date);
    const rated = Object.entries(answers).flatMap(([answer, ids]) =>
      Array.isArray(ids) ? ids.map((id) => ratingRow(row, id, answer)) : [],
    );
    const unchecked = open.map((id) => ratingRow(row, id, 'unchecked'));
    return [row, ...rated, ...unchecked, ...(totals === undefined ? [] : [totalsRow(row, totals)])];
  });
}

export function governanceRows({ listed_levels = {}, checklists = [], evaluations = [] }: GovernanceFile): string[] {
  const listed = Object.entries(listed_levels).flatMap(([level, systems]) =>
    Array.isArray(systems) ? systems.map((system) => listedRow(system, level)) : [],
  );
  const lists = checklists.flatMap(({ version: words, requirements = [], requirement_levels = {} }) => {
    const version = words.split(' ')[0] ?? '';
    const binding = (recommended: boolean): string => (recommended ? 'recommended' : 'mandatory');
    return [
      checklistRow(version),
      ...requirements.map((one) => requirementRow(version, one.id, one.level, binding(one.recommendation))),
      ...Object.entries(requirement_levels).map(([id, level]) => requirementRow(version, id, String(level))),
    ];
  });
  const evaluated = evaluations.flatMap((one) => {
    const row = assessmentRow(one.product.toLowerCase(), kindOf(one.kind), one.date);
    const rated = Object.entries({ ...one.ratings, ...one.answers_other_than_yes });
    return [
      row,
      ...rated.map(([id, rating]) => ratingRow(row, id, rating)),
      ...(one.unchecked ?? []).map((id) => ratingRow(row, id, 'unchecked')),
      ...(one.totals === undefined ? [] : [totalsRow(row, one.totals)]),
      ...(one.recommended_level === undefined ? [] : [levelRow(row, one.recommended_level)]),
    ];
  });
  return [...listed, ...lists, ...evaluated];
}
