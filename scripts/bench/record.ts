import { Random } from '../lib/grow/random.ts';
import { startBare } from './bare.ts';
import type { Context } from './context.ts';
import { type Figure, medianOf, overRuns } from './figure.ts';
import { expectStatus, loadWith, rateOf, type Wish } from './load.ts';
import { type Program, portOf } from './program.ts';

const ROUNDS = 5;
const CONNECTIONS = 8;

/** Every record once in random order, in turns from the service and from bare servers that answer the same bytes. */
export async function recordBench(context: Context): Promise<Figure[]> {
  const data = await context.data();
  const service = await context.server();
  const [memory, sqlite] = await Promise.all([startBare(data, 'memory'), startBare(data, 'sqlite')]);
  try {
    const wishes = shuffled((await context.slugs()).map((slug): Wish => ({ path: `/api/v1/software/${slug}` })));
    const tagged = await withTags(service, memory, wishes);
    const rounds: Record<'memory' | 'sqlite' | 'ours' | 'fresh', Measured[]> = {
      memory: [],
      sqlite: [],
      ours: [],
      fresh: [],
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.memory.push(await measure(memory, wishes, 200));
      rounds.ours.push(await measure(service, wishes, 200));
      rounds.sqlite.push(await measure(sqlite, wishes, 200));
      rounds.fresh.push(await measure(service, tagged, 304));
    }
    context.served.add('record');
    return figures(rounds);
  } finally {
    await Promise.all([memory.stop(), sqlite.stop()]);
  }
}

interface Measured {
  rate: number;
  /** Microseconds of the server's processor time a request: less noisy than the rate where others use the machine. */
  cost: number;
  busy: number;
}

async function measure(program: Program, wishes: Wish[], status: number): Promise<Measured> {
  const before = program.cpu();
  const load = await loadWith(portOf(program), wishes, CONNECTIONS);
  const cost = ((program.cpu() - before) * 1e6) / wishes.length;
  expectStatus(load, status);
  return { rate: rateOf(load), cost, busy: load.busy };
}

/** The same requests with the tag that the reader would have; checks on the way that all servers answer the same bytes. */
async function withTags(service: Program, bare: Program, wishes: Wish[]): Promise<Wish[]> {
  const [ours, theirs] = await Promise.all(
    [service, bare].map((server) => loadWith(portOf(server), wishes, CONNECTIONS, true)),
  );
  return wishes.map((wish, i) => {
    const body = ours?.answers[i]?.body ?? Buffer.alloc(0);
    if (!body.equals(theirs?.answers[i]?.body ?? Buffer.alloc(0))) throw new Error(`${wish.path}: other bytes.`);
    return { ...wish, headers: `if-none-match: ${ours?.answers[i]?.etag}\r\n` };
  });
}

function figures(rounds: Record<'memory' | 'sqlite' | 'ours' | 'fresh', Measured[]>): Figure[] {
  const rates = (of: Measured[]) => of.map(({ rate }) => rate);
  const ratio = (of: Measured[]) => of.map(({ rate }, i) => rate / (rounds.memory[i]?.rate ?? Number.NaN));
  const cost = (of: Measured[]) => `${Math.round(medianOf(of.map((one) => one.cost)))} µs of processor time each`;
  const generator = `${cost(rounds.memory)}; generator busy ${Math.round(100 * medianOf(rounds.memory.map(({ busy }) => busy)))} %`;
  const figure = (what: string, unit: string, values: number[], more: Partial<Figure> = {}) =>
    overRuns({ bench: 'record', what, unit, ...more }, values);
  return [
    figure('one record, of bare Fastify from memory', 'ratio', ratio(rounds.ours), {
      target: { least: 0.25 },
      stretch: 0.45,
      note: cost(rounds.ours),
    }),
    figure('304 for one record, of the same', 'ratio', ratio(rounds.fresh), {
      target: { least: 0.5 },
      note: cost(rounds.fresh),
    }),
    figure('bare Fastify that reads the bytes from SQLite, of the same', 'ratio', ratio(rounds.sqlite), {
      note: cost(rounds.sqlite),
    }),
    figure('one record', '/s', rates(rounds.ours)),
    figure('304', '/s', rates(rounds.fresh)),
    figure('bare Fastify from memory', '/s', rates(rounds.memory), { note: generator }),
    figure('bare Fastify from SQLite', '/s', rates(rounds.sqlite)),
  ];
}

function shuffled<T>(list: T[]): T[] {
  const random = new Random(7);
  return list
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
