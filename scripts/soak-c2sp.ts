/**
 * Our log, its static export and our witness against programs of others: three of the Go module
 * github.com/transparency-dev/tessera. They were read against the specifications (C2SP tlog-tiles, tlog-witness) first.
 * Where they differ the text wins; what was seen: `fsck` ends with status 0 also where it fails, so that its words are read,
 * and `posix-oneshot` waits without end for a witness that refuses, so that it is stopped.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { openCheckpoint } from '../src/journal/checkpoint.ts';
import { formatSignerKey, formatVerifierKey, NOTE_KEY, parseVerifierKey, signerOf } from '../src/journal/key.ts';
import { signersOf } from '../src/journal/note.ts';
import { logHash } from '../src/logs/names.ts';
import { freePort } from './bench/program.ts';
import { PROGRAM } from './lib/built.ts';
import { growManifests } from './lib/grow/grow.ts';
import { run } from './lib/run.ts';

const MODULE = 'github.com/transparency-dev/tessera';
const VERSION = 'v1.0.4';
const PROGRAMS = { fsck: 'cmd/fsck', copy: 'cmd/experimental/mirror/posix', log: 'cmd/examples/posix-oneshot' };
/** More than two full tiles of leaves. */
const MANIFESTS = 700;
const LIMIT_MS = 120_000;
/** So long a log waits for a witness that refuses, before it is stopped. */
const REFUSED_MS = 8_000;

interface World {
  folder: string;
  env: NodeJS.ProcessEnv;
  bin: string;
  faults: string[];
}

/** Whether everything held. What did not stands on the terminal by then. */
export async function c2sp(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'alminding-c2sp-'));
  const data = join(folder, 'data');
  const env = {
    ALMINDING_DATA: data,
    ALMINDING_BUILT_IN: 'false',
    ALMINDING_CRAWL_NAMED: 'false',
    ALMINDING_LOG_LEVEL: 'silent',
    ALMINDING_HOST: '127.0.0.1',
  };
  const at = async () => {
    const port = String(await freePort());
    return { ALMINDING_PORT: port, ALMINDING_URL: `http://127.0.0.1:${port}` };
  };
  const world: World = {
    folder,
    bin: join(folder, 'bin'),
    faults: [],
    env: { ...env, ...(await at()) },
  };
  const closing: (() => unknown)[] = [];
  try {
    if (!(await install(world))) return false;
    const manifests = join(folder, 'manifests');
    await mkdir(manifests);
    for (const { file, yaml } of growManifests(MANIFESTS, 1)) await writeFile(join(manifests, file), yaml);
    await ours(world, ['import', manifests]);
    await ours(world, ['sign']);
    const service = await serveOurs(world);
    closing.push(service.end);
    await checkLog(world, service.url);
    await checkMirror(world, { ...env, ...(await at()), ALMINDING_DATA: join(folder, 'mirror') }, closing);
    await checkExport(world, closing);
    await checkCopy(world, service.url, closing);
    await checkWitness(world, service.url);
  } finally {
    for (const end of closing.reverse()) await end();
    await rm(folder, { recursive: true, force: true });
  }
  for (const fault of world.faults) console.error(`FAULT: ${fault}`);
  return world.faults.length === 0;
}

function say(world: World, good: boolean, words: string): void {
  console.log(`${good ? 'ok' : 'not ok'}  ${words}`);
  if (!good) world.faults.push(words);
}

async function install({ bin, faults }: World): Promise<boolean> {
  const version = await run('go', ['version'], { limitMs: LIMIT_MS });
  if (version.code !== 0) {
    console.error('Go is not installed here, and this needs programs that are written in it.');
    return false;
  }
  await mkdir(bin);
  for (const [name, path] of Object.entries(PROGRAMS)) {
    const own = join(bin, name);
    await mkdir(own);
    const made = await run('go', ['install', `${MODULE}/${path}@${VERSION}`], {
      limitMs: 600_000,
      env: { GOBIN: own },
    });
    if (made.code !== 0) faults.push(`${path} cannot be installed: ${made.err.slice(-500)}`);
  }
  console.log(`${version.out.trim()}, ${MODULE} ${VERSION}`);
  for (const fault of faults) console.error(fault);
  return faults.length === 0;
}

