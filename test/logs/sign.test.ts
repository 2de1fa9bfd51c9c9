import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import t from 'tap';
import { beginInThread } from '../../src/begin-epoch.ts';
import { openCheckpoint, parseCheckpoint } from '../../src/journal/checkpoint.ts';
import { verifierKeys } from '../../src/journal/key-document.ts';
import { leafHash } from '../../src/journal/tree.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { newSalt } from '../../src/kernel/digest.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { currentKeys } from '../../src/logs/control.ts';
import { keyFolder, readKeys } from '../../src/logs/key-files.ts';
import { createSigner } from '../../src/logs/loop.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { verify } from '../../src/registry/verify.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { refusalOf } from '../helpers/refused.ts';
import { merkleRoot } from '../helpers/tree-model.ts';
import { temporaryFolder } from '../store/temporary.ts';
import { type LogWorld, NEVER, openLogs, publishMany } from './world.ts';

const headOf = async ({ store }: LogWorld) => {
  const head = await store.getHead(0);
  if (head === null) throw new Error('no head');
  return head;
};
const allLeaves = async ({ store }: LogWorld) => store.logLeaves(0, 0, 10_000);

t.test('the first start makes keys, names them in the log and signs it', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  t.same(world.complaints, []);
  t.same(world.signer.state(), { signing: true, reason: null });
  const head = await headOf(world);
  const document = await currentKeys(world.store);
  t.equal(head.origin, 'catalogue.example/log/1');
  t.equal(head.size, 1, 'the key document is its first leaf');
  t.equal(document?.origin, head.origin);
  const keys = verifierKeys(document?.log ?? []);
  const checkpoint = openCheckpoint(head.note, head.origin, keys);
  t.ok(checkpoint.root.equals(merkleRoot((await allLeaves(world)).map(leafHash))));
  t.equal(document?.witness.length, 1);
  t.equal(document?.root.keys.length, 2, 'a root key and a recovery key');
});

t.test('secrets lie in files that only their owner reads, and in nothing else', async (t) => {
  const world = await openLogs(t);
  await publishMany(world.registry, 3);
  await world.signer.sign();
  const folder = keyFolder(world.folder);
  t.equal(statSync(folder).mode & 0o777, 0o700);
  const files = readdirSync(folder);
  t.same(files.sort(), ['last-signed.json', 'log.key', 'recovery.key', 'root.key', 'witness.key']);
  for (const file of files) t.equal(statSync(`${folder}/${file}`).mode & 0o777, 0o600, file);
  const ring = await readKeys(world.folder);
  await world.store.backup(`${world.folder}/copy.db`);
  const database = ['copy.db', 'alminding.db', 'alminding.db-wal'].map((file) =>
    readFileSync(`${world.folder}/${file}`),
  );
  for (const key of [ring?.log, ring?.witness, ring?.root, ring?.recovery]) {
    const secret = key?.seed as Buffer;
    for (const bytes of database)
      t.notOk(
        bytes.includes(secret) || bytes.includes(secret.toString('base64')) || bytes.includes(secret.toString('hex')),
      );
  }
});

t.test('keys that others could read are refused, and nothing is signed', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  await world.close();
  for (const [path, mode] of [
    ['log.key', 0o640],
    ['log.key', 0o604],
    ['', 0o750],
  ] as const) {
    chmodSync(`${keyFolder(world.folder)}/${path}`, mode);
    const again = await openLogs(t, { folder: world.folder });
    await publishMany(again.registry, 1, `x${mode}`);
    await again.signer.sign();
    t.match(again.complaints[0], /can be read by others/);
    t.equal(again.signer.state().signing, false);
    t.equal((await headOf(again)).size, 1);
    await again.close();
    chmodSync(`${keyFolder(world.folder)}/${path}`, path === '' ? 0o700 : 0o600);
  }
});

t.test('each head extends the one before and covers every leaf that was written', async (t) => {
  const world = await openLogs(t);
  let last = 0;
  for (const count of [0, 1, 7, 255, 300, 1]) {
    await publishMany(world.registry, count, `batch${last}`);
    await world.signer.sign();
    const head = await headOf(world);
    const leaves = await allLeaves(world);
    t.equal(head.size, leaves.length);
    t.ok(Buffer.from(head.root).equals(merkleRoot(leaves.map(leafHash))), `${head.size} leaves`);
    t.ok(parseCheckpoint(head.note).root.equals(Buffer.from(head.root)));
    last = head.size;
  }
  t.equal((await world.store.logNodes(0, 1, 0, 10)).length, 2, 'two tiles are full');
  t.same((await verify(world.store)).findings, []);
});

t.test('a turn without news writes nothing', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  const before = world.raw.pragma('data_version', { simple: true });
  const file = statSync(`${keyFolder(world.folder)}/last-signed.json`).mtimeMs;
  for (let i = 0; i < 3; i += 1) await world.signer.sign();
  t.equal(world.raw.pragma('data_version', { simple: true }), before);
  t.equal(statSync(`${keyFolder(world.folder)}/last-signed.json`).mtimeMs, file);
});

t.test(
  'a catalogue without an address signs under a name that nobody can pin, with the same key from start to start',
  async (t) => {
    const world = await openLogs(t, { publicUrl: '' });
    await world.signer.sign();
    const { origin } = await headOf(world);
    t.match(origin, /^local-[0-9a-f]{8}\.invalid\/log\/1$/);
    await world.close();
    const again = await openLogs(t, { publicUrl: '', folder: world.folder });
    await publishMany(again.registry, 1);
    await again.signer.sign();
    t.equal((await headOf(again)).origin, origin);
    t.equal((await headOf(again)).size, 2);
  },
);

