import t from 'tap';
import { manifestOf } from '../helpers/manifest.ts';
import { crawlWorld, DAY } from './crawler-world.ts';
import { fakeGitHub } from './fake-forge.ts';

const open = async (t: Parameters<typeof crawlWorld>[0], forge: Awaited<ReturnType<typeof fakeGitHub>>) => {
  const host = `127.0.0.1:${forge.port}`;
  return crawlWorld(t, forge.exceptions, {
    tokens: new Map([[host, 'read-only']]),
    forges: new Map([[host, 'github']]),
  });
};
const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

t.test('Of GitHub an unchanged repository costs one conditional request, a changed one is read', async (t) => {
  const forge = await fakeGitHub(t, [{ id: 7, name: 'agenda', files: {}, commit: A }]);
  const [repository] = forge.repositories;
  const url = `${forge.url}/town/agenda`;
  if (repository === undefined) return;
  repository.files = { 'publiccode.yml': manifestOf('Agenda', url) };
  const { add, crawl, source, clock, registry } = await open(t, forge);
  const id = await add(url);
  t.match(await crawl(), { published: 1, failed: 0 });
  t.match((await source(id)).seen, { commit: A, forge: { repository: '7' }, etag: /^"/ });
  forge.asked.length = 0;
  clock.at += 2 * DAY;
  t.match(await crawl(), { unchanged: 1 });
  t.same(forge.asked, ['GET /api/v3/repos/town/agenda']);
  clock.at += 2 * DAY;
  Object.assign(repository, { commit: B, committed: '2026-11-09T10:00:00Z' });
  repository.files['publiccode.yml'] = manifestOf('Agenda', url).replace('1.2.3', '2.0.0');
  t.match(await crawl(), { published: 1 });
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 2 } });
});

t.test('A renamed repository is followed by its number, also when another took its name', async (t) => {
  const forge = await fakeGitHub(t, [{ id: 7, name: 'agenda', files: {}, commit: A }]);
  const [repository] = forge.repositories;
  if (repository === undefined) return;
  const url = `${forge.url}/town/agenda`;
  repository.files = { 'publiccode.yml': manifestOf('Agenda', url) };
  const { add, crawl, source, clock, registry } = await open(t, forge);
  const id = await add(url);
  await crawl();
  clock.at += 2 * DAY;
  repository.name = 'diary';
  forge.repositories.push({
    id: 8,
    name: 'agenda',
    files: { 'publiccode.yml': manifestOf('Taken over', url) },
    commit: B,
  });
  t.match(await crawl(), { moved: 1, failed: 0, invalid: 0 });
  t.match(await source(id), {
    row: { url: `${forge.url}/town/diary` },
    seen: { aliases: [url], forge: { repository: '7' } },
  });
  t.match(await registry.read.lookup('software', 'agenda'), { found: { version: 1 } });
});

t.test('Archived, empty and vanished repositories are told apart, and legal reasons named', async (t) => {
  const forge = await fakeGitHub(t, [
    { id: 1, name: 'old', files: { 'README.md': 'x' }, commit: A, archived: true },
    { id: 2, name: 'empty', files: {}, commit: '' },
  ]);
  const { add, crawl, source } = await open(t, forge);
  const ids = [
    await add(`${forge.url}/town/old`),
    await add(`${forge.url}/town/empty`),
    await add(`${forge.url}/town/none`),
  ];
  forge.instead((request, response) => {
    if (request.url !== '/api/v3/repos/town/taken') return false;
    response.writeHead(451, { 'content-type': 'application/json' }).end('{"message":"x"}');
    return true;
  });
  ids.push(await add(`${forge.url}/town/taken`));
  t.match(await crawl(), { withoutManifest: 2, failed: 2 });
  t.match(await source(ids[0] ?? ''), { seen: { facts: { archived: true } }, events: ['archived', 'no-manifest'] });
  t.match((await source(ids[1] ?? '')).row, { verdict: 'none', state: 'alive' });
  t.match((await source(ids[2] ?? '')).seen.failure, { message: /no repository/ });
  t.match((await source(ids[3] ?? '')).seen.failure, { message: /legal reasons/ });
});

