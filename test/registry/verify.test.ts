/** Every contradiction that can be stored is found: each is made in a real database, from outside. */
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { encodeLeaf } from '../../src/journal/leaf.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Registry } from '../../src/registry/types.ts';
import { type VerifyProgress, verify } from '../../src/registry/verify.ts';
import type { Store } from '../../src/store/port.ts';
import { VIEW } from '../../src/store/sqlite/kept-once.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { manifestOf } from '../helpers/manifest.ts';

interface World {
  store: Store;
  registry: Registry;
  /** The same database from outside. */
  raw: Database.Database;
}

async function worldOf(t: Test): Promise<World> {
  const folder = t.testdir({});
  const store = openStore({ folder, clock: systemClock, busyMs: 1_000, what: 'a test' });
  const registry = createRegistry({ store, clock: systemClock, serving: false });
  const raw = new Database(`${folder}/alminding.db`);
  t.teardown(async () => {
    raw.close();
    await registry.close();
    await store.close();
  });
  await publish(registry, 'one');
  await publish(registry, 'two');
  await publish(registry, 'two', 'landingURL: https://two.example\n');
  await publish(registry, 'three', '', 'built-in');
  await publish(registry, 'four');
  await registry.withdraw('software', 'four', 'retired');
  return { store, registry, raw };
}

const publish = (registry: Registry, name: string, more = '', origin: 'own' | 'built-in' = 'own') =>
  registry.publish({
    kind: 'software',
    bytes: Buffer.from(manifestOf(name, `https://forge.example/t/${name}`, more)),
    mediaType: 'application/yaml',
    provenance: { by: 'push', actor: 'a test' },
    origin,
  });

t.test('data that nobody touched fits', async (t) => {
  const { store } = await worldOf(t);
  const seen: VerifyProgress[] = [];
  const result = await verify(store, (progress) => seen.push(progress));
  t.same(result, { leaves: 5, entries: 4, versions: 5, changedMeanwhile: 0, mirrors: [], findings: [], more: 0 });
  t.match(seen[0], { step: 'leaves', done: 5, total: 5 });
  t.match(seen.at(-1), { step: 'entries', done: 4, total: 4 });
});

t.test('an empty data folder fits', async (t) => {
  const store = openStore({ folder: ':memory:', clock: systemClock, busyMs: 0, what: 'a test' });
  t.teardown(() => store.close());
  t.match(await verify(store), { leaves: 0, entries: 0, findings: [] });
});

