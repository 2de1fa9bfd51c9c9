import { fileURLToPath } from 'node:url';
import type { Crawled } from './crawl-program.ts';
import { type Figure, overRuns } from './figure.ts';
import { resultIn, runProgram } from './program.ts';

const RUNS = 3;

/** Unchanged repositories at a forge, first crawls by git, and the bytes that a large repository costs. All on loopback. */
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
  ];
}
