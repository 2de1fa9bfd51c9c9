import type { CodedError } from '../kernel/errors.ts';
import type { Kind } from '../records/kinds.ts';

/** `erased`: its content was destroyed; it may be published again. */
export type State = 'live' | 'hidden' | 'withdrawn' | 'erased';

export interface EntryKey {
  /** `kernel/origins.ts`: 0 is ours, 1 the built-in catalogues; mirrored ones follow. */
  origin: number;
  kind: Kind;
  slug: string;
}

/** One place from which an entry was submitted; of each only the newest bytes are kept. */
export interface SourceRow {
  /** What makes it the same source next time, e.g. `push:https://…#publiccode.yml` or `folder:software/kitos.yml`. */
  key: string;
  /** 1 manifest of the repository, 2 account of the owner, 3 catalogue folder, 4 import. Lower wins. */
  rank: number;
  mediaType: string;
  digest: string;
  /** The record as this source alone gives it, JSON. */
  record: string;
  /** JSON of the provenance. */
  provenance: string;
  active: boolean;
}

export interface EntryState extends EntryKey {
  state: State;
  /** Number of the newest version, from 1. */
  version: number;
  /** Digest of the decided record as the registry makes it, by which "unchanged" is told before a salt is drawn. */
  recordDigest: string;
  bodyDigest: string;
  /** Index of the last effective leaf, -1 when the entry has none (records of the built-in origin). */
  leafIndex: number;
  successor: string | null;
  reason: string | null;
  /** When its newest version came or its state changed, in milliseconds. */
  updated: number;
  /** By rank, equal ones in order of arrival. */
  sources: SourceRow[];
}

/** A word of the index. What is noted on it spares asking for its number again: most words are said again and again. */
export interface IndexedWord {
  readonly key: string;
  /** Its number, as long as `numbering` is that of the store which asks. */
  number: number;
  numbering: object | null;
}

/** A text as the index is given it: the field in which it stands, as a number, and its words in order, whatever they mean. */
export interface IndexedText {
  field: number;
  words: readonly IndexedWord[];
}

/** The same as it is read again. */
export interface StoredText {
  field: number;
  words: string[];
}

/** A text whose end are the last bytes of what is kept anyway, so that it need not be kept twice. */
export interface EndsIn {
  /** What stands before them. */
  before: string;
  /** From which byte on they are its end. */
  at: number;
}

/** Everything that is derived from a decided record; dropped and made again by a reindex. */
export interface Projection {
  name: string;
  /** Folded name, for sorting. */
  sortName: string;
  /** The JSON document that the API answers for this record. */
  view: string;
  /** Left out where the body of the version does not end as the view does. */
  inBody?: EndsIn | undefined;
  /** The short form for lists and search results, JSON (`ItemData` of the registry). */
  item: string;
  etag: string;
  /** Normalised own repository and path, or null: equal ones are the same software. */
  ownKey: string | null;
  /** Facet values, e.g. `{ licence: ['MPL-2.0'], country: ['DK'] }`. */
  facets: Record<string, string[]>;
  /** What a search finds it by; none where no search does. */
  texts: IndexedText[];
  /** Folded names, aliases and identifiers that find it exactly. */
  names: string[];
  /** References to other records: what for, and to what (`kind/slug[@origin]`). */
  links: { rel: string; target: string }[];
  /** 0 to 1: what ranks between equal matches. It can't be bought. */
  quality: number;
}

export type Change =
  /** `record`: where the record of the source ends as its bytes do. */
  | { do: 'source'; entry: EntryKey; source: SourceRow; bytes: Uint8Array; record?: EndsIn | undefined }
  | { do: 'deactivate'; entry: EntryKey; source: string }
  /** Empties the bytes of all its sources, which may name persons; their digests and where they came from stay. */
  | { do: 'empty-sources'; entry: EntryKey }
  /** Destroys the body of that digest, or with null all bodies of the entry; nobody is to ask for them again. */
  | { do: 'destroy-body'; entry: EntryKey; digest: string | null }
  /** Destroys all that came in for the entry. */
  | { do: 'drop-sources'; entry: EntryKey }
  | { do: 'entry'; entry: EntryKey; set: Partial<Pick<EntryState, 'state' | 'successor' | 'reason'>> }
  | {
      do: 'version';
      entry: EntryKey;
      n: number;
      recordDigest: string;
      digest: string;
      mediaType: string;
      body: Uint8Array;
      provenance: string;
    }
  /** Its newest version is the same, and is known by this from now on. */
  | { do: 'record-digest'; entry: EntryKey; digest: string }
  | { do: 'leaf'; entry: EntryKey; index: number; bytes: Uint8Array; effective: boolean; edge: Uint8Array }
  /** As a function it is made when it is written: of many entries none then waits in memory for the others. */
  | { do: 'project'; entry: EntryKey; projection: Projection | (() => Projection) }
  | { do: 'unproject'; entry: EntryKey }
  /** Names as its successor what its record says that it was handed over to. */
  | { do: 'succeed'; entry: EntryKey }
  | { do: 'identity'; entry: EntryKey; key: string }
  | { do: 'contacts'; entry: EntryKey; json: string | null }
  | { do: 'event'; entry: EntryKey; op: 'put' | 'hide' | 'show' | 'source' | 'withdraw' | 'erase' };

export type Verdict<A> = { changes: Change[]; answer: A } | { refuse: CodedError };

export type Outcome<A> = { answer: A } | { refused: CodedError };
