import type { CheckProblem } from '../check.ts';

const FACT = 'Only somebody who knows the software can say it: nothing in the file does.';

/** Why a problem of this kind is left to a person. */
const REASONS: Readonly<Record<string, string>> = {
  required: FACT,
  'required-if': FACT,
  'too-few': FACT,
  'too-short': FACT,
  'too-long': 'What to leave out is for a person to decide.',
  'unknown-key': 'The standard has no place for it: removing it would lose what it says.',
  deprecated: 'It has no successor that says the same.',
  type: 'What was meant can be written in more than one way.',
  'web-address': 'The address is not in the file.',
  url: 'The address is not in the file.',
  uri: 'The identifier is not in the file.',
  email: 'The address is not in the file.',
  video: 'The address of the film is not in the file.',
  mime: 'It is not known which media type is meant.',
  excluded: 'One of two statements is wrong, and the file does not say which.',
  'file-path': 'It is not known which file is meant.',
};

/** Keys that are out of date and have no successor that says just the same. */
const OUT_OF_DATE: readonly (readonly [RegExp, string])[] = [
  [/genericName$/, 'Its words are free, those of `categories` are not: somebody has to choose.'],
  [/conforme$/, '`supports` names laws and services by other words: somebody has to say which of them are meant.'],
  [/^IT$/, 'The section as a whole has no successor: `supports` and `organisation` say part of what it says.'],
];

/** The name of a machine without what stands before it. */
const HALF = 'It begins with https:// or http://: which of them does not stand in the file.';

/** In words for a person. */
export function reasonFor({ rule, key, suggestion }: CheckProblem): string {
  if ((rule === 'web-address' || rule === 'url') && suggestion !== undefined) return HALF;
  const known = rule === 'deprecated' ? OUT_OF_DATE.find(([place]) => place.test(key))?.[1] : undefined;
  if (known !== undefined) return known;
  return Object.hasOwn(REASONS, rule)
    ? (REASONS[rule] as string)
    : 'It has no answer that is certainly right, or the text cannot be read.';
}
