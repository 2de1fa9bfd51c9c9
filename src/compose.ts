import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import { isUnderSource } from './access/accepted.ts';
import { type Access, createAccess } from './access/access.ts';
import { createHooks } from './access/hooks.ts';
import { beginInThread } from './begin-epoch.ts';
import { createChecker } from './checking/checker.ts';
import { crawlerOf, crawlLoop, processName } from './compose-crawl.ts';
import { openFederation, postTo, startPinger } from './compose-federation.ts';
import { deliverLoop, openHookDesk, suspendSecretless } from './compose-hooks.ts';
import { type Configuration, catalogueFolder } from './config.ts';
import { createDraftDesk } from './crawl/drafts.ts';
import {
  checkRegisters,
  declareFolder,
  newestRegisters,
  registersIn,
  registersOfSources,
} from './crawl/folder-words.ts';
import { type FolderSource, type Loaded, loadFolder } from './crawl/load-folder.ts';
import { createSourceReader } from './crawl/report.ts';
import { addNamed, checkSources, type FolderSources, readSources } from './crawl/sources.ts';
import type { PeerHealth } from './federation/health.ts';
import { stating } from './federation/pinned.ts';
import { hasRoom } from './files/has-room.ts';
import { followWhile } from './follow-peers.ts';
import type { SignerKey } from './journal/key.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { newSalt, randomId } from './kernel/digest.ts';
import { kept } from './kernel/kept.ts';
import { LIMITS } from './kernel/limits.ts';
import { type Loggable, loggable } from './kernel/loggable.ts';
import { readKeys, writeSecret } from './logs/key-files.ts';
import { createLogs } from './logs/logs.ts';
import { createSigner, type Signer } from './logs/loop.ts';
import { setMark } from './logs/marks.ts';
import { createWitnessing } from './logs/witnessing.ts';
import { parseExceptions } from './net/addresses.ts';
import { createNet, type Net } from './net/safe-fetch.ts';
import type { StatedRegister } from './registry/adopters/types.ts';
import { formatErased, parseErased } from './registry/erased-list.ts';
import { applyErased, type ErasureDeps } from './registry/erasure.ts';
import { createRegistry } from './registry/registry.ts';
import { PROJECTION, reindex } from './registry/reindex.ts';
import type { Registry } from './registry/types.ts';
import type { Store } from './store/port.ts';
import { restoreFrom } from './store/sqlite/backup.ts';
import { openStore } from './store/sqlite/open.ts';
import type { CommandDoc } from './web/pages/reference-sources.ts';

/** An open data folder with the registry over it. */
export interface Catalogue {
  store: Store;
  clock: Clock;
  registry: Registry;
  close(): Promise<void>;
}

interface OpenOptions {
  /** What is told to whoever finds the data in use. */
  what: string;
  serving?: boolean;
  /** Refuse (`no-data`) a folder without data instead of beginning a catalogue in it. */
  existing?: boolean;
  onFault?: (fault: Loggable) => void;
}

/** Opens the data of a configuration. */
export function openCatalogue(config: Configuration, options: OpenOptions): Catalogue {
  const serving = options.serving ?? false;
  const busyMs = serving ? LIMITS.busyServingMs : LIMITS.busyMs;
  const store = openStore({ ...options, folder: resolve(config.data), clock: systemClock, busyMs, bulk: !serving });
  const onFault = options.onFault ?? (() => undefined);
  const registers = kept(() => statedRegisters(config, store), systemClock, LIMITS.registersKeptMs);
  const registry = createRegistry({ store, clock: systemClock, serving, onFault, registers });
  const close = async () => {
    await registry.close();
    await store.close();
  };
  return { store, registry, clock: systemClock, close };
}

/** The door out, as the operator has set it. */
export const openNet = (config: Configuration, version: string): Net =>
  createNet({
    exceptions: parseExceptions(config.netExceptions),
    userAgent: `alminding/${version}${config.url === '' ? '' : ` (+${config.url})`}`,
  });

/** What an erasure needs of an open catalogue: where it is written down. */
export const erasureOf = (config: Configuration, { store, registry, clock }: Catalogue): ErasureDeps => ({
  ...{ store, registry, now: clock.now() },
  keep: (list) => writeSecret(join(resolve(config.data), ERASED), formatErased(list)),
});

