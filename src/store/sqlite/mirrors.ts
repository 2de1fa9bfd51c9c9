import type { EntryState } from '../../journal/log-state.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { MirrorChange, MirroredEntry, MirrorFound, MirrorReads, MirrorStep, MirrorStore } from '../mirror-port.ts';
import type { Change, EntryKey, Outcome } from '../port.ts';
import { applyAll } from './apply.ts';
import type { Db } from './database.ts';
import { mirrorAt, peerAt } from './peer-rows.ts';
import { retrying } from './retry.ts';
import { writeSomeTexts, writeTexts } from './texts.ts';

/** Bundles of mirrored logs: one transaction each. */
export const mirrorActs = (db: Db): Pick<MirrorStore, 'commitMirror' | 'putMirrorHead'> => ({
  async commitMirror(step) {
    const commit = db.raw.transaction(() => {
      db.texts.length = 0;
      const outcome = run(db, step);
      writeTexts(db);
      return outcome;
    });
    return retrying(() => {
      try {
        return commit.immediate();
      } catch (error) {
        // Words whose numbers were given in it are not there.
        db.words.numbering = {};
        throw error;
      }
    });
  },
  async putMirrorHead({ log, origin, size, root, note, signed }, edge) {
    const put = db.raw.transaction(() => {
      const stored = db.sql('SELECT edge FROM logs WHERE origin = ? AND size = ?').pluck().get(log, size);
      if (stored === undefined || !(stored as Buffer).equals(edge)) return false;
      db.sql('INSERT OR REPLACE INTO heads VALUES (?, ?, 0, ?, ?, ?, ?)').run(log, origin, size, root, note, signed);
      db.sql('UPDATE mirrors SET target = NULL WHERE log = ?').run(log);
      return true;
    });
    return retrying(() => put.immediate());
  },
});

function run<A>(db: Db, step: MirrorStep<A>): Outcome<A> {
  const verdict = step.decide(found(db, step.reads));
  if ('refuse' in verdict) return { refused: verdict.refuse };
  apply(db, verdict.changes);
  return { answer: verdict.answer };
}

function found(db: Db, reads: MirrorReads): MirrorFound {
  const mirror = mirrorAt(db, reads.log);
  if (mirror === null) throw new CodedError('not-found', 'This log is no more mirrored.');
  return {
    mirror,
    peer: peerAt(db, mirror.origin),
    states: statesOf(db, reads),
    shown: shownOf(db, mirror.origin, reads.ids),
    erased: erasedOf(db, mirror.origin, reads),
    gone: goneOf(db, mirror.origin, reads),
    ...removals(db, mirror.origin, reads),
  };
}

