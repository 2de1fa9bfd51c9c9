import { subtreeRoot } from '../journal/proofs.ts';
import { edgeOfTiles, TILE_WIDTH, widthIn } from '../journal/tiles.ts';
import { leafHash, rootOf } from '../journal/tree.ts';
import { CodedError } from '../kernel/errors.ts';
import type { LogSource } from './source.ts';

/** The tree of a signed head, as far as it is needed to tell bundle by bundle whether it belongs to it. */
export interface ProvenTree {
  size: number;
  /** Hashes of its full tiles of leaves, by number. */
  tiles: Map<number, Buffer>;
  /** The leaves behind the last full tile. */
  rest: Buffer[];
}

/**
 * Fetches the hashes of full tiles and the leaves behind them, and holds them against the signed root: from then on each
 * bundle is proven by itself, and may be stored before the others are here. 32 bytes for every 256 leaves.
 */
export async function proveTree(
  source: LogSource,
  { size, root }: { size: number; root: Buffer },
): Promise<ProvenTree> {
  const full = Math.floor(size / TILE_WIDTH);
  const tiles = new Map<number, Buffer>();
  for (let index = 0; index * TILE_WIDTH < full; index += 1) {
    const width = widthIn(size, { level: 1, index });
    const hashes = await source.tile({ level: 1, index, width });
    for (let i = 0; i < width; i += 1) tiles.set(index * TILE_WIDTH + i, hashes.subarray(i * 32, i * 32 + 32));
  }
  const left = size % TILE_WIDTH;
  const rest = left === 0 ? [] : await source.bundle(full, left);
  if (
    !rootOf(
      edgeOfTiles(
        [...tiles.values()],
        rest.map((leaf) => leafHash(leaf)),
      ),
    ).equals(root)
  )
    throw new CodedError('malformed-answer', 'The tiles of the peer do not belong to the head that it shows.');
  return { size, tiles, rest };
}

/** The leaves of a bundle, which are those of the signed tree. Throws `malformed-answer` for others. */
export async function provenBundle(source: LogSource, tree: ProvenTree, index: number): Promise<Buffer[]> {
  const expected = tree.tiles.get(index);
  if (expected === undefined) return tree.rest;
  const leaves = await source.bundle(index, TILE_WIDTH);
  if (!subtreeRoot(Buffer.concat(leaves.map((leaf) => leafHash(leaf)))).equals(expected))
    throw new CodedError('malformed-answer', `Bundle ${index} of the peer is not that of the signed head.`);
  return leaves;
}
