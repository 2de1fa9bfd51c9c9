import type { Head } from './checkpoint.ts';
import { consistencyRoots, isPerfect, verifyConsistency } from './verify-proof.ts';

type Seen = Pick<Head, 'size' | 'root'>;

/**
 * Whether two heads of one log cannot both be of one append-only log: other roots at one size, or, by the hashes in `proof`,
 * another root of the larger one at the size of the smaller one. `proof` is that root and a consistency proof from it to the
 * larger head (RFC 9162, section 2.1.4), and empty for heads of one size. Who signed the heads is to be checked besides.
 */
export function provesFork(one: Seen, other: Seen, proof: readonly Uint8Array[]): boolean {
  if (one.size === other.size) return proof.length === 0 && !one.root.equals(other.root);
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  const [root, ...hashes] = proof;
  if (small.size === 0 || root === undefined || small.root.equals(root)) return false;
  return verifyConsistency(small.size, large.size, root, large.root, hashes);
}

/**
 * What `provesFork` takes, where a consistency proof shows a history of `head` that is not the one of `old`; `null` where it
 * shows nothing. Of a perfect old tree a proof leaves the root out, so it can show nothing about it.
 */
export function forkIn(old: Seen, head: Seen, proof: readonly Buffer[]): Buffer[] | null {
  if (old.size === head.size) return provesFork(old, head, []) ? [] : null;
  if (old.size === 0 || old.size > head.size || isPerfect(old.size)) return null;
  const before = consistencyRoots(old.size, head.size, proof)?.before;
  const shown = before === undefined ? [] : [Buffer.from(before), ...proof];
  return provesFork(old, head, shown) ? shown : null;
}
