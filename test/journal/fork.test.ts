import fc from 'fast-check';
import t from 'tap';
import { forkIn, provesFork } from '../../src/journal/fork.ts';
import { planConsistency } from '../../src/journal/proofs.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { isPerfect } from '../../src/journal/verify-proof.ts';
import { holds } from '../helpers/holds.ts';
import { merkleRoot } from '../helpers/tree-model.ts';

const leavesOf = (size: number, from: number) =>
  Array.from({ length: size }, (_, i) => leafHash(Buffer.from(i < from ? `${i}` : `other ${i}`)));
const proofOf = (leaves: Buffer[], old: number) =>
  planConsistency(old, leaves.length).prove(({ index, width }) =>
    Buffer.concat(leaves.slice(index * 256, index * 256 + width)),
  );
const head = (leaves: Buffer[]) => ({ size: leaves.length, root: merkleRoot(leaves) });

const sizes = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 90 }), fc.nat(90));

t.test('histories that part are proved to, and one history never is', async (t) => {
  const property = fc.property(sizes, ([old, more, common]) => {
    const seen = head(leavesOf(old, old));
    const other = leavesOf(old + more, Math.min(common, old + more));
    const parts = common < old;
    const proof = more === 0 ? [] : proofOf(other, old);
    const shown = forkIn(seen, head(other), proof);
    if (!parts) return shown === null;
    // Of a perfect tree a consistency proof does not hold the root.
    if (more > 0 && isPerfect(old))
      return shown === null && provesFork(seen, head(other), [head(other.slice(0, old)).root, ...proof]);
    return shown !== null && provesFork(seen, head(other), shown) && provesFork(head(other), seen, shown);
  });
  holds(t, property, 300);
});

t.test('hashes that lead nowhere prove nothing', async (t) => {
  const [one, other] = [head(leavesOf(6, 6)), head(leavesOf(9, 2))];
  const proof = proofOf(leavesOf(9, 2), 6);
  t.equal(forkIn(one, other, proof.slice(1)), null);
  t.equal(forkIn(one, other, [...proof, Buffer.alloc(32)]), null);
  t.equal(forkIn(one, other, []), null);
  t.equal(forkIn(other, one, proof), null, 'from larger to smaller');
  t.equal(provesFork(one, other, [Buffer.alloc(32), ...proof]), false);
  t.equal(provesFork(one, one, []), false);
  t.equal(provesFork({ size: 0, root: Buffer.alloc(32) }, other, proof), false);
});
