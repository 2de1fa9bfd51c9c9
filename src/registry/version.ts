import { encodeLeaf, type Leaf, type Reason } from '../journal/leaf.ts';
import { appendLeaf, decodeEdge, emptyEdge, encodeEdge, leafHash } from '../journal/tree.ts';
import { digestName } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import { MEDIA_TYPE } from '../records/kinds.ts';
import type { Change, EntryKey, EntryState, Found, Projection, SourceRow } from '../store/port.ts';
import type { AnyRecord, Decided, Given } from './decided.ts';
import { leafFacets } from './facets.ts';
import { cameBy } from './forge.ts';
import { type Merged, mergeSources, recordOf } from './merge.ts';
import { project } from './project.ts';
import { RANK, rankName } from './submission.ts';

export interface NewVersion {
  entry: EntryKey;
  before: EntryState | null;
  merged: Merged;
  sources: SourceRow[];
  /** Of the decided record. */
  digest: string;
  originName: string;
  found: Found;
  given: Given;
}

/** Body, version, leaf, projection and event of a new version; a refusal where the body would be too large. */
export function versionChanges(v: NewVersion): { n: number; changes: Change[] } | CodedError {
  const { entry, before, merged } = v;
  const n = (before?.version ?? 0) + 1;
  const { body, at } = bodyOf(v);
  if (body.byteLength > LIMITS.bodyBytes) {
    return new CodedError(
      'too-large',
      `The record would be ${body.byteLength} bytes; ${LIMITS.bodyBytes} are allowed.`,
    );
  }
  const digest = digestName(body);
  const projection = project(decidedFrom(v, n, digest, at));
  const mediaType = MEDIA_TYPE[entry.kind];
  const { provenance } = merged.primary;
  const leaf = leafOf(v, digest, body.byteLength, projection);
  const changes: Change[] = [
    { do: 'entry', entry, set: { state: 'live' } },
    { do: 'version', entry, n, recordDigest: v.digest, digest, mediaType, body, provenance },
  ];
  const shown: Change[] = [
    { do: 'project', entry, projection },
    { do: 'event', entry, op: 'put' },
  ];
  return { n, changes: changes.concat(leafChange(entry, leaf, v.found), shown) };
}

function leafOf({ entry, before, merged, given }: NewVersion, digest: string, n: number, { facets }: Projection): Leaf {
  const put: Leaf = {
    v: 1,
    op: 'put',
    id: `${entry.kind}/${entry.slug}`,
    ts: Math.floor(given.now / 1000),
    p: before?.leafIndex ?? -1,
    d: digest,
    n,
    m: MEDIA_TYPE[entry.kind],
    f: leafFacets(entry.kind, facets, LIMITS.leafFacets),
  };
  if (!('handOver' in merged.record)) return put;
  // As long as a body names an entry of another catalogue it is a `move`, which every mirror takes.
  const { f, ...rest } = put;
  return { ...rest, op: 'move' };
}

/** A hidden entry comes back as it was: the same version, no new leaf. */
export function showChanges(v: NewVersion, before: EntryState): Change[] {
  const { entry } = v;
  return [
    { do: 'entry', entry, set: { state: 'live' } },
    { do: 'project', entry, projection: project(decidedFrom(v, before.version, before.bodyDigest)) },
    { do: 'event', entry, op: 'show' },
  ];
}

/** The record stays as it is, but where it comes from is told otherwise: no version, no leaf, the same date. */
export function sourceChanges(v: NewVersion, before: EntryState): Change[] {
  const shown = (merged: Merged, sources: SourceRow[]) =>
    JSON.stringify([shownSource(merged.primary), furtherSources(merged, sources), merged.filled, merged.json]);
  const merged = mergeSources(before.sources);
  if (merged !== null && shown(merged, before.sources) === shown(v.merged, v.sources)) return [];
  return reprojectChanges(v, before);
}

/** The derived rows of an entry as it is, made anew: same version, same date, no leaf. */
export function reprojectChanges(v: NewVersion, before: EntryState): Change[] {
  const decided = { ...decidedFrom(v, before.version, before.bodyDigest), updated: before.updated };
  return [
    { do: 'project', entry: v.entry, projection: project(decided) },
    { do: 'event', entry: v.entry, op: 'source' },
  ];
}

/** Only our own entries stand in our journal. */
export function leafChange(entry: EntryKey, leaf: Leaf, { log }: Found): Change[] {
  if (entry.origin !== OWN) return [];
  const bytes = encodeLeaf(leaf);
  const edge = log.size === 0 ? emptyEdge() : decodeEdge(log.edge);
  const next = appendLeaf(edge, leafHash(bytes));
  return [{ do: 'leaf', entry, index: log.size, bytes, effective: true, edge: encodeEdge(next) }];
}

export const delLeaf = (before: EntryState, reason: Reason, given: Given): Leaf => ({
  v: 1,
  op: 'del',
  id: `${before.kind}/${before.slug}`,
  ts: Math.floor(given.now / 1000),
  p: before.leafIndex,
  r: reason,
});

/**
 * The salted JSON document whose SHA-256 the leaf names. Made once, served and mirrored as these bytes. From byte `at` on it
 * holds the record's JSON and its own last brace.
 */
function bodyOf({ entry, merged, given }: NewVersion): { body: Buffer; at: number } {
  const source = bodySource(merged.primary);
  const id = `${entry.kind}/${entry.slug}`;
  const head = JSON.stringify({ salt: given.salt(), kind: entry.kind, id, source });
  const before = `${head.slice(0, -1)},"record":`;
  return { body: Buffer.from(`${before}${merged.json}}`), at: Buffer.byteLength(before) };
}

function bodySource(primary: SourceRow): object {
  const { mediaType } = primary;
  const from = cameBy(primary);
  const { url, path } = recordOf(primary);
  if (from.by === 'crawl' || from.by === 'run')
    return { mediaType, url: from.url, commit: from.commit, path: from.path };
  if (from.by === 'draft') return { mediaType, url: from.url, commit: from.commit, path: null };
  if (from.by === 'folder' && from.at !== undefined) return { mediaType, ...from.at };
  return { mediaType, url: url ?? null, commit: null, path: path ?? null };
}

/** What answers and pages say of a source: how it came, never who sent it. */
export function shownSource(source: SourceRow): object {
  const from = cameBy(source);
  const { url, path } = recordOf(source);
  const at = from.by === 'crawl' || from.by === 'run' ? from : from.by === 'folder' ? from.at : undefined;
  const place = at === undefined ? { url, path } : { url: at.url, commit: at.commit, path: at.path };
  const file = from.by === 'folder' ? { file: from.file } : {};
  if (from.by === 'hand-over' && from.entry !== null)
    return { rank: 'import', by: from.by, mediaType: source.mediaType, entry: from.entry };
  return { rank: rankName(source.rank), by: from.by, mediaType: source.mediaType, ...place, ...file };
}

export const furtherSources = ({ primary }: Merged, sources: SourceRow[]): object[] =>
  sources
    .filter(({ active, key, rank }) => active && key !== primary.key && rank !== RANK['hand-over'])
    .map(shownSource);

function decidedFrom(v: NewVersion, version: number, digest: string, bodyAt?: number): Decided {
  const { entry, originName, merged, sources, given } = v;
  return {
    entry,
    originName,
    record: merged.record as AnyRecord,
    json: merged.json,
    bodyAt,
    version,
    digest,
    updated: given.now,
    source: shownSource(merged.primary),
    sources: furtherSources(merged, sources),
    filled: merged.filled,
  };
}
