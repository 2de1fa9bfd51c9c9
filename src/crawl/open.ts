import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { parseExceptions } from '../net/addresses.ts';
import { createGit } from '../net/git.ts';
import { createNet } from '../net/safe-fetch.ts';
import type { Registry } from '../registry/types.ts';
import type { Store } from '../store/port.ts';
import { type Crawler, createCrawler } from './crawler.ts';
import type { ForgeWord } from './forges.ts';
import { createReading } from './reading.ts';

export interface CrawlSettings {
  /** Data folder. */
  data: string;
  /** Public address of this catalogue, told to every host; may be empty. */
  url: string;
  /** As in the configuration. */
  netExceptions: string;
  forges: string;
  forgeTokens: string;
  removalDays: number;
  crawlNamed: boolean;
  /** `host/pid/word/` of this process. */
  holder: string;
}

export interface OpenCrawler extends Crawler {
  close(): Promise<void>;
}

/** A crawler with a door out of its own. Nothing is asked before it runs. */
export function openCrawler(
  settings: CrawlSettings,
  deps: { store: Store; registry: Registry; clock: Clock; version: string; onFault?: (error: unknown) => void },
): OpenCrawler {
  const exceptions = parseExceptions(settings.netExceptions);
  const userAgent = `alminding/${deps.version}${settings.url === '' ? '' : ` (+${settings.url})`}`;
  const net = createNet({ exceptions, userAgent });
  const reading = createReading();
  const crawler = createCrawler({
    ...(deps.onFault === undefined ? {} : { onFault: deps.onFault }),
    ...{ reading, holder: settings.holder, removalDays: settings.removalDays, named: settings.crawlNamed },
    ...{ store: deps.store, registry: deps.registry, clock: deps.clock, net, userAgent },
    git: createGit({ net, exceptions, userAgent }),
    folder: join(settings.data, 'crawl'),
    tokens: byHost(settings.forgeTokens),
    forges: byHost(settings.forges) as ReadonlyMap<string, ForgeWord>,
  });
  return { ...crawler, close: async () => void (await Promise.all([reading.close(), net.close()])) };
}

/** `host=value`, separated by commas or white space. */
function byHost(text: string): Map<string, string> {
  const parts = text.split(/[\s,]+/).filter((part) => part.includes('='));
  return new Map(
    parts.map((part) => [part.slice(0, part.indexOf('=')).toLowerCase(), part.slice(part.indexOf('=') + 1)]),
  );
}
