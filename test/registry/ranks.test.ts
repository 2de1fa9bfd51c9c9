import t from 'tap';
import { verify } from '../../src/registry/verify.ts';
import { manifestOf } from '../helpers/manifest.ts';
import {
  crawled,
  inFolder,
  keyOf,
  leafCount,
  manifest,
  openWorld,
  recordOf,
  shown,
  software,
  viewOf,
} from './world.ts';

const URL_ = 'https://forge.example/town/kitos';
const SLUG = { slug: 'kitos' };
const KEY = keyOf({ id: 'software/kitos' });
const IMPORT = { by: 'import', file: 'old.yml' } as const;
const FOLDER = { ...SLUG, provenance: inFolder('software/kitos.yml') };
const kitos = (more: object, over: object) => software('Kitos', { url: URL_, ...more }, over);
const fromRepository = (more = '') => manifest(manifestOf('Kitos', URL_, more), crawled(URL_, 'c0ffee'));

t.test('A better source takes over, and the worse ones fill only what it leaves out', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  await registry.publish(
    kitos({ status: 'concept', version: '0.1', aliases: ['Old'] }, { ...SLUG, provenance: IMPORT }),
  );
  t.match(await viewOf(world, KEY), { source: { rank: 'import' }, filled: {} });

  await registry.publish(kitos({ status: 'beta', aliases: ['Of the folder'] }, FOLDER));
  t.match(await shown(world, KEY), { status: 'beta', version: '0.1', aliases: ['Of the folder'] });
  t.match(await viewOf(world, KEY), {
    ...{ source: { rank: 'folder', file: 'software/kitos.yml' }, sources: [{ rank: 'import' }] },
    filled: { version: 'import' },
  });

  await registry.publish(kitos({ status: 'development' }, SLUG));
  t.match(await shown(world, KEY), { status: 'development', aliases: ['Of the folder'], version: '0.1' });
  t.match(await viewOf(world, KEY), {
    ...{ source: { rank: 'account' }, sources: [{ rank: 'folder' }, { rank: 'import' }] },
    filled: { aliases: 'folder', version: 'import' },
  });

  await registry.publish(fromRepository());
  t.match(await shown(world, KEY), { status: 'stable', version: '1.2.3', aliases: ['Of the folder'] });
  t.match(await viewOf(world, KEY), {
    source: { rank: 'manifest', by: 'crawl', url: URL_, commit: 'c0ffee', path: 'publiccode.yml' },
    sources: [{ rank: 'account' }, { rank: 'folder' }, { rank: 'import' }],
    filled: { aliases: 'folder' },
  });
  t.equal(await leafCount(world), 4);
  t.same((await verify(world.store)).findings, []);
});

t.test('A worse source with nothing new makes no version, and is shown as a further one', async (t) => {
  const world = openWorld(t);
  await world.registry.publish(fromRepository());
  const before = await world.store.getRecord(KEY);
  world.clock.at += 60_000;
  const answer = await world.registry.publish(kitos({ status: 'beta' }, { ...SLUG, provenance: IMPORT }));
  t.match(answer, { changed: false, created: false, version: 1 });
  t.equal(await leafCount(world), 1);
  const after = await world.store.getRecord(KEY);
  t.match(await viewOf(world, KEY), { sources: [{ rank: 'import' }], record: { status: 'stable' } });
  t.not(after?.etag, before?.etag, 'who holds the old answer is told of the new one');
  t.equal(after?.updated, before?.updated, 'the record is no newer for that');
  t.match(await viewOf(world, KEY), { updated: '2026-11-22T00:00:00Z' });
  t.same((await world.store.listVersions(KEY, 10)).length, 1);
});

t.test('The network decides what is the network’s, whatever the manifest says', async (t) => {
  const world = openWorld(t);
  await world.registry.publish(recordOf('network', { name: 'OS2' }, { slug: 'os2' }));
  await world.registry.publish(recordOf('network', { name: 'Other' }, { slug: 'other' }));
  await world.registry.publish(
    kitos({ network: 'network/other', lifecycle: { state: 'idea' }, custody: { code: 'body' } }, SLUG),
  );
  await world.registry.publish(
    kitos({ network: 'network/os2', lifecycle: { state: 'product' }, status: 'obsolete', name: 'Not this' }, FOLDER),
  );
  t.match(await shown(world, KEY), { name: 'Kitos', network: 'network/os2', lifecycle: { state: 'product' } });
  t.notHas(await shown(world, KEY), { status: 'stable' });
  t.match(await viewOf(world, KEY), { filled: { network: 'folder', lifecycle: 'folder' } });
  const imported = { ...SLUG, provenance: IMPORT };
  await world.registry.publish(kitos({ network: 'network/other', lifecycle: { state: 'retired' } }, imported));
  t.match(await shown(world, KEY), { network: 'network/os2', lifecycle: { state: 'product' } });
});

t.test('Where the manifest lies is said by whoever names the repository', async (t) => {
  const world = openWorld(t);
  await world.registry.publish(kitos({ urlAliases: ['https://old.example/kitos'] }, SLUG));
  await world.registry.publish(
    software(
      'Kitos',
      { url: 'https://old.example/kitos', path: 'sub/publiccode.yml' },
      { ...SLUG, provenance: IMPORT },
    ),
  );
  t.match(await shown(world, KEY), { url: URL_ });
  t.notHas(await shown(world, KEY), { path: 'sub/publiccode.yml' });
});

