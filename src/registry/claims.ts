import { type Filed, groupClaims } from '../claims/compare.ts';
import { claimFaults } from '../claims/faults.ts';
import { type Clock, latestDay } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { futureFaults } from '../records/future.ts';
import type { Claim } from '../schemas.gen.ts';
import type { EntryKey, Store } from '../store/port.ts';
import { toItems } from './items.ts';
import type { ToldClaim } from './types.ts';

/** What is claimed of a record and its cluster, thing by thing. */
export async function readClaims(store: Store, clock: Clock, key: EntryKey, lang: string): Promise<Filed<ToldClaim>[]> {
  const told: ToldClaim[] = [];
  const day = latestDay(clock.now());
  for (const member of [key, ...(await store.getCluster(key))]) {
    const left = LIMITS.claimsRead - told.length;
    const rows = left > 0 ? await store.linksTo(member, ['claim-of'], 0, left) : [];
    const items = await toItems(store, rows, lang);
    for (const [i, row] of rows.entries()) {
      const found = await store.getRecord(row);
      const item = items[i];
      if (found === null || item === undefined) continue;
      const claim = (JSON.parse(found.view) as { record: Claim }).record;
      told.push({ item, claim, faults: [...claimFaults(claim, day), ...futureFaults('claim', claim, day)] });
    }
  }
  return groupClaims(told);
}
