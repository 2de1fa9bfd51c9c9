import type { Assessment, Framework } from '../schemas.gen.ts';
import { type Colour, type Verdict, verdictsOf } from './framework.ts';

/** How many requirements have which verdict. */
export interface Totals extends Record<Colour, number> {
  notGiven: number;
}

export interface AllTotals {
  all: Totals;
  /** In the order of the levels; those that ask for nothing of their own are left out. */
  byLevel: { level: string; totals: Totals }[];
  /** In the order of the themes; `null` for requirements without one. */
  byTheme: { theme: string | null; totals: Totals }[];
}

/** Totals counted from the ratings, never taken from a report: published sums have been wrong. */
export function totalsOf(framework: Framework, assessment: Assessment): AllTotals {
  const verdicts = verdictsOf(framework, assessment);
  const { requirements = [], levels, themes = [] } = framework;
  const count = (chosen: typeof requirements): Totals => sum(chosen.map(({ id }) => verdicts.get(id) ?? 'not-given'));
  const byLevel = levels.flatMap(({ id }) => {
    const own = requirements.filter(({ level }) => level === id);
    return own.length === 0 ? [] : [{ level: id, totals: count(own) }];
  });
  const byTheme = [...themes.map(({ id }) => id), null].flatMap((theme) => {
    const own = requirements.filter((requirement) => (requirement.theme ?? null) === theme);
    return own.length === 0 ? [] : [{ theme, totals: count(own) }];
  });
  return { all: count(requirements), byLevel, byTheme };
}

function sum(verdicts: Verdict[]): Totals {
  const totals = { green: 0, yellow: 0, red: 0, grey: 0, notGiven: 0 };
  for (const verdict of verdicts) totals[verdict === 'not-given' ? 'notGiven' : verdict] += 1;
  return totals;
}
