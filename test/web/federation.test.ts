import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { decodeBundle } from '../../src/journal/bundle.ts';
import { openCheckpoint, parseCheckpoint } from '../../src/journal/checkpoint.ts';
import { decodeDelta, decodePack, deltaCheckpoint } from '../../src/journal/framing.ts';
import { parseHeads } from '../../src/journal/heads.ts';
import { openKeyDocument, verifierKeys } from '../../src/journal/key-document.ts';
import { decodeLeaf } from '../../src/journal/leaf.ts';
import { applyLeaf, emptyState, stateDigest } from '../../src/journal/log-state.ts';
import { planRoot } from '../../src/journal/proofs.ts';
import { tilePath, tilesOf } from '../../src/journal/tiles.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createSigner, type Signer } from '../../src/logs/loop.ts';
import { openApp, type TestApp } from '../helpers/open-app.ts';
import { merkleRoot } from '../helpers/tree-model.ts';
import { NEVER, publishMany } from '../logs/world.ts';
import { software } from '../registry/world.ts';

interface Signed extends TestApp {
  signer: Signer;
  bytes(path: string): Promise<Buffer>;
  status(path: string): Promise<number>;
}

const BASE = '/log/1';

async function open(t: Test): Promise<Signed> {
  const app = await openApp(t);
  const { store, clock, folder } = app;
  const fence = await store.lease('loops', 'test', 3_600_000);
  const signer = createSigner({
    ...{
      store,
      clock: { now: () => clock.time },
      data: folder,
      publicUrl: 'http://catalogue.test',
      fence: () => fence,
      everyMs: NEVER,
    },
    salt: () => 'salt',
    report: (error) => t.fail(String(error)),
  });
  t.teardown(() => signer.end());
  const get = async (path: string) => app.ask({ url: path, headers: { accept: '*/*' } });
  return {
    ...{ ...app, signer },
    async bytes(path) {
      const answer = await get(path);
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
      return answer.rawPayload;
    },
    status: async (path) => (await get(path)).statusCode,
  };
}

t.test('I12 a client finds the log, checks its head against the keys and every tile against the head', async (t) => {
  const { registry, signer, bytes, ask } = await open(t);
  await signer.sign();
  await publishMany(registry, 600);
  await signer.sign();
  const discovery = (await ask('/.well-known/alminding')).json();
  t.match(discovery, { origin: 'catalogue.test/log/1', pinnable: true, urls: { log: 'http://catalogue.test/log/1' } });
  const first = openKeyDocument(await bytes(`${BASE}/keys/1.json`), null);
  t.same(first.log, discovery.keys);
  const head = openCheckpoint(await bytes(`${BASE}/checkpoint`), discovery.origin, verifierKeys(discovery.keys));
  t.equal(head.size, 601);
  const tiles = new Map<string, Buffer>();
  for (const tile of tilesOf(head.size)) tiles.set(tilePath(tile), await bytes(`${BASE}/${tilePath(tile)}`));
  const [root] = planRoot(head.size).prove((tile) => tiles.get(tilePath(tile)) as Buffer);
  t.ok(root?.equals(head.root), 'the tiles give the root');
  const leaves: Buffer[] = [];
  for (const [index, width] of [
    [0, 256],
    [1, 256],
    [2, 89],
  ] as const) {
    const path = tilePath({ level: 'entries', index, width });
    leaves.push(...decodeBundle(await bytes(`${BASE}/${path}`), width));
  }
  t.ok(merkleRoot(leaves.map(leafHash)).equals(head.root), 'and so do the leaves');
  const state = emptyState();
  for (const leaf of leaves) applyLeaf(state, state.size, leaf);
  t.equal((await bytes(`${BASE}/state/601`)).toString(), `${stateDigest(state).toString('hex')}\n`);
  t.equal((await bytes(`${BASE}/state/601`)).toString().length, 65);
  const pack = decodePack(gunzipSync(await bytes(`${BASE}/pack/001`)), 256);
  for (const [i, body] of pack.entries()) {
    const leaf = decodeLeaf(leaves[256 + i] as Buffer);
    const digest = `sha256:${createHash('sha256')
      .update(body ?? '')
      .digest('base64url')}`;
    if (leaf?.op !== 'put' || leaf.d !== digest || leaf.n !== body?.byteLength)
      t.fail(`body ${i} is not the one of its leaf`);
  }
});

