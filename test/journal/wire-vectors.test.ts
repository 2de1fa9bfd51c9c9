import { readFileSync } from 'node:fs';
import t from 'tap';
import { decodeBundle, encodeBundle } from '../../src/journal/bundle.ts';
import { parseCheckpoint } from '../../src/journal/checkpoint.ts';
import { decodeDelta, decodePack, encodeDelta, encodePack } from '../../src/journal/framing.ts';
import { formatHeads, parseHeads } from '../../src/journal/heads.ts';
import { fingerprint, formatVerifierKey, parseVerifierKey, signerOf } from '../../src/journal/key.ts';
import { signersOf } from '../../src/journal/note.ts';
import { parseTilePath, tilePath } from '../../src/journal/tiles.ts';
import { formatProof, parseProof, provesLeaf } from '../../src/journal/tlog-proof.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { verifyConsistency, verifyInclusion } from '../../src/journal/verify-proof.ts';
import { formatWitnessRequest, parseWitnessRequest } from '../../src/journal/witness-request.ts';
import { refusalOf } from '../helpers/refused.ts';

const load = (name: string) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'));
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const base64 = (body: Uint8Array | null) => body && Buffer.from(body).toString('base64');
const bodies = (list: (string | null)[]) => list.map((body) => (body === null ? null : bytes(body)));

t.test('each proof of the vectors holds or not, as it says', async (t) => {
  const { inclusion, consistency } = load('proofs.json');
  t.ok(inclusion.length > 40 && consistency.length > 20);
  for (const c of inclusion)
    t.equal(
      verifyInclusion(c.index, c.size, bytes(c.leaf), c.proof.map(bytes), bytes(c.root)),
      c.holds,
      `leaf ${c.index} of ${c.size} ${c.why ?? ''}`,
    );
  for (const c of consistency)
    t.equal(
      verifyConsistency(c.old, c.size, bytes(c.oldRoot), bytes(c.root), c.proof.map(bytes)),
      c.holds,
      `${c.old} in ${c.size} ${c.why ?? ''}`,
    );
});

t.test('each checkpoint of the vectors is signed by whom it says, or refused', async (t) => {
  const { keys, cases } = load('checkpoints.json');
  for (const key of keys) {
    const signer = signerOf(key.name, key.type, Buffer.from(key.seed, 'hex'));
    t.equal(formatVerifierKey(signer), key.verifierKey);
    t.equal(fingerprint(key.verifierKey), key.words);
  }
  const known = keys
    .filter((key: { known: boolean }) => key.known)
    .map((key: { verifierKey: string }) => parseVerifierKey(key.verifierKey));
  for (const c of cases) {
    const names = () => signersOf(parseCheckpoint(Buffer.from(c.note)).note, known).map(({ name }) => name);
    if (c.refused) t.equal(refusalOf(names), 'invalid-input', c.name);
    else t.same(names(), c.signers, c.name);
  }
});

t.test('each framing of the vectors is written and read so', async (t) => {
  const { bundle, pack, delta } = load('framings.json');
  t.equal(base64(encodeBundle(bundle.leaves.map(bytes))), bundle.bytes);
  t.same(decodeBundle(bytes(bundle.bytes), 3).map(base64), bundle.leaves);
  t.equal(base64(encodePack(bodies(pack.bodies))), pack.bytes);
  t.same(decodePack(bytes(pack.bytes), 3).map(base64), pack.bodies);
  const parts = {
    checkpoint: Buffer.from(delta.checkpoint),
    leaves: delta.leaves.map(bytes),
    bodies: bodies(delta.bodies),
  };
  t.equal(base64(encodeDelta(parts)), delta.bytes);
  const read = decodeDelta(bytes(delta.bytes), 3);
  t.same(
    [Buffer.from(read.checkpoint).toString(), read.leaves.map(base64), read.bodies.map(base64)],
    [delta.checkpoint, delta.leaves, delta.bodies],
  );
  for (const bad of bundle.refused)
    t.equal(
      refusalOf(() => decodeBundle(bytes(bad), 3)),
      'invalid-input',
    );
  for (const bad of pack.refused)
    t.equal(
      refusalOf(() => decodePack(bytes(bad), 3)),
      'invalid-input',
    );
  for (const bad of delta.refused)
    t.equal(
      refusalOf(() => decodeDelta(bytes(bad), 3)),
      'invalid-input',
    );
});

t.test('each text of the vectors is written and read so', async (t) => {
  const { heads, proof, addCheckpoint, tiles, noTiles } = load('framings.json');
  const list = heads.list.map((head: { root: string }) => ({ ...head, root: bytes(head.root) }));
  t.equal(formatHeads(list), heads.text);
  t.equal(parseHeads(heads.text).length, 2);
  const read = parseProof(Buffer.from(proof.text));
  t.ok(provesLeaf(read, leafHash(Buffer.from(proof.leaf))));
  t.equal(formatProof({ ...read, note: read.checkpoint.note }), proof.text);
  t.same([read.index, base64(read.extra)], [proof.index, proof.extra]);
  const request = parseWitnessRequest(Buffer.from(addCheckpoint.text));
  const { size, root } = request.checkpoint;
  t.ok(verifyConsistency(request.old, size, bytes(addCheckpoint.oldRoot), root, request.proof));
  t.equal(
    formatWitnessRequest(request.old, request.proof, addCheckpoint.text.split('\n\n').slice(1).join('\n\n')),
    addCheckpoint.text,
  );
  for (const { path, ...tile } of tiles) {
    t.equal(tilePath(tile), path);
    t.same(parseTilePath(path), tile);
  }
  for (const path of noTiles) t.equal(parseTilePath(path), null, path);
});
