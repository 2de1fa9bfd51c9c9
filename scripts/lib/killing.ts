import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PROGRAM } from './built.ts';

export const TOKEN = 'a-token-for-killing';
/** What is verified grows from round to round, and a busy machine may take minutes over it. */
const STEP_LIMIT_MS = 900_000;

/** What was lost or contradicted itself; empty when all went well. */
export interface KillOutcome {
  faults: string[];
  /** How much was acknowledged before the kills, over all rounds. */
  acknowledged: number;
  /** Rounds in which the process was killed before it was done. */
  interrupted: number;
}

/** Resolves when something has happened so many times. */
export class Countdown {
  readonly reached: Promise<void>;
  #left: number;
  #resolve: () => void = () => undefined;

  constructor(times: number) {
    this.#left = times;
    this.reached = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (times === 0) this.#resolve();
  }

  one(): void {
    this.#left -= 1;
    if (this.#left === 0) this.#resolve();
  }
}

/** Starts the program without the loader that the test runner puts into its children, whatever environment they are given. */
const command = (args: string[]): [string, string[]] => [
  'env',
  ['-u', 'NODE_OPTIONS', process.execPath, PROGRAM, ...args],
];

const environment = (data: string, more: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  ALMINDING_DATA: data,
  ALMINDING_PORT: '0',
  ALMINDING_TOKEN: TOKEN,
  ALMINDING_BUILT_IN: 'false',
  ALMINDING_CRAWL_NAMED: 'false',
  ALMINDING_LOG_LEVEL: 'silent',
  ALMINDING_WRITE_RATE: '1000000',
  // On a busy machine requests would be shed with 503, and that is no loss.
  ALMINDING_PRESSURE_MS: '0',
  ...more,
});

export const start = (data: string, args: string[], more: Record<string, string> = {}): ChildProcess =>
  spawn(...command(args), { env: environment(data, more), stdio: ['ignore', 'pipe', 'ignore'] });

/** Runs the program to its end; never throws for an exit code. */
export async function program(
  data: string,
  args: string[],
  more: Record<string, string> = {},
): Promise<{ code: number; stdout: string }> {
  const options = { env: environment(data, more), timeout: STEP_LIMIT_MS, maxBuffer: 1 << 28 };
  return promisify(execFile)(...command(args), options).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code?: number | null; killed?: boolean; stdout?: string }) => {
      if (error.killed)
        throw new Error(`\`alminding ${args.join(' ')}\` did not end within ${STEP_LIMIT_MS / 1000} seconds.`);
      return { code: error.code ?? -1, stdout: error.stdout ?? '' };
    },
  );
}

export async function verified(data: string): Promise<string[]> {
  const { code, stdout } = await program(data, ['verify', '--json']);
  // Killed before there was a database: what was acknowledged is looked for by whoever asks.
  if (stdout.includes('"code": "no-data"')) return [];
  return code === 0 ? [] : [`verify ended with ${code}: ${stdout.slice(0, 2_000)}`];
}

/**
 * Kills the child some milliseconds after it has done enough, unless it (or the work it was given) is done before. True
 * when it was killed at work.
 */
export async function killAfter(
  child: ChildProcess,
  enough: Promise<void>,
  ms: number,
  work?: Promise<void>,
): Promise<boolean> {
  const ended = once(child, 'exit').then(() => false);
  const done = work?.then(() => false) ?? ended;
  const interrupted = await Promise.race([ended, done, enough.then(() => sleep(ms, true))]);
  child.kill('SIGKILL');
  await ended;
  return interrupted;
}
