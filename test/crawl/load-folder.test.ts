import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { type FolderSource, loadFolder } from '../../src/crawl/load-folder.ts';
import { checkSources } from '../../src/crawl/sources.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { eraseEntry } from '../../src/registry/erasure.ts';
import { verify } from '../../src/registry/verify.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { keyOf, leafCount, manifest, openWorld, shown, viewOf, type World } from '../registry/world.ts';
import { temporaryFolder } from '../store/temporary.ts';

const DAY = 24 * 3_600_000;
const KITOS = keyOf({ id: 'software/kitos' });
const REPOSITORY = 'https://forge.example/t/kitos';
const NOTHING = { changed: 0, broken: 0, hidden: 0, withdrawn: 0 };

interface Loading extends World {
  path: string;
  write(file: string, text: string | Buffer): void;
  load(over?: Partial<FolderSource>): ReturnType<typeof loadFolder>;
}

function opened(t: Pick<Test, 'teardown'>): Loading {
  const world = openWorld(t);
  const path = join(temporaryFolder(t), 'catalogue');
  const source: FolderSource = { path, name: 'own', origin: 'own', removalDays: 30 };
  return {
    ...world,
    path,
    write(file, text) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    load: (over = {}) => loadFolder(world, { ...source, ...over }),
  };
}

const kitos = (more = '') => `name: Kitos\nurl: ${REPOSITORY}\n${more}`;

t.test('A folder is loaded once; unchanged files are passed over, changed ones make a version', async (t) => {
  const world = opened(t);
  world.write('software/kitos.yml', kitos());
  world.write(
    'software/os2mo.json',
    JSON.stringify({ name: 'OS2mo', relations: [{ type: 'part-of', target: 'software/z' }] }),
  );
  world.write('organisations/town.yaml', 'name: Town\ntype: municipality\n');
  world.write('networks/os2.yml', 'name: OS2\n');
  world.write('README.md', '# no record');
  world.write('software/.kitos.yml.swp', 'no record');
  world.write('software/notes.txt', 'no record');
  t.same(await world.load(), { ...NOTHING, files: 4, changed: 4 });
  t.match(await viewOf(world, KITOS), { source: { rank: 'folder', by: 'folder', file: 'software/kitos.yml' } });
  t.same(await world.load(), { ...NOTHING, files: 4 });
  t.equal(await leafCount(world), 4);
  world.write('software/kitos.yml', kitos('status: beta\n'));
  t.same(await world.load(), { ...NOTHING, files: 4, changed: 1 });
  world.write('software/kitos.yml', `${kitos('status: beta\n')}# a remark\n`);
  t.same(await world.load(), { ...NOTHING, files: 4 });
  t.equal(await leafCount(world), 5);
  t.same((await verify(world.store)).findings, []);
});

t.test('A manifest in the folder is a source of the folder, and gives way to the one in its repository', async (t) => {
  const world = opened(t);
  world.write('software/kitos.yml', manifestOf('Kitos', REPOSITORY));
  await world.load();
  t.match(await viewOf(world, KITOS), { source: { rank: 'folder' } });
  await world.registry.publish(manifest(manifestOf('Kitos', REPOSITORY)));
  t.match(await viewOf(world, KITOS), { source: { rank: 'manifest' }, sources: [{ rank: 'folder' }] });
});

