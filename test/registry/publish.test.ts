import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { decodeLeaf } from '../../src/journal/leaf.ts';
import { decodeEdge, rootOf } from '../../src/journal/tree.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { verify } from '../../src/registry/verify.ts';
import { everyLeaf } from '../store/contract/subject.ts';
import { crawled, keyOf, leafCount, manifest, openWorld, PUSH, recordOf, refusal, software, viewOf } from './world.ts';

const MANIFEST = `publiccodeYmlVersion: "0.5"
name: Dagsorden Ærø
url: https://forge.example/Town/dagsorden.git
landingURL: https://dagsorden.example
releaseDate: "2026-01-31"
softwareVersion: 1.2.3
developmentStatus: stable
softwareType: standalone/web
platforms: [web, Linux]
categories: [document-management, workflow-management]
description:
  en:
    shortDescription: Keeps the agendas of the council of a small town.
    longDescription: >
      It keeps agendas, minutes and decisions together, sends them to the members of the council, and shows the public
      what was decided, in words that everybody understands and with the papers beside them, for as long as they last.
    features: [Agendas, Minutes]
  da:
    localisedName: Dagsordenen
    shortDescription: Byrådets dagsordener og referater.
    longDescription: >
      Samler dagsordener, referater og beslutninger, sender dem til byrådets medlemmer og viser offentligheden hvad der
      blev besluttet, med ord som alle forstår og med bilagene ved siden af, så længe de er gemt i arkivet hos kommunen.
    features: [Dagsordener]
legal:
  license: EUPL-1.2
  mainCopyrightOwner: Ærø Kommune
maintenance:
  type: internal
  contacts:
    - name: Quirina Testesen
      email: quirina@testesen.example
      phone: +45 5550 1234
intendedAudience:
  countries: [DK]
  scope: [local-authorities]
localisation:
  localisationReady: true
  availableLanguages: [da, en]
`;
const NETWORK = recordOf('network', { name: 'OS2', countries: ['DK'] }, { slug: 'os2' });
const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();

