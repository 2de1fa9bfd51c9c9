import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { PROGRAM } from '../../scripts/lib/built.ts';

const LIMIT_MS = 60_000;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** Only what a user would have. */
export const environment = (more: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  ALMINDING_BUILT_IN: 'false',
  ALMINDING_CRAWL_NAMED: 'false',
  ALMINDING_LOG_LEVEL: 'silent',
  ALMINDING_PORT: '0',
  ...more,
});

/** Starts any program; what it writes is collected until it ends. It is killed when the test is over. */
export function start(
  t: Pick<Test, 'teardown'>,
  command: string,
  args: string[],
  options: SpawnOptions,
): { child: ChildProcess; ended: Promise<Ended> } {
  // The test runner puts its own loader into every child, whatever environment one gives: `env` takes it out again.
  const clean = ['-u', 'NODE_OPTIONS', '-u', 'NODE_V8_COVERAGE', command, ...args];
  const child = spawn('env', clean, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended: Ended = { code: null, signal: null, out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  t.teardown(() => child.kill('SIGKILL'));
  const closed = once(child, 'close').then(([code, signal]) => {
    clearTimeout(timer);
    return { ...ended, code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return { child, ended: closed };
}

/** Runs the built program to its end. */
export const spawned = (
  t: Pick<Test, 'teardown'>,
  args: string[],
  env: Record<string, string>,
  options: SpawnOptions = {},
): Promise<Ended> => start(t, process.execPath, [PROGRAM, ...args], { ...options, env: environment(env) }).ended;

/** Starts the service and waits for its line. */
export async function served(
  t: Pick<Test, 'teardown'>,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; ended: Promise<Ended>; line: string; url: string }> {
  const { child, ended } = start(t, process.execPath, [PROGRAM, 'serve'], { env: environment(env) });
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  const first = once(lines, 'line').then(([line]) => line as string);
  const line = await Promise.race([first, ended.then(({ err }) => Promise.reject(new Error(`it ended: ${err}`)))]);
  return { child, ended, line, url: /http:\/\/\S+/.exec(line)?.[0] ?? '' };
}
