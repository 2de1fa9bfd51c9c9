/** `npm run build` puts the program into few files: that nothing of it was left behind. */
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { ROOT } from '../../scripts/lib/generated.ts';
import { served, spawned, start } from '../helpers/spawned.ts';

const BUILT = new URL('dist/program/', ROOT);

/** More than any of them takes to load, on a busy machine too. */
const LOADED_MS = 8_000;

t.test('every thread lies beside the program with all that it imports', async (t) => {
  const sources = await readdir(new URL('src/', ROOT), { recursive: true });
  const threads = sources.filter((file) => file.endsWith('-worker.ts')).map((file) => basename(file, '.ts'));
  t.ok(threads.length >= 6, 'there are some');
  const failed = async (name: string) => {
    const worker = new Worker(new URL(`${name}.js`, BUILT), { env: {}, execArgv: [], stderr: true });
    const error = once(worker, 'error').then(([error]) => error as Error & { code?: string });
    const ended = await Promise.race([error, once(worker, 'exit').then(() => null), sleep(LOADED_MS, null)]);
    await worker.terminate();
    return ended;
  };
  // Without its work a thread may say that it has none; that comes after everything was loaded.
  for (const [i, error] of (await Promise.all(threads.map(failed))).entries())
    t.ok(error === null || (error instanceof TypeError && error.code === undefined), `${threads[i]}: ${error?.stack}`);
});

t.test('every part that is loaded only when it is needed can be', async (t) => {
  const threads = (await readdir(BUILT)).filter((file) => file.endsWith('-worker.js'));
  const parts = (await readdir(BUILT)).filter((file) => /-[\dA-Z]{8}\.js$/.test(file));
  t.ok(parts.length > 50 && threads.length >= 6);
  const all = parts.map((file) => `import(${JSON.stringify(new URL(file, BUILT).href)})`);
  const program = `await Promise.all([${all}]); process.exit(0)`;
  t.match(await start(t, process.execPath, ['--input-type=module', '-e', program], {}).ended, { code: 0, err: '' });
});

t.test('a build of what has not changed makes nothing anew', async (t) => {
  const states = async () =>
    Promise.all((await readdir(BUILT)).map(async (file) => `${file} ${(await stat(new URL(file, BUILT))).mtimeMs}`));
  const before = await states();
  t.ok(before.length > 50);
  const bundle = fileURLToPath(new URL('dist/scripts/bundle.js', ROOT));
  t.match(await start(t, process.execPath, [bundle], { cwd: fileURLToPath(ROOT) }).ended, {
    code: 0,
    out: '',
    err: '',
  });
  t.same(await states(), before);
});

t.test('what packages read beside themselves is there: pictures, the database, styles, schemas', async (t) => {
  const data = `${t.testdir()}/data`;
  const { url, child, ended } = await served(t, { ALMINDING_DATA: data });
  const page = await (await fetch(`${url}/en`)).text();
  for (const [, path = ''] of page.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)) {
    const file = await fetch(`${url}${path}`);
    t.ok(file.status === 200 && (await file.arrayBuffer()).byteLength > 0, path);
  }
  const openapi = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as { openapi: string };
  t.match(openapi, { openapi: '3.1.0' });
  const checked = await fetch(`${url}/api/v1/check`, {
    method: 'POST',
    body: 'publiccodeYmlVersion: 1',
    headers: { 'content-type': 'application/yaml' },
  });
  t.equal(checked.status, 200, 'a manifest is checked in its thread');
  t.match((await checked.json()) as object, { problems: [{}] });
  child.kill('SIGTERM');
  t.match(await ended, { code: 0 });
  t.match(await spawned(t, ['verify'], { ALMINDING_DATA: data }), { code: 0 });
});
