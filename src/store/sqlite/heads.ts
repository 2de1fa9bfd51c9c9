import { LIMITS } from '../../kernel/limits.ts';
import { BUILT_IN, OWN_LOG } from '../../kernel/origins.ts';
import type { ControlLeaf, ControlRow, Fence, HeadRow, LogStore, NodeRow } from '../log-port.ts';
import type { Db } from './database.ts';
import {
  beginStage,
  carriedAfter,
  carriedSince,
  dropStaged,
  isHeld,
  openEpoch,
  pointOf,
  stageLeaves,
} from './epochs.ts';
import { logOf, placeOf } from './log.ts';
import { retrying } from './retry.ts';

const CONTROLS = 'SELECT log, idx AS "index", id, digest, media_type AS mediaType, body FROM controls';
const HEAD = 'SELECT log, origin, mine, size, root, note, signed FROM heads';

type StoredHead = Omit<HeadRow, 'mine'> & { mine: number };
const headOf = (row: StoredHead): HeadRow => ({ ...row, mine: row.mine === 1 });

/** Heads of logs, and what stands below them. */
export const headActs = (db: Db): LogStore => ({
  async getHead(log) {
    const row = db.sql(`${HEAD} WHERE log = ?`).get(log) as StoredHead | undefined;
    return row === undefined ? null : headOf(row);
  },
  async listHeads() {
    return (db.sql(`${HEAD} ORDER BY log`).all() as StoredHead[]).map(headOf);
  },
  async swapHead(head, expected, nodes, fence) {
    const swap = db.raw.transaction(() => isFree(db, head, expected, fence) && putHead(db, head, nodes));
    return retrying(() => swap.immediate());
  },
  async appendControl(id, decide) {
    const append = db.raw.transaction(() => {
      const previous = db.sql('SELECT max(idx) FROM controls WHERE log = ? AND id = ?').pluck().get(OWN_LOG, id) as
        | number
        | null;
      const leaf = decide({ log: logOf(db), previous: previous ?? -1 });
      if (leaf !== null) putControl(db, leaf);
      return leaf !== null;
    });
    return retrying(() => append.immediate());
  },
  ...epochActs(db),
  async listControls(id, log) {
    const ours = 'log IN (SELECT ? UNION SELECT log FROM heads WHERE mine = 1)';
    if (log !== undefined)
      return db.sql(`${CONTROLS} WHERE log = ? AND id = ? ORDER BY idx`).all(log, id) as ControlRow[];
    // Numbers of earlier logs of ours grow with time; the present one is 0.
    return db.sql(`${CONTROLS} WHERE id = ? AND ${ours} ORDER BY log = 0, log, idx`).all(id, OWN_LOG) as ControlRow[];
  },
  async newestControls(id, limit) {
    // Whoever begins many logs anew would else take the places of all others.
    const shown = 'log NOT IN (SELECT log FROM mirrors WHERE shown = 0)';
    const newest = `SELECT log, max(idx) FROM controls WHERE id = ? AND ${shown} GROUP BY log ORDER BY log LIMIT ?`;
    return db.sql(`${CONTROLS} WHERE id = ? AND (log, idx) IN (${newest})`).all(id, id, limit) as ControlRow[];
  },
  async ownControls(prefix) {
    const newest = 'SELECT max(idx) FROM controls WHERE log = ? AND id >= ? AND id < ? GROUP BY id';
    const rows = db.sql(`${CONTROLS} WHERE log = ? AND idx IN (${newest}) ORDER BY id`);
    // Ids are ASCII: what begins so lies below the same with the last of its letters behind it.
    return rows.all(OWN_LOG, OWN_LOG, prefix, `${prefix}\x7f`) as ControlRow[];
  },
  async leafIndex({ origin, kind, slug }) {
    const row = 'SELECT leaf_index FROM entries WHERE origin = ? AND kind = ? AND slug = ? AND leaf_index >= 0';
    return (db.sql(row).pluck().get(origin, kind, slug) as number | undefined) ?? null;
  },
  async logLeaves(log, from, limit) {
    const rows = 'SELECT bytes FROM leaves WHERE origin = ? AND idx >= ? ORDER BY idx LIMIT ?';
    return db.sql(rows).pluck().all(placeOf(db, log), from, limit) as Buffer[];
  },
  async logNodes(log, level, from, limit) {
    const rows = 'SELECT hash FROM nodes WHERE log = ? AND level = ? AND idx >= ? ORDER BY idx LIMIT ?';
    return db.sql(rows).pluck().all(log, level, from, limit) as Buffer[];
  },
  async getBlob(digest, current = false) {
    const present = current ? "AND e.body_digest = v.digest AND e.state <> 'withdrawn'" : '';
    const version = `SELECT v.body, v.media_type AS mediaType FROM versions v JOIN entries e USING (ord)
      WHERE v.digest = ? AND length(v.body) > 0 AND e.origin <> ${BUILT_IN} ${present}`;
    const control = 'SELECT body, media_type AS mediaType FROM controls WHERE digest = ?';
    const unshown = 'SELECT body, media_type AS mediaType FROM unshown WHERE digest = ?';
    const row = db.sql(version).get(digest) ?? db.sql(control).get(digest) ?? db.sql(unshown).get(digest);
    if (row !== undefined) return row as { body: Buffer; mediaType: string };
    // What is there was not erased, or came again: a log cannot erase what another one holds by naming its digest.
    return db.sql('SELECT 1 FROM erased WHERE digest = ?').get(digest) === undefined ? null : 'erased';
  },
});

