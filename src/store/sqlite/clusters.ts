import { LIMITS } from '../../kernel/limits.ts';
import type { Projection } from '../port.ts';
import type { Db } from './database.ts';

/** Order in which rows `r` of one cluster stand for it: 0 is ours, 1 the built-in catalogues. */
export const FACE_FIRST = 'CASE r.origin WHEN 0 THEN 0 WHEN 1 THEN 2 ELSE 1 END, r.ord';

/**
 * Clusters: entries of several origins that are the same software. Two share one when their own repositories (with the
 * path) are equal, or when each names the other, as the same or as handed over; a third record's alias never joins two
 * others. The column is kept in the transaction that changes an entry. A cluster stands under its representative: what was
 * handed over last, else ours before mirrored ones before built-in ones, then the earliest. What is joined to more than
 * `LIMITS.clusterSize` others is shown one by one.
 */
export function joinCluster(db: Db, ord: number, kind: string, { ownKey, links }: Projection): void {
  // Most records have no twin and name none: one look at the index of keys settles it.
  const named = links.some(({ rel }) => joins(rel));
  if (!named && (ownKey === null || !hasTwin(db, ord, ownKey))) return;
  if (neighbours(db, ord, kind).length > 0) settle(db, ord, kind);
}

/** Whether such a link makes two entries one, if both have it. */
export const joins = (rel: string): boolean => rel === 'same-as' || rel.startsWith('handed-');

/** Whether a row that is there stands by itself, and keeps to the repository that it has. Its links are not looked at. */
export const standsAlone = (db: Db, ord: number, { ownKey }: Projection): boolean =>
  db.sql(ALONE).get(ord, ownKey) !== undefined;

const ALONE = `SELECT 1 FROM records a JOIN entries e USING (ord, origin, kind, slug)
  WHERE a.ord = ? AND a.own_key IS ? AND a.cluster = a.ord AND a.rep = a.ord
  AND NOT EXISTS (SELECT 1 FROM records b WHERE b.cluster = a.ord AND b.ord <> a.ord)
  AND NOT EXISTS (SELECT 1 FROM records b WHERE b.own_key = a.own_key AND b.ord <> a.ord)
  AND NOT EXISTS (SELECT 1 FROM unjoined u WHERE u.ord = a.ord)`;

const hasTwin = (db: Db, ord: number, ownKey: string): boolean =>
  db.sql('SELECT 1 FROM records WHERE own_key = ? AND ord <> ? LIMIT 1').get(ownKey, ord) !== undefined;

/** Everybody whose cluster may be another one once this row is gone: asked before it goes. */
export function companions(db: Db, ord: number, kind: string): number[] {
  const members = db
    .sql('SELECT b.ord FROM records a JOIN records b ON b.cluster = a.cluster AND b.ord <> a.ord WHERE a.ord = ?')
    .pluck()
    .all(ord) as number[];
  // Those of a cluster that was too large stand alone, and may now be few enough.
  return [...new Set([...members, ...neighbours(db, ord, kind)])];
}

/** After a row went: those that stay are sorted out anew. */
export function leaveCluster(db: Db, left: number[], kind: string): void {
  const placed = new Set<number>();
  for (const ord of left) {
    if (placed.has(ord)) continue;
    for (const member of settle(db, ord, kind)) placed.add(member);
  }
}

/** Walks everybody that this row is joined to and gives them one representative; who was reached. */
function settle(db: Db, ord: number, kind: string): Set<number> {
  const members = new Set([ord]);
  // A set grows while it is walked: breadth first, and never far past the bound.
  for (const member of members) {
    if (members.size > LIMITS.clusterSize) break;
    for (const next of neighbours(db, member, kind)) members.add(next);
  }
  if (members.size <= LIMITS.clusterSize) join(db, [...members]);
  else for (const member of members) partAll(db, member);
  mark(db, [...members], members.size > LIMITS.clusterSize);
  return members;
}

