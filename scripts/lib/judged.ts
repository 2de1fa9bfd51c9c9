import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Reader } from '../../src/registry/types.ts';
import { FIELDS } from '../../src/search/fields.ts';
import { fromKey, wordsOf } from '../../src/search/words.ts';
import type { Store } from '../../src/store/port.ts';

/** A query with what answers it: ids with grades from 1 to 3, by two readings. */
export interface Judged {
  text: string;
  lang: string;
  category: string;
  grades: Record<string, number>;
  second: Record<string, number>;
}

const FIRST = fileURLToPath(import.meta.resolve('#root/test/search/judged.json'));

/** Queries of a file: of one that was read once there is no second reading. Throws where a query is not of this form. */
export function readJudged(file = FIRST): Judged[] {
  const { queries } = JSON.parse(readFileSync(file, 'utf8')) as { queries: Partial<Judged>[] };
  return queries.map((query, at) => {
    const { text, lang, category = '', grades, second = {} } = query;
    const wrong = [text, lang].some((value) => typeof value !== 'string') || typeof grades !== 'object';
    const all = [...Object.values(grades ?? {}), ...Object.values(second)];
    if (wrong || all.some((grade) => ![1, 2, 3].includes(grade)))
      throw new Error(`Query ${at + 1} of ${file}: text, lang, and grades of 1, 2 or 3 by id are wanted.`);
    return { text: text as string, lang: lang as string, category, grades: grades as Judged['grades'], second };
  });
}

/** Answers that are not in the catalogue. */
export async function unknownIn(queries: Judged[], read: Reader): Promise<string[]> {
  const ids = [...new Set(queries.flatMap(({ grades, second }) => [...Object.keys(grades), ...Object.keys(second)]))];
  const found = await Promise.all(
    ids.map(async (id) => {
      const [kind, slug] = id.split('/') as ['software', string];
      return 'found' in (await read.lookup(kind, slug));
    }),
  );
  return ids.filter((_, i) => found[i] !== true);
}

const AT = 10;

/** Discounted gain of the first ten over that of the best order there is (Järvelin and Kekäläinen, 2002). */
export function ndcg(ids: string[], grades: Record<string, number>): number {
  const gain = (grade: number, place: number): number => (2 ** grade - 1) / Math.log2(place + 2);
  const best = Object.values(grades).sort((a, b) => b - a);
  const ideal = best.slice(0, AT).reduce((sum, grade, i) => sum + gain(grade, i), 0);
  return ids.slice(0, AT).reduce((sum, id, i) => sum + gain(grades[id] ?? 0, i), 0) / ideal;
}

export interface Scores {
  /** Mean over queries that have an answer. */
  ndcg: number;
  /** Mean reciprocal place of the first right one, over names. */
  mrr: number;
  /** Share of queries with an answer for which nothing is shown. */
  zero: number;
  /** Share of misspelt names that are among the first three. */
  misspelt: number;
  /** Share of queries without an answer for which nothing is shown, or only what is marked as loose. */
  nothing: number;
  /** Of each query what went wrong, the worst first. */
  worst: string[];
}

export interface Shown {
  ids: string[];
  loose: boolean;
}

const NAMES = ['known name', 'misspelt name', 'organisation', 'code'];

export async function score(queries: Judged[], ask: (query: Judged) => Promise<Shown>): Promise<Scores> {
  const rows: { query: Judged; shown: Shown; ndcg: number }[] = [];
  for (const query of queries) {
    const shown = await ask(query);
    rows.push({ query, shown, ndcg: ndcg(shown.ids, query.grades) });
  }
  const answered = rows.filter(({ query }) => Object.keys(query.grades).length > 0);
  const unanswered = rows.filter(({ query }) => Object.keys(query.grades).length === 0);
  const place = ({ query, shown }: (typeof rows)[number]): number => shown.ids.findIndex((id) => id in query.grades);
  const names = answered.filter(({ query }) => NAMES.includes(query.category));
  const misspelt = answered.filter(({ query }) => query.category === 'misspelt name');
  const among = (count: number) => (row: (typeof rows)[number]) => place(row) >= 0 && place(row) < count;
  return {
    ndcg: mean(answered.map((row) => row.ndcg)),
    mrr: mean(names.map((row) => (place(row) < 0 ? 0 : 1 / (place(row) + 1)))),
    zero: mean(answered.map(({ shown }) => (shown.ids.length === 0 ? 1 : 0))),
    misspelt: mean(misspelt.map((row) => (among(3)(row) ? 1 : 0))),
    nothing: mean(unanswered.map(({ shown }) => (shown.ids.length === 0 || shown.loose ? 1 : 0))),
    worst: worst(answered, unanswered),
  };
}

