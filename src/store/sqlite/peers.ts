import type { EntryState } from '../../journal/log-state.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { BUILT_IN, OWN } from '../../kernel/origins.ts';
import type { HeldRow, MirrorRow, MirrorStore, PeerColumn, UnshownRow, WantedRow } from '../mirror-port.ts';
import type { EntryKey } from '../port.ts';
import { applyAll } from './apply.ts';
import type { Db } from './database.ts';
import { freeNumber } from './log.ts';
import { switchEpoch } from './mirror-epochs.ts';
import { mirrorActs, removals } from './mirrors.ts';
import { MIRROR, mirrorAt, mirrorOf, PEER, peerOf, type StoredMirror, type StoredPeer } from './peer-rows.ts';
import { retrying } from './retry.ts';
import { writeTexts } from './texts.ts';

const COLUMN: Record<PeerColumn, string> = {
  name: 'name',
  url: 'url',
  state: 'state',
  document: 'document',
  words: 'words',
  facets: 'facets',
  approved: 'approved',
  tokens: 'tokens',
  tokensAt: 'tokens_at',
  health: 'health',
};

/** Peers, the logs that are mirrored of them, and what is still to come of these. */
export const peerActs = (db: Db): MirrorStore => ({
  ...originReads(db),
  ...peerRows(db),
  ...mirrorRows(db),
  ...stateReads(db),
  ...wantedRows(db),
  ...mirrorActs(db),
  switchEpoch: (log, name) => {
    const change = db.raw.transaction(() => switchEpoch(db, log, name));
    return retrying(() => change.immediate());
  },
});

const originReads = (db: Db): Pick<MirrorStore, 'originNumber' | 'originName' | 'nameOwn' | 'ownNames'> => ({
  async originNumber(name) {
    return (db.sql('SELECT id FROM origin_named WHERE name = ?').pluck().get(name) as number | undefined) ?? null;
  },
  async originName(origin) {
    return (db.sql('SELECT name FROM origins WHERE id = ?').pluck().get(origin) as string | undefined) ?? null;
  },
  async nameOwn(name) {
    const known = db.sql('SELECT id FROM origin_named WHERE name = ?').pluck().get(name) as number | undefined;
    if (known === OWN) return;
    if (known !== undefined) throw new CodedError('conflict', `Another network is known as ${name} here.`);
    await retrying(() => db.sql('INSERT OR IGNORE INTO origin_names VALUES (?, ?)').run(name, OWN));
  },
  async ownNames() {
    return db.sql('SELECT name FROM origin_names WHERE origin = ?').pluck().all(OWN) as string[];
  },
});

const peerRows = (db: Db): Pick<MirrorStore, 'listPeers' | 'putPeer' | 'setPeer' | 'dropPeer'> => ({
  async listPeers() {
    return (db.sql(`${PEER} ORDER BY p.origin`).all() as StoredPeer[]).map(peerOf);
  },
  async putPeer({ originName, ...peer }) {
    const put = db.raw.transaction(() => {
      const origin = originFor(db, originName);
      db.sql('INSERT OR REPLACE INTO peers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        ...[origin, peer.name, peer.url, peer.state, peer.document, peer.words, JSON.stringify(peer.facets)],
        ...[peer.approved, peer.tokens, peer.tokensAt, peer.added, peer.health],
      );
      return origin;
    });
    const origin = await retrying(() => put.immediate());
    return { origin, originName, ...peer };
  },
  async setPeer(origin, set) {
    const columns = Object.entries(set) as [PeerColumn, unknown][];
    if (columns.length === 0) return;
    const names = columns.map(([name]) => `${COLUMN[name]} = ?`).join(', ');
    const values = columns.map(([name, value]) => (name === 'facets' ? JSON.stringify(value) : value));
    await retrying(() => db.sql(`UPDATE peers SET ${names} WHERE origin = ?`).run(...values, origin));
  },
  async dropPeer(origin, hide) {
    const drop = db.raw.transaction(() => {
      db.texts.length = 0;
      dropOrigin(db, origin, hide);
    });
    await retrying(() => drop.immediate());
  },
});

