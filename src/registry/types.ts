import type { Filed } from '../claims/compare.ts';
import type { ClaimFault } from '../claims/faults.ts';
import type { RatingChange } from '../governance/difference.ts';
import type { Fault } from '../governance/faults.ts';
import type { Standing } from '../governance/standing.ts';
import type { AllTotals } from '../governance/totals.ts';
import type { Problem } from '../kernel/errors.ts';
import type { Page } from '../kernel/page.ts';
import type { Profile } from '../maturity/profile.ts';
import type { Kind } from '../records/kinds.ts';
import type { Assessment, Claim, Framework, LicenceAnswer, RelationsAnswer } from '../schemas.gen.ts';
import type { Counts, EntryKey, RecordRow, SourceRow, StoredDocument, Tombstone, VersionRow } from '../store/port.ts';
import type { Principal } from '../writers/may-write.ts';
import type { Writer } from '../writers/writer.ts';
import type {
  AdopterActs,
  AdopterItem,
  AdopterPage,
  AdopterWish,
  Declared,
  DeclaredOutcome,
  ShownBody,
  Subject,
} from './adopters/types.ts';
import type { AnyRecord } from './decided.ts';
import type { HandOverActs, HandOverReport } from './hand-over-types.ts';
import type { Circle, Followed, GrowthMonth, ListItem, PageAddress } from './list-item.ts';
import type { Membership } from './membership-type.ts';
import type { Bundle, Mirrored, MirroredBodies } from './mirror-types.ts';
import type { News, NewsOf } from './news-type.ts';
import type { Observed } from './observed.ts';
import type { SearchAnswer, SearchQuery } from './search-type.ts';

/** How something came in. It decides the rank of the source and what it may speak for. */
export type Provenance =
  | { by: 'push'; actor: string }
  /** A run of CI, which its issuer vouched for. */
  | {
      by: 'run';
      url: string;
      commit: string;
      path: string;
      forge?: { host: string; repository: string };
      issuer: string;
    }
  | {
      by: 'crawl';
      url: string;
      commit: string;
      path: string;
      /** The repository by what does not change with its name: the number that its forge gave it. */
      forge?: { host: string; repository: string };
      /** Date of the commit, RFC 3339: what is older than what is known is not taken. */
      committed?: string;
      /** Former addresses of the repository, which lead to the present one. */
      aliases?: string[];
      /** The repository of the product that it is part of, as the operator's own list of sources says. */
      partOf?: string;
    }
  /** Drafted by the catalogue of a repository without a manifest, and accepted by a person. `draft` stays when that moves. */
  | { by: 'draft'; draft: string; url: string; commit: string }
  /** Taken over from another catalogue, where it was this entry; null where only something about handing it over is said. */
  | { by: 'hand-over'; entry: string | null }
  /** A file of a catalogue folder, and where it lies if the folder is somebody's repository. */
  | { by: 'folder'; file: string; at?: { url: string; commit: string; path: string } }
  | { by: 'import'; file: string };

/** What comes in at any door: the bytes as they are, what they claim to be, and how they came. */
export interface Submission {
  /** Kind of the record; a manifest (`publiccode.yml`) is always `software`. */
  kind: Kind;
  bytes: Uint8Array;
  /** `application/yaml` or `application/json`; what holds `publiccodeYmlVersion` is read as a manifest. */
  mediaType: 'application/yaml' | 'application/json';
  provenance: Provenance;
  /** Explicit id: the file name of a catalogue folder. Else an `id` in the record, else matched by repository. */
  slug?: string;
  /** `built-in` for the catalogues that ship with the program: never journaled. */
  origin?: 'own' | 'built-in';
}

export interface Published {
  /** `software/kitos` */
  id: string;
  /** `/software/kitos` */
  page: string;
  /** False when nothing new came: no version, no leaf. */
  changed: boolean;
  created: boolean;
  version: number;
  /** Warnings; errors refuse with `invalid-input`. */
  problems: Problem[];
  /** Of a dry run that names a principal: what would be different from what is there. */
  differences?: Difference[];
  /** Why the principal may write it; only of a publish that named one. */
  write?: WriteVerdict;
}

export interface WriteVerdict {
  allowed: true;
  why: string;
  /** The writer that the principal becomes with this publish; null where it is one, or needs not be. */
  joins: Writer | null;
}

export interface PublishOptions {
  dryRun?: boolean;
  /** Who asks, where it is not the operator: may then be refused with `forbidden`. */
  principal?: Principal;
  /** Whether the principal may make new entries without an operator's yes. */
  admitted?: boolean;
}

/** A record in a list, in the reader's language. */
export type Item = ListItem;

/** A record with the address of its page, or a task or category with its id. */
export interface Suggestion {
  label: string;
  kind: Kind | 'task' | 'category';
  id: string;
}

