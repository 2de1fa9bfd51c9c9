import type { Assessment, Framework } from '../schemas.gen.ts';
import { isOfVersion, type Verdict, verdictsOf } from './framework.ts';

export interface RatingChange {
  requirement: string;
  before: Verdict;
  after: Verdict;
  /** `other` where something came in or went out of the assessment: that is neither better nor worse. */
  step: 'better' | 'worse' | 'other';
}

/** What changed from one assessment to another; `null` where one of them is not of this version of the framework. */
export function differenceOf(framework: Framework, before: Assessment, after: Assessment): RatingChange[] | null {
  if (!isOfVersion(framework, before) || !isOfVersion(framework, after)) return null;
  const now = verdictsOf(framework, after);
  return [...verdictsOf(framework, before)].flatMap(([requirement, was]) => {
    const is = now.get(requirement) as Verdict;
    return was === is ? [] : [{ requirement, before: was, after: is, step: stepOf(was, is) }];
  });
}

const ORDER: Verdict[] = ['red', 'yellow', 'green'];

function stepOf(before: Verdict, after: Verdict): RatingChange['step'] {
  const [from, to] = [ORDER.indexOf(before), ORDER.indexOf(after)];
  if (from < 0 || to < 0) return 'other';
  return to > from ? 'better' : 'worse';
}
