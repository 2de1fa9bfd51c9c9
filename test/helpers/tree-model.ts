import { sha256 } from '../../src/kernel/digest.ts';

/** RFC 6962, section 2.1, word for word, over leaf hashes: the model that our own functions are held against. */
export function merkleRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha256('');
  if (hashes.length === 1) return hashes[0] as Buffer;
  const k = splitOf(hashes.length);
  return sha256(Buffer.concat([Buffer.from([1]), merkleRoot(hashes.slice(0, k)), merkleRoot(hashes.slice(k))]));
}

/** PATH(m, D[n]) of section 2.1.1. */
export function inclusionPath(m: number, hashes: readonly Buffer[]): Buffer[] {
  if (hashes.length === 1) return [];
  const k = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return m < k ? [...inclusionPath(m, left), merkleRoot(right)] : [...inclusionPath(m - k, right), merkleRoot(left)];
}

/** PROOF(m, D[n]) of section 2.1.2. */
export const consistencyPath = (m: number, hashes: readonly Buffer[]): Buffer[] => subProof(m, hashes, true);

function subProof(m: number, hashes: readonly Buffer[], known: boolean): Buffer[] {
  if (m === hashes.length) return known ? [] : [merkleRoot(hashes)];
  const k = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return m <= k
    ? [...subProof(m, left, known), merkleRoot(right)]
    : [...subProof(m - k, right, false), merkleRoot(left)];
}

function splitOf(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}
