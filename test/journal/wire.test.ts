import fc from 'fast-check';
import t from 'tap';
import { checkpointText } from '../../src/journal/checkpoint.ts';
import { decodeDelta, decodePack, deltaCheckpoint, encodeDelta, encodePack } from '../../src/journal/framing.ts';
import { formatHeads, parseHeads } from '../../src/journal/heads.ts';
import { NOTE_KEY, signerOf } from '../../src/journal/key.ts';
import { formatNote, parseNote, signText } from '../../src/journal/note.ts';
import { formatProof, parseProof, provesLeaf } from '../../src/journal/tlog-proof.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { formatWitnessRequest, parseWitnessRequest } from '../../src/journal/witness-request.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { holds } from '../helpers/holds.ts';
import { refusalOf } from '../helpers/refused.ts';
import { inclusionPath, merkleRoot } from '../helpers/tree-model.ts';

const log = signerOf('log.example/log/1', NOTE_KEY, Buffer.alloc(32, 1));
const hashes = Array.from({ length: 11 }, (_, i) => leafHash(Buffer.from(`${i}`)));
const text = checkpointText({ origin: log.name, size: 11, root: merkleRoot(hashes) });
const note = { text, signatures: [signText(text, log, 0)] };
const checkpoint = formatNote(note);
const same = (a: Uint8Array | null, b: Uint8Array | null | undefined) =>
  a === null || !b ? a === b : Buffer.compare(a, b) === 0;
const bodies = fc.array(fc.oneof(fc.constant(null), fc.uint8Array({ maxLength: 60 })), { maxLength: 40 });

t.test('a pack gives back its bodies, those left out as such', async (t) => {
  holds(
    t,
    fc.property(bodies, fc.uint8Array({ maxLength: 9 }), (bodies, tail) => {
      const back = decodePack(Buffer.concat([encodePack(bodies), tail]), bodies.length);
      return back.length === bodies.length && back.every((body, i) => same(body, bodies[i]));
    }),
  );
});

t.test('a pack or delta that is cut off anywhere is refused', async (t) => {
  const delta = {
    checkpoint: Buffer.from(checkpoint),
    leaves: [Buffer.from('a'), Buffer.from('bc')],
    bodies: [Buffer.from('body'), null],
  };
  const whole = encodeDelta(delta);
  const back = decodeDelta(whole, 2);
  t.ok(
    same(back.checkpoint, delta.checkpoint) &&
      same(back.leaves[1] as Buffer, delta.leaves[1]) &&
      same(back.bodies[0] as Buffer, delta.bodies[0]),
  );
  t.equal(back.bodies[1], null);
  for (let end = 0; end < whole.length; end += 1)
    t.equal(
      refusalOf(() => decodeDelta(whole.subarray(0, end), 2)),
      'invalid-input',
    );
  t.equal(
    refusalOf(() => decodeDelta(whole, 257)),
    'invalid-input',
  );
  const long = Buffer.alloc(4 + LIMITS.bodyBytes + 1);
  long.writeUInt32BE(LIMITS.bodyBytes + 1);
  t.equal(
    refusalOf(() => decodePack(long, 1)),
    'invalid-input',
    'a body above its limit',
  );
  const bomb = Buffer.alloc(LIMITS.noteBytes + 100, 97);
  bomb.writeUInt32BE(LIMITS.noteBytes + 1);
  t.equal(
    refusalOf(() => deltaCheckpoint(bomb)),
    'invalid-input',
    'a checkpoint above its limit',
  );
  t.ok(same(deltaCheckpoint(whole), delta.checkpoint));
});

t.test('no bytes make the readers of packs and deltas do anything but read or refuse', async (t) => {
  holds(
    t,
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 0, max: 5 }), (bytes, count) => {
      const codes = [refusalOf(() => decodePack(bytes, count)), refusalOf(() => decodeDelta(bytes, count))];
      return codes.every((code) => code === null || code === 'invalid-input');
    }),
  );
});

const name = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const head = fc.record({ log: name, size: fc.maxSafeNat(), root: fc.constantFrom(...hashes) });

