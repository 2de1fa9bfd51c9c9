import { CodedError } from '../kernel/errors.ts';
import { nodeHash } from './tree.ts';

/**
 * Whether `proof` shows that the leaf with this hash stands at `index` in the tree of `size` leaves with this root (RFC 9162,
 * section 2.1.3.2). Numbers outside 0 to 2^53-1 and hashes of another length than 32 bytes prove nothing.
 */
export function verifyInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  const sides = sidesOf(index, size - 1, proof.length);
  if (sides === null) return false;
  let hash: Uint8Array = leaf;
  for (const [i, step] of proof.entries()) hash = sides[i] === 'left' ? nodeHash(step, hash) : nodeHash(hash, step);
  return same(hash, root);
}

/**
 * Whether `proof` shows that the tree of `size` leaves with root `root` begins with the tree of `old` leaves with root
 * `oldRoot` (RFC 9162, section 2.1.4.2). Throws `internal` for an old size of 0: the empty tree needs no proof, and whoever
 * asks must have decided that.
 */
export function verifyConsistency(
  old: number,
  size: number,
  oldRoot: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (old === 0) throw new CodedError('internal', 'Nothing is proved about the empty tree.');
  if (!isCount(old) || !isCount(size) || old > size || ![oldRoot, root, ...proof].every(isHash)) return false;
  if (old === size) return proof.length === 0 && same(oldRoot, root);
  // A perfect old tree is a node of the new one, so its hash is left out of the proof.
  const roots = consistencyRoots(old, size, isPerfect(old) ? [oldRoot, ...proof] : proof);
  return roots !== null && same(roots.before, oldRoot) && same(roots.after, root);
}

/** Whether a tree of so many leaves is one perfect subtree: then a consistency proof leaves out its root. */
export function isPerfect(size: number): boolean {
  let rest = size;
  while (rest > 1 && rest % 2 === 0) rest /= 2;
  return rest === 1;
}

/**
 * The two roots that the hashes of a consistency proof lead to, the first of them being that of the subtree that both trees
 * have; `null` where there are too few or too many. Sizes from 1, `old` below `size`.
 */
export function consistencyRoots(
  old: number,
  size: number,
  hashes: readonly Uint8Array[],
): { before: Uint8Array; after: Uint8Array } | null {
  let [at, last] = [old - 1, size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const [first, ...steps] = hashes;
  const sides = sidesOf(at, last, steps.length);
  if (first === undefined || sides === null) return null;
  let [before, after] = [first, first];
  for (const [i, step] of steps.entries()) {
    // What lies to the left belongs to both trees, what lies to the right came later.
    if (sides[i] === 'left') [before, after] = [nodeHash(step, before), nodeHash(step, after)];
    else after = nodeHash(after, step);
  }
  return { before, after };
}

/**
 * On which side the hashes of a path stand that leads from node `at` to the root, where `last` is the last node of its level;
 * `null` unless it has just `count` of them. A node without a sibling moves up by itself.
 */
function sidesOf(at: number, last: number, count: number): ('left' | 'right')[] | null {
  const sides: ('left' | 'right')[] = [];
  let [node, end] = [at, last];
  while (sides.length < count && end > 0) {
    if (node % 2 === 1 || node === end) {
      sides.push('left');
      while (node % 2 === 0 && node !== 0) [node, end] = [half(node), half(end)];
    } else sides.push('right');
    [node, end] = [half(node), half(end)];
  }
  return end === 0 && sides.length === count ? sides : null;
}

const half = (value: number): number => Math.floor(value / 2);
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const isHash = (hash: Uint8Array): boolean => hash.byteLength === 32;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
