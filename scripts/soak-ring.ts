import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { logHash } from '../src/logs/names.ts';
import { openMirror } from './bench/mirror.ts';
import { freePort, type Program, runProgram, startProgram } from './bench/program.ts';
import { ROOT } from './lib/generated.ts';
import { Random } from './lib/grow/random.ts';

const MAIN = fileURLToPath(new URL('dist/src/cli/main.js', ROOT));
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
}

interface Member {
  url: string;
  folder: string;
  env: Record<string, string>;
  program: Program;
}

/**
 * Real services on loopback, each in a process with a data folder of its own, that mirror each other in a ring: everybody has
 * pinned everybody, and asks only the one before. They are killed with SIGKILL, stopped for a while and started again while
 * records are published; in the end all must have the same, and `verify` must find nothing.
 */
export async function ring({ services, rounds, seed, say = () => undefined }: RingOptions): Promise<RingOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'alminding-ring-'));
  const members: Member[] = [];
  const outcome: RingOutcome = { faults: [], published: 0, killed: 0 };
  const random = new Random(seed);
  try {
    await startAll(members, services, folder);
    for (let round = 0; round < rounds; round += 1) {
      const publisher = members[random.between(0, services - 1)] as Member;
      if (await publish(publisher.url, `product-${round}`)) outcome.published += 1;
      const victim = members[random.between(0, services - 1)] as Member;
      if (random.chance(2 / 3)) {
        await kill(victim);
        outcome.killed += 1;
        await sleep(random.between(0, 400));
        victim.program = await startProgram(MAIN, ['serve', '--json'], { env: victim.env });
      } else {
        process.kill(victim.program.pid, 'SIGSTOP');
        await sleep(random.between(500, 1_500));
        process.kill(victim.program.pid, 'SIGCONT');
      }
      say(`round ${round + 1}: ${outcome.published} published, ${outcome.killed} killed`);
    }
    outcome.faults.push(...(await untilSame(members, outcome.published)));
  } finally {
    for (const { program } of members) await program.stop();
  }
  for (const { folder: data, url } of members)
    await runProgram(MAIN, ['verify'], { env: { ALMINDING_DATA: data } }).catch((error: Error) => {
      outcome.faults.push(`${url}: ${error.message}`);
    });
  await rm(folder, { recursive: true, force: true });
  return outcome;
}

async function startAll(members: Member[], count: number, folder: string): Promise<void> {
  const urls: string[] = [];
  for (let i = 0; i < count; i += 1) urls.push(`http://127.0.0.1:${await freePort()}`);
  const exceptions = urls.map((url) => `${url}=127.0.0.0/8`).join(',');
  for (const [i, url] of urls.entries()) {
    const data = join(folder, String(i));
    const env = {
      ...{ ALMINDING_DATA: data, ALMINDING_URL: url, ALMINDING_HOST: '127.0.0.1', ALMINDING_PORT: new URL(url).port },
      ...{ ALMINDING_TOKEN: TOKEN, ALMINDING_BUILT_IN: 'false', ALMINDING_LOG_LEVEL: 'fatal' },
      ...{ ALMINDING_NET_EXCEPTIONS: exceptions, ALMINDING_NAME: `Ring ${i}` },
      // Nothing of a test that starts them.
      ...{ NODE_OPTIONS: '', TAP: '' },
    };
    members.push({ url, folder: data, env, program: await startProgram(MAIN, ['serve', '--json'], { env }) });
  }
  for (const [i, { folder: data }] of members.entries()) {
    for (const [j, url] of urls.entries()) {
      if (i === j) continue;
      const mirror = await openMirror(data, url);
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
  for (const { url } of members) {
    const line = `${new URL(url).host}/log/1`;
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
  const { faults, published, killed } = await ring({ ...options, say: (line) => console.log(line) });
  for (const fault of faults) console.log(fault);
  console.log(`${services} services, ${published} records published, ${killed} kills: ${faults.length} faults`);
  return faults.length === 0;
}
