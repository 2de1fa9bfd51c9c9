/** Repositories that own records name, over real git on loopback. */
import t, { type Test } from 'tap';
import { isUnderSource } from '../../src/access/accepted.ts';
import { nameSources } from '../../src/crawl/named.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { crawlWorld } from './crawler-world.ts';

async function open(t: Test) {
  const world = crawlWorld(t, [], { named: true });
  const { store, registry, clock } = world;
  const publish = (slug: string, record: object, more: object = {}) =>
    registry.publish({
      ...{ kind: 'software', slug, mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(record)) },
      provenance: { by: 'folder', file: `software/${slug}.json` },
      ...more,
    });
  return {
    ...world,
    publish,
    name: (most?: number) =>
      nameSources(
        {
          store:
            most === undefined
              ? store
              : { ...store, nameCrawlSources: (n, _, u) => store.nameCrawlSources(n, most, u) },
          now: () => clock.at,
        },
        new AbortController().signal,
      ),
    named: async () => (await store.listCrawlSources(1000)).map(({ url, addedBy }) => `${url} ${addedBy}`).sort(),
  };
}

t.test('Each repository of an own record is a source for as long as the record names it', async (t) => {
  const w = await open(t);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => `https://forge.example/town/${name}`) as [string, string, string];
  await w.publish('agenda', {
    name: 'Agenda',
    url: a,
    repositories: [{ url: b }, { url: 'http://forge.example/plain' }],
  });
  await w.publish('built', { name: 'Built', url: 'https://forge.example/built/in' }, { origin: 'built-in' });
  await w.name();
  t.same(await w.named(), [`${a} record:software/agenda`, `${b} record:software/agenda`], 'none of what is built in');
  t.match(await w.source((await w.store.findCrawlSource(b))?.id ?? ''), { seen: { partOf: a } });
  t.equal(await isUnderSource(w.store, b), false, 'whom a record names is not accepted by that');
  const at = await w.store.namedUpTo();
  await w.name();
  t.equal(await w.store.namedUpTo(), at, 'nothing is read twice');

  await w.publish('agenda', { name: 'Agenda', url: a, repositories: [{ url: c }] });
  await w.name();
  t.same(await w.named(), [`${a} record:software/agenda`, `${c} record:software/agenda`]);
  await w.store.dropCrawlSource((await w.store.findCrawlSource(c))?.id ?? '');
  await w.publish('agenda', { name: 'Agenda', url: a, status: 'beta', repositories: [{ url: c }] });
  await w.name();
  t.same(await w.named(), [`${a} record:software/agenda`], 'what the operator removed stays away');
  await w.add(c);
  await w.publish('agenda', { name: 'Agenda', url: a, status: 'stable', repositories: [{ url: b }] });
  await w.name();
  t.same(await w.named(), [`${a} record:software/agenda`, `${b} record:software/agenda`, `${c} operator`]);
  t.equal(await isUnderSource(w.store, c), true);
  await w.registry.withdraw('software', 'agenda', 'retired');
  await w.name();
  t.same(await w.named(), [`${c} operator`], 'what is withdrawn names nothing');
});

t.test('Records name only so many; where a repository moved, its former address is not asked again', async (t) => {
  const w = await open(t);
  const repositories = Array.from({ length: 12 }, (_, n) => ({ url: `https://forge.example/many/${n}` }));
  await w.publish('many', { name: 'Many', repositories });
  await w.name(10);
  t.equal((await w.named()).length, 10);
  t.ok(LIMITS.namedSources >= 10_000);
  const id = await w.add('https://forge.example/new/place');
  const row = (await w.source(id)).row;
  const seen = JSON.stringify({ aliases: ['https://forge.example/old/place'] });
  await w.store.claimCrawlSources({ holder: 'h', ms: 1000, limit: 1, ids: [id] });
  await w.store.settleCrawlSources('h', [{ source: { ...row, entry: 'software/moved', seen }, events: [] }]);
  await w.publish('moved', { name: 'Moved', url: 'https://forge.example/old/place' });
  await w.name();
  t.equal(await w.store.findCrawlSource('https://forge.example/old/place'), null);
});

t.test(
  'A run names before it looks, unless it is of some sources, dry, or the operator has switched it off',
  async (t) => {
    const w = await open(t);
    await w.publish('agenda', { name: 'Agenda', url: 'https://127.0.0.1:1/town/agenda' });
    await w.crawl({ dryRun: true });
    await w.crawl({ ids: ['x'] });
    t.same(await w.named(), []);
    t.match(await w.crawl(), { looked: 1, failed: 1 });
    const [source] = await w.store.listCrawlSources(9);
    t.match(source, { state: 'unreachable', addedBy: 'record:software/agenda' });
    const off = crawlWorld(t, [], {});
    await off.registry.publish({
      ...{ kind: 'software', mediaType: 'application/json', provenance: { by: 'import', file: 'x' } },
      bytes: Buffer.from(JSON.stringify({ name: 'Agenda', url: 'https://127.0.0.1:1/town/agenda' })),
    });
    t.match(await off.crawl(), { looked: 0 });
  },
);
