/** `npm run build` puts the program into few files: that nothing of it was left behind. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { ROOT } from '../../scripts/lib/generated.ts';
import { served, spawned, start } from '../helpers/spawned.ts';

const BUILT = new URL('dist/program/', ROOT);

t.test('every thread lies beside the program with all that it imports', async (t) => {
  const sources = await readdir(new URL('src/', ROOT), { recursive: true });
  const threads = sources.filter((file) => file.endsWith('-worker.ts')).map((file) => basename(file, '.ts'));
  t.ok(threads.length >= 6, 'there are some');
  for (const name of threads) {
    const file = new URL(`${name}.js`, BUILT);
    t.ok(existsSync(file), name);
    const worker = new Worker(file, { env: {}, execArgv: [], stderr: true });
    const failed = once(worker, 'error').then(([error]) => error as Error & { code?: string });
    const error = await Promise.race([failed, once(worker, 'exit').then(() => null), sleep(2_000, null)]);
    await worker.terminate();
    // Without its work a thread may say that it has none; that comes after everything was loaded.
    t.ok(error === null || (error instanceof TypeError && error.code === undefined), `${name}: ${error?.stack}`);
  }
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
