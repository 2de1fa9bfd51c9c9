import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { serve } from '../src/compose.ts';
import { readEnv, toConfig } from '../src/config.ts';
import { wordsOf } from '../src/search/words.ts';
import { growRecords } from './lib/grow/grow.ts';
import { Random } from './lib/grow/random.ts';
import { HostileAddresses } from './lib/hostile-addresses.ts';
import { judgedCatalogue } from './lib/judged-catalogue.ts';
import type { Words } from './lib/slow-texts.ts';

const COUNT = 20_000;
const READ = 200;
const SHOWN = 10;
const A_LINE = 2_000;
/** Processor time of one answer, all threads taken together. */
const MOST_MS = 50;
/** Others use the machine too, and what runs for the first time is not compiled: so often what is slow is asked again. */
const AGAIN = 4;
const WAIT_MS = 10_000;

interface Answer {
  /** 0 where the connection was closed without one. */
  status: number;
  body: string;
  ms: number;
}

/**
 * `search [N] [SEED]`: so many hostile addresses and texts are sent to a service, as bytes of HTTP; each is answered, none by
 * a fault of the program, none by more than 50 ms of processor time.
 */
export async function search(args: string[]): Promise<boolean> {
  const count = Number(args[0] ?? COUNT);
  const seed = Number(args[1] ?? 1);
  console.log(`seed ${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'alminding-soak-search-'));
  await (await judgedCatalogue(folder)).close();
  // Nothing is fetched from elsewhere, and a busy machine refuses nobody.
  const alone = { crawlNamed: false, pressureMs: 0, host: '127.0.0.1', port: 0 };
  const config = { ...toConfig(readEnv({ ALMINDING_DATA: folder })), ...alone };
  const log = pino({ level: 'silent' });
  const served = await serve(config, { version: 'soak', commands: async () => [], log });
  try {
    return await sendAll(Number(new URL(served.url).port), count, seed);
  } finally {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sendAll(port: number, count: number, seed: number): Promise<boolean> {
  const addresses = new HostileAddresses(new Random(seed), wordsOfRecords(seed), seed);
  const statuses = new Map<number, number>();
  let faults = 0;
  let slowest = { ms: 0, address: '' };
  for (let n = 1; n <= count; n += 1) {
    const address = addresses.next();
    const answer = await quickest(port, address);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.ms > slowest.ms) slowest = { ms: answer.ms, address };
    addresses.learn(/"next":"([^"]+)"/.exec(answer.body)?.[1]);
    const fault = faultOf(answer, address);
    if (fault !== null && ++faults <= SHOWN) console.error(`#${n}: ${fault}\n${JSON.stringify(address)}`);
    if (n % A_LINE > 0 && n < count) continue;
    const told = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`);
    console.log(`${n} addresses, ${faults} faults, slowest ${slowest.ms.toFixed(1)} ms (${told.join(', ')})`);
  }
  console.log(`slowest: ${JSON.stringify(slowest.address.slice(0, 400))}`);
  return faults === 0;
}

function faultOf({ status, body, ms }: Answer, address: string): string | null {
  if (status < 200 || status >= 500) return `answered by ${status}`;
  if (ms > MOST_MS) return `${ms.toFixed(1)} ms of processor time`;
  if (status < 400 || !address.startsWith('/api/')) return null;
  return /"detail":"[^"]*\w/.test(body) ? null : `refused without a word: ${body.slice(0, 200)}`;
}

/** The least time of several where the first is long. */
async function quickest(port: number, address: string): Promise<Answer> {
  let best = await send(port, address);
  for (let i = 0; i < AGAIN && best.ms > MOST_MS / 2; i += 1) {
    const again = await send(port, address);
    if (again.ms < best.ms) best = again;
  }
  return best;
}

/** One request as bytes, as no client of HTTP would let most of these addresses through. */
function send(port: number, address: string): Promise<Answer> {
  const before = process.cpuUsage();
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${address.replace(/[\s\0]/g, '')} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
    );
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const text = Buffer.concat(pieces).toString();
      const { user, system } = process.cpuUsage(before);
      const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0);
      resolve({ status, body: text.slice(text.indexOf('\r\n\r\n') + 4), ms: (user + system) / 1_000 });
    });
  });
}

/** Words of made-up records, as the catalogue has them: those that most have, and all. */
function wordsOfRecords(seed: number): Words {
  const counts = new Map<string, number>();
  for (const record of growRecords(READ, seed))
    for (const word of new Set(wordsOf(JSON.stringify(record)))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const any = [...counts.keys()];
  const common = [...any].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0)).slice(0, 60);
  return { common, any };
}
