/** A signed head, as it is published. */
export interface HeadRow {
  log: number;
  /** The origin line: names the log everywhere. */
  origin: string;
  /** Whether we sign it, or did. */
  mine: boolean;
  size: number;
  root: Uint8Array;
  /** The checkpoint with its signatures, byte for byte. */
  note: Uint8Array;
  /** When it was signed, in milliseconds. */
  signed: number;
}

/** The hash of a full tile, which stands at `index` of tile level `level` (1 above the leaves). */
export interface NodeRow {
  level: number;
  index: number;
  hash: Uint8Array;
}

/** A control leaf of our own log and the document that it names. */
export interface ControlLeaf {
  index: number;
  bytes: Uint8Array;
  edge: Uint8Array;
  id: string;
  digest: string;
  mediaType: string;
  body: Uint8Array;
}

/** What is decided upon under the write lock: our log, and the last control leaf of that id (-1 for none). */
export interface ControlFound {
  log: { size: number; edge: Uint8Array };
  previous: number;
}

export interface ControlRow {
  log: number;
  index: number;
  id: string;
  digest: string;
  mediaType: string;
  body: Uint8Array;
}

/** An entry of ours as a new epoch of our log takes it over. */
export interface CarriedEntry {
  ord: number;
  /** `<kind>/<slug>`. */
  id: string;
  state: 'live' | 'hidden' | 'withdrawn' | 'erased';
  reason: string | null;
  /** The leaf that names its present body, or of what was handed over where it went; null where there is none. */
  leaf: Uint8Array | null;
  /** Digests of its bodies that were erased. */
  erased: string[];
  /** Indexes of the leaves that are staged for it already. */
  staged: number[];
}

/** A leaf of the next log, at its index; `ord` 0 for the control leaf that is its first. */
export interface StagedLeaf {
  index: number;
  ord: number;
  bytes: Uint8Array;
}

/** A log that is being made beside the present one, which goes on meanwhile. */
export interface StagedEpoch {
  /** Where its leaves lie. */
  place: number;
  /** Point of the change sequence from which on changes are to be caught up with. */
  since: number;
  /** False where an earlier try left leaves behind. */
  empty: boolean;
}

/** What a new epoch is decided upon, under the write lock: the last signed head, and our entries that changed meanwhile. */
export interface EpochFound {
  head: HeadRow;
  changed: CarriedEntry[];
}

/** How a new log begins: its first leaf, those that change or come last, and size and edge of all of them. */
export interface EpochPlan {
  control: Omit<ControlLeaf, 'edge' | 'index' | 'bytes'>;
  leaves: StagedLeaf[];
  size: number;
  edge: Uint8Array;
}

/** Who may sign: the holder of this lease, as long as its number is the lease's. */
export interface Fence {
  name: string;
  fence: number;
}

/**
 * What is asked of a database about logs: their leaves, the hashes above them, the heads that were signed. Our own present
 * log is number 0 (`OWN_LOG`). Part of `Store`.
 */
export interface LogStore {
  getHead(log: number): Promise<HeadRow | null>;
  /** All logs that have a head, in order of their numbers. */
  listHeads(): Promise<HeadRow[]>;
  /**
   * Puts a new head in the place of the one of size `expected` (null: there is none), together with the hashes of the tiles
   * that it has more. False, and nothing is written, where another head is there, the lease is not held under that number, or
   * the log has fewer leaves than the head says.
   */
  swapHead(head: HeadRow, expected: number | null, nodes: NodeRow[], fence: Fence): Promise<boolean>;
  /** Appends a control leaf to our log; null decides to append none. */
  appendControl(id: string, decide: (found: ControlFound) => ControlLeaf | null): Promise<boolean>;
  /** Makes room for the leaves of the next log, and takes away what an earlier try left there. */
  beginStage(): Promise<StagedEpoch>;
  /** Our entries behind row `after`, in order, as the next log takes them over. */
  carried(after: number, limit: number): Promise<CarriedEntry[]>;
  /** Our entries that changed since, with what is staged for each; and the point up to which that is all. */
  carriedSince(stage: StagedEpoch): Promise<{ entries: CarriedEntry[]; point: number }>;
  stageLeaves(stage: StagedEpoch, leaves: StagedLeaf[]): Promise<void>;
  /**
   * Closes our present log, which keeps its leaves and heads under another number, and begins the next one with what is
   * staged and what is decided upon last, under the lock. False, and nothing is written, where null is decided, the lease is
   * not held under that number, the present log is not `expected` any more, or nothing of it was ever signed.
   */
  openEpoch(
    expected: string,
    stage: StagedEpoch,
    decide: (found: EpochFound) => EpochPlan | null,
    fence: Fence,
  ): Promise<boolean>;
  /** Control documents by their id, in order: of one log, or without its number of all ours, earlier epochs first. */
  listControls(id: string, log?: number): Promise<ControlRow[]>;
  /** The newest document with this id of each log but those that newer ones of their origin have replaced; at most `limit`, in order of the logs. */
  newestControls(id: string, limit: number): Promise<ControlRow[]>;
  /** The newest document of each id of our present log that begins so, in order. */
  ownControls(prefix: string): Promise<ControlRow[]>;

  /** Index of the last effective leaf of an own entry; null where it has none. */
  leafIndex(key: { origin: number; kind: string; slug: string }): Promise<number | null>;
  /** Leaves `from` and following, at most `limit`. */
  logLeaves(log: number, from: number, limit: number): Promise<Uint8Array[]>;
  /** Hashes of a tile level (from 1) from `from` on, at most `limit`. */
  logNodes(log: number, level: number, from: number, limit: number): Promise<Uint8Array[]>;
  /**
   * A body that a log names, by its digest. With `current` only the body that is its entry's present one. What was erased is
   * `erased`; what no log names (bodies of the built-in catalogues too) is null.
   */
  getBlob(digest: string, current?: boolean): Promise<{ body: Uint8Array; mediaType: string } | 'erased' | null>;
}
