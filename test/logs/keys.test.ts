import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import t from 'tap';
import { parseCheckpoint } from '../../src/journal/checkpoint.ts';
import { formatVerifierKey, NOTE_KEY, signerOf } from '../../src/journal/key.ts';
import { openKeyDocument, verifierKeys } from '../../src/journal/key-document.ts';
import { decodeLeaf } from '../../src/journal/leaf.ts';
import { applyLeaf, emptyState } from '../../src/journal/log-state.ts';
import { signersOf } from '../../src/journal/note.ts';
import { currentKeys } from '../../src/logs/control.ts';
import { exportKeys, stageKeys } from '../../src/logs/key-change.ts';
import { keyFile, keyFolder, readKey, readKeys } from '../../src/logs/key-files.ts';
import { setMark } from '../../src/logs/marks.ts';
import { recoverKeys, rotateKey } from '../../src/logs/rotate.ts';
import { verify } from '../../src/registry/verify.ts';
import { codeOf } from '../store/temporary.ts';
import { type LogWorld, openLogs, publishMany } from './world.ts';

const headOf = async ({ store }: LogWorld) => {
  const head = await store.getHead(0);
  if (head === null) throw new Error('no head');
  return head;
};
const document = async ({ store }: LogWorld) => {
  const keys = await currentKeys(store);
  if (keys === null) throw new Error('no keys');
  return keys;
};
const deps = ({ store, clock, folder }: LogWorld) => ({ store, clock, data: folder, salt: 'salt' });
const signedBy = async (world: LogWorld, keys: readonly string[]) =>
  signersOf(parseCheckpoint((await headOf(world)).note).note, verifierKeys(keys)).map(formatVerifierKey);

t.test('a rotated log key signs beside the old one, which the next rotation retires', async (t) => {
  const world = await openLogs(t);
  await publishMany(world.registry, 3);
  await world.signer.sign();
  const [first] = (await document(world)).log;
  const second = await rotateKey(deps(world), 'log');
  t.same(second.log.slice(1), [first]);
  await publishMany(world.registry, 1, 'later');
  await world.signer.sign();
  t.same(world.complaints, []);
  t.same(await signedBy(world, second.log), [...second.log], 'both sign');
  t.same(await signedBy(world, [first as string]), [first], 'who knows only the old key goes on reading');
  const third = await rotateKey(deps(world), 'log');
  await publishMany(world.registry, 1, 'last');
  await world.signer.sign();
  t.same(await signedBy(world, [first as string]), [], 'the first key signs no more');
  t.same(await signedBy(world, third.log), [...third.log]);
  t.equal((await headOf(world)).size, 8);
  t.same((await verify(world.store)).findings, []);
});

t.test(
  'the chain of key documents leads from the first to the last, and a link that is left out breaks it',
  async (t) => {
    const world = await openLogs(t);
    await world.signer.sign();
    await rotateKey(deps(world), 'log');
    await rotateKey(deps(world), 'root');
    await rotateKey(deps(world), 'witness');
    const bodies = (await world.store.listControls('control/key')).map(({ body }) => body);
    let last = null;
    for (const body of bodies) last = openKeyDocument(body, last);
    t.equal(last?.n, 4);
    t.equal(last?.witness.length, 2, 'the old cosignatures can still be checked');
    const first = openKeyDocument(bodies[0] as Uint8Array, null);
    t.equal(await codeOf(() => openKeyDocument(bodies[2] as Uint8Array, first)), 'invalid-input');
    t.equal(await codeOf(() => openKeyDocument(bodies[0] as Uint8Array, first)), 'invalid-input', 'none comes twice');
    const ring = await readKeys(world.folder);
    t.equal(last?.root.keys[0], formatVerifierKey(ring?.root as never));
    t.equal((await world.served.keys(4))?.byteLength, bodies[3]?.byteLength);
  },
);

t.test('a rotation that was killed half-way is finished or undone, as the log says', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  const before = await document(world);
  // Killed before the document was written.
  await stageKeys(world.folder, { log: signerOf(before.origin, NOTE_KEY) });
  await world.close();
  const again = await openLogs(t, { folder: world.folder });
  await publishMany(again.registry, 1);
  await again.signer.sign();
  t.same(again.complaints, []);
  t.same((await document(again)).log, before.log);
  t.notOk(existsSync(`${keyFile(world.folder, 'log')}.next`));
  // Killed after it was written, before the files were moved.
  const old = readFileSync(keyFile(world.folder, 'log'));
  const after = await rotateKey(deps(again), 'log');
  const { renameSync, writeFileSync } = await import('node:fs');
  renameSync(keyFile(world.folder, 'log'), `${keyFile(world.folder, 'log')}.next`);
  writeFileSync(keyFile(world.folder, 'log'), old, { mode: 0o600 });
  rmSync(keyFile(world.folder, 'previous'));
  await again.close();
  const third = await openLogs(t, { folder: world.folder });
  await publishMany(third.registry, 1, 'later');
  await third.signer.sign();
  t.same(third.complaints, []);
  t.same(await signedBy(third, after.log), [...after.log]);
});

