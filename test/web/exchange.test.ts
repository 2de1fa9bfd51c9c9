import { type JWTPayload, SignJWT } from 'jose';
import t, { type Test } from 'tap';
import { openIssuer, type TestIssuer } from '../helpers/issuer.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { type AppOptions, AUTHORISED, openApp, type TestApp } from '../helpers/open-app.ts';

// The repositories of the issuer are where the issuer is.
const addressOf = (issuer: TestIssuer, name = 'town/town-hall') => `https://127.0.0.1:${issuer.port}/${name}`;

interface World extends TestApp {
  issuer: TestIssuer;
  exchange(token: string): ReturnType<TestApp['ask']>;
  /** Publishes with a token of ours. */
  send(token: string, manifest: string, query?: string): ReturnType<TestApp['ask']>;
  /** The token of a run, or of one that differs. */
  run(claims?: JWTPayload): Promise<string>;
}

async function open(t: Test, options: AppOptions = {}, alg?: string): Promise<World> {
  const issuer = await openIssuer(t, alg);
  const app = await openApp(t, { issuers: issuer.setting, net: { exceptions: issuer.exceptions }, ...options });
  const exchange = (token: string) =>
    app.ask({
      ...{ method: 'POST', url: '/api/v1/oidc/token', headers: { 'content-type': 'application/json' } },
      payload: JSON.stringify({ token }),
    });
  return {
    ...{ ...app, issuer, exchange },
    send: (token, manifest, query = '') =>
      app.ask({
        ...{ method: 'POST', url: `/api/v1/publish${query}`, payload: manifest },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/yaml' },
      }),
    async run(claims = {}) {
      const answer = await exchange(await issuer.token(app.clock.time, claims));
      if (answer.statusCode !== 200) throw new Error(answer.body);
      return answer.json().token;
    },
  };
}

t.test('A run proves who it is, gets a token of 15 minutes, publishes, and becomes a writer', async (t) => {
  const w = await open(t, { admission: 'open' });
  const manifest = manifestOf('Town hall', addressOf(w.issuer));
  const answer = await w.exchange(await w.issuer.token(w.clock.time));
  t.equal(answer.statusCode, 200, answer.body);
  t.match(answer.json(), { scope: `publish:${addressOf(w.issuer)}`, expires: '2026-11-22T10:15:00Z' });
  t.equal(answer.headers['cache-control'], 'no-store');
  const { token } = answer.json();
  const dry = await w.send(token, manifest, '?dry-run=true');
  t.match(dry.json(), { id: 'software/town-hall', changed: true, write: { allowed: true }, queued: null });
  t.ok(dry.json().differences.some(({ pointer }: { pointer: string }) => pointer === '/name'));
  const first = await w.send(token, manifest);
  t.equal(first.statusCode, 201, first.body);
  t.equal(first.headers.location, '/api/v1/software/town-hall');
  const { record } = (await w.ask('/api/v1/writers/town-hall')).json();
  t.match(record, { of: 'software/town-hall', writers: [{ repository: '4711', owner: '42', issuer: w.issuer.url }] });
  const next = await w.send(token, manifest.replace('1.2.3', '1.3.0'));
  t.match(next.json(), { changed: true, write: { why: /is a writer/ } });
  const version = (await w.ask('/api/v1/software/town-hall/versions')).json().items[0];
  t.match(version.source, { by: 'run', commit: 'c'.repeat(40) });
  t.match((await w.ask({ url: '/en/writers/town-hall', headers: { accept: 'text/html' } })).body, /number 4711/);
  w.clock.time += 15 * 60_000;
  t.equal((await w.send(token, manifest)).statusCode, 401, 'and then it is over');
  const acts = await w.store.listActs(10);
  t.same(
    acts.map(({ act }) => act),
    ['publish', 'publish'],
  );
  t.notOk(JSON.stringify(acts).includes(token));
});

t.test('ES256 is taken too', async (t) => {
  const w = await open(t, {}, 'ES256');
  t.equal((await w.exchange(await w.issuer.token(w.clock.time))).statusCode, 200);
});

