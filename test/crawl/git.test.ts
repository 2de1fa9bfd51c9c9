import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import t from 'tap';
import { gitForge } from '../../src/crawl/git.ts';
import { startCrawlLoop } from '../../src/crawl/loop.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createGit } from '../../src/net/git.ts';
import { git, gitDaemon, gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { crawlWorld, DAY } from './crawler-world.ts';

t.test('A repository becomes a record, an unchanged one costs one request, a changed one a new version', async (t) => {
  const server = await gitServer(t);
  const { registry, clock, add, crawl, source, store, folder } = crawlWorld(t, server.exceptions);
  const url = `${server.url}/town/agenda`;
  const first = await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url), 'README.md': '# x' });
  const id = await add(`${url}.git`);
  t.match(await crawl(), { looked: 1, published: 1, failed: 0, invalid: 0 });
  const { row, seen, events } = await source(id);
  t.match(row, { state: 'alive', verdict: 'valid', entry: 'software/agenda', failures: 0 });
  t.match(seen, { commit: first, committed: '2026-11-01T10:00:00Z', manifest: 'publiccode.yml', problems: [] });
  t.same(events, ['published']);
  t.ok(row.due > clock.now() + DAY / 2, 'not before tomorrow');
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 1 } });

  t.match(await crawl(), { looked: 0 }, 'nothing is due');
  clock.at += 2 * DAY;
  const leaves = (await store.readLog()).size;
  server.asked.length = 0;
  t.match(await crawl(), { looked: 1, unchanged: 1 });
  t.equal(server.asked.length, 1, server.asked.join());
  t.equal((await store.readLog()).size, leaves);

  clock.at += 2 * DAY;
  const changed = manifestOf('Agenda', url).replace('1.2.3', '1.3.0');
  await server.commit('town/agenda', { 'publiccode.yml': changed }, { date: '2026-11-02T10:00:00Z' });
  t.match(await crawl(), { published: 1 });
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 2 } });
  t.same(readdirSync(folder), [], 'nothing that was fetched is kept');
});

t.test('A first look takes three requests and no git; a look into folders one more for each', async (t) => {
  const server = await gitServer(t);
  const world = crawlWorld(t, server.exceptions);
  const { net, folder } = world;
  const forge = gitForge({ net, git: createGit({ net, command: 'no-such-program' }), folder });
  const files = { 'publiccode.yml': 'x', 'docs/a/b.yml': 'deep', 'docs/a/c.bin': randomBytes(90_000), LICENSE: 'l' };
  await server.commit('town/a', files);
  const known = { etag: null, commit: null, forge: null };
  const look = await forge.look({ url: `${server.url}/town/a`, known, signal: new AbortController().signal });
  if (look.is !== 'seen') throw new Error(look.is);
  const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();
  t.equal(text(await look.seen.read('publiccode.yml', 100)), 'x');
  t.equal(server.asked.length, 3, server.asked.join());
  t.equal(text(await look.seen.read('docs/a/b.yml', 100)), 'deep');
  t.equal(server.asked.length, 6);
  for (const none of ['docs', 'docs/a', 'docs/a/z', 'x/y', '', '/', '../publiccode.yml', `${'a/'.repeat(30)}b`])
    t.equal(await look.seen.read(none, 100), null, none);
  server.asked.length = 0;
  const all = await look.seen.readAll(['LICENSE', 'publiccode.yml', 'none', 'docs/a/b.yml'], 100);
  t.same([...all.keys()], ['LICENSE', 'publiccode.yml', 'docs/a/b.yml']);
  t.equal(server.asked.length, 1, 'all in one');
  t.same([...(await look.seen.readAll(['LICENSE', 'docs/a/c.bin'], 100)).keys()], ['LICENSE'], 'but what is too large');
  await t.rejects(look.seen.read('docs/a/c.bin', 100), { code: 'answer-too-large' });
  t.same(await look.seen.namesIn('docs/a'), ['b.yml', 'c.bin']);
});

