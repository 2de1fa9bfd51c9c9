import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { PROGRAM } from '../lib/built.ts';
import { ROOT } from '../lib/generated.ts';

/** Nothing that a bench starts lives longer, whatever happens. */
const LIFE_MS = 900_000;
const TICKS = 100;

/** A program that a bench started. */
export interface Program {
  pid: number;
  /** First line of its standard output. */
  line: string;
  /** Processor time so far, in seconds. */
  cpu(): number;
  /** Resident memory and the most it ever was, in MiB. */
  memory(): { now: number; most: number };
  /** What its standard output is when it has ended. Throws when it ends with another code than 0. */
  ended: Promise<string>;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export interface Start {
  env?: Record<string, string>;
  /** Run it on one core alone, where the system can. */
  oneCore?: boolean;
  /** Without the loader that a runner of tests adds to whatever it starts, and its memory. */
  bare?: boolean;
}

/** Starts a Node program and waits for its first line. */
export async function startProgram(file: string, args: string[], start: Start = {}): Promise<Program> {
  const { child, ended } = spawnNode(file, args, start);
  // Whoever waits for it hears of a failure; that nobody does is no crash.
  ended.catch(() => undefined);
  const line = await Promise.race([
    firstLine(child),
    ended.then(() => {
      throw new Error(`${file} ended before it said anything.`);
    }),
  ]);
  return { line, ...programOf(child, ended) };
}

/** Runs a Node program to its end; its standard output. */
export async function runProgram(file: string, args: string[], start: Start = {}): Promise<string> {
  return spawnNode(file, args, start).ended;
}

function programOf(child: ChildProcess, ended: Promise<string>): Omit<Program, 'line'> {
  const pid = child.pid as number;
  return {
    pid,
    ended,
    cpu: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    },
    memory: () => {
      const text = readFileSync(`/proc/${pid}/status`, 'latin1');
      const mib = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
      return { now: mib('VmRSS'), most: mib('VmHWM') };
    },
    async stop() {
      child.kill('SIGTERM');
      await ended.catch(() => undefined);
    },
  };
}

/** The settings and flags with which `npm start` runs the service: what is measured is what the README starts. */
function asStarted(): { settings: Record<string, string>; flags: string[] } {
  const text = readFileSync(new URL('package.json', ROOT), 'utf8');
  const words = (JSON.parse(text) as { scripts: { start: string } }).scripts.start.split(' ');
  const settings = words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('='));
  return { settings: Object.fromEntries(settings), flags: words.filter((word) => word.startsWith('--')) };
}

function spawnNode(file: string, args: string[], { env = {}, oneCore = false, bare = false }: Start) {
  const { settings, flags } = file === PROGRAM && args[0] === 'serve' ? asStarted() : { settings: {}, flags: [] };
  const node = [...(bare ? ['/usr/bin/env', '-u', 'NODE_OPTIONS'] : []), process.execPath, ...flags, file, ...args];
  const words = oneCore && existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '1', ...node] : node;
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ALMINDING_'));
  const child = spawn(words[0] as string, words.slice(1), {
    env: { ...Object.fromEntries(inherited), NODE_ENV: 'production', ...settings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIFE_MS,
    killSignal: 'SIGKILL',
  });
  children.add(child);
  return { child, ended: endOf(child, file) };
}

async function endOf(child: ChildProcess, file: string): Promise<string> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err = (err + text).slice(-4_000);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  children.delete(child);
  if (code !== 0) throw new Error(`${file} ended with ${code ?? signal}: ${err}`);
  return out;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for (;;) {
    const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [string];
    text += chunk;
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
}

/** The last line of a child's output as JSON. */
export const resultIn = <T>(out: string): T => JSON.parse(out.trim().split('\n').at(-1) ?? 'null') as T;

/** The port in the `url` that a program says on its first line, which is JSON. */
export const portOf = ({ line }: Program): number => Number(new URL((JSON.parse(line) as { url: string }).url).port);

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
