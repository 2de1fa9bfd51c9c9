import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { openCheckpoint } from '../../src/journal/checkpoint.ts';
import { formatVerifierKey, NOTE_KEY, parseVerifierKey, signerOf } from '../../src/journal/key.ts';
import { openKeyDocument, verifierKeys } from '../../src/journal/key-document.ts';
import { planRoot } from '../../src/journal/proofs.ts';
import { tilePath } from '../../src/journal/tiles.ts';
import { type ErrorCode, isCoded } from '../../src/kernel/errors.ts';
import { readKeys } from '../../src/logs/key-files.ts';
import { createLogs } from '../../src/logs/logs.ts';
import { logHash } from '../../src/logs/names.ts';
import { checkProof, makeProof } from '../../src/logs/proof.ts';
import { exportStatic } from '../../src/logs/static-export.ts';
import { refusalOf } from '../helpers/refused.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';
import { openLogs, publishMany } from './world.ts';

const software = (slug: string) => ({ origin: 0, kind: 'software' as const, slug });
const refusal = async (act: () => Promise<unknown>): Promise<ErrorCode | null> => {
  try {
    await act();
    return null;
  } catch (error) {
    return isCoded(error) ? error.code : 'internal';
  }
};

t.test('a proof of any entry holds by itself and with the key of the log, and for no other key', async (t) => {
  const { store, registry, signer, folder } = await openLogs(t);
  await publishMany(registry, 300);
  await registry.withdraw('software', 'product-7', 'retired');
  await signer.sign();
  const ring = await readKeys(folder);
  const key = parseVerifierKey(formatVerifierKey(ring?.log as never));
  for (const slug of ['product-0', 'product-255', 'product-256', 'product-299']) {
    const { text, index } = await makeProof(store, software(slug));
    const proved = checkProof(Buffer.from(text), [key]);
    t.match(proved, {
      index,
      size: 302,
      origin: 'catalogue.example/log/1',
      leaf: { id: `software/${slug}`, op: 'put' },
    });
    t.match(JSON.parse(String(proved.body)), { id: `software/${slug}` });
    t.equal(checkProof(Buffer.from(text), []).keysGiven, false);
    const stranger = signerOf(key.name, NOTE_KEY, Buffer.alloc(32, 1));
    t.equal(
      refusalOf(() => checkProof(Buffer.from(text), [stranger])),
      'invalid-input',
    );
  }
  const gone = await makeProof(store, software('product-7'));
  t.match(checkProof(Buffer.from(gone.text), [key]), { leaf: { op: 'del', r: 'retired' }, body: null });
});

t.test('a proof is of what is published now, and not of the erasure of what was before', async (t) => {
  const { store, registry, signer } = await openLogs(t);
  for (const version of ['1', '2']) await publishMany(registry, 1, 'product', version);
  const first = (await store.listVersions(software('product-0'), 10)).at(-1);
  await registry.erase('software', 'product-0', first?.digest ?? '');
  await signer.sign();
  const { text, leaf } = await makeProof(store, software('product-0'));
  t.match(leaf, { op: 'put', id: 'software/product-0' });
  t.match(JSON.parse(String(checkProof(Buffer.from(text), []).body)), { record: { version: '2' } });
  await registry.erase('software', 'product-0', null);
  await signer.sign();
  const gone = checkProof(Buffer.from((await makeProof(store, software('product-0'))).text), []);
  t.match(gone, { leaf: { op: 'erase' }, body: null });
});

t.test('a proof that was touched anywhere does not hold', async (t) => {
  const { store, registry, signer, folder } = await openLogs(t);
  await publishMany(registry, 5);
  await signer.sign();
  const key = (await readKeys(folder))?.log as never;
  const { text } = await makeProof(store, software('product-3'));
  let held = 0;
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A';
    const touched = Buffer.from(text.slice(0, at) + other + text.slice(at + 1));
    if (refusalOf(() => checkProof(touched, [key])) === null) held += 1;
  }
  // Keys that the file names are not looked at where one is given, and nothing else may be touched: they are some 90 bytes.
  t.ok(held < 150, `${held} of ${text.length}`);
  t.equal(
    refusalOf(() => checkProof(Buffer.from(text.replace(/^extra .*$/m, 'extra e30=')), [key])),
    'invalid-input',
  );
  t.equal(
    refusalOf(() => checkProof(Buffer.from(text.replace(/^extra .*\n/m, '')), [key])),
    'invalid-input',
  );
});

