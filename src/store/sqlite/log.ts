import { OWN_LOG } from '../../kernel/origins.ts';
import type { Store } from '../port.ts';
import type { Db, LogEnd } from './database.ts';

/** No bytes stand for the edge of an empty tree. */
const emptyEdgeBytes = new Uint8Array(0);

/** Size and edge of our own log, as the present transaction sees them. */
export function logOf(db: Db): LogEnd {
  if (db.log !== null) return db.log;
  const row = db.sql('SELECT size, edge FROM logs WHERE origin = ?').get(OWN_LOG);
  return (row as LogEnd | undefined) ?? { size: 0, edge: emptyEdgeBytes };
}

/** Under which number the leaves of a log lie: mostly its own. Our own log changes places with a new epoch. */
export const placeOf = (db: Db, log: number): number =>
  (db.sql('SELECT place FROM leaf_places WHERE log = ?').pluck().get(log) as number | undefined) ?? log;

/** A number that no log has and under which no leaves lie. */
export function freeNumber(db: Db): number {
  const numbers = `SELECT max(log) AS n FROM heads UNION ALL SELECT max(origin) FROM logs
    UNION ALL SELECT max(log) FROM leaf_places UNION ALL SELECT max(place) FROM leaf_places`;
  return ((db.sql(`SELECT max(n) FROM (${numbers})`).pluck().get() as number | null) ?? 0) + 1;
}

/** Writes the end of the log once for all leaves of a transaction. */
export function writeLog(db: Db): void {
  if (db.log === null) return;
  db.sql('INSERT OR REPLACE INTO logs VALUES (?, ?, ?)').run(OWN_LOG, db.log.size, db.log.edge);
  db.log = null;
}

export const logReads = (db: Db): Pick<Store, 'readLeaves' | 'readLog'> => ({
  async readLeaves(from, limit) {
    return db
      .sql('SELECT idx AS "index", bytes FROM leaves WHERE origin = ? AND idx >= ? ORDER BY idx LIMIT ?')

      .all(placeOf(db, OWN_LOG), from, limit) as { index: number; bytes: Buffer }[];
  },
  async readLog() {
    return logOf(db);
  },
});
