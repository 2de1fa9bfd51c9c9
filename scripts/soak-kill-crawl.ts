import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type GitServer, gitServer } from '../test/helpers/git-server.ts';
import { manifestOf } from '../test/helpers/manifest.ts';
import { Random } from './lib/grow/random.ts';
import { Countdown, type KillOutcome, killAfter, program, start, verified } from './lib/killing.ts';

export interface KillCrawls {
  rounds: number;
  repositories: number;
  seed: number;
  /** Told once a round. */
  say?(line: string): void;
}

/** Within so many milliseconds after enough was published the process is killed. */
const SOON_MS = 300;

/**
 * Kills `alminding crawl` with SIGKILL in the middle, over real git, and runs it again. What was printed as published must
 * be there in the same version; the second run must finish all that the first one left, at once and without a hand; and
 * each repository must have one record of one version and one observation, whatever was half done.
 */
export async function killCrawls({ rounds, repositories, seed, say }: KillCrawls): Promise<KillOutcome> {
  const ends: (() => unknown)[] = [];
  const base = await mkdtemp(join(tmpdir(), 'alminding-kill-crawl-'));
  const sum: KillOutcome = { faults: [], acknowledged: 0, interrupted: 0 };
  try {
    const server = await gitServer({ teardown: (act) => void ends.push(act) });
    const urls = await commitAll(server, repositories);
    const random = new Random(seed);
    for (let n = 1; n <= rounds; n += 1) {
      const round = { data: join(base, `data-${n}`), urls, server, after: random.between(0, repositories - 1) };
      const { faults, acknowledged, interrupted } = await playRound(round, random.next() * SOON_MS);
      sum.faults.push(...faults.map((fault) => `round ${n}: ${fault}`));
      sum.acknowledged += acknowledged;
      if (interrupted) sum.interrupted += 1;
      const how = interrupted ? 'killed' : 'done before it was killed';
      say?.(`round ${n}: ${how}, ${acknowledged} acknowledged, ${faults.length} faults`);
      await rm(round.data, { recursive: true });
    }
  } finally {
    for (const end of ends.reverse()) await end();
    await rm(base, { recursive: true, force: true });
  }
  return sum;
}

async function commitAll(server: GitServer, count: number): Promise<string[]> {
  const urls: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const url = `${server.url}/town/thing-${n}`;
    await server.commit(`town/thing-${n}`, { 'publiccode.yml': manifestOf(`Thing ${n}`, url), 'README.md': `# ${n}` });
    urls.push(url);
  }
  return urls;
}

interface Round {
  data: string;
  urls: string[];
  server: GitServer;
  /** So many are published before the kill. */
  after: number;
}

async function playRound(
  { data, urls, server, after }: Round,
  delay: number,
): Promise<{ faults: string[]; acknowledged: number; interrupted: boolean }> {
  const more = { ALMINDING_NET_EXCEPTIONS: `${server.url}=127.0.0.0/8` };
  await program(data, ['source', 'add', ...urls]);
  const enough = new Countdown(after);
  const acknowledged = new Map<string, string>();
  const child = start(data, ['crawl'], more);
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  lines.on('line', (line) => {
    const [, url, id] = /^(\S+)\tpublished as (\S+), version 1$/.exec(line) ?? [];
    if (url === undefined || id === undefined) return;
    acknowledged.set(url, id);
    enough.one();
  });
  const read = once(lines, 'close');
  const interrupted = await killAfter(child, enough.reached, delay);
  await read;
  const faults = await verified(data);
  const again = await program(data, ['crawl'], more);
  if (again.code !== 0) faults.push(`the next run ended with ${again.code}: ${again.stdout.slice(0, 500)}`);
  faults.push(...(await leftovers(data, urls, acknowledged)));
  const version = /version (?!1$)\d+$/m.exec(again.stdout);
  if (version !== null) faults.push(`something was published twice: ${version[0]}`);
  faults.push(...(await verified(data)));
  return { faults, acknowledged: acknowledged.size, interrupted };
}

interface Listed {
  sources: { id: string; url: string; state: string; verdict: string | null; entry: string | null; seen: object }[];
}

/** What is not as one run from end to end would have left it. */
async function leftovers(data: string, urls: string[], acknowledged: Map<string, string>): Promise<string[]> {
  const faults: string[] = [];
  const { sources } = JSON.parse((await program(data, ['source', 'list', '--json'])).stdout) as Listed;
  for (const url of urls) {
    const source = sources.find((each) => each.url === url);
    if (source?.verdict !== 'valid' || source.entry === null) {
      faults.push(`${url} was left: ${source?.state} ${source?.verdict}`);
      continue;
    }
    const told = acknowledged.get(url);
    if (told !== undefined && told !== source.entry)
      faults.push(`${url} was published as ${told}, now ${source.entry}`);
    const { pending, observed } = source.seen as { pending?: boolean; observed?: object | null };
    if (pending === true || !observed) faults.push(`the history of ${url} was left`);
  }
  const entries = new Set(sources.map(({ entry }) => entry));
  if (entries.size !== urls.length) faults.push(`${urls.length} repositories gave ${entries.size} records`);
  // One version of the record and one of the observation: nothing was lost, nothing came twice.
  const { leaves } = JSON.parse((await program(data, ['verify', '--json'])).stdout) as { leaves: number };
  if (leaves !== 2 * urls.length) faults.push(`${urls.length} repositories gave ${leaves} leaves`);
  const files = await readdir(join(data, 'crawl')).catch(() => []);
  if (files.some((file) => !file.startsWith('git-'))) faults.push(`left behind: ${files.join(', ')}`);
  return faults;
}
