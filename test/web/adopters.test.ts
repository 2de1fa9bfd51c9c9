import t from 'tap';
import { AUTHORISED, openApp, type TestApp } from '../helpers/open-app.ts';
import { readPage } from '../helpers/read-page.ts';
import { publishRich } from '../helpers/rich-records.ts';

async function filled(t: Parameters<typeof openApp>[0]): Promise<TestApp> {
  const opened = await openApp(t);
  await publishRich(opened);
  await opened.post({
    kind: 'software',
    name: 'Agenda',
    countries: ['DK'],
    usedBy: ['Quiet Town Council, IT', 'Everybody'],
  });
  return opened;
}

const asJson = { 'content-type': 'application/json' };

t.test('adopters are answered with every source, counts and a series', async (t) => {
  const { ask } = await filled(t);
  const page = (await ask('/api/v1/software/everything/adoptions?lang=en')).json();
  t.match(page, {
    ...{ total: 4, inUse: 3, counts: { evidence: [{ value: 'claimed', count: 3 }, { count: 1 }] }, next: null },
  });
  t.match(page.items[0], {
    ...{ organisation: { name: 'Everybody of the Town' }, evidence: 'confirmed' },
    claims: [{ id: 'adoption/aaaaaaaaaaaaaaaa@own', source: { title: 'Leaflet of Everything' } }],
  });
  t.match(page.items.at(-1), { organisation: null, organisationName: 'A quiet town', state: 'retired' });
  t.match((await ask('/api/v1/organisations/everybody/adoptions')).json(), { total: 2 });
  t.match((await ask('/api/v1/networks/all-of-us/adoptions?state=retired')).json(), { total: 1 });
  t.match((await ask('/api/v1/census?date=2020&country=DK')).json(), { total: 2 });
  t.equal((await ask('/api/v1/census?date=soon')).statusCode, 400);
  const ahead = await ask('/api/v1/census?date=2999');
  t.match([ahead.statusCode, ahead.json()], [400, { code: 'invalid-parameter', detail: '2999 lies in the future.' }]);
  t.equal((await ask('/api/v1/software/everything/adoptions?likes=x')).statusCode, 400);
});

t.test('a claim is disputed without a token, by data and by form, a few times a minute', async (t) => {
  const { ask, app } = await filled(t);
  const claim = 'adoption/aaaaaaaaaaaaaaaa@own';
  const say = (payload: object, headers = {}) =>
    ask({
      method: 'POST',
      url: '/api/v1/disputes',
      headers: { ...asJson, ...headers },
      payload: JSON.stringify(payload),
    });
  const { id } = (await say({ claim, reason: 'no-longer', words: 'Since spring.' })).json();
  t.match((await ask('/api/v1/software/everything/adoptions')).json().items[0], { disputed: true });
  t.equal((await say({ claim, reason: 'because' })).statusCode, 400);
  t.equal((await say({ claim: 'used-by/none', reason: 'not-used' })).statusCode, 404);
  t.equal((await ask('/api/v1/disputes')).statusCode, 401);
  t.match((await ask({ url: '/api/v1/disputes', headers: AUTHORISED })).json(), {
    items: [{ id, words: 'Since spring.', settled: null }],
  });
  const settle = (settled: string) =>
    ask({
      method: 'POST',
      url: `/api/v1/disputes/${id}`,
      headers: { ...AUTHORISED, ...asJson },
      payload: JSON.stringify({ settled }),
    });
  t.equal((await settle('burnt')).statusCode, 400);
  t.match((await settle('rejected')).json(), { settled: 'rejected' });
  t.match((await ask('/api/v1/software/everything/adoptions')).json().items[0], { disputed: false });
  const form = (words: string) =>
    app.inject({
      ...{
        method: 'POST',
        url: '/en/dispute',
        payload: new URLSearchParams({ claim, reason: 'not-used', words }).toString(),
      },
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    });
  t.match(
    (await form('Ask jo@town.example')).body,
    /This was not taken:.*Leave out mail addresses[\s\S]*Ask jo@town.example/,
  );
  t.match((await form('')).body, /The claim is marked as disputed now/);
  t.match((await ask('/api/v1/software/everything/adoptions')).json().items[0], { disputed: true });
  for (let n = 0; n < 6; n += 1) await form('');
  t.equal((await form('')).statusCode, 429);
});