/** Where an address leads. A bare slug is ours, else built in, else the one mirrored cluster that has it. */
export type Lookup<T = RecordRow> =
  | { found: T }
  | { gone: Tombstone }
  | { redirect: string }
  /** Ids with origin that the bare slug could mean. */
  | { missing: string[] };

export interface Difference {
  /** JSON pointer into the record. */
  pointer: string;
  before?: unknown;
  after?: unknown;
}

export interface BrokenFile {
  folder: string;
  file: string;
  problems: Problem[];
}

/** A reference of one of our own records to what is not here: `from` is an id, `target` an id or one with its origin. */
export interface Dangling {
  from: string;
  /** What for, as in `project.ts`. */
  rel: string;
  target: string;
}

export interface CatalogueStatus extends Counts {
  /** Files of the catalogue folders that could not be loaded. */
  broken: BrokenFile[];
  /** Entries that are the same software as too many others to be shown as one: how many, and the ids of the first. */
  unjoined: { total: number; entries: string[] };
  /** Newest change of own and built-in records, RFC 3339, or null. */
  changedAt: string | null;
}

/** A framework as an assessment names it. */
export interface NamedFramework {
  /** `framework/os2-1.1.0@built-in`, or as it was written where it leads nowhere. */
  id: string;
  name: string;
  /** `/en/frameworks/…`; null where it leads nowhere. */
  page: string | null;
  record: Framework | null;
}

/** One assessment, counted. */
export interface Counted {
  item: Item;
  record: Assessment;
  framework: NamedFramework;
  /** Counted from its ratings; null where the framework is not known. */
  totals: AllTotals | null;
}

/** One assessment with what can be said of it. */
export interface Assessed extends Counted {
  /** What is wrong with it: an own one is refused then, one of a peer is kept and marked. */
  faults: Fault[];
}

/** What is said of one software under one framework. */
export interface LevelOf {
  framework: NamedFramework;
  standing: Standing;
  /** All assessments by this framework, the newest first. Ids as in `standing`. */
  history: Assessed[];
}

/** One assessment, with the others of the same subject by the same framework. */
export interface AssessmentStory extends LevelOf {
  assessed: Assessed;
  /** The one before it of the same version that has ratings, and what changed since. */
  since: { item: Item; changes: RatingChange[] } | null;
}

/** A claim with what is wrong with it: an own one is refused then, one of a peer is kept and marked. */
export type ToldClaim = { item: Item; claim: Claim; faults: ClaimFault[] };

/** How a product is kept, and whose observation of its repository that stands on; null where none was made. */
export type ToldProfile = Profile & { seen: { id: string; origin: string; page: string } | null };

