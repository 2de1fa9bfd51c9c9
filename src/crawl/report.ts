import { toRfc3339 } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import { decodeCursor, encodeCursor, type Page } from '../kernel/page.ts';
import type { SourceAnswer } from '../schemas.gen.ts';
import type { CrawlSource, ManifestVerdict, SourceState } from '../store/crawl-port.ts';
import type { ImageRow } from '../store/image-port.ts';
import type { Store } from '../store/port.ts';
import { memoryOf } from './seen.ts';

export interface SourceFilter {
  state?: SourceState | undefined;
  verdict?: ManifestVerdict | undefined;
}

/** What doors show of sources. */
export interface SourceReader {
  /** In the order of their ids. Throws `invalid-cursor`. */
  list(limit: number, cursor?: string, filter?: SourceFilter): Promise<Page<SourceAnswer>>;
  /** One with its problems and history. Throws `not-found`. */
  get(id: string): Promise<SourceAnswer>;
  /** Sources whose manifest gave this entry. */
  ofEntry(entry: string): Promise<SourceAnswer[]>;
  counts(): ReturnType<Store['countCrawlSources']>;
  /** Pictures of an own entry, in their order. */
  images(entry: string): Promise<ImageRow[]>;
  /** One by its digest, as WebP; null where no listed entry shows it. */
  image(digest: string): Promise<Uint8Array | null>;
}

type Reads =
  | 'listImages'
  | 'getImage'
  | 'listCrawlSources'
  | 'getCrawlSource'
  | 'crawlSourcesOf'
  | 'countCrawlSources'
  | 'crawlHistory';

export const createSourceReader = (store: Pick<Store, Reads>): SourceReader => ({
  async list(limit, cursor, { state, verdict } = {}) {
    const name = `sources ${state ?? ''} ${verdict ?? ''}`;
    const [after = ''] = cursor === undefined ? [] : (decodeCursor(name, cursor, ['string']) as string[]);
    const filter = { after, ...(state === undefined ? {} : { state }), ...(verdict === undefined ? {} : { verdict }) };
    const rows = await store.listCrawlSources(limit + 1, filter);
    const shown = rows.slice(0, limit);
    const counts = (await store.countCrawlSources()).filter(
      (row) => (state ?? row.state) === row.state && (verdict ?? row.verdict) === row.verdict,
    );
    return {
      total: counts.reduce((sum, { count }) => sum + count, 0),
      items: shown.map(answerOf),
      next: rows.length > limit ? encodeCursor(name, [shown.at(-1)?.id ?? '']) : null,
    };
  },
  async get(id) {
    const row = await store.getCrawlSource(id);
    if (row === null) throw new CodedError('not-found', 'There is no source of this id.');
    const history = (await store.crawlHistory(id, LIMITS.crawlEvents)).map(({ at, event, detail }) => ({
      ...{ at: toRfc3339(at), event, detail: JSON.parse(detail) as Record<string, unknown> },
    }));
    return { ...answerOf(row), problems: memoryOf(row).problems, history };
  },
  ofEntry: async (entry) => (await store.crawlSourcesOf(entry)).map(answerOf),
  counts: () => store.countCrawlSources(),
  images: (entry) => store.listImages({ origin: OWN, kind: 'software', slug: entry.split('/')[1] ?? '' }),
  image: (digest) => store.getImage(digest),
});

function answerOf(row: CrawlSource): SourceAnswer {
  const { id, url, role, addedBy, state, since, looked, due, failures, verdict, entry } = row;
  const { commit, committed, manifest, aliases, facts, invalidSince, valid, failure, listed, folder } = memoryOf(row);
  return {
    ...{ id, url, role, addedBy, state, failures, verdict, entry },
    ...{ since: toRfc3339(since), looked: dateOf(looked), due: toRfc3339(due) },
    seen: {
      ...{ commit, committed, manifest, aliases, failure, ...facts },
      ...{ invalidSince: dateOf(invalidSince), validAt: dateOf(valid?.at ?? null) },
      ...(folder === null ? {} : { records: folder.files, broken: folder.broken }),
      ...(listed === null ? {} : { named: listed.named, crawled: listed.crawled }),
    },
  };
}

const dateOf = (at: number | null): string | null => (at === null ? null : toRfc3339(at));
