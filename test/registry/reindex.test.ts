import t from 'tap';
import { PROJECTION, reindex } from '../../src/registry/reindex.ts';
import { verify } from '../../src/registry/verify.ts';
import { mirroring } from './mirrored.ts';
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

t.test('Records of mirrored catalogues are made anew like ours, and what can now be shown is shown', async (t) => {
  const world = await mirroring(t);
  const { store, registry, raw, log, mirror } = world;
  for (let i = 0; i < 70; i += 1) log.put(`software/s${i}`, { name: `Product ${i}` }, ['dk']);
  log.put('software/late', { name: 'Late' });
  log.putBody('software/odd', log.bodyOf('software/odd', { name: 'Odd' }));
  await world.pull();
  const address = { origin: world.peer.origin, kind: 'software', slug: 's3' } as const;
  const before = await viewOf(world, address);
  // As if an earlier program had not been able to show it: its body is kept aside.
  const ord = raw.prepare("SELECT ord FROM entries WHERE slug = 'late'").pluck().get();
  raw.exec(`INSERT INTO unshown SELECT ${mirror.log}, 'software/late', e.leaf_index, v.digest, v.media_type, '[]', 1, v.body
    FROM entries e JOIN versions v USING (ord) WHERE ord = ${ord};
    UPDATE entries SET state = 'hidden' WHERE ord = ${ord}; DELETE FROM records WHERE ord = ${ord}`);
  // And as if one had shown what this one does not take for a record.
  raw.exec(`UPDATE versions SET body = CAST(replace(CAST(body AS TEXT), '"name":"Odd"', '"nome":"Odd"') AS BLOB)
    WHERE digest = (SELECT body_digest FROM entries WHERE slug = 'odd')`);
  raw.exec("UPDATE records SET view = '{}', item = '{}', facets = '{}'; DELETE FROM names");
  t.equal(await reindex(store, GIVEN), 72);
  t.same(await viewOf(world, address), before);
  t.same(await world.state('software/late'), 'live');
  t.same(await world.state('software/odd'), 'hidden');
  t.equal(await store.countUnshown(mirror.log), 1, 'its body is passed on as before');
  const found = await registry.read.search({ text: 'product', lang: 'en', filters: {}, sort: 'relevance', limit: 5 });
  t.equal(found.total, 70);
});

const PLANTED: { what: string; sql: string; rule: string; about: RegExp }[] = [
  {
    what: 'a leaf that was changed',
    sql: `UPDATE leaves SET bytes = CAST(replace(CAST(bytes AS TEXT), '"ts":1', '"ts":2') AS BLOB) WHERE idx = 2`,
    rule: 'tree',
    about: /os2.example\/log\/1/,
  },
  { what: 'a leaf that is gone', sql: 'DELETE FROM leaves WHERE idx = 3', rule: 'leaf', about: /leaves 0 to 8 of/ },
  {
    what: 'a head that nobody signed',
    sql: "UPDATE heads SET note = CAST(replace(CAST(note AS TEXT), '— ', '— x') AS BLOB)",
    rule: 'log',
    about: /log\/1/,
  },
  {
    what: 'a body with another byte',
    sql: "UPDATE versions SET body = CAST(replace(CAST(body AS TEXT), 'Product 1', 'Product 9') AS BLOB)",
    rule: 'body',
    about: /software\/s1@catalogue.os2.example version 1/,
  },
  {
    what: 'a name that nobody wrote',
    sql: `UPDATE records SET view = replace(view, 'Product 1', 'Product 9') WHERE slug = 's1'`,
    rule: 'projection',
    about: /s1@/,
  },
  {
    what: 'a record that its log has removed',
    sql: "UPDATE entries SET state = 'hidden' WHERE slug = 's1'",
    rule: 'projection',
    about: /s1@/,
  },
  {
    what: 'a state that the leaves do not give',
    sql: "UPDATE log_entries SET status = 'gone', digest = NULL WHERE id = 'software/s2'",
    rule: 'entry-state',
    about: /software\/s2 of/,
  },
  {
    what: 'a body that is gone',
    sql: "DELETE FROM versions WHERE ord = (SELECT ord FROM entries WHERE slug = 's2')",
    rule: 'body',
    about: /s2@/,
  },
];

t.test('Every contradiction that can be stored of a mirrored catalogue is found', async (t) => {
  const fresh = async () => {
    const world = await mirroring(t);
    for (let i = 0; i < 5; i += 1) world.log.put(`software/s${i}`, { name: `Product ${i}` });
    world.log.put('software/s0', { name: 'Product 0, again' });
    world.log.del('software/s4');
    world.log.erase('software/s3');
    await world.pull();
    return world;
  };
  const sound = await fresh();
  sound.log.put('software/absent');
  await sound.pull({ bodies: false });
  t.match(await verify(sound.store), {
    findings: [],
    mirrors: [{ log: sound.log.origin, leaves: sound.log.size, entries: 4, versions: 3, missing: 1 }],
  });
  for (const { what, sql, rule, about } of PLANTED) {
    const world = await fresh();
    world.raw.exec(sql);
    const { findings } = await verify(world.store);
    t.ok(
      findings.some((finding) => finding.rule === rule && about.test(finding.about)),
      `${what}: ${JSON.stringify(findings)}`,
    );
  }
});
