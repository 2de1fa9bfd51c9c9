import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/kernel/clock.ts';
import { logHash } from '../src/logs/names.ts';
import { verify } from '../src/registry/verify.ts';
import { openStore } from '../src/store/sqlite/open.ts';
import { type CountingProxy, countingProxy } from './bench/counting-proxy.ts';
import { openMirror } from './bench/mirror.ts';
import { freePort, type Program, startProgram } from './bench/program.ts';
import { PROGRAM } from './lib/built.ts';
import { Random } from './lib/grow/random.ts';

const TOKEN = 'a-token-for-the-ring';
const CONVERGE_MS = 240_000;

export interface RingOptions {
  services: number;
  /** In each something is published and somebody is killed or stopped. */
  rounds: number;
  seed: number;
  say?(line: string): void;
}

/** What was lost, differs or contradicts itself; empty when all went well. */
export interface RingOutcome {
  faults: string[];
  published: number;
  killed: number;
  stopped: number;
  cut: number;
}

interface Member {
  /** Its public address: a way that can be cut off. */
  proxy: CountingProxy;
  /** Where it is asked by this program. */
  url: string;
  port: number;
  folder: string;
  env: Record<string, string>;
  program: Program;
}

/**
 * Real services on loopback, each in a process with a data folder of its own, that mirror each other in a ring: everybody has
 * pinned everybody, and asks only the one before. They are killed with SIGKILL, stopped for a while, cut off from the others
 * and started again while records are published; in the end all must have the same, and `verify` must find nothing.
 */
export async function ring({ services, rounds, seed, say = () => undefined }: RingOptions): Promise<RingOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'alminding-ring-'));
  const members: Member[] = [];
  const outcome: RingOutcome = { faults: [], published: 0, killed: 0, stopped: 0, cut: 0 };
  const random = new Random(seed);
  try {
    await startAll(members, services, folder);
    say(`${services} services, each asks only the one before it`);
    for (let round = 0; round < rounds; round += 1) {
      const publisher = members[random.between(0, services - 1)] as Member;
      if (await publish(publisher.url, `product-${round}`)) outcome.published += 1;
      const at = random.between(0, services - 1);
      // The first ones are certain, so that a short run has each.
      const what = round < TROUBLES.length ? round : random.between(0, TROUBLES.length - 1);
      await trouble(members[at] as Member, TROUBLES[what] as Trouble, random, outcome);
      say(`round ${round + 1}: ${TROUBLES[what]} service ${at}; ${outcome.published} records published so far`);
    }
    const start = performance.now();
    outcome.faults.push(...(await untilSame(members, outcome.published)));
    say(`the same everywhere ${((performance.now() - start) / 1000).toFixed(1)} s after the last of it`);
  } finally {
    await Promise.all(members.map(({ program }) => program.stop()));
    for (const { proxy } of members) proxy.close();
  }
  for (const { folder: data, url } of members) {
    const findings = await verified(data);
    say(`${url}: ${findings.length === 0 ? 'verified' : findings.join('; ')}`);
    outcome.faults.push(...findings.map((finding) => `${url}: ${finding}`));
  }
  await rm(folder, { recursive: true, force: true });
  return outcome;
}

const TROUBLES = ['killed', 'cut', 'stopped'] as const;
type Trouble = (typeof TROUBLES)[number];

async function trouble(victim: Member, what: Trouble, random: Random, outcome: RingOutcome): Promise<void> {
  outcome[what] += 1;
  if (what === 'killed') {
    await kill(victim);
    await sleep(random.between(0, 400));
    victim.program = await startProgram(PROGRAM, ['serve', '--json'], { env: victim.env });
  } else if (what === 'cut') {
    victim.proxy.target = 0;
    victim.proxy.cut();
    await sleep(random.between(300, 1_000));
    victim.proxy.target = victim.port;
  } else {
    process.kill(victim.program.pid, 'SIGSTOP');
    await sleep(random.between(300, 1_000));
    process.kill(victim.program.pid, 'SIGCONT');
  }
}

/** What `alminding verify` would say of the folder. */
async function verified(folder: string): Promise<string[]> {
  const store = openStore({ folder, clock: systemClock, busyMs: 5_000, what: 'the ring' });
  try {
    return (await verify(store)).findings.map((finding) => JSON.stringify(finding));
  } finally {
    await store.close();
  }
}

