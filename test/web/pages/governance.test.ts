import t from 'tap';
import { openApp } from '../../helpers/open-app.ts';
import { readPage, sectionText } from '../../helpers/read-page.ts';
import { publishRich } from '../../helpers/rich-records.ts';

t.test('the page of a software shows its level under each framework with every reason', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/software/everything');
  t.match(page.text, 'Decided low (the start) (4 June 2025); listed at 1 (date not known)');
  const levels = sectionText(page, 'levels') ?? '';
  for (const words of [
    'Levels of different frameworks stand side by side.',
    'low (the start), decided (expired)',
    'Low (the start) at least, from: Decision of the board, 4 June 2025.',
    'Not every mandatory requirement is rated.',
    'One mandatory requirement stands between it and 1+',
    'D: It is loved – Not given',
    '1, in a published list',
    'no requirements of the framework are known',
    'Stated in the source, not checked: last page',
  ])
    t.ok(levels.includes(words), words);
});

t.test('of a level without a date it is told what its source says of itself', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  await opened.post({ kind: 'software', id: 'software/listed', name: 'Listed' });
  const said = { levels: { listed: '1' }, sources: [{ title: 'Open together', note: 'Slides, without a date.' }] };
  const about = { subject: 'software/listed', framework: 'framework/bare-list', type: 'listed' };
  const posted = await opened.post({ kind: 'assessment', ...about, ...said });
  t.equal(posted.statusCode, 201, posted.body);
  const page = await readPage(opened, '/en/software/listed');
  t.match(page.text, 'Listed at 1 (date not known: Slides, without a date )');
  t.match((await opened.app.inject('/da/software/listed')).body, '<span lang>Slides, without a date</span>)');
});

t.test('the title of a level in another language is marked wherever the level is named', async (t) => {
  const opened = await openApp(t);
  await opened.post({ kind: 'software', id: 'software/rated', name: 'Rated' });
  const levels = [{ id: '1', rank: 1, title: { de: 'Grundstufe' } }];
  const requirements = [{ id: 'A', level: '1', binding: 'mandatory', title: { de: 'Es hat einen Namen' } }];
  await opened.post({ kind: 'framework', id: 'framework/stufen', name: 'Stufen', levels, requirements });
  const about = {
    subject: 'software/rated',
    framework: 'framework/stufen',
    type: 'self',
    date: '2026-01-02',
  };
  const ratings = [{ requirement: 'A', rating: 'green' }];
  const posted = await opened.post({ kind: 'assessment', ...about, levels: { claimed: '1' }, ratings });
  t.equal(posted.statusCode, 201, posted.body);
  const paths = ['software/rated', 'frameworks/stufen', posted.json().id.replace('assessment', 'assessments')];
  for (const path of paths) {
    const { body } = await opened.app.inject({ url: `/da/${path}`, headers: { accept: 'text/html' } });
    const named = body.match(/Grundstufe/g) ?? [];
    t.ok(named.length > 0, path);
    t.equal(body.match(/<span lang="de">Grundstufe<\/span>/g)?.length, named.length, path);
  }
  // Where nothing can be marked, in lines and files, the id says it alone.
  await opened.post({ kind: 'software', id: 'software/other', name: 'Other' });
  const compared = await opened.app.inject('/api/v1/compare?id=software/rated&id=software/other&lang=da');
  t.match(compared.body, '"label": "Stufen"');
  t.notMatch(compared.body, 'Grundstufe');
});

t.test('the page of an assessment shows totals, ratings, changes and decisions', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/assessments/cccccccccccccccc');
  t.same(page.headings[0], [1, 'Everything (localised): Decision of the board, 3 June 2025']);
  t.match(sectionText(page, 'totals'), 'All requirements, counted 1 1 0 0 2');
  t.match(sectionText(page, 'totals'), 'Stated in the source, not checked: last page 2 0 – – –');
  t.match(sectionText(page, 'changes'), 'A: It is named – Red (not met) → Yellow (partly met) (better)');
  const ratings = sectionText(page, 'ratings') ?? '';
  for (const words of [
    'Soon – Yellow (partly met)',
    'On its way.',
    'Explanation: Names take time.',
    'NAME.md @ 0123456789ab',
  ])
    t.ok(ratings.includes(words), words);
  t.match(ratings, '2 requirements are not given, and so not counted as met: C, D.');
  t.match(
    sectionText(page, 'log'),
    '4 June 2025: Decision of the board, decided low (the start), by The board of Everybody – Not yet.',
  );
  t.match(sectionText(page, 'log'), 'Ground: The vote.');
  const first = await readPage(opened, '/da/assessments/dddddddddddddddd');
  t.match(first.text, 'Angivet af produktet selv 1+');
  t.equal(sectionText(first, 'changes'), '');
  const listed = await readPage(opened, '/en/assessments/eeeeeeeeeeeeeeee');
  t.match(listed.text, 'date not known');
  t.equal(sectionText(listed, 'ratings'), '');
});

t.test('the page of a framework shows levels, requirements, rule and what was assessed by it', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/frameworks/house-list');
  t.match(sectionText(page, 'levels'), 'low (the start) – 2 requirements of its own. Anyone.');
  const requirements = sectionText(page, 'requirements') ?? '';
  for (const words of [
    'It is named',
    'A short one.',
    'text not known',
    'not known; counts as mandatory',
    'Without a theme',
  ])
    t.ok(requirements.includes(words), words);
  t.match(sectionText(page, 'rule'), 'at least partly met');
  t.match(sectionText(page, 'rule'), 'Soon – partly met');
  t.match(sectionText(page, 'assessed'), 'Everything: House list 2');
  const bare = await readPage(opened, '/da/frameworks/bare-list');
  t.match(sectionText(bare, 'requirements'), 'Der kendes ingen enkelte krav');
  t.equal(sectionText(bare, 'rule'), '');
  t.match((await readPage(opened, '/en/frameworks')).text, 'House list 2');
});

t.test('the page of a network shows its portfolio by level and its checklists', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = await readPage(opened, '/en/networks/all-of-us');
  t.match(sectionText(page, 'by-level'), 'Bare list Level 1: 1 product Its checklists House list 2');
  const none = await readPage(opened, '/en/networks/some-of-us');
  t.equal(sectionText(none, 'by-level'), '');
});

t.test('an assessment that came to contradict its framework is marked', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const { record } = (await opened.ask('/api/v1/frameworks/bare-list')).json();
  const levels = [{ id: '0', rank: 0 }];
  const answer = await opened.post({ kind: 'framework', id: 'framework/bare-list', ...record, levels });
  t.ok(answer.statusCode < 300, answer.body);
  const page = await readPage(opened, '/en/assessments/eeeeeeeeeeeeeeee');
  t.match(sectionText(page, 'faults'), 'Bare list has no level “1”. /levels/listed');
});