/** Everything that doors read. Answers are in the reader's language where they hold `Item`s. */
export interface Reader {
  /**
   * `address` is a slug, bare or with `@origin`. What was handed over leads to what took its place; with `former` it is
   * shown itself, for its history.
   */
  lookup(kind: Kind, address: string, options?: { former?: boolean }): Promise<Lookup>;
  /** The same, of the record only what is passed on as it is. `known` is an ETag whose document is not needed again. */
  document(kind: Kind, address: string, known?: string): Promise<Lookup<StoredDocument>>;
  /** The same of what a bare slug leads to, where that can be told without waiting; null where `document` must be asked. */
  documentNow(kind: Kind, address: string, known?: string): StoredDocument | null;
  /** Whole records: their documents in UTF-8, to be passed on as they are. */
  list(kind: Kind, limit: number, cursor?: string): Promise<Page<Uint8Array>>;
  /** Numbers of the parts into which the pages of a kind are divided; a record stays in its part for ever. */
  pageParts(kind: Kind): Promise<number[]>;
  /** The pages of one part, at most `LIMITS.sitemapPart`. */
  pagesIn(kind: Kind, part: number): Promise<PageAddress[]>;
  /** How much was listed month by month, from the first change on; months without a change are left out. */
  growth(): Promise<GrowthMonth[]>;
  search(query: SearchQuery): Promise<SearchAnswer>;
  /** Takes into the index what changed since, if anything was searched yet: the next search has less to wait for. */
  follow(): Promise<void>;
  /** What somebody who is typing may want; nothing for less than two letters. */
  suggest(text: string, lang: string): Promise<Suggestion[]>;
  /** Records of the same kind that are about the same, the most similar first. */
  similar(row: Pick<RecordRow, 'ord' | 'kind'>, lang: string, limit: number): Promise<Item[]>;
  /** Open needs that speak of a task, or of those of a record. */
  needs(of: { ord: number } | { task: string }, lang: string, limit: number): Promise<Item[]>;
  /** Versions of a record, newest first. Throws `invalid-cursor`. */
  versions(row: RecordRow, limit: number, cursor?: string): Promise<Page<VersionRow>>;
  body(key: EntryKey, n?: number): Promise<{ body: Uint8Array; mediaType: string; digest: string; n: number } | null>;
  /** What changed between two versions; throws `not-found` where one does not exist. */
  compare(key: EntryKey, from: number, to: number): Promise<Difference[]>;
  sources(key: EntryKey): Promise<SourceRow[]>;
  /** Records that refer to this one: `rels` as in `project.ts` (`adoption-of`, `adoption-by`, `network`, `based-on` …). */
  linked(key: EntryKey, rels: string[], lang: string, limit: number, cursor?: string): Promise<Page<Item>>;
  /** All of them, counted and read once: how many, and all where those are at most `most`. */
  everyLink(key: EntryKey, rels: string[], lang: string, most: number): Promise<{ total: number; items: Item[] }>;
  /** Who uses a software, what a body uses, or who uses the software of a network or anything: each body and software once. */
  adopters(subject: Subject, wish: AdopterWish): Promise<AdopterPage>;
  /** The same list whole, read once: how many there are, and all where those are at most `most`. Throws `invalid-parameter`. */
  everyAdopter(
    subject: Subject,
    wish: Omit<AdopterWish, 'limit' | 'cursor'>,
    most: number,
  ): Promise<{ total: number; items: AdopterItem[] }>;
  /** A body as lists of adopters show it: with population and size class, as far as tables and records tell. */
  bodyShown(row: RecordRow, lang: string): Promise<ShownBody | null>;
  /** Assessments of a software or network, of its whole cluster, the newest first; at most `LIMITS.assessmentsRead`. */
  assessments(key: EntryKey, lang: string, limit: number, cursor?: string): Promise<Page<Assessed>>;
  /** Its standing under each framework by which it was assessed, in the order of their names. */
  levels(key: EntryKey, lang: string): Promise<LevelOf[]>;
  /** What stands around one assessment; null where there is none at this key. */
  assessment(key: EntryKey, lang: string): Promise<AssessmentStory | null>;
  /** Items for references (`kind/slug[@origin]`), seen from `origin`; unknown ones are left out. */
  resolve(refs: string[], origin: number, lang: string): Promise<Map<string, Item>>;
  /** The licence of a software: declared against found, what it allows, who holds the code, what changed. */
  licence(row: RecordRow): Promise<LicenceAnswer>;
  /** What was seen of its repositories, its own first, of each the newest; at most `LIMITS.observations`. */
  observations(row: RecordRow): Promise<Observed[]>;
  /** What sources claim of it, thing by thing, the newest first; at most `LIMITS.claimsRead`. */
  claims(key: EntryKey, lang: string): Promise<Filed<ToldClaim>[]>;
  /** Its teams against the rule of its network, and what that asks for it. */
  membership(row: RecordRow): Promise<Membership>;
  /** How it is kept, worked out today. */
  maturity(row: RecordRow): Promise<ToldProfile>;
  /** Its relations with the versions that fit, and of a host its add-ons. */
  relations(row: RecordRow, lang: string): Promise<RelationsAnswer>;
  /** The circle in which what takes the place of a record, or holds it, leads back to it: others' records may say so. */
  circle(row: RecordRow): Promise<Circle | null>;
  /**
   * All that is wrong with a record as it came from another catalogue; of what is published here it is refused. `followed` is
   * an empty map for all records of one answer, so that what they lead to is looked up once.
   */
  faults(row: RecordRow, followed?: Followed): Promise<Fault[]>;
  /** What our own records say of a repository as a writer, by issuer and number. */
  writersBy(issuer: string, repository: string): Promise<Writer[]>;
  /** What it says of its hand-over to or from another catalogue, and whether the other side says so too. */
  handOver(row: RecordRow): Promise<HandOverReport[]>;
  /** Everything that is handed over as far as it is known here. */
  handOvers(): Promise<HandOverReport[]>;
  /** Entries whose place this one took, as they stand at their catalogues. */
  former(key: EntryKey, lang: string): Promise<Item[]>;
  /** The other origins' entries of the same software. */
  cluster(key: EntryKey, lang: string): Promise<Item[]>;
  /** References of our own records that lead nowhere (yet): a warning, they heal when their target comes. */
  dangling(limit: number): Promise<Dangling[]>;
  status(): Promise<CatalogueStatus>;
  /** What changed of a product, network, organisation or everything, the newest first; see `news.ts`. */
  news(of: NewsOf, lang: string, limit: number): Promise<News[]>;
  /** The last point of the change sequence, which counts every shown change of every origin. */
  point(): Promise<number>;
  /** When that was, RFC 3339; null before the first change. */
  changedAt(): Promise<string | null>;
}

