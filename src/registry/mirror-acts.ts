import { setImmediate as nextTurn } from 'node:timers/promises';
import { rootOf } from '../journal/tree.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { MirrorChange, MirrorStep } from '../store/mirror-port.ts';
import type { EntryKey, Step, Store } from '../store/port.ts';
import { dayChange, edgeOf, mirrorStep, readBundle, readsFor } from './mirror.ts';
import { answerOf, mirrorBodies } from './mirror-bodies.ts';
import { hideChanges, withdrawChanges } from './mirror-effects.ts';
import { mirrorEpoch } from './mirror-epoch.ts';
import { resubscribe } from './resubscribe.ts';
import type { Registry } from './types.ts';

type Acts = Pick<
  Registry,
  'mirror' | 'mirrorHead' | 'mirrorBodies' | 'mirrorEpoch' | 'releaseRemovals' | 'resubscribe' | 'forget'
>;

/** The second way of writing: what other networks have published, as their logs say it. */
export const mirrorActs = (store: Store, clock: Clock): Acts => ({
  mirror: async (log, bundle) => answerOf(await store.commitMirror(mirrorStep(log, readBundle(bundle), clock.now()))),
  async mirrorHead(log, { size, root, note }) {
    const mirror = (await store.listMirrors()).find((row) => row.log === log);
    if (mirror === undefined) throw new CodedError('not-found', 'This log is no more mirrored.');
    if (mirror.size !== size) return false;
    if (!rootOf(edgeOf(mirror)).equals(root))
      throw new CodedError('invalid-input', `The leaves up to ${size} have another root than the signed one.`);
    const row = { log, origin: mirror.line, mine: false, size, root, note, signed: clock.now() };
    return store.putMirrorHead(row, mirror.edge);
  },
  mirrorBodies: (log, bodies) => mirrorBodies(store, clock, log, bodies),
  mirrorEpoch: (log, name) => mirrorEpoch(store, clock, log, name),
  releaseRemovals: (origin) => releaseRemovals(store, clock, origin),
  resubscribe: (origin) => resubscribe(store, clock, origin),
  forget: (origin) => forget(store, origin),
});

async function releaseRemovals(store: Store, clock: Clock, origin: number): Promise<number> {
  let count = 0;
  for (;;) {
    const held = await store.listHeld(origin, LIMITS.batchSteps);
    const log = (await store.listMirrors()).find((mirror) => mirror.origin === origin && mirror.shown)?.log;
    if (held.length === 0 || log === undefined) return count;
    const ids = held.map(({ kind, slug }) => `${kind}/${slug}`);
    const step: MirrorStep<number> = {
      reads: { ...readsFor(log, [], clock.now()), ids },
      decide(found) {
        const still = held.filter(({ kind, slug }) => found.shown.get(`${kind}/${slug}`)?.held);
        const changes: MirrorChange[] = still.flatMap(({ kind, slug, reason }) =>
          withdrawChanges({ origin, kind, slug }, reason),
        );
        const day = dayChange(found, clock.now(), -still.length, 0);
        return { changes: [...changes, ...day], answer: still.length };
      },
    };
    count += answerOf(await store.commitMirror(step));
    await nextTurn();
  }
}

/** In batches: an origin may have any number of records. Killed in the middle, it is begun again. */
async function forget(store: Store, origin: number): Promise<number> {
  let count = 0;
  let after = 0;
  for (;;) {
    const entries = await store.listEntries(origin, after, LIMITS.batchSteps);
    const last = entries.at(-1);
    if (last === undefined) break;
    const live = entries.filter(({ state }) => state === 'live');
    await store.commit(live.map(hideStep));
    count += live.length;
    after = last.ord;
    await nextTurn();
  }
  await store.dropPeer(origin, hideChanges);
  return count;
}

const hideStep = ({ origin, kind, slug }: EntryKey): Step<null> => {
  const entry = { origin, kind, slug };
  return {
    reads: { origin, kind, slug, keys: [] },
    decide: () => ({ changes: hideChanges(entry), answer: null }),
  };
};
