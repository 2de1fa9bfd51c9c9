import { fileURLToPath } from 'node:url';
import t from 'tap';
import { environment, start } from '../helpers/spawned.ts';
import { FULL } from './example.ts';

const ROOT = fileURLToPath(new URL('./', import.meta.resolve('#root/package.json')));

/** A program of somebody who has this package, in plain JavaScript. */
const PROGRAM = `
import { check } from 'alminding/manifest';
import { mend } from 'alminding/manifest/mend';
const text = ${JSON.stringify(FULL.replace('"0"', '0.4'))};
console.log(JSON.stringify([check(text).valid, mend(text).text, mend(text).after.valid]));
`;

t.test('the judgement and the mending of manifests can be had as a library', async (t) => {
  const args = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', PROGRAM];
  const ended = await start(t, process.execPath, args, { cwd: ROOT, env: environment({}) }).ended;
  t.match(ended, { code: 0, err: '' });
  t.same(JSON.parse(ended.out), [false, FULL, true]);
});

t.test('nothing else of the package can be had', async (t) => {
  const program = "import 'alminding/dist/src/config.js';";
  const args = ['--input-type=module', '-e', program];
  const { code, err } = await start(t, process.execPath, args, { cwd: ROOT, env: environment({}) }).ended;
  t.equal(code, 1);
  t.match(err, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});
