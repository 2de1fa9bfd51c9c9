import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM } from '../lib/built.ts';
import { type Context, startService } from './context.ts';
import { type Figure, overRuns } from './figure.ts';
import { Connection } from './load.ts';
import { freePort, type Program, runProgram, startProgram } from './program.ts';

const RUNS = 5;
const GIVE_UP_MS = 30_000;
const POLL_MS = 5;

/** From the start of the built program to the first search that it answers, with the built-in catalogues loaded before. */
export async function startBench(context: Context): Promise<Figure[]> {
  const data = join(context.folder, 'start');
  const begun = performance.now();
  const first = await startService(data, { ALMINDING_BUILT_IN: 'true' });
  const firstStart = (performance.now() - begun) / 1000;
  await first.stop();
  const seconds: number[] = [];
  const node: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    seconds.push(await untilAnswered(data));
    const start = performance.now();
    await runProgram(PROGRAM, ['--version']);
    node.push((performance.now() - start) / 1000);
  }
  const figure = (what: string, values: number[], more: Partial<Figure> = {}) =>
    overRuns({ bench: 'start', what, unit: 's', ...more }, values);
  return [
    figure('second start to the first answered search', seconds, { target: { most: 2 } }),
    figure('first start to its line, loading the built-in catalogues', [firstStart]),
    figure('the program saying its version, for comparison', node),
  ];
}

async function untilAnswered(data: string): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const env = {
    ALMINDING_DATA: data,
    ALMINDING_HOST: '127.0.0.1',
    ALMINDING_PORT: String(port),
    ALMINDING_LOG_LEVEL: 'warn',
    ALMINDING_CRAWL_NAMED: 'false',
  };
  const starting = startProgram(PROGRAM, ['serve', '--json'], { env });
  const answered = await firstAnswer(port, start);
  const program: Program = await starting;
  await program.stop();
  return answered;
}

async function firstAnswer(port: number, start: number): Promise<number> {
  while (performance.now() - start < GIVE_UP_MS) {
    const connection = await Connection.open(port).catch(() => null);
    if (connection === null) {
      await sleep(POLL_MS);
      continue;
    }
    const { status } = await connection.ask('/api/v1/search?q=meeting');
    connection.close();
    if (status !== 200) throw new Error(`The first search had status ${status}.`);
    return (performance.now() - start) / 1000;
  }
  throw new Error('The service did not answer.');
}
