import { LIMITS } from '../../kernel/limits.ts';
import { OWN, OWN_LOG } from '../../kernel/origins.ts';
import type { CarriedEntry, EpochFound, EpochPlan, Fence, HeadRow, StagedEpoch, StagedLeaf } from '../log-port.ts';
import type { Db } from './database.ts';
import { freeNumber, placeOf } from './log.ts';

/** Whether the lease is held under this number now. */
export const isHeld = (db: Db, { name, fence }: Fence): boolean =>
  db.sql('SELECT 1 FROM leases WHERE name = ? AND fence = ? AND expires > ?').get(name, fence, db.clock.now()) !==
  undefined;

export const pointOf = (db: Db): number => (db.sql('SELECT max(seq) FROM changes').pluck().get() as number | null) ?? 0;

/** Inside the write transaction: a place for the leaves of the next log, of which nobody is told yet. */
export function beginStage(db: Db): StagedEpoch {
  const left = db.sql('SELECT place FROM leaf_places WHERE log = -1').pluck().get() as number | undefined;
  const place = left ?? freeNumber(db);
  db.sql('INSERT OR REPLACE INTO leaf_places VALUES (-1, ?)').run(place);
  return { place, since: pointOf(db), empty: db.sql('SELECT 1 FROM leaves WHERE origin = ?').get(place) === undefined };
}

/** Inside the write transaction: leaves that an earlier try left behind. False where none is left. */
export const dropStaged = (db: Db, place: number, limit: number): boolean =>
  db
    .sql(
      `DELETE FROM leaves WHERE origin = @place AND idx IN (
         SELECT idx FROM leaves WHERE origin = @place ORDER BY idx LIMIT @limit)`,
    )
    .run({ place, limit }).changes > 0;

export function stageLeaves(db: Db, place: number, leaves: StagedLeaf[]): void {
  const put = db.sql('INSERT OR REPLACE INTO leaves VALUES (?, ?, ?, ?)');
  for (const { index, ord, bytes } of leaves) put.run(place, index, ord, bytes);
}

type Row = Omit<CarriedEntry, 'leaf' | 'erased' | 'staged'> & { index: number; digest: string };

const OURS = `SELECT ord, kind || '/' || slug AS id, state, reason, leaf_index AS "index", body_digest AS digest
  FROM entries WHERE origin = ${OWN} AND leaf_index >= 0`;

/** Our entries behind this one, in order. */
export const carriedAfter = (db: Db, after: number, limit: number): CarriedEntry[] =>
  carried(db, db.sql(`${OURS} AND ord > ? ORDER BY ord LIMIT ?`).all(after, limit) as Row[], null);

/** Our entries that were changed behind this point of the change sequence, with the places of their staged leaves. */
export function carriedSince(db: Db, { place, since }: Pick<StagedEpoch, 'place' | 'since'>): CarriedEntry[] {
  const rows = db.sql(`${OURS} AND ord IN (SELECT ord FROM changes WHERE seq > ?) ORDER BY ord`).all(since) as Row[];
  return carried(db, rows, place);
}

function carried(db: Db, rows: Row[], place: number | null): CarriedEntry[] {
  const ords = JSON.stringify(rows.map(({ ord }) => ord));
  const gone = listed(
    db
      .sql(
        `SELECT v.ord, v.digest AS item FROM versions v JOIN erased x USING (digest)
         WHERE v.ord IN (SELECT value FROM json_each(?)) AND length(v.body) = 0 ORDER BY v.ord, v.n`,
      )
      .all(ords),
  );
  const staged = listed(
    place === null
      ? []
      : db
          .sql(
            `SELECT ord, idx AS item FROM leaves
             WHERE origin = ? AND ord IN (SELECT value FROM json_each(?)) ORDER BY idx`,
          )
          .all(place, ords),
  );
  return rows.map(({ index, digest, ...row }) => ({
    ...row,
    leaf: statedLeaf(db, row, index, digest),
    erased: (gone.get(row.ord) ?? []) as string[],
    staged: (staged.get(row.ord) ?? []) as number[],
  }));
}

function listed(rows: unknown[]): Map<number, (string | number)[]> {
  const lists = new Map<number, (string | number)[]>();
  for (const { ord, item } of rows as { ord: number; item: string | number }[]) {
    const list = lists.get(ord);
    if (list === undefined) lists.set(ord, [item]);
    else list.push(item);
  }
  return lists;
}

