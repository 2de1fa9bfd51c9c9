import type { Kind } from '../records/kinds.ts';
import type { EntryKey, State } from './rows.ts';

/** What the last change of an entry up to a point of the change sequence left behind. */
export interface StandingRow extends EntryKey {
  ord: number;
  originName: string;
  /** `put`, `show`, `source`, `hide`, `withdraw`, `erase`; null where the entry was not there yet. */
  op: string | null;
  /** The version that was the newest one then; 0 where there was none. */
  version: number;
  /** Of the last change that made it look as it did, in milliseconds. */
  at: number;
  /** How it stands now: what is hidden or was erased since is not told of the past either. */
  state: State;
  /** Why it was withdrawn since, or null. */
  reason: string | null;
}

/** A change of an entry, with what it was then. */
export interface ChangeRow extends EntryKey {
  seq: number;
  ord: number;
  originName: string;
  op: string;
  version: number;
  /** Milliseconds. */
  at: number;
}

/** A row that may be the same software as another. */
export interface TwinRow {
  ord: number;
  origin: number;
  ownKey: string | null;
}

/** What the registry asks of a database to show the catalogue as it was. */
export interface PastStore {
  /** When the last change up to this point was made, in milliseconds; null before the first. */
  changeTime(seq: number): Promise<number | null>;
  /** Changes after this point, oldest first: the row that changed, and how. Clusters that were sorted anew are none. */
  changesAfter(seq: number, limit: number): Promise<{ seq: number; ord: number; op: string }[]>;
  /** Changes before this point, newest first, of these kinds; `ords` for those of these rows alone. */
  changesBefore(
    seq: number,
    limit: number,
    kinds: readonly Kind[],
    ords: readonly number[] | null,
  ): Promise<ChangeRow[]>;
  /** How these entries stood at this point. */
  standings(ords: readonly number[], seq: number): Promise<StandingRow[]>;
  /** Live rows with one of these own keys (`Projection.ownKey`). */
  ownKeyRows(keys: readonly string[]): Promise<TwinRow[]>;
  /** Live rows of the cluster of this one, it included; none where it is not live. */
  clusterRows(ord: number): Promise<TwinRow[]>;
}
