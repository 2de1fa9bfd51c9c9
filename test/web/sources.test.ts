import t from 'tap';
import { newSource } from '../../src/crawl/add.ts';
import { settle } from '../../src/crawl/crawl.ts';
import { NO_FILES, type Seen } from '../../src/crawl/forge.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { AUTHORISED, openApp, type TestApp } from '../helpers/open-app.ts';
import { readPage } from '../helpers/read-page.ts';

const URL_ = 'https://forge.example/town/agenda';
const SEEN: Seen = {
  ...{ url: URL_, commit: 'c0ffee00', committed: '2026-11-20T10:00:00Z', branch: 'refs/heads/main', etag: null },
  ...{ forge: null, facts: { archived: true }, ...NO_FILES, end: async () => undefined },
};
const PROBLEM = {
  rule: 'enum',
  severity: 'error',
  pointer: '/developmentStatus',
  message: 'secret@example.org',
  line: 6,
} as const;

/** One source whose manifest was valid and no longer is, one that is gone, one that is an owner. */
async function crawled({ store, registry, clock }: TestApp): Promise<string[]> {
  const provenance = { by: 'crawl', url: URL_, commit: 'c0ffee00', path: 'publiccode.yml' } as const;
  const bytes = Buffer.from(manifestOf('Agenda', URL_));
  const published = await registry.publish({ kind: 'software', bytes, mediaType: 'application/yaml', provenance });
  const given = { role: 'repository', addedBy: 'operator', now: clock.time } as const;
  const [a, b] = [newSource({ url: URL_, ...given }), newSource({ url: 'https://forge.example/town/old', ...given })];
  const c = newSource({ url: 'https://forge.example/city', ...given, role: 'owner' });
  await store.addCrawlSources([a, b, c]);
  await store.claimCrawlSources({ holder: 'h', ms: 1000, limit: 9 });
  const judged = { is: 'judged', seen: SEEN, path: 'publiccode.yml', digest: 'd' } as const;
  const first = settle(a, { ...judged, result: { published } }, clock.time, 0.5);
  const refused = new CodedError('invalid-input', 'no', { problems: [PROBLEM] });
  const second = settle(first.source, { ...judged, digest: 'e', result: { refused } }, clock.time, 0.5);
  const away = settle(
    { ...b, state: 'unreachable', since: 0 },
    { is: 'missing', why: 'Nothing there.' },
    clock.time,
    0.5,
  );
  const listed = settle(c, { is: 'listed', named: 9, crawled: 4, complete: true }, clock.time, 0.5);
  const events = [...first.events, ...second.events];
  await store.settleCrawlSources('h', [{ source: second.source, events }, away, listed]);
  return [a.id, b.id, c.id];
}

t.test('The API tells what is crawled, page by page, and of each what was seen', async (t) => {
  const app = await openApp(t);
  t.same((await app.ask('/api/v1/sources')).json(), { total: 0, items: [], next: null });
  const [a = '', b = '', c = ''] = await crawled(app);
  const first = (await app.ask('/api/v1/sources?limit=2')).json();
  t.equal(first.total, 3);
  t.equal(first.items.length, 2);
  const rest = (await app.ask(`/api/v1/sources?limit=2&cursor=${first.next}`)).json();
  t.equal(rest.items.length, 1);
  t.same(
    (await app.ask('/api/v1/sources?state=gone')).json().items.map(({ id }: { id: string }) => id),
    [b],
  );
  t.match((await app.ask('/api/v1/sources?verdict=invalid')).json(), {
    total: 1,
    items: [{ id: a, entry: 'software/agenda' }],
  });
  t.equal((await app.ask(`/api/v1/sources?cursor=${first.next}&state=gone`)).statusCode, 400);
  t.equal((await app.ask('/api/v1/sources?state=odd')).statusCode, 400);
  const one = (await app.ask(`/api/v1/sources/${a}`)).json();
  t.match(one, {
    ...{ state: 'alive', verdict: 'invalid', looked: '2026-11-22T10:00:00Z' },
    seen: { commit: 'c0ffee00', manifest: 'publiccode.yml', archived: true, invalidSince: '2026-11-22T10:00:00Z' },
    problems: [{ rule: 'enum', line: 6, pointer: '/developmentStatus' }],
    history: [{ event: 'invalid' }, { event: 'published' }, { event: 'archived' }],
  });
  t.notMatch(JSON.stringify(one), 'secret@example.org', 'words of the content are not repeated');
  t.match((await app.ask(`/api/v1/sources/${c}`)).json(), { role: 'owner', seen: { named: 9, crawled: 4 } });
  t.equal((await app.ask('/api/v1/sources/nothing')).statusCode, 404);
  t.match(
    (await app.ask('/metrics')).body,
    /alminding_crawl_sources\{role="repository",state="gone",verdict="[^"]+"\} 1/,
  );
});

