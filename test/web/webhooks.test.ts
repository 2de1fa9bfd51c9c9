import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { InjectOptions } from 'fastify';
import t, { type Test } from 'tap';
import { newSource } from '../../src/crawl/add.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { serve } from '../helpers/http-server.ts';
import { AUTHORISED, openApp, type TestApp } from '../helpers/open-app.ts';

const SECRET = { github: 'secret-of-github-0', gitlab: 'whsec_c2VjcmV0LW9mLWdpdGxhYi0w', forgejo: 'secret-of-forgejo' };
const OLD = 'old-secret-of-github';
const HOOK_SECRETS = `github=${OLD},github=${SECRET.github} gitlab=${SECRET.gitlab} forgejo=${SECRET.forgejo}`;
const REPOSITORY = 'https://forge.example/town/agenda';
const hex = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('hex');

interface World extends TestApp {
  due: string[];
  /** Sends a webhook. */
  send(forge: string, body: string, headers: Record<string, string>): ReturnType<TestApp['ask']>;
}

async function open(t: Test, hookSecrets = HOOK_SECRETS): Promise<World> {
  const due: string[] = [];
  const app = await openApp(t, { hookSecrets, onDue: (ids) => due.push(...ids) });
  const send = (forge: string, payload: string, headers: Record<string, string>) => {
    const options: InjectOptions = { method: 'POST', url: `/api/v1/webhooks/${forge}`, payload };
    return app.ask({ ...options, headers: { 'content-type': 'application/json', ...headers } });
  };
  return { ...app, due, send };
}

async function add({ store, clock }: World, url: string, more: { path?: string; role?: 'owner' } = {}) {
  const row = newSource({ url, role: 'repository', addedBy: 'operator', now: clock.time, ...more });
  await store.addCrawlSources([{ ...row, due: clock.time + 9_000_000 }]);
  return row.id;
}

const pushed = (address = REPOSITORY, more = {}): string =>
  JSON.stringify({ ref: 'refs/heads/main', repository: { html_url: address, clone_url: `${address}.git` }, ...more });
const github = (body: string, id: string, secret = SECRET.github, event = 'push') => ({
  ...{ 'x-github-event': event, 'x-github-delivery': id, 'x-hub-signature-256': `sha256=${hex(secret, body)}` },
});

