import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Planted } from '../../test/simulation/planted.ts';
import { ROOT } from './generated.ts';
import { run } from './run.ts';
import { transpiled } from './transpile.ts';

const RUN_MS = 600_000;

const STEPS = 60;

/** What the simulation says of the program with one mistake in it. */
export interface Caught {
  /** That found it; null where none did. */
  seed: number | null;
  /** In the words of the invariants. */
  problems: string[];
}

/**
 * Runs the simulation in a process of its own in which one module has the mistake: it is written into the text as it is
 * loaded, so that nothing of it is in the program itself. So many seeds are tried from the named one on, until one finds
 * something.
 */
export async function simulatePlanted({ file, from, to, seed: first, peers }: Planted, tries: number): Promise<Caught> {
  const url = new URL(file, ROOT);
  const text = await readFile(url, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`);
  const planted = {
    url: url.href,
    source: transpiled(
      text.replace(from, () => to),
      basename(file),
    ),
  };
  const loaders = ['@tapjs/typescript/import', './scripts/lib/transpiled.mjs', './scripts/lib/planted.mjs'];
  const { code, out, err } = await run(
    process.execPath,
    [
      ...loaders.map((name) => `--import=${name}`),
      ...['scripts/simulate.ts', '--seed', first, '--tries', tries, '--peers', peers, '--steps', STEPS, '--whole'].map(
        String,
      ),
    ],
    {
      limitMs: RUN_MS,
      // Nothing of a test runner that starts it; types were looked at before.
      env: { PLANTED_MODULE: JSON.stringify(planted), TS_NODE_TRANSPILE_ONLY: '1', NODE_OPTIONS: '' },
    },
  );
  const lines = out.trim().split('\n');
  const failed = lines.findLastIndex((line) => line.startsWith('seed '));
  if (code === 0) return { seed: null, problems: [] };
  const seed = Number(/^seed (\d+)/.exec(lines[failed] ?? '')?.[1]);
  const problems = lines.slice(failed + 1);
  // A run that broke down has found nothing.
  if (code !== 1 || problems.length === 0) throw new Error(`The simulation ended with ${code}: ${err.slice(-2_000)}`);
  return { seed, problems };
}
