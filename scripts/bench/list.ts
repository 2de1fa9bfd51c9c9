import { startBare } from './bare.ts';
import type { Context } from './context.ts';
import { type Figure, overRuns } from './figure.ts';
import { expectStatus, loadChains, loadWith, rateOf } from './load.ts';
import { type Program, portOf } from './program.ts';

const ROUNDS = 5;
const CONNECTIONS = 8;
const PAGE = 25;
const PAGES = 200;
const NEXT = Buffer.from('"next":');

/** Pages of 25 whole records by their cursors, 5,000 records deep, in 8 chains at a time; the yardstick is one record. */
export async function listBench(context: Context): Promise<Figure[]> {
  const data = await context.data();
  const service = await context.server();
  const [memory, sqlite] = await Promise.all([startBare(data, 'memory'), startBare(data, 'sqlite')]);
  try {
    const one = (await context.slugs()).map((slug) => ({ path: `/api/v1/software/${slug}` }));
    const rates: Record<'one' | 'ours' | 'sqlite', number[]> = { one: [], ours: [], sqlite: [] };
    let bytes = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      const load = await loadWith(portOf(memory), one, CONNECTIONS);
      expectStatus(load, 200);
      const ours = await chains(service, 'cursor');
      const bare = await chains(sqlite, 'after');
      bytes = ours.bytes;
      // The first round warms all of them up.
      if (round === 0) continue;
      rates.one.push(rateOf(load));
      rates.ours.push(ours.rate);
      rates.sqlite.push(bare.rate);
    }
    context.served.add('list');
    const ratio = (of: number[]) => of.map((rate, i) => rate / (rates.one[i] ?? Number.NaN));
    const figure = (what: string, unit: string, values: number[], more: Partial<Figure> = {}) =>
      overRuns({ bench: 'list', what, unit, ...more }, values);
    const note = `${Math.round(bytes / CONNECTIONS / PAGES / 1024)} KiB a page`;
    return [
      figure(`a page of ${PAGE} records, of bare Fastify with one`, 'ratio', ratio(rates.ours), {
        target: { least: 0.02 },
        stretch: 0.05,
        note,
      }),
      figure('bare Fastify with a page from SQLite, of the same', 'ratio', ratio(rates.sqlite)),
      figure(`a page of ${PAGE} records`, '/s', rates.ours),
    ];
  } finally {
    await Promise.all([memory.stop(), sqlite.stop()]);
  }
}

async function chains(server: Program, parameter: string): Promise<{ rate: number; bytes: number }> {
  const path = `/api/v1/software?limit=${PAGE}`;
  let bytes = 0;
  const followOf = () => {
    let pages = 0;
    return (body: Buffer): string | null => {
      bytes += body.length;
      pages += 1;
      const next = JSON.parse(body.toString('utf8', body.lastIndexOf(NEXT) + NEXT.length, body.length - 1)) as unknown;
      return next === null || pages >= PAGES ? null : `${path}&${parameter}=${next}`;
    };
  };
  const load = await loadChains(portOf(server), path, followOf, CONNECTIONS);
  expectStatus(load, 200);
  if (load.answers.length !== PAGES * CONNECTIONS) throw new Error(`Only ${load.answers.length} pages were found.`);
  return { rate: rateOf(load), bytes };
}