const damages: { what: string; sql: string; finds: { rule: string; about: string; message?: RegExp }[] }[] = [
  {
    what: 'a body with another byte',
    sql: "UPDATE versions SET body = CAST(replace(CAST(body AS TEXT), 'Agendas', 'Agendaz') AS BLOB) WHERE ord = 1",
    finds: [
      { rule: 'body', about: 'software/one version 1', message: /has the digest/ },
      { rule: 'body', about: 'software/one version 1', message: /The entry names the body/ },
      { rule: 'versions', about: 'software/one' },
      // Readers are shown the record out of the body.
      { rule: 'projection', about: 'software/one', message: /shown is not the one that its sources give/ },
      { rule: 'projection', about: 'software/one', message: /not what its sources give: document\b/ },
    ],
  },
  {
    what: 'a body that is no JSON',
    sql: "UPDATE versions SET body = x'78' WHERE ord = 2 AND n = 1",
    finds: [
      { rule: 'body', about: 'software/two version 1', message: /has the digest/ },
      { rule: 'body', about: 'software/two version 1', message: /is not JSON/ },
      { rule: 'versions', about: 'software/two' },
    ],
  },
  {
    what: 'an old version that is gone',
    sql: 'DELETE FROM versions WHERE ord = 2 AND n = 1',
    finds: [
      { rule: 'body', about: 'software/two version 1', message: /is not there/ },
      { rule: 'versions', about: 'software/two' },
    ],
  },
  {
    what: 'another media type',
    sql: "UPDATE versions SET media_type = 'application/json' WHERE ord = 1",
    finds: [{ rule: 'versions', about: 'software/one' }],
  },
  {
    what: 'a decided record with another digest',
    sql: "UPDATE entries SET record_digest = 'x' WHERE ord = 1",
    finds: [{ rule: 'body', about: 'software/one version 1', message: /The record in it has not the digest x/ }],
  },
  {
    what: 'an entry that stands on another leaf',
    sql: 'UPDATE entries SET leaf_index = 1 WHERE ord = 1',
    finds: [{ rule: 'entry-state', about: 'software/one', message: /last leaf is 0, and the entry says 1/ }],
  },
  {
    what: 'an entry without a leaf',
    sql: 'UPDATE entries SET leaf_index = -1 WHERE ord = 1',
    finds: [{ rule: 'entry-state', about: 'software/one' }],
  },
  {
    what: 'a withdrawn entry that is live again',
    sql: "UPDATE entries SET state = 'live' WHERE slug = 'four'",
    finds: [
      { rule: 'entry-state', about: 'software/four', message: /says that it is gone, and the entry is live/ },
      { rule: 'projection', about: 'software/four', message: /live and not shown/ },
    ],
  },
  {
    what: 'a live entry that is not shown',
    sql: 'DELETE FROM records WHERE ord = 1',
    finds: [{ rule: 'projection', about: 'software/one', message: /live and not shown/ }],
  },
  {
    what: 'a document with another record',
    sql: `UPDATE records AS r SET view = replace(${VIEW}, 'Agendas', 'Agendaz'), body_at = NULL WHERE ord = 1`,
    finds: [
      { rule: 'projection', about: 'software/one', message: /shown is not the one that its sources give/ },
      { rule: 'projection', about: 'software/one', message: /not what its sources give: document\b/ },
    ],
  },
  {
    what: 'a document that names another body',
    sql: `UPDATE records SET view = replace(view, '"digest":"', '"digest":"x') WHERE ord = 3`,
    finds: [
      { rule: 'projection', about: 'software/three@built-in', message: /names the body xsha256/ },
      { rule: 'projection', about: 'software/three@built-in', message: /give: document/ },
    ],
  },
  {
    what: 'a document that is none',
    sql: "UPDATE records SET view = 'x', body_at = NULL WHERE ord = 1",
    finds: [
      { rule: 'projection', about: 'software/one', message: /not JSON with a record/ },
      { rule: 'projection', about: 'software/one', message: /give: document/ },
    ],
  },
  {
    what: 'another short form',
    sql: "UPDATE records SET item = json_set(item, '$.name', 'Evil') WHERE ord = 1",
    finds: [{ rule: 'projection', about: 'software/one', message: /give: short form\./ }],
  },
  {
    what: 'other facets',
    sql: "UPDATE records SET facets = '{}' WHERE ord = 1",
    finds: [{ rule: 'projection', about: 'software/one', message: /give: facets\./ }],
  },
  {
    what: 'facets that are no JSON',
    sql: "UPDATE records SET facets = '{' WHERE ord = 1",
    finds: [{ rule: 'projection', about: 'software/one', message: /cannot be read/ }],
  },
  {
    what: 'a source that is no JSON',
    sql: "UPDATE sources SET record = 'x' WHERE ord = 1",
    finds: [{ rule: 'projection', about: 'software/one', message: /cannot be read/ }],
  },
  {
    what: 'names that are gone',
    sql: 'DELETE FROM names WHERE ord = 1',
    finds: [{ rule: 'projection', about: 'software/one', message: /give: names\./ }],
  },
  {
    what: 'identities that are gone',
    sql: 'DELETE FROM identities WHERE ord = 1',
    finds: [{ rule: 'identity', about: 'software/one', message: /repo:https:\/\/forge\.example\/t\/one#publiccode/ }],
  },
  {
    what: 'an identity that leads to another entry',
    sql: 'UPDATE identities SET ord = 2 WHERE ord = 1',
    finds: [{ rule: 'identity', about: 'software/one' }],
  },
  {
    what: 'a text index without the entry',
    sql: 'DELETE FROM texts WHERE ord = 1',
    finds: [{ rule: 'search', about: 'software/one' }],
  },
  {
    what: 'a record that stayed at an old version',
    sql: 'UPDATE records SET version = 1 WHERE ord = 2',
    finds: [
      { rule: 'projection', about: 'software/two', message: /Version 1 is shown, and the newest is 2/ },
      { rule: 'projection', about: 'software/two', message: /shown is not the one that its sources give/ },
      { rule: 'projection', about: 'software/two', message: /not what its sources give: document\b/ },
    ],
  },
  {
    what: 'an entry that is shown though it is hidden',
    sql: "UPDATE entries SET state = 'hidden' WHERE ord = 1",
    finds: [{ rule: 'projection', about: 'software/one', message: /shown, though it is hidden/ }],
  },
  {
    what: 'a leaf for an entry that is gone',
    sql: 'DELETE FROM entries WHERE ord = 1; DELETE FROM records WHERE ord = 1',
    finds: [{ rule: 'leaf-without-entry', about: 'software/one' }],
  },
  {
    what: 'an entry under another name',
    sql: "UPDATE entries SET slug = 'uno' WHERE ord = 1; UPDATE records SET slug = 'uno' WHERE ord = 1",
    finds: [
      { rule: 'body', about: 'software/uno version 1', message: /says that it is software\/one/ },
      { rule: 'entry-without-leaf', about: 'software/uno' },
      { rule: 'projection', about: 'software/uno', message: /give: document, ETag, names/ },
      { rule: 'leaf-without-entry', about: 'software/one' },
    ],
  },
  {
    what: 'a built-in entry with a leaf',
    sql: 'UPDATE entries SET leaf_index = 0 WHERE origin = 1',
    finds: [{ rule: 'entry-state', about: 'software/three@built-in', message: /must have no leaf/ }],
  },
  {
    what: 'a leaf in the middle that is gone',
    sql: 'DELETE FROM leaves WHERE idx = 2',
    finds: [{ rule: 'leaf', about: 'leaf 2', message: /the next one is leaf 3/ }],
  },
  {
    what: 'a leaf at the end that is gone',
    sql: 'DELETE FROM leaves WHERE idx = 4',
    finds: [{ rule: 'leaf', about: 'leaf 4', message: /has 5 leaves, and this one is not there/ }],
  },
  {
    what: 'a leaf with another time',
    sql: `UPDATE leaves SET bytes = CAST(replace(CAST(bytes AS TEXT), '"ts":1', '"ts":2') AS BLOB) WHERE idx = 1`,
    finds: [{ rule: 'tree', about: 'journal', message: /another root hash/ }],
  },
  {
    what: 'a journal that is said to be shorter',
    sql: 'UPDATE logs SET size = 4',
    finds: [{ rule: 'log', about: 'journal', message: /edge of the tree is of size 5, the journal of size 4/ }],
  },
  {
    what: 'a damaged edge',
    sql: "UPDATE logs SET edge = x'0000'",
    finds: [{ rule: 'log', about: 'journal', message: /edge of the journal is damaged/ }],
  },
];

for (const { what, sql, finds } of damages) {
  t.test(`it finds ${what}`, async (t) => {
    const { store, raw } = await worldOf(t);
    raw.exec(sql);
    const { findings } = await verify(store);
    t.match(findings, finds);
    t.equal(findings.length, finds.length, JSON.stringify(findings));
  });
}

t.test('it finds leaves that have no effect', async (t) => {
  const { store, raw } = await worldOf(t);
  const put = raw.prepare('UPDATE leaves SET bytes = ? WHERE idx = ?');
  const again = { v: 1, ts: 1, op: 'del', id: 'software/one', p: 7, r: 'retired' } as const;
  put.run(encodeLeaf(again), 3);
  put.run(Buffer.from('{}'), 4);
  const { findings } = await verify(store);
  t.match(
    findings.filter(({ rule }) => rule === 'inert-leaf'),
    [
      { about: 'leaf 3', message: /of software\/one has no effect \(wrong-p\)/ },
      { about: 'leaf 4', message: /This leaf has no effect \(malformed\)/ },
    ],
  );
});

t.test('what others write meanwhile is no contradiction', async (t) => {
  const { store, registry } = await worldOf(t);
  let written = false;
  const between: Pick<Store, 'readLeaves'> = {
    async readLeaves(from, limit) {
      const leaves = await store.readLeaves(from, limit);
      if (!written) {
        written = true;
        await publish(registry, 'one', 'landingURL: https://one.example\n');
        await publish(registry, 'five');
        await registry.withdraw('software', 'two', 'retired');
      }
      return leaves;
    },
  };
  t.match(await verify({ ...store, ...between }), { leaves: 5, changedMeanwhile: 3, findings: [] });
  t.match(await verify(store), { leaves: 8, entries: 5, changedMeanwhile: 0, findings: [] });
});

t.test('a great many contradictions are counted, and the first are listed', async (t) => {
  const { store, raw } = await worldOf(t);
  raw.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${LIMITS.findings + 100})
    INSERT INTO entries (origin, kind, slug, state, version, record_digest, body_digest, leaf_index, updated)
    SELECT 0, 'software', 'made-' || i, 'hidden', 0, '', '', -1, 0 FROM n`);
  const { findings, more, entries } = await verify(store);
  t.equal(findings.length, LIMITS.findings);
  t.equal(more, 100);
  t.equal(entries, 4 + LIMITS.findings + 100);
});
