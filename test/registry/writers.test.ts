import t from 'tap';
import type { Submission } from '../../src/registry/types.ts';
import type { Software, Writers } from '../../src/schemas.gen.ts';
import { join, noWriters } from '../../src/writers/change.ts';
import { writerOf } from '../../src/writers/may-write.ts';
import type { Run } from '../../src/writers/run.ts';
import { aRun } from '../helpers/a-run.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { crawled, openWorld, PUSH, recordOf, type World } from './world.ts';

const URL_ = 'https://github.com/town/town-hall';
const by = (run: Run) => ({ by: 'run', run, defaultBranch: 'main' }) as const;

const fromRun = (run: Run, text = manifestOf('Town hall', URL_)): Submission => ({
  kind: 'software',
  bytes: Buffer.from(text),
  mediaType: 'application/yaml',
  provenance: {
    ...{ by: 'run', url: run.address, commit: run.commit, path: 'publiccode.yml', issuer: run.issuer },
    ...(run.repository === null ? {} : { forge: { host: run.forge, repository: run.repository } }),
  },
});
const keys = ['writers:software/town-hall'];
const becomes = ({ registry }: World, run: Run) =>
  registry.revise<Writers>({ kind: 'writers', slug: 'town-hall', keys }, (before) =>
    join(before ?? noWriters('software/town-hall'), writerOf(run), '2026-11-28'),
  );

t.test('A run makes a new entry only where it is admitted', async (t) => {
  const { registry } = openWorld(t);
  const run = aRun();
  const principal = by(run);
  await t.rejects(registry.publish(fromRun(run), { principal }), { code: 'forbidden', extra: { admission: true } });
  t.match(await registry.read.lookup('software', 'town-hall'), { missing: [] });
  const dry = await registry.publish(fromRun(run), { principal, admitted: true, dryRun: true });
  t.match(dry, { created: true, write: { allowed: true, joins: { repository: '4711' } } });
  t.match(await registry.publish(fromRun(run), { principal, admitted: true }), {
    id: 'software/town-hall',
    created: true,
  });
  const body = await registry.read.body({ origin: 0, kind: 'software', slug: 'town-hall' });
  t.match(JSON.parse(Buffer.from(body?.body ?? '').toString()).source, {
    url: URL_,
    commit: run.commit,
    path: 'publiccode.yml',
  });
});

t.test('A second run of the same repository writes, one of another with the same address does not', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  const run = aRun();
  await registry.publish(fromRun(run), { principal: by(run), admitted: true });
  const next = manifestOf('Town hall', URL_).replace('1.2.3', '1.3.0');
  t.match(await registry.publish(fromRun(run, next), { principal: by(run) }), {
    changed: true,
    write: { joins: { owner: '42' } },
  });
  await becomes(world, run);
  t.match(await registry.publish(fromRun(run), { principal: by(run) }), { write: { joins: null } });
  const again = aRun({ repository: '9999' });
  await t.rejects(registry.publish(fromRun(again), { principal: by(again) }), {
    code: 'forbidden',
    extra: { claim: true },
  });
});

t.test('An entry that the operator made is not given to whoever has its address', async (t) => {
  const { registry } = openWorld(t);
  await registry.publish({ ...fromRun(aRun()), provenance: PUSH });
  const run = aRun();
  await t.rejects(registry.publish(fromRun(run), { principal: by(run), admitted: true }), {
    code: 'forbidden',
    extra: { claim: true },
  });
});

t.test('A manifest speaks for the repository that it came from alone', async (t) => {
  const { registry } = openWorld(t);
  const run = aRun({ address: 'https://github.com/town/other' });
  const refused = registry.publish(fromRun(run), { principal: by(run), admitted: true });
  await t.rejects(refused, { code: 'forbidden', message: /under “url”/ });
  const token = { by: 'token', id: 'x', scope: { repository: 'https://github.com/town/other' } } as const;
  await t.rejects(registry.publish(fromRun(run), { principal: token, admitted: true }), { code: 'forbidden' });
});

t.test('A renamed repository goes on publishing while its manifest has the old address', async (t) => {
  const { registry } = openWorld(t);
  const run = aRun();
  await registry.publish(fromRun(run), { principal: by(run), admitted: true });
  const renamed = aRun({ address: 'https://github.com/city/city-hall' });
  const text = manifestOf('Town hall', URL_).replace('1.2.3', '2.0.0');
  t.match(await registry.publish(fromRun(renamed, text), { principal: by(renamed) }), {
    id: 'software/town-hall',
    changed: true,
  });
});