/** Where the data is older than an erasure, what has come back goes again, before anybody is answered. */
export async function bringInLine(config: Configuration, catalogue: Catalogue): Promise<number> {
  const text = await readFile(join(resolve(config.data), ERASED), 'utf8').catch(() => '');
  return text === '' ? 0 : applyErased(erasureOf(config, catalogue), parseErased(text));
}

const ERASED = 'erased.txt';

/** What those may do who are not the operator. Throws `invalid-configuration` for issuers that cannot be read. */
export const openAccess = (config: Configuration, { store, registry, clock }: Catalogue, net: Net): Access =>
  createAccess({
    ...{ store, registry, clock, net, issuers: config.issuers, admission: config.admission },
    publicUrl: config.url.replace(/\/+$/, ''),
    isAccepted: (address) => isUnderSource(store, address),
  });

export interface Restored {
  replaced: boolean;
  /** Webhooks that are suspended, as the key of their secrets is not in this data folder. */
  secretless: string[];
}

/** The mark comes first: whoever is killed in between has data that asks its witnesses once more than it must. */
export async function restore(config: Configuration, file: string): Promise<Restored> {
  const data = resolve(config.data);
  await mkdir(data, { recursive: true, mode: 0o700 });
  await setMark(data, 'restored');
  const done = restoreFrom(data, resolve(file));
  const catalogue = openCatalogue(config, { what: 'alminding restore' });
  try {
    await bringInLine(config, catalogue);
    return { ...done, secretless: await suspendSecretless(config, catalogue.store) };
  } finally {
    await catalogue.close();
  }
}

