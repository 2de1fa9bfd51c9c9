import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { decodeLeaf, encodeLeaf, type Leaf } from '../../src/journal/leaf.ts';
import { isCoded } from '../../src/kernel/errors.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { isSlug } from '../../src/kernel/slug.ts';
import { anyLeaf } from '../helpers/any-leaf.ts';
import { holds } from '../helpers/holds.ts';

const put: Leaf = {
  v: 1,
  op: 'put',
  id: 'software/kitos',
  p: 812,
  ts: 1790185000,
  d: `sha256:${'A'.repeat(43)}`,
  n: 1426,
  m: 'application/vnd.alminding.software+json',
  f: ['dk', 'software', 'document-management'],
};

t.test('a leaf is flat JSON with sorted keys and no white space', async (t) => {
  t.equal(
    encodeLeaf(put).toString('latin1'),
    `{"d":"sha256:${'A'.repeat(43)}","f":["dk","software","document-management"],"id":"software/kitos",` +
      '"m":"application/vnd.alminding.software+json","n":1426,"op":"put","p":812,"ts":1790185000,"v":1}',
  );
});

t.test('encoding any leaf and decoding it gives the leaf back', async (t) => {
  holds(
    t,
    fc.property(anyLeaf, (leaf) => isDeepStrictEqual(decodeLeaf(encodeLeaf(leaf)), leaf)),
    300,
  );
});

t.test('any leaf is what a canonical JSON writer makes of it', async (t) => {
  holds(
    t,
    fc.property(anyLeaf, (leaf) => {
      const sorted = Object.fromEntries(Object.entries(leaf).sort(([a], [b]) => (a < b ? -1 : 1)));
      return encodeLeaf(leaf).toString('utf8') === JSON.stringify(sorted);
    }),
  );
});

t.test('a leaf with one byte changed, added or lost is inert or another leaf with just those bytes', async (t) => {
  const honest = (bytes: Buffer): boolean => {
    const leaf = decodeLeaf(bytes);
    return leaf === null || encodeLeaf(leaf).equals(bytes);
  };
  holds(
    t,
    fc.property(anyLeaf, fc.nat(), fc.integer({ min: 0, max: 255 }), (leaf, place, byte) => {
      const bytes = encodeLeaf(leaf);
      const at = place % bytes.length;
      const rest = bytes.subarray(at);
      const changed = Buffer.from(bytes);
      changed[at] = byte;
      const added = Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), rest]);
      const lost = Buffer.concat([bytes.subarray(0, at), rest.subarray(1)]);
      return honest(changed) && honest(added) && honest(lost);
    }),
    2_000,
  );
});

t.test('every byte at every place of one leaf of each op keeps that rule', async (t) => {
  const { v, ts, p, d, n, m } = put as Extract<Leaf, { op: 'put' }>;
  const hash = 'a'.repeat(64);
  const leaves: Leaf[] = [
    put,
    { v, ts, p, op: 'del', id: 'software/kitos', r: 'handed-over' },
    { v, ts, p, op: 'erase', id: 'software/kitos', d },
    { v, ts, p, op: 'pin', id: `control/pin/${hash}`, d, n, m },
    { v, ts, p, op: 'beat', id: 'control/beat' },
  ];
  let inert = 0;
  let broken = 0;
  for (const bytes of leaves.map(encodeLeaf)) {
    const changed = Buffer.from(bytes);
    for (let at = 0; at < bytes.length; at += 1) {
      for (let byte = 0; byte < 256; byte += 1) {
        changed[at] = byte;
        const leaf = decodeLeaf(changed);
        if (leaf === null) inert += 1;
        else if (!encodeLeaf(leaf).equals(changed)) broken += 1;
      }
      changed[at] = bytes[at] as number;
    }
  }
  t.equal(broken, 0);
  t.ok(inert > 100_000, 'and most of them are inert');
});

t.test('rubbish never throws and is never a leaf', async (t) => {
  holds(
    t,
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => decodeLeaf(bytes) === null),
  );
  holds(
    t,
    fc.property(fc.json(), (text) => decodeLeaf(Buffer.from(text)) === null),
  );
});

t.test('a leaf is read from a view into a larger buffer', async (t) => {
  const bytes = encodeLeaf(put);
  const larger = Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('yy')]);
  t.strictSame(decodeLeaf(new Uint8Array(larger.buffer, larger.byteOffset + 2, bytes.length)), put);
});

t.test('what could not be decoded is not encoded', async (t) => {
  const bad = [
    { ...put, n: -1 },
    { ...put, p: -2 },
    { ...put, ts: 0.5 },
    { ...put, v: 2 },
    { ...put, id: 'software/Kitos' },
    { ...put, id: 'software/a","op":"del' },
    { ...put, f: ['dk', 'dk'] },
    { ...put, op: 'patch' },
    { v: 1, op: 'del', id: 'software/kitos', p: 0, ts: 0, r: 'because' },
    { v: 1, op: 'beat', id: 'control/pulse', p: 0, ts: 0 },
    null,
  ] as unknown as Leaf[];
  for (const leaf of bad) {
    try {
      encodeLeaf(leaf);
      t.fail(`encoded ${JSON.stringify(leaf)}`);
    } catch (error) {
      t.ok(isCoded(error, 'internal'), JSON.stringify(leaf));
    }
  }
});

t.test('the longest leaf stays far below the limit, and longer bytes are not even parsed', async (t) => {
  const longest: Leaf = {
    ...(put as Extract<Leaf, { op: 'put' }>),
    id: `${'k'.repeat(32)}/${'s'.repeat(100)}`,
    f: Array.from({ length: LIMITS.leafFacets }, (_, i) => `${i}${'f'.repeat(127)}`),
    m: `${'a'.repeat(127)}/${'b'.repeat(127)}`,
    n: 2 ** 53 - 1,
    p: 2 ** 53 - 1,
    ts: 2 ** 53 - 1,
  };
  const bytes = encodeLeaf(longest);
  t.ok(bytes.length < LIMITS.leafBytes / 2, `${bytes.length} bytes`);
  t.strictSame(decodeLeaf(bytes), longest);
  t.equal(decodeLeaf(Buffer.alloc(LIMITS.leafBytes + 1, '[')), null);
});

t.test('the slug of a leaf is the slug of the rest of the program', async (t) => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'ab09.-_A/ ø'), maxLength: 6 }),
    fc.string({ unit: fc.constantFrom('a', '.'), minLength: 98, maxLength: 102 }),
  );
  holds(
    t,
    fc.property(text, (slug) => {
      const bytes = Buffer.from(encodeLeaf(put).toString('latin1').replace('kitos', slug), 'utf8');
      return (decodeLeaf(bytes) !== null) === isSlug(slug);
    }),
    1_000,
  );
});
