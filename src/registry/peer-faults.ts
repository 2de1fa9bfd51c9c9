import { claimFaults } from '../claims/faults.ts';
import type { Fault } from '../governance/faults.ts';
import { observationFaults } from '../maturity/faults.ts';
import { futureFaults } from '../records/future.ts';
import type { Claim, Observation } from '../schemas.gen.ts';
import type { RecordRow, Store } from '../store/port.ts';
import type { Followed } from './list-item.ts';
import { circleFault, circleOf } from './succession.ts';
import type { Reader } from './types.ts';

/**
 * What is wrong with a record that came from elsewhere, as of `day` (`YYYY-MM-DD`) and of what else is here; of what is
 * published here it is refused.
 */
export async function peerFaults(
  store: Store,
  read: Pick<Reader, 'assessment'>,
  row: RecordRow,
  day: string,
  followed?: Followed,
): Promise<Fault[]> {
  const circle = await circleOf(store, row, followed);
  return [...(circle === null ? [] : [circleFault(circle)]), ...(await ofItself(read, row, day))];
}

async function ofItself(read: Pick<Reader, 'assessment'>, row: RecordRow, day: string): Promise<Fault[]> {
  if (row.kind === 'assessment') return (await read.assessment(row, 'en'))?.assessed.faults ?? [];
  const { record } = JSON.parse(row.view) as { record: object };
  if (row.kind === 'observation') return observationFaults(record as Observation, day);
  return [...(row.kind === 'claim' ? claimFaults(record as Claim, day) : []), ...futureFaults(row.kind, record, day)];
}
