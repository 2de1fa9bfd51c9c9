import t from 'tap';
import { openApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';

t.test('Tasks are listed by field of work with their products, and each has a page in both languages', async (t) => {
  const opened = await openApp(t);
  const common = { tasks: ['meeting-management'], network: 'network/net' };
  await opened.builtIn('network', 'net', { name: 'The network' });
  await opened.builtIn('software', 'one', { name: 'One', ...common });
  await opened.builtIn('software', 'two', { name: 'Two', ...common });
  const list = await readPage(opened, '/en/tasks');
  t.match(list.text, 'Meeting management 2 products');
  t.match(list.text, /Without a known product so far: .*Elections/, 'what nothing does yet stands behind');
  t.match(list.text, 'Council and democracy');
  const page = await readPage(opened, '/da/tasks/meeting-management');
  t.same(page.headings[0], [1, 'Mødestyring']);
  t.match(page.text, '2 produkter fra The network gør dette.');
  t.match(page.text, 'Sitzungsdienst', 'what it is called elsewhere');
  t.ok(page.links.some((link) => link.includes('/da/software/two')));
  const near = await readPage(opened, '/en/tasks/electronic-voting');
  t.match(near.text, /0 products do this\. Related tasks\s*Meeting management 2 products/, 'where nothing does it');
  t.notMatch((await readPage(opened, '/en/tasks/payroll')).text, 'Related tasks');
  t.equal((await readPage(opened, '/en/tasks/no-such-task')).response.statusCode, 404);
  t.equal((await readPage(opened, '/tasks')).response.statusCode, 302);
});

t.test('Results say what was meant, what answers only a part, and link to tasks', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'kitos', { name: 'Kitos', tasks: ['it-portfolio'] });
  const slip = await readPage(opened, '/en/search?q=kitso');
  t.match(slip.text, 'Did you mean: kitos');
  t.ok(slip.links.includes('/en/search?q=kitos'));
  const loose = await readPage(opened, '/da/search?q=kitos+zebra');
  t.match(loose.text, 'Intet passer til alle ordene');
  const task = await readPage(opened, '/en/search?q=it-portf%C3%B8lje+systemoverblik');
  t.ok(task.links.includes('/en/tasks/it-portfolio'));
});

t.test('A product leads to those that are like it and to open needs of its tasks, and so does a task', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'one', { name: 'One', tasks: ['meeting-management'] });
  await opened.builtIn('software', 'two', { name: 'Two', tasks: ['meeting-management'] });
  await opened.builtIn('software', 'far', { name: 'Far' });
  const title = { fr: 'Gestion des réunions du conseil' };
  const sources = [{ title: 'A list of needs', publisher: 'A town' }];
  await opened.builtIn('need', 'agendas', { title, sources, state: 'open' });
  await opened.builtIn('need', 'met-already', { title: { fr: 'Gestion des séances' }, sources, state: 'met' });
  await opened.builtIn('need', 'roads', { title: { en: 'Repairing roads' }, sources, state: 'open' });
  const page = await readPage(opened, '/en/software/one');
  t.match(page.text, /Similar to this.*Two/s);
  t.match(page.text, /Open needs about the same\s*Gestion des réunions du conseil/);
  t.notOk(page.links.some((link) => /needs\/(met-already|roads)/.test(link)));
  const far = await readPage(opened, '/en/software/far');
  t.notMatch(far.text, /Similar to this|Open needs/);
  const task = await readPage(opened, '/en/tasks/meeting-management');
  t.match(task.text, /Open needs\s*Gestion des réunions du conseil/);
  t.equal(task.links.filter((link) => link.includes('/needs/')).length, 1);
  t.notMatch((await readPage(opened, '/en/tasks/payroll')).text, 'Open needs');
  // What changes is followed.
  await opened.builtIn('need', 'agendas', { title, sources, state: 'dropped' });
  t.notMatch((await readPage(opened, '/en/software/one')).text, 'Open needs');
  t.equal((await opened.ask('/api/v1/search?q=task:m%C3%B8destyring')).json().total, 2, 'a filter by its label');
});

t.test('Over the API: suggestions, similar products, an explanation, and a clear refusal of too much', async (t) => {
  const opened = await openApp(t);
  await opened.builtIn('software', 'kitos', { name: 'Kitos', tasks: ['it-portfolio'] });
  await opened.builtIn('software', 'other', { name: 'Other', tasks: ['it-portfolio'] });
  const get = async (url: string) => {
    const { statusCode, body } = await opened.ask({ url: `/api/v1${url}` });
    return { statusCode, body: JSON.parse(body) };
  };
  t.match(await get('/suggest?q=kit'), {
    statusCode: 200,
    body: { suggestions: [{ label: 'Kitos', kind: 'software', kindLabel: 'Software', page: '/en/software/kitos' }] },
  });
  t.match(await get('/software/kitos/similar'), { statusCode: 200, body: { items: [{ name: 'Other' }] } });
  t.match(await get('/search?q=kitos&explain=true'), { body: { items: [{ explanation: { exactName: 10 } }] } });
  t.match(await get(`/search?q=${'x'.repeat(10_000)}`), { statusCode: 400 });
  t.match(await get(`/search?q=a${'&licence=MIT'.repeat(200)}`), { statusCode: 400 });
  t.match(await get('/search?q=%F0%9F%98%80&nonsense=1'), { statusCode: 400 });
  for (const q of ['%22', '-', '%00', '%E2%80%AE', "'%3B--", '*', 'licence:'])
    t.equal((await get(`/search?q=${q}`)).statusCode, 200, q);
});
