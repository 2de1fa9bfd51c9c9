import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/kernel/clock.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { type Context, importInto, startService } from './context.ts';
import { type CountingProxy, countingProxy } from './counting-proxy.ts';
import { type Asked, countStatements } from './counting-statements.ts';
import { type Figure, medianOf, percentile } from './figure.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { freePort, type Program, resultIn, runProgram } from './program.ts';

/** Software of the catalogue that is mirrored whole; `ALMINDING_BENCH_ENTRIES` for less. */
const ENTRIES = Number(process.env.ALMINDING_BENCH_ENTRIES ?? 50_000);
const SMALLER = [10, 1_000].filter((size) => size < ENTRIES);
const POLLS = 20;
const CHANGES = 9;
const HOPS = 4;
const HOP_CHANGES = 15;
const TOKEN = 'the-token-of-the-benches';

const figure = (what: string, value: number, unit: string, more: Partial<Figure> = {}): Figure => ({
  ...{ bench: 'federation', what, value, unit, ...more },
});

/** A catalogue of so many software, served behind a proxy that counts. */
interface Origin {
  size: number;
  proxy: CountingProxy;
  program: Program;
  mirror: string;
}

/** What one change costs the mirror, the median of several. */
interface ChangeCost extends Asked {
  size: number;
  requests: number;
  bytes: number;
  ms: number;
}

/** The cost table of the protocol, row by row. */
export async function federationBench(context: Context): Promise<Figure[]> {
  const figures: Figure[] = [];
  const changes: ChangeCost[] = [];
  const statements = countStatements();
  for (const size of [...SMALLER, ENTRIES]) {
    const origin = await startOrigin(context, size);
    try {
      figures.push(...(await bootstrap(origin)));
      const mirror = await openMirror(origin.mirror, origin.proxy.url);
      if (size === ENTRIES) figures.push(...(await polls(origin, mirror)));
      changes.push({ size, ...(await oneChange(origin, mirror, statements)) });
      if (size === ENTRIES) figures.push(...(await changesByHeads(origin, mirror)));
      await mirror.close();
      if (size === ENTRIES) figures.push(await serviceMemory(context, origin));
    } finally {
      await origin.program.stop();
      origin.proxy.close();
    }
  }
  return [...figures, ...changeFigures(changes), ...(await propagation(context))];
}

async function startOrigin(context: Context, size: number): Promise<Origin> {
  const folder = join(context.folder, `federation-${size}`);
  await importInto(folder, 'records', size);
  const proxy = await countingProxy();
  const port = await freePort();
  proxy.target = port;
  const program = await startService(folder, {
    ...{ ALMINDING_URL: proxy.url, ALMINDING_PORT: String(port), ALMINDING_TOKEN: TOKEN },
  });
  return { size, proxy, program, mirror: join(context.folder, `mirror-${size}`) };
}

async function bootstrap({ size, proxy, mirror }: Origin): Promise<Figure[]> {
  const program = fileURLToPath(new URL('./mirror-program.js', import.meta.url));
  proxy.take();
  // The heap of the thread of the service that follows peers: with all memory to itself V8 collects late.
  const heap = `--max-old-space-size=${LIMITS.pullHeapMib} --max-semi-space-size=${LIMITS.pullYoungMib / 3}`;
  const out = await runProgram(program, [mirror, proxy.url], { oneCore: true, env: { NODE_OPTIONS: heap } });
  const bytes = proxy.take();
  const done = resultIn<{ seconds: number; cpu: number; entries: number; memory: number }>(out);
  if (done.entries !== size) throw new Error(`${done.entries} of ${size} entries were mirrored.`);
  if (size !== ENTRIES) return [];
  const note = `${done.cpu.toFixed(1)} s of processor time`;
  return [
    figure('bootstrap, bytes an entry on the socket', bytes / size, 'B', { target: { most: 1_024 } }),
    figure('bootstrap, entries verified and searchable, one core', size / done.seconds, '/s', {
      ...{ target: { least: 1_200 }, stretch: 2_000, note },
    }),
    figure('bootstrap, entries by processor time', size / done.cpu, '/s'),
    figure('bootstrap, most memory of the mirror', done.memory, 'MiB', { target: { most: 256 } }),
  ];
}