t.test('Broken files are named with their reasons; the rest loads, and what was valid stays up', async (t) => {
  const world = opened(t);
  world.write('software/good.yml', 'name: Good\n');
  world.write('software/kitos.yml', kitos());
  await world.load();
  world.write('software/kitos.yml', 'name: [Kitos\n');
  world.write('software/Bad Name.yml', 'name: X\n');
  world.write('software/unknown.yml', 'name: X\nnope: 1\n');
  world.write('software/large.yml', Buffer.alloc(LIMITS.catalogueFileBytes + 1, 'a'));
  world.write('software/again.yml', `name: Again\nurl: ${REPOSITORY}\n`);
  mkdirSync(join(world.path, 'software', 'folder.yml'));
  world.write('software/new.yml', 'name: New\n');
  t.same(await world.load(), { ...NOTHING, files: 8, changed: 1, broken: 6 });
  t.match(await shown(world, KITOS), { name: 'Kitos' });
  const { broken } = await world.registry.read.status();
  const rules = Object.fromEntries(broken.map(({ file, problems }) => [file, problems[0]?.rule]));
  t.match(rules, {
    ...{ 'software/Bad Name.yml': 'id', 'software/large.yml': 'too-large', 'software/folder.yml': 'unreadable' },
    ...{ 'software/again.yml': 'conflict', 'software/unknown.yml': /./, 'software/kitos.yml': /./ },
  });
  t.ok(broken.find(({ file }) => file === 'software/kitos.yml')?.problems[0]?.line, 'with its line');
  t.ok(broken.every(({ folder, problems }) => folder === 'own' && problems[0]?.message));

  world.write('software/kitos.yml', kitos('status: beta\n'));
  for (const file of ['Bad Name', 'unknown', 'large', 'again']) rmSync(join(world.path, `software/${file}.yml`));
  rmSync(join(world.path, 'software/folder.yml'), { recursive: true });
  t.same(await world.load(), { ...NOTHING, files: 3, changed: 1 });
  t.same((await world.registry.read.status()).broken, []);
});

t.test('A file that holds what was erased here is refused by itself, and the rest of the folder loads', async (t) => {
  const world = opened(t);
  world.write('software/kitos.yml', kitos());
  await world.load();
  const { store, registry, clock } = world;
  await eraseEntry({ store, registry, now: clock.at, keep: async () => undefined }, KITOS, null);
  rmSync(join(world.path, 'software/kitos.yml'));
  world.write('software/again.yml', kitos());
  world.write('software/good.yml', 'name: Good\n');
  t.match(await world.load(), { files: 2, changed: 1, broken: 1 });
  t.match((await world.registry.read.status()).broken, [
    { file: 'software/again.yml', problems: [{ rule: 'erased', message: /erased here/ }] },
  ]);
});

t.test('A vanished file hides its entry, its return shows it, after 30 days it is withdrawn for ever', async (t) => {
  const world = opened(t);
  world.write('software/kitos.yml', kitos());
  world.write('software/other.yml', 'name: Other\n');
  await world.load();
  const file = join(world.path, 'software/kitos.yml');
  rmSync(file);
  t.same(await world.load(), { ...NOTHING, files: 1, hidden: 1 });
  t.equal(await world.store.getRecord(KITOS), null);
  t.same(await world.load(), { ...NOTHING, files: 1 });
  world.clock.at += 29 * DAY;
  t.same(await world.load(), { ...NOTHING, files: 1 });
  world.write('software/kitos.yml', kitos());
  t.same(await world.load(), { ...NOTHING, files: 2, changed: 1 });
  t.match(await viewOf(world, KITOS), { version: 1 });
  t.equal(await leafCount(world), 2);

  rmSync(file);
  await world.load();
  world.clock.at += 30 * DAY;
  t.same(await world.load(), { ...NOTHING, files: 1, withdrawn: 1 });
  t.match(await world.store.getTombstone(KITOS), { reason: 'withdrawn' });
  t.equal(await leafCount(world), 3);
  world.write('software/kitos.yml', kitos());
  t.same(await world.load(), { ...NOTHING, files: 2, broken: 1 });
  t.match((await world.registry.read.status()).broken, [{ problems: [{ rule: 'gone' }] }]);
  t.same((await verify(world.store)).findings, []);
});

t.test('An entry that was published in another way meanwhile is not withdrawn', async (t) => {
  const world = opened(t);
  world.write('software/kitos.yml', kitos());
  world.write('software/other.yml', 'name: Other\n');
  await world.load();
  rmSync(join(world.path, 'software/kitos.yml'));
  await world.load();
  await world.registry.publish(manifest(manifestOf('Kitos', REPOSITORY)));
  world.clock.at += 40 * DAY;
  t.same(await world.load(), { ...NOTHING, files: 1 });
  t.match(await viewOf(world, KITOS), { source: { rank: 'manifest' } });
  t.equal((await world.store.listFiles('own')).length, 1, 'the file is forgotten');
});

