import t, { type Test } from 'tap';
import { checkpointText, openCheckpoint } from '../../src/journal/checkpoint.ts';
import { COSIGNATURE_KEY, formatVerifierKey, NOTE_KEY, type SignerKey, signerOf } from '../../src/journal/key.ts';
import { formatNote, parseSignatures, signersOf, signText } from '../../src/journal/note.ts';
import { planConsistency } from '../../src/journal/proofs.ts';
import { type Tile, tilePath, tilesOf } from '../../src/journal/tiles.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { formatWitnessRequest } from '../../src/journal/witness-request.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { checkEvidence, evidenceFile } from '../../src/logs/forks.ts';
import { createWitness } from '../../src/logs/witness.ts';
import { openApp } from '../helpers/open-app.ts';
import { merkleRoot } from '../helpers/tree-model.ts';

const LOG = signerOf('elsewhere.example/behind-the-sofa', NOTE_KEY, Buffer.alloc(32, 9));
const WITNESS = signerOf('catalogue.test/witness', COSIGNATURE_KEY, Buffer.alloc(32, 8));

/** A log of somebody else: so many leaves, and which words they hold. */
const leavesOf = (size: number, word = 'a') =>
  Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`${word}${i}`)));
const headOf = (size: number, word = 'a') => ({ origin: LOG.name, size, root: merkleRoot(leavesOf(size, word)) });
function checkpoint(size: number, word = 'a', signer: SignerKey = LOG): string {
  const text = checkpointText(headOf(size, word));
  return formatNote({ text, signatures: [signText(text, signer, 7)] });
}
function proof(old: number, size: number, word = 'a'): Buffer[] {
  if (old === 0 || old === size) return [];
  const leaves = leavesOf(size, word);
  const at = ({ level, index, width }: Tile): Buffer => {
    if (level !== 0) throw new Error('small logs only');
    return Buffer.concat(leaves.slice(index * 256, index * 256 + width));
  };
  const known = new Map(
    [...tilesOf(size)].filter(({ level }) => level === 0).map((tile) => [tilePath(tile), at(tile)]),
  );
  return planConsistency(old, size).prove((tile) => known.get(tilePath(tile)) as Buffer);
}
const request = (old: number, size: number, word = 'a') =>
  formatWitnessRequest(old, proof(old, size, word), checkpoint(size, word));

