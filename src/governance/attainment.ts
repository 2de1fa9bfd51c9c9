import type { Assessment, Framework } from '../schemas.gen.ts';
import { isMandatory, placeOf, type Requirement, type Verdict, verdictsOf } from './framework.ts';

/** A mandatory requirement that stands between a software and a level. */
export interface Missing {
  requirement: string;
  level: string;
  theme?: string;
  verdict: Verdict;
}

export interface Attainment {
  /** The highest level whose mandatory requirements, and those below, are all accepted; null where not even the lowest. */
  level: string | null;
  /** The same for each theme alone. The level of the whole is the lowest of them. */
  themes: { theme: string; level: string | null }[];
  /** What stands between it and the next level; null on the highest. */
  next: { level: string; missing: Missing[] } | null;
  /** Whether every mandatory requirement is rated: else the level may be higher than can be said. */
  complete: boolean;
}

/**
 * The level that ratings give by the framework's own rule. `null` where the framework names no requirements or the
 * assessment rates none of them: nothing can be computed then.
 */
export function attainmentOf(framework: Framework, assessment: Assessment): Attainment | null {
  const verdicts = verdictsOf(framework, assessment);
  if ([...verdicts.values()].every((verdict) => verdict === 'not-given')) return null;
  const mandatory = (framework.requirements ?? []).filter(isMandatory);
  const verdictOf = ({ id }: Requirement): Verdict => verdicts.get(id) ?? 'not-given';
  const accepted = (requirement: Requirement): boolean => isAccepted(framework, verdictOf(requirement));
  const missing = mandatory.filter((requirement) => !accepted(requirement));
  const reached = highest(framework, missing);
  const next = framework.levels[reached + 1]?.id;
  const themes = (framework.themes ?? []).map(({ id }) => {
    const own = missing.filter(({ theme }) => theme === id);
    return { theme: id, level: levelAt(framework, highest(framework, own)) };
  });
  return {
    level: levelAt(framework, reached),
    themes,
    next: next === undefined ? null : { level: next, missing: upTo(framework, missing, reached + 1, verdictOf) },
    complete: mandatory.every((requirement) => verdictOf(requirement) !== 'not-given'),
  };
}

/** Grey is left out of the assessment, so that it stands in nobody's way. */
const isAccepted = ({ attainment }: Framework, verdict: Verdict): boolean =>
  verdict === 'green' || verdict === 'grey' || (verdict === 'yellow' && attainment?.accepts === 'partly');

/** Place of the highest level that nothing missing keeps it from, -1 for none. A level that is unknown keeps from all. */
const highest = (framework: Framework, missing: Requirement[]): number =>
  Math.min(framework.levels.length, ...missing.map(({ level }) => Math.max(placeOf(framework, level), 0))) - 1;

const levelAt = ({ levels }: Framework, place: number): string | null => levels[place]?.id ?? null;

const upTo = (
  framework: Framework,
  missing: Requirement[],
  place: number,
  verdictOf: (requirement: Requirement) => Verdict,
): Missing[] =>
  missing
    .filter(({ level }) => placeOf(framework, level) <= place)
    .map((requirement) => {
      const { id, level, theme } = requirement;
      return { requirement: id, level, ...(theme === undefined ? {} : { theme }), verdict: verdictOf(requirement) };
    });
