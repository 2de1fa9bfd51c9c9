/** The manual is true because this says so: whatever can be set, asked, called or measured has its words. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { PROGRAM } from '../scripts/lib/built.ts';
import type { Command, Io } from '../src/cli/command.ts';
import { run } from '../src/cli/run.ts';
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

t.test('Every command is in the help, with its options and exit codes', async (t) => {
  const folder = new URL('../src/cli/commands/', import.meta.url);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  t.ok(files.length > 0, 'there are commands');
  const all = await help();
  for (const file of files) {
    const { command } = (await import(new URL(file, folder).href)) as { command: Command };
    const own = await help(command.name);
    t.match(all, command.name);
    t.match(all, inOneLine(command.summary), `${command.name}: summary`);
    t.ok(command.exits.length > 1, `${command.name} says how it can end`);
    const words = [
      ...command.usage.split('\n'),
      ...command.options.flatMap(({ flag, description }) => [flag, description]),
      ...command.exits.flatMap(({ code, when }) => [String(code), when]),
    ];
    for (const word of words) t.match(own, inOneLine(word), `${command.name}: ${word}`);
  }
});

/** Without line breaks: where the help breaks its lines is its own business. */
const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** What the program prints for `--help`: of each command in this process, as a start for each takes half a second. */
async function help(command?: string): Promise<string> {
  if (command === undefined) {
    // Without what tap adds to the environment of its children.
    const args = [PROGRAM, '--help'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH } });
    return inOneLine(stdout);
  }
  let out = '';
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: () => undefined,
    read: async () => new Uint8Array(),
    columns: null,
    errIsTerminal: false,
    stopped: () => new Promise(() => undefined),
  };
  await run([command, '--help'], io, {});
  return inOneLine(out);
}
