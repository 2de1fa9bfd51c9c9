import type { Clock } from '../kernel/clock.ts';
import type { Kind } from '../records/kinds.ts';
import type { AccessStore } from './access-port.ts';
import type { CrawlStore } from './crawl-port.ts';
import type { DraftStore } from './draft-port.ts';
import type { HookStore } from './hook-port.ts';
import type { ImageStore } from './image-port.ts';
import type { LogStore } from './log-port.ts';
import type { MirrorStore } from './mirror-port.ts';
import type { PastStore } from './past-port.ts';
import type { EntryKey, EntryState, Outcome, Projection, SourceRow, State, StoredText, Verdict } from './rows.ts';
import type { TrustStore } from './trust-port.ts';

export type {
  Change,
  EndsIn,
  EntryKey,
  EntryState,
  IndexedText,
  IndexedWord,
  Outcome,
  Projection,
  SourceRow,
  State,
  StoredText,
  Verdict,
} from './rows.ts';

/** What a step wants to know before it decides. Answered under the write lock. */
export interface Reads {
  origin: number;
  kind: Kind;
  /** Explicit id, looked up first. */
  slug?: string;
  /** Identity keys in order; the first that leads to an entry that was not withdrawn names it, else the first known. */
  keys: string[];
  /** Further keys, of which it is only asked who has them: those that the entry is to be found under. */
  register?: string[];
  /** Whether to tell who may write the entry that is found. */
  writers?: boolean;
  /** Rows of the list of what must not come back, as it was when the submission was held against it. */
  suppressed?: number;
  /** Ways that must not lead back to the entry. */
  ways?: Way[];
  /** Slugs equal to this or beginning with it and a hyphen are reported as taken. */
  slugBase?: string;
}

/** A chain of references, as the record that is to be written would lengthen it. */
export interface Way {
  name: string;
  /** References that are followed on, and those that are followed against their direction. */
  rels: readonly string[];
  against: readonly string[];
  /** Where the record leads, `kind/slug` in its own origin or `kind/slug@origin`; and what it says leads to it. */
  to: string[];
  from: string[];
}

export interface Found {
  /** The entry of the explicit slug, if there is one. */
  named: EntryState | null;
  /** The entry of the first known identity key, before all others one that was not withdrawn. */
  matched: EntryState | null;
  /** Who has keys of `keys` and `register` besides the matched entry: entries that were not withdrawn, by key. */
  others: KeyHolder[];
  taken: Set<string>;
  /** What took the place of the named or else the matched entry, `software/kitos@catalogue.example`; null where nothing did. */
  heir: string | null;
  /** Whether something was put on the list of what must not come back since `Reads.suppressed`. */
  isOutdated: boolean;
  /** The first way that leads back, with the entries on it, `kind/slug@origin`; null where none does. */
  circle: { name: string; ids: string[] } | null;
  /** The record of the kind `writers` that the named or else the matched entry has, JSON; null for none. */
  writers: string | null;
  /** Our own log: number of leaves and the right edge of its tree, as `journal/tree` encodes it. */
  log: { size: number; edge: Uint8Array };
}

/** An entry that is found under an identity key. */
export interface KeyHolder {
  key: string;
  entry: EntryKey;
}

/** A decision: synchronous and pure, run under the write lock. */
export interface Step<A> {
  reads: Reads;
  decide(found: Found): Verdict<A>;
}

/** A record as readers see it. `etag` is without quotes. */
export interface RecordRow extends EntryKey {
  ord: number;
  state: State;
  view: string;
  etag: string;
  version: number;
  updated: number;
}

/** The document that the API answers for a record. */
export interface StoredDocument {
  etag: string;
  /** UTF-8, or null where whoever asked has it already. */
  view: Uint8Array | null;
  /** The last decision about who uses what, as `decisionsSince` counts them; 0 before any. Told here, where it costs nothing. */
  decided?: number;
  /** Whether the record says that it was handed over; not told where it is not known. Told here for the same reason. */
  handed?: boolean;
}

