/** What the world does to data folders: each gets a clear error, and what was acknowledged stays. */
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { PROGRAM } from '../../scripts/lib/built.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { cliOf } from '../helpers/cli.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { environment, spawned, start } from '../helpers/spawned.ts';

const AGENDA = manifestOf('Agenda', 'https://forge.example/town/agenda');
/** Modes mean nothing to root, so that the program runs as somebody else then. */
const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

function forNobody(path: string): string {
  mkdirSync(path, { recursive: true });
  if ('uid' in asNobody) chownSync(path, NOBODY, NOBODY);
  return path;
}

t.test('a folder in which nothing may be written', async (t) => {
  const base = t.testdir({ files: { 'a.yml': AGENDA } });
  const folder = forNobody(`${base}/closed`);
  chmodSync(folder, 0o555);
  for (const args of [['serve'], ['import', `${base}/files`]]) {
    const { code, err, out } = await spawned(t, args, { ALMINDING_DATA: `${folder}/data` }, asNobody);
    t.equal(code, 2, args.join(' '));
    t.match(err, /closed\/data: The data folder cannot be written\. Check its owner and its permissions\./);
    t.equal(out, '');
  }
  chmodSync(folder, 0o755);
});

t.test('data that may only be read', async (t) => {
  const base = t.testdir({ files: { 'a.yml': AGENDA }, more: { 'b.yml': AGENDA.replaceAll('genda', 'genda2') } });
  const data = forNobody(`${base}/data`);
  const env = { ALMINDING_DATA: data };
  t.match(await spawned(t, ['import', `${base}/files`], env, asNobody), { code: 0 });
  for (const file of readdirSync(data)) chmodSync(join(data, file), 0o444);
  chmodSync(data, 0o555);
  const refused = await spawned(t, ['import', `${base}/more`], env, asNobody);
  t.match(refused, { code: 2, err: /The data folder cannot be written/ });
  chmodSync(data, 0o755);
  for (const file of readdirSync(data)) chmodSync(join(data, file), 0o600);
  t.match(await spawned(t, ['verify'], env, asNobody), { code: 0, out: /1 leaf, 1 entry/ });
});

t.test('what only asks or takes refuses a folder without a catalogue, and leaves nothing there', async (t) => {
  const { alminding, json } = cliOf(t);
  const base = t.testdir();
  const env = { ALMINDING_DATA: `${base}/data` };
  for (const words of [
    ['search', 'x'],
    ['show', 'software/x'],
    ['verify'],
    ['backup', `${base}/copy.db`],
    ['forks', 'list'],
    ['peer', 'list'],
    ['key', 'show'],
    ['drafts', 'list'],
    ['hand-over', 'list'],
    ['sync'],
    ['witness', 'list'],
    ['source', 'list'],
    ['hook', 'list'],
    ['token', 'list'],
    ['admission', 'list'],
    ['erase', '--confirmations'],
  ])
    t.match(await alminding(words, { env }), { code: 2, out: '', err: /no catalogue in .*data\. .*ALMINDING_DATA/ });
  t.match(await json(['verify'], { env }), { code: 2, value: { error: { code: 'no-data' } } });
  t.match(await json(['assessment', 'export', 'assessment/a'], { env }), {
    code: 2,
    value: { error: { code: 'no-data' } },
  });
  t.same(readdirSync(base), []);
});

t.test('a file where the folder should be', async (t) => {
  const { alminding } = cliOf(t);
  const base = t.testdir({ data: 'a file' });
  const ran = await alminding(['search', 'x'], { env: { ALMINDING_DATA: `${base}/data` } });
  t.match(ran, { code: 2, err: /data: The data folder cannot be written/ });
});

/** A file and a record that takes about fifty kilobytes of the database. */
/** More than one transaction of an import takes. */
const FILES = LIMITS.bulkSteps * 2 + 100;

function longRecord(i: number): [string, string] {
  const words = Array.from({ length: 130 }, (_, n) => `word${(n * 7 + i * 13) % 5_000}`);
  return [`town-${i}.yml`, `name: Town ${i}\ndescription:\n  en: ${words.join(' ')}\n`];
}

t.test('a disk that fills up in the middle of an import', async (t) => {
  const base = t.testdir({ organisations: Object.fromEntries(Array.from({ length: FILES }, (_, i) => longRecord(i))) });
  const env = { ALMINDING_DATA: `${base}/data` };
  // No file may grow beyond this: writing on fails as on a full disk, without any rights to make one.
  const limited = `trap '' XFSZ; ulimit -f 16000; exec "$0" "$@"`;
  const args = ['-c', limited, process.execPath, PROGRAM, 'import', base, '--verbose'];
  const { code, signal, out, err } = await start(t, 'sh', args, { env: environment(env) }).ended;
  t.same({ code, signal }, { code: 2, signal: null });
  t.match(err, /The disk is full\. What was not confirmed is not stored\. Free some space and try again\./);
  t.match(err, /Stopped after \d+ files: \d+ new/);
  const acknowledged = [...out.matchAll(/^new (\S+) (\S+)$/gm)].map(([, id, file]) => ({ id, file }));
  t.ok(acknowledged.length > 10 && acknowledged.length < FILES, `${acknowledged.length} were acknowledged`);
  const verified = await spawned(t, ['verify', '--json'], env);
  t.match(verified, { code: 0 });
  t.equal(JSON.parse(verified.out).leaves, acknowledged.length, 'and nothing else is');
  const again = await spawned(t, ['import', base, '--json'], env);
  t.equal(again.code, 0);
  const { files } = JSON.parse(again.out) as { files: { file: string; outcome: string; id: string }[] };
  const unchanged = new Map(files.map(({ file, outcome, id }) => [file, `${outcome} ${id}`]));
  t.same(
    acknowledged.filter(({ id, file }) => unchanged.get(file as string) !== `unchanged ${id}`),
    [],
    'all that was acknowledged is there',
  );
});

