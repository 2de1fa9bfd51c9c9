import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT } from './generated.ts';

export interface Ran {
  /** Exit code; 124 when the time was over, 127 when the program could not be started. */
  code: number;
  out: string;
  err: string;
}

/** All children by process group, so that an interrupted run leaves nothing behind. */
const running = new Set<ChildProcess>();
const stop = (child: ChildProcess): void => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of running) stop(child);
    process.exit(130);
  });
}

/**
 * Runs a program at the root of the repository (or in `cwd`) without standard input, for `limitMs` at most, with all
 * that it starts. `stream` lets its output through to ours instead of collecting it. Never throws.
 */
export function run(
  command: string,
  args: string[],
  options: { limitMs: number; env?: NodeJS.ProcessEnv; cwd?: string; stream?: boolean },
): Promise<Ran> {
  const output = options.stream === true ? 'inherit' : 'pipe';
  const child = spawn(command, args, {
    cwd: options.cwd ?? fileURLToPath(ROOT),
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', output, output],
    detached: true,
  });
  running.add(child);
  const ran: Ran = { code: 127, out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    ran.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    ran.err += text;
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      ran.err += `\n${command} did not end within ${options.limitMs / 1000} s and was stopped\n`;
      ran.code = 124;
      stop(child);
    }, options.limitMs);
    const end = (code: number): void => {
      clearTimeout(timer);
      running.delete(child);
      if (ran.code === 127) ran.code = code;
      resolve(ran);
    };
    child.once('error', (error) => {
      ran.err += `${error.message}\n`;
      end(127);
    });
    child.once('close', (code) => end(code ?? 128));
  });
}
