import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeLeaf, type Leaf } from '../journal/leaf.ts';
import type { Clock } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { MirrorChange, MirroredEntry, MirrorFound, MirrorStep } from '../store/mirror-port.ts';
import type { Outcome, Store } from '../store/port.ts';
import { dayChange, deliver, readsFor } from './mirror.ts';
import { bodyChanges, type Delivered, entryOf, lastWordChanges } from './mirror-effects.ts';
import type { MirroredBodies } from './mirror-types.ts';
import { acceptedKeys } from './mirrored-keys.ts';

export function answerOf<A>(outcome: Outcome<A>): A {
  if ('refused' in outcome) throw outcome.refused;
  return outcome.answer;
}

type Given = { index: number; bytes: Uint8Array };

/** Bodies that came apart from their leaves: shown, or kept aside; those that no leaf names are told. */
export async function mirrorBodies(store: Store, clock: Clock, log: number, bodies: Given[]): Promise<MirroredBodies> {
  const sum: MirroredBodies = { shown: 0, kept: 0, wrong: [] };
  for (let at = 0; at < bodies.length; at += LIMITS.batchSteps) {
    const part = bodies.slice(at, at + LIMITS.batchSteps);
    const { leaves, delivered, wrong, last } = await readBodies(store, log, part);
    sum.wrong.push(...wrong);
    const { shown, kept } = answerOf(
      await store.commitMirror(bodiesStep(log, { leaves, delivered, last }, clock.now())),
    );
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
  const last = new Set<number>();
  for (const { index, bytes } of bodies) {
    const [leafBytes] = await store.logLeaves(log, index, 1);
    const leaf = leafBytes === undefined ? null : decodeLeaf(leafBytes);
    const body = leaf === null ? null : deliver(leaf, index, bytes);
    if (leaf === null || body === null) wrong.push(index);
    else {
      leaves.push(leaf);
      delivered.push(body);
      if (await isLastWord(store, log, leaf, index)) last.add(index);
    }
  }
  return { leaves, delivered, wrong, last };
}

/** Whether nothing came behind it but that its id is delisted as handed over, and that other bodies of it were erased. */
async function isLastWord(store: Store, log: number, { id, op }: Leaf, index: number): Promise<boolean> {
  const state = op === 'move' ? await store.logEntry(log, id) : null;
  if (state?.status !== 'gone') return false;
  let isHandedOver = false;
  let at = state.index;
  for (let steps = 0; at > index && steps < LIMITS.lastWordSteps; steps += 1) {
    const [bytes] = await store.logLeaves(log, at, 1);
    const leaf = bytes === undefined ? null : decodeLeaf(bytes);
    if (leaf?.op !== 'del' && leaf?.op !== 'erase') return false;
    isHandedOver ||= leaf.op === 'del' && leaf.r === 'handed-over';
    at = leaf.p;
  }
  return isHandedOver && at === index;
}

interface Read {
  leaves: Leaf[];
  delivered: Delivered[];
  /** Indexes of those that are asked for only to know where their entry has gone. */
  last: ReadonlySet<number>;
}

function bodiesStep(
  log: number,
  { leaves, delivered, last }: Read,
  now: number,
): MirrorStep<{ shown: number; kept: number }> {
  return {
    reads: readsFor(log, leaves, now),
    decide(found) {
      const current = delivered.flatMap((body, i) => (isCurrent(found, leaves[i] as Leaf, body) ? [{ body, i }] : []));
      const changes = current.flatMap(({ body, i }) => bodyChanges((leaves[i] as Leaf).id, body, { found, now }));
      const told = delivered.flatMap((body, i) =>
        lastWord(found, leaves[i] as Leaf, last.has(body.index) ? body : null),
      );
      // Whatever came is wanted no more, current or not: else it would be asked for again and again.
      const came = delivered.map(
        ({ index }, i): MirrorChange => ({ do: 'unwant', log, id: (leaves[i] as Leaf).id, index }),
      );
      const shown = current.filter(({ body }) => body.reading.is === 'record' && found.mirror.shown);
      const more = shown.filter(({ i }) => found.shown.get((leaves[i] as Leaf).id)?.state !== 'live').length;
      const keys = current.filter(({ i }) => leaves[i]?.op === 'key').map(({ body }) => body.bytes);
      return {
        changes: [...came, ...changes, ...told, ...dayChange(found, now, more, 0), ...acceptedKeys(found, keys)],
        answer: { shown: shown.length, kept: current.length - shown.length },
      };
    },
  };
}

function lastWord({ mirror, shown, erased }: MirrorFound, { id }: Leaf, body: Delivered | null): MirrorChange[] {
  const entry = entryOf(id, mirror.origin);
  if (body === null || entry === null) return [];
  const isTold = shown.get(id)?.state === 'withdrawn' && !erased.has(body.digest);
  return isTold ? lastWordChanges(entry, body) : [];
}

/** A late delivery never undoes a removal, an erasure or a newer version. */
const isCurrent = (
  { states, erased, gone, shown }: MirrorFound,
  { id, op }: Leaf,
  { digest, index }: Delivered,
): boolean =>
  (op === 'key' || states.get(id)?.digest === digest) &&
  !erased.has(digest) &&
  !gone.has(id) &&
  !isShown(shown.get(id), digest, index);

const isShown = (entry: MirroredEntry | undefined, digest: string, index: number): boolean =>
  entry?.state === 'live' && entry.bodyDigest === digest && entry.leafIndex === index;