const tool = ({ bin }: World, name: keyof typeof PROGRAMS): string =>
  join(bin, name, PROGRAMS[name].split('/').at(-1) as string);

async function ours({ env }: World, words: string[]): Promise<string> {
  const ran = await run(process.execPath, [PROGRAM, ...words], { limitMs: LIMIT_MS, env });
  if (ran.code !== 0) throw new Error(`alminding ${words.join(' ')}: ${ran.out}${ran.err}`);
  return ran.out;
}

async function serveOurs({ env }: World): Promise<{ url: string; end(): Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
  const [line] = (await once(lines, 'line')) as [string];
  const end = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return { url: /http:\/\/\S+/.exec(line)?.[0]?.replace(/\/+$/, '') ?? '', end };
}

/** `fsck` over a log; whether it holds, by its words. */
async function fsck(world: World, url: string, key: string): Promise<{ holds: boolean; words: string }> {
  const keyFile = join(world.folder, `${key.split('+')[1]}.pub`);
  await writeFile(keyFile, key);
  const args = ['--ui=false', '--v=1', '--N=4', `--public_key=${keyFile}`, `--storage_url=${url}/`];
  const ran = await run(tool(world, 'fsck'), args, { limitMs: LIMIT_MS });
  const words = ran.out + ran.err;
  return { holds: ran.code === 0 && !words.includes('fsck failed') && words.includes('Completed ranges'), words };
}

const logKey = async (world: World): Promise<string> =>
  (JSON.parse(await ours(world, ['key', 'show', '--json'])) as { log: { key: string }[] }).log[0]?.key ?? '';

async function checkLog(world: World, url: string): Promise<void> {
  const { holds, words } = await fsck(world, `${url}/log/1`, await logKey(world));
  say(world, holds, `fsck finds our log consistent${holds ? '' : `: ${words.slice(-400)}`}`);
}

/** Another catalogue mirrors ours, and serves what it has in the layout of tlog-mirror. */
async function checkMirror(world: World, env: NodeJS.ProcessEnv, closing: (() => unknown)[]): Promise<void> {
  const shown = JSON.parse(await ours(world, ['key', 'show', '--json'])) as { origin: string; words: string };
  const url = world.env.ALMINDING_URL as string;
  const theirs = { ...world, env: { ...env, ALMINDING_NET_EXCEPTIONS: `${url}=127.0.0.0/8` } };
  await ours(theirs, ['peer', 'add', url, '--words', shown.words]);
  await ours(theirs, ['sync']);
  const mirror = await serveOurs(theirs);
  closing.push(mirror.end);
  const { holds, words } = await fsck(world, `${mirror.url}/mirror/${logHash(shown.origin)}`, await logKey(world));
  say(world, holds, `fsck finds our mirror of another's log consistent${holds ? '' : `: ${words.slice(-400)}`}`);
}

