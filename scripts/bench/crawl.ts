import { fileURLToPath } from 'node:url';
import type { Doors } from './crawl-doors-program.ts';
import type { Crawled } from './crawl-program.ts';
import { type Figure, overRuns, percentile } from './figure.ts';
import { resultIn, runProgram } from './program.ts';

const RUNS = 3;

/**
 * Unchanged repositories at a forge, first crawls by git, the bytes that a large repository costs, how soon a push is searchable,
 * and what a publish from CI takes. All on loopback.
 */
export async function crawlBench(): Promise<Figure[]> {
  const program = fileURLToPath(new URL('./crawl-program.js', import.meta.url));
  const runs: Crawled[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(resultIn<Crawled>(await runProgram(program, [])));
  const figure = (what: string, unit: string, of: (run: Crawled) => number, more: Partial<Figure> = {}): Figure =>
    overRuns({ bench: 'crawl', what, unit, ...more }, runs.map(of));
  return [
    figure(
      '1,000 repositories unchanged at a forge with 20 ms a request',
      's',
      ({ unchangedSeconds }) => unchangedSeconds,
      {
        target: { most: 30 },
      },
    ),
    figure('requests for each of them', 'requests', ({ unchangedRequests }) => unchangedRequests, {
      target: { most: 1 },
    }),
    figure('leaves written for all of them', 'leaves', ({ unchangedLeaves }) => unchangedLeaves, {
      target: { most: 0 },
    }),
    figure('first crawl over git, manifests', '/s', ({ firstRate }) => firstRate, { target: { least: 10 } }),
    figure('git alone, the same fetches and reads', '/s', ({ gitRate }) => gitRate),
    figure('first crawl over git, histories after them', '/s', ({ historyRate }) => historyRate),
    figure('bytes of a 200 MB repository', '%', ({ largeShare }) => largeShare * 100, { target: { most: 1 } }),
    ...(await doorFigures()),
  ];
}

/** How soon a push is searchable, and what a publish from CI takes: the 95th percentiles of three runs. */
async function doorFigures(): Promise<Figure[]> {
  const program = fileURLToPath(new URL('./crawl-doors-program.js', import.meta.url));
  const runs: Doors[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(resultIn<Doors>(await runProgram(program, [])));
  const figure = (what: string, most: number, of: (run: Doors) => number[]): Figure =>
    overRuns(
      { bench: 'crawl', what, unit: 'ms', target: { most } },
      runs.map((run) => percentile(of(run), 0.95)),
    );
  return [
    figure('push event to searchable, p95', 2_000, ({ pushMs }) => pushMs),
    figure('publish from CI (token, check, publish), service side, p95', 100, ({ publishMs }) => publishMs),
  ];
}
