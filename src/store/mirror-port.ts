import type { EntryState } from '../journal/log-state.ts';
import type { HeadRow, NodeRow } from './log-port.ts';
import type { Change, EntryKey, Outcome, State, Verdict } from './rows.ts';

/** A network that an operator has pinned. Its origin is its name without an epoch, `catalogue.os2.example`. */
export interface PeerRow {
  /** Number of the origin: `EntryKey.origin` of everything that it publishes. */
  origin: number;
  originName: string;
  /** What commands and pages call it. */
  name: string;
  /** Where it is asked; `''` where its log only comes through others. */
  url: string;
  /** `left`: no more asked, and what came from it is kept and marked as old. */
  state: 'active' | 'paused' | 'left';
  /** JSON of the newest key document (`journal/key-document.ts`) that was accepted along the pinned chain. */
  document: string;
  /** The eight words that were compared when it was pinned. */
  words: string;
  /** Facets by which bodies are chosen; none for all. */
  facets: string[];
  /** Up to this size its log was approved by the operator. */
  approved: number;
  /** Leaves that it may still grow by, and when that was worked out, in milliseconds. */
  tokens: number;
  tokensAt: number;
  /** When it was pinned, in milliseconds. */
  added: number;
  /** JSON of what is known of the contact with it (`PeerHealth` of the federation). */
  health: string;
}

/** A log of somebody else that is held here. */
export interface MirrorRow {
  log: number;
  /** Number of the origin whose entries it holds. */
  origin: number;
  originName: string;
  /** Origin line: the name with the epoch. */
  line: string;
  /** Whether this is the epoch that is shown. */
  shown: boolean;
  /** Leaves that are stored; those behind the head are proven against `target`. */
  size: number;
  edge: Uint8Array;
  /** Signed checkpoint that a catch-up goes towards; null where none is under way. */
  target: Uint8Array | null;
  /** Nothing behind this size is shown or taken, as the log was found to be forked there. */
  frozen: number | null;
  /** A new epoch takes the place of the one that is shown at this size; null once it has, and all is in line with it. */
  complete: number | null;
  /** Up to this size as many other networks as the quorum asked for have cosigned it. */
  confirmed: number;
}

/** An entry of a mirrored origin as the view has it. */
export interface MirroredEntry extends EntryKey {
  state: State;
  version: number;
  bodyDigest: string;
  /** Leaf whose body is shown. */
  leafIndex: number;
  /** Whether a removal of it is held. */
  held: boolean;
}

/** A body that is current and not here. */
export interface WantedRow {
  index: number;
  id: string;
  digest: string;
  tries: number;
}

/** A removal that waits for the operator. */
export interface HeldRow extends EntryKey {
  index: number;
  reason: string;
  at: number;
}

/** A body that is kept and not shown; `problems` is JSON, empty where only its kind is not known here. */
export interface UnshownRow {
  id: string;
  index: number;
  digest: string;
  problems: string;
  at: number;
}

/** What a bundle wants to know before it is decided upon. */
export interface MirrorReads {
  log: number;
  /** Ids in the log, `software/kitos` or `control/key`. */
  ids: string[];
  /** Digests of bodies, of which it is asked whether they were erased. */
  digests: string[];
  /** Today, `2026-11-22`, and the day a week before. */
  today: string;
  weekAgo: string;
}

export interface MirrorFound {
  mirror: MirrorRow;
  peer: PeerRow | null;
  states: Map<string, EntryState>;
  /** Entries of the origin with one of these ids. */
  shown: Map<string, MirroredEntry>;
  /** Of the digests that were asked for those that are to come no more, whichever log of the origin erased them. */
  erased: Set<string>;
  /** Of the ids those that another log of the origin has delisted: they are never used again. */
  gone: Set<string>;
  /** Records of the origin that were shown a week ago (or as early as is known), and how many were removed since. */
  before: number;
  removed: number;
}

export type MirrorChange =
  | Change
  | { do: 'leaves'; log: number; from: number; leaves: Uint8Array[]; edge: Uint8Array; nodes: NodeRow[] }
  | { do: 'log-entry'; log: number; id: string; state: EntryState }
  /** A body that must still come; it takes the place of what was wanted of this id before, or stands `beside` it. */
  | { do: 'want'; log: number; id: string; index: number; digest: string; beside?: boolean }
  /** Without an index all that is wanted of the id. */
  | { do: 'unwant'; log: number; id: string; index?: number }
  | { do: 'control'; log: number; index: number; id: string; digest: string; mediaType: string; body: Uint8Array }
  | {
      do: 'unshown';
      log: number;
      id: string;
      index: number;
      digest: string;
      mediaType: string;
      body: Uint8Array;
      problems: string;
    }
  | { do: 'shown'; log: number; id: string }
  /** Leaf whose body the entry shows from now on. */
  | { do: 'leaf-index'; entry: EntryKey; index: number }
  /** Destroys a body, or with null all bodies of the id, and remembers that they are gone. */
  | { do: 'erase'; log: number; id: string; entry: EntryKey | null; digest: string | null }
  | { do: 'hold'; entry: EntryKey; log: number; index: number; reason: string }
  | { do: 'release'; entry: EntryKey }
  | { do: 'pin'; origin: number; document: string }
  /** On that day so many more records of the origin were shown, and so many removed. */
  | { do: 'day'; origin: number; day: string; live: number; removed: number };