t.test('what is not there or not signed yet has no proof', async (t) => {
  const { store, registry, signer } = await openLogs(t);
  await publishMany(registry, 1);
  t.equal(await refusal(() => makeProof(store, software('product-0'))), 'conflict');
  await signer.sign();
  await publishMany(registry, 1, 'later');
  t.equal(await refusal(() => makeProof(store, software('later-0'))), 'conflict');
  t.equal(await refusal(() => makeProof(store, software('nothing'))), 'not-found');
});

t.test(
  'the export holds the whole log in files, is brought up to date, and lets go of what is no longer current',
  async (t) => {
    const { store, registry, signer, folder } = await openLogs(t);
    const target = `${folder}/out`;
    mkdirSync(target);
    const logs = createLogs(store, signer.state);
    const about = { name: 'A catalogue', publicUrl: 'https://catalogue.example' };
    t.equal(await refusal(() => exportStatic(logs, store, target, about)), 'conflict', 'nothing is signed yet');
    await publishMany(registry, 270);
    await signer.sign();
    const first = await exportStatic(logs, store, target, about);
    t.match(first, { size: 271, origin: 'catalogue.example/log/1', kept: 0, removed: 0 });
    const read = (path: string) => readFileSync(`${target}/log/1/${path}`);
    const discovery = JSON.parse(readFileSync(`${target}/.well-known/alminding`, 'utf8'));
    t.same(openKeyDocument(read('keys/1.json'), null).log, discovery.keys);
    const rootOf = () => {
      const head = openCheckpoint(read('checkpoint'), 'catalogue.example/log/1', verifierKeys(discovery.keys));
      return { head, root: planRoot(head.size).prove((tile) => read(tilePath(tile)))[0] as Buffer };
    };
    t.ok(rootOf().root.equals(rootOf().head.root));
    for (const path of ['tile/entries/000', 'tile/entries/001.p/15', 'pack/001', 'state/271'])
      t.ok(read(path).length > 0, path);
    const body = await store.getBody(software('product-0'));
    const hex = Buffer.from(String(body?.digest).slice(7), 'base64url').toString('hex');
    const place = `blob/${hex.slice(0, 2)}/${hex}`;
    t.ok(read(place).equals(Buffer.from(body?.body as Uint8Array)));
    await publishMany(registry, 1, 'product', '2');
    await signer.sign();
    const second = await exportStatic(logs, store, target, about);
    t.match(second, { size: 272, removed: 1 });
    t.ok(second.written < 15 && second.kept > 260, `${second.written} written`);
    t.notOk(existsSync(`${target}/log/1/${place}`), 'the replaced body is no longer there');
    t.ok(rootOf().root.equals(rootOf().head.root));
    const log = new TestLog('other.example');
    for (let i = 0; i < 3; i += 1) log.put(`software/s${i}`);
    const peer = await store.putPeer(newPeer(log));
    const mirror = await store.openMirror(peer.origin, log.origin);
    await registry.mirror(mirror.log, log.bundle());
    await registry.mirrorHead(mirror.log, log.head());
    await exportStatic(logs, store, target, about);
    const mirrored = (path: string) => readFileSync(`${target}/mirror/${logHash(log.origin)}/${path}`);
    t.ok(mirrored('checkpoint').equals(log.head().note), 'mirrors of others are in it');
    t.ok(mirrored('keys/1.json').equals(log.bodies.get(0) as Buffer));
    t.match(readFileSync(`${target}/heads`, 'utf8'), logHash(log.origin));
    for (const path of ['tile/entries/000.p/4', 'tile/0/000.p/4', 'pack/000', 'state/4'])
      t.ok(mirrored(path).length > 0, path);
    writeFileSync(`${target}/log/1/tile/0/000`, 'x');
  },
);
