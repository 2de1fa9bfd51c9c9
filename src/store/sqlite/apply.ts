import { OWN, OWN_LOG } from '../../kernel/origins.ts';
import type { Change, EntryKey, Projection } from '../port.ts';
import { companions, joinCluster, joins, leaveCluster, standsAlone } from './clusters.ts';
import type { Db } from './database.ts';
import { dropImages } from './images.ts';
import { placeOf } from './log.ts';

type Of<D extends Change['do']> = Extract<Change, { do: D }>;
type Handlers = { [D in Change['do']]: (db: Db, ord: number, change: Of<D>) => void };

const HANDLERS: Handlers = {
  source: putSource,
  deactivate: (db, ord, { source }) => {
    db.sql('UPDATE sources SET active = 0 WHERE ord = ? AND key = ?').run(ord, source);
  },
  'empty-sources': (db, ord) => {
    db.sql("UPDATE sources SET bytes = x'' WHERE ord = ?").run(ord);
  },
  'destroy-body': destroyBody,
  'drop-sources': (db, ord) => {
    db.sql('DELETE FROM sources WHERE ord = ?').run(ord);
  },
  entry: putEntry,
  version: putVersion,
  leaf: putLeaf,
  project: (db, ord, change) => {
    const projection = projectionOf(change);
    if (renewed(db, ord, projection)) return;
    // Whoever it stood with is sorted out without it first: the new record may belong elsewhere.
    unproject(db, ord, change);
    project(db, ord, change.entry, projection);
  },
  unproject,
  succeed: (db, ord) => {
    db.sql(
      `UPDATE entries SET successor = l.kind || '/' || l.slug || '@' || l.target_origin
       FROM links l WHERE entries.ord = ? AND l.ord = entries.ord AND l.rel LIKE 'handed-to:%'`,
    ).run(ord);
  },
  identity: (db, ord, { entry, key }) => {
    db.sql('INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?)').run(entry.origin, entry.kind, key, ord);
  },
  contacts: (db, ord, { json }) => {
    if (json === null) db.sql('DELETE FROM contacts WHERE ord = ?').run(ord);
    else db.sql('INSERT OR REPLACE INTO contacts VALUES (?, ?)').run(ord, json);
  },
  event: (db, ord, { op }) => {
    if (op === 'withdraw' || op === 'erase') dropImages(db, ord);
    db.sql('INSERT INTO changes (ord, op, version, at) SELECT ord, ?, version, ? FROM entries WHERE ord = ?').run(
      op,
      db.clock.now(),
      ord,
    );
  },
};

/** Carries out the row changes of a step inside the write transaction. */
export function applyAll(db: Db, changes: Change[]): void {
  // Mostly all changes of a step are of one entry, and name it by the same object.
  let entry: EntryKey | null = null;
  let row: Row = { ord: -1, isNew: false, isBare: false };
  for (const change of changes) {
    if (change.entry !== entry) row = rowOf(db, change.entry);
    entry = change.entry;
    if (row.isNew && isDone(change)) continue;
    if (row.isBare && change.do === 'project') project(db, row.ord, change.entry, projectionOf(change));
    else (HANDLERS[change.do] as (db: Db, ord: number, change: Change) => void)(db, row.ord, change);
    // From here on it is no more as it was made.
    if (change.do === 'entry' || change.do === 'contacts') row.isNew = false;
    if (change.do === 'project') row.isBare = false;
  }
}

interface Row {
  ord: number;
  /** Made by this step: it is live, and nothing hangs on it yet. */
  isNew: boolean;
  /** Made by this step, and nothing is derived of it yet. */
  isBare: boolean;
}

/** What is so with a new row from the start: most of an import are such. */
const isDone = (change: Change): boolean =>
  change.do === 'entry'
    ? change.set.state === 'live' && change.set.successor === undefined && change.set.reason === undefined
    : change.do === 'contacts' && change.json === null;

/** The same as a savepoint: all of them or none. */
export function applyApart(db: Db, changes: Change[]): void {
  const texts = db.texts.length;
  const { log } = db;
  try {
    db.savepoint(() => applyAll(db, changes));
  } catch (error) {
    db.texts.length = texts;
    db.log = log;
    throw error;
  }
}

