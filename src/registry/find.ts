import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, toDay } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { decodeCursor, encodeCursor } from '../kernel/page.ts';
import { isSearched } from '../records/kinds.ts';
import { Columns } from '../search/columns.ts';
import { type Plan, planQuery } from '../search/query.ts';
import { inOrder, orderByRelevance } from '../search/rank.ts';
import type { ItemRow, Store } from '../store/port.ts';
import { toItems } from './items.ts';
import { createHeldLevels } from './levels.ts';
import type { SearchAnswer, SearchQuery } from './types.ts';

/** Changes are taken in by so many rows, and others get their turn in between. */
const CATCH_UP = 256;
/** So often before a search answers, 16,384 rows: an import that has just ended is found whole. The next one goes on. */
const CATCH_UP_ROUNDS = 64;
/** Rows that are taken in before others get their turn: some milliseconds. */
const IN_A_TURN = 500;

/** Search over software, organisations, networks and frameworks. Facets are counted in memory; the columns follow every change. */
export function createSearch(store: Store, clock: Clock): (query: SearchQuery) => Promise<SearchAnswer> {
  const columns = new Columns();
  const levels = createHeldLevels(store, columns);
  let seq = 0;
  let caughtUp: Promise<void> = Promise.resolve();

  const catchUp = async (): Promise<void> => {
    for (let round = 0; round < CATCH_UP_ROUNDS && (await store.changePoint()) > seq; round += 1) {
      if (round > 0) await nextTurn();
      const news = await store.columnsSince(seq, CATCH_UP);
      await takeIn(columns, news);
      await levels.takeIn(news);
      seq = news.seq;
    }
  };
  const all = async (): Promise<void> => {
    await catchUp();
    levels.settle(toDay(clock.now()));
  };
  /** One search at a time: at the start all rows are read, which takes several turns. */
  const refresh = (): Promise<void> => {
    caughtUp = caughtUp.catch(() => undefined).then(all);
    return caughtUp;
  };

  return async (query) => {
    const list = listId(query);
    const start = query.cursor === undefined ? 0 : (decodeCursor(list, query.cursor, ['number'])[0] as number);
    if (start < 0) throw new CodedError('invalid-cursor');
    await refresh();
    const hits = await matches(store, query.text);
    const { ords, facets } = columns.narrow(columns.representatives(hits?.ords ?? null), query.filters);
    const sorted = await order(ords, query, hits, columns);
    const end = start + Math.min(query.limit, LIMITS.pageSize);
    const rows = await rowsInOrder(store, sorted.slice(start, end));
    return {
      total: ords.length,
      items: await toItems(store, rows, query.lang),
      next: end < sorted.length ? encodeCursor(list, [end]) : null,
      facets,
    };
  };
}

async function takeIn(columns: Columns, news: Awaited<ReturnType<Store['columnsSince']>>): Promise<void> {
  for (const [i, row] of news.rows.entries()) {
    if (isSearched(row.kind)) columns.put(row);
    if (i % IN_A_TURN === IN_A_TURN - 1) await nextTurn();
  }
  for (const ord of news.gone) columns.drop(ord);
}

/** A cursor belongs to one question: another text, filter or order would make its place meaningless. */
const listId = ({ text, filters, sort }: SearchQuery): string =>
  sha256(JSON.stringify([text, Object.entries(filters).sort(), sort]))
    .toString('base64url')
    .slice(0, 12);

interface Hits {
  ords: number[];
  exact: number[];
  ranked: Map<number, number>;
}

/** Rows that match the text; `null` when there is no text and so everything is shown. */
async function matches(store: Store, text: string): Promise<Hits | null> {
  if (text.trim() === '') return null;
  const plan = planQuery(text);
  const exact = plan.names.length === 0 ? [] : await store.matchNames(plan.names);
  if (plan.full === null) return { ords: exact, exact, ranked: new Map() };
  const ords = await store.matchText(plan.full);
  const ranked = ords.length > LIMITS.rankedCandidates ? await byPlace(store, plan) : await byText(store, plan.full);
  return { ords: exact.length === 0 ? ords : [...ords, ...exact], exact, ranked };
}

async function byText(store: Store, query: string): Promise<Map<number, number>> {
  const ranked = await store.rankText(query, LIMITS.rankedCandidates);
  return new Map(ranked.map(({ ord, score }) => [ord, score]));
}

/** A word that is everywhere: what it stands in tells more than how often, and is known at a tenth of the cost. */
async function byPlace(store: Store, { headings }: Plan): Promise<Map<number, number>> {
  const ranked = new Map<number, number>();
  for (const [i, heading] of headings.entries()) {
    const score = 1 - i / headings.length;
    for (const ord of await store.matchText(heading)) if (!ranked.has(ord)) ranked.set(ord, score);
  }
  return ranked;
}

async function order(ords: number[], { sort }: SearchQuery, hits: Hits | null, columns: Columns): Promise<number[]> {
  if (sort !== 'relevance' || hits === null) return inOrder(ords, columns.order(sort));
  const exact = new Set(columns.representatives(hits.exact));
  const quality = (ord: number) => columns.quality(ord);
  return orderByRelevance(ords, { exact, ranked: hits.ranked, quality }, columns.order('relevance'));
}

async function rowsInOrder(store: Store, ords: number[]): Promise<ItemRow[]> {
  const rows = new Map((await store.getItems(ords)).map((row) => [row.ord, row]));
  return ords.flatMap((ord) => rows.get(ord) ?? []);
}
