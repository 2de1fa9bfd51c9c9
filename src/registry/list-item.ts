import type { Fault } from '../governance/faults.ts';
import type { Kind } from '../records/kinds.ts';

/** A record in a list, in the reader's language. */
export interface ListItem {
  id: string;
  kind: Kind;
  /** `own`, `built-in` or the name of a mirrored origin. */
  origin: string;
  name: string;
  aliases: string[];
  summary: string;
  /** Language of the summary, which may not be the reader's. */
  summaryLanguage: string;
  /** `/en/software/kitos` */
  page: string;
  version: number;
  /** RFC 3339 */
  updated: string;
  /** What a list shows of it besides, by field name: licence, status, type, country, network, state, asOf … */
  facts: Record<string, string | string[] | boolean>;
  /** What is wrong with it as it came from elsewhere: of what is published here it is refused. */
  faults?: (Fault & { hint: string })[];
  /** It answers only a part of what was asked. */
  loose?: boolean;
  /** Why it stands where it stands, where that was asked for. */
  explanation?: Explanation;
}

/** What follows what, by chain and address: looked up once for the records of one answer. */
export type Followed = Map<string, readonly string[]>;

/** What takes the place of a record, or holds it, leading back to it: ids from the next one to itself, with `@origin` where not ours. */
export interface Circle {
  chain: 'succession' | 'parents';
  ids: string[];
}

/** A page below the language, `/software/kitos`, and when what it shows was last changed, RFC 3339. */
export interface PageAddress {
  path: string;
  updated: string;
}

/** What was listed at the end of a month, `2026-11`. */
export interface GrowthMonth {
  month: string;
  software: number;
  organisations: number;
}

/** The parts of a hit's score: they add up, `text` being set against that of the best hit first. */
export interface Explanation {
  exactName: number;
  text: number;
  quality: number;
  /** Of what the quality is made; they add up to it. */
  qualityParts: { record: number; adopters: number; level: number; activity: number };
  terms: ExplainedTerm[];
}

export interface ExplainedTerm {
  term: string;
  /** Whether a hit must have it: little words and words for software need not. */
  needed: boolean;
  /** The word for which an unknown one was taken. */
  readAs: string | null;
  /** What answers it best; null for a phrase, for parts of a compound, and where nothing does. */
  best: { word: string; language: string; how: string; fields: string[]; score: number } | null;
}
