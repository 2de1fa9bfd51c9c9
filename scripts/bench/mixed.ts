import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM } from '../lib/built.ts';
import { growRecords } from '../lib/grow/grow.ts';
import { type Context, SEED, SIZE } from './context.ts';
import { type Figure, percentile } from './figure.ts';
import { askSteadily } from './open-loop.ts';
import { portOf, runProgram } from './program.ts';
import { makeQueries } from './queries.ts';

const PER_SECOND = 50;
const ALONE_MS = 10_000;
const A_FOLDER = 1_000;

/** Readers at a steady pace, first alone, then while the command line imports a new version of each of the 10,000 records. */
export async function mixedBench(context: Context): Promise<Figure[]> {
  const data = await context.data();
  const port = portOf(await context.server());
  const slugs = await context.slugs();
  const queries = makeQueries(1_000, 31);
  const path = (n: number): string =>
    n % 2 === 0
      ? `/api/v1/search?${queries[(n / 2) % queries.length]?.address}`
      : `/api/v1/software/${slugs[(n * 7919) % slugs.length]}`;
  const alone = await askSteadily(port, PER_SECOND, path, sleep(ALONE_MS));
  const folder = writeRecords(join(context.folder, 'newer'));
  const start = performance.now();
  const importing = runProgram(PROGRAM, ['import', folder, '--json'], { env: { ALMINDING_DATA: data } });
  const during = await askSteadily(port, PER_SECOND, path, importing);
  const seconds = (performance.now() - start) / 1000;
  const { summary } = JSON.parse(await importing) as { summary: Record<string, number> };
  if (summary.changed !== SIZE) throw new Error(`The import said ${JSON.stringify(summary)}.`);
  const refused = [...alone, ...during].filter(({ status }) => status !== 200).length;
  if (refused > 0) throw new Error(`${refused} requests were refused.`);
  context.served.add('mixed');
  const ms = (share: number, of = during) =>
    percentile(
      of.map((answer) => answer.ms),
      share,
    );
  const note = `${during.length} requests in ${seconds.toFixed(0)} s; slowest ${Math.round(ms(1))} ms`;
  const base = { bench: 'mixed', unit: 'ms' };
  return [
    {
      ...base,
      what: `searches and records, ${PER_SECOND}/s, during an import, p99`,
      value: ms(0.99),
      target: { most: 50 },
      note,
    },
    { ...base, what: 'the same, p50', value: ms(0.5) },
    { ...base, what: 'the same without the import, p99', value: ms(0.99, alone) },
    { bench: 'mixed', unit: '/s', what: 'the import meanwhile', value: SIZE / seconds },
  ];
}

/** A file a record, as the command line reads them. */
function writeRecords(folder: string): string {
  let n = 0;
  for (const record of growRecords(SIZE, SEED)) {
    const part = join(folder, String(Math.floor(n / A_FOLDER)));
    if (n % A_FOLDER === 0) mkdirSync(part, { recursive: true });
    writeFileSync(join(part, `${n}.json`), JSON.stringify({ kind: 'software', ...record, aliases: [`newer${n}`] }));
    n += 1;
  }
  return folder;
}
