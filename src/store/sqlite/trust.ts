import type { EvidenceRow, Suppressed, TrustStore, WitnessedRow, WitnessRow } from '../trust-port.ts';
import { confirmationActs } from './confirmations.ts';
import type { Db } from './database.ts';
import { erasureActs } from './erasure.ts';
import { retrying } from './retry.ts';

const WITNESSED = 'SELECT origin, keys, mirrored, size, root, note, cosigned FROM witnessed';

type StoredLog = Omit<WitnessedRow, 'keys' | 'mirrored'> & { keys: string; mirrored: number };
const logOf = (row: StoredLog): WitnessedRow => ({
  ...row,
  keys: JSON.parse(row.keys) as string[],
  mirrored: row.mirrored === 1,
});

const EVIDENCE = 'SELECT id, origin, rule, common, one, other, proof, source, found, keys FROM evidence';

type StoredEvidence = Omit<EvidenceRow, 'proof' | 'keys'> & { proof: string; keys: string };
const evidenceOf = (row: StoredEvidence): EvidenceRow => ({
  ...row,
  proof: JSON.parse(row.proof) as string[],
  keys: JSON.parse(row.keys) as string[],
});

/** Witnesses, forks, and what must not come back. */
export const trustActs = (db: Db): TrustStore => ({
  ...witnessedActs(db),
  ...witnessActs(db),
  ...erasureActs(db),
  ...confirmationActs(db),
  async putEvidence({ id, origin, rule, common, one, other, proof, source, found, keys }) {
    const insert = db.sql('INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const row = [id, origin, rule, common, one, other, JSON.stringify(proof), source, found, JSON.stringify(keys)];
    return (await retrying(() => insert.run(...row))).changes === 1;
  },
  async listEvidence(origin) {
    const where = origin === undefined ? '' : 'WHERE origin = ?';
    const rows = db.sql(`${EVIDENCE} ${where} ORDER BY found DESC, id`);
    return (rows.all(...(origin === undefined ? [] : [origin])) as StoredEvidence[]).map(evidenceOf);
  },
  async suppress(rows) {
    const insert = db.raw.transaction(() => {
      for (const { hash, words, at } of rows)
        db.sql('INSERT OR IGNORE INTO suppressed VALUES (?, ?, ?)').run(hash, words, at);
    });
    await retrying(() => insert.immediate());
  },
  async listSuppressed() {
    return db.sql('SELECT hash, words, at FROM suppressed').all() as Suppressed[];
  },
  async listExports() {
    return db.sql('SELECT folder, url FROM exports ORDER BY folder').all() as { folder: string; url: string }[];
  },
  async putExport(folder, url) {
    const put = db.sql('INSERT OR REPLACE INTO exports VALUES (?, ?, ?)');
    await retrying(() => put.run(folder, url, db.clock.now()));
  },
});

type WitnessedActs = 'listWitnessed' | 'getWitnessed' | 'putWitnessed' | 'dropWitnessed' | 'swapWitnessed';

const witnessedActs = (db: Db): Pick<TrustStore, WitnessedActs> => ({
  async listWitnessed() {
    return (db.sql(`${WITNESSED} ORDER BY origin`).all() as StoredLog[]).map(logOf);
  },
  async getWitnessed(origin) {
    const row = db.sql(`${WITNESSED} WHERE origin = ?`).get(origin) as StoredLog | undefined;
    return row === undefined ? null : logOf(row);
  },
  async putWitnessed({ origin, keys, mirrored }) {
    const put = db.sql(`INSERT INTO witnessed VALUES (?, ?, ?, 0, x'', x'', 0)
      ON CONFLICT DO UPDATE SET keys = excluded.keys, mirrored = excluded.mirrored`);
    await retrying(() => put.run(origin, JSON.stringify(keys), mirrored ? 1 : 0));
  },
  async dropWitnessed(origin) {
    // What was cosigned once is never forgotten: named again, the log goes on from there.
    const drop = db.sql("UPDATE witnessed SET keys = '[]', mirrored = 0 WHERE origin = ?");
    await retrying(() => drop.run(origin));
  },
  async swapWitnessed(origin, expected, { size, root, note, cosigned }) {
    const swap = db.sql(`UPDATE witnessed SET size = ?, root = ?, note = ?, cosigned = ?
      WHERE origin = ? AND size = ? AND size <= ? AND keys <> '[]' AND (size < ? OR size = 0 OR root = ?)`);
    const done = await retrying(() => swap.run(size, root, note, cosigned, origin, expected, size, size, root));
    return done.changes === 1;
  },
});

type WitnessActs = 'listWitnesses' | 'putWitness' | 'dropWitness' | 'settleWitness';

const witnessActs = (db: Db): Pick<TrustStore, WitnessActs> => ({
  async listWitnesses() {
    return db.sql('SELECT key, url, size, cosigned, problem FROM witnesses ORDER BY key').all() as WitnessRow[];
  },
  async putWitness({ key, url }) {
    const put = db.sql(`INSERT INTO witnesses VALUES (?, ?, 0, NULL, NULL)
      ON CONFLICT DO UPDATE SET url = excluded.url`);
    await retrying(() => put.run(key, url));
  },
  async dropWitness(key) {
    const drop = db.sql('DELETE FROM witnesses WHERE key = ?');
    return (await retrying(() => drop.run(key))).changes === 1;
  },
  async settleWitness(key, { size, cosigned, problem }) {
    const settle = db.sql(`UPDATE witnesses SET size = coalesce(?, size), cosigned = coalesce(?, cosigned), problem = ?
      WHERE key = ?`);
    await retrying(() => settle.run(size ?? null, cosigned ?? null, problem, key));
  },
});
