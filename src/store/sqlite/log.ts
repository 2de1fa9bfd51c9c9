import { OWN_LOG } from '../../kernel/origins.ts';
import type { Store } from '../port.ts';
import type { Db } from './database.ts';

/** No bytes stand for the edge of an empty tree. */
const emptyEdgeBytes = new Uint8Array(0);

/** Size and edge of our own log, as the present transaction sees them. */
export function logOf(db: Db): { size: number; edge: Uint8Array } {
  const row = db.sql('SELECT size, edge FROM logs WHERE origin = ?').get(OWN_LOG);
  return (row as { size: number; edge: Buffer } | undefined) ?? { size: 0, edge: emptyEdgeBytes };
}

export const logReads = (db: Db): Pick<Store, 'readLeaves' | 'readLog'> => ({
  async readLeaves(from, limit) {
    return db
      .sql('SELECT idx AS "index", bytes FROM leaves WHERE origin = ? AND idx >= ? ORDER BY idx LIMIT ?')
      .all(OWN_LOG, from, limit) as { index: number; bytes: Buffer }[];
  },
  async readLog() {
    return logOf(db);
  },
});