t.test('Badges say in words what is known', async (t) => {
  const app = await openApp(t);
  const [a = '', b = ''] = await crawled(app);
  const badge = async (id: string, show = 'manifest') =>
    (await app.ask(`/api/v1/sources/${id}/badge.svg?show=${show}`)).body;
  t.match(await badge(a), /aria-label="publiccode\.yml: not valid"/);
  t.match(await badge(b), /repository gone/);
  t.match(await badge(a, 'level'), /level: not known/);
  t.match(await badge(a, 'adopters'), /used by: 0/);
  t.match(await badge(b, 'adopters'), /used by: not known/);
  t.equal((await app.ask(`/api/v1/sources/${a}/badge.svg?show=x`)).statusCode, 400);
});

t.test('Pages say when it was looked, what is wrong and what to do, in both languages', async (t) => {
  const app = await openApp(t);
  t.match((await readPage(app, '/en/sources')).text, 'There is no source here.');
  const [a = '', b = '', c = ''] = await crawled(app);
  t.match((await readPage(app, '/en/sources')).text, 'forge.example/town/agenda');
  t.notMatch((await readPage(app, '/en/sources?state=gone')).text, 'town/agenda');
  const page = (await readPage(app, `/en/sources/${a}`)).text;
  t.match(page, 'The file has not been valid since 22 November 2026');
  t.match(page, 'publiccode.yml:6');
  t.match((await readPage(app, `/da/sources/${b}`)).text, 'intet er fjernet');
  t.match((await readPage(app, `/en/sources/${c}`)).text, '4 / 9');
  const software = (await readPage(app, '/en/software/agenda')).text;
  t.match(software, 'has not been valid since 22 November 2026; this is the last valid version');
  t.match(software, 'The repository is archived');
});

t.test('What happens to a source can be followed as Atom and JSON Feed, each happening once', async (t) => {
  const app = await openApp(t);
  const [a = '', b = ''] = await crawled(app);
  const page = await app.ask({ url: `/en/sources/${a}`, headers: { accept: 'text/html' } });
  for (const form of ['atom', 'json']) t.ok(page.body.includes(`href="/en/sources/${a}/feed.${form}"`), form);
  const json = await app.ask(`/en/sources/${a}/feed.json`);
  t.match(json.headers['content-type'], /^application\/feed\+json/);
  const { items, ...feed } = json.json();
  t.match(feed, { feed_url: `http://catalogue.test/en/sources/${a}/feed.json`, language: 'en' });
  t.same(
    items.map(({ tags }: { tags: string[] }) => tags[0]),
    (await app.ask(`/api/v1/sources/${a}`)).json().history.map(({ event }: { event: string }) => event),
  );
  t.match(items[0].content_text, /^the file is not valid\nc0ffee00\npubliccode\.yml:6: /);
  t.notMatch(json.body, /secret@example/, 'nothing of what stands in the file');
  t.notMatch(
    items
      .slice(1)
      .map((item: object) => JSON.stringify(item))
      .join(),
    /publiccode\.yml:6/,
  );
  t.equal(new Set(items.map(({ id }: { id: string }) => id)).size, items.length);
  const again = await app.ask({
    url: `/en/sources/${a}/feed.json`,
    headers: { 'if-none-match': json.headers.etag ?? '' },
  });
  t.equal(again.statusCode, 304, 'unchanged costs nothing');
  const atom = await app.ask(`/da/sources/${b}/feed.atom`);
  t.match(atom.headers['content-type'], /^application\/atom\+xml/);
  t.match(atom.body, /<feed [^>]*xml:lang="da">[\s\S]*<category term="gone"\/>/);
  t.equal((await app.ask('/en/sources/nothing/feed.atom')).statusCode, 404);
});

