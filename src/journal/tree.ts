import { sha256 } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';

/**
 * The right edge of a Merkle tree (RFC 6962, section 2.1; unchanged in RFC 9162): the roots of the perfect subtrees that
 * make up its `size` leaves, largest first, one for each binary 1 of the size. All that is needed to append.
 */
export interface Edge {
  readonly size: number;
  readonly hashes: readonly Buffer[];
}

const HASH_BYTES = 32;
const SIZE_BYTES = 8;
const CHECK_BYTES = 8;

export const emptyEdge = (): Edge => ({ size: 0, hashes: [] });

/** SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + leaf.byteLength);
  input[0] = 0;
  input.set(leaf, 1);
  return sha256(input);
}

const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** SHA-256(0x01 || left || right). Throws `internal` unless both are 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  mustBeHash(left);
  mustBeHash(right);
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return sha256(nodeInput);
}

/**
 * The edge with one more leaf; the given one stays as it is. On average one node is hashed. Throws `internal` unless
 * `hash` is 32 bytes and the size stays within 2^53-1.
 */
export function appendLeaf(edge: Edge, hash: Buffer): Edge {
  mustBeHash(hash);
  if (edge.size >= Number.MAX_SAFE_INTEGER) throw new CodedError('internal', 'The log is full.');
  let kept = edge.hashes.length;
  let node = hash;
  // Bit operators would cut the size to 32 bits.
  for (let rest = edge.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    kept -= 1;
    node = nodeHash(edge.hashes[kept] as Buffer, node);
  }
  return { size: edge.size + 1, hashes: [...edge.hashes.slice(0, kept), node] };
}

/** The root hash; of the empty tree it is SHA-256 of nothing. */
export function rootOf(edge: Edge): Buffer {
  let root = edge.hashes.at(-1);
  if (root === undefined) return sha256('');
  for (let i = edge.hashes.length - 2; i >= 0; i -= 1) root = nodeHash(edge.hashes[i] as Buffer, root);
  return root;
}

/** For storage: the size (8 bytes, big-endian), the hashes, and the first 8 bytes of the SHA-256 of all that. */
export function encodeEdge(edge: Edge): Buffer {
  const size = Buffer.alloc(SIZE_BYTES);
  size.writeBigUInt64BE(BigInt(edge.size));
  const content = Buffer.concat([size, ...edge.hashes]);
  const bytes = Buffer.concat([content, checkOf(content)]);
  if (isWhole(edge)) written = { bytes, edge };
  return bytes;
}

/** Leaf upon leaf is appended to an edge that was written a moment ago: the same bytes are not taken apart again. */
let written: { bytes: Uint8Array; edge: Edge } | null = null;

/** The edge that `encodeEdge` wrote. Throws `damaged-data` for any other bytes. */
export function decodeEdge(bytes: Uint8Array): Edge {
  if (written?.bytes === bytes) return written.edge;
  const all = Buffer.from(bytes);
  const content = all.subarray(0, -CHECK_BYTES);
  if (content.length < SIZE_BYTES || !checkOf(content).equals(all.subarray(content.length))) throw damaged();
  const size = Number(content.readBigUInt64BE());
  if (size > Number.MAX_SAFE_INTEGER || content.length !== SIZE_BYTES + HASH_BYTES * countOnes(size)) throw damaged();
  const hashes: Buffer[] = [];
  for (let at = SIZE_BYTES; at < content.length; at += HASH_BYTES) hashes.push(content.subarray(at, at + HASH_BYTES));
  return { size, hashes };
}

const checkOf = (content: Uint8Array): Buffer => sha256(content).subarray(0, CHECK_BYTES);

const damaged = (): CodedError => new CodedError('damaged-data', 'The right edge of the journal is damaged.');

const isWhole = ({ size, hashes }: Edge): boolean =>
  size <= Number.MAX_SAFE_INTEGER && hashes.length === countOnes(size);

function countOnes(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

function mustBeHash(hash: Uint8Array): void {
  if (hash.byteLength !== HASH_BYTES) throw new CodedError('internal', `A hash of ${hash.byteLength} bytes.`);
}
