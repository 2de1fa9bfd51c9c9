import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Exception, parseExceptions } from '../../src/net/addresses.ts';
import { serve, type TestServer } from './http-server.ts';

interface Ends {
  teardown(act: () => unknown): void;
}

/** Who made the commits of the tests: nobody. */
const AUTHOR = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.invalid',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.invalid',
};
const run = promisify(execFile);

/** Runs git as a user would, without anybody's settings. */
export async function git(folder: string, args: string[], date = '2026-11-01T10:00:00Z'): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    ...AUTHOR,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
  return (await run('git', args, { cwd: folder, env, maxBuffer: 1e8 })).stdout.trim();
}

export interface GitServer extends TestServer {
  /** The folder of all repositories; `group/name.git` is at `url/group/name.git`. */
  root: string;
  /** Makes or goes on with a repository: one commit with these files (null takes one away). The commit's id. */
  commit(name: string, files: Record<string, string | Buffer | null>, options?: { date?: string }): Promise<string>;
  /** Paths that were asked for. */
  asked: string[];
  bytes: { sent: number };
  /** Answers before git does, when it answers with true. */
  instead(answer: (request: IncomingMessage, response: ServerResponse) => boolean): void;
}

/** Real git repositories behind git's own `http-backend`, on loopback. */
export async function gitServer(t: Ends, options: { filters?: boolean } = {}): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), 'alminding-git-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  const asked: string[] = [];
  const bytes = { sent: 0 };
  let instead: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  const server = await serve(t, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!instead(request, response)) backend(root, request, response, bytes);
  });
  return {
    ...server,
    root,
    asked,
    bytes,
    instead(answer) {
      instead = answer;
    },
    async commit(name, files, { date } = {}) {
      const folder = join(root, `${name}.work`);
      const bare = join(root, `${name}.git`);
      const fresh = (await run('test', ['-d', folder]).catch(() => null)) === null;
      if (fresh) {
        mkdirSync(folder, { recursive: true });
        await git(folder, ['init', '-q', '-b', 'main']);
        await run('git', ['init', '-q', '--bare', '-b', 'main', bare]);
        await git(bare, ['config', 'uploadpack.allowFilter', String(options.filters !== false)]);
        await git(bare, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
      }
      for (const [path, content] of Object.entries(files)) {
        const at = join(folder, path);
        if (content === null) rmSync(at);
        else {
          mkdirSync(dirname(at), { recursive: true });
          writeFileSync(at, content);
        }
      }
      await git(folder, ['add', '-A']);
      await git(folder, ['commit', '-q', '--allow-empty', '-m', 'change'], date);
      await git(folder, ['push', '-q', '-f', bare, 'main']);
      return git(folder, ['rev-parse', 'HEAD']);
    },
  };
}

/** The same repositories by git's own daemon (`git://`), on a free port. */
export async function gitDaemon(t: Ends, root: string): Promise<{ url: string; exceptions: Exception[] }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  const where = [`--base-path=${root}`, '--listen=127.0.0.1', `--port=${port}`];
  const env = { PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
  // Not by `git daemon`, whose child would outlive it.
  const program = join((await run('git', ['--exec-path'])).stdout.trim(), 'git-daemon');
  const daemon = spawn(program, ['--export-all', '--reuseaddr', '--verbose', ...where, root], { env });
  t.teardown(() => daemon.kill('SIGKILL'));
  // It says `Ready to rumble` when it listens.
  await once(daemon.stderr, 'data');
  const range = parseExceptions('http://x:1=127.0.0.0/8').map((exception) => exception.range)[0];
  if (range === undefined) throw new Error('no range');
  return { url: `git://127.0.0.1:${port}`, exceptions: [{ scheme: 'git:', host: '127.0.0.1', port, range }] };
}

/** One request through `git http-backend` (CGI). */
function backend(root: string, request: IncomingMessage, response: ServerResponse, bytes: { sent: number }): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const env = {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    HOME: root,
    REQUEST_METHOD: request.method,
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    REMOTE_ADDR: '127.0.0.1',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    ...(request.headers['content-encoding'] === undefined
      ? {}
      : { HTTP_CONTENT_ENCODING: request.headers['content-encoding'] }),
    ...(request.headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: request.headers['content-length'] }),
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  let head = Buffer.alloc(0);
  let open = false;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes.sent += chunk.length;
    if (open) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const lines = head.toString('latin1', 0, end).split('\r\n');
    const headers = lines.map((line) => line.split(': ') as [string, string]);
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers.filter(([name]) => name !== 'Status')));
    response.write(head.subarray(end + 4));
    open = true;
    return undefined;
  });
  child.on('close', () => response.end());
  response.on('close', () => child.kill('SIGKILL'));
}
