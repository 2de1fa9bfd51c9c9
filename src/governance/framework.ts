import type { Assessment, Framework } from '../schemas.gen.ts';

export type Requirement = NonNullable<Framework['requirements']>[number];
export type Meaning = 'met' | 'partly' | 'not-met' | 'not-relevant';

/** The words in which totals are told, whatever a framework calls its ratings. */
export const COLOURS = ['green', 'yellow', 'red', 'grey'] as const;
export type Colour = (typeof COLOURS)[number];
/** What is known of one requirement. A requirement that nobody rated is never green. */
export type Verdict = Colour | 'not-given';

/** Ratings of a framework that names none of its own. */
export const DEFAULT_SCALE: readonly { id: string; means: Meaning }[] = [
  { id: 'green', means: 'met' },
  { id: 'yellow', means: 'partly' },
  { id: 'red', means: 'not-met' },
  { id: 'grey', means: 'not-relevant' },
];

const COLOUR: Readonly<Record<Meaning, Colour>> = {
  met: 'green',
  partly: 'yellow',
  'not-met': 'red',
  'not-relevant': 'grey',
};

export const scaleOf = (framework: Framework): readonly { id: string; means: Meaning }[] =>
  framework.scale ?? DEFAULT_SCALE;

/** What a rating means in this framework, or `undefined` for one that it does not have. */
export function colourOf(framework: Framework, rating: string): Colour | undefined {
  const found = scaleOf(framework).find(({ id }) => id === rating);
  return found && COLOUR[found.means];
}

/** Place of a level from the bottom, -1 for one that the framework does not have. */
export const placeOf = (framework: Framework, level: string): number =>
  framework.levels.findIndex(({ id }) => id === level);

/** Where it is not known whether a requirement binds, it binds: a level is never given away. */
export const isMandatory = ({ binding }: Requirement): boolean => binding !== 'recommended';

/** An id of a requirement means something in its own version only: ratings of another version are not read. */
export const isOfVersion = (framework: Framework, { frameworkVersion }: Assessment): boolean =>
  framework.version === frameworkVersion;

/** The verdict of every requirement of the framework, in its order. Of a requirement rated twice nothing is known. */
export function verdictsOf(framework: Framework, assessment: Assessment): Map<string, Verdict> {
  const { requirements = [] } = framework;
  const verdicts = new Map<string, Verdict>(requirements.map(({ id }) => [id, 'not-given']));
  if (!isOfVersion(framework, assessment)) return verdicts;
  const rated = new Set<string>();
  for (const { requirement, rating } of assessment.ratings ?? []) {
    if (!verdicts.has(requirement)) continue;
    const colour = colourOf(framework, rating);
    verdicts.set(requirement, colour === undefined || rated.has(requirement) ? 'not-given' : colour);
    rated.add(requirement);
  }
  return verdicts;
}
