import t from 'tap';
import { openApp, type TestApp } from '../helpers/open-app.ts';
import { readPage } from '../helpers/read-page.ts';
import { wellFormed } from '../helpers/well-formed.ts';

const DAY = 86_400_000;

async function lived(t: Parameters<typeof openApp>[0]): Promise<TestApp> {
  const opened = await openApp(t);
  const { builtIn, clock } = opened;
  const put = async (kind: Parameters<TestApp['builtIn']>[0], slug: string, record: object): Promise<void> => {
    clock.time += DAY;
    await builtIn(kind, slug, record);
  };
  const agenda = {
    name: 'Agenda <1>',
    network: 'network/house',
    owner: { name: 'Town', organisation: 'organisation/town' },
  };
  await put('network', 'house', { name: 'House', countries: ['DK'] });
  await put('organisation', 'town', { name: 'Town', country: 'DK' });
  await put('framework', 'steps', {
    name: 'Steps',
    levels: [
      { id: '1', rank: 1 },
      { id: '2', rank: 2 },
    ],
  });
  await put('software', 'agenda', {
    ...agenda,
    licence: { spdx: 'MIT' },
    version: '1',
    lifecycle: { state: 'project' },
  });
  await put('software', 'agenda', {
    ...agenda,
    licence: { spdx: 'EUPL-1.2' },
    version: '2',
    lifecycle: { state: 'product' },
  });
  const decided = { subject: 'software/agenda', framework: 'framework/steps', type: 'board-decision', date: '2026-11' };
  await put('assessment', 'bbbbbbbbbbbbbbbb', { ...decided, levels: { decided: '2' } });
  const uses = { software: 'software/agenda', organisation: 'organisation/town', evidence: 'claimed' };
  await put('adoption', 'aaaaaaaaaaaaaaaa', { ...uses, state: 'pilot', sources: [{ title: 'A list' }] });
  await put('adoption', 'aaaaaaaaaaaaaaaa', { ...uses, state: 'production', sources: [{ title: 'A list' }] });
  await put('software', 'other', { name: 'Other' });
  return opened;
}

interface JsonFeed {
  version: string;
  feed_url: string;
  items: { id: string; url: string; title: string; content_text: string; date_published: string; tags: string[] }[];
}

const feedAt = async ({ ask }: TestApp, url: string): Promise<JsonFeed> => (await ask(url)).json();
const told = ({ items }: JsonFeed): string[] => items.map(({ title }) => title);

const OF_AGENDA = [
  'Agenda <1>: Town: In production instead of Pilot',
  'Agenda <1>: Town: Pilot',
  'Agenda <1>: level 2 (Steps)',
  'Agenda <1>: licence EUPL-1.2 instead of MIT',
  'Agenda <1>: lifecycle: Product instead of Project',
  'Agenda <1>: version 2 after 1',
  'Agenda <1>: is new in the catalogue',
];

t.test('What changed is told of everything, and of a product, network and organisation apart', async (t) => {
  const opened = await lived(t);
  const all = await feedAt(opened, '/feeds/changes.json?lang=en');
  t.equal(all.version, 'https://jsonfeed.org/version/1.1');
  t.same(told(all), ['Other: is new in the catalogue', ...OF_AGENDA]);
  t.same(told(await feedAt(opened, '/en/software/agenda@built-in/changes.json')), OF_AGENDA);
  t.same(told(await feedAt(opened, '/en/networks/house@built-in/changes.json')), OF_AGENDA);
  const body = told(await feedAt(opened, '/en/organisations/town@built-in/changes.json'));
  t.same(body.slice(0, 2), OF_AGENDA.slice(0, 2));
  t.notOk(body.includes('Other: is new in the catalogue'));
  t.match(
    told(await feedAt(opened, '/da/software/agenda@built-in/changes.json'))[3],
    'licens EUPL-1.2 i stedet for MIT',
  );
  const { items } = all;
  t.equal(new Set(items.map(({ id }) => id)).size, items.length, 'no two have one id');
  await opened.builtIn('software', 'third', { name: 'Third' });
  const later = await feedAt(opened, '/feeds/changes.json?lang=en');
  t.same(later.items.slice(1), items, 'what was told before is told the same, under the same ids');
});

