import { LIMITS } from '../../kernel/limits.ts';
import type { CrawlEvent, CrawlSource, CrawlStore, SourceRole } from '../crawl-port.ts';
import type { Db } from './database.ts';
import { isGone, isOurs } from './housekeeping.ts';
import { keptUntilWritten } from './kept.ts';
import { retrying } from './retry.ts';

const COLUMNS = `id, url, key, role, path, added_by AS addedBy, added, state, since, due, failures, looked, verdict, entry,
  seen`;
const OF_ENTRY = 50;

/** The crawler's sources and their history. */
export const crawlActs = (db: Db): CrawlStore => ({ ...crawlReads(db), ...crawlWrites(db) });

type Reads =
  | 'getCrawlSource'
  | 'findCrawlSource'
  | 'crawlSourcesOf'
  | 'listCrawlSources'
  | 'countCrawlSources'
  | 'crawlHistory'
  | 'namedUpTo';

const crawlReads = (db: Db, counted = countsOf(db)): Pick<CrawlStore, Reads> => ({
  async getCrawlSource(id) {
    return one(db.sql(`SELECT ${COLUMNS} FROM crawl_sources WHERE id = ?`).get(id));
  },
  async findCrawlSource(key) {
    return one(db.sql(`SELECT ${COLUMNS} FROM crawl_sources WHERE key = ?`).get(key));
  },
  async crawlSourcesOf(entry) {
    const sql = `SELECT ${COLUMNS} FROM crawl_sources WHERE entry = ? ORDER BY id LIMIT ${OF_ENTRY}`;
    return db.sql(sql).all(entry) as CrawlSource[];
  },
  async listCrawlSources(limit, { after = '', state = null, verdict = null, role = null }: Filter = {}) {
    const sql = `SELECT ${COLUMNS} FROM crawl_sources WHERE id > @after AND (@state IS NULL OR state = @state)
      AND (@verdict IS NULL OR verdict = @verdict) AND (@role IS NULL OR role = @role) ORDER BY id LIMIT @limit`;
    return db.sql(sql).all({ after, state, verdict, role, limit }) as CrawlSource[];
  },
  async countCrawlSources() {
    return counted();
  },
  async namedUpTo() {
    return (db.sql('SELECT cursor FROM crawl_named').get() as { cursor: number } | undefined)?.cursor ?? 0;
  },
  async crawlHistory(id, limit) {
    const sql = 'SELECT source, at, event, detail FROM crawl_events WHERE source = ? ORDER BY seq DESC LIMIT ?';
    return db.sql(sql).all(id, limit) as CrawlEvent[];
  },
});

const countsOf = (db: Db) =>
  keptUntilWritten(db, () => {
    const sql = 'SELECT role, state, verdict, count(*) AS count FROM crawl_sources GROUP BY role, state, verdict';
    return db.sql(sql).all() as Awaited<ReturnType<CrawlStore['countCrawlSources']>>;
  });

interface Filter {
  after?: string;
  state?: string | null;
  verdict?: string | null;
  role?: string | null;
}

const one = (row: unknown): CrawlSource | null => (row as CrawlSource | undefined) ?? null;

const crawlWrites = (db: Db): Omit<CrawlStore, Reads> => ({
  addCrawlSources: (rows) =>
    writing(db, () => {
      for (const { key } of rows) db.sql('DELETE FROM crawl_left WHERE key = ?').run(key);
      return rows.filter((row) => insert(db, row)).map(({ id }) => id);
    }),
  nameCrawlSources: (named, most, upTo) =>
    writing(db, () => {
      // Counting goes through all that records name, so it is done once for all of them.
      const count = db.sql("SELECT count(*) FROM crawl_sources WHERE added_by >= 'record:' AND added_by < 'record;'");
      let room = most - (count.pluck().get() as number);
      for (const { addedBy, rows } of named) {
        const more = name(db, addedBy, rows, room);
        if (addedBy.startsWith('record:')) room -= more;
      }
      if (upTo === undefined) return;
      db.sql('INSERT INTO crawl_named VALUES (1, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor').run(upTo);
    }),
  dropCrawlSource: (id) =>
    writing(db, () => {
      const left = 'INSERT INTO crawl_left SELECT key FROM crawl_sources WHERE id = ? ON CONFLICT DO NOTHING';
      db.sql(left).run(id);
      db.sql('DELETE FROM crawl_events WHERE source = ?').run(id);
      return db.sql('DELETE FROM crawl_sources WHERE id = ?').run(id).changes > 0;
    }),
  claimCrawlSources: ({ holder, ms, limit, ids }) =>
    writing(db, () => {
      const now = db.clock.now();
      const among = ids === undefined ? 'due <= @now' : 'id IN (SELECT value FROM json_each(@ids))';
      const sql = `UPDATE crawl_sources SET claimed_by = @holder, claimed_until = @until, due = max(due, 1)
        WHERE id IN
        (SELECT id FROM crawl_sources WHERE ${among} AND claimed_until <= @now ORDER BY due, id LIMIT @limit)
        RETURNING ${COLUMNS}`;
      const values = { holder, until: now + ms, now, limit };
      const taken = db.sql(sql).all(ids === undefined ? values : { ...values, ids: JSON.stringify(ids) });
      // RETURNING keeps no order.
      return (taken as CrawlSource[]).sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
    }),
  freeCrawlSources: (own) =>
    writing(db, () => {
      const held = 'SELECT DISTINCT claimed_by AS holder FROM crawl_sources WHERE claimed_by IS NOT NULL';
      const gone = (db.sql(held).all() as { holder: string }[])
        .map(({ holder }) => holder)
        .filter((holder) => isGone(holder) || (isOurs(holder) && !holder.startsWith(own)));
      const sql = `UPDATE crawl_sources SET claimed_by = NULL, claimed_until = 0
        WHERE claimed_by IN (SELECT value FROM json_each(?))`;
      return gone.length === 0 ? 0 : db.sql(sql).run(JSON.stringify(gone)).changes;
    }),
  settleCrawlSources: (holder, done) =>
    writing(db, () => done.filter(({ source, events }) => settle(db, holder, source, events)).length),
  wakeCrawlSources: ({ marks, until, repositories, owners }) =>
    writing(db, () => {
      db.sql('DELETE FROM used_once WHERE until < ?').run(db.clock.now());
      const mark = db.sql('INSERT INTO used_once (digest, until) VALUES (?, ?) ON CONFLICT DO NOTHING');
      const fresh = marks.filter((digest) => mark.run(digest, until).changes > 0);
      if (fresh.length < marks.length) return { repeated: true, due: [] };
      const due = wake(db, repositories, 'repository');
      return { repeated: false, due: due.length > 0 ? due : wake(db, owners, 'owner') };
    }),
});