t.test('the operator says which body a name means', async (t) => {
  const { ask } = await filled(t);
  await ask({
    method: 'POST',
    url: '/api/v1/publish',
    headers: { ...AUTHORISED, ...asJson },
    payload: JSON.stringify({
      kind: 'organisation',
      id: 'organisation/quiet',
      name: 'Quiet Town Council',
      country: 'DK',
      type: 'municipality',
    }),
  });
  const desk = { url: '/api/v1/name-queue', headers: { ...AUTHORISED, ...asJson } };
  const queue = (await ask(desk)).json();
  t.match(queue, { total: 2 });
  const { name, countries, candidates } = queue.items.find((one: { name: string }) => one.name.endsWith('IT'));
  const match = (payload: object) => ask({ ...desk, method: 'POST', payload: JSON.stringify(payload) });
  t.equal((await match({ name, countries: 'DK', organisation: 'x' })).statusCode, 400);
  t.equal((await match({ name, countries, organisation: 7 })).statusCode, 400);
  t.equal((await match({ name, countries, organisation: 'organisation/none' })).statusCode, 404);
  t.equal((await match({ name, countries, organisation: candidates[0].id })).statusCode, 200);
  t.match((await ask('/api/v1/software/agenda/adoptions?country=DK&type=municipality')).json(), {
    total: 1,
    items: [{ organisation: { id: 'organisation/quiet@own' } }],
  });
});

t.test('pages tell adopters by evidence, users like me, a census and what an organisation runs', async (t) => {
  const opened = await filled(t);
  const product = await readPage(opened, '/en/software/everything');
  t.match(product.text, /First movers: Everybody of the/);
  t.match(product.text, 'This is not right');
  const all = await readPage(opened, '/en/software/everything/adopters?like=organisation/everybody&date=2020');
  t.match(all.text, 'Who used it at the end of 2020.');
  const byName = await readPage(opened, '/en/software/everything/adopters?like=everybody+of');
  t.match(byName.text, 'Bodies of the same country and kind as Everybody of', 'a body is found by its name too');
  t.match((await readPage(opened, '/da/software/everything/adopters')).text, 'Anvendelse over tid');
  t.match(
    (await readPage(opened, '/en/software/everything/adopters?like=nobody')).text,
    'No organisation of that name is known here',
  );
  t.match((await readPage(opened, '/en/census?country=DK')).text, 'Who uses what');
  const soon = await opened.app.inject({ url: '/da/census?date=snart', headers: { accept: 'text/html' } });
  t.match(
    [soon.statusCode, soon.body],
    [400, /»snart« er ingen dato: skriv et år/],
    'what is typed is not passed over',
  );
  t.match((await readPage(opened, '/en/organisations/everybody')).text, 'Software it uses');
  const counted = {
    kind: 'organisation',
    id: 'organisation/counted',
    name: 'Counted',
    type: 'municipality',
    country: 'DK',
  };
  await opened.post({ ...counted, identifiers: [{ scheme: 'kommunekode', value: '0999' }] });
  const value = { value: 12_345, date: '2026-01-01', source: 'A table of the office', sourceAddress: null };
  await opened.registry.adopters.populations([{ key: 'kommunekode:0999', value }]);
  const shown = await readPage(opened, '/en/organisations/counted');
  t.match(shown.text, /Population 12,345 \(1 January 2026\)/, 'what a table tells is on the page of the body');
  t.match(shown.text, 'A table of the office');
  t.match((await readPage(opened, '/en/organisations/everybody/adopters')).text, 'Everything');
  t.match((await readPage(opened, '/da/networks/all-of-us/adopters?state=retired')).text, 'A quiet town');
  t.match((await readPage(opened, '/en/dispute?claim=x')).text, 'What is wrong?');
});