t.test('Each misuse of a token is refused', async (t) => {
  const w = await open(t);
  const now = w.clock.time;
  const seconds = Math.floor(now / 1000);
  const other = await openIssuer(t);
  const none = await w.issuer.token(now);
  const [, payload] = none.split('.');
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  const secret = new TextEncoder().encode(await w.issuer.publicText());
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  const hs256 = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-0' }).sign(secret);
  const refused: [string, string, number][] = [
    ['no token at all', 'nonsense', 401],
    ['another audience', await w.issuer.token(now, { aud: 'https://elsewhere.example' }), 401],
    ['no audience', await w.issuer.token(now, { aud: undefined as never }), 401],
    ['expired', await w.issuer.token(now, { iat: seconds - 600, exp: seconds - 61 }), 401],
    ['of the future', await w.issuer.token(now, { iat: seconds + 120, exp: seconds + 300 }), 401],
    ['good for days', await w.issuer.token(now, { exp: seconds + 86_400 * 3 }), 401],
    ['without an end', await w.issuer.token(now, { exp: undefined as never }), 401],
    ['of an issuer that is not named', await other.token(now), 401],
    ['of one that calls itself by the name of another', await other.token(now, { iss: w.issuer.url }), 401],
    ['algorithm none', unsigned, 401],
    ['HS256 with the public key', hs256, 401],
    ['a changed signature', `${none.slice(0, -4)}AAAA`, 401],
    ['longer than any', 'a'.repeat(20_000), 422],
    ['no repository', await w.issuer.token(now, { repository: undefined }), 401],
    ['a pull request', await w.issuer.token(now, { event_name: 'pull_request' }), 403],
    ['a pull request of a fork, on the target', await w.issuer.token(now, { event_name: 'pull_request_target' }), 403],
    ['a comment', await w.issuer.token(now, { event_name: 'issue_comment' }), 403],
    ['another branch', await w.issuer.token(now, { ref: 'refs/heads/x', ref_protected: 'false' }), 403],
  ];
  for (const [what, token, status] of refused) {
    const answer = await w.exchange(token);
    t.equal(answer.statusCode, status, `${what}: ${answer.body}`);
    t.notOk(answer.body.includes(token.slice(0, 200)), 'and is not told back');
  }
  t.equal((await w.exchange(none)).statusCode, 200);
  t.match((await w.exchange(none)).json(), { status: 401, detail: /before/ }, 'each is taken once');
  const noId = await w.issuer.token(now, { jti: undefined as never });
  t.equal((await w.exchange(noId)).statusCode, 200);
  t.equal((await w.exchange(noId)).statusCode, 401, 'without an id it is known by itself');
});

t.test('Keys are asked for again when one is not known, at most once a minute', async (t) => {
  const w = await open(t);
  t.equal((await w.exchange(await w.issuer.token(w.clock.time))).statusCode, 200);
  await w.issuer.rotate();
  t.equal((await w.exchange(await w.issuer.token(w.clock.time))).statusCode, 401, 'not yet');
  t.equal(w.issuer.asked(), 1);
  w.clock.time += 61_000;
  t.equal((await w.exchange(await w.issuer.token(w.clock.time))).statusCode, 200);
  for (let i = 0; i < 5; i += 1) {
    await w.exchange(await w.issuer.token(w.clock.time, {}, { kid: `made-up-${i}` }));
  }
  t.equal(w.issuer.asked(), 2);
});

t.test('An issuer whose keys cannot be had is no fault of the token', async (t) => {
  const w = await open(t);
  for (const answer of [{ status: 500 }, { status: 200, issuer: 'https://other.example' }]) {
    Object.assign(w.issuer.answer, answer);
    const refused = await w.exchange(await w.issuer.token(w.clock.time));
    t.equal(refused.statusCode, 503, refused.body);
    t.ok(refused.headers['retry-after']);
    w.clock.time += 61_000;
  }
});

t.test('Without an issuer, nobody is exchanged anything', async (t) => {
  const w = await open(t, { issuers: '' });
  t.match((await w.exchange(await w.issuer.token(w.clock.time))).json(), { status: 401, detail: /no issuer/ });
});