function originFor(db: Db, name: string): number {
  const known = db.sql('SELECT id FROM origin_named WHERE name = ?').pluck().get(name) as number | undefined;
  if (known === OWN || known === BUILT_IN) throw new CodedError('conflict', `${name} is this catalogue itself.`);
  // Whoever is at an address that another network has left is not that network, whose records go by that name, too.
  const present = db
    .sql('SELECT name FROM origins WHERE id = ?')
    .pluck()
    .get(known ?? -1) as string | undefined;
  if (present !== undefined && present !== name)
    throw new CodedError(
      'conflict',
      `${name} is what ${present} was called here before it moved, and its records still go by that name. Remove that peer with --drop first, if this one is to take its name.`,
    );
  return known ?? Number(db.sql('INSERT INTO origins (name) VALUES (?)').run(name).lastInsertRowid);
}

type Hide = Parameters<MirrorStore['dropPeer']>[1];

/** Leaves, bodies and the peer go. Its records were taken out of the view before, by the registry. */
function dropOrigin(db: Db, origin: number, hide: Hide): void {
  const logs = db.sql('SELECT log FROM mirrors WHERE origin = ?').pluck().all(origin) as number[];
  for (const log of logs) {
    for (const table of [
      'log_entries',
      'wanted',
      'unshown',
      'nodes',
      'controls',
      'heads',
      'mirrors',
      'held',
      'mirror_erased',
    ])
      db.sql(`DELETE FROM ${table} WHERE log = ?`).run(log);
    for (const table of ['leaves', 'logs']) db.sql(`DELETE FROM ${table} WHERE origin = ?`).run(log);
  }
  // What a pull brought since the registry looked last: no document may stay whose body goes.
  const shown = db.sql('SELECT origin, kind, slug FROM records WHERE origin = ?').all(origin) as EntryKey[];
  for (const entry of shown) applyAll(db, hide(entry));
  writeTexts(db);
  db.sql('DELETE FROM versions WHERE ord IN (SELECT ord FROM entries WHERE origin = ?)').run(origin);
  db.sql('DELETE FROM mirror_days WHERE origin = ?').run(origin);
  for (const table of ['origin_names', 'confirmations']) db.sql(`DELETE FROM ${table} WHERE origin = ?`).run(origin);
  db.sql('DELETE FROM peers WHERE origin = ?').run(origin);
}

const mirrorRows = (db: Db): Pick<MirrorStore, 'listMirrors' | 'getMirror' | 'openMirror' | 'setMirror'> => ({
  async listMirrors() {
    return (db.sql(`${MIRROR} ORDER BY m.log`).all() as StoredMirror[]).map(mirrorOf);
  },
  async getMirror(line) {
    const row = db.sql(`${MIRROR} WHERE m.line = ?`).get(line);
    return row === undefined ? null : mirrorOf(row as StoredMirror);
  },
  async openMirror(origin, line, complete = null) {
    const open = db.raw.transaction(() => {
      const known = db.sql('SELECT log FROM mirrors WHERE line = ?').pluck().get(line) as number | undefined;
      return known ?? newMirror(db, origin, line, complete);
    });
    const log = await retrying(() => open.immediate());
    return mirrorAt(db, log) as MirrorRow;
  },
  async setMirror(log, set) {
    await retrying(() => {
      for (const [name, value] of Object.entries(set)) {
        const stored = typeof value === 'boolean' ? Number(value) : value;
        db.sql(`UPDATE mirrors SET ${MIRROR_COLUMN[name as keyof typeof set]} = ? WHERE log = ?`).run(stored, log);
      }
    });
  },
});

const MIRROR_COLUMN = {
  ...({ target: 'target', frozen: 'frozen', shown: 'shown' } as const),
  ...({ complete: 'complete', confirmed: 'confirmed' } as const),
};