t.test(
  'a head is swapped only by the holder of the lease, on the head it knew, and never beyond the log',
  async (t) => {
    const world = await openLogs(t);
    await world.signer.sign();
    const head = await headOf(world);
    const fence = { name: 'loops', fence: 1 };
    await publishMany(world.registry, 2);
    const next = { ...head, size: 3 };
    t.equal(await world.store.swapHead(next, 1, [], { ...fence, fence: 2 }), false, 'another number');
    t.equal(await world.store.swapHead(next, 1, [], { ...fence, name: 'other' }), false, 'no lease');
    t.equal(await world.store.swapHead(next, null, [], fence), false, 'there is a head already');
    t.equal(await world.store.swapHead(next, 2, [], fence), false, 'another one');
    t.equal(await world.store.swapHead({ ...head, size: 4 }, 1, [], fence), false, 'more leaves than there are');
    t.same(await headOf(world), head);
    t.equal(await world.store.swapHead(next, 1, [], fence), true);
    world.clock.at += 3_600_001;
    t.equal(await world.store.swapHead({ ...head, size: 3 }, 3, [], fence), false, 'the lease has run out');
  },
);

t.test('two signers at once sign one line of heads', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  const other = await openLogs(t, { folder: world.folder });
  await publishMany(world.registry, 5);
  await Promise.all([world.signer.sign(), other.signer.sign(), world.signer.sign()]);
  t.equal((await headOf(world)).size, 6);
  t.same([...world.complaints, ...other.complaints], []);
});

t.test('a database that is behind what was signed is not signed, though the service goes on', async (t) => {
  const world = await openLogs(t);
  await publishMany(world.registry, 2);
  await world.signer.sign();
  await world.store.backup(`${world.folder}/old.db`);
  await publishMany(world.registry, 3, 'later');
  await world.signer.sign();
  await world.close();
  const { restoreFrom } = await import('../../src/store/sqlite/backup.ts');
  restoreFrom(world.folder, `${world.folder}/old.db`);
  const shorter = await openLogs(t, { folder: world.folder });
  await shorter.signer.sign();
  t.match(shorter.complaints, ['The log has 3 leaves, and 6 were signed.']);
  await publishMany(shorter.registry, 9, 'other');
  await shorter.signer.sign();
  t.match(shorter.complaints[1], 'another root at size 6');
  t.equal((await headOf(shorter)).size, 3, 'the old head stays');
  await shorter.close();
});

t.test('a crash between the note of what was signed and the head loses nothing', async (t) => {
  const world = await openLogs(t);
  await publishMany(world.registry, 300);
  await world.signer.sign();
  world.raw.exec('DELETE FROM heads; DELETE FROM nodes');
  await world.close();
  const again = await openLogs(t, { folder: world.folder });
  await publishMany(again.registry, 1, 'later');
  await again.signer.sign();
  t.same(again.complaints, []);
  t.equal((await headOf(again)).size, 302);
});

t.test('a log without its keys is not signed with new ones', async (t) => {
  const world = await openLogs(t);
  await world.signer.sign();
  await world.close();
  const { rmSync } = await import('node:fs');
  rmSync(keyFolder(world.folder), { recursive: true });
  const again = await openLogs(t, { folder: world.folder });
  await again.signer.sign();
  t.match(again.complaints[0], /keys of this log are not in the data folder/);
  t.throws(() => statSync(keyFolder(world.folder)));
  t.equal(
    refusalOf(() => openCheckpoint(Buffer.from('x'), 'a', [])),
    'invalid-input',
  );
});

t.test('A large log begins anew in a thread of its own, and it is told how far that is', async (t) => {
  const folder = temporaryFolder(t);
  const store = openStore({ folder, clock: systemClock, busyMs: 5_000, what: 'a test' });
  const registry = createRegistry({ store, clock: systemClock, serving: false });
  let fence = await store.lease('loops', 'test', 3_600_000);
  const said: string[] = [];
  const complaints: string[] = [];
  const signerAt = (publicUrl: string) =>
    createSigner({
      ...{ store, clock: systemClock, data: folder, publicUrl, fence: () => fence, everyMs: NEVER, salt: newSalt },
      begin: beginInThread(folder),
      say: (words) => said.push(words),
      report: (error) => complaints.push(String(error)),
    });
  t.teardown(async () => {
    await registry.close();
    await store.close();
  });
  await publishMany(registry, LIMITS.epochHereLeaves);
  const before = signerAt('https://a.example');
  await before.sign();
  await before.end();
  t.same(said, [], 'a first log takes no time to speak of');
  const after = signerAt('https://b.example');
  const reasons = new Set<string | null>();
  const look = setInterval(() => reasons.add(after.state().reason), 2);
  await after.sign();
  clearInterval(look);
  t.same(complaints, []);
  t.same(after.state(), { signing: true, reason: null });
  t.match((await store.getHead(0)) ?? {}, { origin: 'b.example/log/2', size: LIMITS.epochHereLeaves + 1 });
  t.match(said, [/^The log begins anew under the name b\.example: \d+ of 1000 entries stand in it$/]);
  t.ok(
    [...reasons].some((reason) => reason?.includes('begins anew')),
    'who asks meanwhile is told',
  );
  t.same((await verify(store)).findings, []);
  await after.end();

  const late = signerAt('https://c.example');
  const lost = fence ?? 0;
  await store.releaseLease('loops', 'test');
  fence = lost;
  await late.sign();
  t.match(complaints, [/Another process has signed meanwhile/], 'a refusal over there is one here');
  await late.end();
});