function statesOf(db: Db, { log, ids }: MirrorReads): Map<string, EntryState> {
  const rows = db
    .sql(
      `SELECT id, idx AS "index", digest, status FROM log_entries
       WHERE log = ? AND id IN (SELECT value FROM json_each(?))`,
    )
    .all(log, JSON.stringify(ids)) as ({ id: string } & EntryState)[];
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

function shownOf(db: Db, origin: number, ids: string[]): Map<string, MirroredEntry> {
  const one = db.sql(
    `SELECT e.state, e.version, e.body_digest AS bodyDigest, e.leaf_index AS leafIndex, h.ord IS NOT NULL AS held
     FROM entries e LEFT JOIN held h USING (ord) WHERE e.origin = ? AND e.kind = ? AND e.slug = ?`,
  );
  const shown = new Map<string, MirroredEntry>();
  for (const id of ids) {
    const slash = id.indexOf('/');
    const [kind, slug] = [id.slice(0, slash) as MirroredEntry['kind'], id.slice(slash + 1)];
    const row = one.get(origin, kind, slug) as (Omit<MirroredEntry, 'held'> & { held: number }) | undefined;
    if (row) shown.set(id, { ...row, origin, kind, slug, held: row.held === 1 });
  }
  return shown;
}

function erasedOf(db: Db, origin: number, { digests }: MirrorReads): Set<string> {
  const rows = db.sql(
    `SELECT digest FROM mirror_erased WHERE log IN (SELECT log FROM mirrors WHERE origin = ?)
     AND digest IN (SELECT value FROM json_each(?))`,
  );
  return new Set(rows.pluck().all(origin, JSON.stringify(digests)) as string[]);
}

function goneOf(db: Db, origin: number, { log, ids }: MirrorReads): Set<string> {
  const rows = db.sql(
    `SELECT id FROM log_entries WHERE log IN (SELECT log FROM mirrors WHERE origin = ? AND log <> ?)
     AND id IN (SELECT value FROM json_each(?)) AND status = 'gone'`,
  );
  return new Set(rows.pluck().all(origin, log, JSON.stringify(ids)) as string[]);
}

/** What was shown a week ago; where nothing that old is known, on the first day that is; today nothing may be known yet. */
export function removals(
  db: Db,
  origin: number,
  { today, weekAgo }: Pick<MirrorReads, 'today' | 'weekAgo'>,
): { before: number; removed: number } {
  const removed = db
    .sql('SELECT coalesce(sum(removed), 0) FROM mirror_days WHERE origin = ? AND day > ?')
    .pluck()
    .get(origin, weekAgo) as number;
  const old = db
    .sql('SELECT live FROM mirror_days WHERE origin = ? AND day <= ? ORDER BY day DESC LIMIT 1')
    .pluck()
    .get(origin, weekAgo) as number | undefined;
  const first = db
    .sql('SELECT live FROM mirror_days WHERE origin = ? AND day < ? ORDER BY day LIMIT 1')
    .pluck()
    .get(origin, today) as number | undefined;
  const now = () =>
    db.sql('SELECT live + removed FROM mirror_days WHERE origin = ?').pluck().get(origin) as number | undefined;
  return { removed, before: old ?? first ?? now() ?? 0 };
}

type Own = Exclude<MirrorChange, Change>;
const ENTRY_CHANGES = new Set<MirrorChange['do']>([
  'source',
  'deactivate',
  'empty-sources',
  'destroy-body',
  'drop-sources',
  'entry',
  'version',
  'record-digest',
  'leaf',
  'project',
  'unproject',
  'succeed',
  'identity',
  'contacts',
  'event',
]);
const isEntryChange = (change: MirrorChange): change is Change => ENTRY_CHANGES.has(change.do);

function apply(db: Db, changes: MirrorChange[]): void {
  let run: Change[] = [];
  for (const change of changes) {
    if (isEntryChange(change)) {
      run.push(change);
      continue;
    }
    applyAll(db, run);
    run = [];
    writeSomeTexts(db);
    (HANDLERS[change.do] as (db: Db, change: Own) => void)(db, change);
  }
  applyAll(db, run);
}

type Of<D extends Own['do']> = Extract<Own, { do: D }>;
const ordOf = (db: Db, { origin, kind, slug }: EntryKey): number =>
  db
    .sql('SELECT ord FROM entries WHERE origin = ? AND kind = ? AND slug = ?')
    .pluck()
    .get(origin, kind, slug) as number;

const HANDLERS: { [D in Own['do']]: (db: Db, change: Of<D>) => void } = {
  leaves: putLeaves,
  'log-entry': (db, { log, id, state: { index, digest, status } }) => {
    db.sql('INSERT OR REPLACE INTO log_entries VALUES (?, ?, ?, ?, ?)').run(log, id, index, digest, status);
  },
  want: (db, { log, id, index, digest, beside = false }) => {
    if (!beside) unwant(db, log, id);
    db.sql('INSERT OR REPLACE INTO wanted VALUES (?, ?, ?, ?, 0, 0)').run(log, index, id, digest);
  },
  unwant: (db, { log, id, index }) => {
    if (index === undefined) unwant(db, log, id);
    else db.sql('DELETE FROM wanted WHERE log = ? AND idx = ?').run(log, index);
  },
  control: (db, { log, index, id, digest, mediaType, body }) => {
    db.sql('INSERT OR REPLACE INTO controls VALUES (?, ?, ?, ?, ?, ?)').run(log, index, id, digest, mediaType, body);
    // All are read where one is asked for: whoever changes his keys without end is not kept whole.
    const ofId = 'DELETE FROM controls WHERE log = ? AND id = ?';
    db.sql(`${ofId} AND idx < ? AND length(body) > ?`).run(log, id, index, LIMITS.keyDocumentBytes);
    const last = 'SELECT idx FROM controls WHERE log = ? AND id = ? ORDER BY idx DESC LIMIT 1 OFFSET ?';
    db.sql(`${ofId} AND idx <= (${last})`).run(log, id, log, id, LIMITS.keySteps);
  },
  unshown: (db, { log, id, index, digest, mediaType, problems, body }) => {
    db.sql('INSERT OR REPLACE INTO unshown VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[log, id, index, digest, mediaType, problems, db.clock.now(), body],
    );
  },
  shown: (db, { log, id }) => {
    db.sql('DELETE FROM unshown WHERE log = ? AND id = ?').run(log, id);
  },
  'leaf-index': (db, { entry, index }) => {
    db.sql('UPDATE entries SET leaf_index = ? WHERE ord = ?').run(index, ordOf(db, entry));
  },
  erase,
  hold: (db, { entry, log, index, reason }) => {
    db.sql('INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?)').run(
      ordOf(db, entry),
      log,
      index,
      reason,
      db.clock.now(),
    );
  },
  release: (db, { entry }) => {
    db.sql('DELETE FROM held WHERE ord = ?').run(ordOf(db, entry));
  },
  pin,
  day: (db, change) => {
    db.sql(
      `INSERT INTO mirror_days SELECT @origin, @day, @live + coalesce(
         (SELECT live FROM mirror_days WHERE origin = @origin ORDER BY day DESC LIMIT 1), 0), @removed WHERE true
       ON CONFLICT DO UPDATE SET live = live + @live, removed = removed + @removed`,
    ).run({ origin: change.origin, day: change.day, live: change.live, removed: change.removed });
  },
};

/** Heads that are shown to us are held against the same keys: of the log whose keys the peer's were until now, and no other. */
function pin(db: Db, { origin, document }: Of<'pin'>): void {
  const before = db.sql('SELECT document FROM peers WHERE origin = ?').pluck().get(origin) as string | undefined;
  db.sql('UPDATE peers SET document = ? WHERE origin = ?').run(document, origin);
  const [old, { origin: line, log }] = [before ?? '{}', document].map((text) => JSON.parse(text)) as [Keys, Keys];
  db.sql('UPDATE witnessed SET keys = ? WHERE origin = ? AND mirrored = 1 AND keys = ?').run(
    ...[JSON.stringify(log), line, JSON.stringify(old.log)],
  );
}

interface Keys {
  origin: string;
  log: string[];
}

function putLeaves(db: Db, { log, from, leaves, edge, nodes }: Of<'leaves'>): void {
  const insert = db.sql('INSERT INTO leaves VALUES (?, ?, 0, ?)');
  for (const [i, bytes] of leaves.entries()) insert.run(log, from + i, bytes);
  db.sql('INSERT OR REPLACE INTO logs VALUES (?, ?, ?)').run(log, from + leaves.length, edge);
  for (const { level, index, hash } of nodes)
    db.sql('INSERT OR REPLACE INTO nodes VALUES (?, ?, ?, ?)').run(log, level, index, hash);
}

const unwant = (db: Db, log: number, id: string): void => {
  db.sql('DELETE FROM wanted WHERE log = ? AND id = ?').run(log, id);
};

/** Bodies of entries, of ids that are not shown, and control documents: wherever those digests lie. */
function erase(db: Db, { log, id, entry, digest }: Of<'erase'>): void {
  const ord = entry === null ? undefined : ordOf(db, entry);
  const take = (table: string, where: string, ...values: unknown[]): string[] => {
    const rows = db.sql(`DELETE FROM ${table} WHERE ${where} AND digest = coalesce(?, digest) RETURNING digest`);
    return rows.pluck().all(...values, digest) as string[];
  };
  // A new log erases what the ones before it have brought.
  const anyLog = 'log IN (SELECT log FROM mirrors WHERE origin = (SELECT origin FROM mirrors WHERE log = ?))';
  const destroyed = [
    ...(ord === undefined ? [] : take('versions', 'ord = ?', ord)),
    ...take('unshown', `${anyLog} AND id = ?`, log, id),
    ...take('controls', 'log = ? AND id = ?', log, id),
  ];
  const named = [...take('wanted', `${anyLog} AND id = ?`, log, id), ...(digest === null ? [] : [digest])];
  for (const gone of new Set([...destroyed, ...named]))
    db.sql('INSERT OR IGNORE INTO mirror_erased VALUES (?, ?)').run(log, gone);
  // Naming the digest of what others hold, or bringing a copy of it, says nothing of theirs.
  const put = db.sql(
    `INSERT OR IGNORE INTO erased SELECT @gone, @now
     WHERE NOT EXISTS (SELECT 1 FROM versions WHERE digest = @gone AND length(body) > 0)`,
  );
  for (const gone of new Set(destroyed)) put.run({ gone, now: db.clock.now() });
}