function newMirror(db: Db, origin: number, line: string, complete: number | null): number {
  const log = freeNumber(db);
  const first = db.sql('SELECT 1 FROM mirrors WHERE origin = ?').get(origin) === undefined;
  db.sql("INSERT INTO logs VALUES (?, 0, x'')").run(log);
  const values = [log, origin, line, first ? 1 : 0, first ? null : complete];
  db.sql('INSERT INTO mirrors (log, origin, line, shown, complete) VALUES (?, ?, ?, ?, ?)').run(...values);
  return log;
}

type StateReads =
  | 'logEntry'
  | 'listLogEntries'
  | 'listUnshown'
  | 'countUnshown'
  | 'getUnshown'
  | 'listHeld'
  | 'countHeld'
  | 'erasedSince';

const stateReads = (db: Db): Pick<MirrorStore, StateReads> => ({
  async listLogEntries(log, after, limit) {
    const rows = db
      .sql('SELECT id, idx AS "index", digest, status FROM log_entries WHERE log = ? AND id > ? ORDER BY id LIMIT ?')
      .all(log, after, limit) as ({ id: string } & EntryState)[];
    return rows.map(({ id, ...state }) => ({ id, state }));
  },
  async logEntry(log, id) {
    const row = db.sql('SELECT idx AS "index", digest, status FROM log_entries WHERE log = ? AND id = ?').get(log, id);
    return (row as EntryState | undefined) ?? null;
  },
  async listUnshown(log, limit, before = Number.MAX_SAFE_INTEGER) {
    const rows = db.sql(`${UNSHOWN} WHERE log = ? AND idx < ? ORDER BY idx DESC LIMIT ?`);
    return rows.all(log, before, limit) as UnshownRow[];
  },
  async countUnshown(log) {
    return db.sql('SELECT count(*) FROM unshown WHERE log = ?').pluck().get(log) as number;
  },
  async getUnshown(log, id) {
    return (db.sql(`${UNSHOWN} WHERE log = ? AND id = ?`).get(log, id) as UnshownRow | undefined) ?? null;
  },
  async listHeld(origin, limit) {
    return db
      .sql(
        `SELECT e.origin, e.kind, e.slug, h.idx AS "index", h.reason, h.at FROM held h JOIN entries e USING (ord)
         WHERE e.origin = ? ORDER BY h.ord LIMIT ?`,
      )
      .all(origin, limit) as HeldRow[];
  },
  async countHeld(origin) {
    return db
      .sql('SELECT count(*) FROM held h JOIN entries e USING (ord) WHERE e.origin = ?')
      .pluck()
      .get(origin) as number;
  },
  async erasedSince(origin, today, weekAgo) {
    // From what was erased lately to whose it was: a log may name any number of digests that never were here.
    const rows = db.sql(
      `SELECT count(DISTINCT e.digest) FROM (SELECT digest FROM erased WHERE at > ? ORDER BY at DESC LIMIT ?) e
       CROSS JOIN mirror_erased m ON m.digest = e.digest AND m.log IN (SELECT log FROM mirrors WHERE origin = ?)`,
    );
    const erased = rows.pluck().get(Date.parse(weekAgo), LIMITS.erasedCounted, origin) as number;
    return { erased, before: removals(db, origin, { today, weekAgo }).before };
  },
});

const UNSHOWN = 'SELECT id, idx AS "index", digest, problems, at FROM unshown';

type WantedActs = 'listWanted' | 'countWanted' | 'delayWanted';

const wantedRows = (db: Db): Pick<MirrorStore, WantedActs> => ({
  async listWanted(log, now, limit, after = -1) {
    const rows = db.sql(
      `SELECT idx AS "index", id, digest, tries FROM wanted
       WHERE log = ? AND idx > ? AND next <= ? ORDER BY idx LIMIT ?`,
    );
    return rows.all(log, after, now, limit) as WantedRow[];
  },
  async countWanted(log) {
    return db.sql('SELECT count(*) FROM wanted WHERE log = ?').pluck().get(log) as number;
  },
  async delayWanted(log, indexes, next) {
    await retrying(() =>
      db
        .sql(
          `UPDATE wanted SET tries = tries + 1, next = ?
           WHERE log = ? AND idx IN (SELECT value FROM json_each(?))`,
        )
        .run(next, log, JSON.stringify(indexes)),
    );
  },
});