export interface Tombstone extends EntryKey {
  reason: string | null;
  successor: string | null;
  updated: number;
}

export interface VersionRow {
  n: number;
  digest: string;
  mediaType: string;
  bytes: number;
  created: number;
  provenance: string;
}

/** What is stored of a projection. */
export type StoredProjection = Omit<Projection, 'texts'> & { texts: StoredText[]; version: number };

/** One row of what the facet columns hold in memory. `rep` is the row that stands for its cluster. */
export interface ColumnRow {
  ord: number;
  rep: number;
  origin: number;
  kind: Kind;
  sortName: string;
  quality: number;
  updated: number;
  facets: Record<string, string[]>;
  /**
   * Its texts, each as its field, how many words it has, and their numbers, all as `kernel/varint` writes them. Null where no
   * search finds it.
   */
  words: Uint8Array | null;
}

/** A word of the index with its number, which never comes again. */
export interface WordRow {
  id: number;
  word: string;
}

export interface ItemRow extends EntryKey {
  ord: number;
  /** `own`, `built-in` or the name of a mirrored origin. */
  originName: string;
  item: string;
  etag: string;
  version: number;
  updated: number;
  /** Whether the bare slug leads to this row (ours, or built in and not shadowed by ours). */
  bare: boolean;
}

export interface EventRow {
  seq: number;
  entry: EntryKey;
  op: string;
  version: number;
  at: number;
}

/** A file of a catalogue folder, as last loaded. */
export interface FileRow {
  folder: string;
  file: string;
  digest: string;
  /** The entry that it gave, or null when it was refused. */
  entry: EntryKey | null;
  /** JSON list of problems. */
  problems: string;
  /** When it was first missed, or null while it is there. */
  missingSince: number | null;
}

/** What was decided here about one thing; `what` and `key` name it. JSON, or null where the decision was taken back. */
export interface DecisionRow {
  /** Grows with every decision. */
  seq: number;
  what: string;
  key: string;
  value: string | null;
  at: number;
}

export interface Counts {
  seq: number;
  leaves: number;
  live: { origin: number; kind: Kind; count: number }[];
}

export interface Holder {
  pid: number;
  what: string;
  started: number;
}

/** What the address of a record's page is made of. */
export type AddressRow = Pick<ItemRow, 'kind' | 'slug' | 'originName' | 'bare' | 'updated'>;

export interface ViewPage {
  views: { ord: number; view: Uint8Array }[];
  /** Whether there are further ones. */
  more: boolean;
}

/**
 * What the registry asks of a database. A backend is native and whole: it may use everything its database has.
 * The port offers acts, not a transaction: `commit` runs pure decisions under the write lock, reads stand alone.
 * All methods are async in type, so that a backend with a network in between needs no other callers.
 */
