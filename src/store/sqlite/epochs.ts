import { OWN, OWN_LOG } from '../../kernel/origins.ts';
import type { CarriedEntry, EpochFound, EpochPlan, Fence, HeadRow } from '../log-port.ts';
import type { Db } from './database.ts';

/** Whether the lease is held under this number now. */
export const isHeld = (db: Db, { name, fence }: Fence): boolean =>
  db.sql('SELECT 1 FROM leases WHERE name = ? AND fence = ? AND expires > ?').get(name, fence, db.clock.now()) !==
  undefined;

/** Inside the write transaction: see `LogStore.openEpoch`. */
export function openEpoch(db: Db, expected: string, decide: (found: EpochFound) => EpochPlan, fence: Fence): boolean {
  const head = db.sql('SELECT * FROM heads WHERE log = ?').get(OWN_LOG) as HeadRow | undefined;
  if (!isHeld(db, fence) || head?.origin !== expected) return false;
  const plan = decide({ head: { ...head, mine: true }, entries: carried(db) });
  close(db, head.origin);
  begin(db, plan);
  return true;
}

type Row = Omit<CarriedEntry, 'leaf' | 'erased'> & { index: number; digest: string };

function carried(db: Db): CarriedEntry[] {
  const rows = db
    .sql(`SELECT ord, kind || '/' || slug AS id, state, reason, leaf_index AS "index", body_digest AS digest
      FROM entries WHERE origin = ? AND leaf_index >= 0 ORDER BY ord`)
    .all(OWN) as Row[];
  const erased = new Map<number, string[]>();
  const gone = db
    .sql('SELECT v.ord, v.digest FROM erased x JOIN versions v USING (digest) ORDER BY v.ord, v.n')
    .all() as { ord: number; digest: string }[];
  for (const { ord, digest } of gone) erased.set(ord, [...(erased.get(ord) ?? []), digest]);
  return rows.map(({ index, digest, ...row }) => ({
    ...row,
    leaf: row.state === 'live' || row.state === 'hidden' ? bodyLeaf(db, index, digest) : null,
    erased: erased.get(row.ord) ?? [],
  }));
}

/** From the last leaf of an id back to the one that names its present body: erasures of older ones may lie between. */
function bodyLeaf(db: Db, index: number, digest: string): Buffer | null {
  for (let at = index; at >= 0; ) {
    const bytes = db.sql('SELECT bytes FROM leaves WHERE origin = ? AND idx = ?').pluck().get(OWN_LOG, at) as
      | Buffer
      | undefined;
    if (bytes === undefined) return null;
    const { d, op, p } = JSON.parse(bytes.toString('latin1')) as { d?: string; op: string; p: number };
    if (d === digest && op !== 'erase') return bytes;
    at = p;
  }
  return null;
}

const BY_LOG = ['heads', 'nodes', 'controls'] as const;

/** The present log under a number of its own. */
function close(db: Db, origin: string): void {
  const number = Number(db.sql('INSERT INTO origins (name) VALUES (?)').run(origin).lastInsertRowid);
  for (const table of BY_LOG) db.sql(`UPDATE ${table} SET log = ? WHERE log = ?`).run(number, OWN_LOG);
  for (const table of ['leaves', 'logs'])
    db.sql(`UPDATE ${table} SET origin = ? WHERE origin = ?`).run(number, OWN_LOG);
}

function begin(db: Db, { control, leaves, edge }: EpochPlan): void {
  const insert = db.sql('INSERT INTO leaves VALUES (?, ?, ?, ?)');
  insert.run(OWN_LOG, 0, 0, control.bytes);
  const { id, digest, mediaType, body } = control;
  db.sql('INSERT INTO controls VALUES (?, ?, ?, ?, ?, ?)').run(OWN_LOG, 0, id, digest, mediaType, body);
  for (const [i, { ord, bytes }] of leaves.entries()) {
    insert.run(OWN_LOG, i + 1, ord, bytes);
    db.sql('UPDATE entries SET leaf_index = ? WHERE ord = ?').run(i + 1, ord);
  }
  db.sql('INSERT INTO logs VALUES (?, ?, ?)').run(OWN_LOG, leaves.length + 1, edge);
}
