import { LIMITS } from '../../kernel/limits.ts';
import type { Db } from './database.ts';

/**
 * Clusters: entries of several origins that are the same software. Two share one when their own repositories (with the
 * path) are equal, or when each names the other; a third record's alias never joins two others. The column is kept in
 * the transaction that changes an entry. A cluster stands under its representative: ours before built in before others,
 * then the earliest.
 */
export function joinCluster(db: Db, ord: number, kind: string): void {
  // Most records have no twin: one look at the index of keys and one at the links settles it.
  if (neighbours(db, ord, kind).length > 0) settle(db, ord, kind);
}

/** After a member went or changed: those that stay are sorted out anew. */
export function leaveCluster(db: Db, cluster: number): void {
  const members = db.sql('SELECT ord, kind FROM records WHERE cluster = ?').all(cluster) as {
    ord: number;
    kind: string;
  }[];
  for (const { ord } of members) write(db, [ord]);
  for (const { ord, kind } of members) settle(db, ord, kind);
}

function settle(db: Db, ord: number, kind: string): void {
  const members = new Set([ord]);
  // A set grows while it is walked: breadth first, and never far past the bound.
  for (const member of members) {
    if (members.size > LIMITS.clusterSize) break;
    for (const next of neighbours(db, member, kind)) members.add(next);
  }
  // Too many to be the same thing: shown one by one.
  if (members.size > LIMITS.clusterSize) for (const member of members) write(db, [member]);
  else write(db, [...members]);
}

function neighbours(db: Db, ord: number, kind: string): number[] {
  return db
    .sql(
      `SELECT b.ord FROM records a JOIN records b ON b.own_key = a.own_key AND b.kind = a.kind
         WHERE a.ord = ?1 AND b.ord <> ?1 AND a.own_key IS NOT NULL
       UNION
       SELECT b.ord FROM records a
         JOIN origins ao ON ao.id = a.origin
         JOIN links back ON back.kind = a.kind AND back.slug = a.slug AND back.rel = 'same-as' AND back.target_origin = ao.name
         JOIN records b ON b.ord = back.ord AND b.kind = ?2
         JOIN origins bo ON bo.id = b.origin
         JOIN links forth ON forth.ord = a.ord AND forth.rel = 'same-as' AND forth.kind = b.kind AND forth.slug = b.slug
           AND forth.target_origin = bo.name
         WHERE a.ord = ?1 AND b.ord <> ?1
       LIMIT ${LIMITS.clusterSize + 1}`,
    )
    .pluck()
    .all(ord, kind) as number[];
}

function write(db: Db, members: number[]): void {
  const marks = members.map(() => '?').join(',');
  const rep = db
    .sql(`SELECT ord FROM records WHERE ord IN (${marks}) ORDER BY origin, ord LIMIT 1`)
    .pluck()
    .get(...members) as number;
  db.sql(`UPDATE records SET cluster = ?, rep = ? WHERE ord IN (${marks}) AND (cluster <> ? OR rep <> ?)`).run(
    rep,
    rep,
    ...members,
    rep,
    rep,
  );
}
