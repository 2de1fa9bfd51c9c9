import { LIMITS } from '../kernel/limits.ts';
import { BUILT_IN, ORIGIN_NAMES, OWN } from '../kernel/origins.ts';
import type { EntryKey, Step, Store } from '../store/port.ts';
import type { Given } from './decided.ts';
import { mergeSources } from './merge.ts';
import { reindexMirrored } from './reindex-mirrored.ts';
import { reprojectChanges } from './version.ts';

/** To be raised whenever `project.ts` makes something else of the same record: the next start then makes all anew. */
export const PROJECTION = 20;

/**
 * Makes the derived rows of every live entry anew from what is kept, if another version of the projection made them.
 * The old rows serve until each is replaced; killed in the middle, it begins again. The number of entries made anew.
 */
export async function reindex(store: Store, given: Given, version = PROJECTION): Promise<number> {
  if ((await store.derivedVersion()) === version) return 0;
  const count = await reindexAll(store, given);
  await store.setDerivedVersion(version);
  return count;
}

/** What holds nothing yet has nothing to be made anew: what comes into it is made by this version. */
export async function markEmpty(store: Pick<Store, 'counts' | 'derivedVersion' | 'setDerivedVersion'>): Promise<void> {
  if ((await store.derivedVersion()) !== null || (await store.counts()).live.length > 0) return;
  await store.setDerivedVersion(PROJECTION);
}

/** The same whatever made them, telling how many are done of how many. */
export async function reindexAll(
  store: Store,
  given: Given,
  tell: (done: number, total: number) => void = () => undefined,
): Promise<number> {
  const { live } = await store.counts();
  const total = live.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  for (const origin of [OWN, BUILT_IN]) {
    const before = done;
    done += await reindexOrigin(store, origin, given, (count) => tell(before + count, total));
  }
  for (const mirror of await store.listMirrors()) {
    if (!mirror.shown) continue;
    const before = done;
    done += await reindexMirrored(store, mirror, given.now, (count) => tell(before + count, total));
  }
  return done;
}

async function reindexOrigin(
  store: Store,
  origin: number,
  given: Given,
  tell: (done: number) => void,
): Promise<number> {
  let count = 0;
  let after = 0;
  for (;;) {
    const live = await store.listLive(origin, after, LIMITS.bulkSteps);
    const last = live.at(-1);
    if (last === undefined) return count;
    await store.commit(live.map((entry) => reprojectStep(entry, given)));
    count += live.length;
    tell(count);
    after = last.ord;
  }
}

function reprojectStep({ origin, kind, slug }: EntryKey, given: Given): Step<null> {
  const entry = { origin, kind, slug };
  return {
    reads: { origin, kind, slug, keys: [] },
    decide(found) {
      const before = found.named;
      const merged = before && mergeSources(before.sources);
      // Withdrawn or hidden since it was listed: there is nothing to show.
      if (!before || !merged || before.state !== 'live') return { changes: [], answer: null };
      const next = {
        entry,
        before,
        merged,
        sources: before.sources,
        // The record is the same: nobody asks what it is named by.
        digest: before.recordDigest,
        originName: ORIGIN_NAMES[origin] ?? '',
        found,
        given,
      };
      return { changes: reprojectChanges(next, before), answer: null };
    },
  };
}
