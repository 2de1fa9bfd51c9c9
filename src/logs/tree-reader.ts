import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ProofPlan, planRoot, subtreeRoot } from '../journal/proofs.ts';
import { TILE_WIDTH, type Tile, tilePath } from '../journal/tiles.ts';
import { emptyEdge, leafHash, rootOf } from '../journal/tree.ts';
import { CodedError } from '../kernel/errors.ts';
import type { NodeRow } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';

export type TreeStore = Pick<Store, 'logLeaves' | 'logNodes'>;

/** The bytes of a tile of hashes: of leaves they are hashed, above they are kept. Null where some are not there. */
export async function tileBytes(store: TreeStore, log: number, { level, index, width }: Tile): Promise<Buffer | null> {
  const from = index * TILE_WIDTH;
  const hashes =
    level === 0 || level === 'entries'
      ? (await store.logLeaves(log, from, width)).map(leafHash)
      : await store.logNodes(log, level, from, width);
  return hashes.length === width ? Buffer.concat(hashes) : null;
}

/** Carries out the plan of a proof over the tiles of a log. Throws `damaged-data` where one is missing. */
export async function proveFrom(store: TreeStore, log: number, plan: ProofPlan): Promise<Buffer[]> {
  const bytes = new Map<string, Buffer>();
  for (const tile of plan.tiles) {
    const found = await tileBytes(store, log, tile);
    if (found === null) throw new CodedError('damaged-data', `The journal lacks a part of ${tilePath(tile)}.`);
    bytes.set(tilePath(tile), found);
  }
  return plan.prove((tile) => bytes.get(tilePath(tile)) as Buffer);
}

/** The root of the first `size` leaves. The hashes above them must be there up to that size. */
export async function rootAt(store: TreeStore, log: number, size: number): Promise<Buffer> {
  if (size === 0) return rootOf(emptyEdge());
  const [root] = await proveFrom(store, log, planRoot(size));
  return root as Buffer;
}

/**
 * The hashes of all tiles that are full at `size` and were not at `from`. Others get their turn after each tile, which takes
 * about a millisecond.
 */
export async function newNodes(store: TreeStore, log: number, from: number, size: number): Promise<NodeRow[]> {
  const nodes: NodeRow[] = [];
  let level = 1;
  for (let span = TILE_WIDTH; Math.floor(size / span) > 0; span *= TILE_WIDTH) {
    const below = nodes.filter((node) => node.level === level - 1);
    for (let index = Math.floor(from / span); index < Math.floor(size / span); index += 1) {
      const hash = await fullTile(store, log, { level: level - 1, index }, below);
      nodes.push({ level, index, hash });
      await nextTurn();
    }
    level += 1;
  }
  return nodes;
}

async function fullTile(
  store: TreeStore,
  log: number,
  tile: { level: number; index: number },
  made: NodeRow[],
): Promise<Buffer> {
  const first = tile.index * TILE_WIDTH;
  const own = made.filter(({ index }) => index >= first && index < first + TILE_WIDTH).map(({ hash }) => hash);
  const kept = TILE_WIDTH - own.length;
  const before = kept === 0 ? Buffer.alloc(0) : await tileBytes(store, log, { ...tile, width: kept });
  const hashes = Buffer.concat([before ?? Buffer.alloc(0), ...own]);
  if (hashes.byteLength !== TILE_WIDTH * 32)
    throw new CodedError('damaged-data', `The journal lacks a part of ${tilePath({ ...tile, width: TILE_WIDTH })}.`);
  return subtreeRoot(hashes);
}