async function open(t: Test, known = true) {
  const app = await openApp(t, { witness: WITNESS });
  const { store, ask } = app;
  if (known) await store.putWitnessed({ origin: LOG.name, keys: [formatVerifierKey(LOG)], mirrored: false });
  const post = (payload: string | Buffer, type?: string) =>
    ask({
      method: 'POST',
      url: '/add-checkpoint',
      payload,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  return { ...app, post };
}

t.test('a log that grows is cosigned head by head, and its cosignatures hold', async (t) => {
  const { post, store, clock } = await open(t);
  let last = 0;
  for (const size of [1, 2, 3, 7, 8, 8, 13, 200]) {
    const answer = await post(request(last, size));
    t.equal(answer.statusCode, 200, `${last} to ${size}: ${answer.body}`);
    t.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
    const { text } = openCheckpoint(Buffer.from(checkpoint(size)), LOG.name, [LOG]).note;
    const signatures = parseSignatures(answer.body);
    t.same(signersOf({ text, signatures }, [WITNESS]), [WITNESS]);
    t.equal((await store.getWitnessed(LOG.name))?.size, size);
    last = size;
    clock.time += 1_000;
  }
  const kept = await store.getWitnessed(LOG.name);
  const both = signersOf(openCheckpoint(kept?.note ?? Buffer.alloc(0), LOG.name, [LOG]).note, [LOG, WITNESS]);
  t.equal(both.length, 2, 'kept with both signatures');
});

t.test('what the protocol refuses is refused as it says', async (t) => {
  const { post, store } = await open(t);
  const stranger = signerOf(LOG.name, NOTE_KEY, Buffer.alloc(32, 3));
  const unknown = formatWitnessRequest(0, [], checkpoint(5).replaceAll(LOG.name, 'nobody.example/log'));
  t.equal((await post(unknown)).statusCode, 404, 'a log that is not known');
  t.equal((await post(request(0, 5).replace('old 0', 'old 6'))).statusCode, 400, 'an old size above the size');
  const ahead = await post(request(2, 5));
  t.equal(ahead.statusCode, 409, 'an old size that is not ours');
  t.equal(ahead.body, '0\n');
  t.equal(ahead.headers['content-type'], 'text/x.tlog.size');
  t.equal((await post(formatWitnessRequest(0, [], checkpoint(5, 'a', stranger)))).statusCode, 403, 'an unknown key');
  const wrong = checkpoint(5).replace(/^— .*$/m, (line) => `${line.slice(0, -8)}AAAAAAA=`);
  t.equal((await post(formatWitnessRequest(0, [], wrong))).statusCode, 403, 'a signature that is wrong');
  t.equal((await post(formatWitnessRequest(0, proof(2, 5), checkpoint(5)))).statusCode, 422, 'a proof from nothing');
  t.equal((await post(request(0, 5))).statusCode, 200);
  t.equal((await post(formatWitnessRequest(5, [], checkpoint(9)))).statusCode, 422, 'no proof');
  t.equal((await post(formatWitnessRequest(5, proof(6, 9), checkpoint(9)))).statusCode, 422, 'another proof');
  const back = await post(request(0, 3));
  t.equal(back.statusCode, 409);
  t.equal(back.body, '5\n', 'what was cosigned never goes back');
  t.equal((await store.getWitnessed(LOG.name))?.size, 5);
  t.same(await store.listEvidence(), [], 'and nobody is accused');
});

t.test('a log may begin empty, with the one root that an empty log has', async (t) => {
  const { post, store } = await open(t);
  t.equal((await post(request(0, 0))).statusCode, 200);
  const text = checkpointText({ ...headOf(0), root: Buffer.alloc(32) });
  const other = formatNote({ text, signatures: [signText(text, LOG, 7)] });
  t.equal((await post(formatWitnessRequest(0, [], other))).statusCode, 422);
  t.same(await store.listEvidence(), []);
  t.equal((await post(request(0, 3))).statusCode, 200);
});

t.test('rubbish is refused with 400, and what is too large with 413', async (t) => {
  const { post, store } = await open(t);
  const whole = request(0, 5);
  const broken = [
    '',
    'x',
    'old 5',
    whole.replace('old ', 'old  '),
    whole.replace('old 0', 'old 00'),
    whole.replace('\n\n', '\n'),
  ];
  broken.push(whole.replace('old 0', 'old -1'), whole.replace('old 0', 'old 9007199254740993'), whole.slice(0, -30));
  broken.push(`old 0\n${'A'.repeat(43)}\n${whole.slice(6)}`);
  for (const text of broken) t.equal((await post(text)).statusCode, 400, JSON.stringify(text.slice(0, 20)));
  t.equal((await post(whole.padEnd(30_000, 'x'))).statusCode, 413);
  for (const type of ['text/plain', 'application/octet-stream', 'application/json'])
    t.equal((await post(whole, type)).statusCode, type === 'text/plain' ? 200 : 409, type);
  t.equal((await store.getWitnessed(LOG.name))?.size, 5);
});

t.test(
  'two histories are kept as a proof that anybody can check, and nothing more of the log is cosigned',
  async (t) => {
    for (const size of [5, 9]) {
      const { post, store } = await open(t);
      t.equal((await post(request(0, 5))).statusCode, 200);
      const fork = await post(request(5, size, 'b'));
      t.equal(fork.statusCode, size === 5 ? 409 : 422);
      const [evidence] = await store.listEvidence(LOG.name);
      t.match(evidence, { origin: LOG.name, rule: size === 5 ? 'same-size' : 'inconsistent' });
      await store.dropWitnessed(LOG.name);
      const file = JSON.stringify(evidenceFile(evidence as never));
      t.same(checkEvidence(file, []), { origin: LOG.name, sizes: [5, size] });
      t.throws(() => checkEvidence(file.replace(/\\n(\d)\\n/, '\\n4\\n'), []));
      t.throws(() => checkEvidence(file, [formatVerifierKey(signerOf(LOG.name, NOTE_KEY))]));
      await store.putWitnessed({ origin: LOG.name, keys: [formatVerifierKey(LOG)], mirrored: false });
      t.equal((await post(request(5, 7))).statusCode, 403, 'neither branch is chosen');
      t.equal((await store.getWitnessed(LOG.name))?.size, 5);
    }
  },
);

t.test('of a log that signs fork after fork only some proofs are kept', async (t) => {
  const { post, store } = await open(t);
  t.equal((await post(request(0, 5))).statusCode, 200);
  for (let size = 5; size < 5 + 3 * LIMITS.evidenceEach; size += 1) {
    t.not((await post(request(5, size, 'b'))).statusCode, 200);
    t.ok((await store.listEvidence(LOG.name)).length <= LIMITS.evidenceEach);
  }
  t.equal((await store.listEvidence(LOG.name)).length, LIMITS.evidenceEach);
});

t.test('every page and the API tell of a log with two histories, and not from whom it is known', async (t) => {
  const { post, ask } = await open(t);
  t.same((await ask('/api/v1/forks')).json(), { forks: [] });
  t.notMatch((await ask('/en/about')).body, LOG.name);
  await post(request(0, 5));
  await post(request(5, 5, 'b'));
  const { forks } = (await ask('/api/v1/forks')).json();
  t.match(forks, [{ origin: LOG.name, rule: 'same-size', source: undefined }]);
  const proof = await ask(`/api/v1/forks/${forks[0].id}`);
  t.equal(checkEvidence(proof.body, []).origin, LOG.name);
  t.equal((await ask('/api/v1/forks/nothing')).statusCode, 404);
});

t.test('the banner is on pages that are made after a fork was found', async (t) => {
  const { post, ask, clock } = await open(t);
  await post(request(0, 5));
  await post(request(5, 5, 'b'));
  clock.time += 10_000;
  for (const lang of ['en', 'da']) t.match((await ask(`/${lang}/about`)).body, LOG.name);
});

t.test('a proof that shows nothing accuses nobody', async (t) => {
  const { post, store } = await open(t);
  await post(request(0, 5));
  const other = proof(5, 9, 'b');
  other[0] = Buffer.alloc(32);
  await post(formatWitnessRequest(5, other, checkpoint(9, 'b')));
  await post(formatWitnessRequest(5, proof(5, 9, 'b'), checkpoint(9)));
  t.same(await store.listEvidence(), []);
});

t.test('of requests at the same time one wins, and the state never goes back', async (t) => {
  const { post, store } = await open(t);
  t.equal((await post(request(0, 5))).statusCode, 200);
  const answers = await Promise.all([6, 9, 7, 30, 8].map((size) => post(request(5, size))));
  const good = answers.filter(({ statusCode }) => statusCode === 200);
  t.equal(good.length, 1);
  for (const { statusCode, body } of answers)
    if (statusCode !== 200) t.equal(`${statusCode} ${body}`, `409 ${(await store.getWitnessed(LOG.name))?.size}\n`);
});

t.test('a log that is no longer named is unknown, and goes on where it was when it is named again', async (t) => {
  const { post, store } = await open(t);
  await post(request(0, 5));
  await store.dropWitnessed(LOG.name);
  t.equal((await post(request(5, 6))).statusCode, 404);
  await store.putWitnessed({ origin: LOG.name, keys: [formatVerifierKey(LOG)], mirrored: true });
  t.equal((await post(request(0, 6))).body, '5\n');
  t.equal((await post(request(5, 6))).statusCode, 200);
});

t.test('heads of a log that is held are cosigned by their leaves, never beside what was cosigned', async (t) => {
  const { store, clock } = await open(t);
  const witness = createWitness({ store, clock: { now: () => clock.time }, key: async () => WITNESS });
  const rootAt = async (size: number) => headOf(size).root;
  const cosign = (size: number, word = 'a') => witness.cosign(Buffer.from(checkpoint(size, word)), rootAt, 'peer');
  t.ok(await cosign(4));
  t.ok(await cosign(9));
  t.ok(await cosign(9), 'again, with a new time');
  t.equal(await cosign(4), null, 'not an older one');
  const other = await witness.cosign(Buffer.from(checkpoint(12, 'b')), async (size) => headOf(size, 'b').root, 'peer');
  t.equal(other, null, 'not another history');
  t.equal((await store.getWitnessed(LOG.name))?.size, 9);
  t.equal(await witness.cosign(Buffer.from(checkpoint(3).replaceAll(LOG.name, 'x.example')), rootAt, 'peer'), null);
});
