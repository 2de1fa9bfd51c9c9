import t from 'tap';
import { openApp, type TestApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';

async function filled(t: Parameters<typeof openApp>[0]): Promise<TestApp> {
  const opened = await openApp(t);
  await opened.builtIn('network', 'os2', { name: 'OS2', countries: ['DK'], description: { en: 'A network.' } });
  for (let i = 0; i < 30; i++)
    await opened.builtIn('software', `meeting-${i}`, {
      name: `Meeting ${i}`,
      aliases: i === 0 ? ['Møde', 'Réunion'] : [],
      description: { en: { short: 'Keeps meetings.' }, da: { short: 'Holder møder.' } },
      countries: [i < 4 ? 'BE' : 'DK'],
      licence: { spdx: i % 2 === 0 ? 'MIT' : 'EUPL-1.2' },
      lifecycle: { state: i === 1 ? 'retired' : 'product' },
      network: 'network/os2',
      owner: { name: 'Somebody' },
    });
  await opened.builtIn('organisation', 'aarhus', { name: 'Aarhus Kommune', type: 'municipality', country: 'DK' });
  return opened;
}

t.test('results show names, other names, texts, licence, network, country and what has ended', async (t) => {
  const { text, headings } = await readPage(await filled(t), '/en/search?q=meeting+0');
  t.same(headings[0], [1, 'Results for “meeting 0”']);
  t.match(text, 'Meeting 0 Also called: Møde, Réunion Keeps meetings. Software OS2 MIT Belgium');
  const ended = await readPage(await filled(t), '/da/search?q=meeting+1&kind=software');
  t.match(ended.text, 'Meeting 1 Holder møder. OS2 EUPL-1.2 Udfaset Belgien');
});

t.test('results are narrowed by links with counts, and what was chosen is taken away again', async (t) => {
  const opened = await filled(t);
  const all = await readPage(opened, '/en/search?q=meeting');
  t.match(all.text, '30 results');
  t.match(all.text, /Country .*Denmark 26 .*Belgium 4/);
  t.ok(all.links.includes('/en/search?q=meeting&country=BE'));
  const some = await readPage(opened, '/en/search?q=meeting&country=BE&licence=MIT');
  t.match(some.text, '2 results');
  t.match(some.text, 'Country: Belgium ×');
  t.match(some.text, 'Licence: MIT License ×');
  t.ok(some.links.includes('/en/search?q=meeting&country=BE'), 'without the licence');
  t.ok(some.links.includes('/en/search?q=meeting&licence=MIT'), 'without the country');
  t.ok(some.links.includes('/en/search?q=meeting'), 'without any');
  t.match(some.html, '<input type="hidden" name="country" value="BE"/>', 'a new search keeps the filters');
});

t.test('results go on from page to page in the order that was chosen', async (t) => {
  const opened = await filled(t);
  const first = await readPage(opened, '/en/search?q=meeting&sort=name');
  t.match(first.html, /aria-current="true"[^>]*>Name</);
  const next = first.links.find((link) => link.startsWith('/en/search?q=meeting&sort=name&cursor=')) ?? '';
  const second = await readPage(opened, next);
  t.equal(second.headings.filter(([level]) => level === 3 && true).length > 0, true);
  t.match(second.text, 'Meeting 9');
  t.notMatch(first.text, 'Meeting 9 ');
  t.ok(second.links.includes('/en/search?q=meeting&sort=name'), 'back to the beginning');
  t.notMatch(second.html, /rel="next/);
});

t.test('nothing found is said, with what to try', async (t) => {
  const { text, links } = await readPage(await filled(t), '/en/search?q=xyzzy&country=DK');
  t.match(text, '0 results');
  t.match(text, 'Nothing in the catalogue matches this search.');
  t.ok(links.includes('/en/search?q=xyzzy'), 'without filters');
});

t.test('parameters that a page does not know are passed over; only the API refuses them', async (t) => {
  const opened = await filled(t);
  const { response, text } = await readPage(opened, '/en/search?q=meeting&utm_source=mail&sort=weight&limit=9');
  t.equal(response.statusCode, 200);
  t.match(text, '30 results');
});

t.test('a damaged cursor gives a page that leads back to the beginning', async (t) => {
  const opened = await filled(t);
  const { response, text, links } = await readPage(opened, '/da/search?q=meeting&country=DK&cursor=broken');
  t.equal(response.statusCode, 400);
  t.match(text, 'Dette sted i listen kendes ikke længere');
  t.ok(links.includes('/da/search?q=meeting&country=DK'));
});

t.test('everything of a kind has an address of its own', async (t) => {
  const opened = await filled(t);
  const software = await readPage(opened, '/en/software');
  t.same(software.headings[0], [1, 'Software']);
  t.match(software.text, '30 results');
  t.match(software.html, /<a href="\/en\/software" aria-current="true">/);
  t.match((await readPage(opened, '/da/organisationer')).response.statusCode, 404);
  t.match((await readPage(opened, '/da/organisations')).text, 'Aarhus Kommune Kommune Danmark');
  t.match((await readPage(opened, '/en/networks')).text, 'OS2 A network. Denmark');
});

t.test('the front page has the search, what there is, and ways in', async (t) => {
  const page = await readPage(await filled(t), '/en');
  t.match(page.text, '30 products 1 organisation 1 network');
  t.ok(page.links.includes('/en/search?kind=software&network=os2'));
  t.match(page.html, /<form class="search search-large" action="\/en\/search" method="get">/);
  t.match(page.text, 'See all 30 products');
  const empty = await readPage(await openApp(t), '/da');
  t.equal(empty.response.statusCode, 200);
  t.match(empty.text, '0 produkter');
});

t.test('a page of results stays small however much there is to choose from', async (t) => {
  const opened = await openApp(t);
  for (let i = 0; i < 120; i++)
    await opened.builtIn('software', `s-${i}`, {
      name: `Software with a rather long name, number ${i}`,
      aliases: Array.from({ length: 10 }, (_, n) => `Another name ${n} of number ${i}`),
      description: { en: { short: 'word '.repeat(60) } },
      categories: [`category-${i}`],
      platforms: [`platform-${i}`],
      licence: { spdx: `LicenseRef-${i}` },
      audience: { scope: [`scope-${i}`] },
      localisation: { languages: ['da', 'en', 'fr', 'de'] },
    });
  const { html } = await readPage(opened, `/en/search?q=software&sort=name`);
  t.ok(html.length < 100 * 1024, `${html.length} characters`);
});
