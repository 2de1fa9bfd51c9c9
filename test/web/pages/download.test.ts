import t from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { openApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';
import { TestLog } from '../../helpers/test-log.ts';
import { newPeer } from '../../registry/mirrored.ts';

t.test('A search downloads whole, as a table and as data, with date and address', async (t) => {
  const opened = await openApp(t);
  for (let i = 0; i < LIMITS.pageSize + 5; i++)
    await opened.builtIn('software', `meeting-${i}`, {
      name: `Meeting ${i}`,
      description: { en: { short: i === 0 ? 'Keeps "all", and more.\nEven this.' : '=HYPERLINK("x")' } },
      countries: ['DK', 'BE'],
      licence: { spdx: 'MIT' },
    });
  await opened.builtIn('organisation', 'town', { name: 'Town', country: 'DK' });

  const csv = await opened.app.inject('/en/search.csv?q=meeting&country=DK&sort=name&cursor=damaged&utm_source=x');
  t.equal(csv.statusCode, 200);
  t.match(csv.headers, {
    'content-type': /^text\/csv/,
    'content-disposition': 'attachment; filename="catalogue-2026-11-22.csv"',
    'content-language': 'en',
  });
  const lines = csv.body.split('\r\n');
  t.match(lines[0], /^\ufeffid,origin,kind,name,.*,licence,.*,retrieved,list$/);
  t.equal(lines.length, 1 + LIMITS.pageSize + 5 + 1, 'every result, whatever a page shows');
  t.match(lines[1], 'software/meeting-0,built-in,software,Meeting 0,,"Keeps ""all"", and more.\nEven this.",');
  t.match(lines[1], ',MIT,,DK; BE,');
  t.match(lines[1], ',2026-11-22T10:00:00Z,http://catalogue.test/en/search?q=meeting&country=DK&sort=name');
  t.match(lines[2], `,"'=HYPERLINK(""x"")",`, 'nothing that a spreadsheet would carry out');

  const json = await opened.app.inject('/da/search.json?kind=organisation');
  t.match(json.json(), {
    date: '2026-11-22T10:00:00Z',
    address: 'http://catalogue.test/da/search?kind=organisation',
    text: '',
    filters: [{ name: 'kind', value: 'organisation' }],
    total: 1,
    items: [{ id: 'organisation/town', name: 'Town', country: 'DK', licence: '' }],
  });

  const { links } = await readPage(opened, '/en/search?q=meeting&country=DK');
  t.ok(links.includes('/en/search.csv?q=meeting&country=DK'));
  t.ok(links.includes('/en/search.json?q=meeting&country=DK'));
});

t.test('A list that is too long for a file asks for a filter', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'one', { name: 'One' });
  const { read } = opened.registry;
  const { search } = read;
  // As if the catalogue had so many: making them would take a minute.
  read.search = async (query) => ({ ...(await search.call(read, query)), total: LIMITS.downloadRows + 1 });
  const answer = await opened.app.inject('/en/search.csv');
  t.equal(answer.statusCode, 400);
  t.match(answer.body, /5001 entries are more than the 5000 of one file. Choose a filter/);
});

