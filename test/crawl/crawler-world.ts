import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { newSource } from '../../src/crawl/add.ts';
import { type Crawler, type CrawlerOptions, createCrawler } from '../../src/crawl/crawler.ts';
import { readJob } from '../../src/crawl/read-job.ts';
import type { Summary, Visited } from '../../src/crawl/run.ts';
import { memoryOf, type SourceMemory } from '../../src/crawl/seen.ts';
import type { Exception } from '../../src/net/addresses.ts';
import { createGit } from '../../src/net/git.ts';
import { createNet, type Net } from '../../src/net/safe-fetch.ts';
import type { CrawlEvent, CrawlSource, SourceRole } from '../../src/store/crawl-port.ts';
import { openWorld, type World } from '../registry/world.ts';

export interface CrawlWorld extends World {
  net: Net;
  crawler: Crawler;
  folder: string;
  add(url: string, more?: { role?: SourceRole; path?: string; addedBy?: string; partOf?: string }): Promise<string>;
  crawl(more?: { ids?: string[]; dryRun?: boolean }): Promise<Summary & { visits: Visited[] }>;
  /** The row of a source, what was seen, and its events from old to new. */
  source(id: string): Promise<{ row: CrawlSource; seen: SourceMemory; events: string[]; all: CrawlEvent[] }>;
}

export const DAY = 86_400_000;
const PATIENT = { connect: 60_000, headers: 60_000, idle: 60_000, total: 120_000 };

/** A crawler over an empty catalogue that may ask these servers. */
export function crawlWorld(
  t: Pick<Test, 'teardown'>,
  exceptions: Exception[],
  more: Partial<CrawlerOptions> & { waits?: object } = {},
): CrawlWorld {
  const world = openWorld(t);
  const folder = mkdtempSync(join(tmpdir(), 'alminding-crawl-'));
  // git behind a busy machine may think for long, which is no fault of the crawler.
  const net = createNet({ exceptions, waits: more.waits ?? PATIENT });
  t.teardown(async () => {
    await net.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { store, registry, clock } = world;
  const crawler = createCrawler({
    ...{ store, registry, clock, net, folder, userAgent: 'tester/1' },
    git: createGit({ net, exceptions }),
    // Without the texts of all licences, which take seconds to load.
    reading: { read: async (job) => readJob(job, []), close: async () => undefined },
    ...more,
  });
  return {
    ...world,
    ...{ net, crawler, folder },
    async add(url, { role = 'repository', path, addedBy = 'operator', partOf } = {}) {
      const row = newSource({
        url,
        role,
        addedBy,
        now: clock.now(),
        ...(path === undefined ? {} : { path }),
        ...(partOf === undefined ? {} : { partOf }),
      });
      await store.addCrawlSources([row]);
      return row.id;
    },
    async crawl(options = {}) {
      const visits: Visited[] = [];
      const signal = new AbortController().signal;
      const summary = await crawler.run({ signal, onVisit: (visited) => visits.push(visited), ...options });
      return { ...summary, visits };
    },
    async source(id) {
      const row = await store.getCrawlSource(id);
      if (row === null) throw new Error(`no source ${id}`);
      const all = (await store.crawlHistory(id, 100)).reverse();
      return { row, seen: memoryOf(row), events: all.map(({ event }) => event), all };
    },
  };
}
