import type { DecisionRow, Store } from '../port.ts';
import type { Db } from './database.ts';
import { retrying } from './retry.ts';

/** Local decisions: each newer one of the same thing takes the place of the older and comes last. */
export const decisionActs = (db: Db): Pick<Store, 'putDecisions' | 'decisionsSince'> => ({
  async putDecisions(rows) {
    const put = db.raw.transaction(() => {
      const at = db.clock.now();
      const write = db.sql('INSERT OR REPLACE INTO decisions (what, key, value, at) VALUES (?, ?, ?, ?)');
      for (const { what, key, value } of rows) write.run(what, key, value, at);
    });
    await retrying(() => put.immediate());
  },
  async decisionsSince(seq, limit) {
    return db
      .sql('SELECT seq, what, key, value, at FROM decisions WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(seq, limit) as DecisionRow[];
  },
});