async function polls({ proxy }: Origin, mirror: Mirror): Promise<Figure[]> {
  // With the first turn its heads are asked for too.
  for (let warm = 0; warm < 2; warm += 1) await mirror.turn();
  const bytes: number[] = [];
  const { requests } = mirror.state.health;
  const point = await mirror.store.changePoint();
  for (let poll = 0; poll < POLLS; poll += 1) {
    proxy.take();
    await mirror.turn();
    bytes.push(proxy.take());
  }
  const each = (mirror.state.health.requests - requests) / POLLS;
  return [
    figure('poll with nothing new, both ways on the socket', Math.max(...bytes), 'B', { target: { most: 350 } }),
    figure('poll with nothing new, requests', each, '', { target: { most: 1 } }),
    figure('poll with nothing new, changes written', (await mirror.store.changePoint()) - point, '', {
      target: { most: 0 },
    }),
  ];
}

async function oneChange(
  { proxy, program, size }: Origin,
  mirror: Mirror,
  statements: ReturnType<typeof countStatements>,
): Promise<Omit<ChangeCost, 'size'>> {
  const url = (JSON.parse(program.line) as { url: string }).url;
  const bytes: number[] = [];
  const ms: number[] = [];
  const asked: Asked[] = [];
  for (let warm = 0; warm < 2; warm += 1) await mirror.turn();
  const { requests } = mirror.state.health;
  for (let n = 0; n < CHANGES; n += 1) {
    await publish(url, `bench-${size}`, n);
    // A head is signed within a second.
    await sleep(1_300);
    proxy.take();
    const cpu = process.cpuUsage();
    const before = mirror.state.health.leaves;
    statements.take();
    await mirror.turn();
    asked.push(statements.take());
    const { user, system } = process.cpuUsage(cpu);
    if (mirror.state.health.leaves !== before + 1) throw new Error('The change did not come with one turn.');
    ms.push((user + system) / 1000);
    bytes.push(proxy.take());
  }
  const median = (pick: (one: Asked) => number) => medianOf(asked.map(pick));
  return {
    ...{ requests: (mirror.state.health.requests - requests) / CHANGES, bytes: medianOf(bytes), ms: medianOf(ms) },
    ...{ statements: median((one) => one.statements), read: median((one) => one.read) },
    written: median((one) => one.written),
  };
}

/** The same where a peer has other logs that are followed, too: its heads are asked for first, and then what is new. */
async function changesByHeads({ proxy, program, size }: Origin, mirror: Mirror): Promise<Figure[]> {
  const url = (JSON.parse(program.line) as { url: string }).url;
  const bytes: number[] = [];
  const { requests } = mirror.state.health;
  for (let n = 0; n < CHANGES; n += 1) {
    await publish(url, `bench-${size}`, CHANGES + n);
    await sleep(1_300);
    proxy.take();
    const before = mirror.state.health.leaves;
    mirror.state.lookedAt = Number.NEGATIVE_INFINITY;
    await mirror.turn();
    if (mirror.state.health.leaves !== before + 1) throw new Error('The change did not come with one turn.');
    bytes.push(proxy.take());
  }
  const each = (mirror.state.health.requests - requests) / CHANGES;
  return [
    figure('one changed entry by the heads of a peer, requests', each, '', { target: { most: 2 } }),
    figure('one changed entry by the heads of a peer, both ways on the socket', medianOf(bytes), 'B', {
      target: { most: 2_253 },
    }),
  ];
}

