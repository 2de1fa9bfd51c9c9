import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { createRegistry } from '../../src/registry/registry.ts';
import { PROJECTION, reindex } from '../../src/registry/reindex.ts';
import { verify } from '../../src/registry/verify.ts';
import { restoreFrom } from '../../src/store/sqlite/backup.ts';
import { FILE } from '../../src/store/sqlite/database.ts';
import { copyBefore, migrations } from '../../src/store/sqlite/migrate.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { testClock } from '../store/steps.ts';
import { codeOf, openTestStore, temporaryFolder } from '../store/temporary.ts';
import { manifest } from './world.ts';

const DATABASES = new URL('../vectors/db/', import.meta.url);
const released = readdirSync(DATABASES).filter((name) => name.endsWith('.db.gz'));

/** What can't be made again. */
const KEPT = ['entries', 'identities', 'sources', 'contacts', 'versions', 'leaves', 'changes', 'files', 'heads'];

/** A data folder with a database as that version of the program left it, and its schema version. */
function unpack(t: Test, name: string): { folder: string; file: string; version: number } {
  const folder = temporaryFolder(t);
  const file = join(folder, FILE);
  writeFileSync(file, gunzipSync(readFileSync(new URL(name, DATABASES))));
  return { folder, file, version: look(file, (db) => db.pragma('user_version', { simple: true }) as number) };
}

function look<T>(file: string, act: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true });
  try {
    return act(db);
  } finally {
    db.close();
  }
}

const rowsOf = (file: string): Record<string, number> =>
  look(file, (db) =>
    Object.fromEntries(
      KEPT.map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number]),
    ),
  );

t.test('There is a database of each released version', async (t) => t.ok(released.includes('0.1.0.db.gz')));

for (const name of released) {
  t.test(
    `What version ${name.replace('.db.gz', '')} wrote is kept, shown, proved and changed by this one`,
    async (t) => {
      const { folder, file, version } = unpack(t, name);
      const before = rowsOf(file);
      for (const [table, count] of Object.entries(before)) t.ok(count > 0, `${table} holds something`);
      const { store, clock } = openTestStore(t, folder);
      t.same(rowsOf(file), before, 'no kept row is lost');
      const kept = copyBefore(file, version);
      if (version < migrations().length) {
        t.equal(
          look(kept, (db) => db.pragma('user_version', { simple: true })),
          version,
        );
        t.same(rowsOf(kept), before, 'the copy is whole');
        t.equal((statSync(kept).mode & 0o777).toString(8), '600');
      } else t.notOk(readdirSync(folder).includes(`${FILE}.schema-${version}`), 'nothing was to be changed');

      const registry = createRegistry({ store, clock, serving: false });
      t.teardown(() => registry.close());
      const given = { now: clock.now(), salt: () => 'AAAAAAAAAAAAAAAAAAAAAA', randomId: () => 'aaaaaaaaaaaaaaaa' };
      await reindex(store, given);
      t.equal(await store.derivedVersion(), PROJECTION);
      const { findings, leaves } = await verify(store);
      t.same(findings, []);
      t.equal(leaves, before.leaves);
      const found = await registry.read.search({
        text: 'minutes',
        lang: 'en',
        filters: {},
        sort: 'relevance',
        limit: 5,
      });
      t.match(found.items[0], { id: 'software/minutes', version: 3 });
      t.match(await registry.read.lookup('software', 'agendas'), { gone: { successor: 'software/agendas-code' } });
      const again = await registry.publish(manifest(manifestOf('Minutes', 'https://example.org/code/minutes')));
      t.match(again, { id: 'software/minutes', version: 4, changed: true });
      t.same((await verify(store)).findings, []);
    },
  );
}

/** A database of version 1 of the schema, made by its own migration: it is older than every released one. */
function first(t: Test): { folder: string; file: string } {
  const folder = temporaryFolder(t);
  const file = join(folder, FILE);
  const db = new Database(file);
  db.exec(migrations()[0]?.sql ?? '');
  db.exec("INSERT INTO contacts VALUES (7, '[]')");
  db.pragma('application_id = 0x414c4d44');
  db.pragma('user_version = 1');
  db.close();
  return { folder, file };
}

t.test('The copy that is made before a change of the schema can be restored', async (t) => {
  const { folder, file } = first(t);
  await openStore({ folder, clock: testClock(), busyMs: 100, what: 'a test' }).close();
  t.equal(
    look(file, (db) => db.pragma('user_version', { simple: true })),
    migrations().length,
  );
  const elsewhere = temporaryFolder(t);
  restoreFrom(elsewhere, copyBefore(file, 1));
  t.equal(
    look(join(elsewhere, FILE), (db) => db.pragma('user_version', { simple: true })),
    1,
  );
  openTestStore(t, elsewhere);
  t.equal(
    look(join(elsewhere, FILE), (db) => db.prepare('SELECT ord FROM contacts').pluck().get()),
    7,
  );
});

t.test('Where the copy cannot be made, nothing is changed and it is said why', async (t) => {
  const { folder, file } = first(t);
  // A folder of that name is in the way.
  const { mkdirSync, rmSync } = await import('node:fs');
  mkdirSync(copyBefore(file, 1));
  writeFileSync(join(copyBefore(file, 1), 'x'), '');
  const options = { folder, clock: testClock(), busyMs: 100, what: 'a test' };
  t.equal(await codeOf(() => openStore(options)), 'unwritable-file');
  t.equal(
    look(file, (db) => db.pragma('user_version', { simple: true })),
    1,
  );
  rmSync(copyBefore(file, 1), { recursive: true });
  await openStore(options).close();
  t.equal(
    look(file, (db) => db.prepare('SELECT count(*) FROM contacts').pluck().get()),
    1,
  );
});
