import t from 'tap';
import { manifestOf } from '../../helpers/manifest.ts';
import { openApp } from '../../helpers/open-app.ts';
import { readPage, sectionText } from '../../helpers/read-page.ts';
import { publishRich } from '../../helpers/rich-records.ts';

t.test('the page of a software says everything that its record says', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/software/everything');
  t.same(page.headings[0], [1, 'Everything']);
  for (const words of [
    'Web application · Town hall',
    'Also called: Everything (localised), Alting, Všechno',
    'Does all there is to do in a town hall.',
    'Beta · Handed over (February 2025)',
    'Given on.',
    '7.1 (3 February 2026)',
    'Document management',
    'Something unheard of',
    'Denmark',
    'The Suite',
    'First paragraph.',
    'Second paragraph with <b>no markup</b>.',
    '<script>alert(1)</script>',
    'Also described in: French',
    'Documentation',
    'API documentation',
    'Something older (versions >=2)',
    '11,013',
    'as the main one',
    'Supplier , Hosting',
    'By contract with a supplier',
    'until 31 December 2027',
    'Code: The network; Documentation: Not known; made together, given to it',
    'The makers',
    'A fund',
    'https://example.org/fund',
    'Government',
    'Norway',
    'BeOS',
    'PostgreSQL 11–15',
    'Redis ≥ 6 (optional)',
    'Oracle 12',
    'Card reader ≤ 3',
    'gdpr',
    'WCAG',
    'It is large.',
    'Who uses it is not known.',
  ])
    t.ok(page.text.includes(words), words);
});

t.test('the same page is Danish in Danish, with what is in another language marked', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/da/software/everything');
  for (const words of [
    'Webapplikation · Rådhus',
    'Møder',
    'Samme ophavsmænd.',
    'Det er stort.',
    '3. februar 2026',
    '11.013',
  ])
    t.ok(page.text.includes(words), words);
  t.match(page.html, '<p class="lead" lang="en">Does all there is to do in a town hall.</p>');
  t.match(page.text, 'Der er ingen beskrivelse på dansk.');
  const french = await readPage(opened, '/en/software/nothing');
  t.match(french.html, '<p class="lead" lang="fr">Rien du tout.</p>');
  t.match(french.html, '<div class="prose" lang="fr">');
});

t.test('each statement leads to its source, and each source can be found', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/software/everything');
  t.match(page.html, /EUPL-1\.2<a class="cite" href="#source-1" aria-label="Source 1">\[1\]<\/a>/);
  const sources = sectionText(page, 'sources');
  t.match(
    sources,
    'Leaflet of Everything , Office of Examples , March 2024, read 21 November 2026. Printed on both sides.',
  );
  t.match(sources, 'A talk , 2009.');
  t.ok(page.links.includes('https://example.org/leaflet'));
  const cited = [...page.html.matchAll(/href="#(source-\d+)"/g)].map(([, id]) => String(id));
  for (const id of new Set(cited)) t.match(page.html, new RegExp(`id="${id}"`), id);
});

t.test('licences that contradict each other are shown beside each other', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const { text } = await readPage(opened, '/en/software/everything');
  t.match(text, 'The source says: EUPL or so');
  t.match(text, 'Some of its repositories are under another licence: MIT');
});

t.test('what is not known is said in words', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/software/nothing');
  for (const words of [
    'Where to get it is not known.',
    'Licence not known',
    'Owner not known',
    'No supplier known',
    'Development status not known',
    'Where the source code lies is not known.',
    'No use by a named body is known.',
    'This entry names no further sources',
  ])
    t.ok(page.text.includes(words), words);
  const results = await readPage(opened, '/en/search?q=nothing');
  t.match(results.text, 'Where to get it is not known.', 'in the results too');
});

t.test('a licence that is stated but not exactly is not called unknown', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'vague', { name: 'Vague', licence: { stated: 'GPL, some version' } });
  const { text } = await readPage(opened, '/en/software/vague');
  t.match(text, 'Not stated exactly The source says: GPL, some version');
  t.match((await readPage(opened, '/en/search?q=vague')).text, 'Licence not stated exactly');
});

