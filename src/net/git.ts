import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError, type ErrorCode } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Exception, literalAddress, targetOf } from './addresses.ts';
import type { Net } from './safe-fetch.ts';

export interface GitOptions {
  net: Net;
  exceptions?: readonly Exception[];
  userAgent?: string;
  /** File with further certificates to trust, PEM. */
  caFile?: string;
  /** The program; `git` of the system by default. */
  command?: string;
}

export interface GitRun {
  /** The bare repository that it works in. */
  folder: string;
  /** The address that it may talk to; without one it can talk to nobody. */
  url?: string;
  /** It was there before: how large it is is not watched, as nothing is fetched into it. */
  local?: boolean;
  /** Written to its standard input. */
  input?: string;
  /** Bytes of its standard output, at most. */
  maxBytes?: number;
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** The only place that starts git. */
export interface Git {
  /**
   * Runs git and gives its standard output. Throws `address-refused`, `answer-timeout`, `answer-too-large` (output, or the
   * folder grown beyond `LIMITS.cloneBytes`), `unreachable`, `tls-failure`, `not-found` for a repository that is not there
   * or not public, and `malformed-answer` with git's last words for the rest.
   */
  run(args: readonly string[], run: GitRun): Promise<Buffer>;
}

/** Nothing of the environment, nobody's configuration, no questions. */
const ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'false',
  GIT_NO_REPLACE_OBJECTS: '1',
};

/** What would run other programs, follow other addresses or write more than was asked for is off. */
const SETTINGS = [
  ...['protocol.allow=never', 'protocol.version=2', 'http.followRedirects=false', 'http.proxy=', 'http.sslVerify=true'],
  ...['credential.helper=', 'core.askPass=', 'core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.symlinks=false'],
  ...['core.attributesFile=/dev/null', 'submodule.recurse=false', 'fetch.recurseSubmodules=false', 'gc.auto=0'],
  ...['maintenance.auto=false', 'fetch.writeCommitGraph=false', 'transfer.bundleURI=false', 'pack.threads=1'],
  ...['transfer.credentialsInUrl=die', 'core.alternateRefsCommand=', 'safe.directory=*', 'advice.detachedHead=false'],
];

export function createGit(options: GitOptions): Git {
  return {
    async run(args, run) {
      const settings = [...SETTINGS, ...(run.url === undefined ? [] : await settingsFor(run.url, options))];
      const words = ['--bare', ...settings.flatMap((setting) => ['-c', setting]), ...args];
      run.signal?.throwIfAborted();
      const child = spawn(options.command ?? 'git', words, {
        cwd: run.folder,
        env: { ...ENVIRONMENT, GIT_DIR: run.folder, GIT_CEILING_DIRECTORIES: run.folder },
        // A group of its own, so that its children end with it.
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      return attend(child, run);
    },
  };
}

/** The protocol of this one address, and the address that its name was checked to lead to. */
async function settingsFor(url: string, { net, exceptions = [], userAgent, caFile }: GitOptions): Promise<string[]> {
  const target = targetOf(exceptions, new URL(url));
  const { address } = await net.approve(url);
  const allowed = [`protocol.${target.scheme.slice(0, -1)}.allow=always`];
  if (literalAddress(target.host) === null) {
    if (target.scheme === 'git:')
      throw new CodedError('address-refused', 'The git protocol is asked at a plain address only.');
    allowed.push(
      `http.curloptResolve=${target.host}:${target.port}:${address.includes(':') ? `[${address}]` : address}`,
    );
  }
  if (userAgent !== undefined) allowed.push(`http.userAgent=${userAgent}`);
  if (caFile !== undefined) allowed.push(`http.sslCAInfo=${caFile}`);
  const slowest = LIMITS.netIdleMs / 1000;
  return [...allowed, 'http.lowSpeedLimit=1024', `http.lowSpeedTime=${slowest}`];
}

/** Reads what it says, watches its folder and the time, and ends it with all its children. */
async function attend(child: ChildProcess, run: GitRun): Promise<Buffer> {
  const { maxBytes = LIMITS.gitOutputBytes, timeoutMs = LIMITS.gitMs, signal } = run;
  let refusal: unknown = null;
  const end = (why: unknown): void => {
    refusal ??= why;
    killGroup(child);
  };
  const late = new CodedError('answer-timeout', `git took longer than ${timeoutMs} ms.`);
  const timer = setTimeout(() => end(late), timeoutMs);
  const watch = setInterval(() => {
    if (run.local === true) return;
    void sizeOf(run.folder).then((bytes) => {
      if (bytes > LIMITS.cloneBytes)
        end(new CodedError('answer-too-large', `The repository needs more than ${LIMITS.cloneBytes} bytes here.`));
    });
  }, LIMITS.gitWatchMs);
  const abort = (): void => end(signal?.reason);
  signal?.addEventListener('abort', abort);
  const out: Buffer[] = [];
  let bytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) end(new CodedError('answer-too-large', `git answered more than ${maxBytes} bytes.`));
    else out.push(chunk);
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('latin1')).slice(-LIMITS.gitWords);
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(run.input ?? '');
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (refusal !== null) throw refusal;
    if (code !== 0) throw failureOf(said);
    return Buffer.concat(out);
  } catch (error) {
    killGroup(child);
    throw (error as { code?: string }).code === 'ENOENT'
      ? new CodedError('internal', 'git is not installed.', { cause: error })
      : error;
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener('abort', abort);
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** Bytes of all files below a folder; what vanishes meanwhile counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = files
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const WORDS: [RegExp, ErrorCode, string][] = [
  [
    /could not read Username|Authentication failed|terminal prompts disabled|error: 40[13]|access denied/i,
    'not-found',
    'The repository is not there, or not public.',
  ],
  [
    /not found|error: 4(04|10|51)|does not exist|not exported|no such repository|does not appear to be a git/i,
    'not-found',
    'There is no repository at this address.',
  ],
  [/error: 30[12378]|redirect/i, 'not-found', 'The repository has moved.'],
  [/SSL|certificate|TLS/i, 'tls-failure', 'The repository has no certificate that can be trusted.'],
  [/too slow|timed out|Operation too slow/i, 'answer-timeout', 'The server of the repository did not answer in time.'],
  [
    /Could not resolve|Failed to connect|Connection refused|unable to connect|reset by peer|hung up|early EOF/i,
    'unreachable',
    'The server of the repository cannot be reached.',
  ],
  [/transport '[^']*' not allowed/, 'address-refused', 'Repositories are read over https only.'],
];

/** Why git gave up, from what it said last (in English, as told by `LC_ALL`). */
function failureOf(said: string): CodedError {
  const [, code, words] = WORDS.find(([pattern]) => pattern.test(said)) ?? [];
  const last = said.trim().split('\n').at(-1) ?? '';
  const cause = new Error(last);
  if (code !== undefined) return new CodedError(code, words, { cause });
  return new CodedError('malformed-answer', 'git could not read the repository.', { cause });
}
