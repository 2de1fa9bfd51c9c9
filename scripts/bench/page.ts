import type { Context } from './context.ts';
import { type Figure, overRuns, percentile } from './figure.ts';
import { expectStatus, type Load, loadWith, rateOf } from './load.ts';
import { portOf } from './program.ts';
import { makeQueries } from './queries.ts';

const QUERIES = 2_000;
const CONNECTIONS = 8;
const SEEDS = [23, 24, 25];

/** The page of results for different searches at eight connections, each once. The service is one thread, so one core. */
export async function pageBench(context: Context): Promise<Figure[]> {
  const service = await context.server();
  const loads: { load: Load; cost: number }[] = [];
  // The first round warms the code up; every round has searches of its own.
  for (const [round, seed] of [22, ...SEEDS].entries()) {
    const wishes = makeQueries(round === 0 ? QUERIES / 4 : QUERIES, seed).map(({ address }) => ({
      path: `/en/search?${address}`,
    }));
    const before = service.cpu();
    const load = await loadWith(portOf(service), wishes, CONNECTIONS);
    expectStatus(load, 200);
    if (round > 0) loads.push({ load, cost: ((service.cpu() - before) * 1e3) / wishes.length });
  }
  context.served.add('page');
  const ms = (load: Load, share: number) =>
    percentile(
      load.answers.map((answer) => answer.ms),
      share,
    );
  const figure = (what: string, unit: string, of: (load: Load) => number, more: Partial<Figure> = {}) =>
    overRuns(
      { bench: 'page', what, unit, ...more },
      loads.map(({ load }) => of(load)),
    );
  const note = `${(loads[0]?.cost ?? 0).toFixed(2)} ms of processor time each`;
  return [
    figure('search pages, 8 connections', '/s', rateOf, { target: { least: 250 }, note }),
    figure('search pages, 8 connections, p95', 'ms', (load) => ms(load, 0.95), { target: { most: 50 } }),
    figure('search pages, 8 connections, p50', 'ms', (load) => ms(load, 0.5)),
  ];
}
