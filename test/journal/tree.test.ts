import fc from 'fast-check';
import t from 'tap';
import {
  appendLeaf,
  decodeEdge,
  type Edge,
  emptyEdge,
  encodeEdge,
  leafHash,
  nodeHash,
  rootOf,
} from '../../src/journal/tree.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { type ErrorCode, isCoded } from '../../src/kernel/errors.ts';
import { holds } from '../helpers/holds.ts';

/** The definition of RFC 6962, section 2.1, word for word: split at the largest power of two below the size. */
function merkleRoot(hashes: Buffer[]): Buffer {
  if (hashes.length === 0) return sha256('');
  if (hashes.length === 1) return hashes[0] as Buffer;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha256(Buffer.concat([Buffer.from([1]), merkleRoot(hashes.slice(0, split)), merkleRoot(hashes.slice(split))]));
}

const hashOf = (i: number): Buffer => leafHash(Buffer.from(`leaf ${i}`));
const grow = (size: number, edge: Edge = emptyEdge()): Edge => {
  let grown = edge;
  for (let i = edge.size; i < size; i += 1) grown = appendLeaf(grown, hashOf(i));
  return grown;
};
/** An edge of any size; its hashes are made up. */
const edgeOfSize = (size: number): Edge => {
  const ones = [...BigInt(size).toString(2)].filter((bit) => bit === '1').length;
  return { size, hashes: Array.from({ length: ones }, (_, i) => hashOf(i)) };
};
const isRefused = (code: ErrorCode, what: () => unknown): boolean => {
  try {
    what();
    return false;
  } catch (error) {
    return isCoded(error, code);
  }
};

t.test('the root of the edge is the root by definition, for every size to 300', async (t) => {
  const hashes: Buffer[] = [];
  let edge = emptyEdge();
  let same = 0;
  for (let size = 0; size <= 300; size += 1) {
    if (edge.size === size && rootOf(edge).equals(merkleRoot(hashes))) same += 1;
    hashes.push(hashOf(size));
    edge = appendLeaf(edge, hashOf(size));
  }
  t.equal(same, 301);
});

t.test('leaves and nodes are hashed with different prefixes', async (t) => {
  const [a, b] = [hashOf(1), hashOf(2)];
  t.ok(leafHash(Buffer.from('x')).equals(sha256('\0x')));
  t.ok(nodeHash(a, b).equals(sha256(Buffer.concat([Buffer.from([1]), a, b]))));
  t.notOk(nodeHash(a, b).equals(leafHash(Buffer.concat([a, b]))));
});

t.test('appending leaves the given edge as it was, so that a refused step costs nothing', async (t) => {
  const edge = grow(7);
  const root = rootOf(edge);
  appendLeaf(edge, hashOf(7));
  t.equal(edge.size, 7);
  t.equal(edge.hashes.length, 3);
  t.ok(rootOf(edge).equals(root));
});

t.test('an edge that was stored grows on as if it never had been', async (t) => {
  holds(
    t,
    fc.property(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 70 }), (a, b) => {
      const stored = decodeEdge(encodeEdge(grow(a)));
      return rootOf(grow(a + b, stored)).equals(rootOf(grow(a + b)));
    }),
    60,
  );
});

t.test('sizes beyond 32 bits are counted as they are', async (t) => {
  for (const size of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5, 2 ** 53 - 2]) {
    const next = appendLeaf(decodeEdge(encodeEdge(edgeOfSize(size))), hashOf(1));
    t.equal(next.size, size + 1);
    t.equal(next.hashes.length, edgeOfSize(size + 1).hashes.length, `one hash for each 1 of ${size} + 1`);
    t.ok(decodeEdge(encodeEdge(next)).size === size + 1);
  }
  const carried = edgeOfSize(2 ** 32 - 1);
  t.ok(
    appendLeaf(carried, hashOf(99)).hashes[0]?.equals(
      rootOf({ size: 2 ** 32, hashes: [...carried.hashes, hashOf(99)] }),
    ),
    'and a carry runs through all 32 hashes',
  );
});

t.test('a log of 2^53-1 leaves is full', async (t) => {
  t.ok(
    isRefused('internal', () => appendLeaf(edgeOfSize(2 ** 53 - 1), hashOf(1))),
    'no leaf more',
  );
  t.equal(rootOf(decodeEdge(encodeEdge(edgeOfSize(2 ** 53 - 1)))).length, 32, 'but it has a root');
});

t.test('only hashes of 32 bytes are taken', async (t) => {
  for (const length of [0, 31, 33]) {
    t.ok(
      isRefused('internal', () => appendLeaf(emptyEdge(), Buffer.alloc(length))),
      `append ${length}`,
    );
    t.ok(
      isRefused('internal', () => nodeHash(Buffer.alloc(length), hashOf(1))),
      `left ${length}`,
    );
    t.ok(
      isRefused('internal', () => nodeHash(hashOf(1), Buffer.alloc(length))),
      `right ${length}`,
    );
  }
});

t.test('a stored edge that is damaged anywhere is refused', async (t) => {
  for (const edge of [emptyEdge(), grow(5), grow(8)]) {
    const bytes = encodeEdge(edge);
    t.strictSame(decodeEdge(bytes), edge);
    const damaged: Buffer[] = [Buffer.concat([bytes, Buffer.alloc(1)])];
    for (let length = 0; length < bytes.length; length += 1) damaged.push(bytes.subarray(0, length));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      damaged.push(flipped);
    }
    const refused = damaged.filter((each) => isRefused('damaged-data', () => decodeEdge(each)));
    t.equal(refused.length, damaged.length, `each of ${damaged.length} ways for a size of ${edge.size}`);
  }
});

t.test('a stored edge whose hashes do not fit its size is refused, whatever its check says', async (t) => {
  const [one, two] = [hashOf(1), hashOf(2)];
  t.ok(
    isRefused('damaged-data', () => decodeEdge(encodeEdge({ size: 0, hashes: [one] }))),
    'one too many',
  );
  t.ok(
    isRefused('damaged-data', () => decodeEdge(encodeEdge({ size: 3, hashes: [one] }))),
    'one too few',
  );
  t.ok(
    isRefused('damaged-data', () => decodeEdge(encodeEdge({ size: 1, hashes: [one, two] }))),
    'two for a size of 1',
  );
  t.ok(
    isRefused('damaged-data', () => decodeEdge(encodeEdge({ size: 2 ** 53, hashes: [one] }))),
    'a size beyond 2^53-1',
  );
});
