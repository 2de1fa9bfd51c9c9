import type { Observation } from '../schemas.gen.ts';
import { monthsBefore } from './days.ts';
import { releasesOf } from './evidence.ts';
import { OPENCODE_FORMULA } from './formulas.ts';

const F = OPENCODE_FORMULA;

export type CriterionId = 'commits' | 'answers' | 'releases' | 'bus-factor';

/** One criterion: met, not met, or not known; with the figure that was held against it, where there is one. */
export interface Criterion {
  id: CriterionId;
  level: 1 | 2 | 3;
  met: boolean | null;
  figure: number | null;
}

/** `level` is 0 where the lowest is not reached and null where that is not known; a higher one may still be (`atMost`). */
export interface Maintained {
  level: 0 | 1 | 2 | 3 | null;
  atMost: 0 | 1 | 2 | 3;
  criteria: Criterion[];
}

/** The level of openCode's badge for maintenance, as of the reading. */
export function opencodeMaintenance(o: Observation | null): Maintained {
  const criteria = o === null ? NOTHING : criteriaOf(o);
  const reached = (met: (criterion: Criterion) => boolean): 0 | 1 | 2 | 3 => {
    for (const level of [3, 2, 1] as const) if (criteria.every((one) => one.level > level || met(one))) return level;
    return 0;
  };
  const sure = reached(({ met }) => met === true);
  const perhaps = reached(({ met }) => met !== false);
  return { level: sure === 0 && perhaps > 0 ? null : sure, atMost: perhaps, criteria };
}

const NOTHING: Criterion[] = (['commits', 'answers', 'releases', 'bus-factor'] as const).map((id, i) => ({
  ...{ id, level: [1, 1, 2, 3][i] as 1 | 2 | 3, met: null, figure: null },
}));

function criteriaOf(o: Observation): Criterion[] {
  const commits = commitsIn(o, F.months);
  const mean = o.issues?.answers?.meanDays;
  const released = releasesIn(o, F.months);
  const bus =
    o.contributors?.from !== undefined && isPeriod(o.contributors.from, o, F.months)
      ? o.contributors.busFactor
      : undefined;
  const asked = o.issues?.answers !== undefined && isPeriod(o.issues.answers.from, o, F.answerMonths);
  return [
    { id: 'commits', level: 1, met: between(commits, F.commits), figure: commits?.least ?? null },
    {
      id: 'answers',
      level: 1,
      met: asked && mean !== undefined ? mean < F.answerDays : null,
      figure: asked ? (mean ?? null) : null,
    },
    { id: 'releases', level: 2, met: between(released, F.releases), figure: released?.least ?? null },
    { id: 'bus-factor', level: 3, met: bus === undefined ? null : bus >= F.busFactor, figure: bus ?? null },
  ];
}

/** Whether a period began about so many months before the reading: two weeks more or less make no difference. */
const isPeriod = (from: string, o: Observation, months: number): boolean =>
  Math.abs(Date.parse(from) - Date.parse(monthsBefore(o.read, months))) <= 14 * 86_400_000;

interface Bounds {
  least: number;
  most: number;
}

const between = (bounds: Bounds | undefined, wanted: number): boolean | null =>
  bounds === undefined ? null : bounds.least >= wanted ? true : bounds.most < wanted ? false : null;

/** Commits and merges of the months before the reading. Of a month that began before them it is not known how many count. */
function commitsIn(o: Observation, months: number): Bounds | undefined {
  const { activity, read } = o;
  if (activity === undefined) return undefined;
  const from = monthsBefore(read, months);
  const sum = (all: { commits?: number; merges?: number }[]): number =>
    all.reduce((total, { commits = 0, merges = 0 }) => total + commits + merges, 0);
  if (activity.days !== undefined && activity.from <= from) {
    const count = sum(activity.days.filter(({ on }) => on > from));
    return { least: count, most: count };
  }
  if (activity.months === undefined) return undefined;
  const whole = sum(activity.months.filter(({ on }) => on > from.slice(0, 7)));
  const all = sum(activity.months.filter(({ on }) => on >= from.slice(0, 7)));
  return { least: whole, most: all };
}

/** Releases and tags since then; unknown where nobody looked for them. An undated one may be of any time. */
function releasesIn(o: Observation, months: number): Bounds | undefined {
  const looked = o.looked?.includes('tags') === true || o.tags !== undefined || o.releases !== undefined;
  if (!looked) return undefined;
  const from = monthsBefore(o.read, months);
  const all = releasesOf(o);
  const least = all.filter(({ date }) => date !== undefined && date > from).length;
  return { least, most: least + all.filter(({ date }) => date === undefined || from.startsWith(date)).length };
}
