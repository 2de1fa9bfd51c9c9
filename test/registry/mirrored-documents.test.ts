import t from 'tap';
import { hideChanges } from '../../src/registry/mirror-effects.ts';
import { reindex } from '../../src/registry/reindex.ts';
import { verify } from '../../src/registry/verify.ts';
import { mirroring } from './mirrored.ts';
import { shown } from './world.ts';

t.test('A record is shown out of the body that it came in, however that is written', async (t) => {
  const world = await mirroring(t);
  const record = { name: 'Ærø', url: 'https://forge.example/x' };
  const whole = world.log.bodyOf('software/as-ours', record).toString('utf8');
  const { record: _, ...head } = JSON.parse(whole.replace('as-ours', 'spaced')) as Record<string, unknown>;
  const spaced = `${JSON.stringify(head).slice(0, -1)}, "record": ${JSON.stringify(record)}}`;
  const first = `{"record":${JSON.stringify(record)},${JSON.stringify({ ...head, id: 'software/first' }).slice(1)}`;
  const twice = `{"record":{"name":"Other"},${JSON.stringify({ ...head, id: 'software/twice' }).slice(1, -1)},"record":${JSON.stringify(record)}}`;
  world.log.putBody('software/as-ours', Buffer.from(whole));
  world.log.putBody('software/spaced', Buffer.from(spaced));
  world.log.putBody('software/first', Buffer.from(first));
  world.log.putBody('software/twice', Buffer.from(twice));
  await world.pull();
  const rows = world.raw.prepare('SELECT slug, body_at IS NOT NULL AS held FROM records ORDER BY ord').all();
  t.match(rows, [
    { slug: 'as-ours', held: 1 },
    { slug: 'spaced', held: 0 },
    { slug: 'first', held: 0 },
    { slug: 'twice', held: 1 },
  ]);
  for (const slug of ['as-ours', 'spaced', 'first', 'twice'])
    t.strictSame(await shown(world, { origin: world.peer.origin, kind: 'software', slug }), record, slug);
  t.same((await verify(world.store)).findings, []);
  await reindex(world.store, { now: world.clock.at, salt: () => '', randomId: () => '' });
  t.match(world.raw.prepare('SELECT slug, body_at IS NOT NULL AS held FROM records ORDER BY ord').all(), rows);
  world.log.erase('software/as-ours');
  await world.pull();
  t.same(await shown(world, { origin: world.peer.origin, kind: 'software', slug: 'as-ours' }), {});
  t.notOk(world.raw.prepare("SELECT 1 FROM versions WHERE CAST(body AS TEXT) LIKE '%as-ours%'").get());
});

t.test('What a pull brought while its catalogue was dropped is not shown without its body', async (t) => {
  const world = await mirroring(t);
  world.log.put('software/kitos', { name: 'Kitos' });
  await world.pull();
  // As by another process, after the last look at what is shown.
  await world.store.dropPeer(world.peer.origin, hideChanges);
  t.same((await world.store.listViews('software', 0, 10)).views, []);
  t.equal(await world.store.getDocument({ origin: world.peer.origin, kind: 'software', slug: 'kitos' }), null);
  const query = { text: 'kitos', lang: 'en', filters: {}, sort: 'relevance', limit: 10 } as const;
  t.match(await world.registry.read.search(query), { total: 0 });
  t.equal(await world.state('software/kitos'), 'hidden');
  t.same((await verify(world.store)).findings, []);
});