t.test('A new entry of nobody that is known waits, and its sender can ask what became of it', async (t) => {
  const w = await open(t);
  const manifest = manifestOf('Town hall', addressOf(w.issuer));
  const token = await w.run();
  const dry = await w.send(token, manifest, '?dry-run=true');
  t.match(dry.json(), { id: null, write: { allowed: false, why: /accepted/ }, queued: null });
  const waits = await w.send(token, manifest);
  t.equal(waits.statusCode, 202, waits.body);
  const { queued } = waits.json();
  t.match(queued, { state: 'waiting', about: 'new', address: addressOf(w.issuer) });
  t.equal((await w.ask('/api/v1/software/town-hall')).statusCode, 404, 'it holds no id');
  const asked = String(waits.headers.location);
  t.match((await w.ask(asked)).json(), { state: 'waiting' });
  t.notOk((await w.ask(asked)).body.includes('Invented Person'));
  t.equal((await w.ask('/api/v1/admissions')).statusCode, 401);
  const list = await w.ask({ url: '/api/v1/admissions', headers: AUTHORISED });
  t.match(list.json(), { total: 1, items: [{ id: queued.id }] });
  const settle = (body: object) =>
    w.ask({
      ...{ method: 'POST', url: asked, payload: JSON.stringify(body) },
      headers: { ...AUTHORISED, 'content-type': 'application/json' },
    });
  t.equal((await settle({ accept: 'yes' })).statusCode, 422);
  t.equal((await w.ask(`${asked}/manifest`)).statusCode, 401, 'what was sent may name persons');
  const look = () => w.ask({ url: `${asked}/manifest`, headers: AUTHORISED });
  t.equal((await look()).body, manifest);
  t.equal((await settle({ accept: true, digest: 'another' })).statusCode, 409, 'another was looked at');
  const seen = { accept: true, digest: queued.digest };
  t.match((await settle(seen)).json(), { id: 'software/town-hall', admission: { state: 'accepted' } });
  t.equal((await look()).statusCode, 404, 'it is not kept when it is decided');
  t.equal((await settle({ accept: true })).statusCode, 404, 'it is settled once');
  t.match((await w.send(token, manifest.replace('1.2.3', '2.0.0'))).json(), {
    changed: true,
    write: { allowed: true },
  });
});

t.test('A source that the operator has accepted is listed at once, one that was invited too', async (t) => {
  const w = await open(t, { accepted: ['https://127.0.0.1'] });
  t.equal((await w.send(await w.run(), manifestOf('Town hall', addressOf(w.issuer)))).statusCode, 201);
  const strict = await open(t, { admission: 'invited', accepted: ['https://127.0.0.1'] });
  const address = addressOf(strict.issuer);
  const manifest = manifestOf('Town hall', address);
  t.equal((await strict.send(await strict.run(), manifest)).statusCode, 202);
  const writer = { address, issuer: strict.issuer.url, repository: '4711', owner: '42', ref: 'refs/heads/release' };
  const { id } = await strict.access.invite(writer);
  const release = await strict.run({ ref: 'refs/heads/release', ref_protected: 'false' });
  t.equal((await strict.send(release, manifest)).statusCode, 201, 'from the ref that was named');
  t.match((await strict.ask('/api/v1/writers/town-hall')).json().record.writers, [{ ref: 'refs/heads/release' }]);
  t.same(await strict.access.invitations(), [], 'it is used up');
  await strict.access.uninvite(id);
  await t.rejects(strict.access.uninvite(id), { code: 'not-found' });
  const late = await strict.access.invite({ ...writer, repository: '9' });
  strict.clock.time = late.expires;
  t.same(await strict.access.invitations(), [], 'or over after 30 days');
});

t.test('A repository that was registered anew under the old name publishes nothing', async (t) => {
  const w = await open(t, { admission: 'open' });
  const manifest = manifestOf('Town hall', addressOf(w.issuer));
  await w.send(await w.run(), manifest);
  const anew = await w.run({ repository_id: '9999', repository_owner_id: '77' });
  const claim = await w.send(anew, manifest.replace('1.2.3', '6.6.6'));
  t.equal(claim.statusCode, 202, claim.body);
  t.match(claim.json(), { queued: { about: 'claim', entry: 'software/town-hall' }, write: { allowed: false } });
  const moved = await w.run({ repository_owner_id: '77' });
  t.match((await w.send(moved, manifest.replace('1.2.3', '6.6.6'), '?dry-run=true')).json().write, {
    why: /another owner/,
  });
  t.equal((await w.ask('/api/v1/software/town-hall/versions')).json().total, 1);
  const settle = await w.ask({
    ...{ method: 'POST', url: String(claim.headers.location), payload: '{"accept":true}' },
    headers: { ...AUTHORISED, 'content-type': 'application/json' },
  });
  t.equal(settle.statusCode, 409, 'a claim needs a change of writers');
  t.match(
    settle.json().detail,
    /writer add software\/town-hall .*--repository 9999 --owner 77/,
    'and the words for it',
  );
});

t.test('A manifest that is wrong is refused with its problems before anything else', async (t) => {
  const w = await open(t);
  const answer = await w.send(await w.run(), 'publiccodeYmlVersion: "0.5"\nname: X\n');
  t.equal(answer.statusCode, 422);
  t.ok(answer.json().problems.length > 0);
});
