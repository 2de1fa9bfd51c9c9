import { claimFaults } from '../claims/faults.ts';
import { fitFaults } from '../governance/faults.ts';
import { rightFaults } from '../governance/rights.ts';
import { CodedError, type Problem } from '../kernel/errors.ts';
import { observationFaults } from '../maturity/faults.ts';
import { futureFaults } from '../records/future.ts';
import type { Assessment, Claim, Framework, Network, Observation } from '../schemas.gen.ts';
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
  if (judged.kind === 'claim') refuseFaults(claimFaults(judged.record as Claim, day), CLAIMED);
  refuseFaults(futureFaults(judged.kind, judged.record, day), FUTURE);
  if (judged.kind !== 'assessment') return;
  const assessment = judged.record as Assessment;
  const framework =
    inBatch<Framework>(judged, assessment.framework, batch, 'framework') ??
    (await stored<Framework>(store, judged, assessment.framework));
  const network =
    framework?.network === undefined
      ? null
      : await networkOf(store, judged, inOriginOf(assessment.framework, framework.network), batch);
  const faults = [
    ...(framework === null ? [] : fitFaults(framework, assessment)),
    ...(network === null ? [] : rightFaults(network, assessment)),
  ];
  refuseFaults(faults, ASSESSED);
}

const ASSESSED = 'The assessment does not fit its framework, or its dates are wrong.';
const CLAIMED = 'The claim contradicts itself, or counts the future.';
const FUTURE = 'Something is told as a fact that lies in the future.';
const OBSERVED = 'The observation contradicts itself, or its dates are wrong.';

function refuseFaults(faults: Omit<Problem, 'severity'>[], message: string): void {
  if (faults.length === 0) return;
  const problems = faults.map((fault): Problem => ({ ...fault, severity: 'error' }));
  throw new CodedError('invalid-input', message, { problems });
}

/** A reference that stands in the record that `holder` leads to: without an origin it means that record's own. */
function inOriginOf(holder: string, ref: string): string {
  const at = holder.indexOf('@');
  return at < 0 || ref.includes('@') ? ref : ref + holder.slice(at);
}

/** The network of a framework, which says who may assess and decide. */
const networkOf = async (
  store: Store,
  judged: Judged,
  ref: string,
  batch: readonly Judged[],
): Promise<Network | null> =>
  inBatch<Network>(judged, ref, batch, 'network') ?? (await stored<Network>(store, judged, ref));

function inBatch<T>({ originName }: Judged, ref: string, batch: readonly Judged[], kind: Judged['kind']): T | null {
  const [id, from = originName] = ref.split('@');
  const found = batch.find(
    (other) => other.kind === kind && `${kind}/${other.slug}` === id && other.originName === from,
  );
  return (found?.record as T | undefined) ?? null;
}

async function stored<T>(store: Store, { origin }: Judged, ref: string): Promise<T | null> {
  const row = await rowOf(store, ref, origin);
  const found = row && (await store.getRecord(row));
  return found && (JSON.parse(found.view) as { record: T }).record;
}
