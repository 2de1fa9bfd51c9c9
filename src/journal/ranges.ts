import { CodedError } from '../kernel/errors.ts';

/** The leaves `from` to `to - 1`, whose hash by RFC 6962, section 2.1, is a node of the tree or its ragged right edge. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A perfect subtree: the node with number `index` at binary `level`, over the leaves `index * 2^level` and following. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/**
 * The subtrees whose hashes are the inclusion proof of leaf `index` in the tree of `size` leaves, from the leaf's sibling up
 * to the root's child (RFC 6962, section 2.1.1: PATH). Throws `internal` unless `index` lies in the tree.
 */
export function inclusionRanges(index: number, size: number): Range[] {
  mustBeCount(index);
  mustBeCount(size);
  if (index >= size) throw new CodedError('internal', `There is no leaf ${index} in a tree of size ${size}.`);
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const left = index < middle;
    ranges.push(left ? { from: middle, to } : { from, to: middle });
    if (left) to = middle;
    else from = middle;
  }
  return ranges.reverse();
}

/**
 * The subtrees whose hashes are the consistency proof between the trees of `old` and `size` leaves (RFC 6962, section 2.1.2:
 * PROOF); none for equal sizes. Throws `internal` for an old size of 0, to which every tree is consistent without a proof.
 */
export function consistencyRanges(old: number, size: number): Range[] {
  mustBeCount(old);
  mustBeCount(size);
  if (old === 0 || old > size)
    throw new CodedError('internal', `There is no consistency proof from ${old} to ${size}.`);
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (to !== old) {
    const middle = from + splitOf(to - from);
    const left = old <= middle;
    ranges.push(left ? { from: middle, to } : { from, to: middle });
    if (left) to = middle;
    else from = middle;
  }
  // The old tree itself is known to whoever asks; only another subtree at its right end must be shown.
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** The perfect subtrees that make up a range, from left to right: the range must begin where a subtree of its size may. */
export function nodesOf({ from, to }: Range): Node[] {
  const nodes: Node[] = [];
  for (let at = from; at < to; ) {
    const level = floorLog2(to - at);
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** The largest power of two below `size`: where RFC 6962 splits a tree of at least two leaves. */
const splitOf = (size: number): number => 2 ** floorLog2(size - 1);

/** Bit operators would cut the number to 32 bits, and `Math.log2` rounds near 2^53. */
function floorLog2(value: number): number {
  let level = 0;
  for (let rest = value; rest >= 2; rest = Math.floor(rest / 2)) level += 1;
  return level;
}

function mustBeCount(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new CodedError('internal', `${value} is no size of a tree.`);
}