/** What an erasure did to an own entry. */
export interface Erased {
  id: string;
  /** Whether what was shown of it went too. */
  shown: boolean;
}

/** The catalogue as it was at a point of its change sequence. */
export interface Past {
  read: Reader;
  /** The point: every shown change of every origin counts, whoever made it. */
  at: number;
  /** When that change was made, RFC 3339. */
  changed: string;
  /** The day for which it is worked out: what had run out by then has (`YYYY-MM-DD`). */
  on: string;
  /** Entries that were shown then and are not to be told any more: erased, hidden, or withdrawn for consent. */
  erased: number;
}

export interface Registry {
  read: Reader;
  /**
   * The same at an earlier point, worked out as of the day `on`, else of the day of that change. Throws `invalid-parameter`
   * for a point that has not come yet and for a day before it or after today, and `overloaded` where too many wait.
   */
  past(at: number, on?: string): Promise<Past>;
  /** What people and bodies say here about who uses what. */
  adopters: AdopterActs;
  /** What an organisation says of itself in its `adoptions.yml`: see `adopters/declare.ts`. */
  declare(declared: Declared): Promise<DeclaredOutcome>;
  /** That file is there no more: what a body said in it is hidden until it says it again. How much that was. */
  undeclare(provenance: Declared['provenance']): Promise<number>;
  /**
   * Writes a bundle of the mirrored log of that number, in one transaction. Nothing in it is refused; the bundle is, with
   * `invalid-input` where it does not lead to the signed head, and with `conflict` where it does not continue the log or the
   * log is frozen. Throws `busy`, `disk-full`, `read-only`.
   */
  mirror(log: number, bundle: Bundle): Promise<Mirrored>;
  /**
   * Makes a signed head that of a mirrored log whose leaves are all here. False where others are stored meanwhile. Throws
   * `invalid-input` where they have another root.
   */
  mirrorHead(log: number, head: { size: number; root: Buffer; note: Uint8Array }): Promise<boolean>;
  /** Bodies by the index of the leaf that names them; those that are no more current are passed over. */
  mirrorBodies(log: number, bodies: { index: number; bytes: Uint8Array }[]): Promise<MirroredBodies>;
  /**
   * Shows a new epoch of an origin once it is complete, under the name that the origin has now, and brings what is shown in
   * line with it. False where it is not complete yet, or all is done.
   */
  mirrorEpoch(log: number, name: string): Promise<boolean>;
  /** Lets the removals through that were held of an origin; how many. */
  releaseRemovals(origin: number): Promise<number>;
  /** Brings what is shown and asked for of an origin in line with the facets of its peer. Broken off, the next call goes on. */
  resubscribe(origin: number): Promise<{ wanted: number; left: number }>;
  /** Takes everything that came from an origin out of the view, and then out of the data; how many records were shown. */
  forget(origin: number): Promise<number>;
  /**
   * Throws `invalid-input` with problems (a reference that leads nowhere is one), `forbidden`, `gone`, `conflict`, `too-large`, `busy`,
   * `disk-full`, `read-only`.
   */
  publish(submission: Submission, options?: PublishOptions): Promise<Published>;
  /**
   * Makes the next version of an own record out of the present one, under the write lock. Throws what `change` throws.
   * Records of the kind `writers` are changed by this act alone.
   */
  revise<R extends AnyRecord>(
    what: { kind: Kind; slug: string; keys: string[] },
    change: (before: R | null) => R,
  ): Promise<Published>;
  /** A batch: each submission is answered or refused by itself, in order. References may dangle: see `read.dangling`. */
  publishAll(submissions: Submission[]): Promise<({ published: Published } | { refused: unknown })[]>;
  /**
   * Delists an own entry for good: a tombstone stays. A second time changes nothing; with `onlyHidden` neither does it
   * where the entry is shown. Throws `not-found`, and `invalid-parameter` for an unknown reason.
   */
  withdraw(
    kind: Kind,
    slug: string,
    reason: string,
    options?: { onlyHidden?: boolean },
  ): Promise<{ id: string; changed: boolean }>;
  /**
   * Destroys the body of that digest, or with null all bodies of an own entry, and says so in the log. The bytes are gone from
   * the files only when the store was scrubbed. Throws `not-found`.
   */
  erase(kind: Kind, slug: string, digest: string | null): Promise<Erased>;
  /** How entries go over to other catalogues, and come from them. */
  handOver: HandOverActs<Published>;
  /** A source is no longer there (its file left the folder): an entry that stood on it is hidden until it comes back. */
  hide(what: { key: EntryKey; source: string }): Promise<{ hidden: boolean }>;
  /** Ends the worker that reads large sources. The store is closed by whoever opened it. */
  close(): Promise<void>;
}