/** At most one more than a cluster may have of those with the same repository: then it is too large whoever they are. */
function neighbours(db: Db, ord: number, kind: string): number[] {
  return db
    .sql(
      `SELECT ord FROM (
         SELECT b.ord FROM records a JOIN records b ON b.own_key = a.own_key AND b.kind = a.kind
         WHERE a.ord = @ord AND b.ord <> @ord AND a.own_key IS NOT NULL LIMIT ${LIMITS.clusterSize + 1})
       UNION
       SELECT b.ord FROM records a
         JOIN origin_named ao ON ao.id = a.origin
         JOIN links forth ON forth.ord = a.ord AND forth.kind = @kind
           AND (forth.rel = 'same-as' OR forth.rel LIKE 'handed-%')
         JOIN origin_named bo ON bo.name = forth.target_origin
         JOIN records b ON b.kind = forth.kind AND b.slug = forth.slug AND b.origin = bo.id
         JOIN links back ON back.kind = a.kind AND back.slug = a.slug AND back.ord = b.ord
           AND back.rel = CASE substr(forth.rel, 1, 10) WHEN 'handed-to:' THEN 'handed-from:' || substr(forth.rel, 11)
             WHEN 'handed-fro' THEN 'handed-to:' || substr(forth.rel, 13) ELSE 'same-as' END
           AND back.target_origin = ao.name
         WHERE a.ord = @ord AND b.ord <> @ord`,
    )
    .pluck()
    .all({ ord, kind }) as number[];
}

function join(db: Db, members: number[]): void {
  const list = JSON.stringify(members);
  const standing = members.filter((ord) => heirOf(db, ord) === null);
  const rep = db
    .sql(`SELECT ord FROM records r WHERE ord IN (SELECT value FROM json_each(?)) ORDER BY ${FACE_FIRST} LIMIT 1`)
    .pluck()
    .get(JSON.stringify(standing)) as number;
  const changed = db
    .sql(
      `UPDATE records SET cluster = @rep, rep = @rep
       WHERE ord IN (SELECT value FROM json_each(@list)) AND (cluster <> @rep OR rep <> @rep) RETURNING ord`,
    )
    .pluck()
    .all({ rep, list }) as number[];
  tell(db, changed);
}

/**
 * The row that took the place of this one, over however many hand-overs; null where it stands itself. Both sides must say so
 * in their present records. A chain that leads back to where it began says nothing: all of it stands.
 */
export function heirOf(db: Db, ord: number): number | null {
  const seen = new Set([ord]);
  for (let at = ord; seen.size <= LIMITS.clusterSize; ) {
    const next = db.sql(TAKEN_OVER).pluck().get(at) as number | undefined;
    if (next === undefined) return at === ord ? null : at;
    if (seen.has(next)) return null;
    seen.add(next);
    at = next;
  }
  return null;
}

const TAKEN_OVER = `SELECT b.ord FROM records a
  JOIN links forth ON forth.ord = a.ord AND forth.rel LIKE 'handed-to:%' AND forth.kind = a.kind
  JOIN origin_named bo ON bo.name = forth.target_origin
  JOIN records b ON b.kind = forth.kind AND b.slug = forth.slug AND b.origin = bo.id
  JOIN links back ON back.ord = b.ord AND back.rel = 'handed-from:' || substr(forth.rel, 11)
    AND back.kind = a.kind AND back.slug = a.slug
  JOIN origin_named ao ON ao.name = back.target_origin AND ao.id = a.origin
  WHERE a.ord = ? AND b.ord <> a.ord LIMIT 1`;

/** Notes who stands alone though others are the same software, so that it can be told. */
function mark(db: Db, members: number[], unjoined: boolean): void {
  const change = unjoined
    ? 'INSERT OR IGNORE INTO unjoined SELECT value FROM json_each(?)'
    : 'DELETE FROM unjoined WHERE ord IN (SELECT value FROM json_each(?))';
  db.sql(change).run(JSON.stringify(members));
}

/** Takes the cluster that this row stands in apart. */
function partAll(db: Db, ord: number): void {
  const changed = db
    .sql(
      `UPDATE records SET cluster = ord, rep = ord
       WHERE cluster = (SELECT cluster FROM records WHERE ord = ?) AND (cluster <> ord OR rep <> ord) RETURNING ord`,
    )
    .pluck()
    .all(ord) as number[];
  tell(db, changed);
}

/** Whoever follows the change sequence learns of rows that have another representative, though nobody published them. */
function tell(db: Db, ords: number[]): void {
  for (const ord of ords) {
    db.sql(
      "INSERT INTO changes (ord, op, version, at) SELECT ord, 'cluster', version, ? FROM entries WHERE ord = ?",
    ).run(db.clock.now(), ord);
  }
}
