import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { FILE, openDatabase } from '../../src/store/sqlite/database.ts';
import { APPLICATION_ID, migrations } from '../../src/store/sqlite/migrate.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { everyLeaf } from './contract/subject.ts';
import { OtherProcess } from './other-process.ts';
import { key, putStep, storedTexts, testClock } from './steps.ts';
import { codeOf, openTestStore, temporaryFolder } from './temporary.ts';

const options = (folder: string) => ({ folder, clock: testClock(), busyMs: 10, what: 'a test' });
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

t.test('What is stored is there after closing and opening again', async (t) => {
  const folder = temporaryFolder(t);
  const first = openStore(options(folder));
  await first.commit([putStep(key('kitos')), putStep(key('os2mo'))]);
  await first.close();
  await first.close();
  const { store } = openTestStore(t, folder);
  t.match(await store.getRecord(key('kitos')), { slug: 'kitos', version: 1 });
  t.equal((await everyLeaf(store)).length, 2);
});

t.test('Only the owner can read what is stored, whatever the umask is', async (t) => {
  const before = process.umask(0);
  t.teardown(() => process.umask(before));
  const folder = join(temporaryFolder(t), 'data');
  const { store } = openTestStore(t, folder);
  await store.commit([putStep(key('kitos'))]);
  t.equal(mode(folder), '700');
  const files = readdirSync(folder);
  t.same(files.sort(), [FILE, `${FILE}-shm`, `${FILE}-wal`, 'alminding.lock']);
  for (const file of files) t.equal(mode(join(folder, file)), '600', file);
});

t.test('A database that was readable by others is so no longer', async (t) => {
  const folder = temporaryFolder(t);
  await openStore(options(folder)).close();
  chmodSync(join(folder, FILE), 0o644);
  openTestStore(t, folder);
  t.equal(mode(join(folder, FILE)), '600');
});

t.test('Every commit is on the disk before it is answered, and deleted content is overwritten', async (t) => {
  const db = openDatabase(options(temporaryFolder(t)));
  t.teardown(() => db.close());
  const pragma = (name: string) => db.raw.pragma(name, { simple: true });
  t.same(['journal_mode', 'synchronous', 'secure_delete', 'foreign_keys'].map(pragma), ['wal', 2, 1, 1]);
});

t.test('A database of a newer version of the program is refused and stays as it is', async (t) => {
  const folder = temporaryFolder(t);
  await openStore(options(folder)).close();
  const raw = new Database(join(folder, FILE));
  raw.pragma(`user_version = ${migrations().length + 1}`);
  raw.close();
  t.equal(await codeOf(() => openStore(options(folder))), 'newer-database');
});

t.test('A database of another program is refused and not touched', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, FILE);
  const raw = new Database(file);
  raw.exec('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)');
  raw.close();
  const before = readFileSync(file);
  t.equal(await codeOf(() => openStore(options(folder))), 'not-a-backup');
  t.ok(readFileSync(file).equals(before));
  const other = new Database(file);
  other.exec('DROP TABLE theirs');
  other.pragma('application_id = 7');
  other.close();
  t.equal(await codeOf(() => openStore(options(folder))), 'not-a-backup');
});

t.test('A file that is no database, and one with damaged pages, are damaged data', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, FILE);
  writeFileSync(file, Buffer.alloc(8192, 'no database '));
  t.equal(await codeOf(() => openStore(options(folder))), 'damaged-data');

  const other = temporaryFolder(t);
  const store = openStore(options(other));
  await store.commit(Array.from({ length: 200 }, (_, i) => putStep(key(`s${i}`))));
  await store.close();
  const bytes = readFileSync(join(other, FILE));
  bytes.fill(0xff, 4096);
  writeFileSync(join(other, FILE), bytes);
  t.equal(await codeOf(() => openStore(options(other))), 'damaged-data');
});

t.test('Pages that are damaged behind an open store are told on reading and on writing', async (t) => {
  const folder = temporaryFolder(t);
  const filled = openStore(options(folder));
  await filled.commit(Array.from({ length: 200 }, (_, i) => putStep(key(`s${i}`), { view: 'v'.repeat(3000) })));
  await filled.close();
  const raw = new Database(join(folder, FILE), { readonly: true });
  const root = raw.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'records'").pluck().get() as number;
  const size = raw.pragma('page_size', { simple: true }) as number;
  raw.close();
  const bytes = readFileSync(join(folder, FILE));
  bytes.fill(0xff, (root - 1) * size, root * size);
  writeFileSync(join(folder, FILE), bytes);
  const { store } = openTestStore(t, folder);
  t.equal(await codeOf(() => store.getRecord(key('s1'))), 'damaged-data');
  t.equal(await codeOf(() => store.commit([putStep(key('new'))])), 'damaged-data');
});

t.test('A folder that cannot be written is refused, with its data or without', async (t) => {
  const folder = temporaryFolder(t);
  await openStore(options(folder)).close();
  chmodSync(join(folder, FILE), 0o400);
  chmodSync(folder, 0o500);
  const empty = temporaryFolder(t);
  chmodSync(empty, 0o500);
  await unprivileged(async () => {
    t.equal(await codeOf(() => openStore(options(folder))), 'read-only');
    t.equal(await codeOf(() => openStore(options(empty))), 'read-only');
    t.equal(await codeOf(() => openStore(options(join(empty, 'data')))), 'read-only');
  });
  t.equal(await codeOf(() => openStore(options(join(folder, FILE)))), 'read-only', 'a file is no folder');
});