async function publish(url: string, name: string, n: number): Promise<void> {
  const record = {
    ...{ kind: 'software', name, url: `https://forge.example/${name}`, version: String(n) },
    description: {
      en: { short: `What is said of it for the ${n}th time, in some words as a maker would choose them.` },
    },
  };
  const response = await fetch(`${url}/api/v1/publish`, {
    ...{ method: 'POST', body: JSON.stringify(record) },
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`Publishing answered ${response.status}: ${await response.text()}`);
}

function changeFigures(changes: ChangeCost[]): Figure[] {
  const last = changes.at(-1) as ChangeCost;
  const sizes = changes.map(({ size }) => size.toLocaleString('en')).join(', ');
  const kept = (what: string, pick: (one: ChangeCost) => number, most: number): Figure => {
    const values = changes.map(pick);
    const note = values.map((value) => Number(value.toPrecision(3))).join(', ');
    const ratio = Math.max(...values) / Math.max(Math.min(...values), 1e-9);
    return figure(`one change at ${sizes} entries, ${what}`, ratio, 'x', { target: { most }, note });
  };
  return [
    figure('one changed entry, requests', last.requests, '', { target: { most: 1 } }),
    figure('one changed entry, both ways on the socket', last.bytes, 'B', { target: { most: 2_253 }, stretch: 717 }),
    kept('requests', ({ requests }) => requests, 1),
    // A size in decimals is a byte longer now and then.
    kept('bytes', ({ bytes }) => bytes, 1.02),
    kept('statements', ({ statements }) => statements, 1),
    kept('rows read', ({ read }) => read, 1),
    kept('rows written', ({ written }) => written, 1),
    kept('processor time (ms)', ({ ms }) => ms, 2),
  ];
}

/** The whole service while it mirrors a catalogue: what serves and what follows peers share one process. */
async function serviceMemory(context: Context, { size, proxy }: Origin): Promise<Figure> {
  const folder = join(context.folder, 'mirror-service');
  await (await openMirror(folder, proxy.url)).close();
  const program = await startService(folder, { ALMINDING_NET_EXCEPTIONS: `${proxy.url}=127.0.0.0/8` });
  try {
    const { url } = JSON.parse(program.line) as { url: string };
    for (let tries = 0; tries < 1_800; tries += 1) {
      const { total } = (await (await fetch(`${url}/api/v1/software?limit=1`)).json()) as { total: number };
      if (total >= size) {
        const { now, most } = program.memory();
        const note = `${Math.round(now)} MiB at the end`;
        return figure('bootstrap, most memory of a service that serves', most, 'MiB', { target: { most: 256 }, note });
      }
      await sleep(500);
    }
    throw new Error('The service did not mirror all within a quarter of an hour.');
  } finally {
    await program.stop();
  }
}

/** A line of services, each of which asks only the one before it: how long a change takes from the first to the last. */
async function propagation(context: Context): Promise<Figure[]> {
  const programs: Program[] = [];
  const urls: string[] = [];
  const folders: string[] = [];
  try {
    for (let i = 0; i <= HOPS; i += 1) {
      const port = await freePort();
      urls.push(`http://127.0.0.1:${port}`);
      folders.push(join(context.folder, `hop-${i}`));
    }
    const exceptions = urls.map((url) => `${url}=127.0.0.0/8`).join(',');
    for (const [i, url] of urls.entries()) {
      const settings = { ALMINDING_URL: url, ALMINDING_PORT: new URL(url).port, ALMINDING_TOKEN: TOKEN };
      programs.push(await startService(folders[i] as string, { ...settings, ALMINDING_NET_EXCEPTIONS: exceptions }));
      if (i > 0) await follow(folders[i] as string, urls[0] as string, urls[i - 1] as string);
    }
    const [first = '', last = ''] = [urls[0], urls.at(-1)];
    await arrival(first, last, 'hop-warm', 0);
    const times: number[] = [];
    for (let n = 1; n <= HOP_CHANGES; n += 1) times.push(await arrival(first, last, 'hop-warm', n));
    return [
      figure(`propagation over ${HOPS} hops with push, p95`, percentile(times, 0.95) / 1000, 's', {
        target: { most: 2 },
      }),
      figure(`propagation over ${HOPS} hops with push, median`, medianOf(times) / 1000, 's'),
    ];
  } finally {
    for (const program of programs) await program.stop();
  }
}

/** Pins the first catalogue, whose log is to come through the one before, and that one. */
async function follow(folder: string, first: string, before: string): Promise<void> {
  for (const url of new Set([first, before])) await (await openMirror(folder, url)).close();
  if (first === before) return;
  const store = openStore({ folder, clock: systemClock, busyMs: 5_000, what: '' });
  const name = new URL(first).host;
  const peer = (await store.listPeers()).find(({ originName }) => originName === name);
  if (peer !== undefined) await store.setPeer(peer.origin, { url: '' });
  await store.close();
}

/** Milliseconds from the answer to a publish until the last one shows it. */
async function arrival(first: string, last: string, name: string, n: number): Promise<number> {
  await publish(first, name, n);
  const start = performance.now();
  const address = `${last}/api/v1/software/${name}@${new URL(first).host}`;
  for (let tries = 0; tries < 1_200; tries += 1) {
    const response = await fetch(address);
    const { record } = response.ok ? ((await response.json()) as { record: { version?: string } }) : { record: {} };
    if (record.version === String(n)) return performance.now() - start;
    await sleep(25);
  }
  throw new Error('A change did not arrive within half a minute.');
}