/** The row number of an entry, which is made with its first change. */
function rowOf(db: Db, { origin, kind, slug }: EntryKey): Row {
  const known = db
    .sql('SELECT ord FROM entries WHERE origin = ? AND kind = ? AND slug = ?')
    .pluck()
    .get(origin, kind, slug);
  if (known !== undefined) return { ord: known as number, isNew: false, isBare: false };
  const { lastInsertRowid } = db
    .sql(
      `INSERT INTO entries (origin, kind, slug, state, version, record_digest, body_digest, leaf_index, updated)
       VALUES (?, ?, ?, 'live', 0, '', '', -1, ?)`,
    )
    .run(origin, kind, slug, db.clock.now());
  return { ord: Number(lastInsertRowid), isNew: true, isBare: true };
}

function putSource(db: Db, ord: number, { source, bytes }: Of<'source'>): void {
  db.sql(
    `INSERT INTO sources (ord, key, rank, media_type, digest, record, provenance, active, bytes, seen)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rank = excluded.rank, media_type = excluded.media_type, digest = excluded.digest,
       record = excluded.record, provenance = excluded.provenance, active = excluded.active, bytes = excluded.bytes`,
  ).run(
    ord,
    source.key,
    source.rank,
    source.mediaType,
    source.digest,
    source.record,
    source.provenance,
    source.active ? 1 : 0,
    bytes,
    db.clock.now(),
  );
}

function destroyBody(db: Db, ord: number, { digest }: Of<'destroy-body'>): void {
  const which = digest === null ? '' : 'AND digest = ?';
  const given = digest === null ? [] : [digest];
  db.sql(`INSERT OR IGNORE INTO erased SELECT digest, ? FROM versions WHERE ord = ? ${which}`).run(
    db.clock.now(),
    ord,
    ...given,
  );
  db.sql(`UPDATE versions SET body = x'', provenance = '{"by":"import","file":""}' WHERE ord = ? ${which}`).run(
    ord,
    ...given,
  );
  const present = digest === null ? '' : 'AND body_digest = ?';
  db.sql(`UPDATE entries SET body_digest = '', record_digest = '' WHERE ord = ? ${present}`).run(ord, ...given);
}

function putEntry(db: Db, ord: number, { set }: Of<'entry'>): void {
  db.sql(
    `UPDATE entries SET state = coalesce(?, state), successor = coalesce(?, successor), reason = coalesce(?, reason), updated = ?
     WHERE ord = ?`,
  ).run(set.state ?? null, set.successor ?? null, set.reason ?? null, db.clock.now(), ord);
}

function putVersion(db: Db, ord: number, version: Of<'version'>): void {
  const now = db.clock.now();
  const { n, digest, mediaType, provenance, body, recordDigest } = version;
  db.sql('INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)').run(ord, n, digest, mediaType, provenance, now, body);
  db.sql('UPDATE entries SET version = ?, record_digest = ?, body_digest = ?, updated = ? WHERE ord = ?').run(
    n,
    recordDigest,
    digest,
    now,
    ord,
  );
}

function putLeaf(db: Db, ord: number, leaf: Of<'leaf'>): void {
  if (leaf.entry.origin !== OWN) throw new Error('Only our own entries have leaves in our log.');
  db.sql('INSERT INTO leaves VALUES (?, ?, ?, ?)').run(placeOf(db, OWN_LOG), leaf.index, ord, leaf.bytes);
  db.log = { size: leaf.index + 1, edge: leaf.edge };
  if (leaf.effective) db.sql('UPDATE entries SET leaf_index = ? WHERE ord = ?').run(leaf.index, ord);
}

const INSERT_RECORD = `INSERT OR REPLACE INTO records
  (ord, origin, kind, slug, name, sort_name, etag, version, updated, own_key, cluster, rep, quality, facets, item, view)
  SELECT ord, origin, kind, slug, ?, ?, ?, version, updated, ?, ord, ord, ?, ?, ?, ? FROM entries WHERE ord = ?`;