/** A plain web server over a folder, which knows nothing of logs. */
async function plainServer(folder: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')));
    readFile(path).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function checkExport(world: World, closing: (() => unknown)[]): Promise<void> {
  const folder = join(world.folder, 'export');
  await ours(world, ['export', '--static', folder]);
  const { url, server } = await plainServer(folder);
  closing.push(() => server.close());
  const key = await logKey(world);
  const good = await fsck(world, `${url}/log/1`, key);
  say(
    world,
    good.holds,
    `fsck finds the export behind a plain web server consistent${good.holds ? '' : `: ${good.words.slice(-400)}`}`,
  );
  for (const tile of ['tile/0/001', 'tile/1/000.p/2', 'tile/entries/000']) {
    const file = join(folder, 'log', '1', tile);
    const bytes = await readFile(file);
    const changed = Buffer.from(bytes);
    changed[40] = (changed[40] as number) ^ 1;
    await writeFile(file, changed);
    const { holds } = await fsck(world, `${url}/log/1`, key);
    say(world, !holds, `fsck reports one byte changed in ${tile}`);
    await writeFile(file, bytes);
  }
}

async function checkCopy(world: World, url: string, closing: (() => unknown)[]): Promise<void> {
  const folder = join(world.folder, 'copy');
  const args = ['--logtostderr', `--source_url=${url}/log/1/`, `--storage_dir=${folder}`];
  const ran = await run(tool(world, 'copy'), args, { limitMs: LIMIT_MS });
  const done = ran.code === 0 && ran.err.includes('mirrored successfully');
  say(world, done, `mirror/posix copies our log${done ? '' : `: ${ran.err.slice(-400)}`}`);
  const { url: copy, server } = await plainServer(folder);
  closing.push(() => server.close());
  const { holds, words } = await fsck(world, copy, await logKey(world));
  say(world, holds, `fsck finds that copy consistent${holds ? '' : `: ${words.slice(-400)}`}`);
}

interface OtherLog {
  key: string;
  privateKey: string;
  policy: string;
}

async function checkWitness(world: World, url: string): Promise<void> {
  const log = signerOf('elsewhere.example/oneshot', NOTE_KEY);
  const key = formatVerifierKey(log);
  const { witness } = JSON.parse(await ours(world, ['key', 'show', '--json'])) as { witness: { key: string }[] };
  const ourKey = witness[0]?.key ?? '';
  const policy = join(world.folder, 'policy');
  await writeFile(policy, `witness ours ${ourKey} ${url}\ngroup all-of-them all ours\nquorum all-of-them\n`);
  const privateKey = join(world.folder, 'oneshot.key');
  await writeFile(privateKey, formatSignerKey(log), { mode: 0o600 });
  const other: OtherLog = { key, privateKey, policy };
  const [store, fork] = [join(world.folder, 'oneshot'), join(world.folder, 'fork')];
  const cosigned = async (folder: string): Promise<number | null> => {
    const bytes = await readFile(join(folder, 'checkpoint')).catch(() => null);
    if (bytes === null) return null;
    const checkpoint = openCheckpoint(bytes, log.name, [log]);
    return signersOf(checkpoint.note, [parseVerifierKey(ourKey)]).length === 1 ? checkpoint.size : null;
  };
  say(
    world,
    (await oneshot(world, store, other, 'before')) !== 0,
    'posix-oneshot gets nothing while its log is not named',
  );
  await rm(store, { recursive: true, force: true });
  await ours(world, ['witness', 'add', key]);
  say(
    world,
    (await oneshot(world, store, other, 'one')) === 0,
    'posix-oneshot ends well with our witness in its policy',
  );
  const first = await cosigned(store);
  say(world, first !== null, `its checkpoint of size ${first} has our cosignature`);
  await cp(store, fork, { recursive: true });
  say(world, (await oneshot(world, store, other, 'two')) === 0, 'it grows, with a proof that we take');
  const second = await cosigned(store);
  say(world, second !== null && second > (first ?? 0), `its checkpoint of size ${second} has our cosignature`);
  const forked = await oneshot(world, fork, other, 'three');
  say(world, forked !== 0 && (await cosigned(fork)) === first, 'a fork of it is refused, and has no cosignature');
  console.log(`    ${(await ours(world, ['forks', 'list'])).trim().replaceAll('\n', '\n    ')}`);
}

/** Adds five entries of this word to the log in the folder; the exit status, which is never 0 where it waits in vain. */
async function oneshot({ folder, ...world }: World, store: string, log: OtherLog, word: string): Promise<number> {
  const entries = join(folder, `entries-${word}`);
  await mkdir(entries, { recursive: true });
  for (let i = 0; i < 5; i += 1) await writeFile(join(entries, `${i}`), `${word} ${i}`);
  const args = ['--logtostderr', `--storage_dir=${store}`, `--entries=${entries}/*`, `--private_key=${log.privateKey}`];
  const refused = word === 'before' || word === 'three';
  const limitMs = refused ? REFUSED_MS : LIMIT_MS;
  return (await run(tool({ folder, ...world }, 'log'), [...args, `--witness_policy_file=${log.policy}`], { limitMs }))
    .code;
}
