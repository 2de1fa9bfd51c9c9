import fc from 'fast-check';
import t from 'tap';
import { planConsistency, planInclusion, planRoot, subtreeRoot } from '../../src/journal/proofs.ts';
import { consistencyRanges, inclusionRanges, nodesOf } from '../../src/journal/ranges.ts';
import { TILE_WIDTH, type Tile, tilesOf, widthIn } from '../../src/journal/tiles.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { verifyConsistency, verifyInclusion } from '../../src/journal/verify-proof.ts';
import { holds } from '../helpers/holds.ts';
import { refusalOf } from '../helpers/refused.ts';
import { consistencyPath, inclusionPath, merkleRoot } from '../helpers/tree-model.ts';

const MOST = 700;
const hashes = Array.from({ length: MOST }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));
/** Tiles by their definition, from all leaf hashes. */
const tileBytes = ({ level, index, width }: Tile): Buffer => {
  const span = TILE_WIDTH ** Number(level);
  const first = index * TILE_WIDTH;
  const roots = Array.from({ length: width }, (_, i) =>
    merkleRoot(hashes.slice((first + i) * span, (first + i + 1) * span)),
  );
  return Buffer.concat(roots);
};
const hex = (list: Uint8Array[]) => list.map((hash) => Buffer.from(hash).toString('hex'));
const size = fc.oneof(fc.integer({ min: 1, max: MOST }), fc.constantFrom(1, 2, 255, 256, 257, 511, 512, 513, MOST));

t.test('a proof read from tiles is the proof of RFC 6962, and holds', async (t) => {
  holds(
    t,
    fc.property(size, fc.nat(), fc.nat(), (size, a, b) => {
      const [index, old] = [a % size, 1 + (b % size)];
      const tree = hashes.slice(0, size);
      const [inclusion, consistency] = [
        planInclusion(index, size).prove(tileBytes),
        planConsistency(old, size).prove(tileBytes),
      ];
      const root = merkleRoot(tree);
      return (
        String(hex(inclusion)) === String(hex(inclusionPath(index, tree))) &&
        String(hex(consistency)) === String(hex(consistencyPath(old, tree))) &&
        (planRoot(size).prove(tileBytes)[0] as Buffer).equals(root) &&
        verifyInclusion(index, size, hashes[index] as Buffer, inclusion, root) &&
        verifyConsistency(old, size, merkleRoot(hashes.slice(0, old)), root, consistency)
      );
    }),
    150,
  );
});

t.test('every proof of every tree up to 40 leaves holds, and none holds for another place', async (t) => {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
  const places = upTo(41).flatMap((n) => upTo(n).map((i) => ({ n, i })));
  let [held, wrong] = [0, 0];
  for (const { n, i } of places) {
    const tree = hashes.slice(0, n);
    const [root, oldRoot] = [merkleRoot(tree), merkleRoot(hashes.slice(0, i + 1))];
    const [path, before] = [inclusionPath(i, tree), consistencyPath(i + 1, tree)];
    const included = upTo(n).filter((j) => verifyInclusion(j, n, hashes[i] as Buffer, path, root));
    const begins = upTo(n).filter((j) => verifyConsistency(j + 1, n, oldRoot, root, before));
    if (String([included, begins]) === String([[i], [i]])) held += 1;
    else wrong += 1;
  }
  t.same({ held, wrong }, { held: 820, wrong: 0 });
});