async function withData(t: Test) {
  const cli = cliOf(t);
  const base = t.testdir({ files: { 'a.yml': AGENDA } });
  await cli.alminding(['import', `${base}/files`]);
  return { ...cli, base, file: `${cli.data}/alminding.db` };
}

t.test('data of a newer version', async (t) => {
  const { alminding, file, base } = await withData(t);
  const raw = new Database(file);
  raw.pragma('user_version = 999');
  raw.close();
  const before = statSync(file).mtimeMs;
  for (const words of [['search', 'x'], ['import', `${base}/files`], ['verify'], ['backup', `${base}/copy.db`]])
    t.match(await alminding(words), { code: 2, err: /data: The data folder was written by a newer version/ });
  t.match(await spawned(t, ['serve'], { ALMINDING_DATA: `${base}/data` }), { code: 2, err: /newer version/ });
  t.equal(statSync(file).mtimeMs, before, 'it is left as it is');
});

t.test('data of another program', async (t) => {
  const { alminding, data } = cliOf(t);
  mkdirSync(data);
  const raw = new Database(`${data}/alminding.db`);
  raw.exec('CREATE TABLE theirs (x)');
  raw.close();
  t.match(await alminding(['search', 'x']), { code: 2, err: /was not made by this program/ });
});

t.test('data that is damaged', async (t) => {
  const { alminding, json, file } = await withData(t);
  for (const end of ['-wal', '-shm']) if (existsSync(file + end)) t.fail('the database was not closed');
  const rubbish = Buffer.alloc(statSync(file).size, 'rubbish ');
  writeFileSync(file, rubbish);
  t.match(await alminding(['search', 'x']), { code: 2, err: /data: The stored data contradicts itself/ });
  t.match(await alminding(['sync']), { code: 2, err: /data: The stored data contradicts itself/ }, 'from its thread');
  t.match(await alminding(['verify']), { code: 1, err: /The stored data contradicts itself/ });
  t.match(await json(['verify']), { code: 1, value: { error: { code: 'damaged-data' } } });
});

t.test('backups and what is none', async (t) => {
  const { alminding, json, base, data, file } = await withData(t);
  const copy = `${base}/deep/copy.db`;
  t.match(await alminding(['backup', copy]), { code: 0, out: /The data is copied to .*copy\.db \([\d,]+ bytes\)/ });
  t.equal(statSync(copy).mode & 0o777, 0o600);
  t.match(await alminding(['backup', copy]), { code: 2, err: /is there already/ });
  t.match(await json(['backup', copy, '--force']), { code: 0, value: { file: copy } });
  t.match(await alminding(['backup', base, '--force']), { code: 2, err: /is there already/ });
  t.match(await alminding(['withdraw', 'software/agenda', '--reason', 'retired']), { code: 0 });
  t.match(await alminding(['sync']), { code: 0, out: /No pinned catalogue is active/ });
  t.match(await alminding(['peer', 'list']), { code: 0, out: /No catalogue is pinned/ });
  t.match(await alminding(['peer', 'pause']), { code: 2, err: /which one: `alminding peer pause NAME`/ });
  t.match(await alminding(['sync', '--peer', 'none']), { code: 2, err: /There is no active peer none\./ });
  writeFileSync(`${base}/text.db`, 'hello');
  writeFileSync(`${base}/empty.db`, '');
  new Database(`${base}/foreign.db`).exec('CREATE TABLE t (x)').close();
  for (const none of ['text.db', 'empty.db', 'foreign.db'])
    t.match(await alminding(['restore', `${base}/${none}`]), { code: 2, err: /is not a backup of this program/ }, none);
  t.match(await alminding(['restore', `${base}/none.db`]), { code: 2, err: /There is no file/ });
  t.match(await alminding(['show', 'software/agenda']), { code: 2, err: /was withdrawn/ }, 'nothing was replaced');
  t.match(await json(['restore', copy]), { code: 0, value: { file: copy, data, replaced: true } });
  t.match(await alminding(['show', 'software/agenda']), { code: 0 });
  t.ok(existsSync(`${file}.before-restore`));
  const fresh = { env: { ALMINDING_DATA: `${base}/fresh` } };
  t.match(await json(['restore', copy], fresh), { code: 0, value: { replaced: false } });
  t.match(await alminding(['verify'], fresh), { code: 0 });
});
