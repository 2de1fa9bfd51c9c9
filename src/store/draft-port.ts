/** `replaced`: the repository has a manifest of its own now. */
export type DraftState = 'waiting' | 'accepted' | 'refused' | 'replaced';

/** A record that was drafted of a repository without a manifest; locally, never in a journal before it is accepted. */
export interface DraftRow {
  /** Of its source. */
  id: string;
  url: string;
  /** JSON of the record. */
  record: string;
  /** JSON: each value with the file that it comes from; and what a person would have to say. */
  found: string;
  missing: string;
  commit: string;
  drafted: number;
  state: DraftState;
  /** The entry that it gave. */
  entry: string | null;
  /** Why it was refused, in the operator's words. */
  reason: string | null;
  decided: number | null;
}

/** Part of the port: see `port.ts`. */
export interface DraftStore {
  /** Puts a draft in the place of the one before, whose decision stays. */
  putDraft(
    row: Pick<DraftRow, 'id' | 'url' | 'record' | 'found' | 'missing' | 'commit' | 'drafted'>,
  ): Promise<DraftRow>;
  getDraft(id: string): Promise<DraftRow | null>;
  /** The earliest first. */
  listDrafts(state: DraftState | null, limit: number): Promise<DraftRow[]>;
  /** False where there is none. */
  settleDraft(id: string, settled: Pick<DraftRow, 'state' | 'entry' | 'reason' | 'decided'>): Promise<boolean>;
}