t.test('Sources of equal rank keep their order, at whatever time they come and come again', async (t) => {
  const world = openWorld(t);
  const from = (file: string, more: object) => kitos(more, { ...SLUG, provenance: inFolder(file) });
  await world.registry.publish(from('z.yml', { status: 'beta' }));
  await world.registry.publish(from('a.yml', { status: 'stable', version: '1' }));
  t.match(await shown(world, KEY), { status: 'beta', version: '1' });
  await world.registry.publish(from('a.yml', { status: 'obsolete', version: '2' }));
  t.match(await shown(world, KEY), { status: 'beta', version: '2' });
  await world.registry.publish(from('z.yml', { status: 'concept' }));
  t.match(await shown(world, KEY), { status: 'concept', version: '2' });
});

t.test('Another commit with the same manifest is told without a version', async (t) => {
  const world = openWorld(t);
  const text = manifestOf('Kitos', URL_);
  await world.registry.publish(manifest(text, crawled(URL_, 'aaa')));
  await world.registry.publish(manifest(`${text}# end\n`, crawled(URL_, 'bbb')));
  t.equal(await leafCount(world), 1);
  t.match(await viewOf(world, KEY), { version: 1, source: { commit: 'bbb' }, sources: [] });
});

t.test('A crawl and a push of the same manifest are one source', async (t) => {
  const world = openWorld(t);
  const text = manifestOf('Kitos', URL_);
  await world.registry.publish(manifest(text));
  t.match(await world.registry.publish(manifest(text, crawled(URL_, 'aaa'))), { changed: false });
  t.equal((await world.store.getSources(KEY)).length, 1);
});

t.test('A primary file that leaves hides its entry without a leaf, and its return shows it as it was', async (t) => {
  const world = openWorld(t);
  const source = 'folder:software/kitos.yml';
  await world.registry.publish(kitos({ version: '0.1' }, { ...SLUG, provenance: IMPORT }));
  await world.registry.publish(kitos({ status: 'beta' }, FOLDER));
  const before = await world.store.getRecord(KEY);
  t.same(await world.registry.hide({ key: KEY, source }), { hidden: true });
  t.same(await world.registry.hide({ key: KEY, source }), { hidden: true }, 'asked again it says the same');
  t.equal(await world.store.getRecord(KEY), null);
  t.equal(await world.store.getTombstone(KEY), null);
  t.equal((await search(world, 'kitos')).total, 0);
  t.match(await world.registry.publish(kitos({ status: 'beta' }, FOLDER)), {
    changed: true,
    created: false,
    version: 2,
  });
  t.match(await world.store.getRecord(KEY), { version: 2 });
  const strip = (view = '{}') => ({ ...(JSON.parse(view) as object), updated: '' });
  t.same(strip((await world.store.getRecord(KEY))?.view), strip(before?.view));
  t.equal((await search(world, 'kitos')).total, 1);
  t.equal(await leafCount(world), 2);
  t.same(
    (await world.store.events(0, 10)).map(({ op }) => op),
    ['put', 'put', 'hide', 'show'],
  );
  t.same((await verify(world.store)).findings, []);
});

t.test('A hidden entry comes back with a new version when something else is published', async (t) => {
  const world = openWorld(t);
  await world.registry.publish(kitos({ status: 'beta' }, FOLDER));
  await world.registry.hide({ key: KEY, source: 'folder:software/kitos.yml' });
  t.match(await world.registry.publish(fromRepository()), { id: 'software/kitos', created: false, version: 2 });
  t.match(await viewOf(world, KEY), { source: { rank: 'manifest' }, sources: [] });
  t.same((await verify(world.store)).findings, []);
});

t.test('What a further file said goes with it', async (t) => {
  const world = openWorld(t);
  await world.registry.publish(fromRepository());
  await world.registry.publish(kitos({ lifecycle: { state: 'retired' } }, FOLDER));
  t.match(await shown(world, KEY), { lifecycle: { state: 'retired' } });
  const what = { key: KEY, source: 'folder:software/kitos.yml' };
  t.same(await world.registry.hide(what), { hidden: false });
  t.match(await viewOf(world, KEY), { version: 3, sources: [], filled: {} });
  t.notHas(await shown(world, KEY), { lifecycle: {} });
  t.equal(await leafCount(world), 3);
  await world.registry.publish(kitos({}, FOLDER));
  t.match(await viewOf(world, KEY), { version: 3, sources: [{ rank: 'folder' }] });
  await world.registry.hide(what);
  t.match(await viewOf(world, KEY), { version: 3, sources: [] });
  t.equal(await leafCount(world), 3, 'what said nothing of its own leaves without a version');
  t.same((await verify(world.store)).findings, []);
});

t.test('Hiding what is not there changes nothing', async (t) => {
  const world = openWorld(t);
  t.same(await world.registry.hide({ key: KEY, source: 'folder:x' }), { hidden: false });
  await world.registry.publish(kitos({}, FOLDER));
  t.same(await world.registry.hide({ key: KEY, source: 'folder:other.yml' }), { hidden: false });
  await world.registry.withdraw('software', 'kitos', 'retired');
  t.same(await world.registry.hide({ key: KEY, source: 'folder:software/kitos.yml' }), { hidden: false });
  t.ok(await world.store.getTombstone(KEY));
});

const search = (world: ReturnType<typeof openWorld>, text: string) =>
  world.registry.read.search({ text, lang: 'en', filters: {}, sort: 'relevance', limit: 10 });
