import { LIMITS } from '../kernel/limits.ts';
import { isKind, type Kind } from '../records/kinds.ts';
import type { Software } from '../schemas.gen.ts';
import type { MirrorChange, MirroredEntry, MirrorFound } from '../store/mirror-port.ts';
import type { Change, EntryKey, Projection } from '../store/port.ts';
import type { Decided } from './decided.ts';
import type { BodyReading } from './mirrored-body.ts';
import { project } from './project.ts';

/** A body that came with the leaf that names it. */
export interface Delivered {
  index: number;
  digest: string;
  mediaType: string;
  bytes: Uint8Array;
  reading: BodyReading;
}

export interface EffectsDeps {
  found: MirrorFound;
  /** Milliseconds. */
  now: number;
}

/** The id of all key documents of a log. */
export const KEY_ID = 'control/key';

/** The entry of an id whose kind is known here; null for control documents and kinds of later versions. */
export function entryOf(id: string, origin: number): EntryKey | null {
  const slash = id.indexOf('/');
  const kind = id.slice(0, slash);
  return isKind(kind) ? { origin, kind: kind as Kind, slug: id.slice(slash + 1) } : null;
}

type Made = Pick<Decided, 'originName' | 'version' | 'digest' | 'updated'> & Required<Pick<Decided, 'mirror'>>;

/**
 * Everything that is derived from a body of another catalogue, when it comes and whenever it is made anew. `body` is left out
 * where nothing of it is written.
 */
export function mirroredProjection(
  entry: EntryKey,
  { record, source }: Extract<BodyReading, { is: 'record' }>,
  made: Made,
  body?: Uint8Array,
): Projection {
  const json = JSON.stringify(record);
  const bodyAt = body && recordAt(body, json);
  return project({ entry, record, json, bodyAt, source, sources: [], filled: {}, ...made });
}

/** From which byte on the body is this very record and the body's last brace: other catalogues may write theirs otherwise. */
function recordAt(body: Uint8Array, json: string): number | undefined {
  const end = Buffer.from(`,"record":${json}}`);
  const at = body.byteLength - end.byteLength;
  return at > 0 && end.equals(body.subarray(at)) ? at + RECORD_KEY : undefined;
}

const RECORD_KEY = ',"record":'.length;

/** A body that is current: shown where it can be, else kept and passed on. What was shown before stays up then. */
export function bodyChanges(id: string, body: Delivered, { found, now }: EffectsDeps): MirrorChange[] {
  const { mirror, shown } = found;
  const { log } = mirror;
  const entry = entryOf(id, mirror.origin);
  const { index, digest, mediaType, bytes, reading } = body;
  // Of what the log did not have before nothing is awaited or kept aside.
  const came: MirrorChange[] = found.states.has(id) ? [{ do: 'unwant', log, id }] : [];
  if (entry === null && id.startsWith('control/'))
    return [
      { do: 'control', log, index, id, digest, mediaType, body: bytes },
      // Of keys every document is kept: who comes later follows the chain from the one that he knows.
      { do: 'unwant', log, id, ...(id === KEY_ID && { index }) },
    ];
  if (reading.is !== 'record' || entry === null || !mirror.shown) {
    const problems = JSON.stringify(reading.is === 'faulty' ? reading.problems : []);
    return [...came, { do: 'unshown', log, id, index, digest, mediaType, body: bytes, problems }];
  }
  const n = (shown.get(id)?.version ?? 0) + 1;
  const { originName, line } = mirror;
  const made = { originName, version: n, digest, updated: now, mirror: { log: line, index } };
  const projection = () => mirroredProjection(entry, reading, made, bytes);
  const provenance = JSON.stringify({ by: 'mirror', log: mirror.line, index });
  return [
    ...came,
    ...(came.length > 0 ? [{ do: 'shown', log, id } as const] : []),
    { do: 'entry', entry, set: { state: 'live' } },
    { do: 'version', entry, n, recordDigest: digest, digest, mediaType, body: bytes, provenance },
    { do: 'project', entry, projection },
    { do: 'event', entry, op: 'put' },
    { do: 'leaf-index', entry, index },
  ];
}

/** The entry is shown no more, until another body of it comes. */
export const hideChanges = (entry: EntryKey): Change[] => [
  { do: 'entry', entry, set: { state: 'hidden' } },
  { do: 'unproject', entry },
  { do: 'event', entry, op: 'hide' },
];

/** The entry is delisted for good. */
export const withdrawChanges = (entry: EntryKey, reason: string): MirrorChange[] => [
  { do: 'entry', entry, set: { state: 'withdrawn', reason } },
  // Where it went, its last record says, which goes now.
  ...(reason === 'handed-over' ? [{ do: 'succeed', entry } as const] : []),
  { do: 'unproject', entry },
  { do: 'event', entry, op: 'withdraw' },
  { do: 'release', entry },
];

/** The last body of an entry that was delisted as handed over, which is not shown: it says where the entry has gone. */
export function lastWordChanges(entry: EntryKey, { reading }: Delivered): Change[] {
  const to = reading.is === 'record' ? (reading.record as Partial<Software>).handOver?.to : undefined;
  return to === undefined ? [] : [{ do: 'entry', entry, set: { successor: to.entry } }];
}

/**
 * How many further records an origin may remove at once: beyond max(20, a tenth) of what it showed a week ago, counted over a
 * week, removals wait for an operator.
 */
export const removalsAllowed = ({ before, removed }: Pick<MirrorFound, 'before' | 'removed'>): number =>
  Math.max(LIMITS.removalsAtLeast, Math.floor((before * LIMITS.removalsPercent) / 100)) - removed;

/** What an erasure hides: an entry whose shown body goes. */
export const hidesShown = (shown: MirroredEntry | undefined, digest: string | null): boolean =>
  shown?.state === 'live' && (digest === null || digest === shown.bodyDigest);
