/**
 * `node dist/scripts/bundle.js`, the second half of `npm run build`: puts the built program and what it uses into few files,
 * `dist/program/`. Node needs half a millisecond and more for each module, and the service has a thousand of them.
 */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild-wasm';
import { sha256Hex } from '../src/kernel/digest.ts';
import { ROOT } from './lib/generated.ts';

const BUILT = fileURLToPath(new URL('../src/', import.meta.url));
const TO = fileURLToPath(new URL('../program/', import.meta.url));
const NOTE = 'build.json';

/** Names of the files that this build has. */
const made = new Set<string>();

/** Packages with compiled parts, which find those beside them. */
const NATIVE = ['better-sqlite3', 'sharp'];

/** Packages of the older form ask for modules of Node by `require`, which a module has only where it makes one. */
const REQUIRE =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

/** What is larger stays a file of its own: as a part of a program its text would be read twice, and kept beside what was read. */
const LARGEST = 64 * 1024;

/** JSON is read several times as fast as the same written as a program. */
const json: Plugin = {
  name: 'json',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      if (text.length <= LARGEST)
        return { contents: `module.exports = JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
      const name = `${basename(path, '.json')}-${sha256Hex(text).slice(0, 8)}.json`;
      await mkdir(TO, { recursive: true });
      await writeFile(join(TO, name), text);
      made.add(name);
      return { contents: `module.exports = require('beside:${name}');`, loader: 'js' };
    });
    onResolve({ filter: /^beside:/ }, ({ path }) => ({ path: path.replace('beside:', './'), external: true }));
  },
};

/** The command and the threads it starts. They lie beside each other, as modules name a thread by its place beside them. */
async function entries(): Promise<string[]> {
  // By the sources: what was built of one that is gone still lies there.
  const files = await readdir(new URL('src/', ROOT), { recursive: true });
  const threads = files.filter((file) => file.endsWith('-worker.ts')).sort();
  return ['cli/main.ts', ...threads].map((file) => join(BUILT, file.replace(/ts$/, 'js')));
}

/** What the last build was made of and what it made, and the state of all those files afterwards. */
interface Note {
  inputs: string[];
  outputs: string[];
  state: string;
}

/** One that was cut off when it was written is none. */
async function lastNote(): Promise<Note | null> {
  try {
    return JSON.parse(await readFile(join(TO, NOTE), 'utf8')) as Note;
  } catch {
    return null;
  }
}

async function stateOf({ inputs, outputs }: Pick<Note, 'inputs' | 'outputs'>): Promise<string> {
  const files = [...inputs, ...outputs.map((name) => join(TO, name))];
  const each = files.map((file) =>
    stat(file).then(
      ({ size, mtimeMs }) => `${file} ${size} ${mtimeMs}`,
      () => file,
    ),
  );
  return sha256Hex((await Promise.all(each)).join('\n'));
}

/** Whoever starts again what has not changed need not wait for the same build. */
async function isMade(entryPoints: string[], note: Note | null): Promise<boolean> {
  const known = new Set(note?.inputs);
  return note !== null && entryPoints.every((file) => known.has(file)) && note.state === (await stateOf(note));
}

async function make(entryPoints: string[], last: Note | null): Promise<void> {
  const { metafile, warnings } = await build({
    ...{ entryPoints, outdir: TO, entryNames: '[name]', chunkNames: '[name]-[hash]', metafile: true },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
    ...{ external: NATIVE, banner: { js: REQUIRE }, plugins: [json] },
    // Said by ourselves: esbuild's own words never end where the standard error is a file.
    logLevel: 'silent',
  });
  for (const { text, location } of warnings) console.warn(`${location?.file}:${location?.line}: ${text}`);
  for (const path of Object.keys(metafile.outputs)) made.add(basename(path));
  // A service that still runs the last build may yet ask for a part of it.
  const stays = new Set([...made, ...(last?.outputs ?? [])]);
  for (const file of await readdir(TO))
    if (!stays.has(file) && file !== NOTE) await rm(join(TO, file), { recursive: true });
  // Which packages there are may change without any file of those that were used.
  const own = ['package.json', 'package-lock.json'].map((file) => fileURLToPath(new URL(file, ROOT)));
  const read = Object.keys(metafile.inputs).map((path) => resolve(path));
  const inputs = [fileURLToPath(import.meta.url), ...own, ...read];
  const note = { inputs, outputs: [...made] };
  await writeFile(join(TO, NOTE), JSON.stringify({ ...note, state: await stateOf(note) } satisfies Note));
}

const entryPoints = await entries();
const note = await lastNote();
if (!(await isMade(entryPoints, note))) await make(entryPoints, note);