/** The built-in catalogues, each a folder, and the operator's own. */
async function foldersOf(config: Configuration): Promise<FolderSource[]> {
  const own = catalogueFolder(config);
  // Only the folder of the data is made: one of the operator's that is missing is not there, and hides nothing.
  if (config.catalogue === '') await mkdir(own, { recursive: true, mode: 0o700 });
  const folders: FolderSource[] = [{ path: own, name: 'own', origin: 'own', removalDays: config.removalDays }];
  const root = fileURLToPath(new URL('catalogue/', import.meta.resolve('#root/package.json')));
  const names = (await readdir(root, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return [...names.sort().map((name) => builtIn(root, name, !config.builtIn)), ...folders];
}

const builtIn = (root: string, name: string, off: boolean): FolderSource => ({
  path: join(root, name),
  name: `catalogue/${name}`,
  origin: 'built-in',
  off,
  removalDays: 0,
});

const statedRegisters = async (config: Configuration, store: Store): Promise<StatedRegister[]> =>
  newestRegisters([...(await registersIn(await foldersOf(config))), ...(await registersOfSources(store))]);

/** Brings the catalogue in step with all its folders; the sum of what changed. */
export async function loadFolders(config: Configuration, { store, registry }: Catalogue): Promise<Loaded> {
  const sum: Loaded = { files: 0, changed: 0, broken: 0, hidden: 0, withdrawn: 0 };
  for (const folder of await foldersOf(config)) {
    const loaded = await loadFolder({ store, registry, clock: systemClock }, folder);
    for (const key of Object.keys(sum) as (keyof Loaded)[]) sum[key] += loaded[key];
    sum.broken += await checkSources(store, folder);
    if (folder.origin === 'own' && config.crawlNamed) await addNamed(store, folder, systemClock.now());
    sum.broken += await checkRegisters(store, folder);
    await declareFolder(store, registry, folder, loaded);
  }
  return sum;
}

/** What the built-in folders say of where their software is developed. They come with the program: read once. */
export async function builtInSources(config: Configuration): Promise<FolderSources[]> {
  const builtIn = (await foldersOf(config)).filter(({ origin, off }) => origin === 'built-in' && !off);
  return (await Promise.all(builtIn.map(readSources))).filter((sources) => sources !== null);
}

export interface Served {
  /** Where it answers. */
  url: string;
  /** The holder runs the loops; a reader only answers. */
  role: 'holder' | 'reader';
  records: number;
  loaded: Loaded | null;
  close(): Promise<void>;
}

export interface ServeOptions {
  version: string;
  /** Commands of the program, for the page of reference, which alone needs them loaded. */
  commands(): Promise<readonly CommandDoc[]>;
  log?: Logger;
}

/** Serves a catalogue: opens the data, loads the folders if the lease is ours, listens. */
export async function serve(config: Configuration, options: ServeOptions): Promise<Served> {
  // Standard output is the command's; the log goes to standard error.
  const log = options.log ?? pino({ level: config.logLevel, base: null }, pino.destination({ dest: 2, sync: false }));
  const onFault = (fault: Loggable): void =>
    log.error({ err: fault }, 'The program failed on a submission, which was refused');
  const catalogue = openCatalogue(config, { what: 'alminding serve', serving: true, onFault });
  const net = openNet(config, options.version);
  let loops: Loops | null = null;
  try {
    await bringInLine(config, catalogue);
    loops = await holdLoops(config, catalogue, log, net, options.version);
    const { role, loaded, signer, end } = loops;
    // The columns of the facets are read now, not by whoever comes first.
    await catalogue.registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'relevance', limit: 1 });
    const publicUrl = config.url.replace(/\/+$/, '');
    const health = { version: options.version, writable: writableCheck(catalogue.store, config.data), loops: role };
    const key = witnessKey(resolve(config.data));
    const logs = createLogs(catalogue.store, signer.state, { clock: systemClock, key });
    logs.onNews(loops.wake);
    const checker = createChecker({ net, onFault });
    const deps = {
      access: openAccess(config, catalogue, net),
      hooks: createHooks({ ...catalogue, secrets: config.hookSecrets, onDue: loops.hurry }),
      drafts: createDraftDesk(catalogue),
      hookDesk: openHookDesk(config, catalogue, net),
      checker,
      registry: catalogue.registry,
      crawl: createSourceReader(catalogue.store),
      logs,
      federation: openFederation(catalogue, net, loops.peers),
      config: { ...config, publicUrl },
      log,
      clock: systemClock,
      health,
    };
    // Loaded only where something is served: all other commands start in half the time without.
    const [{ buildApp }, { listen }] = await Promise.all([import('./web/app.ts'), import('./web/listen.ts')]);
    const app = await buildApp({ ...deps, commands: options.commands, sources: await builtInSources(config) });
    const url = await listen(app, config.host, config.port);
    const report = (error: unknown) => log.error({ err: loggable(error) }, 'The index does not follow the changes');
    const follow = setInterval(() => catalogue.registry.read.follow().catch(report), LIMITS.followMs).unref();
    const { live } = await catalogue.store.counts();
    const records = live.reduce((sum, { count }) => sum + count, 0);
    const close = async () => {
      clearInterval(follow);
      await app.close();
      await checker.close();
      await end();
      await net.close();
      await catalogue.close();
    };
    return { url, role: role(), records, loaded, close };
  } catch (error) {
    await loops?.end();
    await net.close();
    await catalogue.close();
    throw error;
  }
}

/** The key for cosignatures, as it lies in the data folder: read anew now and then, since another process may change it. */
function witnessKey(data: string): () => Promise<SignerKey | null> {
  let read = Number.NEGATIVE_INFINITY;
  let key: Promise<SignerKey | null> = Promise.resolve(null);
  return () => {
    if (systemClock.now() - read < LIMITS.writableMs) return key;
    read = systemClock.now();
    key = readKeys(data).then((ring) => ring?.witness ?? null);
    return key;
  };
}

/**
 * Whether the data can be written: by a write, and by the room that is left, as a small write may still find a place where the
 * next record does not. Anybody may ask, so the answer is kept for a moment.
 */
function writableCheck(store: Store, data: string): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer = Promise.resolve(false);
  return () => {
    if (systemClock.now() - asked < LIMITS.writableMs) return answer;
    asked = systemClock.now();
    answer = store.lease('probe', 'probe', 1).then(
      () => hasRoom(data, LIMITS.roomBytes),
      () => false,
    );
    return answer;
  };
}

interface Loops {
  role(): 'holder' | 'reader';
  /** What is known of the peers now, by the number of their origin; empty where another process follows them. */
  peers(): Map<number, PeerHealth>;
  /** The log of a peer is said to have grown. */
  wake(line: string): void;
  /** Has sources looked at now, where this process holds the loops. */
  hurry(ids: string[]): void;
  loaded: Loaded | null;
  signer: Signer;
  end(): Promise<void>;
}