t.test('relations are shown both ways, and an inference is called one', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/software/everything');
  const relations = sectionText(page, 'relations');
  t.match(
    relations,
    'Perhaps continued by Nothing [2] An inference of this catalogue, not a statement of a source. Why: Same authors.',
  );
  t.match(relations, 'Part of nowhere', 'what is no record here is named');
  t.match(relations, 'Add-ons Nothing');
  t.ok(page.links.includes('/en/software/nothing'));
  t.match(sectionText(await readPage(opened, '/en/software/nothing'), 'relations'), 'Perhaps continues Everything');
});

t.test('adoptions tell who, how far, as of when, on whose word and from which source', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/software/everything');
  const adoptions = sectionText(page, 'adoptions');
  t.match(adoptions, '4 bodies are known to use it');
  t.match(
    adoptions,
    'Everybody of the Town In production Since March 2019, until 2027, as of March 2024, last confirmed 6 May 2026 · Confirmed within twelve months [1]',
  );
  t.match(adoptions, 'A quiet town No longer used');
  t.match(adoptions, 'Town of Examples In use Claimed by a source');
  t.ok(page.links.includes('/en/organisations/everybody'));
});

t.test('it is said whose words they are', async (t) => {
  const opened = await openApp(t);
  const provenance = async (url: string) =>
    /<div class="provenance">(.*?)<\/div>/s.exec((await readPage(opened, url)).html)?.[1]?.replace(/<[^>]+>/g, '') ??
    '';
  await opened.builtIn('software', 'shipped', { name: 'Shipped' });
  t.match(await provenance('/en/software/shipped'), 'Written by this catalogue from public sources, not by the makers');
  await opened.post(manifestOf('Pushed', 'https://example.org/pushed'));
  t.match(
    await provenance('/en/software/pushed'),
    /^Written by its makers, in publiccode\.yml of example\.org\/pushed\. In the catalogue as of 22 November 2026\./,
  );
  await opened.post({ kind: 'software', name: 'Account' });
  t.match(await provenance('/en/software/account'), 'Published over the API of Alminding.');
  await publishRich(opened);
  t.match(await provenance('/en/software/everything'), 'Written by the editors of Alminding.');
  t.match(await provenance('/da/software/everything'), 'Skrevet af redaktionen bag Alminding.');
});

t.test('no contact of a manifest is shown, but where the manifest is', async (t) => {
  const opened = await openApp(t);
  await opened.post(manifestOf('Pushed', 'https://example.org/pushed'));
  const page = await readPage(opened, '/en/software/pushed');
  t.notMatch(page.html, /Invented Person/);
  t.match(sectionText(page, 'start'), 'Contacts in the manifest, at its own address');
});

t.test('the entries of the same software in other origins are named', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'twin', { name: 'Twin', url: 'https://example.org/twin' });
  await opened.post(manifestOf('Twin', 'https://example.org/twin'));
  const page = await readPage(opened, '/en/software/twin');
  t.match(sectionText(page, 'entry'), 'Also listed as Twin (Built-in catalogue)');
  t.ok(page.links.some((link) => link.endsWith('/software/twin@built-in')));
  t.equal((await readPage(opened, '/en/software/twin@built-in')).response.statusCode, 200);
});

t.test('a very long record makes a page that is still one', async (t) => {
  const opened = await openApp(t);
  const many = (n: number, word: string) => Array.from({ length: n }, (_, i) => `${word} ${i}`);
  await opened.builtIn('software', 'long', {
    name: 'Long',
    usedBy: many(400, 'Town'),
    description: { en: { short: 'Long.', long: 'word '.repeat(6000), features: many(250, 'Feature') } },
    repositories: many(150, 'r').map((name) => ({ url: `https://example.org/${name.replace(' ', '')}` })),
    dependsOn: { open: many(250, 'Library').map((name) => ({ name })) },
  });
  const page = await readPage(opened, '/en/software/long');
  t.ok(page.html.length < 100 * 1024, `${page.html.length} characters`);
  t.match(page.text, '400 bodies are known to use it');
  t.match(page.text, 'All who use it');
  t.match(page.text, '150 more are in the data of this entry.');
  t.match(page.text, '+ 150');
});
