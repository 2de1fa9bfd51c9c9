/** `crawl-program.js`: crawls forges and git servers that it makes itself, on loopback, and prints what it took. */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSource } from '../../src/crawl/add.ts';
import { createCrawler } from '../../src/crawl/crawler.ts';
import type { ForgeWord } from '../../src/crawl/forges.ts';
import { createReading } from '../../src/crawl/reading.ts';
import type { RunOptions, Summary } from '../../src/crawl/run.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { parseExceptions } from '../../src/net/addresses.ts';
import { createGit } from '../../src/net/git.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Store } from '../../src/store/port.ts';
import { openStore } from '../../src/store/sqlite/open.ts';

export interface Crawled {
  unchangedSeconds: number;
  unchangedRequests: number;
  unchangedLeaves: number;
  firstRate: number;
  gitRate: number;
  historyRate: number;
  largeShare: number;
}

/** `BENCH_REPOSITORIES=40` to try it out: a thousand take minutes. */
const REPOSITORIES = Number(process.env.BENCH_REPOSITORIES ?? 1_000);
/** git alone is asked of fewer: it is as fast for each of them. */
const ALONE = 150;
const LARGE_BYTES = 200_000_000;
const LATENCY_MS = 20;

const root = mkdtempSync(join(tmpdir(), 'alminding-bench-crawl-'));
const closing: (() => unknown)[] = [];
async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function open(url: string, word?: ForgeWord) {
  const exceptions = parseExceptions(`${url}=127.0.0.1/32`);
  const folder = mkdtempSync(join(root, 'data-'));
  const clock = { now: () => systemClock.now() + ahead };
  let ahead = 0;
  const store = openStore({ folder, clock, busyMs: 1000, what: 'bench' });
  const registry = createRegistry({ store, clock, serving: false });
  const net = createNet({ exceptions });
  closing.push(
    () => store.close(),
    () => registry.close(),
    () => net.close(),
  );
  const host = new URL(url).host;
  const known = word === undefined ? {} : { forges: new Map([[host, word]]), tokens: new Map([[host, 'x']]) };
  const git = createGit({ net, exceptions });
  const reading = createReading();
  closing.push(() => reading.close());
  const crawler = createCrawler({
    reading,
    store,
    registry,
    clock,
    net,
    git,
    folder: join(folder, 'crawl'),
    userAgent: 'bench',
    ...known,
  });
  const run = (ids?: string[], onVisit?: RunOptions['onVisit']): Promise<Summary> =>
    crawler.run({
      signal: AbortSignal.timeout(600_000),
      ...(ids === undefined ? {} : { ids }),
      ...(onVisit === undefined ? {} : { onVisit }),
    });
  const later = (ms: number): void => {
    ahead += ms;
  };
  return { store, run, later, git, net };
}

const add = (store: Store, urls: string[]): Promise<string[]> =>
  store.addCrawlSources(urls.map((url) => newSource({ url, role: 'repository', addedBy: 'bench', now: 0 })));

/** A forge with as many repositories as one likes, none with a manifest: a second look costs one 304 each. */
async function unchanged(): Promise<Pick<Crawled, 'unchangedSeconds' | 'unchangedRequests' | 'unchangedLeaves'>> {
  let asked = 0;
  let base = '';
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const [, name = '0', rest = ''] = /\/repos\/town\/([^/?]+)(\/[^?]*)?/.exec(request.url ?? '') ?? [];
    const repository = {
      id: Number(name) + 1,
      html_url: `${base}/town/${name}`,
      default_branch: 'main',
      archived: true,
    };
    const etag = `"${name}${rest}"`;
    response.setHeader('etag', etag);
    response.setHeader('content-type', 'application/json');
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else if (rest === '')
      response.end(JSON.stringify({ ...repository, fork: false, private: false, mirror_url: null, size: 1 }));
    else response.writeHead(409).end('{}');
  };
  base = await listen((request, response) => {
    asked += 1;
    setTimeout(() => answer(request, response), LATENCY_MS);
  });
  const { store, run, later } = open(base, 'github');
  await add(
    store,
    Array.from({ length: REPOSITORIES }, (_, i) => `${base}/town/${i}`),
  );
  await run();
  later(30 * 86_400_000);
  asked = 0;
  const leaves = (await store.readLog()).size;
  const start = performance.now();
  const { unchanged } = await run();
  if (unchanged !== REPOSITORIES) throw new Error(`${unchanged} were unchanged`);
  return {
    unchangedSeconds: (performance.now() - start) / 1000,
    unchangedRequests: asked / REPOSITORIES,
    unchangedLeaves: (await store.readLog()).size - leaves,
  };
}

const MANIFEST = (name: string, url: string): string => `publiccodeYmlVersion: "0.5"
name: ${name}
url: ${url}
softwareVersion: 1.0.0
releaseDate: "2026-01-31"
developmentStatus: stable
softwareType: standalone/web
platforms: [web]
categories: [document-management]
description:
  en:
    shortDescription: Keeps the agendas of the council of a small town.
    longDescription: ${'Keeps agendas, minutes and decisions together and shows the public what was decided. '.repeat(3)}
    features: [Agendas]
legal: {license: EUPL-1.2}
maintenance: {type: none}
localisation: {localisationReady: true, availableLanguages: [en]}
`;

