/** The manual is true because this says so: whatever can be set, asked, called or measured has its words. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { ERRORS } from '../src/kernel/errors.ts';
import { metricsIn, undocumentedKeys, undocumentedOperations } from './helpers/docs-rules.ts';

const root = fileURLToPath(new URL(import.meta.resolve('#root/package.json'))).replace(/package\.json$/, '');
const read = (path: string): string => readFileSync(root + path, 'utf8');
const readJson = (path: string): Record<string, unknown> => JSON.parse(read(path));

t.test('Every configuration key says what it is and what it is when nobody sets it', async (t) => {
  const schema = readJson('schemas/config.schema.json');
  t.ok(Object.keys(schema.properties ?? {}).length > 0);
  t.same(undocumentedKeys(schema), []);
});

t.test('Every error code says in a sentence what it means', async (t) => {
  t.ok(Object.keys(ERRORS).length > 0);
  for (const [code, text] of Object.entries(ERRORS)) t.match(text, /^[A-Z`].*\.$/, code);
});

t.test('Every metric says what it counts', async (t) => {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const metrics = files.flatMap((file) => metricsIn(`src/${file}`, read(`src/${file}`)));
  t.ok(metrics.length > 0);
  t.same(
    metrics.flatMap(({ missing }) => missing),
    [],
  );
});

t.test('Every path of the API says what it does, takes and answers', async (t) => {
  const document = readJson('schemas/openapi.json');
  t.ok(Object.keys(document.paths ?? {}).length > 0);
  t.same(undocumentedOperations(document), []);
});

t.test('The README leads to the reference', async (t) => {
  t.match(read('README.md'), /\/en\/reference\b/);
});

/** What the help must tell of a command. */
interface Command {
  name: string;
  summary: string;
  usage: string;
  options: unknown;
  exits: unknown;
}

t.test('Every command is in the help, with its options and exit codes', async (t) => {
  const folder = `${root}src/cli/commands/`;
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /(?<!\.d)\.ts$/.test(file)) : [];
  t.ok(files.length > 0, 'there are commands');
  const all = await help();
  for (const file of files) {
    const { command } = (await import(new URL(`../src/cli/commands/${file}`, import.meta.url).href)) as {
      command: Command;
    };
    t.match(all, command.name);
    t.match(all, command.summary, `${command.name}: summary`);
    const own = await help(command.name);
    t.match(own, command.usage, `${command.name}: usage`);
    for (const option of JSON.stringify(command.options).match(/--[a-z-]+/g) ?? []) {
      t.match(own, option, `${command.name} ${option}`);
    }
    for (const code of Object.keys(command.exits ?? {})) t.match(own, code, `${command.name}: exit code ${code}`);
  }
});

/** What the built program prints for `--help`, without what tap adds to the environment of its children. */
async function help(...command: string[]): Promise<string> {
  const args = [`${root}dist/src/cli/main.js`, ...command, '--help'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH } });
  return stdout;
}