/** The thread that follows peers: only where there are any and the lease is ours. */
const followerOf = (config: Configuration, { store }: Catalogue, holds: () => boolean, log: Logger) =>
  followWhile(
    config,
    async () => holds() && (await store.listPeers()).length > 0,
    (err) => log.error({ err }, 'Peers are not followed'),
  );

/** What a start and then each hour brings in line: derived rows of another version, offers that lapsed, the folders. */
async function loadAll(config: Configuration, catalogue: Catalogue, log: Logger): Promise<Loaded> {
  const { store, registry } = catalogue;
  const live = (await store.derivedVersion()) === PROJECTION ? [] : (await store.counts()).live;
  const entries = live.reduce((sum, { count }) => sum + count, 0);
  if (entries > 0) log.info({ entries }, 'The index is made anew: at a start nothing is answered before that is done');
  const anew = await reindex(store, { now: systemClock.now(), salt: newSalt, randomId });
  if (anew > 0) log.info({ entries: anew }, 'The index was made anew');
  await registry.handOver.lapse();
  return loadFolders(config, catalogue);
}

/** The loops belong to the holder of a lease; whoever lacks it tries again when the lease may have run out. */
async function holdLoops(
  config: Configuration,
  catalogue: Catalogue,
  log: Logger,
  net: Net,
  version: string,
): Promise<Loops> {
  const holder = processName();
  let fence: number | null = null;
  const load = () => loadAll(config, catalogue, log);
  const report = (what: string) => (error: unknown) => log.error({ err: loggable(error) }, what);
  const take = async (): Promise<Loaded | null> => {
    const before = fence;
    fence = await catalogue.store.lease('loops', holder, LIMITS.leaseMs);
    return before === null && fence !== null ? load() : null;
  };
  const loaded = await take();
  const witnessing = createWitnessing({
    ...{ store: catalogue.store, clock: systemClock, fence: () => fence, everyMs: LIMITS.showHeadMs },
    post: postTo(net),
    report: (detail) => log.error({ detail }, 'A witness has seen another log than ours'),
  });
  const signer = createSigner({
    askWitnesses: (everybody) => witnessing.askAll(everybody),
    store: catalogue.store,
    clock: systemClock,
    data: resolve(config.data),
    publicUrl: config.url,
    salt: newSalt,
    fence: () => fence,
    everyMs: LIMITS.signMs,
    begin: beginInThread(config.data),
    say: (words) => log.info(words),
    state: stating(catalogue.store, systemClock),
    report: report('No head of the journal is signed'),
  });
  const holds = () => fence !== null;
  const following = followerOf(config, catalogue, holds, log);
  const pinger = startPinger(config, catalogue.store, net, { holds, report: report('Peers are not told of news') });
  // Whoever asks first finds a head, but where it takes long: `/readyz` says then how far it is.
  await Promise.race([signer.sign(), sleep(LIMITS.firstHeadMs, undefined, { ref: false })]);
  const crawler = crawlerOf(config, catalogue, version, report('The crawler failed on a source, and went on'));
  const crawl = config.crawl ? crawlLoop(crawler, holds, log) : null;
  const deliver = deliverLoop(config, catalogue, net, holds, log);
  await following.settle();
  const renew = setInterval(() => {
    take().then(following.settle).catch(report('The lease for the loops was not renewed'));
  }, LIMITS.leaseMs / 3).unref();
  const reload = setInterval(() => {
    if (fence !== null) load().catch(report('The catalogue folders were not loaded'));
  }, LIMITS.folderReloadMs).unref();
  return {
    role: () => (fence === null ? 'reader' : 'holder'),
    peers: () => following.health(),
    wake: (line) => following.wake(line),
    hurry: (ids) => crawl?.hurry(ids),
    loaded,
    signer,
    async end() {
      clearInterval(renew);
      clearInterval(reload);
      await witnessing.end();
      await Promise.all([pinger.end(), crawl?.end(), deliver.end()]);
      await crawler.close();
      await following.end();
      await signer.sign();
      await signer.end();
      if (signer.state().signing) await setMark(resolve(config.data), 'stopped');
      await catalogue.store.releaseLease('loops', holder);
    },
  };
}