t.test('A disk without room stops the write, loses nothing, and is no trouble once there is room', async (t) => {
  const folder = temporaryFolder(t);
  const { store } = openTestStore(t, folder);
  await store.commit([putStep(key('before'))]);
  const db = openDatabase(options(folder));
  t.teardown(() => db.close());
  const { commit } = await import('../../src/store/sqlite/commit.ts');
  const pages = db.raw.pragma('page_count', { simple: true }) as number;
  db.raw.pragma(`max_page_count = ${pages + 4}`);
  const large = (slug: string) => putStep(key(slug), { view: 'v'.repeat(40_000) });
  t.equal(await codeOf(() => commit(db, [putStep(key('small')), large('large')])), 'disk-full');
  t.equal(await store.getRecord(key('small')), null, 'nothing of the transaction is there');
  t.match(await store.getRecord(key('before')), { version: 1 });
  t.equal((await store.readLog()).size, 1);
  db.raw.pragma('max_page_count = 1000000');
  await commit(db, [putStep(key('small')), large('large')]);
  t.same(
    (await everyLeaf(store)).map(({ index }) => index),
    [0, 1, 2],
  );
});

t.test('What was stored before the disk was full is told', async (t) => {
  const folder = temporaryFolder(t);
  const { store } = openTestStore(t, folder);
  const db = openDatabase(options(folder));
  t.teardown(() => db.close());
  const { commit } = await import('../../src/store/sqlite/commit.ts');
  const small = Array.from({ length: LIMITS.batchSteps }, (_, i) => putStep(key(`small-${i}`)));
  await commit(db, small.slice(0, 1));
  db.raw.pragma(`max_page_count = ${(db.raw.pragma('page_count', { simple: true }) as number) + 100}`);
  const large = putStep(key('large'), { view: 'v'.repeat(1_000_000) });
  let told = 1;
  const steps = [...small.slice(1), putStep(key('one-more')), large];
  t.equal(await codeOf(() => commit(db, steps, (outcomes) => (told += outcomes.length))), 'disk-full');
  t.ok(told > 1 && told < steps.length + 1, `${told} were told`);
  t.equal((await store.readLog()).size, told, 'and just those are there');
});

t.test('Words that came in a transaction which failed get their numbers anew', async (t) => {
  const folder = temporaryFolder(t);
  const { store } = openTestStore(t, folder);
  const db = openDatabase(options(folder));
  t.teardown(() => db.close());
  const { commit } = await import('../../src/store/sqlite/commit.ts');
  db.raw.pragma(`max_page_count = ${(db.raw.pragma('page_count', { simple: true }) as number) + 4}`);
  const texts = { name: 'wordy', long: Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(' ') };
  t.equal(await codeOf(() => commit(db, [putStep(key('wordy'), { texts })])), 'disk-full');
  db.raw.pragma('max_page_count = 1000000');
  await commit(db, [putStep(key('other'), { texts: { name: 'other', long: 'quite another word' } })]);
  await commit(db, [putStep(key('wordy'), { texts })]);
  t.same((await store.getProjection(key('wordy')))?.texts, storedTexts(texts));
});

t.test('Who does not get the write lock tries again, and is told when it takes too long', async (t) => {
  const folder = temporaryFolder(t);
  const { store } = openTestStore(t, folder);
  const blocker = new Database(join(folder, FILE));
  t.teardown(() => blocker.close());
  blocker.exec('BEGIN IMMEDIATE');
  const waiting = store.commit([putStep(key('patient'))]);
  const lease = store.lease('loops', 'me', 1000);
  t.same(await store.getRecord(key('patient')), null, 'reads do not wait');
  blocker.exec('COMMIT');
  t.match(await waiting, [{ answer: 0 }]);
  t.equal(await lease, 1);
  blocker.exec('BEGIN IMMEDIATE');
  const began = process.hrtime.bigint();
  t.equal(await codeOf(() => store.commit([putStep(key('impatient'))])), 'busy');
  const waited = Number(process.hrtime.bigint() - began) / 1e6;
  t.ok(waited > LIMITS.writeRetries * 10, 'it was tried more than once');
  await store.close();
  blocker.exec('COMMIT');
  const again = openTestStore(t, folder);
  t.equal(await again.store.getRecord(key('impatient')), null);
});

t.test('Two processes that start at once on an empty folder share it', async (t) => {
  const folder = join(temporaryFolder(t), 'data');
  const [one, two] = [new OtherProcess(), new OtherProcess()];
  t.teardown(() => Promise.all([one.end(), two.end()]));
  const indexes = (await Promise.all([one.write(folder, 'one', 30), two.write(folder, 'two', 30)])).flat();
  const { store } = openTestStore(t, folder);
  t.same(
    indexes.sort((a, b) => a - b),
    Array.from({ length: 60 }, (_, i) => i),
    'no leaf was given twice',
  );
  t.equal((await everyLeaf(store)).length, 60);
  t.equal((await store.holders()).length, 1, 'those that left are no holders');
});

t.test('A process that was killed loses nothing that it was told, and holds nothing', async (t) => {
  const folder = join(temporaryFolder(t), 'data');
  mkdirSync(folder);
  const other = new OtherProcess();
  await other.start(folder);
  const { store } = openTestStore(t, folder);
  const held = await store.holders();
  t.same(held.map(({ what }) => what).sort(), ['a test', 'another writer']);
  await other.kill();
  t.same(
    (await store.holders()).map(({ what }) => what),
    ['a test'],
  );
  await store.commit([putStep(key('after'))]);
  const { size } = await store.readLog();
  t.equal((await everyLeaf(store)).length, size);
});

t.test('The program knows its own files by their mark', async (t) => t.equal(APPLICATION_ID, 0x414c4d44));

/** Permissions do not bind root: there the work is done as nobody. */
async function unprivileged(work: () => Promise<void>): Promise<void> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || !seteuid) return work();
  seteuid.call(process, 65_534);
  try {
    await work();
  } finally {
    seteuid.call(process, 0);
  }
}