t.test('A draft waits for the operator, and its page says that the catalogue wrote it', async (t) => {
  const app = await openApp(t);
  const { ask, store } = app;
  const draft = { id: 'd', url: URL_, commit: 'c0ffee00', drafted: app.clock.time, missing: '[]' };
  const found = [{ key: 'name', value: 'Agenda', from: 'README.md' }];
  await store.putDraft({
    ...draft,
    record: JSON.stringify({ name: 'Agenda', url: URL_ }),
    found: JSON.stringify(found),
  });
  const get = (url: string) => ask({ url, headers: AUTHORISED });
  const post = (url: string) =>
    ask({ method: 'POST', url, headers: { ...AUTHORISED, 'content-type': 'application/json' }, payload: '{}' });
  t.equal((await ask('/api/v1/drafts')).statusCode, 401);
  t.match((await get('/api/v1/drafts')).json(), {
    total: 1,
    items: [{ id: 'd', state: 'waiting', found, record: { name: 'Agenda' } }],
  });
  t.equal((await ask('/api/v1/software/agenda')).statusCode, 404, 'not listed');
  t.match((await post('/api/v1/drafts/d/accept')).json(), { state: 'accepted', entry: 'software/agenda' });
  t.match((await ask('/api/v1/software/agenda')).json(), { source: { rank: 'draft', by: 'draft', url: URL_ } });
  t.match((await ask('/api/v1/software/agenda/versions')).json().items, [{ source: { by: 'draft', url: URL_ } }]);
  t.match((await readPage(app, '/en/software/agenda')).text, 'Written by the catalogue from forge.example/town/agenda');
  t.match((await readPage(app, '/en/software/agenda')).text, /no manifest yet/);
  t.match((await readPage(app, '/da/software/agenda')).text, 'der er intet manifest endnu');
  t.match((await post('/api/v1/drafts/d/refuse')).json(), { state: 'refused', entry: null });
  t.same((await get('/api/v1/drafts?state=refused')).json().total, 1);
  t.equal((await get('/api/v1/drafts/none')).statusCode, 404);
});

t.test(
  'Pictures of a product are on its page with words for those who do not see them, from our own address',
  async (t) => {
    const app = await openApp(t);
    const { ask, store } = app;
    await crawled(app);
    const key = { origin: 0, kind: 'software', slug: 'agenda' } as const;
    const digest = (letter: string): string => letter.repeat(43);
    const sizes = { sourceDigest: 's', small: digest('a'), large: digest('b'), width: 9, height: 9 };
    const rows = [
      { place: 'logo', source: 'logo.svg', ...sizes },
      { place: 'screenshot', source: 'x.png', ...sizes },
    ] as const;
    const bytes = new Map([
      [digest('a'), Buffer.from('small')],
      [digest('b'), Buffer.from('large')],
    ]);
    await store.putImages(key, [...rows], bytes);
    const page = (await ask({ url: '/en/software/agenda', headers: { accept: 'text/html' } })).body;
    t.match(page, `<img src="/images/${digest('a')}.webp" alt="Logo of Agenda"`);
    t.match(
      page,
      `<a href="/images/${digest('b')}.webp"><img src="/images/${digest('a')}.webp" alt="Screenshot 1 of Agenda"`,
    );
    t.match(page, new RegExp(`property="og:image" content="[^"]*/images/${digest('b')}.webp"`), 'it stands for it');
    const image = await app.app.inject(`/images/${digest('b')}.webp`);
    t.match([image.statusCode, image.body, image.headers['content-type']], [200, 'large', 'image/webp']);
    t.match(image.headers['cache-control'], /max-age=86400, immutable/);
    const again = await app.app.inject({
      url: `/images/${digest('b')}.webp`,
      headers: { 'if-none-match': String(image.headers.etag) },
    });
    t.equal(again.statusCode, 304);
    for (const bad of [`${digest('c')}.webp`, 'x', `${digest('b')}.png`])
      t.equal((await app.app.inject(`/images/${bad}`)).statusCode, 404, bad);
  },
);
