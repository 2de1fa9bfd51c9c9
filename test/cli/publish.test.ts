import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { PROGRAM } from '../../scripts/lib/built.ts';
import { cliOf } from '../helpers/cli.ts';
import { openIssuer } from '../helpers/issuer.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { AUTHORISED, openApp } from '../helpers/open-app.ts';
import { environment, start } from '../helpers/spawned.ts';

/** A catalogue on a real port, an issuer, and a run of CI around which the right variables stand. */
async function open(t: Test) {
  const issuer = await openIssuer(t);
  const app = await openApp(t, { issuers: issuer.setting, admission: 'open', net: { exceptions: issuer.exceptions } });
  const to = await app.app.listen({ host: '127.0.0.1', port: 0 });
  const forge = createServer(async (request, response) => {
    const audience = new URL(request.url ?? '', 'http://forge').searchParams.get('audience');
    const good = request.headers.authorization === 'Bearer of-the-run' && audience === to;
    // The catalogue of the tests has a fixed public address, which is the audience that it takes.
    const value = good ? await issuer.token(app.clock.time, { aud: 'http://catalogue.test' }) : undefined;
    response.end(JSON.stringify({ value }));
  });
  await new Promise<void>((done) => forge.listen(0, '127.0.0.1', done));
  t.teardown(() => new Promise((done) => forge.close(done)));
  const folder = mkdtempSync(join(tmpdir(), 'alminding-publish-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'publiccode.yml');
  const summary = join(folder, 'summary.md');
  const { port } = forge.address() as { port: number };
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?run=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-run',
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    ALMINDING_NET_EXCEPTIONS: [to, `http://127.0.0.1:${port}`].map((one) => `${one}=127.0.0.1/32`).join(','),
  };
  const address = `https://127.0.0.1:${issuer.port}/town/town-hall`;
  const { alminding } = cliOf(t);
  const publish = (words: string[] = [], more: Record<string, string> = {}) =>
    alminding(['publish', file, '--to', to, '--path', 'publiccode.yml', ...words], { env: { ...env, ...more } });
  const writer = (act: string, words: string[], more: Record<string, string> = {}) =>
    alminding(['writer', act, 'software/town-hall', '--to', to, ...words], { env: { ...env, ...more } });
  return {
    ...app,
    writer,
    issuer,
    folder,
    env,
    to,
    file,
    summary,
    publish,
    address,
    write: (text: string) => writeFileSync(file, text),
  };
}

t.test('A run publishes what is valid, and says so in the summary', async (t) => {
  const w = await open(t);
  w.write(manifestOf('Town hall', w.address));
  const dry = await w.publish(['--dry-run']);
  t.equal(dry.code, 0, dry.err);
  t.match(dry.out, /would be published as software\/town-hall/);
  const done = await w.publish();
  t.equal(done.code, 0, done.err);
  t.match(done.out, /Published: software\/town-hall/);
  t.match(readFileSync(w.summary, 'utf8'), /Valid\. Published: software\/town-hall/);
  t.equal((await w.ask('/api/v1/software/town-hall')).statusCode, 200);
  const json = await w.publish(['--json']);
  t.match(JSON.parse(json.out), { valid: true, verdict: { id: 'software/town-hall', changed: false } });
});

t.test('The operator publishes with his own token', async (t) => {
  const w = await open(t);
  w.write(manifestOf('Town hall', w.address));
  const own = { CATALOGUE_TOKEN: AUTHORISED.authorization.replace('Bearer ', '') };
  const dry = await w.publish(['--dry-run'], own);
  t.match(dry, { code: 0, out: /would be published as software\/town-hall\. The operator may/ });
  t.match(await w.publish([], own), { code: 0, out: /Published: software\/town-hall/ });
  t.match(await w.publish([], own), { code: 0, out: /Nothing new: software\/town-hall/ });
});

t.test('What something else than a catalogue answers is no success', async (t) => {
  const w = await open(t);
  w.write(manifestOf('Town hall', w.address));
  const answers: [status: number, body: string][] = [
    ...['<p>Welcome</p>', '{}', '[]', 'null', '"yes"'].map((body): [number, string] => [200, body]),
    [200, '{"problems":[]}'],
    [200, '{"problems":[],"changed":true,"id":null}'],
    [200, '{"problems":[],"changed":true,"id":null,"queued":null,"write":{"allowed":true,"why":""}}'],
    [200, '{"problems":[],"changed":true,"id":"software/a","queued":{},"write":{"allowed":true,"why":""}}'],
    [200, '{"problems":{},"changed":true,"id":"software/a"}'],
    [422, '{}'],
    [503, JSON.stringify({ detail: 'no\n::error::hi\u001b[2J' })],
  ];
  let given = answers[0] as [number, string];
  const other = createServer((request, response) => {
    request.resume();
    response.writeHead(given[0], { 'content-type': 'application/json' }).end(given[1]);
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  t.teardown(() => new Promise((done) => other.close(done)));
  const to = `http://127.0.0.1:${(other.address() as { port: number }).port}`;
  const env = { ...w.env, CATALOGUE_TOKEN: 'some\n', ALMINDING_NET_EXCEPTIONS: `${to}=127.0.0.1/32` };
  for (given of answers) {
    const said = await cliOf(t).alminding(['publish', w.file, '--to', to, '--strict'], { env });
    t.match(said, { code: 2, err: '', out: /::warning .*The catalogue answered with status/ }, given[1]);
    t.notOk(/^::error/m.test(said.out) || said.out.includes('\u001b'), 'and nothing of it is a command');
  }
});

t.test('What is not valid fails the job, with annotations at the lines', async (t) => {
  const w = await open(t);
  w.write(manifestOf('Town hall', w.address).replace('EUPL-1.2', 'EUPL-9.9'));
  const refused = await w.publish();
  t.equal(refused.code, 1);
  t.match(refused.out, /^::error file=.*line=\d+/m);
  t.match(readFileSync(w.summary, 'utf8'), /\*\*Not valid\*\*[\s\S]*\| error \|/);
});

t.test('What the catalogue cannot take in today is a warning, and fails only where that is wished', async (t) => {
  const w = await open(t);
  w.write(manifestOf('Town hall', w.address));
  const nothing = { ACTIONS_ID_TOKEN_REQUEST_URL: '' };
  const warned = await w.publish([], nothing);
  t.equal(warned.code, 0);
  t.match(warned.out, /^::warning .*id-token: write.*enable-openid-connect/m);
  t.equal((await w.publish(['--strict'], nothing)).code, 2);
  t.equal((await w.publish(['--strict'], { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-another' })).code, 2);
  t.equal((await w.publish(['--strict'], { ...nothing, CATALOGUE_TOKEN: 'alminding_wrong' })).code, 2);
});

t.test('A writer names a second one, takes it away, and objects to what the operator announced', async (t) => {
  const w = await open(t);
  w.write(manifestOf('Town hall', w.address));
  t.equal((await w.publish()).code, 0);
  const second = ['--address', 'https://forge.example/city/hall', '--issuer', 'https://ci.example'];
  const numbers = ['--repository', '5', '--owner', '6'];
  const added = await w.writer('add', [...second, ...numbers]);
  t.match(added, { code: 0, out: /city\/hall \(number 5 at https:\/\/ci\.example\)/ }, added.err);
  t.notMatch((await w.writer('remove', [...second, ...numbers])).out, /city\/hall \(number 5/);
  await w.ask({
    ...{
      method: 'POST',
      url: '/api/v1/writers/town-hall',
      headers: { ...AUTHORISED, 'content-type': 'application/json' },
    },
    payload: JSON.stringify({ act: 'replace', address: 'https://forge.example/city/hall' }),
  });
  t.match((await w.writer('dispute', second.slice(0, 2))).out, /replace .*city\/hall: .*a writer objected on/);
  t.match(await w.writer('confirm', second.slice(0, 2)), { code: 2, err: /none of add, replace, remove, dispute/ });
  const stranger = { ACTIONS_ID_TOKEN_REQUEST_URL: '' };
  t.match(await w.writer('dispute', second.slice(0, 2), stranger), { code: 2, err: /nothing to prove who it is/ });
  t.match(await w.writer('remove', ['--address', 'https://forge.example/x']), { code: 2, err: /is no writer/ });
});

const ROOT = fileURLToPath(new URL('.', import.meta.resolve('#root/package.json')));

t.test('The action for GitHub publishes as it is written', async (t) => {
  const w = await open(t);
  const { inputs, runs } = parse(readFileSync(`${ROOT}action.yml`, 'utf8'));
  const [build, step] = runs.steps as { shell: string; run: string; env: Record<string, string> }[];
  t.match(build, { shell: 'bash', run: /^cd "\$GITHUB_ACTION_PATH" && npm ci --ignore-scripts && npm run/ });
  const run = (given: Record<string, string>) => {
    const value = (name: string) => given[name] ?? inputs[name]?.default ?? '';
    const told = Object.entries(step?.env ?? {}).map(([name, text]) => [
      name,
      text.replace(/^\$\{\{ inputs\.([a-z-]+) \}\}$/, (_, input: string) => value(input)),
    ]);
    const env = environment({ ...w.env, ...Object.fromEntries(told), GITHUB_ACTION_PATH: ROOT.replace(/\/$/, '') });
    const shell = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''];
    return start(t, 'bash', shell, { env, cwd: w.folder }).ended;
  };
  w.write(manifestOf('Town hall', w.address));
  t.match(await run({ catalogue: w.to, 'dry-run': 'true' }), {
    code: 0,
    out: /would be published as software\/town-hall/,
  });
  t.match(await run({ catalogue: w.to }), { code: 0, out: /Published: software\/town-hall/ });
  t.match(readFileSync(w.summary, 'utf8'), /Valid\. Published: software\/town-hall/);
  w.write(manifestOf('Town hall', w.address).replace('EUPL-1.2', 'EUPL-9.9'));
  t.match(await run({ catalogue: w.to }), { code: 1, out: /^::error file=publiccode\.yml,line=\d+/m });
});

t.test('The job for GitLab publishes as it is written, and leaves a report', async (t) => {
  const w = await open(t);
  const job = parse(readFileSync(`${ROOT}.gitlab/publish.yml`, 'utf8'))['publish-in-catalogue'];
  t.same([job.id_tokens.CATALOGUE_ID_TOKEN.aud, job.variables], ['$CATALOGUE', undefined]);
  const program = join(w.folder, 'alminding');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(program, 0o755);
  const run = async (more: Record<string, string> = {}) => {
    const token = await w.issuer.token(w.clock.time, { aud: 'http://catalogue.test' });
    const env = environment({
      ...{ CATALOGUE: w.to, CATALOGUE_ID_TOKEN: token, PATH: `${w.folder}:${process.env.PATH}` },
      ...{ ALMINDING_NET_EXCEPTIONS: w.env.ALMINDING_NET_EXCEPTIONS, ...more },
    });
    return start(t, 'sh', ['-e', '-c', job.script.join('\n')], { env, cwd: w.folder }).ended;
  };
  const report = () => JSON.parse(readFileSync(join(w.folder, job.artifacts.reports.codequality), 'utf8'));
  w.write(manifestOf('Town hall', w.address));
  t.match(await run(), { code: 0, out: /Published: software\/town-hall/ });
  const errors = () => report().filter(({ severity }: { severity: string }) => severity === 'major');
  t.same(errors(), []);
  w.write(manifestOf('Town hall', w.address).replace('EUPL-1.2', 'EUPL-9.9'));
  t.match(await run({ PUBLISH_OPTIONS: '--strict' }), { code: 1, out: /EUPL-9\.9/ });
  t.match(errors(), [{ location: { path: 'publiccode.yml', lines: { begin: Number } } }]);
  t.match(await run({ MANIFEST: 'other.yml' }), { code: 2, err: /other\.yml/ });
});

t.test('Wrong use is told', async (t) => {
  const { alminding } = cliOf(t);
  t.equal((await alminding(['publish', '/nowhere/publiccode.yml', '--to', 'https://c.example'])).code, 2);
  t.match((await alminding(['publish', '/nowhere/x', '--to', 'c.example'])).err, /--to/);
});