t.test('a list of heads is sorted and reads back', async (t) => {
  holds(
    t,
    fc.property(fc.uniqueArray(head, { selector: ({ log }) => log, maxLength: 12 }), (heads) => {
      const back = parseHeads(formatHeads(heads));
      const sorted = [...heads].sort((a, b) => (a.log < b.log ? -1 : 1));
      return back.every(
        ({ log, size, root }, i) => log === sorted[i]?.log && size === sorted[i]?.size && same(root, sorted[i]?.root),
      );
    }),
  );
});

t.test('what is no list of heads is refused', async (t) => {
  const line = `${'a'.repeat(64)} 7 ${(hashes[0] as Buffer).toString('base64')}\n`;
  const other = line.replace('a', 'b');
  for (const text of [
    '\n',
    'x',
    line.slice(0, -1),
    line + line,
    other + line,
    line.toUpperCase(),
    line.replace(' 7 ', ' 07 '),
  ])
    t.equal(
      refusalOf(() => parseHeads(text)),
      'invalid-input',
      JSON.stringify(text),
    );
  for (const text of [
    line.replace(' 7 ', ' 9007199254740992 '),
    line.replace(' 7 ', '  '),
    line.replace(/.=\n$/, 'B=\n'),
  ])
    t.equal(
      refusalOf(() => parseHeads(text)),
      'invalid-input',
      JSON.stringify(text),
    );
  t.equal(parseHeads(line + other).length, 2);
});

const proof = { index: 4, hashes: inclusionPath(4, hashes), note };

t.test('a proof file proves its leaf at its place and no other', async (t) => {
  for (const extra of [null, Buffer.from('leaf and body')]) {
    const read = parseProof(Buffer.from(formatProof({ ...proof, extra })));
    t.ok(provesLeaf(read, hashes[4] as Buffer));
    t.notOk(provesLeaf(read, hashes[5] as Buffer));
    t.same(read.extra, extra);
    t.same(parseNote(Buffer.from(formatNote(read.checkpoint.note))).text, text);
  }
});

t.test('what is no proof is refused', async (t) => {
  const good = formatProof({ ...proof, extra: Buffer.from('x') });
  const line = (proof.hashes[0] as Buffer).toString('base64');
  const bad = [
    good.replace('@v1', '@v2'),
    good.replace('index 4', 'index 04'),
    good.replace('index 4\n', ''),
    good.replace('extra eA==', 'extra eA='),
  ];
  bad.push(
    good.replace(line, 'AAAA'),
    good.replace('\n\n', '\n'),
    'c2sp.org/tlog-proof@v1',
    good.replace(line, `${line}\n`.repeat(64).slice(0, -1)),
    good.slice(0, -2),
  );
  bad.push('c2sp.org/tlog-proof@v1\n\nx\n', `c2sp.org/tlog-proof@v1\nextra ${'A'.repeat(LIMITS.proofBytes)}\n`);
  for (const text of bad)
    t.equal(
      refusalOf(() => parseProof(Buffer.from(text))),
      'invalid-input',
      text.slice(0, 60),
    );
});

t.test('a request to a witness reads back, and any other form is refused', async (t) => {
  const good = formatWitnessRequest(4, proof.hashes, checkpoint);
  const read = parseWitnessRequest(Buffer.from(good));
  t.equal(read.old, 4);
  t.same(read.proof, proof.hashes);
  t.equal(read.checkpoint.size, 11);
  t.equal(parseWitnessRequest(Buffer.from(formatWitnessRequest(0, [], checkpoint))).proof.length, 0);
  const line = `${(proof.hashes[0] as Buffer).toString('base64')}\n`;
  const bad = [
    good.replace('old 4', 'old 04'),
    good.replace('old 4', 'old -1'),
    good.replace('old 4\n', ''),
    good.replace('\n\n', '\n'),
  ];
  bad.push(
    good.replace('old 4', 'old 9007199254740992'),
    good.replace(line, line.repeat(61)),
    good.replace(line, `${line.slice(2)}`),
    'old 4\n',
    good.slice(0, -1),
  );
  for (const text of bad)
    t.equal(
      refusalOf(() => parseWitnessRequest(Buffer.from(text))),
      'invalid-input',
      text.slice(0, 40),
    );
});