const writing = <T>(db: Db, act: () => T): Promise<T> => {
  const transaction = db.raw.transaction(act);
  return retrying(() => transaction.immediate());
};

/** What a record or folder no longer names goes, what it names anew comes, as far as there is room. How many more there are. */
function name(db: Db, by: string, rows: CrawlSource[], room: number): number {
  const keys = JSON.stringify(rows.map(({ key }) => key));
  const gone = 'SELECT id FROM crawl_sources WHERE added_by = ? AND key NOT IN (SELECT value FROM json_each(?))';
  let more = 0;
  for (const { id } of db.sql(gone).all(by, keys) as { id: string }[]) {
    db.sql('DELETE FROM crawl_events WHERE source = ?').run(id);
    db.sql('DELETE FROM crawl_sources WHERE id = ?').run(id);
    more -= 1;
  }
  const left = db.sql('SELECT 1 FROM crawl_left WHERE key = ?');
  for (const row of rows) if (more < room && left.get(row.key) === undefined && insert(db, row)) more += 1;
  return more;
}

function wake(db: Db, keys: string[], role: SourceRole): string[] {
  // `#` stands between the address and the place of a manifest; `$` comes next.
  const among = (on: string) => `SELECT s.id FROM json_each(@keys) AS k CROSS JOIN crawl_sources AS s ON ${on}`;
  const places = among("s.key > k.value || '#' AND s.key < k.value || '$'");
  const sql = `UPDATE crawl_sources SET due = 0 WHERE role IN (@role, iif(@role = 'repository', 'folder', @role))
    AND id IN (${among('s.key = k.value')} UNION ALL ${places}) RETURNING id`;
  return (db.sql(sql).all({ keys: JSON.stringify(keys), role }) as { id: string }[]).map(({ id }) => id).sort();
}

function insert(db: Db, row: CrawlSource): boolean {
  const sql = `INSERT INTO crawl_sources
    (id, url, key, role, path, added_by, added, state, since, due, failures, looked, verdict, entry, seen)
    VALUES (@id, @url, @key, @role, @path, @addedBy, @added, @state, @since, @due, @failures, @looked, @verdict, @entry,
    @seen) ON CONFLICT DO NOTHING`;
  return db.sql(sql).run(row).changes > 0;
}

function settle(db: Db, holder: string, row: CrawlSource, events: CrawlEvent[]): boolean {
  // Another source may have the address that this one moved to: then it keeps its old one. One that was woken while it was
  // looked at (due is 0, which no claim leaves) is looked at once more.
  const sql = `UPDATE OR IGNORE crawl_sources SET url = @url, key = @key, path = @path, state = @state, since = @since,
    due = CASE WHEN due = 0 THEN 0 ELSE @due END, failures = @failures, looked = @looked, verdict = @verdict, entry = @entry, seen = @seen,
    claimed_by = NULL, claimed_until = 0 WHERE id = @id AND claimed_by = @holder`;
  const { role: _, addedBy: __, added: ___, ...values } = row;
  if (db.sql(sql).run({ ...values, holder }).changes === 0) return false;
  for (const { source, at, event, detail } of events)
    db.sql('INSERT INTO crawl_events (source, at, event, detail) VALUES (?, ?, ?, ?)').run(source, at, event, detail);
  if (events.length > 0) {
    const kept = 'SELECT seq FROM crawl_events WHERE source = ? ORDER BY seq DESC LIMIT ?';
    db.sql(`DELETE FROM crawl_events WHERE source = ? AND seq NOT IN (${kept})`).run(
      row.id,
      row.id,
      LIMITS.crawlEvents,
    );
  }
  return true;
}
