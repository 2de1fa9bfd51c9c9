import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Context, importInto } from './context.ts';
import { type Figure, medianOf, overRuns, percentile } from './figure.ts';
import type { JudgedScores } from './judged-program.ts';
import { resultIn, runProgram } from './program.ts';
import type { Searched } from './search-program.ts';

const RUNS = 3;
const QUERIES = 500;
const SEED = 11;
/** The catalogue whose searches are to be fast, and those between which they may grow by so much. */
const LARGE = 50_000;
const FEW = 1_000;
const MANY = 100_000;

const SEARCH = fileURLToPath(new URL('./search-program.js', import.meta.url));
const REINDEX = fileURLToPath(new URL('./reindex-program.js', import.meta.url));
const JUDGED = fileURLToPath(new URL('./judged-program.js', import.meta.url));

/** Judged queries, and different searches over 1,000, 50,000 and 100,000 software inside the service, each run in a fresh process. */
export async function searchBench(context: Context): Promise<Figure[]> {
  const judged = [...(await judgedFigures(context)), ...(await furtherFigures(context))];
  const figures = [...judged, ...(await largeFigures(context))];
  const few = await runsOf(await grown(context, FEW), 0);
  const many = await runsOf(await grown(context, MANY), 0);
  const p95 = ({ cpu }: Searched): number => percentile(cpu, 0.95);
  const growth = many.map((run, i) => p95(run) / p95(few[i] as Searched));
  return [
    ...figures,
    overRuns(
      {
        bench: 'search',
        what: `p95 of ${MANY} over that of ${FEW}, processor time`,
        unit: 'times',
        target: { most: 8 },
      },
      growth,
    ),
  ];
}

async function grown(context: Context, count: number): Promise<string> {
  const folder = join(context.folder, `search-${count}`);
  await importInto(folder, 'records', count);
  return folder;
}

async function runsOf(data: string, plain: number): Promise<Searched[]> {
  const runs: Searched[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const words = [data, String(QUERIES), String(SEED), String(plain)];
    runs.push(
      resultIn<Searched>(
        await runProgram(SEARCH, words, {
          oneCore: true,
        }),
      ),
    );
  }
  return runs;
}

async function largeFigures(context: Context): Promise<Figure[]> {
  const data = await grown(context, LARGE);
  const runs = await runsOf(data, LARGE);
  const figure = (what: string, of: (run: Searched) => number, more: Partial<Figure> = {}): Figure =>
    overRuns({ bench: 'search', what: `${LARGE}: ${what}`, unit: 'ms', ...more }, runs.map(of));
  const note = `${Math.round((runs[0]?.hits ?? 0) / QUERIES)} hits on average; slowest: ${runs[0]?.slowest[0] ?? ''}`;
  const inCpu = (share: number): string =>
    `${medianOf(runs.map(({ cpu }) => percentile(cpu, share))).toFixed(2)} ms of processor time`;
  const rate = resultIn<number>(await runProgram(REINDEX, [data], { oneCore: true }));
  return [
    figure('search with slips, stems, facets and total, p50', ({ ours }) => percentile(ours, 0.5), {
      target: { most: 3 },
      note: inCpu(0.5),
    }),
    figure('the same, p95', ({ ours }) => percentile(ours, 0.95), {
      target: { most: 12 },
      note: `${inCpu(0.95)}; ${note}`,
    }),
    figure('the same, p99', ({ ours }) => percentile(ours, 0.99), {
      target: { most: 30 },
      note: inCpu(0.99),
    }),
    figure('FTS5 with bm25, first 20 and total, p50', ({ plain }) => percentile(plain, 0.5)),
    figure('FTS5, p95', ({ plain }) => percentile(plain, 0.95)),
    figure('FTS5, p99', ({ plain }) => percentile(plain, 0.99)),
    figure('p95 over that of FTS5', ({ ours, plain }) => percentile(ours, 0.95) / percentile(plain, 0.95), {
      ...{ unit: 'times', target: { most: 9 }, stretch: 3 },
    }),
    figure('suggestions, p95', ({ suggestions }) => percentile(suggestions, 0.95), { target: { most: 5 } }),
    figure('the slowest text that nobody means', ({ bad }) => bad.ms, {
      target: { most: 50 },
      note: `processor time, with its suggestions: ${JSON.stringify(runs[0]?.bad.text.slice(0, 40))}`,
    }),
    figure('facet columns made anew at the start', ({ facetsCpu }) => facetsCpu, {
      target: { most: 1000 },
      note: 'processor time',
    }),
    figure('until facets and words are in memory', ({ started }) => started, {
      note: `${Math.round(medianOf(runs.map(({ startedCpu }) => startedCpu)))} ms of processor time`,
    }),
    figure('memory', ({ memory }) => memory, {
      unit: 'MiB',
      target: { most: 300 },
    }),
    {
      bench: 'search',
      what: `${LARGE}: made anew`,
      unit: '/s',
      value: rate,
      target: { least: 2000 },
    },
  ];
}

