import { CodedError } from '../kernel/errors.ts';
import { consistencyRanges, inclusionRanges, type Node, nodesOf, type Range } from './ranges.ts';
import { TILE_HEIGHT, TILE_WIDTH, type Tile, tilePath, widthIn } from './tiles.ts';
import { nodeHash } from './tree.ts';

const HASH_BYTES = 32;

/** What a proof is made of: fetch `tiles`, then let `prove` read their bytes. */
export interface ProofPlan {
  /** Tiles of the tree of the proof's size, each once. */
  readonly tiles: readonly Tile[];
  /** The hashes of the proof in their order. Throws `internal` where a tile has another length than its width says. */
  prove(read: (tile: Tile) => Uint8Array): Buffer[];
}

/** Plans the inclusion proof of leaf `index` in the tree of `size` leaves (RFC 6962, section 2.1.1). */
export const planInclusion = (index: number, size: number): ProofPlan => plan(inclusionRanges(index, size), size);

/**
 * Plans the consistency proof from `old` to `size` leaves (RFC 6962, section 2.1.2). Throws `internal` for an old size of 0.
 */
export const planConsistency = (old: number, size: number): ProofPlan => plan(consistencyRanges(old, size), size);

/** Plans the root of the tree of `size` leaves: `prove` gives just that one hash. The empty tree has no tiles. */
export const planRoot = (size: number): ProofPlan => plan([{ from: 0, to: size }], size);

function plan(ranges: Range[], size: number): ProofPlan {
  const tiles = new Map<string, Tile>();
  for (const range of ranges) {
    for (const node of nodesOf(range)) {
      const tile = tileOf(node, size);
      tiles.set(tilePath(tile), tile);
    }
  }
  const prove: ProofPlan['prove'] = (read) => {
    const bytes = new Map<string, Uint8Array>();
    for (const [path, tile] of tiles) bytes.set(path, wholeTile(read(tile), tile));
    return ranges.map((range) => rangeHash(range, (node) => nodeIn(node, size, bytes)));
  };
  return { tiles: [...tiles.values()], prove };
}

function wholeTile(bytes: Uint8Array, { level, index, width }: Tile): Uint8Array {
  if (bytes.byteLength === width * HASH_BYTES) return bytes;
  throw new CodedError('internal', `Tile ${level}/${index} has ${bytes.byteLength} bytes for ${width} hashes.`);
}

/** The tile that holds the node, or the hashes that it is made of. */
function tileOf({ level, index }: Node, size: number): Tile {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const first = index * 2 ** (level % TILE_HEIGHT);
  const tile = { level: tileLevel, index: Math.floor(first / TILE_WIDTH) };
  return { ...tile, width: widthIn(size, tile) };
}

function nodeIn(node: Node, size: number, bytes: Map<string, Uint8Array>): Buffer {
  const tile = bytes.get(tilePath(tileOf(node, size))) as Uint8Array;
  const count = 2 ** (node.level % TILE_HEIGHT);
  const first = (node.index * count) % TILE_WIDTH;
  return subtreeRoot(tile.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES));
}

/** The root of a perfect subtree whose hashes lie one behind the other: of a whole tile the node in the tile above. */
export function subtreeRoot(hashes: Uint8Array): Buffer {
  let level: Uint8Array[] = [];
  for (let at = 0; at < hashes.byteLength; at += HASH_BYTES) level.push(hashes.subarray(at, at + HASH_BYTES));
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(nodeHash(level[i] as Uint8Array, level[i + 1] as Uint8Array));
    level = above;
  }
  return Buffer.from(level[0] as Uint8Array);
}

/** A range is a row of ever smaller perfect subtrees: they are joined from the right. */
function rangeHash(range: Range, hashOf: (node: Node) => Buffer): Buffer {
  return nodesOf(range)
    .map(hashOf)
    .reduceRight((right, left) => nodeHash(left, right));
}
