import t from 'tap';
import { canonicalJson } from '../../src/kernel/canonical-json.ts';
import { sha256Url } from '../../src/kernel/digest.ts';
import { verify } from '../../src/registry/verify.ts';
import { openWorld, recordOf, shown, viewOf } from './world.ts';

const KITOS = { name: 'Kitos', url: 'https://forge.example/kitos', status: 'stable' };
const TURNED = { status: 'stable', url: 'https://forge.example/kitos', name: 'Kitos' };
const entry = { origin: 0, kind: 'software', slug: 'kitos' } as const;
const inFile = (record: object) => recordOf('software', record, { provenance: { by: 'folder', file: 'kitos.json' } });

t.test('A record whose keys stand in another order is the same record', async (t) => {
  const { registry, store } = openWorld(t);
  await registry.publish(inFile(KITOS));
  t.match(await registry.publish(inFile(TURNED)), { changed: false, version: 1 });
  // The source is kept as it came last; it is again no other record.
  t.match(await registry.publish(inFile(KITOS)), { changed: false, version: 1 });
  t.match(await registry.publish(inFile({ ...TURNED, status: 'beta' })), { changed: true, version: 2 });
  t.match((await verify(store)).findings, []);
});

t.test('A hidden record comes back as the version that it was, in whichever order its keys stand', async (t) => {
  const { registry, store } = openWorld(t);
  await registry.publish(inFile(KITOS));
  await registry.hide({ key: entry, source: 'folder:kitos.json' });
  t.match(await registry.publish(inFile(TURNED)), { changed: true, version: 1 });
  await registry.hide({ key: entry, source: 'folder:kitos.json' });
  t.match(await registry.publish(inFile({ ...KITOS, status: 'beta' })), { changed: true, version: 2 });
  t.match((await verify(store)).findings, []);
});

t.test(
  'What a former program noted of a record, its digest as canonical JSON, still tells that it is the same',
  async (t) => {
    const { registry, store, raw } = openWorld(t);
    await registry.publish(inFile(KITOS));
    raw.prepare('UPDATE entries SET record_digest = ?').run(sha256Url(canonicalJson(KITOS)));
    t.match((await verify(store)).findings, []);
    t.match(await registry.publish(inFile(TURNED)), { changed: false, version: 1 });
    t.match(await registry.publish(inFile({ ...TURNED, status: 'beta' })), { changed: true, version: 2 });
    raw.prepare('UPDATE entries SET record_digest = ?').run(sha256Url(canonicalJson(KITOS)));
    t.match((await verify(store)).findings, [{ rule: 'body', message: /has not the digest/ }]);
  },
);

t.test('A record is kept once where it stands: in its source and in its body', async (t) => {
  const world = openWorld(t);
  const { registry, store, raw } = world;
  const long = { ...KITOS, description: { en: { long: 'Ærø '.repeat(100).trim() } } };
  await registry.publish(recordOf('software', { kind: 'software', id: 'software/kitos', ...long }));
  const kept = 'SELECT length(record) + length(bytes) AS source FROM sources';
  t.match(raw.prepare(kept).get(), {
    source: Buffer.byteLength(JSON.stringify({ kind: 'software', id: 'software/kitos', ...long })) + 1,
  });
  const view = raw.prepare('SELECT view FROM records').pluck().get() as string;
  t.ok(view.endsWith(',"record":'), 'the document ends in the body');
  t.strictSame(await shown(world, entry), long);
  t.match(await viewOf(world, entry), { name: 'Kitos', version: 1 });
  t.match((await verify(store)).findings, []);
});
