import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ColumnRow, Store, WordRow } from '../port.ts';
import type { Db } from './database.ts';
import { keptUntilWritten } from './kept.ts';
import { retrying } from './retry.ts';
import { epochOf, strikeOutUnused } from './texts.ts';

type SearchReads =
  | 'wordsSince'
  | 'wordsEpoch'
  | 'dropUnusedWords'
  | 'columnsAfter'
  | 'columnsOfUse'
  | 'columnsSince'
  | 'changePoint'
  | 'changedAt'
  | 'counts';

export const searchReads = (db: Db, counted = countsOf(db)): Pick<Store, SearchReads> => ({
  async wordsSince(id, limit) {
    return db.sql('SELECT id, word FROM words WHERE id > ? ORDER BY id LIMIT ?').all(id, limit) as WordRow[];
  },
  async wordsEpoch() {
    return epochOf(db);
  },
  async dropUnusedWords() {
    return retrying(() => strikeOutUnused(db));
  },
  async columnsAfter(ord, limit) {
    return pageOf(db, COLUMNS, '', ord, limit);
  },
  async columnsOfUse(ord, limit) {
    return pageOf(db, WITHOUT_WORDS, `AND (r.kind IN ('organisation', 'network', 'adoption') OR ${USED})`, ord, limit);
  },
  async columnsSince(seq, limit) {
    return seq === 0 ? allColumns(db) : changedColumns(db, seq, limit);
  },
  async changePoint() {
    return changePoint(db);
  },
  async changedAt() {
    return (db.sql('SELECT at FROM changes ORDER BY seq DESC LIMIT 1').pluck().get() as number | undefined) ?? null;
  },
  async counts() {
    return counted();
  },
});

const countsOf = (db: Db) =>
  keptUntilWritten(db, () => {
    const leaves = (db.sql('SELECT size FROM logs WHERE origin = 0').pluck().get() as number | undefined) ?? 0;
    const live = db
      .sql('SELECT origin, kind, count(*) AS count FROM records GROUP BY origin, kind ORDER BY origin, kind')
      .all();
    return { seq: changePoint(db), leaves, live: live as { origin: number; kind: ColumnRow['kind']; count: number }[] };
  });

const changePoint = (db: Db): number => (db.sql('SELECT max(seq) FROM changes').pluck().get() as number | null) ?? 0;

/** Some milliseconds of reading. */
const PAGE = 500;

const ROW = 'SELECT r.ord, r.rep, r.origin, r.kind, r.sort_name AS sortName, r.quality, r.updated, r.facets';
const COLUMNS = `${ROW}, t.words FROM records r LEFT JOIN texts t USING (ord)`;
const WITHOUT_WORDS = `${ROW}, NULL AS words FROM records r NOT INDEXED`;
const USED = `(r.kind = 'software' AND (r.rep <> r.ord OR instr(r.facets, '"used-by"') > 0))`;

type Raw = Omit<ColumnRow, 'facets'> & { facets: string };
const parse = ({ facets, ...row }: Raw): ColumnRow => ({ ...row, facets: JSON.parse(facets) as ColumnRow['facets'] });

/** Read as lists: tens of thousands of objects with names would take twice as long to make. */
function pageOf(db: Db, select: string, which: string, after: number, limit: number): ColumnRow[] {
  const rows = db.sql(`${select} WHERE r.ord > ? ${which} ORDER BY r.ord LIMIT ?`).raw().all(after, limit) as Listed[];
  return rows.map(([ord, rep, origin, kind, sortName, quality, updated, facets, words]) => ({
    ord,
    rep,
    origin,
    kind,
    sortName,
    quality,
    updated,
    facets: JSON.parse(facets) as ColumnRow['facets'],
    words,
  }));
}

type Listed = [
  ...[ord: number, rep: number, origin: number, kind: ColumnRow['kind'], sortName: string, quality: number],
  ...[updated: number, facets: string, words: Uint8Array | null],
];

/** All rows, a page at a time, so that nobody waits for long. What changes meanwhile comes again after the point. */
async function allColumns(db: Db): ReturnType<Store['columnsSince']> {
  const seq = changePoint(db);
  const rows: ColumnRow[] = [];
  for (let page: ColumnRow[] | null = null; page === null || page.length === PAGE; await nextTurn()) {
    page = pageOf(db, COLUMNS, '', rows.at(-1)?.ord ?? 0, PAGE);
    rows.push(...page);
  }
  return { seq, rows, gone: [], more: false };
}

function changedColumns(db: Db, seq: number, limit: number): Awaited<ReturnType<Store['columnsSince']>> {
  return db.raw.transaction(() => {
    const touched = db.sql('SELECT seq, ord FROM changes WHERE seq > ? ORDER BY seq LIMIT ?').all(seq, limit) as {
      seq: number;
      ord: number;
    }[];
    // A row whose representative became another one has a change of its own: see `clusters.ts`.
    const ords = new Set(touched.map(({ ord }) => ord));
    const rows = db
      .sql(`${COLUMNS} WHERE r.ord IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify([...ords])) as Raw[];
    const alive = new Set(rows.map(({ ord }) => ord));
    return {
      seq: touched.at(-1)?.seq ?? seq,
      rows: rows.map(parse),
      gone: [...ords].filter((ord) => !alive.has(ord)),
      more: touched.length === limit,
    };
  })();
}
