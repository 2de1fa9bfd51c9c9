import { OWN } from '../../kernel/origins.ts';
import type { ConfirmationRow, TrustStore } from '../trust-port.ts';
import type { Db } from './database.ts';
import { retrying } from './retry.ts';

type Acts = 'lastErased' | 'ownErasures' | 'dueConfirmations' | 'listConfirmations' | 'putConfirmation';

/** In this order, whatever the planner thinks: of all versions few are erased. */
const OURS = `FROM erased x CROSS JOIN versions v USING (digest) CROSS JOIN entries e USING (ord)
  WHERE e.origin = ${OWN} AND length(v.body) = 0`;

/** Which mirrors have destroyed what our log has erased. */
export const confirmationActs = (db: Db): Pick<TrustStore, Acts> => ({
  async lastErased() {
    return db.sql('SELECT max(at) FROM erased').pluck().get() as number | null;
  },
  async ownErasures(limit = -1) {
    const rows = db.sql(
      `SELECT e.kind || '/' || e.slug AS id, x.digest, x.at ${OURS} GROUP BY x.digest ORDER BY x.at DESC, x.digest LIMIT ?`,
    );
    return rows.all(limit) as { id: string; digest: string; at: number }[];
  },
  async dueConfirmations(origin, now, limit) {
    const rows = db.sql(
      `SELECT x.digest, coalesce(c.tries, 0) AS tries FROM (SELECT DISTINCT x.digest, x.at ${OURS}) x
       LEFT JOIN confirmations c ON c.digest = x.digest AND c.origin = @origin
       WHERE c.digest IS NULL OR (c.answer IN ('present', 'no-answer') AND c.next <= @now)
       ORDER BY x.at, x.digest LIMIT @limit`,
    );
    return rows.all({ origin, now, limit }) as { digest: string; tries: number }[];
  },
  async listConfirmations(digests) {
    return db
      .sql(
        `SELECT digest, origin, answer, at, tries, next FROM confirmations
         WHERE digest IN (SELECT value FROM json_each(?)) ORDER BY digest, origin`,
      )
      .all(JSON.stringify(digests)) as ConfirmationRow[];
  },
  async putConfirmation({ digest, origin, answer, at, tries, next }) {
    const put = db.sql('INSERT OR REPLACE INTO confirmations VALUES (?, ?, ?, ?, ?, ?)');
    await retrying(() => put.run(digest, origin, answer, at, tries, next));
  },
});
