import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Software } from '../schemas.gen.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { EntryKey, EventRow, Store } from '../store/port.ts';
import { keyOf, newSource } from './add.ts';
import { memoryOf } from './seen.ts';

/** Changes that are read at a time. */
const EVENTS = 100;

interface Deps {
  store: Pick<Store, 'events' | 'getRecord' | 'namedUpTo' | 'nameCrawlSources' | 'crawlSourcesOf'>;
  now(): number;
}

/**
 * Makes sources of the repositories that our own listed records name, and lets those go that none names any more. Follows
 * the change sequence from where it was last read, so that nothing is read twice; a run that is killed goes on there. Records
 * of others, mirrored or built in, make no sources: whom they name nobody here has answered for.
 */
export async function nameSources(deps: Deps, signal: AbortSignal): Promise<void> {
  const { store } = deps;
  let upTo = await store.namedUpTo();
  for (;;) {
    signal.throwIfAborted();
    const events = await store.events(upTo, EVENTS);
    const last = events.at(-1);
    if (last === undefined) return;
    const named: Named[] = [];
    for (const key of softwareIn(events)) named.push(await namedBy(deps, key));
    await store.nameCrawlSources(named, LIMITS.namedSources, last.seq);
    upTo = last.seq;
  }
}

/** Own software that changed, each once. */
const softwareIn = (events: readonly EventRow[]): EntryKey[] => [
  ...new Map(
    events
      .filter(({ entry: { origin, kind } }) => origin === OWN && kind === 'software')
      .map(({ entry }) => [entry.slug, entry]),
  ).values(),
];

interface Named {
  addedBy: string;
  rows: CrawlSource[];
}

async function namedBy({ store, now }: Deps, key: EntryKey): Promise<Named> {
  const entry = `software/${key.slug}`;
  const addedBy = `record:${entry}`;
  const stored = await store.getRecord(key);
  if (stored === null) return { addedBy, rows: [] };
  const { url, path, repositories = [] } = (JSON.parse(stored.view) as { record: Software }).record;
  // A repository that moved is crawled where it is now.
  const former = (await store.crawlSourcesOf(entry)).flatMap((source) => memoryOf(source).aliases.map(normal));
  const given = { role: 'repository', addedBy, now: now() } as const;
  const parts = repositories.map((repository) => ({ url: repository.url, path: null, partOf: url ?? null }));
  const rows = [...(url === undefined ? [] : [{ url, path: path ?? null, partOf: null }]), ...parts]
    .filter(({ url }) => keyOf(url, 'repository', null) !== null && isHttps(url) && !former.includes(normal(url)))
    .map(({ partOf, ...at }) => newSource({ ...at, ...given, partOf: partOf === at.url ? null : partOf }));
  return { addedBy, rows };
}

const normal = (url: string): string | null => normaliseRepositoryUrl(url);

/** Nothing else is asked without the operator saying so. */
const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:';