t.test('a proof that was touched anywhere proves nothing', async (t) => {
  const change = (list: Buffer[], at: number): Buffer[] =>
    list.map((hash, i) =>
      i === at % list.length ? Buffer.from(hash.map((byte, k) => (k === at % 32 ? byte ^ 1 : byte))) : hash,
    );
  holds(
    t,
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 0, max: 3 }),
      (n, a, at, how) => {
        const index = a % n;
        const tree = hashes.slice(0, n);
        const [root, leaf] = [merkleRoot(tree), hashes[index] as Buffer];
        const proof = inclusionPath(index, tree);
        const shorter = proof.slice(1);
        const touched = [change(proof, at), shorter, [...proof, leaf], [...proof].reverse()][how] as Buffer[];
        const old = index + 1;
        const path = consistencyPath(old, tree);
        const touchedPath = [
          path.length === 0 ? [leaf] : change(path, at),
          path.length === 0 ? [root] : path.slice(1),
          [...path, leaf],
          [...path, root],
        ][how];
        const oldRoot = merkleRoot(hashes.slice(0, old));
        const reversed = how === 3 && String(hex(touched)) === String(hex(proof));
        return (
          (reversed || !verifyInclusion(index, n, leaf, touched, root)) &&
          !verifyConsistency(old, n, oldRoot, root, touchedPath as Buffer[])
        );
      },
    ),
  );
});

t.test('what no tree has is refused or proves nothing', async (t) => {
  const [hash, short] = [hashes[0] as Buffer, Buffer.alloc(31)];
  for (const [index, size] of [
    [0, 0],
    [5, 5],
    [-1, 3],
    [0.5, 3],
    [0, 2 ** 53],
    [Number.NaN, 4],
  ] as const) {
    t.equal(
      refusalOf(() => inclusionRanges(index, size)),
      'internal',
      `no leaf ${index} of ${size}`,
    );
    t.notOk(verifyInclusion(index, size, hash, [], hash));
  }
  for (const [old, size] of [
    [0, 3],
    [4, 3],
    [-1, 2],
    [1.5, 3],
    [1, 2 ** 53],
  ] as const)
    t.equal(
      refusalOf(() => consistencyRanges(old, size)),
      'internal',
      `no proof from ${old} to ${size}`,
    );
  t.equal(
    refusalOf(() => verifyConsistency(0, 3, hash, hash, [])),
    'internal',
    'nothing is proved about size 0',
  );
  t.notOk(verifyConsistency(4, 3, hash, hash, []));
  t.notOk(verifyConsistency(1, 2 ** 53, hash, hash, [hash]));
  t.notOk(verifyConsistency(3, 5, hash, hash, []), 'a proof that is missing proves nothing');
  t.notOk(verifyInclusion(0, 2, hash, [short], hash));
  t.notOk(verifyConsistency(1, 2, hash, hash, [short]));
  t.ok(verifyConsistency(3, 3, hash, hash, []), 'one size, one root');
  t.notOk(verifyConsistency(3, 3, hash, hash, [hash]), 'and no proof for it');
  t.notOk(verifyConsistency(3, 3, hash, hashes[1] as Buffer, []));
});

t.test('a tree of 2^53-1 leaves has proofs like any other', async (t) => {
  const size = Number.MAX_SAFE_INTEGER;
  for (const index of [0, 1, 2 ** 32, 2 ** 52, size - 1]) {
    const ranges = inclusionRanges(index, size);
    t.ok(ranges.length > 0 && ranges.length <= 53, `${ranges.length} hashes for leaf ${index}`);
    const covered = ranges.reduce((sum, { from, to }) => sum + BigInt(to - from), 1n);
    t.equal(covered, BigInt(size), 'which cover all leaves but that one');
    t.ok(ranges.flatMap(nodesOf).every(({ index, level }) => Number.isSafeInteger(index) && level <= 52));
  }
  t.ok(consistencyRanges(2 ** 53 - 2, size).length <= 54);
});

t.test('a tile of another length than its width is not proved from', async (t) => {
  t.equal(
    refusalOf(() => planInclusion(3, 300).prove((tile) => tileBytes(tile).subarray(1))),
    'internal',
  );
});

t.test('the root of a full tile is the hash in the tile above', async (t) => {
  const above = { level: 1, index: 0, width: widthIn(MOST, { level: 1, index: 0 }) };
  const full = tileBytes({ level: 0, index: 1, width: 256 });
  t.equal(above.width, 2);
  t.ok(subtreeRoot(full).equals(tileBytes(above).subarray(32, 64)));
  t.equal([...tilesOf(MOST)].length, 4, 'two full ones, a partial one and one above');
});