t.test('A manifest that became invalid leaves the record, with the date, until a valid one comes', async (t) => {
  const server = await gitServer(t);
  const { registry, clock, add, crawl, source } = crawlWorld(t, server.exceptions);
  const url = `${server.url}/town/agenda`;
  await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url) });
  const id = await add(url);
  await crawl();
  clock.at += 2 * DAY;
  const since = clock.at;
  await server.commit(
    'town/agenda',
    { 'publiccode.yml': manifestOf('Agenda', url).replace('stable', 'someday') },
    { date: '2026-11-02T10:00:00Z' },
  );
  t.match(await crawl(), { invalid: 1, failed: 0 });
  const broken = await source(id);
  t.match(broken.row, { state: 'alive', verdict: 'invalid', entry: 'software/agenda' });
  t.equal(broken.seen.invalidSince, since);
  t.match(
    broken.seen.problems.find(({ severity }) => severity === 'error'),
    { rule: 'enum', line: 6 },
  );
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 1 } });
  clock.at += 2 * DAY;
  t.match(await crawl(), { invalid: 1 }, 'judged again, as what it lacks may be elsewhere');
  t.same((await source(id)).events, ['published', 'invalid'], 'but told once');
  t.equal((await source(id)).seen.invalidSince, since);
  clock.at += 2 * DAY;
  await server.commit(
    'town/agenda',
    { 'publiccode.yml': manifestOf('Agenda', url).replace('1.2.3', '2.0.0') },
    { date: '2026-11-03T10:00:00Z' },
  );
  t.match(await crawl(), { published: 1 });
  t.match((await source(id)).seen, { invalidSince: null, problems: [] });
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 2 } });
});

t.test('A first manifest that is invalid makes a source with problems, and no record', async (t) => {
  const server = await gitServer(t);
  const { registry, add, crawl, source } = crawlWorld(t, server.exceptions);
  await server.commit('town/broken', { 'publiccode.yml': 'publiccodeYmlVersion: [' });
  const id = await add(`${server.url}/town/broken`);
  t.match(await crawl(), { invalid: 1 });
  t.match((await source(id)).row, { verdict: 'invalid', entry: null });
  t.match(await registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'relevance', limit: 5 }), {
    items: [],
  });
});

t.test('The usual names are found, the root first, and a place that the source names', async (t) => {
  const server = await gitServer(t);
  const { add, crawl, source } = crawlWorld(t, server.exceptions);
  await server.commit('town/a', { 'publiccode.yaml': manifestOf('A', `${server.url}/town/a`) });
  await server.commit('town/b', { 'docs/øst/publiccode.yml': manifestOf('B', `${server.url}/town/b`) });
  await server.commit('town/c', { 'README.md': 'no manifest' });
  await server.commit('town/d', {
    'publiccode.yml': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n',
  });
  await server.commit('town/e', { 'publiccode.yml': `name: ${'x'.repeat(200_000)}` });
  const ids = [
    await add(`${server.url}/town/a`),
    await add(`${server.url}/town/b`, { path: 'docs/øst/publiccode.yml' }),
  ];
  ids.push(await add(`${server.url}/town/c`), await add(`${server.url}/town/d`), await add(`${server.url}/town/e`));
  t.match(await crawl(), { looked: 5, published: 2, withoutManifest: 1, invalid: 2 });
  t.match((await source(ids[1] ?? '')).row, { verdict: 'valid', entry: 'software/b' });
  t.match((await source(ids[2] ?? '')).row, { verdict: 'none', state: 'alive' });
  t.match((await source(ids[3] ?? '')).seen.problems, [{ rule: 'lfs' }]);
  t.match((await source(ids[4] ?? '')).seen.problems, [{ rule: 'too-large' }]);
});

t.test(
  'Odd names, a push by force, a main branch that was deleted, and git’s own daemon are taken as they are',
  async (t) => {
    const server = await gitServer(t);
    const daemon = await gitDaemon(t, server.root);
    const { add, crawl, source, store, clock, registry } = crawlWorld(t, [...server.exceptions, ...daemon.exceptions]);
    const name = 'town/møde & plan';
    const url = `${server.url}/${encodeURI(name).replace('&', '%26')}`;
    await server.commit(
      name,
      { 'publiccode.yml': manifestOf('Plan', url), 'læs mig.md': '# x' },
      { date: '2026-10-01T10:00:00Z' },
    );
    await server.commit(name, { 'publiccode.yml': manifestOf('Plan', url).replace('1.2.3', '1.3.0') });
    const id = await add(url);
    t.match(await crawl(), { published: 1, failed: 0 });
    t.match((await source(id)).row, { entry: 'software/plan', verdict: 'valid' });
    // Another history under the same name, whose last commit is younger.
    await git(`${server.root}/${name}.work`, ['reset', '-q', '--hard', 'HEAD~1']);
    const changed = manifestOf('Plan', url).replace('1.2.3', '2.0.0');
    await server.commit(name, { 'publiccode.yml': changed }, { date: '2026-11-09T10:00:00Z' });
    clock.at += 2 * DAY;
    t.match(await crawl(), { published: 1, failed: 0 });
    await git(`${server.root}/${name}.git`, ['branch', 'other', 'main']);
    await git(`${server.root}/${name}.git`, ['update-ref', '-d', 'refs/heads/main']);
    clock.at += 2 * DAY;
    t.match(await crawl(), { withoutManifest: 1, failed: 0 });
    t.match(await source(id), { row: { state: 'alive', verdict: 'none' }, seen: { commit: null } });
    t.match(await registry.read.lookup('software', 'plan'), { found: { version: 2 } }, 'the record stays');

    const plain = `${daemon.url}/town/plain.git`;
    await server.commit('town/plain', { 'publiccode.yml': manifestOf('Plain', plain.replace('git:', 'https:')) });
    const old = await add(plain);
    t.match(await crawl({ ids: [old] }), { published: 1, failed: 0 });
    t.match(await crawl({ ids: [old] }), { unchanged: 1 });
    t.match((await store.getCrawlSource(old))?.entry, 'software/plain');
  },
);

