import { createHash } from 'node:crypto';
import { CodedError } from '../kernel/errors.ts';
import { decodeLeaf, type Leaf } from './leaf.ts';

type Status = 'live' | 'gone' | 'erased';

/** What one origin's log says of one id. */
export interface EntryState {
  /** Index of the id's last effective leaf. */
  index: number;
  /** The body's digest as in `d`; `null` unless live (and for `control/beat`, which has no body). */
  digest: string | null;
  status: Status;
}

/** The log state after `size` leaves. `applyLeaf` changes it in place. */
export interface LogState {
  size: number;
  entries: Map<string, EntryState>;
}

/** `malformed`: not a leaf. `wrong-p`: not made on top of this id's last effective leaf. `after-del`: the id is gone. */
export type InertReason = 'malformed' | 'wrong-p' | 'after-del';

/** What a leaf did. An inert one is hashed and relayed all the same; `leaf` is null where it is malformed. */
export type Effect =
  | { effective: true; leaf: Leaf; entry: EntryState }
  | { effective: false; leaf: Leaf | null; reason: InertReason };

export const emptyState = (): LogState => ({ size: 0, entries: new Map() });

/**
 * Applies the leaf at `index`, which must be the next one (else throws `internal`). Two parties that apply the same
 * leaves in their order have the same state, whatever else they know.
 */
export function applyLeaf(state: LogState, index: number, bytes: Uint8Array): Effect {
  if (index !== state.size) throw new CodedError('internal', `Leaf ${index} applied to a log of size ${state.size}`);
  state.size = index + 1;
  const leaf = decodeLeaf(bytes);
  if (leaf === null) return { effective: false, leaf, reason: 'malformed' };
  const previous = state.entries.get(leaf.id);
  const reason = judgeLeaf(leaf, previous);
  if (reason !== null) return { effective: false, leaf, reason };
  const entry = entryAfter(leaf, index, previous);
  state.entries.set(leaf.id, entry);
  return { effective: true, leaf, entry };
}

/**
 * Why a well-formed leaf would be inert, or `null` if it would be effective. `previous` is what the log says of its id
 * so far, `undefined` if nothing. Whoever appends asks this first; whoever replays asks the same.
 */
export function judgeLeaf(leaf: Leaf, previous: Pick<EntryState, 'index' | 'status'> | undefined): InertReason | null {
  if (leaf.p !== (previous?.index ?? -1)) return 'wrong-p';
  return previous?.status === 'gone' && (leaf.op === 'put' || leaf.op === 'move') ? 'after-del' : null;
}

/** What the log says of the leaf's id once that effective leaf stands at `index`. */
export function entryAfter(leaf: Leaf, index: number, previous: EntryState | undefined): EntryState {
  switch (leaf.op) {
    case 'del':
      return { index, digest: null, status: 'gone' };
    case 'erase':
      return afterErase(leaf.d, index, previous);
    case 'beat':
      return { index, digest: null, status: 'live' };
    default:
      return { index, digest: leaf.d, status: 'live' };
  }
}

/** An erasure of an older body leaves the present one in place, and one of a delisted entry leaves it delisted. */
function afterErase(d: string | undefined, index: number, previous: EntryState | undefined): EntryState {
  if (previous?.status === 'gone') return { index, digest: null, status: 'gone' };
  if (previous?.status === 'live' && d !== undefined && d !== previous.digest) return { ...previous, index };
  return { index, digest: null, status: 'erased' };
}

const IDS_A_SLICE = 2_000;
/** Ids with the same beginning of this length are sorted together: much less than a kind with all its slugs. */
const PREFIX = 14;

/**
 * SHA-256 (32 bytes) over `id LF index LF digest LF status LF` of every id in byte order, with `-` for no digest: by
 * this two implementations compare what they made of the same leaves.
 */
export function stateDigest(state: LogState): Buffer {
  const slices = stateDigestSlices(state);
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}

/** The same in slices of a few milliseconds, so that a large state does not hold a serving thread. */
export function* stateDigestSlices({ entries }: LogState): Generator<void, Buffer> {
  const hash = createHash('sha256');
  // Ids are ASCII, so the order of UTF-16 units, which `sort` uses, is byte order.
  const groups = new Map<string, string[]>();
  let seen = 0;
  for (const id of entries.keys()) {
    const prefix = id.slice(0, PREFIX);
    const group = groups.get(prefix);
    if (group === undefined) groups.set(prefix, [id]);
    else group.push(id);
    seen += 1;
    if (seen % IDS_A_SLICE === 0) yield;
  }
  let lines = 0;
  for (const prefix of [...groups.keys()].sort()) {
    let chunk = '';
    for (const id of (groups.get(prefix) as string[]).sort()) {
      const { index, digest, status } = entries.get(id) as EntryState;
      chunk += `${id}\n${index}\n${digest ?? '-'}\n${status}\n`;
      lines += 1;
    }
    hash.update(chunk, 'latin1');
    if (lines >= IDS_A_SLICE) {
      lines = 0;
      yield;
    }
  }
  return hash.digest();
}
