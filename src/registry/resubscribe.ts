import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeLeaf, type Leaf } from '../journal/leaf.ts';
import type { EntryState } from '../journal/log-state.ts';
import type { Clock } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { MirrorChange, MirrorFound, MirrorRow, MirrorStep } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { dayChange, isSelected, readsFor } from './mirror.ts';
import { answerOf, mirrorBodies } from './mirror-bodies.ts';
import { entryOf, hideChanges } from './mirror-effects.ts';

/** What another choice of bodies did. */
export interface Resubscribed {
  /** Bodies that are asked for from now on, or were here and are shown again. */
  wanted: number;
  /** Records that are shown no more. */
  left: number;
}

interface Listed {
  id: string;
  state: EntryState;
  leaf: Extract<Leaf, { op: 'put' | 'move' }>;
  index: number;
}

/**
 * Brings what is shown and asked for of an origin in line with the facets that its peer has now: the log is whole in any case.
 * Bodies that were chosen are shown or asked for; of what was not the records are hidden, as if they had never been chosen.
 * In small transactions; broken off, the next call goes on.
 */
export async function resubscribe(store: Store, clock: Clock, origin: number): Promise<Resubscribed> {
  const sum: Resubscribed = { wanted: 0, left: 0 };
  const mirror = (await store.listMirrors()).find((row) => row.origin === origin && row.shown);
  if (mirror === undefined) return sum;
  for (let after = ''; ; await nextTurn()) {
    const rows = await store.listLogEntries(mirror.log, after, LIMITS.batchSteps);
    const last = rows.at(-1);
    if (last === undefined) return sum;
    after = last.id;
    const listed: Listed[] = [];
    for (const { id, state } of rows) {
      const named = state.status === 'live' ? await leafOf(store, mirror.log, state) : null;
      if (named !== null) listed.push({ id, state, ...named });
    }
    if (listed.length === 0) continue;
    const { left, here } = answerOf(await store.commitMirror(inLineStep(mirror, listed, clock.now())));
    sum.left += left;
    await showAgain(store, clock, mirror, here);
    sum.wanted += here.length;
  }
}

/** The leaf that names the present body: erasures of older ones may lie behind it. */
async function leafOf(
  store: Store,
  log: number,
  { index, digest }: EntryState,
): Promise<Pick<Listed, 'leaf' | 'index'> | null> {
  for (let at = index; at >= 0; ) {
    const [bytes] = await store.logLeaves(log, at, 1);
    const leaf = bytes === undefined ? null : decodeLeaf(bytes);
    if (leaf === null) return null;
    if ((leaf.op === 'put' || leaf.op === 'move') && leaf.d === digest) return { leaf, index: at };
    at = leaf.p;
  }
  return null;
}

interface InLine {
  left: number;
  /** Chosen, and not shown: perhaps their bodies are here. */
  here: Listed[];
}

function inLineStep(mirror: MirrorRow, listed: Listed[], now: number): MirrorStep<InLine> {
  const ids = listed.map(({ id }) => id);
  const digests = listed.map(({ leaf }) => leaf.d);
  return {
    reads: { ...readsFor(mirror.log, [], now), ids, digests },
    decide(found) {
      const changes: MirrorChange[] = [];
      const answer: InLine = { left: 0, here: [] };
      for (const one of listed) {
        // What came meanwhile was chosen by the facets of now.
        if (found.states.get(one.id)?.digest !== one.leaf.d || found.gone.has(one.id)) continue;
        if (isSelected(one.leaf, found.peer?.facets ?? [])) chosen(one, found, changes, answer);
        else leaveOut(one, found, changes, answer);
      }
      return { changes: [...changes, ...dayChange(found, now, -answer.left, 0)], answer };
    },
  };
}

function chosen(
  { id, leaf, index, state }: Listed,
  { mirror, shown, erased }: MirrorFound,
  changes: MirrorChange[],
  answer: InLine,
): void {
  const known = shown.get(id);
  if (erased.has(leaf.d) || known?.held || (known?.state === 'live' && known.bodyDigest === leaf.d)) return;
  changes.push({ do: 'want', log: mirror.log, id, index, digest: leaf.d });
  answer.here.push({ id, leaf, index, state });
}

function leaveOut({ id }: Listed, { mirror, shown }: MirrorFound, changes: MirrorChange[], answer: InLine): void {
  changes.push({ do: 'unwant', log: mirror.log, id }, { do: 'shown', log: mirror.log, id });
  const entry = entryOf(id, mirror.origin);
  if (entry === null || shown.get(id)?.state !== 'live') return;
  answer.left += 1;
  changes.push(...hideChanges(entry));
}

/** Bodies that were kept from an earlier choice need not come again. */
async function showAgain(store: Store, clock: Clock, { log }: MirrorRow, listed: Listed[]): Promise<void> {
  const kept: { index: number; bytes: Uint8Array }[] = [];
  for (const { index, leaf } of listed) {
    const blob = await store.getBlob(leaf.d);
    if (blob !== null && blob !== 'erased') kept.push({ index, bytes: blob.body });
  }
  if (kept.length > 0) await mirrorBodies(store, clock, log, kept);
}