async function startAll(members: Member[], count: number, folder: string): Promise<void> {
  const proxies: CountingProxy[] = [];
  for (let i = 0; i < count; i += 1) proxies.push(await countingProxy());
  const exceptions = proxies.map(({ url }) => `${url}=127.0.0.0/8`).join(',');
  const started = proxies.map(async (proxy, i): Promise<Member> => {
    const port = await freePort();
    proxy.target = port;
    const data = join(folder, String(i));
    const env = {
      ...{ ALMINDING_DATA: data, ALMINDING_URL: proxy.url, ALMINDING_HOST: '127.0.0.1', ALMINDING_PORT: String(port) },
      ...{ ALMINDING_TOKEN: TOKEN, ALMINDING_BUILT_IN: 'false', ALMINDING_LOG_LEVEL: 'fatal' },
      ALMINDING_CRAWL_NAMED: 'false',
      ...{ ALMINDING_NET_EXCEPTIONS: exceptions, ALMINDING_NAME: `Ring ${i}` },
      // Nothing of a test that starts them.
      ...{ NODE_OPTIONS: '', TAP: '' },
    };
    const program = await startProgram(PROGRAM, ['serve', '--json'], { env });
    return { proxy, port, url: `http://127.0.0.1:${port}`, folder: data, env, program };
  });
  members.push(...(await Promise.all(started)));
  for (const [i, { folder: data }] of members.entries()) {
    for (const [j, { proxy }] of members.entries()) {
      if (i === j) continue;
      const mirror = await openMirror(data, proxy.url);
      // Asked is only the one before: all others come through it.
      if (j !== (i + count - 1) % count) await mirror.store.setPeer(mirror.peer.origin, { url: '' });
      await mirror.close();
    }
  }
}

async function kill({ program }: Member): Promise<void> {
  process.kill(program.pid, 'SIGKILL');
  await program.ended.catch(() => undefined);
}

/** Whether it was acknowledged. */
async function publish(url: string, name: string): Promise<boolean> {
  const body = JSON.stringify({ kind: 'software', name, url: `https://forge.example/${name}` });
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  return fetch(`${url}/api/v1/publish`, { method: 'POST', body, headers }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** What differs when they had time enough. */
async function untilSame(members: Member[], published: number): Promise<string[]> {
  const end = Date.now() + CONVERGE_MS;
  for (;;) {
    const faults = await differences(members, published).catch((error: Error) => [`nobody answers: ${error.message}`]);
    if (faults.length === 0 || Date.now() > end) return faults;
    await sleep(300);
  }
}

async function differences(members: Member[], published: number): Promise<string[]> {
  const faults: string[] = [];
  for (const { url, proxy } of members) {
    const line = `${new URL(proxy.url).host}/log/1`;
    const own = await headOf(url, line);
    if (own === undefined) return [`${url} has signed nothing`];
    const state = await text(`${url}/log/1/state/${own.split(' ')[1]}`);
    for (const other of members.filter((member) => member.url !== url)) {
      const theirs = await headOf(other.url, line);
      if (theirs !== own) faults.push(`${other.url} has ${theirs} of ${line}, and that has ${own}`);
      else if ((await text(`${other.url}/mirror/${logHash(line)}/state/${own.split(' ')[1]}`)) !== state)
        faults.push(`${other.url} has another log state of ${line}`);
    }
    const { total } = JSON.parse(await text(`${url}/api/v1/software?limit=1`)) as { total: number };
    if (total < published) faults.push(`${url} shows ${total} of ${published} that were acknowledged`);
  }
  return faults;
}

const text = async (url: string): Promise<string> => (await fetch(url)).text();

const headOf = async (url: string, line: string): Promise<string | undefined> =>
  (await text(`${url}/heads`)).split('\n').find((row) => row.startsWith(logHash(line)));

const SERVICES = 5;
const ROUNDS = 25;

/** `npm run soak -- ring [SERVICES] [ROUNDS] [SEED]` */
export async function rings([
  services = String(SERVICES),
  rounds = String(ROUNDS),
  seed = '1',
]: string[]): Promise<boolean> {
  const options = { services: Number(services), rounds: Number(rounds), seed: Number(seed) };
  const { faults, published, killed, cut, stopped } = await ring({ ...options, say: (line) => console.log(line) });
  for (const fault of faults) console.log(fault);
  const troubles = `${killed} killed, ${cut} cut off, ${stopped} stopped`;
  console.log(`${services} services, ${published} records published, ${troubles}: ${faults.length} faults`);
  return faults.length === 0;
}