type EpochActs = 'beginStage' | 'carried' | 'carriedSince' | 'stageLeaves' | 'openEpoch';

const epochActs = (db: Db): Pick<LogStore, EpochActs> => {
  const write = <A>(act: () => A): Promise<A> => {
    const transaction = db.raw.transaction(act);
    return retrying(() => transaction.immediate());
  };
  return {
    async beginStage() {
      const stage = await write(() => beginStage(db));
      while (!stage.empty && (await write(() => dropStaged(db, stage.place, LIMITS.bulkSteps))));
      return { ...stage, empty: true };
    },
    carried: async (after, limit) => carriedAfter(db, after, limit),
    async carriedSince(stage) {
      const read = db.raw.transaction(() => ({ entries: carriedSince(db, stage), point: pointOf(db) }));
      return read();
    },
    stageLeaves: ({ place }, leaves) => write(() => stageLeaves(db, place, leaves)),
    openEpoch: (expected, stage, decide, fence) => write(() => openEpoch(db, expected, stage, decide, fence)),
  };
};

/** Whether this head may follow: nobody else has signed meanwhile, and whoever signs still holds the lease. */
function isFree(db: Db, head: HeadRow, expected: number | null, fence: Fence): boolean {
  const now = db.sql('SELECT size FROM heads WHERE log = ?').pluck().get(head.log) as number | undefined;
  const leaves = db.sql('SELECT size FROM logs WHERE origin = ?').pluck().get(head.log) as number | undefined;
  return isHeld(db, fence) && (now ?? null) === expected && head.size <= (leaves ?? 0);
}

function putHead(db: Db, head: HeadRow, nodes: NodeRow[]): true {
  const { log, origin, mine, size, root, note, signed } = head;
  db.sql('INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    log,
    origin,
    mine ? 1 : 0,
    size,
    root,
    note,
    signed,
  );
  for (const node of nodes)
    db.sql('INSERT OR REPLACE INTO nodes VALUES (?, ?, ?, ?)').run(log, node.level, node.index, node.hash);
  return true;
}

/** A control leaf belongs to no entry: its row number is 0. */
function putControl(db: Db, leaf: ControlLeaf): void {
  db.sql('INSERT INTO leaves VALUES (?, ?, 0, ?)').run(placeOf(db, OWN_LOG), leaf.index, leaf.bytes);
  db.sql('INSERT OR REPLACE INTO logs VALUES (?, ?, ?)').run(OWN_LOG, leaf.index + 1, leaf.edge);
  db.sql('INSERT INTO controls VALUES (?, ?, ?, ?, ?, ?)').run(
    OWN_LOG,
    leaf.index,
    leaf.id,
    leaf.digest,
    leaf.mediaType,
    leaf.body,
  );
}
