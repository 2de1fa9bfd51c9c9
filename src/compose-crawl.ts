import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Configuration } from './config.ts';
import { type CrawlLoop, startCrawlLoop } from './crawl/loop.ts';
import { type OpenCrawler, openCrawler } from './crawl/open.ts';
import { systemClock } from './kernel/clock.ts';
import { randomId } from './kernel/digest.ts';
import { LIMITS } from './kernel/limits.ts';
import { loggable } from './kernel/loggable.ts';
import type { Registry } from './registry/types.ts';
import type { Store } from './store/port.ts';

/** Who takes a lease or a source: what a process had taken that was killed is free at once. */
export const processName = (): string => `${hostname()}/${process.pid}/${randomId()}`;

/** A crawler over an open catalogue. It asks nobody before it runs. */
export const crawlerOf = (
  config: Configuration,
  { store, registry }: { store: Store; registry: Registry },
  version: string,
  onFault?: (error: unknown) => void,
): OpenCrawler =>
  openCrawler(
    { ...config, data: resolve(config.data), holder: `${processName()}/` },
    { store, registry, clock: systemClock, version, ...(onFault && { onFault }) },
  );

/** Looks at what is due for as long as the lease is ours. */
export const crawlLoop = (crawler: OpenCrawler, holds: () => boolean, log: Logger): CrawlLoop =>
  startCrawlLoop({
    ...{ crawler, holds, everyMs: LIMITS.crawlTickMs },
    report: (error) => log.error({ err: loggable(error) }, 'The crawl was broken off'),
    onRun: (summary) => log.info(summary, 'Sources were looked at'),
  });
