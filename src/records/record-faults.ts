import { assessmentFaults, type Fault, frameworkFaults } from '../governance/faults.ts';
import type { Adoption, Assessment, Contribution, Framework } from '../schemas.gen.ts';
import { adoptionFaults, contributionFaults } from './adoption-faults.ts';
import type { Kind } from './kinds.ts';
import { senseFaults } from './sense.ts';

/** What only makes no sense as a whole; asked of a record that has the right form. */
export function faultsOf(kind: Kind, record: object): Fault[] {
  const sense = senseFaults(record);
  if (kind === 'framework') return [...frameworkFaults(record as Framework), ...sense];
  if (kind === 'assessment') return [...assessmentFaults(record as Assessment), ...sense];
  if (kind === 'adoption') return [...adoptionFaults(record as Adoption), ...sense];
  if (kind === 'contribution') return [...contributionFaults(record as Contribution), ...sense];
  return sense;
}
