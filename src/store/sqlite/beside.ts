import type { Beside, TrustStore } from '../trust-port.ts';
import type { Db } from './database.ts';
import { retrying } from './retry.ts';

/** Where texts stand beside the records, and how they are taken out; null where they are not ours to take out. */
const TABLES: Readonly<Record<Beside['what'], { rows: string; drop: string | null }>> = {
  admission: {
    rows: "SELECT id, about || ' ' || principal || ' ' || coalesce(reason, '') AS text, bytes FROM admissions",
    drop: 'DELETE FROM admissions WHERE id = ?',
  },
  draft: {
    rows: "SELECT id, record || ' ' || found || ' ' || missing || ' ' || coalesce(reason, '') AS text, x'' AS bytes FROM drafts",
    drop: 'DELETE FROM drafts WHERE id = ?',
  },
  dispute: {
    rows: "SELECT key AS id, value AS text, x'' AS bytes FROM decisions WHERE what = 'dispute' AND value IS NOT NULL",
    // As a new row: whoever follows the decisions takes it in.
    drop: `INSERT OR REPLACE INTO decisions (what, key, value, at)
      SELECT what, key, json_set(value, '$.words', NULL, '$.about', ''), at FROM decisions WHERE what = 'dispute' AND key = ?`,
  },
  'version-source': {
    rows: `SELECT ord || ' ' || n AS id, v.provenance AS text, x'' AS bytes FROM versions v JOIN entries USING (ord)
      WHERE origin = 0`,
    drop: `UPDATE versions SET provenance = '{"by":"import","file":""}' WHERE ord || ' ' || n = ?`,
  },
  unshown: { rows: "SELECT id, '' AS text, body AS bytes FROM unshown", drop: null },
};

export const besideActs = (db: Db): Pick<TrustStore, 'findBeside' | 'dropBeside'> => ({
  async findBeside(fits) {
    const found: Beside[] = [];
    for (const [what, { rows }] of Object.entries(TABLES) as [Beside['what'], { rows: string }][]) {
      const all = db.sql(rows).iterate() as IterableIterator<{ id: string; text: string; bytes: Buffer }>;
      for (const { id, text, bytes } of all) if (fits(`${text} ${bytes.toString('utf8')}`)) found.push({ what, id });
    }
    return found;
  },
  async dropBeside({ what, id }) {
    const { drop } = TABLES[what];
    if (drop !== null) await retrying(() => db.sql(drop).run(id));
    return drop !== null;
  },
});