t.test('A feed in Atom has what it must have, and costs nothing where nothing is new', async (t) => {
  const opened = await lived(t);
  const { ask, app } = opened;
  const atom = await ask('/en/software/agenda@built-in/changes.atom');
  t.equal(wellFormed(atom.body), null);
  t.match(atom.headers, { 'content-type': 'application/atom+xml; charset=utf-8', 'content-language': 'en' });
  t.match(
    atom.body,
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>http://catalogue.test/en/software/agenda@built-in/changes.atom</id>',
  );
  t.match(atom.body, '<title>Agenda &lt;1&gt;: licence EUPL-1.2 instead of MIT</title>');
  t.match(atom.body, /<updated>2026-11-30T10:00:00Z<\/updated><author><name>Alminding<\/name>/);
  t.match(
    atom.body,
    '<link rel="self" type="application/atom+xml" href="http://catalogue.test/en/software/agenda@built-in/changes.atom"/>',
  );
  const again = await app.inject({
    url: '/en/software/agenda@built-in/changes.atom',
    headers: { 'if-none-match': String(atom.headers.etag) },
  });
  t.equal(again.statusCode, 304);
  t.equal(again.body, '');
  const empty = await ask('/en/organisations/town@built-in/changes.atom');
  t.equal(wellFormed(empty.body), null);
  t.equal((await app.inject('/en/software/none/changes.atom')).statusCode, 404);
  t.equal((await app.inject('/en/software/agenda/changes.rss')).statusCode, 404);
});

t.test('Pages lead to their feeds, and tell the same in words', async (t) => {
  const opened = await lived(t);
  const product = await readPage(opened, '/en/software/agenda@built-in');
  t.match(
    product.html,
    '<link rel="alternate" type="application/atom+xml" title="What changed" href="/en/software/agenda@built-in/changes.atom"/>',
  );
  t.ok(product.links.includes('/en/software/agenda@built-in/changes'));
  t.match((await readPage(opened, '/da')).html, 'href="/feeds/changes.json?lang=da"');
  const page = await readPage(opened, '/da/software/agenda@built-in/changes');
  t.match(page.text, 'Agenda <1> : version 2 efter 1');
  t.ok(page.links.includes('/da/software/agenda@built-in/changes.atom'));
  t.match((await readPage(opened, '/en/changes')).text, 'Other : is new in the catalogue');
});

t.test('What was erased, withdrawn as an adopter or is not wanted told vanishes from the news', async (t) => {
  const opened = await lived(t);
  const { registry } = opened;
  const own = { mediaType: 'application/json', provenance: { by: 'push', actor: 'operator' } } as const;
  const put = (kind: 'software' | 'adoption', slug: string, record: object) =>
    registry.publish({ kind, slug, bytes: Buffer.from(JSON.stringify(record)), ...own });
  await put('software', 'secret', { name: 'Secret' });
  await put('adoption', 'cccccccccccccccc', {
    ...{ software: 'software/agenda@built-in', organisationName: 'Village', state: 'pilot', evidence: 'claimed' },
    sources: [{ title: 'A list' }],
  });
  const before = told(await feedAt(opened, '/feeds/changes.json?lang=en'));
  t.ok(before.includes('Secret: is new in the catalogue') && before.includes('Agenda <1>: Village: Pilot'));
  await registry.erase('software', 'secret', null);
  await registry.withdraw('adoption', 'cccccccccccccccc', 'consent');
  await registry.adopters.hold('organisation/town@built-in', 'software/agenda@built-in', 'consent');
  const after = told(await feedAt(opened, '/feeds/changes.json?lang=en')).join('\n');
  for (const gone of ['Secret', 'Village', 'Town']) t.notMatch(after, gone);
  await registry.hide({ key: { origin: 1, kind: 'software', slug: 'other' }, source: 'folder:software/other.json' });
  await put('software', 'old', { name: 'Old' });
  await registry.withdraw('software', 'old', 'retired');
  const last = told(await feedAt(opened, '/feeds/changes.json?lang=en'));
  t.same(last.slice(0, 2), ['Old: is no longer in the catalogue', 'Old: is new in the catalogue']);
  t.notMatch(last.join(), 'Other', 'what is hidden is not news');
  const other = { kind: 'software', slug: 'other', bytes: Buffer.from('{"name":"Other"}') } as const;
  await registry.publish({
    ...{ ...other, mediaType: 'application/json', origin: 'built-in' },
    provenance: { by: 'folder', file: 'software/other.json' },
  });
  t.notMatch(
    told(await feedAt(opened, '/feeds/changes.json?lang=en')).join(),
    'Other: is no longer',
    'what has come back was not removed',
  );
});