const projectionOf = ({ projection }: Of<'project'>): Projection =>
  typeof projection === 'function' ? projection() : projection;

/** What is derived of a row that has nothing derived. */
function project(db: Db, ord: number, { kind }: EntryKey, p: Projection): void {
  db.sql(INSERT_RECORD).run(
    p.name,
    p.sortName,
    p.etag,
    p.ownKey,
    p.quality,
    JSON.stringify(p.facets),
    p.item,
    p.view,
    ord,
  );
  if (p.texts.length > 0) db.texts.push({ ord, texts: p.texts });
  for (const name of p.names) db.sql('INSERT OR IGNORE INTO names VALUES (?, ?)').run(name, ord);
  for (const { rel, target } of p.links) insertLink(db, ord, rel, target);
  joinCluster(db, ord, kind, p);
}

/** Changes a row in its place, by far the cheaper way, where nothing of it bears on who stands for whom. */
function renewed(db: Db, ord: number, p: Projection): boolean {
  if (!standsAlone(db, ord, p) || !hasLinks(db, ord, p.links)) return false;
  db.sql(RENEW_RECORD).run(p.name, p.sortName, p.etag, p.quality, JSON.stringify(p.facets), p.item, p.view, ord);
  db.texts.push({ ord, texts: p.texts.length > 0 ? p.texts : null });
  renewNames(db, ord, new Set(p.names));
  return true;
}

const RENEW_RECORD = `UPDATE records
  SET name = ?, sort_name = ?, etag = ?, version = e.version, updated = e.updated, quality = ?, facets = ?, item = ?, view = ?
  FROM entries e WHERE records.ord = ? AND e.ord = records.ord`;

/** Whether the row has exactly these links, and none that could join it to another. */
function hasLinks(db: Db, ord: number, links: Projection['links']): boolean {
  const kept = db.sql('SELECT kind, slug, target_origin, rel FROM links WHERE ord = ?').raw().all(ord) as string[][];
  if (kept.length === 0 || links.length === 0) return kept.length === links.length;
  const made = links.map(({ rel, target }) => [...partsOf(target), rel]);
  const asText = (all: string[][]): string => [...new Set(all.map((one) => JSON.stringify(one)))].sort().join();
  return !links.some(({ rel }) => joins(rel)) && asText(kept) === asText(made);
}

function renewNames(db: Db, ord: number, names: Set<string>): void {
  const kept = db.sql('SELECT folded FROM names WHERE ord = ?').pluck().all(ord) as string[];
  for (const name of kept)
    if (!names.delete(name)) db.sql('DELETE FROM names WHERE folded = ? AND ord = ?').run(name, ord);
  for (const name of names) db.sql('INSERT INTO names VALUES (?, ?)').run(name, ord);
}

/** `kind/slug[@origin]` in its parts; the origin is empty for the record's own. */
function partsOf(target: string): [kind: string, slug: string, origin: string] {
  const [address = '', origin = ''] = target.split('@', 2);
  const slash = address.indexOf('/');
  return [address.slice(0, slash), address.slice(slash + 1), origin];
}

function insertLink(db: Db, ord: number, rel: string, target: string): void {
  db.sql('INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?, ?)').run(...partsOf(target), rel, ord);
}

function unproject(db: Db, ord: number, { entry }: { entry: Pick<EntryKey, 'kind'> }): void {
  const projected = db.sql('SELECT 1 FROM records WHERE ord = ?').pluck().get(ord);
  if (projected === undefined) return;
  const left = companions(db, ord, entry.kind);
  clear(db, ord);
  leaveCluster(db, left, entry.kind);
}

function clear(db: Db, ord: number): void {
  db.sql('DELETE FROM records WHERE ord = ?').run(ord);
  db.texts.push({ ord, texts: null });
  db.sql('DELETE FROM names WHERE ord = ?').run(ord);
  db.sql('DELETE FROM unjoined WHERE ord = ?').run(ord);
  db.sql('DELETE FROM links WHERE ord = ?').run(ord);
}
