import { OWN, OWN_LOG } from '../../kernel/origins.ts';
import type { Change, EntryKey, Projection } from '../port.ts';
import { companions, joinCluster, joins, leaveCluster, standsAlone } from './clusters.ts';
import type { Db } from './database.ts';
import { dropImages } from './images.ts';
import { emptySources, holdView } from './kept-once.ts';
import { placeOf } from './log.ts';

type Of<D extends Change['do']> = Extract<Change, { do: D }>;
type Handlers = { [D in Change['do']]: (db: Db, ord: number, change: Of<D>) => void };

const HANDLERS: Handlers = {
  source: putSource,
  deactivate: (db, ord, { source }) => {
    db.sql('UPDATE sources SET active = 0 WHERE ord = ? AND key = ?').run(ord, source);
  },
  'empty-sources': (db, ord) => {
    emptySources(db, 'ord = ?', ord);
  },
  'destroy-body': destroyBody,
  'drop-sources': (db, ord) => {
    db.sql('DELETE FROM sources WHERE ord = ?').run(ord);
  },
  entry: putEntry,
  version: putVersion,
  'record-digest': (db, ord, { digest }) => {
    db.sql('UPDATE entries SET record_digest = ? WHERE ord = ?').run(digest, ord);
  },
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
    if (change.entry !== entry) row = rowOf(db, change.entry, changes);
    entry = change.entry;
    if (row.isNew && isDone(change)) continue;
    handlerFor(row, change)(db, row.ord, change);
    // From here on it is no more as it was made.
    if (change.do === 'entry' || change.do === 'contacts') row.isNew = false;
    if (change.do === 'project') row.isBare = false;
  }
}

interface Row {
  ord: number;
  /** Made by this step with its first version and leaf: it is live, and nothing hangs on it yet. */
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

/** What is left to do for a new row, which was made with its first version and leaf. */
const OF_NEW: Partial<Handlers> = { version: insertVersion, leaf: insertLeaf };
const OF_BARE: Partial<Handlers> = {
  project: (db, ord, change) => project(db, ord, change.entry, projectionOf(change)),
};

function handlerFor({ isNew, isBare }: Row, change: Change): (db: Db, ord: number, change: Change) => void {
  const special = (isBare ? OF_BARE[change.do] : undefined) ?? (isNew ? OF_NEW[change.do] : undefined);
  return (special ?? HANDLERS[change.do]) as (db: Db, ord: number, change: Change) => void;
}

/** The row of an entry, which is made with its first change. */
function rowOf(db: Db, entry: EntryKey, changes: Change[]): Row {
  const { origin, kind, slug } = entry;
  const isOf = (change: Change): boolean => change.entry === entry;
  const first = changes.find((change) => change.do === 'version' && change.n === 1 && isOf(change));
  // Of a first version there is hardly ever a row: it is made at once, with what its version and leaf would write there.
  const made =
    first &&
    makeRow(
      db,
      entry,
      first as Of<'version'>,
      changes.find((one) => one.do === 'leaf' && isOf(one)),
    );
  if (made !== undefined) return made;
  const known = db
    .sql('SELECT ord FROM entries WHERE origin = ? AND kind = ? AND slug = ?')
    .pluck()
    .get(origin, kind, slug);
  if (known !== undefined) return { ord: known as number, isNew: false, isBare: false };
  return makeRow(db, entry) as Row;
}

const NEW_ENTRY = `INSERT INTO entries
  (origin, kind, slug, state, version, record_digest, body_digest, leaf_index, updated)
  VALUES (?, ?, ?, 'live', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

function makeRow(db: Db, { origin, kind, slug }: EntryKey, first?: Of<'version'>, leaf?: Change): Row | undefined {
  const { n = 0, recordDigest = '', digest = '' } = first ?? {};
  const index = leaf?.do === 'leaf' && leaf.effective ? leaf.index : -1;
  const { changes, lastInsertRowid } = db
    .sql(NEW_ENTRY)
    .run(origin, kind, slug, n, recordDigest, digest, index, db.clock.now());
  return changes === 0 ? undefined : { ord: Number(lastInsertRowid), isNew: first !== undefined, isBare: true };
}

function putSource(db: Db, ord: number, { source, bytes, record }: Of<'source'>): void {
  db.sql(
    `INSERT INTO sources (ord, key, rank, media_type, digest, record, provenance, active, bytes, seen, record_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rank = excluded.rank, media_type = excluded.media_type, digest = excluded.digest,
       record = excluded.record, provenance = excluded.provenance, active = excluded.active, bytes = excluded.bytes,
       record_at = excluded.record_at`,
  ).run(
    ord,
    source.key,
    source.rank,
    source.mediaType,
    source.digest,
    record?.before ?? source.record,
    source.provenance,
    source.active ? 1 : 0,
    bytes,
    db.clock.now(),
    record?.at ?? null,
  );
}

function destroyBody(db: Db, ord: number, { digest }: Of<'destroy-body'>): void {
  holdView(db, ord);
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
  insertVersion(db, ord, version);
  const { n, digest, recordDigest } = version;
  const set = 'UPDATE entries SET version = ?, record_digest = ?, body_digest = ?, updated = ? WHERE ord = ?';
  db.sql(set).run(n, recordDigest, digest, db.clock.now(), ord);
}

function insertVersion(db: Db, ord: number, { n, digest, mediaType, provenance, body }: Of<'version'>): void {
  const insert = db.sql('INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)');
  insert.run(ord, n, digest, mediaType, provenance, db.clock.now(), body);
}

function putLeaf(db: Db, ord: number, leaf: Of<'leaf'>): void {
  insertLeaf(db, ord, leaf);
  if (leaf.effective) db.sql('UPDATE entries SET leaf_index = ? WHERE ord = ?').run(leaf.index, ord);
}

function insertLeaf(db: Db, ord: number, leaf: Of<'leaf'>): void {
  if (leaf.entry.origin !== OWN) throw new Error('Only our own entries have leaves in our log.');
  db.sql('INSERT INTO leaves VALUES (?, ?, ?, ?)').run(placeOf(db, OWN_LOG), leaf.index, ord, leaf.bytes);
  db.log = { size: leaf.index + 1, edge: leaf.edge };
}

const INSERT_RECORD = `INSERT OR REPLACE INTO records
  (ord, origin, kind, slug, name, sort_name, etag, version, updated, own_key, cluster, rep, quality, facets, item, view, body_at)
  SELECT ord, origin, kind, slug, ?, ?, ?, version, updated, ?, ord, ord, ?, ?, ?, ?, ? FROM entries WHERE ord = ?`;

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
    p.inBody?.before ?? p.view,
    p.inBody?.at ?? null,
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
  const { before = p.view, at = null } = p.inBody ?? {};
  db.sql(RENEW_RECORD).run(p.name, p.sortName, p.etag, p.quality, JSON.stringify(p.facets), p.item, before, at, ord);
  db.texts.push({ ord, texts: p.texts.length > 0 ? p.texts : null });
  renewNames(db, ord, new Set(p.names));
  return true;
}

const RENEW_RECORD = `UPDATE records
  SET name = ?, sort_name = ?, etag = ?, version = e.version, updated = e.updated, quality = ?, facets = ?, item = ?, view = ?,
    body_at = ?
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