export interface Store
  extends LogStore,
    MirrorStore,
    TrustStore,
    AccessStore,
    CrawlStore,
    DraftStore,
    HookStore,
    ImageStore,
    PastStore {
  /**
   * Runs each step's reads, decision and row changes. Steps are independent: a refused one undoes nothing. Several steps
   * share transactions that close after `LIMITS.batchSteps` or `LIMITS.batchMs`; with `bulk`, after `bulkSteps` or
   * `bulkMs`. What is answered is durable; `stored` is told of each transaction, also where a later one fails.
   * Throws `busy` when the write lock is not had in time, `disk-full`, `read-only`.
   */
  commit<A>(steps: Step<A>[], stored?: (outcomes: Outcome<A>[]) => void): Promise<Outcome<A>[]>;

  /** The live record at this address, or null. */
  getRecord(key: EntryKey): Promise<RecordRow | null>;
  /** Of the same record what is passed on as it is; `known` is an ETag whose document need not be read again. */
  getDocument(key: EntryKey, known?: string): Promise<StoredDocument | null>;
  /**
   * What a bare slug leads to without waiting: our own record, else the built-in one where we have no entry of that name.
   * Null where there is neither, or where it takes longer to tell; then ask the others.
   */
  documentNow(kind: Kind, slug: string, known?: string): StoredDocument | null;
  getTombstone(key: EntryKey): Promise<Tombstone | null>;
  /** Live records of all origins with this slug: ours first, those of the built-in catalogues last; at most 50. */
  sameSlug(kind: Kind, slug: string): Promise<{ ord: number; rep: number; origin: number; originName: string }[]>;
  /** Live records of a kind in order of arrival after `afterOrd`, at most `limit`. Clusters are shown once. */
  listRecords(kind: Kind, afterOrd: number, limit: number): Promise<RecordRow[]>;
  /**
   * The same rows, of each only its document in UTF-8: what is passed on as it is need never become a string. Ends early,
   * behind the first at the least, where all together would be more than `LIMITS.listBytes`.
   */
  listViews(kind: Kind, afterOrd: number, limit: number): Promise<ViewPage>;
  countRecords(kind: Kind): Promise<number>;
  /** Numbers of the stretches of `size` row numbers in which the list of this kind has rows, in order. */
  listStretches(kind: Kind, size: number): Promise<number[]>;
  /** Where the rows of one stretch are found, and when each last changed. */
  listAddresses(kind: Kind, size: number, stretch: number): Promise<AddressRow[]>;
  /** What took the place of a record that was handed over, as both sides say it now; null where it stands itself. */
  heirOf(key: EntryKey): Promise<ItemRow | null>;
  /** Records whose place this one took. */
  formerOf(key: EntryKey): Promise<ItemRow[]>;
  /** Live records that were handed over or are to be, or have taken something over, ours first; at most `limit`. */
  listHandOvers(limit: number): Promise<RecordRow[]>;
  /** Of ours alone, behind this row number and in their order. */
  listOwnHandOvers(after: number, limit: number): Promise<RecordRow[]>;
  /** Other members of the record's cluster. */
  getCluster(key: EntryKey): Promise<RecordRow[]>;
  /** Versions of an entry, newest first, at most `limit`; those before number `before` where it is given. */
  listVersions(key: EntryKey, limit: number, before?: number): Promise<VersionRow[]>;
  /** The exact bytes of a version's body; the newest without `n`. */
  getBody(
    key: EntryKey,
    n?: number,
  ): Promise<{ body: Uint8Array; mediaType: string; digest: string; n: number } | null>;
  getSources(key: EntryKey): Promise<SourceRow[]>;
  /** Live records that refer to this one by one of the relations, newest last, after `afterOrd`. */
  linksTo(target: EntryKey, rels: string[], afterOrd: number, limit: number): Promise<ItemRow[]>;
  countLinksTo(target: EntryKey, rels: string[]): Promise<number>;
  /**
   * Live records that refer by `rel` to records that refer to this one by `through`, each once, newest last, after
   * `afterOrd`: the adoptions of a network's software, say.
   */
  linksThrough(target: EntryKey, through: string, rel: string, afterOrd: number, limit: number): Promise<ItemRow[]>;
  countLinksThrough(target: EntryKey, through: string, rel: string): Promise<number>;

  /** Live records that are the same software as more than `LIMITS.clusterSize` others and stand alone: all, and the first. */
  unjoined(limit: number): Promise<{ total: number; entries: EntryKey[] }>;

  /** References of live records of an origin that lead to no live record, at most `limit`. */
  danglingLinks(origin: number, limit: number): Promise<{ from: string; rel: string; target: string }[]>;

  /** Words of the index with numbers above this one, in their order. Whoever has a row finds all its words here. */
  wordsSince(id: number, limit: number): Promise<WordRow[]>;
  /** Grows when words are struck out, so that whoever holds words reads all of them anew. */
  wordsEpoch(): Promise<number>;
  /** Strikes out words that no row has any more, so that what was erased stands nowhere. How many those were. */
  dropUnusedWords(): Promise<number>;
  /** Rows with one of these folded names. */
  matchNames(names: string[]): Promise<number[]>;
  /** Rows that name one of these by the address of its repository or as a framework, or that saw such a repository. */
  hostNamers(ords: number[]): Promise<number[]>;
  getItems(ords: number[]): Promise<ItemRow[]>;
  getItem(key: EntryKey): Promise<ItemRow | null>;
  /**
   * Live rows with higher numbers than this, at most `limit`, in their order: what whoever begins to follow the changes reads
   * first, a page at a time. `changePoint` is asked before; what changes meanwhile comes again after that point.
   */
  columnsAfter(ord: number, limit: number): Promise<ColumnRow[]>;
  /**
   * The same without words, of those rows that can tell who uses what: organisations, networks, adoptions, and software that
   * names its users or for which another row stands.
   */
  columnsOfUse(ord: number, limit: number): Promise<ColumnRow[]>;
  /** Rows of the columns changed after this point in the change sequence, or all live ones for 0; with the new point. */
  columnsSince(seq: number, limit: number): Promise<{ seq: number; rows: ColumnRow[]; gone: number[]; more: boolean }>;
  /** Grows with every change, from any process; cheap enough to ask on every search. */
  changePoint(): Promise<number>;
  events(afterSeq: number, limit: number): Promise<EventRow[]>;
  counts(): Promise<Counts>;
  /** When anything last changed, in milliseconds, or null for an empty catalogue. */
  changedAt(): Promise<number | null>;

  readLeaves(from: number, limit: number): Promise<{ index: number; bytes: Uint8Array }[]>;
  readLog(): Promise<{ size: number; edge: Uint8Array }>;
  /** Every entry with its state, for `verify`; in order of arrival. */
  listEntries(
    origin: number,
    afterOrd: number,
    limit: number,
  ): Promise<(EntryState & { ord: number; projected: boolean })[]>;
  /** The names alone of entries that are shown, in order of arrival. */
  listLive(origin: number, afterOrd: number, limit: number): Promise<(EntryKey & { ord: number })[]>;

  /** The derived rows of an entry, for `verify`; names and links in no order. Null where it is not shown. */
  getProjection(key: EntryKey): Promise<StoredProjection | null>;
  /** Which of these identity keys lead to the entry. */
  leadsTo(key: EntryKey, keys: string[]): Promise<string[]>;

  listFiles(folder: string): Promise<FileRow[]>;
  /** Files that have problems, of all folders. */
  listBroken(limit: number): Promise<Pick<FileRow, 'folder' | 'file' | 'problems'>[]>;
  putFiles(rows: FileRow[]): Promise<void>;
  dropFile(folder: string, file: string): Promise<void>;

  /** Writes decisions, all or none; one of the same thing takes the place of the older. */
  putDecisions(rows: Pick<DecisionRow, 'what' | 'key' | 'value'>[]): Promise<void>;
  /** The newest decision of each thing, those after this point, in order; at most `limit`. */
  decisionsSince(seq: number, limit: number): Promise<DecisionRow[]>;

  /** By which version of the projection the derived tables were made; null where that was never said. */
  derivedVersion(): Promise<number | null>;
  setDerivedVersion(version: number): Promise<void>;

  /** Takes or renews the lease; the fencing number, or null while another holds it. */
  lease(name: string, holder: string, ms: number): Promise<number | null>;
  releaseLease(name: string, holder: string): Promise<void>;
  /** Processes that have this data open now. */
  holders(): Promise<Holder[]>;

  /**
   * Writes a whole, consistent copy. The file appears under its name only when it is complete. Throws `unwritable-file`
   * with its name.
   */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Data folder, or `:memory:`. */
  folder: string;
  clock: Clock;
  /** How long the write lock is waited for inside the call: short on a serving thread. */
  busyMs: number;
  /** True where nobody is served: transactions of many steps may then take `LIMITS.bulkMs`. */
  bulk?: boolean;
  /** Refuse (`no-data`) a folder without a database instead of making one. */
  existing?: boolean;
  /** What this process is, for whoever finds the data in use; `''` for a further connection of a process that said it. */
  what: string;
}
