import { unzipSync } from 'fflate';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { Words } from '../../src/web/compare/cell.ts';
import { figureRows } from '../../src/web/compare/moving-rows.ts';
import type { Product } from '../../src/web/compare/product.ts';
import { translator } from '../../src/web/locales/text.ts';
import { openApp, type TestApp } from '../helpers/open-app.ts';
import { readPage } from '../helpers/read-page.ts';
import { wellFormed } from '../helpers/well-formed.ts';

const DAY = 86_400_000;
const FORMATS = ['json', 'html', 'odt', 'md', 'csv'];

/** Two products of which enough is known to differ: own, built in, adopted, assessed. */
async function filled(t: Parameters<typeof openApp>[0]): Promise<TestApp> {
  const opened = await openApp(t);
  const source = {
    title: 'Minutes of the board',
    address: 'https://example.org/minutes',
    date: '2026-05',
    read: '2026-11-20',
  };
  await opened.builtIn('network', 'house', { name: 'House', countries: ['DK'] });
  await opened.builtIn('framework', 'steps', {
    name: 'Steps',
    levels: [
      { id: '1', rank: 1 },
      { id: '2', rank: 2 },
    ],
  });
  await opened.builtIn('software', 'agenda', {
    name: 'Agenda',
    ...{ url: 'https://forge.example/agenda', licence: { spdx: 'EUPL-1.2', source }, version: '1.0' },
    ...{
      network: 'network/house',
      lifecycle: { state: 'product' },
      usedBy: ['Town of the North'],
      unknown: ['supplier'],
    },
    description: { en: { short: 'Keeps <b>agendas</b> & minutes.' }, da: { short: 'Holder styr på dagsordener.' } },
  });
  await opened.builtIn('software', 'budget', {
    name: 'Budget',
    licence: { spdx: 'MIT' },
    lifecycle: { state: 'product' },
  });
  await opened.builtIn('adoption', 'aaaaaaaaaaaaaaaa', {
    ...{
      software: 'software/agenda',
      organisationName: 'Village',
      state: 'production',
      evidence: 'claimed',
      since: '2024',
    },
    sources: [source],
  });
  await opened.builtIn('assessment', 'bbbbbbbbbbbbbbbb', {
    ...{ subject: 'software/agenda', framework: 'framework/steps', type: 'board-decision', date: '2026-05-01' },
    ...{ levels: { decided: '2' }, validUntil: '2026-11-24', sources: [source] },
  });
  return opened;
}

const BOTH = 'id=software/agenda@built-in&id=software/budget@built-in';

interface Value {
  known: boolean;
  text: string | null;
  sources: number[];
}
interface Answer {
  address: string;
  since: string;
  at: number;
  facts: { id: string; label: string; differs: boolean; values: Value[] }[];
  sources: { number: number; title: string; date?: string }[];
}

t.test(
  'Filed, then three facts changed, then opened again: the same content, with a link to what changed since',
  async (t) => {
    const opened = await filled(t);
    const { ask, builtIn, clock, app } = opened;
    const first = (await ask(`/api/v1/compare?${BOTH}`)).json() as Answer;
    t.match(
      first.address,
      /^http:\/\/catalogue\.test\/en\/compare\?id=software\/agenda@built-in&.*&at=6&on=2026-11-22$/,
    );
    const filed = first.address.replace('http://catalogue.test', '');
    const page = (await app.inject(filed)).body;
    const query = filed.slice(filed.indexOf('?'));
    const files = await Promise.all(
      FORMATS.map(async (format) => (await ask(`/api/v1/compare${query}&format=${format}`)).rawPayload),
    );

    clock.time += 10 * DAY;
    await builtIn('software', 'agenda', {
      name: 'Agenda 2',
      licence: { spdx: 'LicenseRef-house', stated: 'Our own' },
      version: '2.0',
    });
    await builtIn('adoption', 'aaaaaaaaaaaaaaaa', {
      ...{ software: 'software/agenda', organisationName: 'Village', state: 'retired', evidence: 'claimed' },
      sources: [{ title: 'Another list' }],
    });
    await builtIn('organisation', 'village', { name: 'Village', country: 'SE' });
    await builtIn('software', 'budget', { name: 'Budget', licence: { spdx: '0BSD' } });

    t.equal((await app.inject(filed)).body, page, 'the page, to the letter');
    for (const [i, format] of FORMATS.entries()) {
      const again = (await ask(`/api/v1/compare${query}&format=${format}`)).rawPayload;
      t.ok(again.equals(files[i] as Buffer), `the file in ${format}, to the byte`);
    }
    t.match(page, first.since.replace('http://catalogue.test', '').replaceAll('&', '&amp;'));

    const since = await app.inject(first.since.replace('http://catalogue.test', ''));
    t.equal(since.statusCode, 200);
    for (const text of ['EUPL-1.2', 'Our own', '1.0', '2.0', 'In production: 1', 'No longer used: 1', 'expired'])
      t.match(since.body, text, `what changed: ${text}`);

    await opened.registry.hide({
      key: { origin: 1, kind: 'software', slug: 'budget' },
      source: 'folder:software/budget.json',
    });
    const hidden = await app.inject(filed);
    t.match(hidden.body, 'erased or withdrawn since');
    t.notMatch(hidden.body, 'MIT License', 'what is hidden now does not come back through the past');
    t.match((await app.inject(first.since.replace('http://catalogue.test', ''))).body, 'no longer in the catalogue');
  },
);