t.test('A writer can not turn its entry into one for the repository of somebody else', async (t) => {
  const { registry } = openWorld(t);
  const run = aRun();
  await registry.publish(fromRun(run), { principal: by(run), admitted: true });
  const foreign = manifestOf('Town hall', 'https://github.com/others/city-hall').replace('1.2.3', '2.0.0');
  const refused = { code: 'forbidden', message: /under “url”/, extra: { claim: false } };
  await t.rejects(registry.publish(fromRun(run, foreign), { principal: by(run), admitted: true }), refused);
  const nowhere = foreign.replace('https://github.com/others/city-hall', 'https://github.com');
  await t.rejects(registry.publish(fromRun(run, nowhere), { principal: by(run), admitted: true }));
  const found = await registry.read.lookup('software', 'town-hall');
  t.match(JSON.parse('found' in found ? found.found.view : '{}'), { record: { url: URL_ } });
});

t.test(
  'What was withdrawn for good comes back by no crawl and no run, only when the operator publishes it',
  async (t) => {
    const { registry } = openWorld(t);
    const run = aRun();
    await registry.publish(fromRun(run), { principal: by(run), admitted: true });
    await registry.withdraw('software', 'town-hall', 'consent');
    const next = manifestOf('Town hall', URL_).replace('1.2.3', '2.0.0');
    const gone = { code: 'gone', message: /software\/town-hall, which was withdrawn here \(consent\)/ };
    for (const admitted of [true, false])
      await t.rejects(registry.publish(fromRun(run, next), { principal: by(run), admitted }), gone);
    const crawl = { ...fromRun(run, next), provenance: crawled(URL_, 'c0ffee') };
    await t.rejects(registry.publish(crawl), gone);
    t.equal((await registry.read.list('software', 10)).items.length, 0);
    const again = await registry.publish({ ...fromRun(run, next), provenance: PUSH });
    t.match(await registry.read.lookup('software', 'town-hall'), { gone: { successor: again.id } });
    t.match(await registry.publish(crawl), { id: again.id }, 'from then on it is followed again');
  },
);

t.test('What was retired comes back by no crawl, but when its repository publishes it again', async (t) => {
  const { registry } = openWorld(t);
  const run = aRun();
  await registry.publish(fromRun(run), { principal: by(run), admitted: true });
  await registry.withdraw('software', 'town-hall', 'retired');
  const next = fromRun(run, manifestOf('Town hall', URL_).replace('1.2.3', '2.0.0'));
  await t.rejects(registry.publish({ ...next, provenance: crawled(URL_, 'c0ffee') }), { code: 'gone' });
  t.match(await registry.publish(next, { principal: by(run), admitted: true }), { created: true });
});

t.test('A token for an entry writes that entry alone', async (t) => {
  const { registry } = openWorld(t);
  await registry.publish(recordOf('software', { name: 'Hall' }, { slug: 'hall' }));
  const principal = { by: 'token', id: 'x', scope: { entry: 'software/hall' } } as const;
  const record = { name: 'Hall', url: URL_ } satisfies Software;
  t.match(await registry.publish(recordOf('software', record, { slug: 'hall' }), { principal }), { changed: true });
  const other = registry.publish(recordOf('software', { name: 'Barn' }, { slug: 'barn' }), {
    principal,
    admitted: true,
  });
  await t.rejects(other, { code: 'forbidden' });
});

t.test('Who may write is a record that only its own act changes', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  const run = aRun();
  await registry.publish(fromRun(run), { principal: by(run), admitted: true });
  t.match(await becomes(world, run), { id: 'writers/town-hall', created: true });
  t.match(await becomes(world, run), { changed: false });
  const record = { of: 'software/town-hall', writers: [] };
  await t.rejects(registry.publish(recordOf('writers', record)), { code: 'conflict' });
  t.match(await registry.publishAll([recordOf('writers', record)]), [{ refused: { code: 'conflict' } }]);
  await t.rejects(registry.withdraw('writers', 'town-hall', 'withdrawn'), { code: 'conflict' });
  const refused = registry.revise({ kind: 'writers', slug: 'town-hall', keys }, () => {
    throw new Error('not like this');
  });
  await t.rejects(refused, /not like this/);
  const broken = registry.revise({ kind: 'writers', slug: 'town-hall', keys }, () => ({ of: 'nobody' }) as never);
  await t.rejects(broken);
  t.match(await registry.read.lookup('writers', 'town-hall'), { found: { version: 1 } });
});

t.test('Two processes that change who writes at once lose nothing', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  await registry.publish(fromRun(aRun()), { principal: by(aRun()), admitted: true });
  const ids = Array.from({ length: 8 }, (_, i) => String(100 + i));
  await Promise.all(ids.map((repository) => becomes(world, aRun({ repository }))));
  const found = await registry.read.lookup('writers', 'town-hall');
  const { record } = JSON.parse('found' in found ? found.found.view : '{}') as { record: Writers };
  t.same(record.writers.map(({ repository }) => repository).sort(), ids);
});
