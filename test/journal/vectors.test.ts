import { readFileSync } from 'node:fs';
import t from 'tap';
import { decodeLeaf, encodeLeaf } from '../../src/journal/leaf.ts';
import { applyLeaf, type Effect, emptyState, type LogState, stateDigest } from '../../src/journal/log-state.ts';
import { appendLeaf, emptyEdge, leafHash, rootOf } from '../../src/journal/tree.ts';
import { sha256Hex } from '../../src/kernel/digest.ts';

type Bytes = { utf8: string } | { base64: string };
interface LeafCase {
  name: string;
  prior: Bytes[];
  leaf: Bytes;
  effect: 'effective' | 'inert';
  reason?: string;
  state: [string, number, string, string][];
  stateDigest: string;
  root: string;
}

const load = (name: string) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'));
const bytesOf = (bytes: Bytes): Buffer =>
  'utf8' in bytes ? Buffer.from(bytes.utf8, 'utf8') : Buffer.from(bytes.base64, 'base64');
const rowsOf = (state: LogState) =>
  [...state.entries].map(([id, e]) => [id, e.index, e.digest ?? '-', e.status]).sort((a, b) => (a < b ? -1 : 1));

t.test('each case of the leaf vectors has the effect it states', async (t) => {
  const { cases } = load('leaves.json') as { cases: LeafCase[] };
  t.ok(cases.length >= 70, 'there are at least 70 cases');
  t.equal(new Set(cases.map((c) => c.name)).size, cases.length, 'and each has its own name');
  for (const c of cases) {
    const state = emptyState();
    let edge = emptyEdge();
    let effect: Effect | undefined;
    for (const [index, leaf] of [...c.prior, c.leaf].entries()) {
      effect = applyLeaf(state, index, bytesOf(leaf));
      edge = appendLeaf(edge, leafHash(bytesOf(leaf)));
    }
    const is = {
      effect: effect?.effective ? 'effective' : 'inert',
      reason: effect?.effective === false ? effect.reason : undefined,
      state: rowsOf(state),
      stateDigest: stateDigest(state).toString('hex'),
      root: rootOf(edge).toString('hex'),
    };
    t.same(
      is,
      { effect: c.effect, reason: c.reason, state: c.state, stateDigest: c.stateDigest, root: c.root },
      c.name,
    );
  }
});

t.test('every leaf of the vectors that is no malformed one encodes to its own bytes', async (t) => {
  const { cases } = load('leaves.json') as { cases: LeafCase[] };
  for (const c of cases.filter((c) => c.reason !== 'malformed')) {
    const leaf = decodeLeaf(bytesOf(c.leaf));
    t.equal(leaf && encodeLeaf(leaf).toString('latin1'), bytesOf(c.leaf).toString('latin1'), c.name);
  }
});

t.test('every op and every reason for being inert occurs in the vectors', async (t) => {
  const { cases } = load('leaves.json') as { cases: LeafCase[] };
  const effective = cases.filter((c) => c.effect === 'effective').map((c) => decodeLeaf(bytesOf(c.leaf))?.op);
  t.same([...new Set(effective)].sort(), ['beat', 'del', 'erase', 'key', 'label', 'move', 'pin', 'put']);
  const reasons = new Set(cases.flatMap((c) => c.reason ?? []));
  t.same([...reasons].sort(), ['after-del', 'malformed', 'wrong-p']);
});

t.test('the tree has the hashes and roots of the published vectors', async (t) => {
  const merkle = load('merkle.json') as { leaves: string[]; leafHashes: string[]; roots: string[] };
  let edge = emptyEdge();
  t.equal(rootOf(edge).toString('hex'), sha256Hex(''), 'the empty root is the SHA-256 of nothing');
  t.equal(merkle.roots[0], sha256Hex(''));
  t.equal(merkle.roots.length, merkle.leaves.length + 1);
  for (const [i, leaf] of merkle.leaves.entries()) {
    const hash = leafHash(Buffer.from(leaf, 'hex'));
    t.equal(hash.toString('hex'), merkle.leafHashes[i]);
    edge = appendLeaf(edge, hash);
    t.equal(rootOf(edge).toString('hex'), merkle.roots[i + 1], `root of ${i + 1}`);
  }
});