t.test('nothing is given out beyond the signed head', async (t) => {
  const { registry, signer, status, store } = await open(t);
  for (const path of ['checkpoint', 'tile/0/000.p/1', 'pack/000', 'keys/1.json', 'state/0'])
    t.equal(await status(`${BASE}/${path}`), 404, `${path} before anything was signed`);
  t.equal(await status('/.well-known/alminding'), 404);
  await signer.sign();
  await publishMany(registry, 5);
  t.equal((await store.readLog()).size, 6);
  for (const path of [
    'tile/0/000.p/2',
    'tile/entries/000.p/2',
    'tile/0/000',
    'tile/1/000.p/1',
    'pack/001',
    'state/2',
    'keys/2.json',
  ])
    t.equal(await status(`${BASE}/${path}`), 404, path);
  for (const path of ['tile/0/000.p/1', 'tile/entries/000.p/1', 'pack/000', 'state/1', 'state/0'])
    t.equal(await status(`${BASE}/${path}`), 200, path);
});

t.test('paths that are not written just so lead nowhere', async (t) => {
  const { signer, status } = await open(t);
  await signer.sign();
  const paths = [
    'tile/0/000.p/01',
    'tile/0/0',
    'tile/00/000.p/1',
    'tile/x/000',
    'tile/0/x000/001',
    'tile/0/000.p/1/2',
    'pack/0',
    'pack/x000/000',
  ];
  paths.push('keys/01.json', 'keys/1', 'keys/0.json', 'state/01', 'state/-1', 'state/9007199254740993', 'blob/aa/bb');
  for (const path of paths) t.equal(await status(`${BASE}/${path}`), 404, path);
  for (const log of ['2', '01', 'x', 'a'.repeat(64)]) t.equal(await status(`/log/${log}/checkpoint`), 404, log);
});

t.test('a body is served by its digest, an erased one is gone, and one that no leaf names is not there', async (t) => {
  const { registry, builtIn, signer, store, bytes, status } = await open(t);
  await publishMany(registry, 1);
  const other = await builtIn('organisation', 'town', { name: 'Town', type: 'municipality', country: 'DK' }).then(
    () => true,
    () => false,
  );
  await signer.sign();
  const pathOf = (digest: string) => {
    const hex = Buffer.from(digest.slice(7), 'base64url').toString('hex');
    return `${BASE}/blob/${hex.slice(0, 2)}/${hex}`;
  };
  const own = await store.getBody({ origin: 0, kind: 'software', slug: 'product-0' });
  if (own === null) throw new Error('no body');
  t.ok((await bytes(pathOf(own.digest))).equals(Buffer.from(own.body)));
  if (other) {
    const built = await store.getBody({ origin: 1, kind: 'organisation', slug: 'town' });
    t.equal(await status(pathOf(built?.digest ?? '')), 404, 'built-in records are offered to nobody');
  }
  t.equal(await status(pathOf(own.digest).replace(/blob\/../, 'blob/zz')), 404);
  await registry.erase('software', 'product-0', own.digest);
  await signer.sign();
  t.equal(await status(pathOf(own.digest)), 410);
  const [body] = decodePack(gunzipSync(await bytes(`${BASE}/pack/000`)), 2);
  t.equal(body, null, 'nor is it in a pack');
});

t.test('a pack holds present bodies only, and no more than its limit', async (t) => {
  const { registry, signer, bytes } = await open(t);
  await signer.sign();
  await publishMany(registry, 3);
  await publishMany(registry, 1, 'product', '2');
  await registry.withdraw('software', 'product-2', 'retired');
  await signer.sign();
  const bodies = decodePack(gunzipSync(await bytes(`${BASE}/pack/000`)), 6);
  // Key document, product 0 (replaced), 1, 2 (withdrawn), 0 again, the withdrawal.
  t.same(
    bodies.map((body) => body !== null),
    [true, false, true, false, true, false],
  );
});

t.test('the list of heads is cheap to ask again, and a delta brings what is new', async (t) => {
  const { registry, signer, ask, bytes } = await open(t);
  await signer.sign();
  const heads = await ask('/heads');
  const [head] = parseHeads(heads.body);
  const hash = createHash('sha256').update('catalogue.test/log/1').digest('hex');
  t.equal(head?.log, hash);
  t.equal(head?.size, 1);
  const again = await ask({ url: '/heads', headers: { 'if-none-match': String(heads.headers.etag) } });
  t.equal(again.statusCode, 304);
  t.equal((await ask(`/log/${hash}/delta?from=1`)).statusCode, 204);
  await publishMany(registry, 2);
  await signer.sign();
  const delta = gunzipSync(await bytes(`/log/${hash}/delta?from=1`));
  const size = parseCheckpoint(deltaCheckpoint(delta)).size;
  t.equal(size, 3);
});