t.test('A file that was a further source leaves without hiding anything', async (t) => {
  const world = opened(t);
  await world.registry.publish(manifest(manifestOf('Kitos', REPOSITORY)));
  world.write('software/kitos.yml', kitos('lifecycle:\n  state: retired\n'));
  world.write('software/other.yml', 'name: Other\n');
  await world.load();
  t.match(await shown(world, KITOS), { lifecycle: { state: 'retired' } });
  rmSync(join(world.path, 'software/kitos.yml'));
  t.same(await world.load(), { ...NOTHING, files: 1 });
  t.notHas(await shown(world, KITOS), { lifecycle: {} });
});

t.test('A folder that is not there, or holds nothing at all, changes nothing', async (t) => {
  const world = opened(t);
  t.same(await world.load(), { ...NOTHING, files: 0 });
  world.write('software/kitos.yml', kitos());
  await world.load();
  renameSync(world.path, `${world.path}-gone`);
  t.same(await world.load(), { ...NOTHING, files: 0 });
  mkdirSync(world.path);
  t.same(await world.load(), { ...NOTHING, files: 0 }, 'a disk that is not mounted');
  t.match(await shown(world, KITOS), { name: 'Kitos' });
  rmSync(world.path, { recursive: true });
  writeFileSync(world.path, '');
  await t.rejects(world.load(), { code: 'unreadable-file' });
});

t.test('Built-in folders are never journaled; their vanished files are hidden and forgotten', async (t) => {
  const world = opened(t);
  const builtIn = { name: 'catalogue/os2', origin: 'built-in', removalDays: 0 } as const;
  world.write('software/kitos.yml', kitos());
  world.write('software/other.yml', 'name: Other\n');
  t.same(await world.load(builtIn), { ...NOTHING, files: 2, changed: 2 });
  const key = { ...KITOS, origin: 1 };
  t.match(await viewOf(world, key), { origin: 'built-in', source: { file: 'catalogue/os2/software/kitos.yml' } });
  rmSync(join(world.path, 'software/kitos.yml'));
  t.same(await world.load(builtIn), { ...NOTHING, files: 1, hidden: 1 });
  t.equal(await world.store.getRecord(key), null);
  world.clock.at += 100 * DAY;
  t.same(await world.load(builtIn), { ...NOTHING, files: 1 });
  t.equal((await world.store.listFiles('catalogue/os2')).length, 1);
  t.equal(await leafCount(world), 0);
  world.write('software/kitos.yml', kitos());
  t.same(await world.load(builtIn), { ...NOTHING, files: 2, changed: 1 });
});

t.test('A renamed file keeps its entry up, in the own folder and between built-in ones', async (t) => {
  const world = opened(t);
  world.write('software/kitos.yml', kitos());
  await world.load();
  renameSync(join(world.path, 'software/kitos.yml'), join(world.path, 'software/kitos.yaml'));
  t.match(await world.load(), { hidden: 0 });
  t.match(await world.load(), { ...NOTHING, files: 1 });
  t.match(await shown(world, KITOS), { name: 'Kitos' });
  world.clock.at += 40 * DAY;
  t.match(await world.load(), { withdrawn: 0 });
  t.match(await shown(world, KITOS), { name: 'Kitos' });

  const folder = (name: string): Partial<FolderSource> => ({
    name: `catalogue/${name}`,
    path: `${world.path}-${name}`,
    origin: 'built-in',
    removalDays: 0,
  });
  for (const name of ['shared', 'os2']) mkdirSync(`${world.path}-${name}/software`, { recursive: true });
  writeFileSync(`${world.path}-shared/software/moved.yml`, 'name: Moved\n');
  for (const name of ['shared', 'os2'])
    writeFileSync(`${world.path}-${name}/software/stays-${name}.yml`, `name: ${name}\n`);
  for (const name of ['os2', 'shared']) await world.load(folder(name));
  renameSync(`${world.path}-shared/software/moved.yml`, `${world.path}-os2/software/moved.yml`);
  for (const name of ['os2', 'shared']) t.match(await world.load(folder(name)), { hidden: 0 });
  t.ok(await world.store.getRecord({ origin: 1, kind: 'software', slug: 'moved' }));
});