t.test('Every fact says where it is from, every difference is marked, and what is not known is said', async (t) => {
  const { ask, builtIn } = await filled(t);
  await builtIn('framework', 'bare', { name: 'Bare', levels: [{ id: 'a', rank: 1 }] });
  await builtIn('assessment', 'cccccccccccccccc', {
    ...{ subject: 'software/agenda', framework: 'framework/bare', type: 'self', date: '2026-05' },
    ...{ levels: { claimed: 'a' } },
  });
  const answer = (await ask(`/api/v1/compare?${BOTH}`)).json() as Answer;
  const fact = (id: string) => answer.facts.find((one) => one.id === id) as Answer['facts'][number];
  const source = (value: Value | undefined) => answer.sources.find(({ number }) => number === value?.sources[0]);
  t.match(fact('licence'), { differs: true, values: [{ text: /^EUPL-1\.2/ }, { text: /^MIT/ }] });
  t.match(source(fact('licence').values[0]), { title: 'Minutes of the board', date: '2026-05', read: '2026-11-20' });
  t.match(source(fact('licence').values[1]), { title: /^Record of Budget .*version 1/, date: '2026-11-22' });
  t.match(fact('lifecycle'), { differs: false });
  t.match(fact('version'), { differs: true, values: [{ text: '1.0' }, { known: false, text: null, sources: [] }] });
  t.match(fact('level:steps@built-in').values[0], { text: /decided 2/ });
  t.match(source(fact('level:steps@built-in').values[0]), { title: 'Minutes of the board' });
  t.match(source(fact('level:bare@built-in').values[0]), { title: /^Record of Agenda: Bare in .* \(assessment\// });
  t.match(fact('states').values[0], { text: 'In use: 1\nIn production: 1' });
  for (const one of answer.facts)
    for (const value of one.values) t.equal(value.known, value.sources.length > 0, one.id);
  t.match((answer as unknown as { products: unknown }).products, [
    { unknown: ['No supplier is known.'] },
    { unknown: [] },
  ]);

  const file = async (format: string, lang = 'en') => ask(`/api/v1/compare?${BOTH}&format=${format}&lang=${lang}`);
  const odt = await file('odt', 'da');
  t.match(odt.headers, { 'content-type': 'application/vnd.oasis.opendocument.text', 'content-language': 'da' });
  t.match(odt.headers['content-disposition'], 'attachment; filename="comparison-2026-11-22-8.odt"');
  const content = Buffer.from(unzipSync(odt.rawPayload)['content.xml'] ?? []).toString('utf8');
  t.equal(wellFormed(content), null);
  t.match(content, 'Holder styr på dagsordener.');
  t.match(content, '≠ Licens');
  t.match((await file('md')).body, /\| \*\*≠ Licence\*\* \| EUPL-1\.2/);
  t.match((await file('html')).body, 'Keeps &lt;b&gt;agendas&lt;/b&gt; &amp; minutes.');
  const csv = (await file('csv')).body.split('\r\n');
  t.match(csv[0], 'section,fact,differs,Agenda,Agenda: sources,Budget,Budget: sources,on,at,address');
  t.match(
    csv.find((line) => line.includes(',Licence,')),
    '"Minutes of the board, https://example.org/minutes, May 2026, read 20 November 2026"',
  );
  t.match((await file('csv')).body, 'What is not known');
});

t.test('The search that led here goes along: words, filters, number of hits and the first of them', async (t) => {
  const opened = await filled(t);
  const { ask, app, builtIn } = opened;
  const results = await readPage(opened, '/en/search?q=agenda+budget&licence-family=network&licence-family=permissive');
  t.match(results.html, '<form action="/en/compare" method="get"');
  t.match(results.html, 'name="id" value="software/agenda@built-in"');
  t.match(results.html, '<input type="hidden" name="q" value="agenda budget"');

  const search = '&q=agenda&country=DK';
  const answer = (await ask(`/api/v1/compare?${BOTH}${search}`)).json();
  t.match(answer.search, {
    text: 'agenda',
    filters: [{ name: 'country', value: 'DK', label: 'Denmark' }],
    total: 0,
    hits: [],
  });
  const found = (await ask(`/api/v1/compare?${BOTH}&q=agenda`)).json();
  t.match(found.search, { total: 1, hits: [{ id: 'software/agenda@built-in', name: 'Agenda' }] });
  t.match(found.address, '&q=agenda&hits=1&hit=software/agenda@built-in');
  await builtIn('software', 'agenda-light', { name: 'Agenda light' });
  const again = (await ask(found.address.replace(/^.*\/en\/compare/, '/api/v1/compare'))).json();
  t.same(again, found, 'a search of words is not made anew: the address has kept what it found');
  const page = await app.inject(found.address.replace('http://catalogue.test', ''));
  t.match(page.body, '1 when the products were chosen');
});

t.test('Without script one product leads to others, and more than four are told to be left out', async (t) => {
  const opened = await filled(t);
  const one = await readPage(opened, '/en/compare?id=software/agenda');
  t.match(one.html, 'up to 4 products');
  const none = await readPage(opened, '/da/compare');
  t.match(none.html, 'Vælg op til 4 produkter');
  const ids = ['c', 'd', 'e'];
  for (const slug of ids) await opened.builtIn('software', slug, { name: slug });
  const five = await readPage(opened, `/en/compare?${BOTH}${ids.map((slug) => `&id=software/${slug}`).join('')}`);
  t.match(five.html, 'More than 4 were chosen. Left out: e.');
  t.match((await readPage(opened, '/en/software/agenda@built-in')).html, '/en/compare?id=software/agenda@built-in');
  const wrong = async (query: string): Promise<unknown> => {
    const { statusCode, body } = await opened.app.inject({
      url: `/api/v1/compare?${query}`,
      headers: { accept: 'application/json' },
    });
    return [statusCode, JSON.parse(body).code];
  };
  t.same(await wrong(''), [400, 'invalid-parameter']);
  t.same(await wrong('id=organisation/x'), [400, 'invalid-parameter']);
  t.same(await wrong('id=software/none'), [404, 'not-found']);
  t.same(await wrong(`${BOTH}&at=99`), [400, 'invalid-parameter']);
  t.same(await wrong(`${BOTH}&at=1`), [404, 'not-found'], 'what was not there yet');
  t.same(await wrong(`${BOTH}&at=6&on=2020-01-01`), [400, 'invalid-parameter']);
  t.same(await wrong(`${BOTH}&colour=red`), [400, 'unknown-parameter']);
  t.same(await wrong(`${BOTH}&format=exe`), [400, 'invalid-parameter']);
  const codes: unknown[] = [];
  for (let n = 0; n < LIMITS.pastsEach; n += 1) codes.push(((await wrong(`${BOTH}&at=99`)) as unknown[])[0]);
  t.same([...new Set(codes)], [400, 429], 'readings of the past are counted');
  t.equal((await opened.app.inject('/en/compare?at=6')).statusCode, 429, 'pages with them');
  t.same(await wrong(''), [400, 'invalid-parameter'], 'and nothing else is');
});

t.test('What was erased since is marked and not told', async (t) => {
  const opened = await filled(t);
  const { ask, app } = opened;
  const name = 'Secret Agenda';
  await opened.registry.publish({
    ...{ kind: 'software', slug: 'own', mediaType: 'application/json', provenance: { by: 'push', actor: 'operator' } },
    bytes: Buffer.from(JSON.stringify({ name, licence: { spdx: 'MIT' } })),
  });
  const answer = (await ask('/api/v1/compare?id=software/own&id=software/budget')).json() as Answer;
  await opened.registry.erase('software', 'own', null);
  const address = answer.address.replace('http://catalogue.test', '');
  const page = await app.inject(address);
  t.equal(page.statusCode, 200);
  t.match(page.body, 'erased or withdrawn since: what was said of it then is not told any more');
  t.notMatch(page.body, name);
  const again = (await ask(address.replace('/en/', '/api/v1/'))).json();
  t.match(again, { erased: 1, products: [{ id: 'software/own@own', state: 'erased', version: 0, updated: null }, {}] });
});

t.test('Pages of records and lists show the catalogue as it was, and say so', async (t) => {
  const opened = await filled(t);
  const { app, ask, builtIn, clock } = opened;
  const now = await app.inject('/en/software/agenda@built-in?at=now');
  t.equal(now.statusCode, 302);
  t.equal(now.headers.location, '/en/software/agenda@built-in?at=6&on=2026-11-22');
  clock.time += DAY;
  await builtIn('software', 'agenda', { name: 'Agenda', licence: { spdx: 'MIT' } });
  await builtIn('software', 'later', { name: 'Later', licence: { spdx: 'EUPL-1.2' } });

  const page = await readPage(opened, String(now.headers.location));
  t.match(page.html, 'This is the catalogue as it was at change 6, of 22 November 2026');
  t.match(page.html, 'EUPL-1.2');
  t.match(page.html, '<meta name="robots" content="noindex"');
  t.ok(page.links.includes('/en/software/agenda@built-in'), 'the way back to now');
  t.notMatch((await readPage(opened, '/en/software/agenda@built-in')).html, 'as it was at change');

  const list = await readPage(opened, '/en/search?licence=EUPL-1.2&kind=software&at=6');
  t.match(list.html, '1 result');
  t.match(list.html, 'Agenda');
  t.notMatch(list.html, 'Later');
  t.ok(
    list.links.some((href) => href.startsWith('/en/search.csv?') && href.includes('at=6')),
    'its file is of then too',
  );
  t.match((await app.inject('/en/search.csv?licence=EUPL-1.2&at=6')).body, /\nsoftware\/agenda/);
  t.notMatch((await readPage(opened, '/en/software?at=6')).html, 'Later');

  const record = (await ask('/api/v1/software/agenda?at=6')).json();
  t.equal(record.record.licence.spdx, 'EUPL-1.2');
  t.equal((await ask('/api/v1/software?at=6')).json().total, 2);
  t.equal((await ask('/api/v1/software')).json().total, 3);
  t.equal((await ask('/api/v1/search?licence=EUPL-1.2&at=6')).json().total, 1);
  for (const address of [
    '/en/search?q=agenda&at=6',
    '/en/search.csv?q=agenda&at=6',
    '/api/v1/search?q=agenda&at=6',
    '/en/software?at=seven',
  ])
    t.equal((await app.inject(address)).statusCode, 400, address);
  t.equal((await app.inject('/en/software/later?at=6')).statusCode, 404);
});

t.test('a figure of another catalogue that has neither a number nor words is not known', (t) => {
  const lang = 'en';
  const words = { lang, t: translator(lang), context: { lang, t: translator(lang) } } as unknown as Words;
  const claim = {
    measure: 'cost',
    what: { en: 'Cost' },
    unit: { en: 'EUR' },
    nature: 'stated',
    source: { title: 'S' },
  };
  const textOf = (more: object): string[] => {
    const group = { measure: 'cost', unit: 'EUR', shown: null, all: [{ claim: { ...claim, ...more } }] };
    const product = { claims: [group] } as unknown as Product;
    const [row] = figureRows([product], words);
    return row?.teller(product, words).lines.map(({ text }) => text) ?? [];
  };
  t.same(textOf({}), []);
  t.match(textOf({ value: 1000 }), [/^1,000 EUR \(/]);
  t.end();
});
