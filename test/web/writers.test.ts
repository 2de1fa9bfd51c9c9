import t, { type Test } from 'tap';
import { manifestOf } from '../helpers/manifest.ts';
import { AUTHORISED, openApp } from '../helpers/open-app.ts';

const ADDRESS = 'https://git.example/town/town-hall';
const JSON_TYPE = { 'content-type': 'application/json' };

async function open(t: Test) {
  const app = await openApp(t);
  const post = (url: string, body: object, headers: object = AUTHORISED) =>
    app.ask({
      method: 'POST',
      url: `/api/v1${url}`,
      payload: JSON.stringify(body),
      headers: { ...JSON_TYPE, ...headers },
    });
  const token = async (scope: object) => {
    const made = await post('/tokens', { label: 'CI', days: 30, ...scope });
    if (made.statusCode !== 201) throw new Error(made.body);
    return made.json() as { id: string; token: string };
  };
  const by = (token: string) => ({ authorization: `Bearer ${token}` });
  const publish = (token: string, text: string) =>
    app.ask({
      method: 'POST',
      url: '/api/v1/publish',
      payload: text,
      headers: { ...by(token), 'content-type': 'application/yaml' },
    });
  return { ...app, json: post, token, by, publish };
}

t.test('A token is shown once, publishes what it is for, and is revoked', async (t) => {
  const w = await open(t);
  const { id, token } = await w.token({ repository: `${ADDRESS}.git` });
  const list = await w.ask({ url: '/api/v1/tokens', headers: AUTHORISED });
  t.match(list.json(), { total: 1, items: [{ id, label: 'CI', scope: ADDRESS, used: null }] });
  t.notOk(list.body.includes(token));
  const manifest = manifestOf('Town hall', ADDRESS);
  t.equal((await w.publish(token, manifest)).statusCode, 201);
  t.match((await w.ask('/api/v1/writers/town-hall')).json().record.writers, [{ address: ADDRESS }]);
  const elsewhere = await w.publish(token, manifestOf('Other', 'https://git.example/other/x'));
  t.equal(elsewhere.statusCode, 403, elsewhere.body);
  t.ok((await w.ask({ url: '/api/v1/tokens', headers: AUTHORISED })).json().items[0].used);
  for (const [method, url] of [
    ['GET', '/tokens'],
    ['GET', '/admissions'],
    ['DELETE', '/software/town-hall?reason=retired'],
  ] as const)
    t.equal((await w.ask({ method, url: `/api/v1${url}`, headers: w.by(token) })).statusCode, 403, `${method} ${url}`);
  const revoke = () => w.ask({ method: 'DELETE', url: `/api/v1/tokens/${id}`, headers: AUTHORISED });
  t.match((await revoke()).json(), { revoked: true });
  t.equal((await revoke()).statusCode, 404);
  t.equal((await w.publish(token, manifest)).statusCode, 401);
  const raw = (await w.store.listTokens('api'))[0];
  t.notOk(JSON.stringify(raw).includes(token), 'of the token itself nothing is kept');
});

t.test('What is asked of a token must make sense', async (t) => {
  const w = await open(t);
  for (const [body, status] of [
    [{ label: 'x', days: 30 }, 422],
    [{ label: 'x', days: 30, repository: ADDRESS, entry: 'software/x' }, 422],
    [{ label: 'x', days: 0, repository: ADDRESS }, 400],
    [{ label: 'x', days: 9999, repository: ADDRESS }, 400],
    [{ label: '', days: 1, repository: ADDRESS }, 422],
    [{ label: 'x', days: 1, repository: 'nowhere' }, 400],
    [{ label: 'x', days: 1, entry: 'software/x@built-in' }, 400],
    [{ label: 'x', days: 1, entry: 'software/x', more: 1 }, 422],
  ] as const)
    t.equal((await w.json('/tokens', body)).statusCode, status, JSON.stringify(body));
  t.equal((await w.json('/tokens', [] as object)).statusCode, 400);
});

t.test('The first writer is named at once; later ones are announced, disputed, settled', async (t) => {
  const w = await open(t);
  const { token } = await w.token({ repository: ADDRESS });
  await w.publish(token, manifestOf('Town hall', ADDRESS));
  const other = { address: 'https://git.example/city/city-hall' };
  const change = (body: object, headers?: object) => w.json('/writers/town-hall', body, headers);
  const announced = await change({ act: 'replace', ...other });
  t.equal(announced.statusCode, 200, announced.body);
  t.match(announced.json(), { writers: [{ address: ADDRESS }], notices: [{ act: 'replace', due: '2026-12-06' }] });
  t.equal((await change({ act: 'confirm', ...other })).statusCode, 409, 'not before it is due');
  t.match((await change({ act: 'dispute', ...other }, w.by(token))).json(), { notices: [{ disputed: '2026-11-22' }] });
  w.clock.time += 15 * 86_400_000;
  t.match((await change({ act: 'confirm', ...other })).json(), { status: 409, detail: /Hear both sides/ });
  t.match((await change({ act: 'confirm', settles: true, ...other })).json(), {
    writers: [{ address: other.address }],
  });
  t.equal(
    (await w.publish(token, manifestOf('Town hall', ADDRESS).replace('1.2.3', '3.0.0'))).statusCode,
    202,
    'it writes no more',
  );
  t.equal((await change({ act: 'add', address: ADDRESS }, w.by(token))).statusCode, 403);
  t.equal((await change({ act: 'add', address: ADDRESS })).statusCode, 200);
  t.equal((await change({ act: 'drop', address: ADDRESS })).statusCode, 200);
  const page = await w.ask({ url: '/da/writers/town-hall', headers: { accept: 'text/html' } });
  t.match(page.body, /trådte i stedet for alle andre/);
});

t.test('A writer names a second one and goes itself', async (t) => {
  const w = await open(t);
  const { token } = await w.token({ repository: ADDRESS });
  await w.publish(token, manifestOf('Town hall', ADDRESS));
  const other = {
    address: 'https://git.example/city/city-hall',
    issuer: 'https://ci.example',
    repository: '5',
    owner: '6',
  };
  const change = (body: object) => w.json('/writers/town-hall', body, w.by(token));
  t.match((await change({ act: 'add', ...other })).json().writers, [{ address: ADDRESS }, other]);
  t.match((await change({ act: 'remove', address: ADDRESS })).json().writers, [other]);
  t.equal((await change({ act: 'remove', ...other })).statusCode, 403);
});

t.test('What cannot be is refused with what is wrong', async (t) => {
  const w = await open(t);
  await w.post(manifestOf('Town hall', ADDRESS));
  const change = (body: object, slug = 'town-hall') => w.json(`/writers/${slug}`, body);
  t.equal((await change({ act: 'steal', address: ADDRESS })).statusCode, 422);
  t.equal((await change({ act: 'add', address: 'nowhere' })).statusCode, 400);
  t.equal((await change({ act: 'add', address: ADDRESS }, 'nobody')).statusCode, 404);
  t.equal((await change({ act: 'drop', address: ADDRESS })).statusCode, 404);
  t.equal(
    (await change({ act: 'add', address: ADDRESS, repository: 'x' })).statusCode,
    422,
    'by the schema of the record',
  );
  t.match(
    (await change({ act: 'add', address: ADDRESS })).json().writers,
    [{ address: ADDRESS }],
    'the first one at once',
  );
});
