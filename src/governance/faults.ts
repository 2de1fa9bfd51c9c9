import type { Problem } from '../kernel/errors.ts';
import type { Assessment, Framework } from '../schemas.gen.ts';
import { isBefore } from './dates.ts';
import { colourOf, placeOf, scaleOf } from './framework.ts';

/** What a schema cannot say: a place in a record and what is wrong there. */
export type Fault = Pick<Problem, 'rule' | 'pointer' | 'message' | 'hint'>;

/** What contradicts itself within a framework: levels out of order, ids given twice, requirements of no known level. */
export function frameworkFaults(framework: Framework): Fault[] {
  const { levels, themes = [], requirements = [] } = framework;
  const themeIds = new Set(themes.map(({ id }) => id));
  const faults = [
    ...twice('/levels', levels),
    ...twice('/themes', themes),
    ...twice('/requirements', requirements),
    ...twice('/scale', framework.scale ?? []),
  ];
  for (const [i, { id, rank }] of levels.entries()) {
    const below = levels[i - 1];
    if (below === undefined || rank > below.rank) continue;
    const message = `Level ${id} has the rank ${rank}, the one before it ${below.rank}: the levels are not in order.`;
    faults.push({
      rule: 'order',
      pointer: `/levels/${i}/rank`,
      message,
      hint: 'Name levels from the lowest to the highest.',
    });
  }
  for (const [i, { id, level, theme }] of requirements.entries()) {
    if (placeOf(framework, level) < 0) faults.push(noLevel(framework, `/requirements/${i}/level`, level));
    if (theme === undefined || themeIds.has(theme)) continue;
    const message = `Requirement ${id} belongs to the theme “${theme}”, which is not there.`;
    faults.push({ rule: 'reference', pointer: `/requirements/${i}/theme`, message });
  }
  return faults;
}

/** What contradicts itself within an assessment: a requirement rated twice, an end before the beginning. */
export function assessmentFaults({ ratings = [], date, validUntil }: Assessment): Fault[] {
  const faults = twice(
    '/ratings',
    ratings.map(({ requirement }) => ({ id: requirement })),
  );
  if (date !== undefined && validUntil !== undefined && isBefore(validUntil, date)) {
    const message = `It is valid until ${validUntil}, which is before ${date}, when it was made.`;
    faults.push({ rule: 'dates', pointer: '/validUntil', message });
  }
  return faults;
}

/** What of an assessment its framework does not have: another version, requirements, ratings, levels. */
export function fitFaults(framework: Framework, assessment: Assessment): Fault[] {
  const { subject, frameworkVersion, levels = {}, ratings = [] } = assessment;
  const faults: Fault[] = [];
  if (frameworkVersion !== framework.version) {
    const has = framework.version === undefined ? 'has no version' : `is version ${framework.version}`;
    const message = `It was made by version ${frameworkVersion ?? '(not named)'}, and ${framework.name} ${has}.`;
    const hint = 'The same id can mean another requirement in another version: name the framework of that version.';
    faults.push({ rule: 'version', pointer: '/frameworkVersion', message, hint });
  }
  const kind = subject.slice(0, subject.indexOf('/')) as 'software' | 'network';
  if (!(framework.appliesTo ?? ['software']).includes(kind))
    faults.push({ rule: 'reference', pointer: '/subject', message: `${framework.name} is not for a ${kind}.` });
  faults.push(...levelFaults(framework, levels));
  const known = new Set((framework.requirements ?? []).map(({ id }) => id));
  for (const [i, { requirement, rating }] of ratings.entries()) {
    if (!known.has(requirement)) faults.push(noRequirement(framework, i, requirement));
    if (colourOf(framework, rating) === undefined) faults.push(noRating(framework, i, rating));
  }
  return faults;
}

/** Levels that an assessment gives and its framework does not have. */
export const levelFaults = (framework: Framework, levels: Assessment['levels'] = {}): Fault[] =>
  Object.entries(levels).flatMap(([word, level]) =>
    placeOf(framework, level) < 0 ? [noLevel(framework, `/levels/${word}`, level)] : [],
  );

function twice(list: string, items: readonly { id: string }[]): Fault[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, i) => {
    if (!seen.has(id)) return seen.add(id) && [];
    return [{ rule: 'duplicate', pointer: `${list}/${i}`, message: `“${id}” is named twice.` }];
  });
}

const noLevel = ({ name, levels }: Framework, pointer: string, level: string): Fault => ({
  rule: 'level',
  pointer,
  message: `${name} has no level “${level}”.`,
  hint: `Its levels are ${levels.map(({ id }) => id).join(', ')}.`,
});

const noRequirement = ({ name }: Framework, i: number, requirement: string): Fault => ({
  rule: 'requirement',
  pointer: `/ratings/${i}/requirement`,
  message: `${name} has no requirement “${requirement}”.`,
});

const noRating = (framework: Framework, i: number, rating: string): Fault => ({
  rule: 'rating',
  pointer: `/ratings/${i}/rating`,
  message: `“${rating}” is no rating of ${framework.name}.`,
  hint: `Its ratings are ${scaleOf(framework)
    .map(({ id }) => id)
    .join(', ')}.`,
});