t.test('What is away is unreachable, later gone, and back when it answers; its record stays', async (t) => {
  const server = await gitServer(t);
  const { registry, clock, add, crawl, source } = crawlWorld(t, server.exceptions);
  const url = `${server.url}/town/agenda`;
  await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url) });
  const id = await add(url);
  await crawl();
  server.instead((_, response) => response.writeHead(404).end() !== undefined);
  clock.at += 2 * DAY;
  t.match(await crawl(), { failed: 1 });
  t.match((await source(id)).row, { state: 'unreachable', since: clock.at, failures: 1 });
  clock.at += 31 * DAY;
  await crawl();
  t.match((await source(id)).row, { state: 'gone', verdict: 'valid', entry: 'software/agenda' });
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 1 } });
  server.instead((_, response) => response.writeHead(500).end() !== undefined);
  clock.at += 60 * DAY;
  t.match(await crawl(), { postponed: 1 });
  t.match((await source(id)).row, { state: 'gone' });
  server.instead(() => false);
  clock.at += 60 * DAY;
  t.match(await crawl(), { unchanged: 1 });
  t.match((await source(id)).row, { state: 'alive', failures: 0 });
  t.same((await source(id)).events, ['published', 'unreachable', 'gone', 'back']);
});

t.test('A repository that moved is followed, and found under its former address too', async (t) => {
  const server = await gitServer(t);
  const { registry, clock, add, crawl, source, store } = crawlWorld(t, server.exceptions);
  const url = `${server.url}/town/agenda`;
  await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url) });
  const id = await add(url);
  await crawl();
  server.instead((request, response) => {
    if (request.url?.startsWith('/town/agenda') !== true) return false;
    response.writeHead(301, { location: String(request.url).replace('/town/agenda', '/city/diary') }).end();
    return true;
  });
  await server.commit(
    'city/diary',
    { 'publiccode.yml': manifestOf('Agenda', url).replace('1.2.3', '1.4') },
    { date: '2026-11-09T10:00:00Z' },
  );
  clock.at += 2 * DAY;
  t.match(await crawl(), { moved: 1, published: 1 });
  const { row, seen, events } = await source(id);
  t.equal(row.url, `${server.url}/city/diary`);
  t.same(seen.aliases, [url]);
  t.same(events, ['published', 'moved', 'published']);
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 2 } });
  t.equal(
    (await store.countCrawlSources()).reduce((sum, { count }) => sum + count, 0),
    1,
  );
});

t.test('One bad repository does not stop a run, and a dry run writes nothing', async (t) => {
  const server = await gitServer(t);
  const { registry, add, crawl, source, store } = crawlWorld(t, server.exceptions);
  for (const name of ['a', 'b']) {
    await server.commit(`town/${name}`, {
      'publiccode.yml': manifestOf(name.toUpperCase(), `${server.url}/town/${name}`),
    });
    await add(`${server.url}/town/${name}`);
  }
  const never = await add('https://127.0.0.1:9/town/never');
  await server.commit('town/empty', {});
  t.match(await crawl({ dryRun: true }), { looked: 3, published: 2, failed: 1 });
  t.equal((await store.readLog()).size, 0);
  t.match((await source(never)).row, { state: 'new', looked: null });
  t.match(await crawl(), { looked: 3, published: 2, failed: 1 });
  t.match((await source(never)).seen.failure, { code: 'address-refused' });
  t.match(await registry.read.lookup('software', 'b'), { found: { version: 1 } });
});