t.test('the recovery key alone makes all keys anew, and the lost ones sign nothing any more', async (t) => {
  const world = await openLogs(t);
  await publishMany(world.registry, 2);
  await world.signer.sign();
  const before = await document(world);
  const safe = `${world.folder}/safe`;
  t.same(await exportKeys(world.folder, safe, { only: ['recovery'], move: true }), ['recovery.key']);
  t.equal(await readKey(keyFile(world.folder, 'recovery')), null);
  t.equal(statSync(safe).mode & 0o777, 0o700);
  t.equal(statSync(`${safe}/recovery.key`).mode & 0o777, 0o600);
  rmSync(keyFolder(world.folder), { recursive: true });
  const recovery = await readKey(`${safe}/recovery.key`);
  const stranger = signerOf('recovery-00000000.invalid', NOTE_KEY);
  t.equal(await codeOf(() => recoverKeys(deps(world), stranger)), 'unsafe-keys');
  const after = await recoverKeys(deps(world), recovery as never);
  t.equal(after.log.length, 1);
  t.notSame(after.log, before.log);
  t.notOk(
    after.root.keys.some((key) => before.root.keys.includes(key)),
    'no old key may change keys again',
  );
  await publishMany(world.registry, 1, 'later');
  await world.close();
  const again = await openLogs(t, { folder: world.folder });
  await again.signer.sign();
  t.same(again.complaints, []);
  t.same(await signedBy(again, before.log), []);
  t.same(await signedBy(again, after.log), [...after.log]);
  t.equal(await codeOf(() => recoverKeys(deps(again), recovery as never)), 'unsafe-keys', 'it is spent');
});

t.test('changes need as many root keys as were asked for', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  const [other, third] = [signerOf('root-other.invalid', NOTE_KEY), signerOf('root-third.invalid', NOTE_KEY)];
  const names = [other, third].map(formatVerifierKey);
  const given = { ...deps(world), signers: [other] };
  t.equal(await codeOf(() => rotateKey(deps(world), 'root', { threshold: 4, keys: names })), 'invalid-parameter');
  t.equal(await codeOf(() => rotateKey(deps(world), 'root', { threshold: 2, keys: names })), 'unsafe-keys');
  t.equal((await document(world)).n, 1, 'nothing was written');
  await rotateKey(given, 'root', { threshold: 2, keys: names });
  t.equal(await codeOf(() => rotateKey(deps(world), 'log')), 'unsafe-keys', 'one is too few');
  t.equal((await rotateKey({ ...deps(world), signers: [third] }, 'log')).n, 3);
  await world.signer.sign();
  t.same(world.complaints, []);
});

t.test('exported keys stay secret, and only those that are not in use can be taken away', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  t.equal(
    await codeOf(() => exportKeys(world.folder, `${world.folder}/x`, { only: ['log'], move: true })),
    'invalid-parameter',
  );
  t.equal(
    await codeOf(() => exportKeys(world.folder, world.folder, { only: ['root'], move: false })),
    'unwritable-file',
  );
  const files = await exportKeys(world.folder, `${world.folder}/all`, {
    only: ['log', 'previous', 'witness', 'root', 'recovery'],
    move: false,
  });
  t.same(files, ['log.key', 'witness.key', 'root.key', 'recovery.key']);
  t.same(readdirSync(`${world.folder}/all`).sort(), [...files].sort());
  chmodSync(`${world.folder}/all/root.key`, 0o644);
  t.equal(await codeOf(() => readKey(`${world.folder}/all/root.key`)), 'unsafe-keys');
});

