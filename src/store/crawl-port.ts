/** What the crawler keeps: which sources there are, what was last seen at each, and what happened. */
export type SourceRole = 'repository' | 'owner' | 'list' | 'folder';
export type SourceState = 'new' | 'alive' | 'unreachable' | 'gone';
/** Of the manifest that was last seen: `none` where a repository has none, null where it was never looked at. */
export type ManifestVerdict = 'valid' | 'invalid' | 'none';

/** A place to look at: one repository, a forge's organisation or group, a list of either, or a repository that holds a catalogue folder. */
export interface CrawlSource {
  /** Made of its first address, so that it can be linked to; it stays when the repository moves. */
  id: string;
  /** As it is asked now. */
  url: string;
  /** Its normal form: no two sources have the same. */
  key: string;
  role: SourceRole;
  /** Where its manifest lies; null for the usual places. */
  path: string | null;
  /** `operator`, `folder:<name>`, `source:<id>` of the owner, list or folder that named it, or `record:<entry>`. */
  addedBy: string;
  added: number;
  state: SourceState;
  /** Since when it is in this state. */
  since: number;
  /** When it is to be looked at next; 1 in a claim where somebody said that something is new. */
  due: number;
  /** Times in a row that it could not be read. */
  failures: number;
  /** When it was last looked at, with or without success. */
  looked: number | null;
  verdict: ManifestVerdict | null;
  /** Entry that its manifest gave, `software/kitos`. */
  entry: string | null;
  /** What was seen, JSON; the crawler's own affair. */
  seen: string;
}

export interface CrawlEvent {
  source: string;
  at: number;
  /** Word of what happened, see `crawl/history.ts`. */
  event: string;
  /** JSON object with what belongs to it. */
  detail: string;
}

/** Somebody said that something is new. */
export interface Notice {
  /** Digests by which the same is known when it is said again, until a time. */
  marks: string[];
  until: number;
  repositories: string[];
  owners: string[];
}

/** Part of the port: see `port.ts`. */
export interface CrawlStore {
  /** Adds those that are not there yet (by key); answers the ids of the new ones. */
  addCrawlSources(rows: CrawlSource[]): Promise<string[]>;
  /** How far the change sequence was read for what records name; 0 at first. */
  namedUpTo(): Promise<number>;
  /**
   * Says which sources a record or folder names (`addedBy`), and how far the change sequence was read for it: what it names no
   * longer, and nothing but it did, goes; what it names anew is added, unless it was dropped once, or records name `most`
   * already.
   */
  nameCrawlSources(named: { addedBy: string; rows: CrawlSource[] }[], most: number, upTo?: number): Promise<void>;
  getCrawlSource(id: string): Promise<CrawlSource | null>;
  findCrawlSource(key: string): Promise<CrawlSource | null>;
  /** Sources whose manifest gave this entry, at most 50. */
  crawlSourcesOf(entry: string): Promise<CrawlSource[]>;
  /** In order of their ids, after `after`; only those in a state, with a verdict or of a role, where one is asked for. */
  listCrawlSources(
    limit: number,
    filter?: { after?: string; state?: SourceState; verdict?: ManifestVerdict; role?: SourceRole },
  ): Promise<CrawlSource[]>;
  countCrawlSources(): Promise<
    { role: SourceRole; state: SourceState; verdict: ManifestVerdict | null; count: number }[]
  >;
  /**
   * Forgets a source and its history; what it gave stays in the catalogue. No record brings it back, until it is added by
   * name. False where there is none.
   */
  dropCrawlSource(id: string): Promise<boolean>;
  /**
   * Sources that are due, the longest waiting first, taken by `holder` for so long: nobody else gets them before, so that
   * a source is looked at by one at a time. With `ids` these, due or not.
   */
  claimCrawlSources(claim: { holder: string; ms: number; limit: number; ids?: string[] }): Promise<CrawlSource[]>;
  /**
   * Gives back what processes of this machine had taken that are no more: holders named `host/pid/…`, where no such process
   * runs, or where it is this one and the name does not begin with `own` (numbers come again). How many.
   */
  freeCrawlSources(own: string): Promise<number>;
  /**
   * Writes what became of claimed sources, with their events, and gives them back. Rows that another holder has taken
   * meanwhile, or that were dropped, stay as they are. Of each source the newest `LIMITS.crawlEvents` events are kept.
   */
  settleCrawlSources(holder: string, done: { source: CrawlSource; events: CrawlEvent[] }[]): Promise<number>;
  /**
   * Makes sources due at once, by their keys: those of repositories in all their places of manifests; where none is ours, the
   * owners. What is looked at just now is looked at once more. Once: where one of `marks` was taken before nothing is woken,
   * and the others are marked too. Marks and sources are one transaction: what was marked was woken. `due` has the ids.
   */
  wakeCrawlSources(notice: Notice): Promise<{ repeated: boolean; due: string[] }>;
  /** Newest first. */
  crawlHistory(id: string, limit: number): Promise<CrawlEvent[]>;
}
