import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import t from 'tap';
import { restoreFrom } from '../../src/store/sqlite/backup.ts';
import { FILE } from '../../src/store/sqlite/database.ts';
import { holdAlone } from '../../src/store/sqlite/hold.ts';
import { migrations } from '../../src/store/sqlite/migrate.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { everyLeaf } from './contract/subject.ts';
import { OtherProcess } from './other-process.ts';
import { key, putStep, testClock } from './steps.ts';
import { codeOf, openTestStore, temporaryFolder } from './temporary.ts';

const options = (folder: string) => ({ folder, clock: testClock(), busyMs: 10, what: 'a test' });

/** A closed data folder with these entries, and a backup of it. */
async function made(t: Parameters<typeof temporaryFolder>[0], ...slugs: string[]) {
  const folder = temporaryFolder(t);
  const backup = join(temporaryFolder(t), 'backups', 'today.db');
  const store = openStore(options(folder));
  await store.commit(slugs.map((slug) => putStep(key(slug))));
  await store.lease('loops', 'somebody', 1e12);
  await store.backup(backup);
  await store.close();
  return { folder, backup };
}

t.test('A backup is one whole file that only its owner can read', async (t) => {
  const { backup } = await made(t, 'kitos');
  t.equal((statSync(backup).mode & 0o777).toString(8), '600');
  t.same(readdirSync(join(backup, '..')), ['today.db'], 'nothing half done beside it');
  const raw = new Database(backup, { readonly: true });
  t.teardown(() => raw.close());
  t.equal(raw.pragma('integrity_check', { simple: true }), 'ok');
  t.equal(raw.prepare('SELECT count(*) FROM processes').pluck().get(), 0, 'nobody holds a copy');
  t.equal(raw.prepare('SELECT expires FROM leases').pluck().get(), 0);
});

t.test('Nobody else can read a backup while it is made, whatever the umask is', async (t) => {
  const before = process.umask(0);
  t.teardown(() => process.umask(before));
  const { store } = openTestStore(t, temporaryFolder(t));
  await store.commit(Array.from({ length: 200 }, (_, i) => putStep(key(`entry-${i}`))));
  const backup = join(temporaryFolder(t), 'backup.db');
  // The copying holds this thread: another one looks.
  const watcher = new Worker(WATCHER, { eval: true, execArgv: [], workerData: `${backup}.part` });
  await once(watcher, 'message');
  for (let i = 0; i < 5; i += 1) await store.backup(backup);
  watcher.postMessage('end');
  const [modes] = (await once(watcher, 'message')) as [string[]];
  t.same(modes, ['600']);
});

/** Notes the permissions that a file is seen with. */
const WATCHER = `
const { statSync } = require('node:fs');
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
const modes = new Set();
parentPort.postMessage('here');
while (!receiveMessageOnPort(parentPort)) {
  const there = statSync(workerData, { throwIfNoEntry: false });
  if (there) modes.add((there.mode & 0o777).toString(8));
}
parentPort.postMessage([...modes]);
`;

t.test('A backup while another process writes holds a state that once was', async (t) => {
  const folder = temporaryFolder(t);
  const { store } = openTestStore(t, folder);
  const other = new OtherProcess();
  t.teardown(() => other.end());
  await other.start(folder);
  const files = ['one', 'two', 'three'].map((name) => join(temporaryFolder(t), name));
  for (const file of files) await store.backup(file);
  const told = await other.stop();
  const sizes: number[] = [];
  for (const file of files) {
    const restored = temporaryFolder(t);
    t.same(restoreFrom(restored, file), { replaced: false });
    const copy = openTestStore(t, restored).store;
    const leaves = await everyLeaf(copy);
    t.equal(leaves.length, (await copy.readLog()).size);
    t.equal(leaves.length, await copy.countRecords('network'));
    sizes.push(leaves.length);
  }
  t.same(
    [...sizes].sort((a, b) => a - b),
    sizes,
  );
  t.ok((sizes[0] as number) > 0 && (sizes[2] as number) <= told.length);
});

