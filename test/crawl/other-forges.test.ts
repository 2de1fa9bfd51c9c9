import t from 'tap';
import { nextLink } from '../../src/crawl/forge-api.ts';
import { FORGEJO } from '../../src/crawl/forgejo.ts';
import { GITLAB } from '../../src/crawl/gitlab.ts';
import { readUrlList } from '../../src/crawl/url-list.ts';
import { gitServer } from '../helpers/git-server.ts';
import { serve } from '../helpers/http-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { refusalOf } from '../helpers/refused.ts';
import { crawlWorld, DAY } from './crawler-world.ts';

t.test('GitLab’s groups are listed with their subgroups, page by page, and its projects found by number', async (t) => {
  const server = await gitServer(t);
  const host = `127.0.0.1:${server.port}`;
  const { add, crawl, source, clock, store } = crawlWorld(t, server.exceptions, {
    ...{ forges: new Map([[host, 'gitlab']]), tokens: new Map([[host, 'read-only']]) },
  });
  let path = 'group/sub/agenda';
  const tokens = new Set<unknown>();
  const project = (): object => ({ id: 7, web_url: `${server.url}/${path}`, archived: false, visibility: 'public' });
  const api = (url: string): [object, Record<string, string>] | null => {
    if (url.startsWith('/api/v4/groups/group/projects') && !url.includes('page=2'))
      return [
        [{ id: 8, web_url: `${server.url}/group/fork`, visibility: 'public', forked_from_project: {} }],
        { link: '<http://inside/api/v4/groups/group/projects?page=2>; rel="next"' },
      ];
    if (url.startsWith('/api/v4/groups/group/projects')) return [[project()], {}];
    if (url === `/api/v4/projects/${encodeURIComponent(path)}` || url === '/api/v4/projects/7') return [project(), {}];
    return null;
  };
  server.instead((request, response) => {
    if (request.url?.startsWith('/api/') !== true) return false;
    tokens.add(request.headers['private-token']);
    const found = api(request.url);
    response.writeHead(found === null ? 404 : 200, { 'content-type': 'application/json', ...found?.[1] });
    response.end(JSON.stringify(found?.[0] ?? { message: '404' }));
    return true;
  });
  await server.commit('group/sub/agenda', { 'publiccode.yml': manifestOf('Agenda', `${server.url}/${path}`) });
  const owner = await add(`${server.url}/group`, { role: 'owner' });
  t.match(await crawl(), { looked: 2, lists: 1, published: 1 });
  t.match((await source(owner)).seen.listed, { named: 2, crawled: 1, complete: true });
  t.same([...tokens], ['read-only']);
  const [found] = (await store.listCrawlSources(10)).filter(({ role }) => role === 'repository');
  t.match((await source(found?.id ?? '')).seen.forge, { repository: '7' });
  path = 'group/diary';
  await server.commit(
    'group/diary',
    { 'publiccode.yml': manifestOf('Agenda', `${server.url}/group/diary`) },
    { date: '2026-11-05T10:00:00Z' },
  );
  server.instead((request, response) => {
    if (request.url?.startsWith('/group/sub/') === true) return response.writeHead(404).end() !== undefined;
    if (request.url?.startsWith('/api/') !== true) return false;
    const answer = api(request.url);
    response.writeHead(answer === null ? 404 : 200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(answer?.[0] ?? {})) !== undefined;
  });
  clock.at += 2 * DAY;
  t.match(await crawl({ ids: [found?.id ?? ''] }), { moved: 1, published: 1 });
});

t.test('Forges are asked in their own words', async (t) => {
  t.same(
    GITLAB.lists('a/b')[0],
    '/api/v4/groups/a%2Fb/projects?include_subgroups=true&visibility=public&per_page=100&order_by=id&sort=asc',
  );
  t.same(FORGEJO.lists('town'), [
    '/api/v1/orgs/town/repos?limit=50&page=1',
    '/api/v1/users/town/repos?limit=50&page=1',
  ]);
  t.equal(FORGEJO.byPath('town/a b'), '/api/v1/repos/town/a%20b');
  t.same(FORGEJO.authorise('x'), { authorization: 'token x' });
  t.same(FORGEJO.describe({ id: 3, html_url: 'https://f/a', archived: true, empty: false, template: true }), {
    ...{ id: '3', url: 'https://f/a', empty: false },
    facts: { archived: true, fork: false, mirror: false, template: true },
  });
  t.equal(FORGEJO.describe({ id: 3, html_url: 'https://f/a', private: true }), null);
  t.equal(GITLAB.describe({ id: 3, web_url: 'https://f/a', visibility: 'internal' }), null);
  t.equal(GITLAB.describe(null), null);
  t.equal(nextLink('<https://inside/x?page=3>; rel="next", <https://inside/x?page=9>; rel="last"', '/x'), '/x?page=3');
  t.equal(nextLink('<https://inside/x?page=1>; rel="prev"', '/x'), null);
  t.equal(nextLink('<http://[>; rel="next"', '/x'), null, 'an address that is none');
  t.equal(nextLink(undefined, '/x'), null);
});

t.test('A forge that never ends its pages is left when they bring nothing new', async (t) => {
  let pages = 0;
  const server = await serve(t, (request, response) => {
    pages += 1;
    const link = `<${request.url}>; rel="next"`;
    response.writeHead(200, { 'content-type': 'application/json', link });
    response.end(JSON.stringify([{ id: 1, html_url: 'https://forge.example/a/b' }]));
  });
  const { add, crawler, source } = crawlWorld(t, server.exceptions, {
    forges: new Map([[`127.0.0.1:${server.port}`, 'forgejo']]),
  });
  const id = await add(`${server.url}/town`, { role: 'owner' });
  await crawler.run({ ids: [id], signal: AbortSignal.timeout(30_000) });
  t.equal(pages, 2);
  t.match((await source(id)).seen.listed, { named: 1, crawled: 1 });
});

t.test('A JSON list names repositories, with the places of their manifests', async (t) => {
  const server = await serve(t, (_, response) =>
    response.end(
      JSON.stringify({
        publiccode: ['https://forge.example/a/b', { url: 'https://forge.example/a/c', path: 'x/publiccode.yml' }, 7],
      }),
    ),
  );
  const { add, crawler, source, store } = crawlWorld(t, server.exceptions);
  const id = await add(`${server.url}/.well-known/publiccode.json`, { role: 'list' });
  await crawler.run({ ids: [id], signal: AbortSignal.timeout(30_000) });
  t.match((await source(id)).seen.listed, { named: 2, crawled: 2 });
  t.match(await store.findCrawlSource('https://forge.example/a/c#x/publiccode.yml'), {
    path: 'x/publiccode.yml',
    addedBy: `source:${id}`,
  });
  t.same(readUrlList(Buffer.from('["/a"]'), 'https://forge.example/x').repositories, [
    { url: 'https://forge.example/a', passed: false },
  ]);
  for (const bad of ['{', '7', '{"a":[],"b":[]}', 'null', '\xff'])
    t.equal(
      refusalOf(() => readUrlList(Buffer.from(bad, 'latin1'), 'https://x.example')),
      'malformed-answer',
      bad,
    );
});
