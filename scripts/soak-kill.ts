import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROGRAM } from './lib/built.ts';
import { growManifests } from './lib/grow/grow.ts';
import { Random } from './lib/grow/random.ts';
import { Countdown, type KillOutcome, killAfter, program, start, TOKEN, verified } from './lib/killing.ts';
import { killCrawls } from './soak-kill-crawl.ts';

const ANSWER_LIMIT_MS = 10_000;
const CLIENTS = 4;
const ROUNDS = 50;
/** So many rounds are killed before anything was acknowledged, within the time that a start takes. */
const EARLY = 0.2;
const START_MS = 1_500;
/** About the time between two batches of an import. */
const BATCH_MS = 150;

export interface KillRounds {
  rounds: number;
  /** Manifests that each round tries to bring in. */
  manifests: number;
  seed: number;
  /** Told once a round. */
  say?(line: string): void;
}

/**
 * Kills `alminding import` with SIGKILL at random points, again and again over the same data. After each kill `verify`
 * must pass, and every file that was acknowledged must be found unchanged.
 */
export function killImports(options: KillRounds): Promise<KillOutcome> {
  return rounds(options, async (round) => {
    const acknowledged = new Map<string, string>();
    const enough = new Countdown(round.after);
    const child = start(round.data, ['import', round.folder, '--verbose']);
    const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
    lines.on('line', (line) => {
      const [, id, file] = /^(?:new|changed|unchanged) (\S+) (\S+)$/.exec(line) ?? [];
      if (id === undefined || file === undefined) return;
      acknowledged.set(file, id);
      enough.one();
    });
    const read = once(lines, 'close');
    const interrupted = await killAfter(child, enough.reached, round.delay);
    await read;
    const faults = await verified(round.data);
    const again = await program(round.data, ['import', round.folder, '--dry-run', '--json']);
    const { files } = JSON.parse(again.stdout) as { files: { file: string; id?: string; outcome: string }[] };
    const found = new Map(files.map(({ file, id, outcome }) => [file, `${outcome} ${id}`]));
    for (const [file, id] of acknowledged) {
      if (found.get(file) !== `unchanged ${id}`)
        faults.push(`${file} was acknowledged as ${id}, and is now ${found.get(file) ?? 'nowhere'}`);
    }
    return { faults, acknowledged: acknowledged.size, interrupted };
  });
}

/** The same with a service that is written to by several clients at once; then it is started again and asked. */
export function killServices(options: KillRounds): Promise<KillOutcome> {
  return rounds(options, async (round) => {
    const acknowledged: string[] = [];
    const enough = new Countdown(round.after);
    const service = await serve(round.data);
    const posts = postAll(service.url, round.files, (id) => {
      acknowledged.push(id);
      enough.one();
    });
    const interrupted = await killAfter(service.child, enough.reached, round.delay, posts);
    await posts;
    const faults = await verified(round.data);
    const again = await serve(round.data);
    for (const id of acknowledged) {
      const answer = await fetch(`${again.url}/api/v1/${id}`, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
      await answer.arrayBuffer();
      if (answer.status !== 200) faults.push(`${id} was acknowledged, and is now answered with ${answer.status}`);
    }
    again.child.kill('SIGTERM');
    const [code] = (await once(again.child, 'exit')) as [number | null];
    if (code !== 0) faults.push(`the service ended with ${code} when it was asked to stop`);
    return { faults, acknowledged: acknowledged.length, interrupted };
  });
}

interface Round {
  data: string;
  /** Holds the manifests of this round. */
  folder: string;
  /** Their paths. */
  files: string[];
  /** When so many were acknowledged, and so many milliseconds have passed, the process is killed. */
  after: number;
  delay: number;
}

interface RoundOutcome {
  faults: string[];
  acknowledged: number;
  interrupted: boolean;
}

async function rounds(options: KillRounds, play: (round: Round) => Promise<RoundOutcome>): Promise<KillOutcome> {
  const sum: KillOutcome = { faults: [], acknowledged: 0, interrupted: 0 };
  const random = new Random(options.seed);
  const base = await mkdtemp(join(tmpdir(), 'alminding-kill-'));
  try {
    const data = join(base, 'data');
    for (let n = 1; n <= options.rounds; n += 1) {
      const folder = join(base, `round-${n}`);
      const files = await manifestsInto(folder, options.manifests, options.seed * 1_000 + n);
      // Now and then before the first one: while the data is opened, or made.
      const early = random.chance(EARLY);
      const after = early ? 0 : random.between(1, options.manifests - 1);
      const delay = random.next() * (early ? START_MS : BATCH_MS);
      const { faults, acknowledged, interrupted } = await play({ data, folder, files, after, delay });
      sum.faults.push(...faults.map((fault) => `round ${n}: ${fault}`));
      sum.acknowledged += acknowledged;
      if (interrupted) sum.interrupted += 1;
      const how = interrupted ? 'killed' : 'done before it was killed';
      options.say?.(`round ${n}: ${how}, ${acknowledged} acknowledged, ${faults.length} faults`);
      await rm(folder, { recursive: true });
    }
  } finally {
    await rm(base, { recursive: true, force: true });
  }
  return sum;
}

async function manifestsInto(folder: string, count: number, seed: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const { file, yaml } of growManifests(count, seed)) {
    // Another owner for each round, so that no round brings the repositories of another.
    await writeFile(join(folder, file), yaml.replaceAll('.example/', `.example/s${seed}-`));
    files.push(join(folder, file));
  }
  return files;
}

async function serve(data: string): Promise<{ child: ChildProcess; url: string }> {
  const child = start(data, ['serve', '--json']);
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the service ended with ${code} before it answered`);
    }),
  ])) as [string];
  return { child, url: (JSON.parse(line) as { url: string }).url };
}

/** Publishes all files by several clients; ends quietly when the service is gone. */
async function postAll(url: string, files: string[], onAnswer: (id: string) => void): Promise<void> {
  const left = [...files];
  const client = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      const answer = await fetch(`${url}/api/v1/publish`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/yaml' },
        body: await readFile(file),
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      const { id } = (await answer.json()) as { id?: string };
      if (answer.ok && id !== undefined) onAnswer(id);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, () => client().catch(() => undefined)));
}

/** `npm run soak -- kill [ROUNDS]`. */
export async function kill([count = String(ROUNDS)]: string[]): Promise<boolean> {
  if (!/^\d{1,4}$/.test(count)) throw new Error('usage: npm run soak -- kill [ROUNDS]');
  if (!existsSync(PROGRAM)) throw new Error('build first: npm run build');
  const options = { rounds: Number(count), manifests: 800, seed: 1, say: (line: string) => console.log(line) };
  const crawled = { rounds: options.rounds, repositories: 40, seed: 1, say: options.say };
  const outcomes = {
    import: await killImports(options),
    serve: await killServices(options),
    crawl: await killCrawls(crawled),
  };
  let good = true;
  for (const [what, { faults, acknowledged, interrupted }] of Object.entries(outcomes)) {
    console.log(
      `${what}: ${interrupted} of ${count} killed at work, ${acknowledged} acknowledged, ${faults.length} faults`,
    );
    for (const fault of faults) console.log(`  ${fault}`);
    good &&= faults.length === 0;
  }
  return good;
}
