import { teamStanding } from '../governance/teams.ts';
import { type Clock, toDay } from '../kernel/clock.ts';
import type { Network, Software } from '../schemas.gen.ts';
import type { RecordRow, Store } from '../store/port.ts';
import { rowOf } from './items.ts';
import type { Membership } from './membership-type.ts';

/** Teams against the rule of the network, and its fees for this product. */
export async function readMembership(store: Store, clock: Clock, row: RecordRow): Promise<Membership> {
  const { record } = JSON.parse(row.view) as { record: Software };
  const target = record.network === undefined ? null : await rowOf(store, record.network, row.origin);
  const found = target && (await store.getRecord(target));
  const network = found && (JSON.parse(found.view) as { record: Network }).record;
  const teams = teamStanding(record.teams, network?.teamRule, toDay(clock.now()));
  const own = (ref: string | undefined): boolean => ref?.replace(/@.*$/, '') === `software/${row.slug}`;
  return { teams, fees: (network?.fees ?? []).filter(({ software }) => own(software)) };
}
