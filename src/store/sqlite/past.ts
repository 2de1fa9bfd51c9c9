import type { ChangeRow, PastStore, StandingRow, TwinRow } from '../past-port.ts';
import type { Db } from './database.ts';

/** The last change that says how the entry looks: what only sorts clusters or names a source anew does not. */
const STANDING = `SELECT e.ord, e.origin, (SELECT name FROM origins WHERE id = e.origin) AS originName, e.kind, e.slug,
    e.state, e.reason, c.op, coalesce(c.version, 0) AS version,
    coalesce((SELECT at FROM changes WHERE seq = (SELECT max(seq) FROM changes
      WHERE ord = e.ord AND seq <= @seq AND op NOT IN ('cluster', 'source'))), c.at, 0) AS at
  FROM entries e LEFT JOIN changes c
    ON c.seq = (SELECT max(seq) FROM changes WHERE ord = e.ord AND seq <= @seq AND op <> 'cluster')
  WHERE e.ord IN (SELECT value FROM json_each(@ords))`;

const CHANGE = `SELECT c.seq, c.ord, c.op, c.version, c.at, e.origin, e.kind, e.slug,
    (SELECT name FROM origins WHERE id = e.origin) AS originName
  FROM changes c JOIN entries e USING (ord) WHERE c.seq < @seq AND c.op NOT IN ('cluster', 'source', 'erase')
  AND e.kind IN (SELECT value FROM json_each(@kinds))`;
const NEWEST = `${CHANGE} ORDER BY c.seq DESC LIMIT @limit`;
const NEWEST_OF = `${CHANGE} AND c.ord IN (SELECT value FROM json_each(@ords)) ORDER BY c.seq DESC LIMIT @limit`;

/** The catalogue at an earlier point of its change sequence. */
export const pastReads = (db: Db): PastStore => ({
  async changeTime(seq) {
    const at = db.sql('SELECT at FROM changes WHERE seq <= ? ORDER BY seq DESC LIMIT 1').pluck().get(seq);
    return (at as number | undefined) ?? null;
  },
  async changesAfter(seq, limit) {
    return db
      .sql(`SELECT seq, ord, op FROM changes WHERE seq > ? AND op <> 'cluster' ORDER BY seq LIMIT ?`)
      .all(seq, limit) as { seq: number; ord: number; op: string }[];
  },
  async changesBefore(seq, limit, kinds, ords) {
    const wanted = { seq, limit, kinds: JSON.stringify(kinds), ords: JSON.stringify(ords ?? []) };
    return db.sql(ords === null ? NEWEST : NEWEST_OF).all(wanted) as ChangeRow[];
  },
  async standings(ords, seq) {
    return db.sql(STANDING).all({ ords: JSON.stringify(ords), seq }) as StandingRow[];
  },
  async ownKeyRows(keys) {
    return db
      .sql('SELECT ord, origin, own_key AS ownKey FROM records WHERE own_key IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(keys)) as TwinRow[];
  },
  async clusterRows(ord) {
    return db
      .sql(
        `SELECT r.ord, r.origin, r.own_key AS ownKey FROM records self JOIN records r ON r.cluster = self.cluster
         WHERE self.ord = ?`,
      )
      .all(ord) as TwinRow[];
  },
});
