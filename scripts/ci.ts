/**
 * `npm test`: every check of this repository, one after another, each with its time; at the end, alone on the last
 * line, how much passed and failed. `npm test -- tap browser` runs only the parts that are named.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { NO_CHROMIUM, provideChromium } from './lib/chromium.ts';
import { ROOT } from './lib/generated.ts';
import { coverageGaps } from './lib/pure-coverage.ts';
import { type Ran, run } from './lib/run.ts';
import { describeFailures, readFailures, readTotals, slowestFiles } from './lib/tap-output.ts';
import { transpileAll } from './lib/transpile.ts';

interface Outcome {
  passed: number;
  failed: number;
  /** Printed below the part: what failed, or what is worth knowing. */
  notes: string;
}

const MINUTE = 60_000;
const STATIC_LIMIT = 5 * MINUTE;
const TAP_LIMIT = 45 * MINUTE;
const FAILURES_SHOWN = 25;
const BIN = 'node_modules/.bin/';
const TYPESCRIPT = '--import=@tapjs/typescript/import';
/** The first part checks all types; the loader of a later one need not do it again. */
const TYPES_ARE_CHECKED = { TS_NODE_TRANSPILE_ONLY: '1' };

/** In this order: cheap ones first, and the build before the tests that start the built program. */
const parts: Record<string, () => Promise<Outcome>> = {
  types: () => one(`${BIN}tsc`, '-p', '.', '--noEmit'),
  lint: () => one(`${BIN}biome`, 'check', '.', '--error-on-warnings', '--max-diagnostics=50'),
  'dead-code': () => one(`${BIN}knip`, '--no-progress'),
  generated: () => one(process.execPath, TYPESCRIPT, 'scripts/generate.ts', '--check'),
  build: () => one('npm', 'run', '--silent', 'build'),
  transpile: async () => ({ passed: 1, failed: 0, notes: `${await transpileAll()} modules, once for all tests` }),
  tap: () => tap('tap'),
  coverage,
  browser,
};

/** A part that is one check: it passes when its program ends with 0. */
async function one(command: string, ...args: string[]): Promise<Outcome> {
  const ran = await run(command, args, { limitMs: STATIC_LIMIT, env: TYPES_ARE_CHECKED });
  return ran.code === 0 ? { passed: 1, failed: 0, notes: '' } : failure(`${ran.out}${ran.err}`);
}

const failure = (notes: string): Outcome => ({ passed: 0, failed: 1, notes: notes.trim() });

async function tap(name: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const folder = new URL('.tap/', ROOT);
  if (args.length === 0) await rm(new URL('report/', folder), { recursive: true, force: true });
  const ran = await run(`${BIN}tap`, ['run', '--reporter=tap', ...args], { limitMs: TAP_LIMIT, env });
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`${name}-output.txt`, folder), ran.out + ran.err);
  return judge(ran, `.tap/${name}-output.txt`);
}

/** A skipped or postponed test counts as failed: nobody would see it otherwise. */
function judge(ran: Ran, file: string): Outcome {
  const totals = readTotals(ran.out);
  if (totals === undefined) return failure(`tap gave no totals (exit code ${ran.code})\n${tail(ran.err || ran.out)}`);
  const failed = totals.failed + totals.skipped + totals.todo;
  const notes = [`slowest: ${slowestFiles(ran.out, 5).join(', ')}`];
  if (totals.skipped + totals.todo > 0)
    notes.push(`skipped: ${totals.skipped}, to do: ${totals.todo}; neither is allowed`);
  if (failed > 0 || ran.code !== 0) {
    notes.push(describeFailures(readFailures(ran.out), FAILURES_SHOWN), tail(ran.err), `the whole output: ${file}`);
  }
  return { passed: totals.passed, failed: ran.code === 0 ? failed : Math.max(failed, 1), notes: notes.join('\n') };
}

const tail = (text: string): string => text.trimEnd().split('\n').slice(-40).join('\n');

async function coverage(): Promise<Outcome> {
  const { files, gaps } = await coverageGaps(ROOT);
  if (gaps.length > 0) return failure(`every line of the pure rooms is run by a test, except:\n${gaps.join('\n')}`);
  return { passed: 1, failed: 0, notes: `${files} files of the pure rooms, every line` };
}

async function browser(): Promise<Outcome> {
  const folder = new URL('test/browser/', ROOT);
  const files = existsSync(folder) ? await readdir(folder) : [];
  if (!files.some((file) => /\.test\.tsx?$/.test(file))) return failure('test/browser/ holds no tests');
  const chromium = await provideChromium(process.env, STATIC_LIMIT);
  if (chromium === undefined) return failure(NO_CHROMIUM);
  return tap('browser', ['--disable-coverage', 'test/browser'], { CHROMIUM_PATH: chromium });
}

const wished = process.argv.slice(2);
const unknown = wished.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(', ')}; the parts are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
/** Parts that passed or failed before this program could start: `.ci/run` counts the installation so. */
let passed = Number(process.env.CI_PARTS_PASSED ?? 0);
let failed = 0;
const began = performance.now();
for (const [name, check] of Object.entries(parts)) {
  if (wished.length > 0 && !wished.includes(name)) continue;
  const start = performance.now();
  const outcome = await check().catch((error: unknown) =>
    failure(error instanceof Error ? `${error.stack}` : `${error}`),
  );
  passed += outcome.passed;
  failed += outcome.failed;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name.padEnd(10)} ${seconds.padStart(7)} s  ${outcome.passed} passed, ${outcome.failed} failed`);
  if (outcome.notes !== '') console.log(outcome.notes.replace(/^/gm, '    '));
}
console.log(`${'all'.padEnd(10)} ${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