/**
 * Further sets: one by somebody who saw neither the code nor the word lists, measured and never worked on; one worked on; one
 * by somebody who knew the lists, asked once; one of everything that is typed, worked on, and a smaller one
 * of the same that was not.
 */
const FURTHER = [
  { file: 'judged-second', who: 'judged by a stranger', least: 0.75 },
  { file: 'judged-third', who: 'judged, everyday phrases', least: 0.75 },
  { file: 'judged-fourth', who: 'judged, needs of municipalities', least: 0.75 },
  { file: 'judged-fifth', who: 'judged, typed by officers', least: 0.9 },
  { file: 'judged-sixth', who: 'judged, typed afterwards', least: 0.85 },
] as const;

async function furtherFigures(context: Context): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { file, who, least } of FURTHER) {
    const path = fileURLToPath(import.meta.resolve(`#root/test/search/${file}.json`));
    const out = await runProgram(JUDGED, [join(context.folder, file), path], { oneCore: true });
    figures.push(...figuresOf(resultIn<JudgedScores>(out), who, least));
  }
  return figures;
}

function figuresOf({ ours, plain, queries, unknown }: JudgedScores, who: string, least: number): Figure[] {
  const figure = (what: string, value: number, more: Partial<Figure> = {}): Figure => ({
    ...{ bench: 'search', what: `${who}: ${what}`, unit: '', value },
    ...more,
  });
  const told = unknown.length === 0 ? '' : `; not in the catalogue: ${unknown.join(', ')}`;
  return [
    figure('nDCG@10', ours.ndcg, { target: { least }, note: `${queries} queries${told}` }),
    figure('MRR of names', ours.mrr),
    figure('share without a result', ours.zero, { target: { most: 0.03 } }),
    figure('nothing or loose where nothing fits', ours.nothing, { target: { least: 0.9 } }),
    figure('FTS5: nDCG@10', plain.ndcg),
  ];
}

async function judgedFigures(context: Context): Promise<Figure[]> {
  const out = await runProgram(JUDGED, [join(context.folder, 'judged')], { oneCore: true });
  const { ours, plain, queries, agreement } = resultIn<JudgedScores>(out);
  const figure = (what: string, value: number, more: Partial<Figure> = {}): Figure => ({
    ...{ bench: 'search', what: `judged: ${what}`, unit: '', value },
    ...more,
  });
  const note = `${queries} queries; two readings agree with kappa ${agreement.kappa.toFixed(2)}`;
  return [
    figure('nDCG@10', ours.ndcg, { target: { least: 0.85 }, note }),
    figure('nDCG@10 above FTS5', ours.ndcg - plain.ndcg, {
      target: { least: 0.2 },
    }),
    figure('MRR of names', ours.mrr, { target: { least: 0.9 } }),
    figure('share without a result', ours.zero, { target: { most: 0.03 } }),
    figure('misspelt names among the first three', ours.misspelt, {
      target: { least: 0.95 },
    }),
    figure('nothing or loose where nothing fits', ours.nothing, {
      target: { least: 0.9 },
    }),
    figure('FTS5: nDCG@10', plain.ndcg),
    figure('FTS5: share without a result', plain.zero),
  ];
}