const ENVIRONMENT = {
  ...{ PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'B', GIT_COMMITTER_NAME: 'B' },
  ...{ GIT_AUTHOR_EMAIL: 'b@example.invalid', GIT_COMMITTER_EMAIL: 'b@example.invalid' },
};
const sh = (folder: string, ...args: string[]): void => {
  execFileSync('git', args, { cwd: folder, env: ENVIRONMENT, stdio: 'ignore' });
};

let template: string | null = null;

/** A bare repository of one commit, by one process: `git fast-import` into the copy of an empty one. */
function makeRepository(name: string, files: Record<string, string | Buffer>): void {
  const folder = join(root, 'git', `${name}.git`);
  if (template === null) {
    template = join(root, 'template');
    mkdirSync(template);
    sh(template, 'init', '-q', '--bare', '-b', 'main');
    sh(template, 'config', 'uploadpack.allowFilter', 'true');
    sh(template, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  }
  cpSync(template, folder, { recursive: true });
  const commit = 'commit refs/heads/main\ncommitter B <b@example.invalid> 1790000000 +0000\ndata 3\none\n';
  const parts = Object.entries(files).flatMap(([path, content]) => [
    Buffer.from(`M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n`),
    Buffer.from(content),
    Buffer.from('\n'),
  ]);
  const input = Buffer.concat([Buffer.from(commit), ...parts]);
  execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, env: ENVIRONMENT, input });
}

let sent = 0;
function backend(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { headers } = request;
  const env = {
    ...ENVIRONMENT,
    ...{ GIT_PROJECT_ROOT: join(root, 'git'), GIT_HTTP_EXPORT_ALL: '1', REQUEST_METHOD: request.method },
    ...{ PATH_INFO: url.pathname, QUERY_STRING: url.search.slice(1), CONTENT_TYPE: headers['content-type'] ?? '' },
    ...{ GIT_PROTOCOL: String(headers['git-protocol'] ?? ''), CONTENT_LENGTH: headers['content-length'] ?? '' },
    ...(headers['content-encoding'] === undefined ? {} : { HTTP_CONTENT_ENCODING: headers['content-encoding'] }),
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  request.pipe(child.stdin);
  let head: Buffer | null = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    sent += chunk.length;
    if (head === null) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const lines = head.toString('latin1', 0, end).split('\r\n');
    for (const [name = '', value = ''] of lines.map((line) => line.split(': ')))
      if (name !== 'Status') response.setHeader(name, value);
    response.write(head.subarray(end + 4));
    head = null;
    return undefined;
  });
  child.on('close', () => response.end());
}

async function overGit(): Promise<Pick<Crawled, 'firstRate' | 'gitRate' | 'historyRate' | 'largeShare'>> {
  const base = await listen(backend);
  const urls = Array.from({ length: REPOSITORIES }, (_, i) => `${base}/r${i}.git`);
  for (const [i, url] of urls.entries())
    makeRepository(`r${i}`, { 'publiccode.yml': MANIFEST(`Product ${i}`, url), 'README.md': '# x' });
  const data = randomBytes(LARGE_BYTES / 4);
  const large = Object.fromEntries(
    Array.from({ length: 4 }, (_, i) => [`data${i}.bin`, Buffer.concat([data, Buffer.from([i])])]),
  );
  makeRepository('large', { ...large, 'publiccode.yml': MANIFEST('Large', `${base}/large.git`) });
  const { store, run } = open(base);
  const ids = await add(store, urls);
  const start = performance.now();
  let manifests = 0;
  // Histories come after all manifests.
  const summary = await run(ids, ({ outcome }) => {
    if (outcome.is === 'judged') manifests = performance.now() - start;
  });
  const histories = performance.now() - start - manifests;
  if (summary.published !== REPOSITORIES) throw new Error(`${summary.published} were published`);
  const [largeId = ''] = await add(store, [`${base}/large.git`]);
  sent = 0;
  await run([largeId]);
  const largeShare = sent / LARGE_BYTES;
  const alone = performance.now();
  const some = urls.slice(0, ALONE);
  await gitAlone(some);
  const gitMs = performance.now() - alone;
  return {
    firstRate: REPOSITORIES / (manifests / 1000),
    gitRate: some.length / (gitMs / 1000),
    historyRate: summary.observed / (histories / 1000),
    largeShare,
  };
}

/** What git alone takes to fetch the newest commit of each and read one file, four at a time. */
async function gitAlone(urls: string[]): Promise<void> {
  const rest = [...urls];
  const worker = async (): Promise<void> => {
    for (let url = rest.pop(); url !== undefined; url = rest.pop()) {
      const folder = mkdtempSync(join(root, 'alone-'));
      await runGit(root, ['clone', '-q', '--bare', '--depth=1', '--filter=blob:none', url, folder]);
      await runGit(folder, ['cat-file', 'blob', 'HEAD:publiccode.yml']);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

const runGit = (cwd: string, args: string[]): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn('git', args, { cwd, env: ENVIRONMENT, stdio: 'ignore' });
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`git ${args[0]} ended with ${code}`))));
  });

try {
  const result: Crawled = { ...(await unchanged()), ...(await overGit()) };
  console.log(JSON.stringify(result));
} finally {
  for (const close of closing.reverse()) await close();
  rmSync(root, { recursive: true, force: true });
}