t.test('A signed push makes the source due at once, whichever forge sent it', async (t) => {
  const w = await open(t);
  const [a, b] = [await add(w, REPOSITORY), await add(w, `${REPOSITORY}.git`, { path: 'docs/publiccode.yml' })];
  const answer = await w.send('github', pushed(), github(pushed(), '1'));
  t.equal(answer.statusCode, 202, answer.body);
  t.same(answer.json(), { event: 'push', repeated: false, due: [a, b].sort() });
  t.same(w.due, [a, b].sort());
  t.equal((await w.store.getCrawlSource(a))?.due, 0);
  const old = pushed(REPOSITORY, { at: 2 });
  t.equal((await w.send('github', old, github(old, '2', OLD))).json().due.length, 2, 'while a secret is changed');
  const form = new URLSearchParams({ payload: pushed() }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  t.equal((await w.send('github', form, { ...type, ...github(form, '3') })).json().due.length, 2, 'as a form');
  const body = pushed(REPOSITORY, { at: 3 });
  for (const name of ['forgejo', 'gitea']) {
    const at = pushed(REPOSITORY, { name });
    const sent = { [`x-${name}-event`]: 'push', [`x-${name}-signature`]: hex(SECRET.forgejo, at) };
    t.equal((await w.send('forgejo', at, sent)).json().due.length, 2, name);
  }
  const project = JSON.stringify({ object_kind: 'push', project: { web_url: REPOSITORY } });
  const plain = { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': SECRET.gitlab, 'idempotency-key': 'k1' };
  t.equal((await w.send('gitlab', project, plain)).json().due.length, 2);
  const at = String(Math.floor(w.clock.time / 1000));
  const key = Buffer.from(SECRET.gitlab.slice(6), 'base64');
  const signature = createHmac('sha256', key).update(`k2.${at}.${body}`).digest('base64');
  const signed = { 'webhook-id': 'k2', 'webhook-timestamp': at, 'webhook-signature': `v1,AAAA v1,${signature}` };
  t.equal((await w.send('gitlab', body, { 'x-gitlab-event': 'Push Hook', ...signed })).json().due.length, 2);
});

t.test('Without the right signature nothing is heard, and no secret is in what is answered', async (t) => {
  const w = await open(t);
  await add(w, REPOSITORY);
  const body = pushed();
  const good = github(body, '1');
  const wrong: [string, Record<string, string>, string?][] = [
    ['github', { ...good, 'x-hub-signature-256': `sha256=${hex('another-secret-of-16', body)}` }],
    ['github', { ...good, 'x-hub-signature-256': hex(SECRET.github, body) }],
    ['github', { ...good, 'x-hub-signature-256': '' }],
    ['github', { 'x-github-event': 'push', 'x-hub-signature': 'sha1=0' }],
    ['github', good, `${body} `],
    ['forgejo', { 'x-forgejo-event': 'push', 'x-forgejo-signature': hex(SECRET.github, body) }],
    ['gitlab', { 'x-gitlab-event': 'Push Hook' }],
    ['gitlab', { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': 'whsec_' }],
    ['gitlab', { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' }],
  ];
  for (const [forge, headers, sent = body] of wrong) {
    const answer = await w.send(forge, sent, headers);
    t.equal(answer.statusCode, 401, `${forge} ${JSON.stringify(headers)}`);
    t.notMatch(answer.body, /secret-of/);
  }
  t.same(w.due, []);
  const off = await open(t, `github=${SECRET.github}`);
  t.match((await off.send('gitlab', body, {})).json(), { code: 'unauthorised', detail: /set no secret/ });
  t.equal((await off.send('other', body, {})).statusCode, 404);
});

t.test('A delivery counts once in a day, also under another id', async (t) => {
  const w = await open(t);
  const id = await add(w, REPOSITORY);
  const body = pushed();
  t.same((await w.send('github', body, github(body, '1'))).json(), { event: 'push', repeated: false, due: [id] });
  const again = { event: 'push', repeated: true, due: [] };
  t.same((await w.send('github', body, github(body, '1'))).json(), again);
  t.same((await w.send('github', body, github(body, '2'))).json(), again, 'the id is not signed');
  t.same(
    (await w.send('github', pushed(REPOSITORY, { at: 1 }), github(pushed(REPOSITORY, { at: 1 }), '1'))).json(),
    again,
  );
  w.clock.time += LIMITS.hookKeptMs + 1;
  t.same((await w.send('github', body, github(body, '1'))).json().due, [id]);
});

t.test('A delivery that failed here is no repeated one when the forge sends it again', async (t) => {
  const w = await open(t);
  const id = await add(w, REPOSITORY);
  const body = pushed();
  const other = new Database(join(w.folder, 'alminding.db'));
  t.teardown(() => other.close());
  // As a full disk would: what is written last fails.
  other.exec(`CREATE TRIGGER broken BEFORE UPDATE OF due ON crawl_sources BEGIN SELECT RAISE(ABORT, 'broken'); END`);
  t.equal((await w.send('github', body, github(body, '1'))).statusCode, 500);
  t.same(w.due, []);
  other.exec('DROP TRIGGER broken');
  t.same((await w.send('github', body, github(body, '1'))).json(), { event: 'push', repeated: false, due: [id] });
  const broken = '{"repository":7}';
  for (const _ of [1, 2])
    t.equal((await w.send('github', broken, github(broken, '2'))).statusCode, 400, 'each time, not once');
});

t.test(
  'What is no push, of no source of ours, or no event, changes nothing; a new repository is looked for',
  async (t) => {
    const w = await open(t);
    const owner = await add(w, 'https://forge.example/town', { role: 'owner' });
    const send = (body: string, event: string) =>
      w.send('github', body, github(body, `${event}${body.length}`, SECRET.github, event));
    t.same((await send('{"zen":"x"}', 'ping')).json(), { event: 'ping', repeated: false, due: [] });
    t.same((await send(pushed(), 'star')).json().due, []);
    t.same((await send(pushed('https://forge.example/other/thing'), 'push')).json().due, []);
    t.same((await send(pushed('https://forge.example/town/brand-new'), 'push')).json().due, [owner]);
    for (const body of ['{', '[]', 'null', '{"repository":7}', '{"repository":{"html_url":"mailto:x"}}'])
      t.equal((await send(body, 'push')).statusCode, 400, body);
    const large = JSON.stringify({ x: 'x'.repeat(LIMITS.hookBytes) });
    t.equal((await send(large, 'push')).statusCode, 413);
    const xml = await w.send('github', '<a/>', { ...github('<a/>', 'x'), 'content-type': 'text/xml' });
    t.equal(xml.statusCode, 415);
    for (let i = 0; i < LIMITS.refusedCredentials; i += 1) await w.send('github', '{}', {});
    t.equal((await w.send('github', '{}', {})).statusCode, 429, 'who guesses is told to wait');
  },
);

t.test('The operator names who is told of changes, sees the secret once, and what was sent', async (t) => {
  const got: string[] = [];
  const server = await serve(t, (request, response) => {
    got.push(String(request.headers['webhook-id']));
    response.writeHead(200).end();
  });
  const { ask } = await openApp(t, { net: { exceptions: server.exceptions } });
  const headers = { ...AUTHORISED, 'content-type': 'application/json' };
  const post = (url: string, payload: object = {}) =>
    ask({ method: 'POST', url, headers, payload: JSON.stringify(payload) });
  const made = await post('/api/v1/hooks', { url: `${server.url}/x`, kinds: ['software'] });
  t.equal(made.statusCode, 201, made.body);
  const { id, secret } = made.json();
  t.match(secret, /^whsec_/);
  const list = await ask({ url: '/api/v1/hooks', headers: AUTHORISED });
  t.match(list.json(), { total: 1, items: [{ id, kinds: ['software'], state: 'active', behind: 0 }] });
  t.notMatch(list.body, /whsec/);
  t.same((await post(`/api/v1/hooks/${id}/deliveries/ping`)).json(), { delivered: true, status: 200, error: null });
  const log = (await ask({ url: `/api/v1/hooks/${id}/deliveries`, headers: AUTHORISED })).json();
  t.match(log.items, [{ type: 'catalogue.ping', status: 200 }]);
  t.equal((await post(`/api/v1/hooks/${id}/deliveries/${log.items[0].message}`)).json().delivered, true);
  t.equal(new Set(got).size, 1);
  t.equal((await post(`/api/v1/hooks/${id}/resume`)).statusCode, 200);
  const renewed = (await post(`/api/v1/hooks/${id}/secret`)).json();
  t.match(renewed, { id, secret: /^whsec_/ });
  t.not(renewed.secret, secret);
  t.equal((await post('/api/v1/hooks/nobody/secret')).statusCode, 404);
  t.equal((await ask({ url: '/api/v1/hooks' })).statusCode, 401);
  t.equal((await post('/api/v1/hooks', { url: 'https://10.1.2.3/' })).json().code, 'address-refused');
  t.equal((await post('/api/v1/hooks', { url: `${server.url}/x`, kinds: 'software' })).statusCode, 422);
  t.equal((await ask({ method: 'DELETE', url: `/api/v1/hooks/${id}`, headers: AUTHORISED })).json().removed, true);
  t.equal((await ask({ method: 'DELETE', url: `/api/v1/hooks/${id}`, headers: AUTHORISED })).statusCode, 404);
});
