import { fileURLToPath } from 'node:url';
import type { Context } from './context.ts';
import { type Figure, overRuns, percentile } from './figure.ts';
import { resultIn, runProgram } from './program.ts';
import type { Searched } from './search-program.ts';

const RUNS = 3;
const QUERIES = 500;
const SEED = 11;

/** Different searches over 10,000 software inside the service; each run in a fresh process. */
export async function searchBench(context: Context): Promise<Figure[]> {
  const program = fileURLToPath(new URL('./search-program.js', import.meta.url));
  const data = await context.data();
  const runs: Searched[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push(resultIn<Searched>(await runProgram(program, [data, String(QUERIES), String(SEED)], { oneCore: true })));
  }
  const figure = (what: string, of: (run: Searched) => number, more: Partial<Figure> = {}): Figure =>
    overRuns({ bench: 'search', what, unit: 'ms', ...more }, runs.map(of));
  const note = `${Math.round((runs[0]?.hits ?? 0) / QUERIES)} hits on average; slowest: ${runs[0]?.slowest[0] ?? ''}`;
  return [
    figure('search with facets and total, p50', ({ ours }) => percentile(ours, 0.5)),
    figure('search with facets and total, p95', ({ ours }) => percentile(ours, 0.95), { target: { most: 10 }, note }),
    figure('search with facets and total, slowest', ({ ours }) => Math.max(...ours)),
    figure('FTS5 alone, counting the same matches, p95', ({ bare }) => percentile(bare, 0.95)),
  ];
}
