import type { Kind } from '../records/kinds.ts';

/** An entry by its origin, kind and slug, as `EntryKey` of the port. */
interface Key {
  origin: number;
  kind: Kind;
  slug: string;
}

/** A log that we cosign, and what of it we have cosigned last. */
export interface WitnessedRow {
  origin: string;
  /** Verifier keys of the log, of C2SP signed-note. */
  keys: string[];
  /** Whether it is cosigned because it is mirrored; else the operator has named it. */
  mirrored: boolean;
  /** 0 where nothing was cosigned yet. */
  size: number;
  root: Uint8Array;
  /** The checkpoint that was cosigned last, with our cosignature. */
  note: Uint8Array;
  /** When, in milliseconds; 0 for never. */
  cosigned: number;
}

/** Who is asked to cosign our own log. */
export interface WitnessRow {
  /** Verifier key of cosignatures. */
  key: string;
  /** The submission prefix of C2SP tlog-witness: `add-checkpoint` stands behind it. */
  url: string;
  /** Size of our log that it has cosigned last, as far as we know. */
  size: number;
  cosigned: number | null;
  /** Why it did not answer with a cosignature when it was asked last. */
  problem: string | null;
}

/** How two heads of a log contradict each other. */
export type ForkRule = 'same-size' | 'inconsistent';

/** Two heads of one log, both signed by it, that no append-only log can have. */
export interface EvidenceRow {
  id: string;
  origin: string;
  rule: ForkRule;
  /** The largest size up to which the log is known to be one. */
  common: number;
  /** The checkpoints, byte for byte. */
  one: Uint8Array;
  other: Uint8Array;
  /** Hashes of the consistency proof that did not hold, in base64; none where both have one size. */
  proof: string[];
  /** From whom the second one came. */
  source: string;
  found: number;
  /** Verifier keys of the log that have signed them. */
  keys: string[];
}

export interface Suppressed {
  hash: Uint8Array;
  /** Number of words that the hash is of; 0 for that of a whole source. */
  words: number;
  at: number;
}

/** A row beside the records in which somebody may be named. */
export interface Beside {
  what: 'admission' | 'draft' | 'dispute' | 'version-source' | 'unshown';
  /** As the table names it. */
  id: string;
}

/** Everything of an entry that somebody wrote, for whoever looks for a name in it. */
export interface EntryTexts {
  ord: number;
  entry: Key;
  bodyDigest: string;
  /** JSON, or null. */
  contacts: string | null;
  sources: { key: string; digest: string; bytes: Uint8Array; record: string; provenance: string }[];
  versions: { n: number; digest: string; body: Uint8Array }[];
  identities: string[];
}

/** What a mirror answered when it was asked for a body that we have erased. Only `present` and `no-answer` are asked again. */
export type ErasureAnswer = 'gone' | 'never' | 'not-mirrored' | 'present' | 'no-answer';

export interface ConfirmationRow {
  digest: string;
  /** Number of the peer's origin. */
  origin: number;
  answer: ErasureAnswer;
  /** When, in milliseconds. */
  at: number;
  tries: number;
  /** When it is to be asked again, if it is. */
  next: number;
}

/** What is asked of a database about witnesses, forks and what was erased. Part of `Store`. */
export interface TrustStore {
  listWitnessed(): Promise<WitnessedRow[]>;
  getWitnessed(origin: string): Promise<WitnessedRow | null>;
  /** Names a log to be cosigned, or gives one other keys; what was cosigned stays. */
  putWitnessed(log: Pick<WitnessedRow, 'origin' | 'keys' | 'mirrored'>): Promise<void>;
  dropWitnessed(origin: string): Promise<void>;
  /**
   * Replaces what was cosigned last, if it is still of size `expected`. False, and nothing is written, where another head was
   * cosigned meanwhile, the new one is smaller, or the log is no longer cosigned.
   */
  swapWitnessed(
    origin: string,
    expected: number,
    head: Pick<WitnessedRow, 'size' | 'root' | 'note' | 'cosigned'>,
  ): Promise<boolean>;

  listWitnesses(): Promise<WitnessRow[]>;
  putWitness(witness: Pick<WitnessRow, 'key' | 'url'>): Promise<void>;
  dropWitness(key: string): Promise<boolean>;
  /** What came of asking it; `size` only where it is known. */
  settleWitness(key: string, outcome: { size?: number; cosigned?: number; problem: string | null }): Promise<void>;

  /** Keeps a proof of a fork; one that is there already stays as it is. */
  putEvidence(evidence: EvidenceRow): Promise<boolean>;
  /** Of all logs or of one, newest first. */
  listEvidence(origin?: string): Promise<EvidenceRow[]>;

  /** Entries of all origins with their texts, in order of arrival. */
  entryTexts(afterOrd: number, limit: number): Promise<EntryTexts[]>;
  /** The entry that has a version with this body, whether it was erased or not; ours before those of others. */
  entryOfBody(digest: string): Promise<Key | null>;
  /** Takes what was said of somebody out of an entry and leaves the rest: contacts, bytes of sources, identities. */
  redact(ord: number, what: { contacts?: string | null; sources?: string[]; identities?: string[] }): Promise<void>;
  /**
   * Rows beside the records whose text fits: manifests that wait for the operator, drafts, words of disputes, where own
   * versions came from, bodies of others that are kept and not shown.
   */
  findBeside(fits: (text: string) => boolean): Promise<Beside[]>;
  /** Takes the text out of one of them; false for what only its origin can erase. */
  dropBeside(row: Beside): Promise<boolean>;
  /** Files of folders whose problems quote the text; they are forgotten, and judged anew when they are read next. */
  forgetFiles(fits: (problems: string) => boolean): Promise<number>;
  /**
   * Overwrites what was deleted before: words that no record has any more are struck out, the write-ahead log is emptied. False where a reader kept the
   * log from being emptied; the next one who asks, or the last who closes the data, does it.
   */
  scrub(): Promise<boolean>;
  /** Digests of all bodies that were erased. */
  listErased(): Promise<string[]>;
  /** When a body was erased last, ours or one of a mirrored log, in milliseconds; null for never. */
  lastErased(): Promise<number | null>;
  /** Bodies of ours that were erased, newest first; all where no limit is named. */
  ownErasures(limit?: number): Promise<{ id: string; digest: string; at: number }[]>;
  /** Those of which a peer is to be asked now, oldest first, with how often it was. */
  dueConfirmations(origin: number, now: number, limit: number): Promise<{ digest: string; tries: number }[]>;
  listConfirmations(digests: readonly string[]): Promise<ConfirmationRow[]>;
  putConfirmation(row: ConfirmationRow): Promise<void>;
  suppress(rows: Suppressed[]): Promise<void>;
  listSuppressed(): Promise<Suppressed[]>;

  listExports(): Promise<{ folder: string; url: string }[]>;
  putExport(folder: string, url: string): Promise<void>;
}
