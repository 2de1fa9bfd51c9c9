import { isKind, type Kind, MEDIA_TYPE } from '../../records/kinds.ts';
import type { EntryKey, Projection, State, Store } from '../../store/port.ts';
import type { AnyRecord } from '../decided.ts';
import { readMirroredBody } from '../mirrored-body.ts';
import { project } from '../project.ts';
import { rankName, rankOf } from '../submission.ts';
import type { Provenance } from '../types.ts';

/** An entry as it stood at a point of the change sequence. */
export interface Then {
  ord: number;
  entry: EntryKey;
  originName: string;
  /** `erased`: it was shown, and is not to be told any more. `absent`: it was not there yet. */
  state: 'live' | 'hidden' | 'withdrawn' | 'erased' | 'absent';
  version: number;
  /** Milliseconds. */
  updated: number;
}

/** Withdrawals of which it may still be told what was there: the product goes on elsewhere, or its time is over. */
const TOLD = new Set(['retired', 'duplicate', 'handed-over']);

/** Whether what stood there earlier may still be told: not what was erased, hidden, or withdrawn for whatever else. */
export const mayBeTold = (state: State, reason: string | null): boolean =>
  state === 'live' || (state === 'withdrawn' && TOLD.has(reason ?? ''));

/** `put` and its like as a state. What was only erased in an older version is live: its body tells. */
export function stateAfter(op: string | null): Then['state'] {
  if (op === null) return 'absent';
  if (op === 'hide') return 'hidden';
  return op === 'withdraw' ? 'withdrawn' : 'live';
}

/** What the version that was shown then says, made anew from its body; null where the body is not there any more. */
export async function projectThen(store: Store, then: Then): Promise<Projection | null> {
  const found = await store.getBody(then.entry, then.version);
  const [row] = found === null ? [] : await store.listVersions(then.entry, 1, then.version + 1);
  if (found === null || row === undefined || !isKind(then.entry.kind)) return null;
  const came = JSON.parse(row.provenance) as Provenance | { by: 'mirror'; log: string; index: number };
  const read = came.by === 'mirror' ? mirrored(then.entry, found.body) : own(found.body, came);
  if (read === null) return null;
  const { entry, originName, version, updated } = then;
  return project({
    ...{ entry, originName, version, updated, digest: found.digest },
    ...{ ...read, sources: [], filled: {} },
    ...(came.by === 'mirror' ? { mirror: { log: came.log, index: came.index } } : {}),
  });
}

interface Read {
  record: AnyRecord;
  json: string;
  source: object;
}

function mirrored({ kind, slug }: EntryKey, body: Uint8Array): Read | null {
  const reading = readMirroredBody(`${kind}/${slug}`, MEDIA_TYPE[kind as Kind], body);
  return reading.is === 'record' ? { ...reading, json: JSON.stringify(reading.record) } : null;
}

function own(body: Uint8Array, came: Provenance): Read {
  const { record, source } = JSON.parse(Buffer.from(body).toString('utf8')) as {
    record: AnyRecord;
    source: { mediaType: string; url: string | null; commit: string | null; path: string | null };
  };
  // A manifest comes as YAML; what an account writes by itself comes as JSON.
  const rank = rankName(rankOf(came, source.mediaType.includes('yaml')));
  const file = came.by === 'folder' ? { file: came.file } : {};
  if (came.by === 'hand-over' && came.entry !== null)
    return {
      record,
      json: JSON.stringify(record),
      source: { rank, by: came.by, mediaType: source.mediaType, entry: came.entry },
    };
  const place = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== null));
  return { record, json: JSON.stringify(record), source: { rank, by: came.by, ...place, ...file } };
}
