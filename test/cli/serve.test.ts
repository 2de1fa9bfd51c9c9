/** The built service as a process: its one line, its end, and what hinders it. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import t from 'tap';
import { serve } from '../helpers/http-server.ts';
import { openIssuer } from '../helpers/issuer.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { served, spawned } from '../helpers/spawned.ts';

const TOKEN = 'a-token-for-a-test';

t.test('it says in one line where it answers, and ends when it is asked to', async (t) => {
  const data = `${t.testdir({})}/data`;
  const { child, ended, line, url } = await served(t, { ALMINDING_DATA: data });
  t.equal(line, `Alminding serves 0 records on ${url} (data in ${data})`);
  t.match(url, /^http:\/\/localhost:\d+$/);
  t.equal((await fetch(`${url}/healthz`)).status, 200);
  child.kill('SIGTERM');
  t.match(await ended, { code: 0, signal: null, out: `${line}\n`, err: '' });
});

t.test('SIGINT ends it too', async (t) => {
  const { child, ended } = await served(t, { ALMINDING_DATA: `${t.testdir({})}/data` });
  child.kill('SIGINT');
  t.match(await ended, { code: 0 });
});

t.test('the log goes to standard error, one JSON object a line', async (t) => {
  const env = { ALMINDING_DATA: `${t.testdir({})}/data`, ALMINDING_LOG_LEVEL: 'info' };
  const { child, ended, url } = await served(t, env);
  await (await fetch(`${url}/api/v1/search?q=x`)).text();
  child.kill('SIGTERM');
  const { out, err } = await ended;
  t.equal(out.split('\n').length, 2);
  const lines = err.trimEnd().split('\n');
  t.ok(lines.length > 0);
  for (const line of lines) t.type(JSON.parse(line), 'object');
});

t.test('no token, secret or address that holds one is ever in the log, whatever goes wrong', async (t) => {
  const secrets = {
    operator: 'operator-token-4f1c9',
    hook: 'webhook-secret-of-github-77a1',
    forge: 'forge-token-e02b8d',
    inAddress: 'password-in-an-address-5d3',
    inQuery: 'token-in-a-query-91ce0',
    inPath: 'capability-in-a-path-c41f',
    guessed: 'a-guessed-token-0b7f3',
  };
  const asked: string[] = [];
  const forge = await serve(t, (request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`);
    const [, name] = /\/repos\/town\/(\w+)/.exec(request.url ?? '') ?? [];
    const lead = forge.url.replace('http://', `http://user:${secrets.inAddress}@`);
    if (name === 'broken') return response.writeHead(500).end(secrets.forge);
    if (name === 'moved') return response.writeHead(301, { location: `${lead}/repos/town/other` }).end();
    if (name === 'garbage') return response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":');
    if (name === undefined) return response.writeHead(410).end();
    const told = { id: 7, html_url: `${lead}/town/elsewhere`, private: false, default_branch: 'main' };
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
  });
  const issuer = await openIssuer(t);
  const data = `${t.testdir({})}/data`;
  const env = {
    ...{ ALMINDING_DATA: data, ALMINDING_LOG_LEVEL: 'debug', ALMINDING_URL: 'http://catalogue.test' },
    ...{ ALMINDING_TOKEN: secrets.operator, ALMINDING_HOOK_SECRETS: `github=${secrets.hook}` },
    ...{ ALMINDING_ISSUERS: issuer.setting, ALMINDING_ADMISSION: 'open', ALMINDING_PRESSURE_MS: '0' },
    ALMINDING_FORGES: `127.0.0.1:${forge.port}=github`,
    ALMINDING_FORGE_TOKENS: `127.0.0.1:${forge.port}=${secrets.forge}`,
    ALMINDING_NET_EXCEPTIONS: `${forge.url}=127.0.0.0/8,${issuer.url}=127.0.0.0/8`,
  };
  const repositories = ['broken', 'moved', 'garbage', 'leading'].map((name) => `${forge.url}/town/${name}`);
  const told = await spawned(t, ['source', 'add', `${forge.url.replace('//', `//user:${secrets.inAddress}@`)}/x`], env);
  t.match(told, { code: 2, err: /must not hold a user name or password/ });
  t.notMatch(told.err, secrets.inAddress);
  t.match(await spawned(t, ['source', 'add', ...repositories], env), { code: 0 });
  const { child, ended, url } = await served(t, env);
  const post = async (path: string, body: string, headers: Record<string, string>) => {
    const type = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', body, headers: { ...type, ...headers } });
    return { status: answer.status, text: await answer.text() };
  };
  const yaml = { 'content-type': 'application/yaml' };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const manifest = manifestOf('Town hall', `https://127.0.0.1:${issuer.port}/town/town-hall`);
  const job = await issuer.token(Date.now());
  const exchanged = await post('/api/v1/oidc/token', JSON.stringify({ token: job }), {});
  t.equal(exchanged.status, 200, exchanged.text);
  const { token } = JSON.parse(exchanged.text) as { token: string };
  t.equal((await post('/api/v1/oidc/token', JSON.stringify({ token: job }), {})).status, 401, 'once');
  t.equal((await post('/api/v1/oidc/token', `{"token":"${job}`, {})).status, 400);
  t.equal((await post('/api/v1/publish', manifest, { ...yaml, ...bearer(token) })).status, 201);
  t.equal((await post('/api/v1/publish', manifest, { ...yaml, ...bearer(secrets.operator) })).status, 200);
  t.equal((await post('/api/v1/publish', manifest, { ...yaml, ...bearer(secrets.guessed) })).status, 401);
  t.equal((await post(`/api/v1/publish?token=${secrets.inQuery}`, manifest, yaml)).status, 401);
  for (const path of [`/api/v1/search?token=${secrets.inQuery}`, `/en/${secrets.inPath}`, `/%zz${secrets.inPath}`])
    await (await fetch(`${url}${path}`, { headers: { referer: `https://x.example/${secrets.inQuery}` } })).text();
  const made = await post(
    '/api/v1/hooks',
    JSON.stringify({ url: `${forge.url}/${secrets.inPath}` }),
    bearer(secrets.operator),
  );
  t.equal(made.status, 201, made.text);
  const sealed = (JSON.parse(made.text) as { secret: string }).secret;
  for (const repository of repositories) {
    const body = JSON.stringify({ repository: { html_url: repository } });
    const signature = `sha256=${createHmac('sha256', secrets.hook).update(body).digest('hex')}`;
    const headers = { 'x-github-event': 'push', 'x-hub-signature-256': signature };
    t.match(await post('/api/v1/webhooks/github', body, headers), { status: 202, text: /"due":\["/ });
  }
  t.equal((await post('/api/v1/webhooks/github', '{}', { 'x-hub-signature-256': secrets.hook })).status, 401);
  const changed = await post('/api/v1/publish', manifest.replace('1.2.3', '1.3.0'), {
    ...yaml,
    ...bearer(secrets.operator),
  });
  t.equal(changed.status, 200, changed.text);
  type Sources = { items: { looked: string | null }[] };
  const state = async () => {
    const sources = (await (await fetch(`${url}/api/v1/sources`)).json()) as Sources;
    const hooks = await (await fetch(`${url}/api/v1/hooks`, { headers: bearer(secrets.operator) })).text();
    return { ready: sources.items.every(({ looked }) => looked !== null) && hooks.includes('suspended'), sources };
  };
  for (let i = 0; i < 100 && !(await state()).ready; i += 1) await new Promise((done) => setTimeout(done, 100));
  const { ready, sources } = await state();
  t.ok(ready, 'all were looked at, and the receiver that is gone is suspended');
  child.kill('SIGTERM');
  const { out, err } = await ended;
  for (const said of ['/api/v1/oidc/token', '/api/v1/webhooks/', 'Sources were looked at', 'A webhook is suspended'])
    t.ok(err.includes(said), `the log was written: ${said}`);
  t.ok(
    asked.some((line) => line.endsWith(`token ${secrets.forge}`)),
    'the forge was asked with its token',
  );
  t.notOk(
    asked.some((line) => line.startsWith('/repos/town/other')),
    'nobody follows to an address with a password',
  );
  const [, payload = '', signature = ''] = job.split('.');
  const all = { ...secrets, ours: token, payload, signature, sealed: sealed.replace('whsec_', '') };
  const kept = [`${data}/alminding.db`, `${data}/alminding.db-wal`].filter(existsSync);
  const files = kept.map((file) => readFileSync(file).toString('latin1')).join('');
  for (const [name, secret] of Object.entries(all)) {
    for (const form of [
      secret,
      ...(['base64', 'base64url', 'hex'] as const).map((how) => Buffer.from(secret).toString(how)),
    ]) {
      t.notOk(`${out}${err}`.includes(form), `${name} is not in the log`);
      t.notOk(JSON.stringify(sources).includes(form), `${name} is not on the page of a source`);
      if (name !== 'inPath') t.notOk(files.includes(form), `${name} is not in the database`);
    }
  }
});

t.test('the other commands work while it runs, restore names it', async (t) => {
  const folder = t.testdir({ files: { 'a.yml': manifestOf('Agenda', 'https://forge.example/town/agenda') } });
  const env = { ALMINDING_DATA: `${folder}/data`, ALMINDING_TOKEN: TOKEN };
  const { child, ended, url } = await served(t, env);
  t.match(await spawned(t, ['import', `${folder}/files`], env), { code: 0, out: /1 new/ });
  const found = (await (await fetch(`${url}/api/v1/search?q=agenda`)).json()) as { total: number };
  t.equal(found.total, 1, 'what was imported is found at once');
  t.match(await spawned(t, ['search', 'agenda'], env), { code: 0, out: /software\/agenda/ });
  t.match(await spawned(t, ['verify'], env), { code: 0 });
  t.match(await spawned(t, ['backup', `${folder}/copy.db`], env), { code: 0 });
  const refused = await spawned(t, ['restore', `${folder}/copy.db`], env);
  t.equal(refused.code, 2);
  t.match(refused.err, new RegExp(`Process ${child.pid} \\(alminding serve\\) holds the data folder`));
  const inJson = await spawned(t, ['restore', `${folder}/copy.db`, '--json'], env);
  t.match(JSON.parse(inJson.out), { error: { code: 'data-in-use' } });
  t.match(await spawned(t, ['withdraw', 'software/agenda', '--reason', 'retired'], env), { code: 0 });
  t.equal((await fetch(`${url}/api/v1/software/agenda`)).status, 410);
  child.kill('SIGTERM');
  t.match(await ended, { code: 0 });
  t.match(await spawned(t, ['restore', `${folder}/copy.db`], env), { code: 0, out: /before-restore/ });
  t.ok(existsSync(`${folder}/data/alminding.db.before-restore`));
  t.match(await spawned(t, ['show', 'software/agenda'], env), { code: 0 }, 'the backup was made before the withdrawal');
  t.match(await spawned(t, ['verify'], env), { code: 0 });
});

t.test('a second service on the same data is a reader and says so', async (t) => {
  const env = { ALMINDING_DATA: `${t.testdir({})}/data` };
  const first = await served(t, env);
  const second = await served(t, env);
  t.match(second.line, /as a reader beside another process\)$/);
  t.equal((await fetch(`${second.url}/healthz`)).status, 200);
  for (const { child, ended } of [second, first]) {
    child.kill('SIGTERM');
    t.match(await ended, { code: 0 });
  }
});

t.test('a port that is taken is named, and the service ends with 2', async (t) => {
  const server = createServer();
  server.listen(0, 'localhost');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as { port: number };
  const env = { ALMINDING_DATA: `${t.testdir({})}/data`, ALMINDING_PORT: String(port) };
  const { code, out, err } = await spawned(t, ['serve'], env);
  t.equal(code, 2);
  t.equal(out, '');
  t.match(err, new RegExp(`port.*${port}|${port}.*port`, 'i'));
  t.notMatch(err, /\n {4}at /, 'no trace of the program');
});

t.test('wrong settings are named, and the service ends with 2', async (t) => {
  const env = {
    ALMINDING_DATA: `${t.testdir({})}/data`,
    ALMINDING_PORT: 'http',
    ALMINDING_TOKEN: 'short',
    ALMINDING_PROT: '1',
  };
  const { code, err } = await spawned(t, ['serve'], env);
  t.equal(code, 2);
  t.match(err, /ALMINDING_PORT is "http": it must be a whole number/);
  t.match(err, /ALMINDING_TOKEN has a value that cannot be used/);
  t.match(err, /ALMINDING_PROT is no setting[\s\S]*Did you mean ALMINDING_PORT\?/);
  t.notMatch(err, /short/);
  const inJson = await spawned(t, ['serve', '--json'], env);
  t.match(JSON.parse(inJson.out), { error: { code: 'invalid-configuration', problems: [{}, {}, {}] } });
  t.notOk(existsSync(env.ALMINDING_DATA));
});
