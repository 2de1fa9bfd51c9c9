import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeLeaf } from '../journal/leaf.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { MirrorChange, MirroredEntry, MirrorFound, MirrorStep } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { dayChange, readsFor } from './mirror.ts';
import { entryOf, hideChanges, removalsAllowed, withdrawChanges } from './mirror-effects.ts';
import { reindexMirrored } from './reindex-mirrored.ts';

/**
 * Shows a new epoch of another network in the place of the one before, once it states all that that had, under the name that
 * it has now. One transaction shows it; whatever differs is brought in line behind that, in small ones. Killed in between, the
 * next call goes on. False where there is nothing to do yet.
 */
export async function mirrorEpoch(store: Store, clock: Clock, log: number, name: string): Promise<boolean> {
  const at = async () => (await store.listMirrors()).find((row) => row.log === log);
  const mirror = await at();
  if (mirror === undefined || mirror.complete === null) return false;
  const head = await store.getHead(log);
  if (!mirror.shown && (head === null || head.size < mirror.complete)) return false;
  if (!mirror.shown) await store.switchEpoch(log, name);
  const shown = await at();
  if (shown === undefined) throw new CodedError('not-found', 'This log is no more mirrored.');
  for (let after = 0; ; await nextTurn()) {
    const page = await store.listEntries(shown.origin, after, LIMITS.batchSteps);
    const last = page.at(-1);
    if (last === undefined) break;
    const live = page.filter(({ state }) => state === 'live').map(({ kind, slug }) => `${kind}/${slug}`);
    const outcome = await store.commitMirror(inLineStep(log, live, await reasonsOf(store, log, live), clock.now()));
    if ('refused' in outcome) throw outcome.refused;
    after = last.ord;
  }
  await reindexMirrored(store, shown, clock.now(), () => undefined);
  await store.setMirror(log, { complete: null });
  return true;
}

/** Why the new log has delisted an id; one that it does not name is withdrawn. */
async function reasonsOf(store: Store, log: number, ids: string[]): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  for (const id of ids) {
    const state = await store.logEntry(log, id);
    if (state?.status !== 'gone') continue;
    const [bytes] = await store.logLeaves(log, state.index, 1);
    const leaf = bytes === undefined ? null : decodeLeaf(bytes);
    if (leaf?.op === 'del') reasons.set(id, leaf.r);
  }
  return reasons;
}

function inLineStep(log: number, ids: string[], reasons: Map<string, string>, now: number): MirrorStep<null> {
  return {
    reads: { ...readsFor(log, [], now), ids },
    decide(found) {
      let left = removalsAllowed(found);
      let removed = 0;
      const changes: MirrorChange[] = [];
      for (const id of ids) {
        const known = found.shown.get(id);
        if (known?.state !== 'live' || known.held) continue;
        const made = changesFor(id, known, found, { reason: reasons.get(id) ?? 'withdrawn', allowed: left > 0 });
        if (made.removed) removed += 1;
        if (made.removed) left -= 1;
        changes.push(...made.changes);
      }
      return { changes: [...changes, ...dayChange(found, now, -removed, removed)], answer: null };
    },
  };
}

interface Made {
  changes: MirrorChange[];
  removed: boolean;
}

/** What the new log no longer lists goes as with a removal, and what it has erased at once. */
function changesFor(
  id: string,
  { origin }: MirroredEntry,
  { states, mirror }: MirrorFound,
  { reason, allowed }: { reason: string; allowed: boolean },
): Made {
  const entry = entryOf(id, origin);
  const state = states.get(id);
  if (entry === null || state?.status === 'live') return { changes: [], removed: false };
  if (state?.status === 'erased') return { changes: hideChanges(entry), removed: false };
  if (allowed) return { changes: withdrawChanges(entry, reason), removed: true };
  const hold = { log: mirror.log, index: state?.index ?? -1, reason };
  return {
    changes: [
      { do: 'hold', entry, ...hold },
      { do: 'event', entry, op: 'source' },
    ],
    removed: false,
  };
}
