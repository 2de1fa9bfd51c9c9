import { rm } from 'node:fs/promises';
import type { Clock } from '../kernel/clock.ts';
import { randomId } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Git } from '../net/git.ts';
import { createHostQueue } from '../net/host-queue.ts';
import type { Net } from '../net/safe-fetch.ts';
import type { Registry } from '../registry/types.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { Store } from '../store/port.ts';
import { catalogueForge } from './catalogue-git.ts';
import type { IssuesAsked, IssuesSeen } from './forge.ts';
import { createForges, type ForgeWord } from './forges.ts';
import { gitForge } from './git.ts';
import { nameSources } from './named.ts';
import { observe } from './observe.ts';
import type { Reading } from './reading.ts';
import { type Resting, type RunOptions, runCrawl, type Summary } from './run.ts';

export interface CrawlerOptions {
  store: Store;
  registry: Pick<Registry, 'publish' | 'publishAll' | 'hide' | 'withdraw' | 'declare' | 'undeclare' | 'read'>;
  clock: Clock;
  net: Net;
  git: Git;
  /** Folder for what is fetched while it is read. Nothing in it is kept. */
  folder: string;
  userAgent: string;
  /** `host/pid/word/` of this process, where it is known: see `RunDeps`. */
  holder?: string;
  /** Tokens by host. */
  tokens?: ReadonlyMap<string, string>;
  /** Which software runs at a host, where it is known. */
  forges?: ReadonlyMap<string, ForgeWord>;
  /** Reads licences and drafts; closed by whoever made it. */
  reading: Reading;
  /** After so many days the entry of a file is withdrawn that has left a catalogue folder. */
  removalDays?: number;
  /** Whether repositories that own records name are sources, too. */
  named?: boolean;
  /** Told of what the program did not expect of a repository. */
  onFault?: (error: unknown) => void;
  /** Connections to one host at a time. */
  perHost?: number;
}

export interface Crawler {
  /** Looks at what is due, or at these. One run at a time: a second one throws `conflict`, unless it is urgent. */
  run(options: RunOptions & { dryRun?: boolean }): Promise<Summary>;
  /** Removes what a killed run left behind. Only for whoever holds the lease of the loops. */
  sweep(): Promise<void>;
}

export function createCrawler(options: CrawlerOptions): Crawler {
  const { store, registry, clock, net, folder, removalDays = 30 } = options;
  const forgeOf = createForges(options);
  const files = gitForge(options);
  const releases = async (url: string, signal: AbortSignal) =>
    (await (await forgeOf(url)).releases?.(url, signal)) ?? null;
  const issues = async (url: string, asked: Omit<IssuesAsked, 'path'>): Promise<IssuesSeen> =>
    (await (await forgeOf(url)).issues?.(url, asked)) ?? { is: 'none', why: 'not-offered' };
  const holder = options.holder ?? `crawl-${randomId()}-`;
  let running = false;
  const queue = createHostQueue({
    total: LIMITS.crawlConnections,
    perHost: options.perHost ?? LIMITS.crawlConnectionsEach,
  });
  const resting: Resting = new Map();
  return {
    async run({ dryRun = false, ...run }) {
      const { urgent = false } = run;
      if (running && !urgent) throw new CodedError('conflict', 'A crawl is running already.');
      if (!urgent) running = true;
      const fetchList = async (url: string, signal: AbortSignal): Promise<Uint8Array> => {
        const request = { url, signal, redirects: LIMITS.netRedirects, maxBytes: LIMITS.forgeBytes };
        const { status, bytes } = await net.fetch(request);
        if (status === OK) return bytes;
        throw new CodedError('not-found', `The list answered with ${status}.`);
      };
      const now = () => clock.now();
      const observing = { ...options, files, releases, issues, dryRun };
      const observed = (source: CrawlSource, signal: AbortSignal) => observe(observing, source, signal);
      const catalogues = catalogueForge(files);
      const { onFault = () => undefined } = options;
      const deps = {
        onFault,
        store,
        registry,
        clock,
        forgeOf,
        catalogues,
        removalDays,
        fetchList,
        observe: observed,
        queue,
        resting,
        now,
        dryRun,
      };
      try {
        const all = run.ids === undefined && !dryRun && options.named === true;
        if (all) await nameSources({ store, now }, run.signal);
        return await runCrawl({ ...deps, random: Math.random, holder }, run);
      } finally {
        if (!urgent) running = false;
      }
    },
    sweep: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

const OK = 200;
