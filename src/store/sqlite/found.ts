import { LIMITS } from '../../kernel/limits.ts';
import { OWN } from '../../kernel/origins.ts';
import type { EntryKey, EntryState, Found, KeyHolder, Reads, SourceRow, State } from '../port.ts';
import { heirOf } from './clusters.ts';
import type { Db } from './database.ts';
import { SOURCE_RECORD } from './kept-once.ts';
import { logOf } from './log.ts';
import { circleIn } from './ways.ts';

/** A row of `entries` as it comes. */
export interface EntryRow {
  ord: number;
  origin: number;
  kind: EntryKey['kind'];
  slug: string;
  state: State;
  version: number;
  record_digest: string;
  body_digest: string;
  leaf_index: number;
  successor: string | null;
  reason: string | null;
  updated: number;
}

/** Answers a step's look-ups. Runs inside the write transaction. */
export function find(db: Db, reads: Reads): Found {
  const named = reads.slug === undefined ? null : stateAt(db, reads.origin, reads.kind, reads.slug);
  const matching = match(db, reads);
  const entry = named ?? matching.matched;
  return {
    named,
    matched: matching.matched,
    others: matching.others,
    isOutdated: reads.suppressed !== undefined && suppressedNow(db) !== reads.suppressed,
    circle: circleIn(db, entry, reads.ways),
    heir: entry === null ? null : heirIn(db, entry),
    writers: reads.writers === true && entry !== null ? writersOf(db, entry) : null,
    taken: reads.slugBase === undefined ? new Set() : taken(db, reads.origin, reads.kind, reads.slugBase),
    log: logOf(db),
  };
}

const suppressedNow = (db: Db): number => db.sql('SELECT count(*) FROM suppressed').pluck().get() as number;

function match(db: Db, { origin, kind, keys, register = [] }: Reads): Pick<Found, 'matched' | 'others'> {
  const byKey = db.sql(
    'SELECT e.* FROM identities i JOIN entries e USING (ord) WHERE i.origin = ? AND i.kind = ? AND i.key = ?',
  );
  const look = (key: string) => {
    const row = byKey.get(origin, kind, key) as EntryRow | undefined;
    return row === undefined ? [] : [{ key, row }];
  };
  const known = keys.flatMap(look);
  const first = (known.find(({ row }) => row.state !== 'withdrawn') ?? known[0])?.row;
  const asked = new Set(keys);
  const all = [...known, ...register.filter((key) => !asked.has(key)).flatMap(look)];
  const others = all.filter(({ row }) => row.ord !== first?.ord && row.state !== 'withdrawn').map(holder);
  return { matched: first === undefined ? null : stateOf(db, first), others };
}

const holder = ({ key, row: { origin, kind, slug } }: { key: string; row: EntryRow }): KeyHolder => ({
  key,
  entry: { origin, kind, slug },
});

function stateAt(db: Db, origin: number, kind: string, slug: string): EntryState | null {
  const row = db.sql('SELECT * FROM entries WHERE origin = ? AND kind = ? AND slug = ?').get(origin, kind, slug);
  return row === undefined ? null : stateOf(db, row as EntryRow);
}

export function stateOf(db: Db, row: EntryRow): EntryState {
  const { origin, kind, slug, state, version, successor, reason, updated } = row;
  const { record_digest: recordDigest, body_digest: bodyDigest, leaf_index: leafIndex } = row;
  const sources = sourcesOf(db, row.ord);
  return {
    origin,
    kind,
    slug,
    state,
    version,
    recordDigest,
    bodyDigest,
    leafIndex,
    successor,
    reason,
    updated,
    sources,
  };
}

export function sourcesOf(db: Db, ord: number): SourceRow[] {
  const rows = db
    .sql(
      `SELECT key, rank, media_type, digest, ${SOURCE_RECORD} AS record, provenance, active FROM sources WHERE ord = ?
       ORDER BY rank, seen, rowid`,
    )
    .all(ord) as (Omit<SourceRow, 'mediaType' | 'active'> & { media_type: string; active: number })[];
  return rows.map(({ media_type, active, ...row }) => ({ ...row, mediaType: media_type, active: active === 1 }));
}

/** Only what was offered can have gone on elsewhere, and an offer is a source of its own. */
function heirIn(db: Db, { origin, kind, slug, sources }: EntryState): string | null {
  if (!sources.some(({ active, record }) => active && record.includes('"handOver"'))) return null;
  const ord = db.sql('SELECT ord FROM entries WHERE origin = ? AND kind = ? AND slug = ?').pluck();
  const heir = heirOf(db, ord.get(origin, kind, slug) as number);
  const name = `SELECT r.kind || '/' || r.slug || CASE r.origin WHEN ${OWN} THEN '' ELSE '@' || o.name END
    FROM records r JOIN origins o ON o.id = r.origin WHERE r.ord = ?`;
  return heir === null ? null : (db.sql(name).pluck().get(heir) as string);
}

function writersOf(db: Db, { origin, slug }: EntryKey): string | null {
  const row = db
    .sql(
      `SELECT ${SOURCE_RECORD} FROM entries e JOIN sources s USING (ord) WHERE e.origin = ? AND e.kind = 'writers' AND e.slug = ?
         AND e.state = 'live' AND s.active = 1 ORDER BY s.rank, s.seen, s.rowid LIMIT 1`,
    )
    .pluck()
    .get(origin, slug);
  return (row as string | undefined) ?? null;
}

/** Slugs that are `base` or begin with `base-`; enough of them to find a free one. */
function taken(db: Db, origin: number, kind: string, base: string): Set<string> {
  const rows = db
    .sql(
      // In two parts, each of which finds its place in the index: joined by OR, every slug of the kind would be looked at.
      `SELECT slug FROM entries WHERE origin = @origin AND kind = @kind AND slug = @base
       UNION ALL SELECT * FROM (SELECT slug FROM entries WHERE origin = @origin AND kind = @kind
         AND slug > @base || '-' AND slug < @base || '.' LIMIT ${LIMITS.slugsTaken})`,
    )
    .pluck()
    .all({ origin, kind, base });
  return new Set(rows as string[]);
}
