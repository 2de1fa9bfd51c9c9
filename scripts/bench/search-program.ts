/**
 * `search-program.js DATA COUNT SEED PLAIN`: so many different searches, each once, inside the service: the registry over the
 * store, with facets and total, without HTTP. Before them as many others, so that the code is warm; no answer is kept. Then
 * suggestions, and (with PLAIN records) the same searches by FTS5 alone over the same records.
 */
import Database from 'better-sqlite3';
import { systemClock } from '../../src/kernel/clock.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { Columns } from '../../src/search/columns.ts';
import { wordsOf } from '../../src/search/words.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { BAD_TEXTS } from '../lib/bad-queries.ts';
import { growRecords } from '../lib/grow/grow.ts';
import { slowTexts, type Words } from '../lib/slow-texts.ts';
import { SEED } from './context.ts';
import { makeQueries, type Query } from './queries.ts';

/** Milliseconds of each search, and hits found in all, so that nothing is left out unseen. */
export interface Searched {
  /** Until the first search has answered: all of the index is read into memory. */
  started: number;
  startedCpu: number;
  /** Processor time of reading the facets of all rows into memory, the first part of it. */
  facetsCpu: number;
  /** MiB of the process after all searches. */
  memory: number;
  ours: number[];
  /** Processor time of the same searches, which tells more where others use the machine. */
  cpu: number[];
  suggestions: number[];
  /** FTS5 with bm25: the first 20 and the total. Empty where it was not asked for. */
  plain: number[];
  /** Processor time of the slowest text that nobody means, and which it is. */
  bad: { ms: number; text: string };
  hits: number;
  slowest: string[];
}

const WARM_UP = 500;
/** Made-up texts that ask for as much work as they can, and records whose words they have. */
const SLOW = 300;
const SLOW_WARM_UP = 100;
const READ = 1_000;

const [folder = '', count = '0', seed = '1', grown = '0'] = process.argv.slice(2);
const store = openStore({
  folder,
  clock: systemClock,
  busyMs: LIMITS.busyServingMs,
  what: 'bench',
});
const { read } = createRegistry({ store, clock: systemClock, serving: true });

const ask = async ({ text, filter }: Query): Promise<number> => {
  const filters = filter === null ? {} : { [filter.name]: [filter.value] };
  const { total, items, facets } = await read.search({
    text,
    lang: 'en',
    filters,
    sort: 'relevance',
    limit: 25,
  });
  if (total > 0 && (items.length === 0 || facets.kind === undefined))
    throw new Error(`No facets or items for ${text}.`);
  return total;
};

/** Milliseconds of processor time, of all threads of this process. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

const facetsCpu = await facetsRead();
const begun = process.cpuUsage();
const started = await timed(() => ask({ text: '', filter: null, address: '' }));
const startedCpu = cpuSince(begun);
const queries = makeQueries(Number(count) + WARM_UP, Number(seed));
for (const query of queries.slice(Number(count))) await ask(query);
const result: Searched = {
  started,
  startedCpu,
  facetsCpu,
  memory: 0,
  ours: [],
  cpu: [],
  suggestions: [],
  plain: [],
  bad: { ms: 0, text: '' },
  hits: 0,
  slowest: [],
};
const measured = queries.slice(0, Number(count));
for (const query of measured) {
  const [start, used] = [performance.now(), process.cpuUsage()];
  result.hits += await ask(query);
  result.cpu.push(cpuSince(used));
  result.ours.push(performance.now() - start);
}
for (const { text } of measured) {
  const typed = text.slice(0, Math.max(2, text.length - 2));
  result.suggestions.push(await timed(() => read.suggest(typed, 'en')));
}
result.memory = process.memoryUsage().rss / 2 ** 20;
const words = wordsOfData();
// As above, others before them: what compiling takes is no part of an answer. What is measured is asked for the first time.
for (const text of slowTexts(words, SLOW_WARM_UP, Number(seed) + 1)) await ask({ text, filter: null, address: '' });
for (const text of [...BAD_TEXTS, ...slowTexts(words, SLOW, Number(seed))]) {
  const used = process.cpuUsage();
  await ask({ text: text.slice(0, LIMITS.queryLength), filter: null, address: '' });
  await read.suggest(text, 'en');
  const ms = cpuSince(used);
  if (ms > result.bad.ms) result.bad = { ms, text };
}
if (Number(grown) > 0) result.plain = plainly(measured, Number(grown));
const bySpeed = measured
  .map(({ address }, i) => ({ address, ms: result.ours[i] as number }))
  .sort((a, b) => b.ms - a.ms);
result.slowest = bySpeed.slice(0, 5).map(({ address, ms }) => `${address} ${ms.toFixed(1)} ms`);
await store.close();
console.log(JSON.stringify(result));

function wordsOfData(): Words {
  const found = new Map<string, number>();
  for (const { description = {} } of growRecords(READ, SEED))
    for (const word of new Set(wordsOf(JSON.stringify(Object.values(description)))))
      found.set(word, (found.get(word) ?? 0) + 1);
  const any = [...found].sort(([, a], [, b]) => b - a).map(([word]) => word);
  return { common: any.slice(0, 100), any };
}

/** Fills columns of their own, as the start of the service does. */
async function facetsRead(): Promise<number> {
  const used = process.cpuUsage();
  const columns = new Columns();
  for (let after = 0; ; ) {
    const rows = await store.columnsAfter(after, 500);
    for (const row of rows) columns.put(row);
    if (rows.length < 500) return cpuSince(used);
    after = rows.at(-1)?.ord ?? after;
  }
}

/** The same records in FTS5, as one would index them without more: name, summary, features, long text. */
function plainly(asked: Query[], records: number): number[] {
  const db = new Database(':memory:');
  db.exec(
    "CREATE VIRTUAL TABLE s USING fts5 (name, summary, feature, long, tokenize = 'unicode61 remove_diacritics 2')",
  );
  const insert = db.prepare('INSERT INTO s VALUES (?, ?, ?, ?)');
  db.transaction(() => {
    for (const { name, description = {} } of growRecords(records, SEED)) {
      const blocks = Object.values(description);
      const all = (texts: (string | undefined)[]): string => texts.join(' ');
      insert.run(
        name,
        all(blocks.flatMap(({ short, generic }) => [short, generic])),
        all(blocks.flatMap(({ features }) => features ?? [])),
        all(blocks.map(({ long }) => long)),
      );
    }
  })();
  db.exec("INSERT INTO s (s) VALUES ('optimize')");
  const top = db.prepare('SELECT rowid FROM s WHERE s MATCH ? ORDER BY bm25(s, 10, 4, 2.5, 1) LIMIT 20').pluck();
  const total = db.prepare('SELECT count(*) FROM s WHERE s MATCH ?').pluck();
  const run = ({ text }: Query): number => {
    const match = wordsOf(text)
      .map((word) => `"${word}"`)
      .join(' AND ');
    const start = performance.now();
    top.all(match);
    total.get(match);
    return performance.now() - start;
  };
  for (const query of asked.slice(0, 50)) run(query);
  const times = asked.map(run);
  db.close();
  return times;
}