t.test('One publish has all its consequences, and no other', async (t) => {
  const world = openWorld(t);
  const { store, registry, clock, raw } = world;
  await registry.publish(NETWORK);
  clock.at += 60_000;
  const submission = manifest(MANIFEST);
  const published = await registry.publish(submission);
  const key = keyOf(published);
  const row = (sql: string) => raw.prepare(sql).get() as Record<string, unknown>;
  const ord = raw.prepare("SELECT ord FROM entries WHERE slug = 'dagsorden-aero'").pluck().get() as number;

  await t.test('the answer', async (t) => {
    t.match(published, { id: 'software/dagsorden-aero', page: '/software/dagsorden-aero' });
    t.match(published, { changed: true, created: true, version: 1 });
    t.notOk(published.problems.some(({ severity }) => severity === 'error'));
  });

  await t.test('the entry', async (t) => {
    t.match(row(`SELECT * FROM entries WHERE ord = ${ord}`), {
      ...{ origin: 0, kind: 'software', slug: 'dagsorden-aero', state: 'live', version: 1, leaf_index: 1 },
      ...{ successor: null, reason: null, updated: clock.at },
    });
  });

  await t.test('the body: salted, exact, and named by its digest', async (t) => {
    const body = await store.getBody(key);
    const bytes = Buffer.from(body?.body ?? []);
    const document = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    t.same(Object.keys(document), ['salt', 'kind', 'id', 'source', 'record']);
    t.equal(Buffer.from(document.salt as string, 'base64url').length, 16);
    t.match(document, { kind: 'software', id: 'software/dagsorden-aero' });
    t.match(document.source, { mediaType: 'application/yaml', url: 'https://forge.example/Town/dagsorden.git' });
    t.match(document.record, { name: 'Dagsorden Ærø', licence: { spdx: 'EUPL-1.2' } });
    t.equal(body?.digest, `sha256:${sha256(bytes).toString('base64url')}`);
    t.equal(body?.mediaType, 'application/vnd.alminding.software+json');
    t.equal(bytes.toString('utf8'), JSON.stringify(document), 'no white space');
    const [version] = await store.listVersions(key, 10);
    t.match(version, { n: 1, digest: body?.digest, bytes: bytes.length, created: clock.at });
  });

  await t.test('the leaf and the tree', async (t) => {
    const leaves = await everyLeaf(store);
    t.equal(leaves.length, 2);
    const leaf = decodeLeaf(leaves[1]?.bytes as Uint8Array);
    const body = await store.getBody(key);
    t.same(leaf, {
      ...{ v: 1, op: 'put', id: 'software/dagsorden-aero', ts: Math.floor(clock.at / 1000), p: -1 },
      ...{ d: body?.digest, n: body?.body.length, m: 'application/vnd.alminding.software+json' },
      f: ['software', 'dk', 'document-management', 'workflow-management'],
    });
    const { size, edge } = await store.readLog();
    t.equal(size, 2);
    t.equal(rootOf(decodeEdge(edge)).toString('hex'), naiveRoot(leaves.map(({ bytes }) => bytes)).toString('hex'));
  });

  await t.test('the record as it is shown', async (t) => {
    const view = await viewOf(world, key);
    t.match(view, {
      ...{ id: 'software/dagsorden-aero', kind: 'software', origin: 'own', name: 'Dagsorden Ærø', version: 1 },
      ...{ page: '/software/dagsorden-aero', updated: '2026-11-22T00:01:00Z', sources: [], filled: {} },
      source: { rank: 'manifest', by: 'push', mediaType: 'application/yaml' },
      record: { name: 'Dagsorden Ærø', url: 'https://forge.example/Town/dagsorden.git' },
    });
    t.equal(view.digest, (await store.getBody(key))?.digest);
    const stored = await store.getRecord(key);
    const [frame] = (stored?.view ?? '').split(',"record":');
    t.equal(stored?.etag, sha256(`${frame}}`).toString('base64url').slice(0, 22));
    t.match(row(`SELECT own_key, cluster, rep FROM records WHERE ord = ${ord}`), {
      ...{ own_key: 'https://forge.example/Town/dagsorden#publiccode.yml', cluster: ord, rep: ord },
    });
  });

  await t.test('the item of lists, in the language of the reader', async (t) => {
    const [danish] = (await search(world, 'dagsorden', 'da')).items;
    t.match(danish, {
      ...{ id: 'software/dagsorden-aero', name: 'Dagsordenen', summary: 'Byrådets dagsordener og referater.' },
      ...{ summaryLanguage: 'da', page: '/da/software/dagsorden-aero', origin: 'own', kind: 'software', version: 1 },
      facts: { licence: 'EUPL-1.2', status: 'stable', type: 'standalone/web' },
    });
    const [french] = (await search(world, 'dagsorden', 'fr')).items;
    t.match(french, { name: 'Dagsorden Ærø', summary: /^Keeps the agendas/, summaryLanguage: 'en' });
  });

  await t.test('the facets', async (t) => {
    t.same(JSON.parse(row(`SELECT facets FROM records WHERE ord = ${ord}`).facets as string), {
      ...{ category: ['document-management', 'workflow-management'], scope: ['local-authorities'], lifecycle: [] },
      ...{ platform: ['web', 'linux'], kind: ['software'], origin: ['own'], network: [], country: ['DK'] },
      ...{ licence: ['EUPL-1.2'], 'licence-family': ['network'], type: ['standalone/web'], language: ['da', 'en'] },
      ...{ status: ['stable'], task: ['meeting-management'], host: [], 'host-version': [], 'code-held-by': [] },
      ...{ accessibility: [], available: ['yes'], worked: ['2026-01-31'] },
    });
  });

  await t.test('the search row and the names', async (t) => {
    for (const text of ['agendas', 'minut', 'referater', 'workflow management', 'aeroe kommune', '"small town"'])
      t.same(
        (await search(world, text)).items.map(({ id }) => id),
        ['software/dagsorden-aero'],
        text,
      );
    const names = raw.prepare('SELECT folded FROM names WHERE ord = ? ORDER BY folded').pluck().all(ord);
    t.same(names, ['at:https://forge.example/Town/dagsorden', 'dagsordenaero', 'dagsordenaeroe', 'dagsordenen']);
  });

  await t.test('the event', async (t) => {
    const events = await store.events(0, 10);
    t.match(events.at(-1), { op: 'put', version: 1, at: clock.at, entry: key });
    t.equal(events.length, 2);
  });

  await t.test('the source, with its exact bytes, and the people, apart', async (t) => {
    const source = row(`SELECT * FROM sources WHERE ord = ${ord}`);
    t.match(source, { rank: 1, media_type: 'application/yaml', active: 1, seen: clock.at });
    t.ok((source.bytes as Buffer).equals(submission.bytes));
    t.equal(source.digest, sha256(submission.bytes).toString('base64url'));
    const contacts = JSON.parse(row(`SELECT json FROM contacts WHERE ord = ${ord}`).json as string) as object[];
    t.match(contacts, [{ name: 'Quirina Testesen', email: 'quirina@testesen.example', phone: '+45 5550 1234' }]);
  });

  await t.test('the identity', async (t) => {
    const keys = raw.prepare('SELECT key FROM identities WHERE ord = ?').pluck().all(ord);
    t.same(keys, ['repo:https://forge.example/Town/dagsorden#publiccode.yml']);
  });

  await t.test('and nothing that verify objects to', async (t) => {
    t.same((await verify(store)).findings, []);
  });
});

