import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, latestDay, toDay } from '../kernel/clock.ts';
import { joined } from '../kernel/joined.ts';
import { isSearched } from '../records/kinds.ts';
import { Columns } from '../search/columns.ts';
import type { Index } from '../search/expand.ts';
import { Matcher } from '../search/match.ts';
import { Postings } from '../search/postings.ts';
import { Vocabulary } from '../search/vocabulary.ts';
import type { ColumnRow, Store } from '../store/port.ts';
import { type AdopterFacets, createAdopterFacets } from './adopters/facets.ts';
import type { HeldAdopters } from './adopters/held.ts';
import { HeldActivity } from './held-activity.ts';
import { HeldHelp } from './held-help.ts';
import { HeldHosts } from './held-hosts.ts';
import { createHeldLevels } from './levels.ts';

/** Changes are taken in by so many rows, and others get their turn in between. */
const CATCH_UP = 32;
/** So many rows of what changed are awaited where requests are served: some 20 ms. The rest follows behind the answer. */
const AWAITED = 64;
/** So many steps in one go elsewhere, 16,384 rows: an import that has just ended is found whole. */
const STEPS = 512;
/** Rows that are read at the start before others get their turn: some milliseconds. */
const IN_A_TURN = 500;
/** The same of words. */
const WORDS_IN_A_TURN = 2_000;

/** What tells how good others are, what help there is for them, and who takes part. */
const TELLING: ReadonlySet<string> = new Set(['assessment', 'framework', 'observation', 'offer', 'contribution']);

/** Software that names what it stands on, by reference or by address. */
const namesHosts = ({ facets }: ColumnRow): boolean => facets.based !== undefined || (facets.host?.length ?? 0) > 0;

/** The index as this process holds it: facets of all rows, the words of all texts, and which rows have them. */
export interface HeldIndex {
  columns: Columns;
  postings: Postings;
  matcher: Matcher;
  index: Index;
  /**
   * Takes in what changed since, in this process or another; at the start all rows are read. Where requests are served, a
   * bulk of changes is not awaited whole.
   */
  refresh(): Promise<void>;
  /** Takes in all that changed, if anything was read yet. */
  follow(): Promise<void>;
}

/** Without `adopters` the facets of who uses what stay empty. `serving` where others wait for answers. */
export function createHeldIndex(
  store: Store,
  clock: Clock,
  { adopters = null, serving = false }: { adopters?: HeldAdopters | null; serving?: boolean } = {},
): HeldIndex {
  const parts = { columns: new Columns(), postings: new Postings(), vocabulary: new Vocabulary() };
  const levels = createHeldLevels(store, parts.columns);
  const activity = new HeldActivity(store, parts.columns);
  const help = new HeldHelp(store, parts.columns);
  const hosts = new HeldHosts(store, parts.columns);
  const heard = [activity, help, hosts];
  const users = adopters && createAdopterFacets(adopters, parts.columns, clock);
  let seq = 0;
  let epoch = -1;
  let isSettling = false;

  const takeAll = async (): Promise<void> => {
    const point = await store.changePoint();
    const others = await readAll(store, parts, users);
    await levels.takeIn({ rows: others, gone: [] });
    for (const one of heard) one.takeIn({ rows: others, gone: [] });
    seq = point;
    await takeInWords(store, held);
    await parts.postings.settle(held.index.vocabulary.last, nextTurn);
  };
  const takeSome = async (): Promise<void> => {
    const news = await store.columnsSince(seq, CATCH_UP);
    takeIn(parts, news);
    await levels.takeIn(news);
    for (const one of heard) one.takeIn(news);
    users?.takeIn(news);
    seq = news.seq;
  };
  const step = joined(async (): Promise<void> => {
    const struckOut = await store.wordsEpoch();
    // What was erased is not to stay in memory either.
    if (struckOut !== epoch && epoch >= 0) held.index.vocabulary = new Vocabulary();
    epoch = struckOut;
    if (seq === 0) await takeAll();
    else if ((await store.changePoint()) > seq) await takeSome();
    // After the rows: whoever has a row finds all its words.
    await takeInWords(store, held);
    if (parts.postings.isUnsettled && !isSettling) {
      isSettling = true;
      const done = (): void => {
        isSettling = false;
      };
      // Searches go on over the old lists meanwhile, and after a failure too: it is begun again.
      parts.postings.settle(held.index.vocabulary.last, nextTurn).then(done, done);
    }
    const day = toDay(clock.now());
    levels.settle(day, latestDay(clock.now()));
    for (const one of heard) await one.settle(day);
    await users?.settle();
  });
  const upTo = async (point: number, steps: number): Promise<void> => {
    for (let done = 0; done < steps; done += 1) {
      if (done > 0) await nextTurn();
      await step();
      if (seq >= point) return;
    }
  };
  const { columns, postings, vocabulary } = parts;
  const held: HeldIndex = {
    columns,
    postings,
    matcher: new Matcher(postings),
    index: { vocabulary, count: (word) => postings.count(word) },
    refresh: async () => upTo(await store.changePoint(), serving ? AWAITED / CATCH_UP : STEPS),
    async follow() {
      const point = await store.changePoint();
      if (seq > 0 && seq < point) await upTo(point, STEPS);
    },
  };
  return held;
}

/** Takes in all rows there are, a page at a time; those that tell something of others are handed on. */
async function readAll(
  store: Store,
  { columns, postings }: { columns: Columns; postings: Postings },
  users: AdopterFacets | null,
): Promise<ColumnRow[]> {
  const others: ColumnRow[] = [];
  for (let after = 0; ; await nextTurn()) {
    const rows = await store.columnsAfter(after, IN_A_TURN);
    for (const row of rows) {
      if (isSearched(row.kind)) columns.put(row);
      if (TELLING.has(row.kind) || namesHosts(row)) others.push({ ...row, words: null });
      if (row.words !== null) postings.load(row.ord, row.words);
    }
    users?.takeIn({ rows });
    if (rows.length < IN_A_TURN) return others;
    after = (rows.at(-1) as ColumnRow).ord;
  }
}

function takeIn(
  { columns, postings }: { columns: Columns; postings: Postings },
  news: Awaited<ReturnType<Store['columnsSince']>>,
): void {
  for (const row of news.rows) {
    if (isSearched(row.kind)) columns.put(row);
    if (row.words !== null) postings.put(row.ord, row.words);
    else if (postings.sequences.has(row.ord)) postings.drop(row.ord);
  }
  for (const ord of news.gone) {
    columns.drop(ord);
    postings.drop(ord);
  }
}

async function takeInWords(store: Store, { index }: HeldIndex): Promise<void> {
  for (;;) {
    const words = await store.wordsSince(index.vocabulary.last, WORDS_IN_A_TURN);
    for (const { id, word } of words) index.vocabulary.add(id, word);
    if (words.length < WORDS_IN_A_TURN) return;
    await nextTurn();
  }
}