/** The leaf whose body the next log names, too: of what is there the present one, of what was handed over where it went. */
function statedLeaf(db: Db, { state, reason }: Pick<Row, 'state' | 'reason'>, index: number, digest: string) {
  if (state === 'live' || state === 'hidden') return bodyLeaf(db, index, digest);
  return state === 'withdrawn' && reason === 'handed-over' ? lastWordLeaf(db, index) : null;
}

/** From the last leaf of an id back to the one that names its present body: erasures of older ones may lie between. */
function bodyLeaf(db: Db, index: number, digest: string): Buffer | null {
  for (let at = index; at >= 0; ) {
    const leaf = ownLeaf(db, at);
    if (leaf === null) return null;
    if (leaf.d === digest && leaf.op !== 'erase') return leaf.bytes;
    at = leaf.p;
  }
  return null;
}

/** The leaf that says where a delisted entry has gone: only its delisting and erasures may lie behind it. */
function lastWordLeaf(db: Db, index: number): Buffer | null {
  let at = index;
  for (let steps = 0; at >= 0 && steps < LIMITS.lastWordSteps; steps += 1) {
    const leaf = ownLeaf(db, at);
    if (leaf?.op === 'move') return isErased(db, leaf.d) ? null : leaf.bytes;
    if (leaf?.op !== 'del' && leaf?.op !== 'erase') return null;
    at = leaf.p;
  }
  return null;
}

function ownLeaf(db: Db, index: number): { bytes: Buffer; d?: string; op: string; p: number } | null {
  const bytes = db
    .sql('SELECT bytes FROM leaves WHERE origin = ? AND idx = ?')
    .pluck()
    .get(placeOf(db, OWN_LOG), index) as Buffer | undefined;
  return bytes === undefined ? null : { ...JSON.parse(bytes.toString('latin1')), bytes };
}

const isErased = (db: Db, digest = ''): boolean =>
  db.sql('SELECT 1 FROM erased WHERE digest = ?').get(digest) !== undefined;

/** Inside the write transaction: see `LogStore.openEpoch`. */
export function openEpoch(
  db: Db,
  expected: string,
  stage: StagedEpoch,
  decide: (found: EpochFound) => EpochPlan | null,
  fence: Fence,
): boolean {
  const head = db.sql('SELECT * FROM heads WHERE log = ?').get(OWN_LOG) as HeadRow | undefined;
  if (!isHeld(db, fence) || head?.origin !== expected) return false;
  const plan = decide({ head: { ...head, mine: true }, changed: carriedSince(db, stage) });
  if (plan === null) return false;
  stageLeaves(db, stage.place, plan.leaves);
  close(db);
  begin(db, stage.place, plan);
  return true;
}

const BY_LOG = ['heads', 'nodes', 'controls'] as const;

/** The present log under a number of its own. Its leaves stay where they are: only it is told where that is. */
function close(db: Db): void {
  const number = freeNumber(db);
  for (const table of BY_LOG) db.sql(`UPDATE ${table} SET log = ? WHERE log = ?`).run(number, OWN_LOG);
  db.sql('UPDATE logs SET origin = ? WHERE origin = ?').run(number, OWN_LOG);
  db.sql('INSERT OR REPLACE INTO leaf_places VALUES (?, ?)').run(number, placeOf(db, OWN_LOG));
}

function begin(db: Db, place: number, { control, size, edge }: EpochPlan): void {
  const { id, digest, mediaType, body } = control;
  db.sql('DELETE FROM leaf_places WHERE log = -1').run();
  db.sql('INSERT OR REPLACE INTO leaf_places VALUES (?, ?)').run(OWN_LOG, place);
  db.sql('INSERT INTO controls VALUES (?, ?, ?, ?, ?, ?)').run(OWN_LOG, 0, id, digest, mediaType, body);
  db.sql(
    `UPDATE entries SET leaf_index = s.idx
     FROM (SELECT ord, max(idx) AS idx FROM leaves WHERE origin = ? AND ord > 0 GROUP BY ord) s
     WHERE entries.ord = s.ord`,
  ).run(place);
  db.sql('INSERT INTO logs VALUES (?, ?, ?)').run(OWN_LOG, size, edge);
}
