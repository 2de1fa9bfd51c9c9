import { fitFaults, futureFaults } from '../governance/faults.ts';
import { CodedError, type Problem } from '../kernel/errors.ts';
import { observationFaults } from '../maturity/faults.ts';
import type { Assessment, Framework, Observation } from '../schemas.gen.ts';
import type { Store } from '../store/port.ts';
import { rowOf } from './items.ts';
import type { Judged } from './submission.ts';

/**
 * Refuses an assessment that speaks of what its framework does not have, and what speaks of the future (`day` is `YYYY-MM-DD`). The
 * framework may be in the same batch. One that is not there is no fault here: that a reference leads nowhere is told by
 * whoever follows references.
 */
export async function refuseUnfit(
  store: Store,
  judged: Judged,
  day: string,
  batch: readonly Judged[] = [],
): Promise<void> {
  if (judged.kind === 'observation') refuseFaults(observationFaults(judged.record as Observation, day), OBSERVED);
  if (judged.kind !== 'assessment') return;
  const assessment = judged.record as Assessment;
  const framework = inBatch(judged, assessment.framework, batch) ?? (await stored(store, judged, assessment.framework));
  const faults = [...futureFaults(assessment, day), ...(framework === null ? [] : fitFaults(framework, assessment))];
  refuseFaults(faults, ASSESSED);
}

const ASSESSED = 'The assessment does not fit its framework, or its dates are wrong.';
const OBSERVED = 'The observation contradicts itself, or its dates are wrong.';

function refuseFaults(faults: Omit<Problem, 'severity'>[], message: string): void {
  if (faults.length === 0) return;
  const problems = faults.map((fault): Problem => ({ ...fault, severity: 'error' }));
  throw new CodedError('invalid-input', message, { problems });
}

function inBatch({ originName }: Judged, ref: string, batch: readonly Judged[]): Framework | null {
  const [id, from = originName] = ref.split('@');
  const found = batch.find(
    (other) => other.kind === 'framework' && `framework/${other.slug}` === id && other.originName === from,
  );
  return (found?.record as Framework | undefined) ?? null;
}

async function stored(store: Store, { origin }: Judged, ref: string): Promise<Framework | null> {
  const row = await rowOf(store, ref, origin);
  const found = row && (await store.getRecord(row));
  return found && (JSON.parse(found.view) as { record: Framework }).record;
}