t.test(
  'What a webhook made due is looked at beside a run that is held up, and again where it changed meanwhile',
  async (t) => {
    const server = await gitServer(t);
    const { add, crawler, registry, store, clock } = crawlWorld(t, server.exceptions);
    const url = `${server.url}/town/agenda`;
    await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url) });
    const [slow, fast] = [await add(`${server.url}/town/slow`), await add(url)];
    server.instead(({ url = '' }) => url.startsWith('/town/slow'));
    const errors: unknown[] = [];
    const loop = startCrawlLoop({ crawler, holds: () => true, everyMs: 5, report: (error) => errors.push(error) });
    t.teardown(() => loop.end());
    const version = async () => {
      const found = await registry.read.lookup('software', 'agenda');
      return 'found' in found ? found.found.version : 0;
    };
    const until = async (wanted: number): Promise<void> => {
      for (let i = 0; i < 1_000 && (await version()) !== wanted; i += 1)
        await new Promise((done) => setTimeout(done, 10));
      t.equal(await version(), wanted);
    };
    await until(1);
    // Both are still taken by the run that waits for the slow one; only when that claim is over they can be taken again.
    clock.at += LIMITS.crawlClaimMs + 1;
    await server.commit(
      'town/agenda',
      { 'publiccode.yml': manifestOf('Agenda', url).replace('1.2.3', '1.3') },
      { date: '2026-11-02T10:00:00Z' },
    );
    const [, key = ''] = [slow, (await store.getCrawlSource(fast))?.key];
    t.match(await store.wakeCrawlSources({ marks: [], until: 0, repositories: [key], owners: [] }), { due: [fast] });
    loop.hurry([fast]);
    await until(2);
    await loop.end();
    t.same(errors, []);
  },
);

t.test('A repository with a large history and large files costs few bytes', async (t) => {
  const server = await gitServer(t);
  const { add, crawl } = crawlWorld(t, server.exceptions);
  const url = `${server.url}/town/large`;
  for (let i = 0; i < 4; i += 1) await server.commit('town/large', { [`data/${i}.bin`]: randomBytes(5_000_000) });
  await server.commit('town/large', { 'publiccode.yml': manifestOf('Large', url) });
  await add(url);
  server.bytes.sent = 0;
  t.match(await crawl(), { published: 1 });
  t.ok(server.bytes.sent < 20_000_000 / 100, `${server.bytes.sent} bytes of 20 MB`);
});

t.test('A server without filters sends everything, which is read up to the limit', async (t) => {
  const server = await gitServer(t, { filters: false });
  const { add, crawl } = crawlWorld(t, server.exceptions);
  await server.commit('town/plain', {
    'publiccode.yml': manifestOf('Plain', `${server.url}/town/plain`),
    'x.txt': 'x',
  });
  await add(`${server.url}/town/plain`);
  t.match(await crawl(), { published: 1 });
});

t.test('A manifest speaks for the repository that it lies in, unless that other one lists it', async (t) => {
  const server = await gitServer(t);
  const { add, crawl, source, registry } = crawlWorld(t, server.exceptions);
  const other = 'https://forge.example/town/product';
  await server.commit('town/part', { 'publiccode.yml': manifestOf('Product', other) });
  const id = await add(`${server.url}/town/part`);
  t.match(await crawl(), { invalid: 1 });
  t.match((await source(id)).seen.problems, [{ rule: 'foreign-url', pointer: '/url' }]);
  const record = { name: 'Product', url: other, repositories: [{ url: `${server.url}/town/part` }] };
  await registry.publish({
    ...{ kind: 'software', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(record)) },
    provenance: { by: 'folder', file: 'software/product.yml' },
  });
  t.match(await crawl({ ids: [id] }), { published: 1 });
  t.match((await source(id)).row, { verdict: 'valid', entry: 'software/product' });
});

t.test(
  'Whoever is on a list speaks only for the product that the list names, not for any that it names itself',
  async (t) => {
    const server = await gitServer(t);
    const { add, crawl, source, registry } = crawlWorld(t, server.exceptions);
    const product = `${server.url}/town/product`;
    const victim = `${server.url}/city/victim`;
    await server.commit('town/product', { 'publiccode.yml': manifestOf('Product', product) });
    await server.commit('city/victim', { 'publiccode.yml': manifestOf('Victim', victim) });
    await server.commit(
      'town/part',
      { 'publiccode.yml': manifestOf('Part', product).replace('1.2.3', '2.0') },
      { date: '2026-11-02T10:00:00Z' },
    );
    await server.commit(
      'town/evil',
      { 'publiccode.yml': manifestOf('Evil', victim).replace('1.2.3', '6.6.6') },
      { date: '2026-11-03T10:00:00Z' },
    );
    for (const url of [product, victim]) await add(url);
    await crawl();
    const listed = { addedBy: 'folder:catalogue/town' };
    const evil = await add(`${server.url}/town/evil`, listed);
    const other = await add(`${server.url}/town/evil`, { ...listed, path: 'publiccode.yml', partOf: product });
    const part = await add(`${server.url}/town/part`, { ...listed, partOf: product });
    t.match(await crawl(), { invalid: 2, published: 1 });
    for (const id of [evil, other]) t.match((await source(id)).seen.problems, [{ rule: 'foreign-url' }]);
    t.match((await source(part)).row, { verdict: 'valid', entry: 'software/product' });
    const { found } = (await registry.read.lookup('software', 'victim')) as { found: { view: string } };
    t.match(JSON.parse(found.view), { record: { name: 'Victim', version: '1.2.3' } });
  },
);
