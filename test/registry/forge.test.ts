import t from 'tap';
import { forgeKey } from '../../src/registry/forge.ts';
import type { Provenance } from '../../src/registry/types.ts';
import { verify } from '../../src/registry/verify.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { inFolder, keyOf, leafCount, manifest, openWorld, shown, software, viewOf, type World } from './world.ts';

const day = (n: number) => new Date(Date.UTC(2001, 0, n)).toISOString();
const OLD = 'https://forge.example/a/old';
const NEW = 'https://forge.example/b/new';

interface Crawl {
  url: string;
  said?: string;
  id?: string;
  path?: string;
  committed?: string;
}

const crawl = (name: string, { url, said = url, id = '7', path = 'publiccode.yml', committed }: Crawl) =>
  manifest(manifestOf(name, said), {
    ...{ by: 'crawl', url, commit: 'c0ffee', path },
    forge: { host: 'forge.example', repository: id },
    ...(committed === undefined ? {} : { committed }),
    // Who may speak for another repository is a matter of its own.
    ...(said === url ? {} : { partOf: said }),
  });

const whole = async ({ store }: World) => (await verify(store)).findings;

t.test('The key of a forge is its host, the number there and the path of the manifest', async (t) => {
  const at = (host: string, repository: string, path: string): Provenance => ({
    ...{ by: 'crawl', url: OLD, commit: 'c', path, forge: { host, repository } },
  });
  t.equal(forgeKey(at('Forge.Example', '12', './web/publiccode.yaml')), 'forge:forge.example/12#web/publiccode.yml');
  t.equal(forgeKey(at('forge.example', 'twelve', 'publiccode.yml')), null, 'a number is a number');
  t.equal(forgeKey(at('forge.example/x#', '1', 'publiccode.yml')), null);
  t.equal(forgeKey({ by: 'crawl', url: OLD, commit: 'c', path: 'publiccode.yml' }), null);
  t.equal(forgeKey({ by: 'push', actor: 'operator' }), null);
});

t.test('A repository that got another name keeps its entry', async (t) => {
  const world = openWorld(t);
  const { registry, store } = world;
  const first = await registry.publish(crawl('Kitos', { url: OLD, committed: day(1) }));
  t.match(await registry.publish(crawl('Kitos', { url: NEW, committed: day(2) })), { id: first.id, version: 2 });
  t.match(
    (await store.getSources(keyOf(first))).map(({ key, active }) => [key, active]),
    [
      [`manifest:repo:${OLD}#publiccode.yml`, false],
      [`manifest:repo:${NEW}#publiccode.yml`, true],
    ],
    'the source is one',
  );
  t.match(await viewOf(world, keyOf(first)), { source: { url: NEW }, sources: [] });
  t.match(await registry.publish(manifest(manifestOf('Kitos', OLD))), { id: first.id }, 'found under its former name');
  t.match(await registry.publish(crawl('Other', { url: OLD, said: 'https://forge.example/x/y', id: '8' })), {
    ...{ created: true, id: 'software/other' },
  });
  t.match(await registry.publish(crawl('Kitos', { url: NEW, said: `${NEW}-web`, path: 'web/publiccode.yml' })), {
    ...{ created: true },
  });
  t.same(await whole(world), []);
});

t.test('The number comes before the address, and is learnt by a crawl of what is known', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  const kitos = await registry.publish(manifest(manifestOf('Kitos', OLD)));
  const again = await registry.publish(crawl('Kitos', { url: OLD, committed: day(1) }));
  t.match(again, { id: kitos.id, changed: false, version: 1 });
  t.equal(await leafCount(world), 1);
  t.match(await registry.publish(crawl('Kitos', { url: NEW, committed: day(2) })), { id: kitos.id, version: 2 });
  const folder = software('Mirror', { url: 'https://c.example/m' }, { provenance: inFolder('software/mirror.yml') });
  const mirror = await registry.publish(folder);
  const claim = registry.publish(crawl('Kitos', { url: NEW, said: 'https://c.example/m', committed: day(3) }));
  await t.rejects(claim, { code: 'conflict', message: `This would be ${kitos.id}, but ${mirror.id} has` });
  t.same(await whole(world), []);
});