t.test(
  'a new address opens an epoch: its first leaf names the old log, and everything stands in the new one',
  async (t) => {
    const world = await openLogs(t, { publicUrl: '' });
    await publishMany(world.registry, 300);
    await publishMany(world.registry, 5, 'product', '2');
    await world.registry.withdraw('software', 'product-7', 'retired');
    await world.signer.sign();
    const old = await headOf(world);
    await publishMany(world.registry, 1, 'unsigned');
    await world.close();
    const moved = await openLogs(t, { folder: world.folder, publicUrl: 'https://catalogue.example/town' });
    await moved.signer.sign();
    t.same(moved.complaints, []);
    const head = await headOf(moved);
    t.equal(head.origin, 'catalogue.example/town/log/2');
    const leaves = await moved.store.logLeaves(0, 0, 1_000);
    const { epoch } = await document(moved);
    t.match(epoch, { origin: old.origin, size: old.size + 1, reason: 'address', complete: leaves.length });
    const closed = (await moved.store.listHeads()).find(({ origin }) => origin === old.origin);
    t.equal(closed?.size, old.size + 1, 'what was not signed yet was signed under the old name first');
    t.equal(Buffer.from(closed?.root ?? '').toString('base64'), epoch?.root);
    t.match(decodeLeaf(leaves[0] as Uint8Array), { op: 'key', p: -1 });
    const state = emptyState();
    const inert = leaves.filter((leaf, i) => !applyLeaf(state, i, leaf).effective);
    t.same(inert, []);
    t.equal(state.entries.size, 302);
    t.equal(state.entries.get('software/product-7')?.status, 'gone');
    t.same((await verify(moved.store)).findings, []);
    t.ok(await moved.served.find('1'), 'the old log is served on');
    t.equal((await moved.served.find('2'))?.origin, head.origin);
    t.ok(await moved.served.keys(1), 'and the whole chain of keys');
    await publishMany(moved.registry, 3, 'product', '3');
    await moved.signer.sign();
    t.same((await verify(moved.store)).findings, []);
    await moved.close();
    const same = await openLogs(t, { folder: world.folder, publicUrl: '' });
    await same.signer.sign();
    t.equal((await headOf(same)).origin, head.origin, 'an address that is no longer set keeps the name');
    await same.close();
    const third = await openLogs(t, { folder: world.folder, publicUrl: 'https://other.example' });
    await third.signer.sign();
    t.equal((await headOf(third)).origin, 'other.example/log/3');
    t.same((await verify(third.store)).findings, []);
  },
);

t.test('a new epoch is made beside the log that goes on: what is written meanwhile stands in it', async (t) => {
  const world = await openLogs(t, { publicUrl: '' });
  await publishMany(world.registry, 600);
  await world.signer.sign();
  await world.close();
  const moved = await openLogs(t, { folder: world.folder, publicUrl: 'https://catalogue.example' });
  const { stageLeaves } = moved.store;
  const sizes: number[] = [];
  moved.store.stageLeaves = async (stage, leaves) => {
    await stageLeaves(stage, leaves);
    sizes.push(leaves.length);
    if (sizes.length === 2) {
      await publishMany(moved.registry, 70, 'product', '2');
      await publishMany(moved.registry, 5, 'meanwhile');
      await moved.registry.withdraw('software', 'product-500', 'retired');
      await moved.registry.erase('software', 'product-501', null);
    }
  };
  await moved.signer.sign();
  t.same(moved.complaints, []);
  t.ok(sizes.every((size) => size <= 256) && sizes.length > 3, String(sizes));
  const leaves = await moved.store.logLeaves(0, 0, 1_000);
  t.equal((await document(moved)).epoch?.complete, leaves.length);
  const state = emptyState();
  t.same(
    leaves.filter((leaf, i) => !applyLeaf(state, i, leaf).effective),
    [],
  );
  t.equal(state.entries.size, 606);
  t.same((await verify(moved.store)).findings, []);
  await publishMany(moved.registry, 3, 'product', '3');
  await moved.signer.sign();
  t.same((await verify(moved.store)).findings, []);
});

t.test('a log that is behind what was signed goes on as a new one only when the operator says so', async (t) => {
  const world = await openLogs(t);
  await publishMany(world.registry, 2);
  await world.signer.sign();
  await world.store.backup(`${world.folder}/old.db`);
  await publishMany(world.registry, 3, 'later');
  await world.signer.sign();
  const signed = await headOf(world);
  await world.close();
  const { restoreFrom } = await import('../../src/store/sqlite/backup.ts');
  restoreFrom(world.folder, `${world.folder}/old.db`);
  const behind = await openLogs(t, { folder: world.folder });
  await behind.signer.sign();
  t.match(behind.complaints[0], /accept-fork-risk/);
  await setMark(world.folder, 'allowed');
  await behind.signer.sign();
  t.same(behind.signer.state(), { signing: true, reason: null });
  const head = await headOf(behind);
  t.equal(head.origin, 'catalogue.example/log/2');
  t.match((await document(behind)).epoch, { reason: 'restored', origin: signed.origin, size: 3 });
  t.notOk(existsSync(`${world.folder}/accept-fork-risk`), 'it holds once');
  await setMark(world.folder, 'allowed');
  await behind.signer.sign();
  t.notOk(existsSync(`${world.folder}/accept-fork-risk`), 'nor is it kept where nothing stands in the way');
  t.equal((await headOf(behind)).origin, head.origin);
  t.same((await verify(behind.store)).findings, []);
});
