import t from 'tap';
import { openApp } from '../../helpers/open-app.ts';
import { readPage, sectionText } from '../../helpers/read-page.ts';
import { publishRich } from '../../helpers/rich-records.ts';

t.test('the page of an organisation says what it is, uses, owns, supplies and takes part in', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/organisations/everybody');
  t.same(page.headings[0], [1, 'Everybody of the Town']);
  for (const words of [
    'Also called: Everybody, Alle i byen, All',
    'A body of examples.',
    'Firm',
    'Denmark',
    'DK-82',
    '12345678',
    '98,765 (1 January 2026)',
    'Parent body',
    'post@example.org',
    'It moved.',
    'How to get in contact is not known.',
  ])
    t.ok(page.text.includes(words), words);
  t.match(sectionText(page, 'adoptions'), /Everything \(localised\) In production Since March 2019/);
  t.equal(sectionText(page, 'owner'), 'Software it owns Everything (localised)');
  t.match(sectionText(page, 'supplier'), 'Everything');
  t.equal(sectionText(page, 'member'), 'Networks in which it takes part All of Us');
  t.equal(sectionText(page, 'run-by'), 'Networks it runs All of Us');
  const parent = await readPage(opened, '/da/organisations/parent-body');
  t.match(sectionText(parent, 'parent'), 'Alle i byen');
  t.match(parent.text, 'Der kendes ingen software, som den bruger.');
  t.match(parent.text, 'Ikke kendt');
});

t.test('the page of a network says what it wants, how one joins, who takes part and what it shares', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/networks/all-of-us');
  t.same(page.headings[0], [1, 'All of Us']);
  for (const words of [
    'National or by technology',
    'A network of examples.',
    'Denmark · Belgium'.replace(' · ', ' '),
    '1 June 2007',
    'Merged (January 2012), into Some of Us',
    'It went.',
    'Another network (1 June 2007)',
    'To share.',
    'Trust',
    'Relevance',
    'The network',
  ])
    t.ok(page.text.includes(words), words);
  const joining = sectionText(page, 'joining');
  for (const words of [
    'Who may join Anybody [1]',
    'A letter',
    'Nothing',
    'By talking',
    'example.org/join',
    'Everyone may.',
  ])
    t.ok(joining.includes(words), words);
  t.match(sectionText(page, 'portfolio'), '1 product belongs to the network. Everything');
  const members = sectionText(page, 'members');
  t.match(members, 'Founder (1) Everybody of the Town since 2007, until 2012 [2]');
  t.match(members, 'Member (1) A town as of May 2010 It paid.');
  t.match(sectionText(page, 'subcommunities'), 'A part [2] Around a project Small.');
  t.match(sectionText(page, 'suppliers'), 'A firm, Training');
  t.match(sectionText(page, 'roles'), 'Everybody of the Town , Secretariat');
  t.match(sectionText(page, 'notes'), 'A note. [1]');
  t.match(sectionText(page, 'unknown'), 'The members are not known.');
});

t.test('a network names those that say they are part of it', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/networks/some-of-us');
  t.match(sectionText(page, 'subcommunities'), 'All of Us');
});

t.test('the page of an adoption tells its state, dates, evidence and source', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/adoptions/aaaaaaaaaaaaaaaa');
  t.same(page.headings[0], [1, 'Everybody and Everything']);
  for (const words of [
    'In production',
    'Declared by the body itself',
    'March 2019',
    '6 May 2026',
    'Since the storm.',
    '7.1-secret',
  ])
    t.ok(page.text.includes(words), words);
  t.match(sectionText(page, 'sources'), 'Leaflet of Everything');
  t.ok(page.links.includes('/en/software/everything'));
  t.ok(page.links.includes('/en/organisations/everybody'));
});

t.test('which version a body runs is not shown on the word of others', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/adoptions/bbbbbbbbbbbbbbbb');
  t.match(page.text, 'Claimed by a source');
  t.notMatch(page.html, /7\.1-secret|The whole town/);
});

t.test('long lists of who refers to a record go on from page to page', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'base', { name: 'Base' });
  for (let i = 0; i < 130; i++)
    await opened.builtIn('software', `part-${i}`, {
      name: `Part ${i}`,
      relations: [{ type: 'based-on', target: 'software/base' }],
    });
  const page = await readPage(opened, '/en/software/base');
  t.ok(page.links.includes('/en/software/base/links/based-on'));
  t.match(sectionText(page, 'relations'), 'See all 130');
  const first = await readPage(opened, '/en/software/base/links/based-on');
  t.match(first.text, '130 entries');
  const onwards = first.links.find((link) => link.includes('cursor=')) ?? '';
  const second = await readPage(opened, onwards);
  t.match(second.text, 'Part 129');
  t.ok(second.links.includes('/en/software/base/links/based-on'), 'back to the beginning');
  t.notMatch(second.html, /rel="next/, 'the last page');
  t.equal((await readPage(opened, '/en/software/base/links/liked-by')).response.statusCode, 404);
  t.equal((await readPage(opened, '/en/software/base/links/constructor')).response.statusCode, 404);
});

t.test('the versions of an entry are listed, and two can be compared', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'changing', { name: 'Changing', version: '1', licence: { spdx: 'MIT' } });
  await opened.builtIn('software', 'changing', { name: 'Changing', version: '2', status: 'beta' });
  const page = await readPage(opened, '/en/software/changing/versions');
  t.match(page.text, 'Version 2 , 22 November 2026, from a folder of a catalogue.');
  t.match(page.text, 'Version 1');
  t.ok(page.links.includes('/api/v1/software/changing/body?version=1'));
  const compared = await readPage(opened, '/en/software/changing/versions?from=1&to=2');
  t.match(compared.text, 'From version 1 to version 2');
  for (const words of ['/version Before: 1 After: 2', '/status After: beta', '/licence Before: {"spdx":"MIT"}'])
    t.ok(compared.text.includes(words), words);
  const same = await readPage(opened, '/da/software/changing/versions?from=2&to=2');
  t.notMatch(same.text, 'Fra version');
  const odd = await readPage(opened, '/en/software/changing/versions?from=7&to=..%2F');
  t.equal(odd.response.statusCode, 200, 'a version that is not there is passed over');
});
