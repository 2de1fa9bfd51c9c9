/** The built service as a process: its one line, its end, and what hinders it. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import t from 'tap';
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
