import type { Alike, BodyFacts, Register } from '../../adopters/bodies.ts';
import type { AdoptionState, Evidence } from '../../adopters/claims.ts';
import type { Problem } from '../../kernel/errors.ts';
import type { Page } from '../../kernel/page.ts';
import type { Citation } from '../../schemas.gen.ts';
import type { EntryKey } from '../../store/port.ts';
import type { ListItem } from '../list-item.ts';

/** A body as it is shown beside what it uses. */
export interface ShownBody extends BodyFacts {
  /** With its origin. */
  id: string;
  name: string;
  page: string;
  population?: Population;
}

/** One source's word, with its source. */
export interface ToldClaim {
  /** What a dispute names. */
  id: string;
  origin: string;
  /** Of its record; the makers' lists have none. */
  page: string | null;
  state: AdoptionState;
  evidence: Evidence;
  since: string | null;
  until: string | null;
  asOf: string | null;
  disputed: boolean;
  source: Citation | null;
}

/** One body and one software. As an item it is its leading claim. */
export interface AdopterItem extends ListItem {
  /** `null` where the name is not matched to a body. */
  organisation: ShownBody | null;
  /** The body as it is called here, else as the source names it. */
  organisationName: string;
  software: { id: string; name: string; page: string } | null;
  state: AdoptionState;
  evidence: Evidence;
  since: string | null;
  until: string | null;
  asOf: string | null;
  lastConfirmed: string | null;
  disputed: boolean;
  alike: Alike[];
  claims: ToldClaim[];
}

/** A statement of how many bodies of a kind there are, with its source. */
export interface StatedRegister extends Register {
  date?: string;
  source?: { title: string; publisher?: string; address?: string };
}

export const ADOPTER_FILTERS = ['country', 'type', 'subdivision', 'size', 'state', 'evidence'] as const;
export type AdopterFilter = (typeof ADOPTER_FILTERS)[number];

export interface AdopterWish {
  lang: string;
  limit: number;
  cursor?: string;
  filters?: Partial<Record<AdopterFilter, string>>;
  /** An organisation's id: only bodies of its country and kind, the most alike first. */
  like?: string;
  /** Only who used it at this date. */
  date?: string;
}

type Count = { value: string; count: number };

/** What is told of all adopters that a wish is about, whatever the page. */
export interface AdopterCounts {
  evidence: Count[];
  state: Count[];
  country: Count[];
  type: Count[];
  subdivision: Count[];
  size: Count[];
}

export interface AdopterPage extends Page<AdopterItem> {
  counts: AdopterCounts;
  /** Bodies that use it today, as far as it is known; not those who look into it. */
  inUse: number;
  series: { date: string; inUse: number }[];
  firstMovers: AdopterItem[];
  shares: (StatedRegister & { have: number; of: number })[];
  /** Of a census: named bodies of which no date tells whether they used it then. */
  notKnown: number;
  like: ShownBody | null;
}

/** A record, or everything. */
export type Subject = (EntryKey & { ord: number }) | 'all';

/** A name that waits, as an operator sees it. */
export interface Waiting {
  name: string;
  countries: readonly string[];
  candidates: { id: string; name: string; country: string | null; type: string | null; score: number }[];
  from: string[];
}

/** What a body says against claims of its use. */
export interface Holds {
  /**
   * What a body says of itself: it does not run this, or does not agree any more that it is told. Wins over every source, and
   * own adoptions that it meets are withdrawn: their ids. Consent that was taken back stays the reason.
   */
  hold(
    organisation: string,
    software: string,
    reason: HoldReason,
  ): Promise<{ reason: HoldReason; withdrawn: string[] }>;
  /** The body says otherwise again. */
  release(organisation: string, software: string): Promise<boolean>;
  /** For which reasons this use is hidden now. */
  holdsOn(organisation: string, software: string): Promise<HoldReason[]>;
}

export interface AdopterActs extends Holds {
  /** "This is not right": marks the claim as disputed at once. Again while it is open, it answers the same. */
  dispute(what: { claim: string; reason: string; words?: string }): Promise<{ id: string; open: true }>;
  disputes(): Promise<Dispute[]>;
  /** Upheld: the claim is shown no more, and an own record of it is withdrawn. Rejected: it stands as before. */
  settle(id: string, how: 'upheld' | 'rejected'): Promise<Dispute>;
  queue(): Promise<{ total: number; items: Waiting[] }>;
  /** A person says which body a name means; `null`: none of this catalogue. */
  match(name: string, countries: readonly string[], organisation: string | null): Promise<void>;
  /** The body of an id, an official code or a name, where it is surely one; else null. */
  find(
    what: { text: string } | { scheme: string; code: string },
    country?: string,
  ): Promise<{ id: string; name: string; country: string | undefined } | null>;
  /** Where none is surely meant: at most three that could be. */
  candidates(
    what: { text: string } | { scheme: string; code: string },
    country?: string,
  ): Promise<{ id: string; name: string }[]>;
  /** Of a dry run nothing is kept. */
  populations(rows: { key: string; value: object }[], how?: { dryRun?: boolean }): Promise<{ unknown: string[] }>;
}

/** Why the use of a software by a body is hidden: the body does not run it, or does not agree any more that it is told. */
export type HoldReason = 'not-used' | 'consent';

export const DISPUTE_REASONS = [
  'not-used',
  'never-used',
  'no-longer',
  'other-body',
  'wrong-details',
  'not-public',
] as const;
export type DisputeReason = (typeof DISPUTE_REASONS)[number];

/** Somebody says that a claim is not right. */
export interface Dispute {
  id: string;
  /** `adoption/…@origin` or `used-by/…`. */
  claim: string;
  /** What it was about when it came, in words. */
  about: string;
  reason: DisputeReason;
  words: string | null;
  /** Milliseconds. */
  at: number;
  settled: 'upheld' | 'rejected' | null;
}

export interface Population {
  value: number;
  date: string | null;
  source: string | null;
  sourceAddress: string | null;
}

/** An organisation's `adoptions.yml` as it was found. */
export interface Declared {
  bytes: Uint8Array;
  /** From a crawl of its repository, or from a folder whose owner answers for it. */
  provenance: { by: 'crawl'; url: string; commit: string; path: string } | { by: 'folder'; file: string };
}

export interface DeclaredOutcome {
  /** With its origin. */
  organisation: string;
  /** Ids of what was taken in. */
  published: string[];
  /** Uses that the body says are none: hidden, whoever claims them. */
  denied: number;
  /** What was said before and is not any more. */
  left: number;
  /** Rows that could not be taken, by their JSON pointer. */
  problems: Problem[];
}
