import t from 'tap';
import { PROJECTION, reindex } from '../../src/registry/reindex.ts';
import { verify } from '../../src/registry/verify.ts';
import { keyOf, leafCount, openWorld, software, viewOf } from './world.ts';

const GIVEN = { now: 5, salt: () => 'unused', randomId: () => 'unused' };

t.test('derived rows that another version made are made anew: same answers, versions, dates and leaves', async (t) => {
  const world = openWorld(t);
  const { store, registry, raw } = world;
  const kept = await registry.publish(software('Kitos', { aliases: ['Overblik'] }));
  const gone = await registry.publish(software('Gone'));
  await registry.withdraw('software', 'gone', 'retired');
  const before = await viewOf(world, keyOf(kept));
  const leaves = await leafCount(world);
  t.equal(await reindex(store, GIVEN), 1, 'it was never said by which version they were made');
  t.equal(await reindex(store, GIVEN), 0, 'now it is');

  raw.exec("UPDATE records SET view = '{}', item = '{}', facets = '{}'; DELETE FROM names");
  t.equal(await reindex(store, GIVEN, PROJECTION + 1), 1);
  t.same(await viewOf(world, keyOf(kept)), before);
  t.equal(await leafCount(world), leaves);
  t.equal(await store.getRecord(keyOf(gone)), null);
  const found = await registry.read.search({ text: 'overblik', lang: 'en', filters: {}, sort: 'relevance', limit: 5 });
  t.match(found, { total: 1, items: [{ name: 'Kitos' }] });
  t.same(found.facets.kind, [{ value: 'software', count: 1 }], 'the columns have followed');
  t.same((await verify(store)).findings, []);
});
