import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeLeaf, type Leaf } from '../journal/leaf.ts';
import { rootOf } from '../journal/tree.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { MirrorChange, MirrorFound, MirrorStep } from '../store/mirror-port.ts';
import type { EntryKey, Outcome, Step, Store } from '../store/port.ts';
import { dayChange, deliver, edgeOf, mirrorStep, readBundle, readsFor } from './mirror.ts';
import { bodyChanges, type Delivered, hideChanges, withdrawChanges } from './mirror-effects.ts';
import { acceptedKeys } from './mirrored-keys.ts';
import type { MirroredBodies, Registry } from './types.ts';

type Acts = Pick<Registry, 'mirror' | 'mirrorHead' | 'mirrorBodies' | 'releaseRemovals' | 'forget'>;

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
  releaseRemovals: (origin) => releaseRemovals(store, clock, origin),
  forget: (origin) => forget(store, origin),
});

function answerOf<A>(outcome: Outcome<A>): A {
  if ('refused' in outcome) throw outcome.refused;
  return outcome.answer;
}

type Given = { index: number; bytes: Uint8Array };

/** Bodies that came apart from their leaves: shown, or kept aside; those that no leaf names are told. */
export async function mirrorBodies(store: Store, clock: Clock, log: number, bodies: Given[]): Promise<MirroredBodies> {
  const sum: MirroredBodies = { shown: 0, kept: 0, wrong: [] };
  for (let at = 0; at < bodies.length; at += LIMITS.batchSteps) {
    const part = bodies.slice(at, at + LIMITS.batchSteps);
    const { leaves, delivered, wrong } = await readBodies(store, log, part);
    sum.wrong.push(...wrong);
    const { shown, kept } = answerOf(await store.commitMirror(bodiesStep(log, leaves, delivered, clock.now())));
    sum.shown += shown;
    sum.kept += kept;
    await nextTurn();
  }
  return sum;
}

async function readBodies(store: Store, log: number, bodies: Given[]) {
  const leaves: Leaf[] = [];
  const delivered: Delivered[] = [];
  const wrong: number[] = [];
  for (const { index, bytes } of bodies) {
    const [leafBytes] = await store.logLeaves(log, index, 1);
    const leaf = leafBytes === undefined ? null : decodeLeaf(leafBytes);
    const body = leaf === null ? null : deliver(leaf, index, bytes);
    if (leaf === null || body === null) wrong.push(index);
    else {
      leaves.push(leaf);
      delivered.push(body);
    }
  }
  return { leaves, delivered, wrong };
}

function bodiesStep(
  log: number,
  leaves: Leaf[],
  delivered: Delivered[],
  now: number,
): MirrorStep<{ shown: number; kept: number }> {
  return {
    reads: readsFor(log, leaves, now),
    decide(found) {
      const current = delivered.flatMap((body, i) => (isCurrent(found, leaves[i] as Leaf, body) ? [{ body, i }] : []));
      const changes = current.flatMap(({ body, i }) => bodyChanges((leaves[i] as Leaf).id, body, { found, now }));
      const shown = current.filter(({ body }) => body.reading.is === 'record' && found.mirror.shown);
      const more = shown.filter(({ i }) => found.shown.get((leaves[i] as Leaf).id)?.state !== 'live').length;
      const keys = current.filter(({ i }) => leaves[i]?.op === 'key').map(({ body }) => body.bytes);
      return {
        changes: [...changes, ...dayChange(found, now, more, 0), ...acceptedKeys(found, keys)],
        answer: { shown: shown.length, kept: current.length - shown.length },
      };
    },
  };
}

/** A late delivery never undoes a removal, an erasure or a newer version. */
const isCurrent = ({ states, erased, shown }: MirrorFound, { id }: Leaf, { digest, index }: Delivered): boolean =>
  states.get(id)?.digest === digest &&
  !erased.has(digest) &&
  shown.get(id)?.state !== 'withdrawn' &&
  !(shown.get(id)?.state === 'live' && shown.get(id)?.leafIndex === index);

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
  await store.dropPeer(origin);
  return count;
}

const hideStep = ({ origin, kind, slug }: EntryKey): Step<null> => {
  const entry = { origin, kind, slug };
  return {
    reads: { origin, kind, slug, keys: [] },
    decide: () => ({ changes: hideChanges(entry), answer: null }),
  };
};