export interface MirrorStep<A> {
  reads: MirrorReads;
  decide(found: MirrorFound): { changes: MirrorChange[]; answer: A } | Extract<Verdict<A>, { refuse: unknown }>;
}

/** What is asked of a database about the logs of others. Part of `Store`. */
export interface MirrorStore {
  /** Number of an origin by its name, or null; and its name by its number. */
  originNumber(name: string): Promise<number | null>;
  originName(origin: number): Promise<string | null>;
  /**
   * The name by which others know this catalogue: references and addresses with it lead to our own entries, as those with
   * earlier ones do. Throws `conflict` where it is another network's.
   */
  nameOwn(name: string): Promise<void>;
  /** All names by which others know this catalogue. */
  ownNames(): Promise<string[]>;

  listPeers(): Promise<PeerRow[]>;
  /** Pins a network, or changes what is known of it; the origin gets its number with its first row. */
  putPeer(peer: Omit<PeerRow, 'origin'>): Promise<PeerRow>;
  /** Changes some columns of a peer; nothing happens where it is not there. */
  setPeer(origin: number, set: Partial<Pick<PeerRow, PeerColumn>>): Promise<void>;
  /**
   * Takes a network out with all that came from it: leaves, bodies, records. Its number is never used again. `hide` tells how
   * an entry is hidden that a pull has brought since its entries were hidden.
   */
  dropPeer(origin: number, hide: (entry: EntryKey) => Change[]): Promise<void>;

  listMirrors(): Promise<MirrorRow[]>;
  getMirror(line: string): Promise<MirrorRow | null>;
  /** The log of that name, made empty where there is none. The first log of an origin is the one that is shown. */
  openMirror(origin: number, line: string, complete?: number | null): Promise<MirrorRow>;
  setMirror(
    log: number,
    set: Partial<Pick<MirrorRow, 'target' | 'frozen' | 'shown' | 'complete' | 'confirmed'>>,
  ): Promise<void>;
  /**
   * From now on this log is the one of its origin that is shown, under this name; the name before leads there on. One
   * transaction. Entries whose body it names too stand in it from then on. Throws `conflict` where the name is another's.
   */
  switchEpoch(log: number, name: string): Promise<void>;
  /** One transaction: reads, decision, changes. Throws as `commit`. */
  commitMirror<A>(step: MirrorStep<A>): Promise<Outcome<A>>;
  /**
   * Puts a signed head of a mirrored log in the place of the one before. `edge` is the right edge of which it is the head:
   * false, and nothing is written, where another one is stored. The target of a catch-up is forgotten with it.
   */
  putMirrorHead(head: HeadRow, edge: Uint8Array): Promise<boolean>;

  /** What the log says of one id. */
  logEntry(log: number, id: string): Promise<EntryState | null>;
  /** What the log says of its ids, in byte order behind `after`. */
  listLogEntries(log: number, after: string, limit: number): Promise<{ id: string; state: EntryState }[]>;
  /** Wanted bodies whose turn has come, the lowest leaf first. */
  listWanted(log: number, now: number, limit: number, after?: number): Promise<WantedRow[]>;
  countWanted(log: number): Promise<number>;
  /** These bodies could not be had: to be tried again at that time. */
  delayWanted(log: number, indexes: number[], next: number): Promise<void>;
  /** Bodies that are kept and not shown, the newest leaf first; those of leaves before `before` where it is given. */
  listUnshown(log: number, limit: number, before?: number): Promise<UnshownRow[]>;
  countUnshown(log: number): Promise<number>;
  listHeld(origin: number, limit: number): Promise<HeldRow[]>;
  countHeld(origin: number): Promise<number>;
  /** Bodies of it that were here and that its logs have erased since that day; and what it showed then. */
  erasedSince(origin: number, today: string, weekAgo: string): Promise<{ erased: number; before: number }>;
  getUnshown(log: number, id: string): Promise<UnshownRow | null>;
}

export type PeerColumn =
  | 'name'
  | 'url'
  | 'state'
  | 'document'
  | 'words'
  | 'facets'
  | 'approved'
  | 'tokens'
  | 'tokensAt'
  | 'health';