t.test('Who uses what downloads whole too, of a product, a body, and of everything', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'agenda', { name: 'Agenda' });
  await opened.builtIn('organisation', 'town', { name: 'Town', country: 'DK', type: 'municipality' });
  const said = { software: 'software/agenda', state: 'production', evidence: 'claimed', since: '2024-05' };
  for (let i = 0; i < LIMITS.pageSize + 5; i++) {
    const who = i === 0 ? { organisation: 'organisation/town' } : { organisationName: `=Body ${i}`, country: 'BE' };
    const sources = [{ title: 'A list', address: `https://list.example/${i}` }];
    await opened.builtIn('adoption', `use-${i}`, { ...said, ...who, sources });
  }
  const page = await readPage(opened, '/en/software/agenda/adopters?country=BE');
  t.ok(page.links.includes('/en/software/agenda/adopters.csv?country=BE'));
  const csv = await opened.app.inject('/en/software/agenda/adopters.csv?country=BE');
  t.match(csv.headers, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': 'attachment; filename="adopters-2026-11-22.csv"',
    'content-language': 'en',
  });
  const lines = csv.body.split('\r\n');
  t.match(lines[0], /^\ufefforganisation,organisationName,country,.*,sources,originStanding,retrieved,list$/);
  t.equal(lines.length, 1 + LIMITS.pageSize + 4 + 1, 'all of them, whatever a page shows, narrowed as it is');
  t.match(
    lines[1],
    /^,'=Body 1,.*,software\/agenda@built-in,Agenda,production,claimed,2024-05,,,,false,https:\/\/list/,
  );
  t.match(lines[1], ',2026-11-22T10:00:00Z,http://catalogue.test/en/software/agenda/adopters?country=BE');
  t.match((await opened.app.inject('/da/organisations/town/adopters.json')).json(), {
    address: 'http://catalogue.test/da/organisations/town/adopters',
    total: 1,
    items: [{ organisation: 'organisation/town@built-in', country: 'DK', sources: 'https://list.example/0' }],
  });
  t.match((await opened.app.inject('/en/census.json')).json(), { total: LIMITS.pageSize + 5 });
  t.equal((await opened.app.inject('/en/software/none/adopters.csv')).statusCode, 404);
  const list = await readPage(opened, '/en/software/agenda/links/adoption-of');
  t.ok(list.links.includes('/en/software/agenda/links/adoption-of.csv'));
  const links = (await opened.app.inject('/en/software/agenda/links/adoption-of.csv')).body.split('\r\n');
  t.equal(links.length, 1 + LIMITS.pageSize + 5 + 1, 'what refers to a record, whole');
  t.match(links[1], ',2026-11-22T10:00:00Z,http://catalogue.test/en/software/agenda/links/adoption-of');
  const uses = (await opened.app.inject('/en/organisations/town/links/adoption-by.json')).json();
  t.match(uses, { total: 1, items: [{ id: 'adoption/use-0', name: 'Town: Agenda' }] });
  for (const none of ['software/agenda/links/nothing.csv', 'software/none/links/based-on.csv'])
    t.equal((await opened.app.inject(`/en/${none}`)).statusCode, 404, none);
  const { read } = opened.registry;
  const { everyAdopter, lookup } = read;
  read.lookup = (async () => ({ redirect: '/software/agenda@there.example' })) as typeof lookup;
  for (const below of [
    'adopters.csv?country=BE',
    'adopters?country=BE',
    'links/adoption-of.csv?at=1',
    'links/adoption-of?at=1',
  ])
    t.equal(
      (await opened.app.inject(`/en/software/agenda/${below}`)).headers.location,
      `/en/software/agenda@there.example/${below}`,
      'at another address of it narrowed too',
    );
  read.lookup = lookup;
  read.everyAdopter = async (...asked) => ({
    ...(await everyAdopter.apply(read, asked)),
    total: LIMITS.downloadRows + 1,
  });
  t.match((await opened.app.inject('/en/census.csv')).body, /5001 entries are more than the 5000 of one file/);
});

t.test('A row from a catalogue that is no longer followed says so', async (t) => {
  const { app, store, registry, builtIn } = await openApp(t);
  await builtIn('network', 'house', { name: 'House' });
  const log = new TestLog('catalogue.os2.example');
  log.put('software/agenda', { name: 'Agenda', network: 'network/house@built-in' });
  log.put('adoption/a', {
    ...{ software: 'software/agenda', organisationName: 'Town', state: 'production', evidence: 'claimed' },
    sources: [{ title: 'A list' }],
  });
  const peer = await store.putPeer(newPeer(log, { state: 'left' }));
  const mirror = await store.openMirror(peer.origin, log.origin);
  await registry.mirror(mirror.log, log.bundle());
  await registry.mirrorHead(mirror.log, log.head());
  for (const file of ['search', 'networks/house/links/network', 'software/agenda@catalogue.os2.example/adopters']) {
    const { items } = (await app.inject(`/en/${file}.json?kind=software`)).json() as {
      items: { originStanding: string }[];
    };
    t.match(
      items.map(({ originStanding }) => originStanding),
      [/^asOf \d{4}-\d\d-\d\dT[\d:]+Z$/],
      file,
    );
  }
  const [head = ''] = (await app.inject('/en/search.csv?kind=software')).body.split('\r\n');
  t.match(head, /,url,originStanding,retrieved,list$/);
});