t.test('Links are made of references', async (t) => {
  const world = openWorld(t);
  await world.registry.publish(NETWORK);
  await world.registry.publish(software('Zope', {}, { slug: 'zope' }));
  const relations = [{ type: 'based-on', target: 'software/zope' }];
  const published = await world.registry.publish(software('Plone', { network: 'network/os2', relations }));
  const rows = world.raw.prepare('SELECT kind, slug, target_origin, rel FROM links ORDER BY rel').all();
  t.same(rows, [
    { kind: 'software', slug: 'zope', target_origin: '', rel: 'based-on' },
    { kind: 'network', slug: 'os2', target_origin: '', rel: 'network' },
  ]);
  const { items } = await world.registry.read.linked(keyOf({ id: 'software/zope' }), ['based-on'], 'en', 10);
  t.same(
    items.map(({ id }) => id),
    [published.id],
  );
});

t.test('The same again gives the same answer and leaves no trace', async (t) => {
  const world = openWorld(t);
  const first = await world.registry.publish(manifest(MANIFEST));
  const before = dump(world);
  world.clock.at += 1_000_000;
  const again = await world.registry.publish(manifest(MANIFEST));
  t.same(again, { ...first, changed: false, created: false });
  t.same(dump(world), before);
});

t.test('The same record from other bytes makes no version and no leaf, and the newest bytes are kept', async (t) => {
  const world = openWorld(t);
  const { id } = await world.registry.publish(manifest(MANIFEST));
  const view = (await world.store.getRecord(keyOf({ id })))?.view;
  world.clock.at += 5000;
  const again = await world.registry.publish(manifest(`# a remark\n${MANIFEST}`));
  t.match(again, { id, changed: false, version: 1 });
  t.equal(await leafCount(world), 1);
  t.equal((await world.store.getRecord(keyOf({ id })))?.view, view);
  const bytes = world.raw.prepare('SELECT bytes FROM sources').pluck().get() as Buffer;
  t.match(bytes.toString(), /^# a remark/);
});

t.test('Every version has a salt of its own, and the history can be compared', async (t) => {
  const world = openWorld(t);
  const key = keyOf(await world.registry.publish(software('Kitos')));
  await world.registry.publish(software('Kitos', { status: 'stable' }));
  const back = await world.registry.publish(software('Kitos'));
  t.match(back, { version: 3, changed: true });
  const bodies = await Promise.all([1, 2, 3].map((n) => world.store.getBody(key, n)));
  const documents = bodies.map((body) => JSON.parse(Buffer.from(body?.body ?? []).toString()) as { salt: string });
  t.equal(new Set(documents.map(({ salt }) => salt)).size, 3);
  t.not(bodies[0]?.digest, bodies[2]?.digest, 'the same record again cannot be told from its digest');
  t.same(await world.registry.read.compare(key, 1, 2), [{ pointer: '/status', after: 'stable' }]);
  t.same(await world.registry.read.compare(key, 1, 3), []);
  t.match(await refusal(world.registry.read.compare(key, 1, 4)), { code: 'not-found', message: /version 4/ });
  const leaves = (await everyLeaf(world.store)).map(({ bytes }) => decodeLeaf(bytes));
  t.same(
    leaves.map((leaf) => leaf?.p),
    [-1, 0, 1],
  );
});

t.test('A dry run says what would happen and writes nothing', async (t) => {
  const world = openWorld(t);
  const before = dump(world);
  const answer = await world.registry.publish(software('Kitos'), { dryRun: true });
  t.match(answer, { id: 'software/kitos', created: true, changed: true, version: 1 });
  t.same(dump(world), before);
  await world.registry.publish(software('Kitos'));
  t.match(await world.registry.publish(software('Kitos'), { dryRun: true }), { changed: false });
  t.match(await world.registry.publish(software('Kitos', { status: 'beta' }), { dryRun: true }), { version: 2 });
  t.match(await refusal(world.registry.publish(software('Kitos', { nope: 1 }), { dryRun: true })), {
    code: 'invalid-input',
  });
  t.equal(await leafCount(world), 1);
});

t.test('Built-in records are shown and searched, and never journaled', async (t) => {
  const world = openWorld(t);
  const { id, page } = await world.registry.publish(software('Kitos', {}, { origin: 'built-in', slug: 'kitos' }));
  t.same([id, page], ['software/kitos', '/software/kitos@built-in']);
  await world.registry.publish(software('Kitos', { status: 'beta' }, { origin: 'built-in', slug: 'kitos' }));
  t.equal(await leafCount(world), 0);
  t.match(await viewOf(world, keyOf({ id }, 1)), { origin: 'built-in', version: 2, page: '/software/kitos@built-in' });
  const [item] = (await search(world, 'kitos')).items;
  t.match(item, { id: 'software/kitos', origin: 'built-in', page: '/en/software/kitos' });
  await world.registry.publish(software('Kitos of ours', {}, { slug: 'kitos' }));
  const { items } = await search(world, 'kitos');
  t.same(items.map(({ page }) => page).sort(), ['/en/software/kitos', '/en/software/kitos@built-in']);
  t.same((await verify(world.store)).findings, []);
});

t.test('No natural person is named anywhere but in the tables that are for that', async (t) => {
  const world = openWorld(t);
  const people = [/quirina/i, /testesen/i, /5550 ?1234/];
  await world.registry.publish(manifest(MANIFEST));
  await world.registry.publish(manifest(MANIFEST.replace('stable', 'beta')));
  await world.registry.publish(
    manifest(MANIFEST.replace('stable', 'obsolete'), crawled('https://forge.example/Town/dagsorden', 'c0')),
  );
  t.equal(await leafCount(world), 3);
  const tables = dump(world);
  t.match(JSON.stringify(tables.contacts), people[0] as RegExp, 'the test would see them');
  for (const [table, rows] of Object.entries(tables)) {
    if (table === 'contacts' || table === 'sources') continue;
    for (const person of people) t.notMatch(JSON.stringify(rows), person, table);
  }
  for (const text of ['quirina', 'testesen', '55501234', '5550']) t.equal((await search(world, text)).total, 0, text);

  // Without the two tables, whole pages of the file and of its log hold nothing either.
  world.raw.exec('DELETE FROM contacts; DELETE FROM sources');
  world.raw.pragma('wal_checkpoint(TRUNCATE)');
  world.raw.exec('VACUUM');
  world.raw.pragma('wal_checkpoint(TRUNCATE)');
  for (const file of readdirSync(world.folder)) {
    const bytes = readFileSync(join(world.folder, file)).toString('latin1');
    for (const person of people) t.notMatch(bytes, person, file);
  }
});

t.test('The people of a product that is withdrawn are forgotten', async (t) => {
  const world = openWorld(t);
  const { id } = await world.registry.publish(manifest(MANIFEST));
  await world.registry.withdraw('software', id.slice('software/'.length), 'retired');
  t.equal(world.raw.prepare('SELECT count(*) FROM contacts').pluck().get(), 0);
  const before = await world.store.getSources(keyOf({ id }));
  t.match(before, [{ digest: /./, provenance: /push/ }], 'where it came from is known');
  t.same(world.raw.prepare('SELECT DISTINCT length(bytes) FROM sources').pluck().all(), [0]);
  t.same((await verify(world.store)).findings, []);
  await world.registry.publish(manifest(MANIFEST));
  t.same((await verify(world.store)).findings, [], 'published again, it is a new entry');
});

t.test('What came in of a withdrawn entry is nowhere in the file', async (t) => {
  const world = openWorld(t);
  const { id } = await world.registry.publish(manifest(`${MANIFEST}\n# Zaphod Unmistakable\n`));
  const held = () => readFileSync(join(world.folder, 'alminding.db')).toString('latin1').includes('Zaphod');
  world.raw.pragma('wal_checkpoint(TRUNCATE)');
  t.ok(held(), 'the test would see it');
  await world.registry.withdraw('software', id.slice('software/'.length), 'retired');
  world.raw.pragma('wal_checkpoint(TRUNCATE)');
  t.notOk(held());
});

t.test('A source or a record that is too large is refused and leaves nothing behind', async (t) => {
  const world = openWorld(t);
  const note = (length: number) => ({ description: { en: { features: features(length) } } });
  const fits = await world.registry.publish(software('Fits', note(LIMITS.bodyBytes - 2000)));
  t.equal(fits.version, 1);
  // It fits as a source, and not any more with salt, id and source around it.
  const large = software('Large', note(LIMITS.sourceBytes - 110));
  t.ok(large.bytes.byteLength <= LIMITS.sourceBytes && large.bytes.byteLength > LIMITS.sourceBytes - 100);
  t.match(await refusal(world.registry.publish(large)), { code: 'too-large', message: /bytes/ });
  const larger = software('Larger', note(LIMITS.sourceBytes + 100));
  t.match(await refusal(world.registry.publish(larger)), { code: 'invalid-input' });
  t.equal(await leafCount(world), 1);
  t.equal(world.raw.prepare('SELECT count(*) FROM entries').pluck().get(), 1);
});

t.test('What is invalid is refused with its problems, and an id that is none too', async (t) => {
  const world = openWorld(t);
  const bad = await world.registry.publish(manifest('name: x\n')).catch((error: unknown) => error);
  t.match(bad, { code: 'invalid-input', problems: [{ severity: 'error' }] });
  for (const slug of ['../etc', 'A', '', 'a..b', 'x'.repeat(101)])
    t.match(
      await world.registry.publish(software('Kitos', {}, { slug })).catch((error: unknown) => error),
      { code: 'invalid-input', problems: [{ rule: 'id' }] },
      slug,
    );
  const dangling = { relations: [{ type: 'based-on', target: 'software/nowhere' }] };
  t.match(await world.registry.publish(software('Kitos', dangling)).catch((error: unknown) => error), {
    ...{ code: 'invalid-input', problems: [{ rule: 'reference' }] },
  });
  t.equal(await leafCount(world), 0);
});

t.test('In a batch each is answered or refused by itself, in order', async (t) => {
  const world = openWorld(t);
  const results = await world.registry.publishAll([
    software('One'),
    manifest('nothing: 1\n', { by: 'import', file: 'bad.yml' }),
    software('Two', { relations: [{ type: 'based-on', target: 'software/later' }] }),
    recordOf('software', { nope: true }),
    software('One'),
  ]);
  t.match(results, [
    { published: { id: 'software/one', created: true } },
    { refused: { code: 'invalid-input' } },
    { published: { id: 'software/two' } },
    { refused: { code: 'invalid-input' } },
    { published: { id: 'software/one', changed: false } },
  ]);
  t.same(await world.registry.read.dangling(10), [{ from: 'software/two', rel: 'based-on', target: 'software/later' }]);
});

t.test('A large source is read aside where requests are served', async (t) => {
  const { createRegistry } = await import('../../src/registry/registry.ts');
  const world = openWorld(t);
  const serving = createRegistry({ store: world.store, clock: world.clock, serving: true });
  t.teardown(() => serving.close());
  const large = software('Large', { description: { en: { features: features(LIMITS.inlineSourceBytes * 2) } } });
  const both = await Promise.all([serving.publish(large), serving.publish(software('Small'))]);
  t.same(
    both.map(({ id }) => id),
    ['software/large', 'software/small'],
  );
  const broken = { ...large, bytes: Buffer.concat([large.bytes, Buffer.from('}')]) };
  t.match(await refusal(serving.publish(broken)), { code: 'invalid-input' });
});

/** A list of texts that takes exactly so many bytes of JSON. */
function features(bytes: number): string[] {
  const list: string[] = [];
  for (let left = bytes - 1; left > 0; left -= 1000) {
    const length = Math.min(997, left < 1010 && left > 1000 ? 500 : left - 3);
    list.push('abcdefgh '.repeat(112).slice(0, length).replace(/ $/, '.'));
    if (length === 500) left += 497;
  }
  return list;
}

const search = (world: ReturnType<typeof openWorld>, text: string, lang = 'en') =>
  world.registry.read.search({ text, lang, filters: {}, sort: 'relevance', limit: 10 });

/** All rows of all tables, but for the text index, which keeps none. */
function dump({ raw }: ReturnType<typeof openWorld>): Record<string, unknown[]> {
  const names = raw
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'search' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  const text = (value: unknown) => (Buffer.isBuffer(value) ? value.toString('latin1') : value);
  return Object.fromEntries(
    names.map((name) => [
      name,
      (raw.prepare(`SELECT * FROM ${name}`).all() as object[]).map((row) =>
        Object.fromEntries(Object.entries(row).map(([column, value]) => [column, text(value)])),
      ),
    ]),
  );
}

/** RFC 6962, section 2.1, as it is written there. */
function naiveRoot(leaves: Uint8Array[]): Buffer {
  if (leaves.length === 1) return sha256(Buffer.concat([Buffer.of(0), leaves[0] as Uint8Array]));
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha256(Buffer.concat([Buffer.of(1), naiveRoot(leaves.slice(0, half)), naiveRoot(leaves.slice(half))]));
}

t.test('The provenance of a push tells nobody who sent it', async (t) => {
  const world = openWorld(t);
  const { id } = await world.registry.publish(software('Kitos', {}, { provenance: PUSH }));
  t.notMatch(JSON.stringify(await viewOf(world, keyOf({ id }))), /operator/);
});