t.test('A folder that is switched off hides its entries, and shows them again as they were', async (t) => {
  const world = opened(t);
  const builtIn = { name: 'catalogue/os2', origin: 'built-in', removalDays: 0 } as const;
  world.write('software/kitos.yml', kitos());
  await world.load(builtIn);
  t.same(await world.load({ ...builtIn, off: true }), { ...NOTHING, files: 0, hidden: 1 });
  const key = { ...KITOS, origin: 1 };
  t.equal(await world.store.getRecord(key), null);
  t.same(await world.load({ ...builtIn, off: true }), { ...NOTHING, files: 0 });
  await world.load(builtIn);
  t.equal((await world.store.getRecord(key))?.version, 1, 'no new version');
});

t.test('Many files are loaded in batches, each file judged by itself', async (t) => {
  const world = opened(t);
  for (let i = 0; i < LIMITS.batchSteps + 10; i += 1)
    world.write(`software/s${i}.yml`, i % 50 === 0 ? 'broken: [' : `name: S ${i}\n`);
  const files = LIMITS.batchSteps + 10;
  t.same(await world.load(), { ...NOTHING, files, changed: files - 2, broken: 2 });
  t.equal(await leafCount(world), files - 2);
});

t.test('Pipes and links that lead outside are broken files, and nothing of what they lead to is told', async (t) => {
  const world = opened(t);
  const secret = join(temporaryFolder(t), 'secret.yml');
  writeFileSync(secret, 'password: hunter2\n');
  world.write('software/good.yml', 'name: Good\n');
  world.write('linked.txt', 'name: Linked\n');
  for (const [name, target] of Object.entries({ link: secret, device: '/dev/zero', linked: '../linked.txt' }))
    symlinkSync(target, join(world.path, `software/${name}.yml`));
  execFileSync('mkfifo', [join(world.path, 'software/pipe.yml')]);
  execFileSync('mkfifo', [join(world.path, 'sources.yml')]);
  t.match(await world.load(), { files: 5, changed: 2, broken: 3 });
  const source: FolderSource = { path: world.path, name: 'own', origin: 'own', removalDays: 30 };
  t.equal(await checkSources(world.store, source), 1, 'the list of sources is a pipe too');
  const { broken } = await world.registry.read.status();
  t.same(
    broken.map(({ file, problems }) => [file, problems[0]?.message]),
    [
      ['software/device.yml', 'The file cannot be read: it leads out of the folder.'],
      ['software/link.yml', 'The file cannot be read: it leads out of the folder.'],
      ['software/pipe.yml', 'The file cannot be read: it is no file.'],
      ['sources.yml', 'The file cannot be read: it is no file.'],
    ],
  );
  t.notMatch(JSON.stringify(broken), 'hunter2');
});

t.test('A kind whose folder leads outside is told, not listed, and its entries stay', async (t) => {
  const world = opened(t);
  world.write('software/kitos.yml', kitos());
  world.write('networks/os2.yml', 'name: OS2\n');
  await world.load();
  const elsewhere = join(temporaryFolder(t), 'elsewhere');
  renameSync(join(world.path, 'software'), elsewhere);
  writeFileSync(join(elsewhere, 'private.yml'), 'name: Private\n');
  symlinkSync(elsewhere, join(world.path, 'software'));
  t.same(await world.load(), { ...NOTHING, files: 2, broken: 1 });
  t.match((await world.registry.read.status()).broken, [{ file: 'software', problems: [{ rule: 'unreadable' }] }]);
  t.match(await shown(world, KITOS), { name: 'Kitos' });
  rmSync(join(world.path, 'software'));
  renameSync(elsewhere, join(world.path, 'software'));
  t.same(await world.load(), { ...NOTHING, files: 3, changed: 1 });
  t.same((await world.registry.read.status()).broken, []);
});