function worst(
  answered: { query: Judged; shown: Shown; ndcg: number }[],
  unanswered: { query: Judged; shown: Shown }[],
): string[] {
  const low = answered.filter((row) => row.ndcg < 0.8).sort((a, b) => a.ndcg - b.ndcg);
  const wrong = unanswered.filter(({ shown }) => shown.ids.length > 0 && !shown.loose);
  return [
    ...low.map(
      ({ query, shown, ndcg: value }) => `${query.text} ${value.toFixed(2)}: ${shown.ids.slice(0, 4).join(' ')}`,
    ),
    ...wrong.map(({ query, shown }) => `${query.text} should find nothing: ${shown.ids.slice(0, 4).join(' ')}`),
  ];
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** How far two readings agree beyond chance, near grades counting nearly (Cohen's kappa, weighted by squares). */
export function agreement(queries: Judged[]): {
  pairs: number;
  same: number;
  kappa: number;
} {
  const pairs = queries.flatMap(({ grades, second }) =>
    [...new Set([...Object.keys(grades), ...Object.keys(second)])].map(
      (id) => [grades[id] ?? 0, second[id] ?? 0] as const,
    ),
  );
  const apart = (a: number, b: number): number => (a - b) ** 2;
  const seen = mean(pairs.map(([a, b]) => apart(a, b)));
  const chance = mean(pairs.map(([a]) => mean(pairs.map(([, b]) => apart(a, b)))));
  return {
    pairs: pairs.length,
    same: mean(pairs.map(([a, b]) => (a === b ? 1 : 0))),
    kappa: 1 - seen / chance,
  };
}

/** The search of the program. */
export const byProgram =
  (read: Reader) =>
  async ({ text, lang }: Judged): Promise<Shown> => {
    const { items, loose } = await read.search({
      text,
      lang,
      filters: {},
      sort: 'relevance',
      limit: AT,
    });
    return { ids: items.map(({ id }) => id), loose };
  };

/** FTS5 with bm25 over the same texts, a column for each field with the same weights; words are joined by AND. */
export async function byFts5(store: Store): Promise<(query: Judged) => Promise<Shown>> {
  const db = new Database(':memory:');
  db.exec(`CREATE VIRTUAL TABLE s USING fts5 (id UNINDEXED, ${FIELDS.map((field) => `f_${field}`).join(', ')},
    tokenize = 'unicode61 remove_diacritics 2')`);
  const insert = db.prepare(`INSERT INTO s VALUES (?${', ?'.repeat(FIELDS.length)})`);
  for (const origin of [0, 1]) {
    for (const { kind, slug } of await store.listEntries(origin, 0, 1e6)) {
      const texts = (await store.getProjection({ origin, kind, slug }))?.texts ?? [];
      if (texts.length === 0) continue;
      const columns = FIELDS.map((_, at) =>
        texts
          .filter(({ field }) => field === at)
          .flatMap(({ words }) => words.map((word) => fromKey(word).word).filter((word) => !word.includes('/')))
          .join(' '),
      );
      insert.run(`${kind}/${slug}`, ...columns);
    }
  }
  const find = db
    .prepare('SELECT id FROM s WHERE s MATCH ? ORDER BY bm25(s, 0, 10, 9, 8, 6, 4, 2.5, 2, 1) LIMIT 10')
    .pluck();
  return async ({ text }) => {
    const words = wordsOf(text).map((word) => `"${word}"`);
    return {
      ids: words.length === 0 ? [] : (find.all(words.join(' AND ')) as string[]),
      loose: false,
    };
  };
}