t.test('A backup takes the place of an older one, and leaves it where it cannot be written', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const { store } = openTestStore(t, folder);
  await store.commit([putStep(key('os2mo'))]);
  const before = readFileSync(backup);
  mkdirSync(`${backup}.part`);
  writeFileSync(join(`${backup}.part`, 'x'), '');
  t.equal(await codeOf(() => store.backup(backup)), 'unwritable-file');
  t.ok(readFileSync(backup).equals(before));
  const file = join(backup, 'below-a-file');
  await t.rejects(store.backup(file), { code: 'unwritable-file', message: `The backup ${file} was not made` });
  await t.rejects(store.backup('/dev/null/backup.db'), { code: 'unwritable-file', message: '/dev/null/backup.db' });
});

t.test('Restoring puts the backup in place and keeps what was there', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const store = openStore(options(folder));
  await store.commit([putStep(key('later'))]);
  await store.close();
  t.same(restoreFrom(folder, backup), { replaced: true });
  t.equal((statSync(join(folder, FILE)).mode & 0o777).toString(8), '600');
  const restored = openTestStore(t, folder).store;
  t.ok(await restored.getRecord(key('kitos')));
  t.equal(await restored.getRecord(key('later')), null);
  t.equal(await restored.lease('loops', 'me', 1000), 2, 'the loops are free, and old numbers stay used');
  const kept = temporaryFolder(t);
  copyFileSync(join(folder, `${FILE}.before-restore`), join(kept, FILE));
  t.ok(await openTestStore(t, kept).store.getRecord(key('later')), 'what was last written too');
});

t.test('Restoring into an empty place makes the folder', async (t) => {
  const { backup } = await made(t, 'kitos');
  const folder = join(temporaryFolder(t), 'new');
  t.same(restoreFrom(folder, backup), { replaced: false });
  t.equal((statSync(folder).mode & 0o777).toString(8), '700');
  t.ok(await openTestStore(t, folder).store.getRecord(key('kitos')));
});

t.test('While a process holds the data nothing is restored, and it is named', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const other = new OtherProcess();
  t.teardown(() => other.end());
  await other.start(folder);
  const error = refusal(() => restoreFrom(folder, backup));
  t.match(error, { code: 'data-in-use', extra: { pid: other.pid, what: 'another writer' } });
  t.match(error.message, `Process ${other.pid} (another writer)`);
  await other.stop();
  t.notOk(existsSync(join(folder, `${FILE}.before-restore`)));
  t.notOk(existsSync(join(folder, `${FILE}.part`)));
});

t.test('A process that starts while a backup is put in place waits, and then finds the restored data', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const store = openStore(options(folder));
  await store.commit([putStep(key('later'))]);
  await store.close();
  const other = new OtherProcess();
  t.teardown(() => other.end());
  // As restoring does: alone until the file has its place.
  const hold = holdAlone(folder);
  let begun = false;
  const told = other.write(folder, 'other', 3).then((indexes) => {
    begun = true;
    return indexes;
  });
  await sleep(1_500);
  t.notOk(begun, 'it waits');
  t.equal(refusal(() => restoreFrom(folder, backup)).code, 'data-in-use', 'nor does a second restoring go on');
  copyFileSync(backup, join(folder, 'new'));
  renameSync(join(folder, 'new'), join(folder, FILE));
  hold.release();
  t.equal((await told).length, 3);
  const after = openTestStore(t, folder).store;
  t.ok(await after.getRecord(key('kitos')));
  t.equal(await after.getRecord(key('later')), null);
  for (const i of [0, 1, 2])
    t.ok(await after.getRecord(key(`other-${i}`, 0, 'network')), 'what was acknowledged is there');
});

