import { OWN } from '../../kernel/origins.ts';
import type { RecordRow, Store } from '../port.ts';
import { FACE_FIRST, heirOf } from './clusters.ts';
import type { Db } from './database.ts';
import { entryOrd, ITEM, items, RECORD } from './reads.ts';

type HandOverReads = 'heirOf' | 'formerOf' | 'listHandOvers' | 'listOwnHandOvers';

export const handOverReads = (db: Db): Pick<Store, HandOverReads> => ({
  async heirOf(key) {
    const heir = heirOf(db, entryOrd(db, key) ?? -1);
    return heir === null ? null : (items(db.sql(`${ITEM} WHERE r.ord = ?`).all(heir))[0] ?? null);
  },
  async formerOf(key) {
    const ord = entryOrd(db, key) ?? -1;
    const others = db
      .sql(
        `SELECT l.ord FROM records a JOIN records b ON b.cluster = a.cluster AND b.ord <> a.ord
         JOIN links l ON l.ord = b.ord AND l.rel LIKE 'handed-to:%' WHERE a.ord = ?`,
      )
      .pluck()
      .all(ord) as number[];
    const former = others.filter((other) => heirOf(db, other) === ord);
    if (former.length === 0) return [];
    return items(db.sql(`${ITEM} WHERE r.ord IN (SELECT value FROM json_each(?))`).all(JSON.stringify(former)));
  },
  async listHandOvers(limit) {
    return db
      .sql(
        `${RECORD} WHERE r.ord IN (SELECT ord FROM links WHERE rel >= 'handed-' AND rel < 'handed.')
         ORDER BY ${FACE_FIRST} LIMIT ?`,
      )
      .all(limit) as RecordRow[];
  },
  async listOwnHandOvers(after, limit) {
    return db
      .sql(
        `${RECORD} WHERE r.origin = ? AND r.ord > ?
         AND r.ord IN (SELECT ord FROM links WHERE rel >= 'handed-' AND rel < 'handed.') ORDER BY r.ord LIMIT ?`,
      )
      .all(OWN, after, limit) as RecordRow[];
  },
});
