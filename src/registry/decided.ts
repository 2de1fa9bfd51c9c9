import type {
  Adoption,
  Assessment,
  Claim,
  Contribution,
  Framework,
  LocalisedText,
  Need,
  Network,
  Observation,
  Offer,
  Organisation,
  Software,
  Story,
  Writers,
} from '../schemas.gen.ts';
import type { EntryKey } from '../store/port.ts';

export type AnyRecord =
  | Software
  | Organisation
  | Network
  | Framework
  | Adoption
  | Contribution
  | Assessment
  | Observation
  | Writers
  | Offer
  | Need
  | Story
  | Claim;

/** What a projection is made from: a decided record and what is known of its coming. */
export interface Decided {
  entry: EntryKey;
  originName: string;
  record: AnyRecord;
  /** The record as JSON. */
  json: string;
  /** From which byte on the body is this JSON and the brace that closes the body; left out where it is not. */
  bodyAt?: number | undefined;
  version: number;
  digest: string;
  /** Milliseconds. */
  updated: number;
  /** Where the primary source came from, and the others; in the form that answers show. */
  source: object;
  sources: object[];
  /** Fields that the primary source leaves out, and by whom they were filled. */
  filled: Record<string, string>;
  /** Where it stands in the log of its origin; left out of our own and built-in records. */
  mirror?: { log: string; index: number };
}

/** The short form of a record, as stored. `summaries` and `names` are by language. */
export interface ItemData {
  name: string;
  aliases: string[];
  names: LocalisedText;
  summaries: LocalisedText;
  facts: Record<string, string | string[] | boolean>;
}

/** What a decision may not make up itself: the time and what is random. */
export interface Given {
  /** Milliseconds. */
  now: number;
  salt(): string;
  randomId(): string;
}