t.test('However two processes meet, what one was told stays when the other restores', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const other = new OtherProcess();
  t.teardown(() => other.end());
  let restored = 0;
  for (let round = 0; round < 3; round += 1) {
    const started = other.start(folder, `round${round}`);
    let refused = false;
    for (const end = Date.now() + 20_000; !refused && Date.now() < end; await sleep(150)) {
      const { code } = refusal(() => restoreFrom(folder, backup));
      if (code === undefined) restored += 1;
      refused = code === 'data-in-use';
    }
    t.ok(refused, 'the other one came to hold it');
    await started;
    // From its start on nobody could restore: all that it was told is in the data.
    const told = await other.stop();
    const store = openStore(options(folder));
    t.equal(await store.countRecords('network'), told.length);
    await store.close();
    t.same(restoreFrom(folder, backup), { replaced: true });
  }
  t.ok(restored > 0, 'sometimes it restored first');
});

t.test('A process that only reads, and says nothing of itself, holds the data too', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const reader = new Database(join(folder, FILE), { readonly: true });
  reader.prepare('SELECT count(*) FROM entries').get();
  const error = refusal(() => restoreFrom(folder, backup));
  t.match(error, { code: 'data-in-use', message: /Another process/ });
  reader.close();
  t.same(restoreFrom(folder, backup), { replaced: true });
});

t.test('A process that died without a word holds nothing, even if its number is in use again', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const raw = new Database(join(folder, FILE));
  raw.prepare('INSERT INTO processes VALUES (?, ?, 0)').run(process.ppid, 'alminding serve');
  raw.close();
  t.same(restoreFrom(folder, backup), { replaced: true });
});

t.test('What is no backup is refused, and the data stays', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  const place = temporaryFolder(t);
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(place, name), content);
    return join(place, name);
  };
  const foreign = join(place, 'foreign.db');
  const raw = new Database(foreign);
  raw.exec('CREATE TABLE theirs (a)');
  raw.close();
  const bytes = readFileSync(backup);
  const damaged = Buffer.from(bytes);
  damaged.fill(0xff, 4096 * 3, 4096 * 6);
  const newer = join(place, 'newer.db');
  copyFileSync(backup, newer);
  const next = new Database(newer);
  next.pragma(`user_version = ${migrations().length + 1}`);
  next.close();
  const before = readFileSync(join(folder, FILE));
  const cases: [string, string][] = [
    [join(place, 'none.db'), 'unreadable-file'],
    [place, 'not-a-backup'],
    [file('text.db', 'no database at all, but long enough to be one '.repeat(20)), 'not-a-backup'],
    [file('empty.db', ''), 'not-a-backup'],
    [foreign, 'not-a-backup'],
    [file('damaged.db', damaged), 'not-a-backup'],
    [file('cut.db', bytes.subarray(0, bytes.length / 2)), 'not-a-backup'],
    [newer, 'newer-database'],
  ];
  for (const [path, code] of cases) t.equal(refusal(() => restoreFrom(folder, path)).code, code, path.slice(-12));
  t.ok(readFileSync(join(folder, FILE)).equals(before));
  t.notOk(existsSync(join(folder, `${FILE}.before-restore`)));
});

t.test('Damaged data is moved aside for a backup', async (t) => {
  const { folder, backup } = await made(t, 'kitos');
  writeFileSync(join(folder, FILE), Buffer.alloc(5000, 'x'));
  t.same(restoreFrom(folder, backup), { replaced: true });
  t.ok(await openTestStore(t, folder).store.getRecord(key('kitos')));
});

t.test('The database itself is no way to lose the database', async (t) => {
  const { folder } = await made(t, 'kitos');
  t.same(restoreFrom(folder, join(folder, FILE)), { replaced: true });
  t.ok(await openTestStore(t, folder).store.getRecord(key('kitos')));
});

t.test('A backup can be read from where nothing may be written', async (t) => {
  const { backup } = await made(t, 'kitos');
  chmodSync(backup, 0o400);
  chmodSync(join(backup, '..'), 0o500);
  t.teardown(() => chmodSync(join(backup, '..'), 0o700));
  const folder = temporaryFolder(t);
  restoreFrom(folder, backup);
  t.ok(await openTestStore(t, folder).store.getRecord(key('kitos')));
});

function refusal(work: () => unknown): Error & { code?: string } {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  return new Error('nothing was refused');
}
