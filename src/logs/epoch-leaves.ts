import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeLeaf, encodeLeaf, type Leaf, REASONS, type Reason } from '../journal/leaf.ts';
import { subtreeRoot } from '../journal/proofs.ts';
import { edgeOfTiles, TILE_WIDTH } from '../journal/tiles.ts';
import { type Edge, leafHash } from '../journal/tree.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import type { CarriedEntry, StagedEpoch, StagedLeaf } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';

type StageStore = Pick<Store, 'beginStage' | 'carried' | 'carriedSince' | 'counts' | 'stageLeaves'>;

/** Hears how many of our entries have their leaves, and of how many. */
export type Progress = (done: number, of: number) => void;

/** Tiles that are hashed before others have their turn. */
const TILES_AT_ONCE = 4;
/** How often it is caught up with what others write before the last of it is done under the lock. */
const ROUNDS = 20;

/** The leaves of a log that is being made, beside the present one, which goes on meanwhile. */
export class NextLog {
  /** Hashes by index; the first is that of the key document, which is written last. */
  readonly #hashes: Buffer[] = [Buffer.alloc(32)];
  /** Roots of full tiles as they were staged. */
  readonly #tiles: Buffer[] = [];
  /** Indexes that were changed since the tiles were made. */
  readonly #touched = new Set<number>();

  get size(): number {
    return this.#hashes.length;
  }

  /** Leaves for these entries: in the places of those that are staged for them already, all others behind the last. */
  take(entries: readonly CarriedEntry[], now: number): StagedLeaf[] {
    const staged: StagedLeaf[] = [];
    for (const entry of entries) {
      let last = -1;
      for (const [i, leaf] of takenOver(entry, now).entries()) {
        const index = entry.staged[i] ?? this.size;
        const bytes = encodeLeaf({ ...leaf, p: last });
        last = index;
        this.set(index, bytes);
        staged.push({ index, ord: entry.ord, bytes });
      }
    }
    return staged;
  }

  set(index: number, bytes: Buffer): void {
    this.#hashes[index] = leafHash(bytes);
    this.#touched.add(Math.floor(index / TILE_WIDTH));
  }

  /** The edge of all that is there. */
  edge(): Edge {
    this.hashTiles();
    return edgeOfTiles(this.#tiles, this.#hashes.slice(Math.floor(this.size / TILE_WIDTH) * TILE_WIDTH));
  }

  /** Hashes at most so many of the full tiles that changed, about a millisecond each; whether there are more. */
  hashTiles(most = Number.POSITIVE_INFINITY): boolean {
    const full = Math.floor(this.size / TILE_WIDTH);
    let left = most;
    for (const index of this.#touched) {
      if (index >= full) continue;
      if (left === 0) return true;
      left -= 1;
      this.#touched.delete(index);
      this.#tiles[index] = subtreeRoot(Buffer.concat(this.#hashes.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH)));
    }
    return false;
  }
}

/** Stages a leaf for everything that stands, a tile a transaction, and catches up with what others write meanwhile. */
export async function stageNext(
  store: StageStore,
  now: number,
  told: Progress = () => undefined,
): Promise<{ stage: StagedEpoch; next: NextLog }> {
  const next = new NextLog();
  const live = (await store.counts()).live.filter(({ origin }) => origin === OWN);
  const all = live.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  let stage = await store.beginStage();
  for (let after = 0; ; await nextTurn()) {
    const page = await store.carried(after, TILE_WIDTH);
    const last = page.at(-1);
    if (last === undefined) break;
    await store.stageLeaves(stage, next.take(page, now));
    next.hashTiles();
    after = last.ord;
    done += page.length;
    // What is hidden or withdrawn has leaves too, and is not counted.
    told(done, Math.max(done, all));
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const { entries, point } = await store.carriedSince(stage);
    for (let at = 0; at < entries.length; at += TILE_WIDTH) {
      await store.stageLeaves(stage, next.take(entries.slice(at, at + TILE_WIDTH), now));
      // Those that changed lie anywhere: so many tiles at once would hold all others up.
      for (let more = true; more; await nextTurn()) more = next.hashTiles(TILES_AT_ONCE);
    }
    stage = { ...stage, since: point };
    if (entries.length <= LIMITS.batchSteps) break;
  }
  return { stage, next };
}

/** The leaves that state anew what stands of an entry; their indexes are still to be given, as is the `p` of each. */
function takenOver({ id, state, reason, leaf, erased }: CarriedEntry, now: number): Leaf[] {
  const ts = Math.floor(now / 1000);
  const old = leaf === null ? null : decodeLeaf(leaf);
  const leaves: Leaf[] = [];
  if (old !== null && (old.op === 'put' || old.op === 'move')) leaves.push({ ...old, p: -1 });
  if (state === 'withdrawn') leaves.push({ v: 1, op: 'del', id, ts, p: -1, r: asReason(reason) });
  for (const d of erased) leaves.push({ v: 1, op: 'erase', id, ts, p: -1, d });
  return leaves;
}

const asReason = (reason: string | null): Reason =>
  (REASONS as readonly string[]).includes(reason ?? '') ? (reason as Reason) : 'withdrawn';