t.test(
  'An answer that was cut off, or is something else, is told, and keeps no other from being looked at',
  async (t) => {
    const forge = await fakeGitHub(t, [
      { id: 7, name: 'agenda', files: {}, commit: A },
      { id: 8, name: 'broken', files: {}, commit: B },
    ]);
    const { add, crawl, source } = await open(t, forge);
    const [agenda, broken] = [await add(`${forge.url}/town/agenda`), await add(`${forge.url}/town/broken`)];
    for (const body of ['{"id":8,"html_', '[]', 'null', '{"id":8,"html_url":7}', '"text"']) {
      forge.instead((request, response) => {
        if (request.url?.endsWith('/broken') !== true) return false;
        return response.writeHead(200, { 'content-type': 'application/json' }).end(body) !== undefined;
      });
      t.match(await crawl({ ids: [broken, agenda] }), { looked: 2, failed: 1 }, body);
      t.match((await source(broken)).seen.failure, { code: 'malformed-answer' }, body);
    }
    t.match((await source(agenda)).row, { state: 'alive' });
  },
);

t.test('What the program did not expect of one repository ends no run, and is told to the operator', async (t) => {
  const forge = await fakeGitHub(t, [{ id: 7, name: 'agenda', files: {}, commit: A }]);
  const faults: unknown[] = [];
  const host = `127.0.0.1:${forge.port}`;
  const world = crawlWorld(t, forge.exceptions, {
    ...{ tokens: new Map([[host, 'x']]), forges: new Map([[host, 'github']]) },
    onFault: (fault) => faults.push(fault),
  });
  const [a, b] = [await world.add(`${forge.url}/town/agenda`), await world.add(`${forge.url}/town/diary`)];
  forge.instead((request, response) => {
    if (request.url?.endsWith('/diary') !== true) return false;
    const moved = { id: 9, html_url: `${forge.url}/town/other`, private: false };
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(moved)) !== undefined;
  });
  // A row as no program writes it: what was an alias is a number.
  world.raw.prepare('UPDATE crawl_sources SET seen = ? WHERE id = ?').run('{"aliases":7}', b);
  await world.crawl({ ids: [a, b] });
  t.match((await world.source(a)).row, { state: 'alive' });
  t.match(await world.source(b), { row: { state: 'unreachable' }, seen: { failure: { code: 'internal' } } });
  t.match(faults, [TypeError]);
});

t.test('A spent quota, secondary limits and errors of the forge put sources off and blame nobody', async (t) => {
  for (const [status, headers, body] of [
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 600) }, '{}'],
    [429, { 'retry-after': '120' }, '{}'],
    [403, {}, '{"message":"You have exceeded a secondary rate limit"}'],
    [500, {}, 'oops'],
  ] as const) {
    const forge = await fakeGitHub(t, []);
    forge.instead(
      (_, response) =>
        response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(body) !== undefined,
    );
    const { add, crawl, source } = await open(t, forge);
    const id = await add(`${forge.url}/town/a`);
    for (const name of ['b', 'c', 'd', 'e', 'f', 'g']) await add(`${forge.url}/town/${name}`);
    t.match(await crawl(), { postponed: 7, failed: 0 }, `${status}`);
    t.match(await source(id), { row: { failures: 0 }, seen: { failure: { code: 'busy' } } });
    const waits = 'retry-after' in headers || 'x-ratelimit-reset' in headers;
    if (waits) t.ok(forge.asked.length <= 4, `${forge.asked.length} requests: who wants a rest is left alone`);
  }
});

t.test('The repositories of an owner become sources, without archived ones, forks and empty ones', async (t) => {
  const many = Array.from({ length: 250 }, (_, i) => ({ id: i + 10, name: `r${i}`, files: {}, commit: A }));
  const forge = await fakeGitHub(t, [
    { id: 1, name: 'old', files: {}, commit: A, archived: true },
    { id: 2, name: 'forked', files: {}, commit: A, fork: true },
    { id: 3, name: 'empty', files: {}, commit: '', size: 0 },
    ...many,
  ]);
  const { add, crawler, source, store } = await open(t, forge);
  const id = await add(`${forge.url}/town`, { role: 'owner' });
  await crawler.run({ ids: [id], signal: AbortSignal.timeout(60_000) });
  t.match(await source(id), {
    row: { state: 'alive' },
    seen: { listed: { named: 253, crawled: 250, complete: true } },
  });
  t.equal((await store.listCrawlSources(1000)).length, 251);
  forge.instead(
    (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[]') !== undefined,
  );
  await crawler.run({ ids: [id], signal: AbortSignal.timeout(60_000) });
  t.equal((await store.listCrawlSources(1000)).length, 251, 'an empty list removes nothing');
  const nobody = await add(`${forge.url}/nobody`, { role: 'owner' });
  forge.instead(() => false);
  await crawler.run({ ids: [nobody], signal: AbortSignal.timeout(60_000) });
  t.match((await source(nobody)).seen.failure, { message: /no organisation or user/ });
});