t.test('An older crawl never goes back', async (t) => {
  const world = openWorld(t);
  const { registry, store } = world;
  const { id } = await registry.publish(crawl('Second', { url: OLD, committed: day(2) }));
  const sources = await store.getSources(keyOf({ id }));
  const outdated = [
    { url: OLD, committed: day(1) },
    { url: OLD, committed: '2001-01-01T23:00:00-00:30' },
    { url: NEW, said: OLD, committed: day(1) },
    { url: NEW, committed: day(1) },
  ];
  for (const older of outdated)
    t.match(await registry.publish(crawl('First', older)), { id, version: 1, changed: false, created: false });
  t.same(await store.getSources(keyOf({ id })), sources, 'what is known stays as it is');
  t.match(await shown(world, keyOf({ id })), { name: 'Second' });

  const same = await registry.publish(crawl('Second', { url: OLD, committed: day(4) }));
  t.match(same, { changed: false, version: 1 });
  t.match(
    await registry.publish(crawl('Third', { url: OLD, committed: day(3) })),
    { changed: false },
    'nor behind that',
  );
  t.match(await registry.publish(crawl('Fifth', { url: OLD, committed: day(5) })), { changed: true, version: 2 });
  t.equal(await leafCount(world), 2);
  t.same(await whole(world), []);
});

t.test('Of two manifests of one entry the one that was committed later decides', async (t) => {
  const world = openWorld(t);
  const at = (name: string, url: string, committed: string) =>
    crawl(name, { url, committed, id: url === OLD ? '7' : '8' });
  await world.registry.publish({ ...at('Before', OLD, day(1)), slug: 'kitos' });
  const moved = { ...at('After', NEW, day(2)), slug: 'kitos' };
  t.match(await world.registry.publish(moved), { id: 'software/kitos', version: 2 });
  t.match(await shown(world, keyOf({ id: 'software/kitos' })), { name: 'After', url: NEW });
  t.match(await world.registry.publish(at('Before that', OLD, day(1))), { changed: false });
  t.match(await world.registry.publish(moved), { changed: false, version: 2 });
  t.same(await whole(world), []);
});

t.test('A commit from the future keeps nobody out', async (t) => {
  const world = openWorld(t);
  const later = new Date(world.clock.at + 86_400_000).toISOString();
  await world.registry.publish(crawl('Wrong clock', { url: OLD, committed: later }));
  const today = new Date(world.clock.at).toISOString();
  t.match(await world.registry.publish(crawl('Mended', { url: OLD, committed: today })), { version: 2, changed: true });
});

t.test('A manifest speaks for another repository only if that one lists it back', async (t) => {
  const { registry } = openWorld(t);
  const foreign = (more: object = {}) => ({
    ...manifest(manifestOf('Kitos', OLD), { by: 'crawl', url: NEW, commit: 'c0ffee', path: 'publiccode.yml', ...more }),
  });
  const problems = [{ rule: 'foreign-url', pointer: '/url', hint: `Write \`url: ${NEW}\`` }];
  await t.rejects(registry.publish(foreign()), { code: 'invalid-input', problems });
  t.match(
    await registry.publish(foreign({ aliases: [OLD] }), { dryRun: true }),
    { created: true },
    'its former address',
  );
  t.match(
    await registry.publish(foreign({ partOf: OLD }), { dryRun: true }),
    { created: true },
    'the list of an operator',
  );
  await registry.publish(software('Kitos', { url: OLD }, { provenance: inFolder('software/kitos.yml') }));
  await t.rejects(registry.publish(foreign()), { code: 'invalid-input', problems });
  const lists = { url: OLD, repositories: [{ url: NEW }] };
  await registry.publish(software('Kitos', lists, { provenance: inFolder('software/kitos.yml') }));
  t.match(await registry.publish(foreign()), { id: 'software/kitos', version: 3 });
});