t.test('a delta reads back as leaves with their bodies', async (t) => {
  const { registry, signer, ask, bytes } = await open(t);
  await signer.sign();
  await publishMany(registry, 2);
  await signer.sign();
  const delta = decodeDelta(gunzipSync(await bytes(`${BASE}/delta?from=1`)), 2);
  t.same(
    delta.leaves.map((leaf) => decodeLeaf(leaf)?.id),
    ['software/product-0', 'software/product-1'],
  );
  t.ok(delta.bodies.every((body) => body !== null));
  const far = await ask(`${BASE}/delta?from=4`);
  t.equal(far.statusCode, 409, 'who knows more than there is, is told the size');
  t.equal(far.body, '3\n');
  t.equal(far.headers['content-type'], 'text/x.tlog.size');
  await publishMany(registry, 300, 'many');
  await signer.sign();
  t.equal((await ask(`${BASE}/delta?from=3`)).statusCode, 409, 'and so is who is more than a bundle behind');
  t.equal((await ask(`/log/${'0'.repeat(64)}/delta?from=0`)).statusCode, 404);
  t.equal((await ask(`${BASE}/delta`)).statusCode, 400);
});

t.test('who waits hears of news at once, or of none after the time', async (t) => {
  const { registry, signer, ask, clock } = await open(t);
  await signer.sign();
  const etag = String((await ask('/heads')).headers.etag);
  const waiting = ask({ url: '/heads?wait=20', headers: { 'if-none-match': etag } });
  const delta = ask(`${BASE}/delta?from=1&wait=20`);
  await publishMany(registry, 1);
  await signer.sign();
  t.equal((await waiting).statusCode, 200);
  t.equal((await delta).statusCode, 200);
  const tag = String((await ask('/heads')).headers.etag);
  const vain = ask({ url: '/heads?wait=1', headers: { 'if-none-match': tag } });
  await new Promise((resolve) => setTimeout(resolve, 300));
  clock.time += 1_001;
  t.equal((await vain).statusCode, 304);
  t.equal((await ask('/heads?wait=26')).statusCode, 400);
});

t.test('only so many may wait, and their places come free again', async (t) => {
  const { signer, ask, clock } = await open(t);
  await signer.sign();
  const etag = String((await ask('/heads')).headers.etag);
  const wait = () => ask({ url: '/heads?wait=5', headers: { 'if-none-match': etag } });
  const waiting = Array.from({ length: LIMITS.longPollsEach }, wait);
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal((await wait()).statusCode, 429);
  clock.time += 6_000;
  for (const one of waiting) t.equal((await one).statusCode, 304);
  const later = wait();
  await new Promise((resolve) => setTimeout(resolve, 50));
  clock.time += 6_000;
  t.equal((await later).statusCode, 304);
});

t.test('answers carry no header that only a page needs, and say how long they may be kept', async (t) => {
  const { signer, ask } = await open(t);
  await signer.sign();
  const { headers } = await ask(`${BASE}/checkpoint`);
  t.same(Object.keys(headers).sort(), [
    'cache-control',
    'content-length',
    'content-type',
    'date',
    'x-content-type-options',
  ]);
  t.equal(headers['content-type'], 'text/plain; charset=utf-8');
  t.equal(headers['cache-control'], 'public, max-age=5');
  t.match((await ask(`${BASE}/tile/0/000.p/1`)).headers, {
    'cache-control': /immutable/,
    'content-type': 'application/octet-stream',
  });
  const bundle = await ask({ url: `${BASE}/tile/entries/000.p/1`, headers: { 'accept-encoding': 'gzip' } });
  t.equal(bundle.headers['content-encoding'], 'gzip');
  t.equal(decodeBundle(gunzipSync(bundle.rawPayload), 1).length, 1);
});

t.test('what was erased is told without its names, and looked up once for all who ask at a time', async (t) => {
  const { registry, store, ask } = await openApp(t);
  await registry.publish(software('Secretive Quokka'));
  const digest = (await store.getBody({ origin: 0, kind: 'software', slug: 'secretive-quokka' }))?.digest ?? '';
  await registry.erase('software', 'secretive-quokka', null);
  const { listConfirmations } = store;
  let read = 0;
  store.listConfirmations = (digests) => {
    read += 1;
    return listConfirmations(digests);
  };
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/api/v1/federation')));
  t.match(answers[0]?.json(), { erasures: [{ overdue: false, answers: [] }] });
  const page = await ask('/en/federation');
  t.match(page.body, /What was erased here/);
  for (const { body } of [...answers, page]) t.notOk(body.includes('quokka') || body.includes(digest));
  t.ok(read > 0 && read < 5, `${read} times`);
});