t.test('a name that a manifest once gave is not told of a body that does not want it', async (t) => {
  const opened = await lived(t);
  const { registry } = opened;
  const put = (usedBy: string[]) =>
    registry.publish({
      ...{ kind: 'software', slug: 'votes', mediaType: 'application/json' },
      bytes: Buffer.from(JSON.stringify({ name: 'Votes', countries: ['DK'], usedBy })),
      provenance: { by: 'push', actor: 'operator' },
    });
  await opened.builtIn('organisation', 'viborg', { name: 'Viborg Kommune', type: 'municipality', country: 'DK' });
  await put([]);
  await put(['Viborg Kommune', 'Village']);
  await put([]);
  const before = told(await feedAt(opened, '/feeds/changes.json?lang=en')).join('\n');
  t.match(before, /Votes: .*Viborg Kommune, Village/);
  await registry.adopters.hold('organisation/viborg', 'software/votes', 'consent');
  const after = told(await feedAt(opened, '/feeds/changes.json?lang=en')).join('\n');
  t.match(after, /Votes: .*Village/);
  t.notMatch(after, /Votes: .*Viborg/);
});

t.test('a search is followed by what answers it, the newest first, each version once', async (t) => {
  const opened = await lived(t);
  const query = 'q=agenda&kind=software';
  const feed = await feedAt(opened, `/en/search/feed.json?${query}`);
  t.match(feed, { version: 'https://jsonfeed.org/version/1.1', items: [{ title: 'Agenda <1>', tags: ['Software'] }] });
  t.match(feed.items[0]?.url, /\/en\/software\/agenda$/);
  const first = feed.items[0]?.id ?? '';
  opened.clock.time += DAY;
  await opened.builtIn('software', 'agenda', { name: 'Agenda <1>', licence: { spdx: 'EUPL-1.2' }, version: '3' });
  await opened.builtIn('software', 'newer', { name: 'Newer agenda' });
  const later = await feedAt(opened, `/en/search/feed.json?${query}`);
  t.same(told(later).sort(), ['Agenda <1>', 'Newer agenda']);
  t.notOk(
    later.items.some(({ id }) => id === first),
    'a change is told as new',
  );
  t.same(told(await feedAt(opened, '/en/search/feed.json?q=agenda+zebra')), [], 'not what answers only a part');
  const atom = await opened.ask(`/da/search/feed.atom?${query}`);
  t.equal(atom.headers['content-type'], 'application/atom+xml; charset=utf-8');
  t.equal(wellFormed(atom.body), null);
  t.match(atom.body, 'Agenda &lt;1&gt;');
  const again = await opened.ask({
    url: `/da/search/feed.atom?${query}`,
    headers: { 'if-none-match': String(atom.headers.etag) },
  });
  t.equal(again.statusCode, 304);
  const page = await readPage(opened, `/en/search?${query}&sort=name`);
  t.ok(page.links.includes(`/en/search/feed.atom?${query}`));
  t.match(page.html, `<link rel="alternate" type="application/feed+json"`);
});
