/** What is kept of those who are told of changes: locally, never mirrored, never in a journal. */

/** Somebody who is told of changes, message by message, by a cursor over the change sequence. */
export interface HookRow {
  id: string;
  url: string;
  /** What it is for, in the operator's words. */
  label: string;
  /** Sealed (`registry/deliver/seal.ts`): the key is a file beside the database, so a backup alone tells no secret. */
  secret: string;
  /** JSON list of kinds of records; empty for all. */
  kinds: string;
  /** Whether records of other origins are told of, too. */
  everything: boolean;
  added: number;
  state: 'active' | 'suspended';
  /** Why it is suspended. */
  why: string | null;
  /** Everything up to here in the change sequence was delivered or passed over. */
  cursor: number;
  /** Where the message ends that was tried and not delivered: it is the same one at the next try. */
  upto: number | null;
  /** Where a gap begins that the next message tells of: changes from there to the cursor were never sent. */
  gap: number | null;
  /** Tries in a row that failed. */
  failures: number;
  /** When the next try may be. */
  due: number;
}

export interface DeliveryRow {
  seq: number;
  hook: string;
  /** Id of the message, `webhook-id`: the same at each try. */
  message: string;
  type: string;
  /** It tells of the changes after `after` up to `upto`. */
  after: number;
  upto: number;
  at: number;
  attempt: number;
  /** Status of the answer; null where there was none. */
  status: number | null;
  /** Code of the failure. */
  error: string | null;
}

/** Part of the port: see `port.ts`. */
export interface HookStore {
  /** False where there are `LIMITS.hooks` already. */
  addHook(row: HookRow): Promise<boolean>;
  listHooks(): Promise<HookRow[]>;
  getHook(id: string): Promise<HookRow | null>;
  /** Active ones that are due and behind this point of the change sequence, or have a gap to tell. */
  dueHooks(now: number, point: number): Promise<HookRow[]>;
  /** Forgets one and what was sent to it. False where there is none. */
  dropHook(id: string): Promise<boolean>;
  /**
   * Writes how far one is, where it still stands as `before` says (state, cursor, gap): another process may have moved it on
   * meanwhile, and is never set back. What became of a message is written in any case. False where it stands elsewhere, or
   * was removed.
   */
  settleHook(before: HookRow, row: HookRow, delivery: Omit<DeliveryRow, 'seq'> | null): Promise<boolean>;
  /** What became of a message; how far the hook is stays as it is. Of each the newest `LIMITS.hookDeliveries` are kept. */
  addDelivery(delivery: Omit<DeliveryRow, 'seq'>): Promise<void>;
  /** Puts another secret in the place of this one. False where it has another already, or was removed. */
  swapHookSecret(id: string, before: string, after: string): Promise<boolean>;
  /** Newest first. */
  listDeliveries(hook: string, limit: number): Promise<DeliveryRow[]>;
}
