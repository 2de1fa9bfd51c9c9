import { setImmediate as nextTurn } from 'node:timers/promises';
import { sha256 } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import type { FacetName } from '../kernel/facets.ts';
import { LIMITS } from '../kernel/limits.ts';
import { decodeCursor, encodeCursor } from '../kernel/page.ts';
import { Browsed, type Narrowed } from '../search/browsed.ts';
import type { Columns, Filters } from '../search/columns.ts';
import { type Meaning, meaningsOf } from '../search/concepts.ts';
import { beside, type Hits } from '../search/match.ts';
import { type Plan, planSearch } from '../search/plan.ts';
import { inOrder, orderByRelevance } from '../search/rank.ts';
import { type Asked, readQuery, type Term } from '../search/read-query.ts';
import { nameKeys } from '../search/words.ts';
import type { ItemRow, Store } from '../store/port.ts';
import { explainItems } from './explain.ts';
import type { HeldIndex } from './held-index.ts';
import { toItems } from './items.ts';
import type { Explanation } from './list-item.ts';
import type { SearchAnswer, SearchQuery, Understood } from './search-type.ts';
import type { Item } from './types.ts';

/** Search over software, organisations, networks and frameworks. What is searched is in memory; it follows every change. */
export const searchOver = (store: Store, held: HeldIndex) => {
  const browsed = new Browsed(held.columns, LIMITS.browsedRows);
  return async (query: SearchQuery): Promise<SearchAnswer> => {
    const list = listId(query);
    const start = startOf(list, query.cursor);
    const asked = readQuery(query.text);
    const names = nameKeys(asked.name);
    const exact = names.length === 0 ? [] : await store.matchNames(names);
    await held.refresh();
    const found = asked.terms.length === 0 && exact.length === 0 ? null : matches(held, asked, exact, query.lang);
    if (found !== null) exact.push(...(await namedOtherwise(store, asked, found, exact)));
    if (isInOrder(query, found)) await held.columns.prepare(query.sort, nextTurn);
    // From here to the rows nothing else runs: what the columns hold of the scores is of this search.
    const understood = asked.filters.map(({ facet, value }) => filterOf(facet, value, held.columns));
    const filters = allFilters(query.filters, understood);
    const { ords, facets } = narrowed(held, browsed, { found, text: query.text, asked, filters });
    const end = start + Math.min(query.limit, LIMITS.pageSize);
    const partly = partlyIn(found, held.columns);
    const below = isSentence(asked) ? NONE : partly;
    const page = order(ords, query, found, exact, held.columns, below, end).slice(start, end);
    const explanations = explain(held, query, found, page, exact);
    const rows = await rowsInOrder(store, page);
    const loose = found?.hits.loose === true && ords.length > 0;
    const plain = await toItems(store, rows, query.lang);
    const items = rows.map(({ ord }, i) => marked(plain[i] as Item, loose || partly.has(ord), explanations.get(ord)));
    const next = end < ords.length ? encodeCursor(list, [end]) : null;
    return {
      total: ords.length,
      items,
      next,
      facets,
      loose,
      ...said(query, asked, found),
      understood,
    };
  };
};

/** The place behind the last hit that was seen. */
function startOf(list: string, cursor: string | undefined): number {
  const start = cursor === undefined ? 0 : (decodeCursor(list, cursor, ['number'])[0] as number);
  if (start < 0) throw new CodedError('invalid-cursor');
  return start;
}

/** Whether hits come in an order of the whole catalogue. */
const isInOrder = ({ sort }: SearchQuery, found: Found | null): boolean => sort !== 'relevance' || found === null;

const NONE: ReadonlySet<number> = new Set();

/** Of so many words or codes some record has all by chance: then what answers most of them may be what is meant. */
const SENTENCE = 3;

const isSentence = ({ name }: Asked): boolean => name.trim().split(/\s+/).length >= SENTENCE;

/** What is shown of hits that answer only a part: rows in whose cluster none answers the whole. */
function partlyIn(found: Found | null, columns: Columns): ReadonlySet<number> {
  const part = found?.hits.partly;
  if (found === null || part === undefined || part.size === 0) return NONE;
  const whole = new Set(columns.representatives(found.hits.rows.filter((row) => !part.has(row))));
  return new Set(columns.representatives(part).filter((row) => !whole.has(row)));
}

function explain(
  held: HeldIndex,
  query: SearchQuery,
  found: Found | null,
  page: number[],
  exact: number[],
): Map<number, Explanation> {
  if (query.explain !== true || found === null) return new Map();
  return new Map(page.map((ord) => [ord, explainItems(held, found.plan, ord, exact)]));
}

/** Of the hits those whose name is what a misspelt text was taken for. */
async function namedOtherwise(store: Store, asked: Asked, found: Found, exact: number[]): Promise<number[]> {
  const meant = exact.length > 0 ? null : didYouMean(asked, found.plan, '', false);
  if (meant === null) return [];
  const hits = new Set(found.hits.rows);
  return (await store.matchNames(nameKeys(meant))).filter((ord) => hits.has(ord));
}

const marked = (item: Item, loose: boolean, explanation: Explanation | undefined): Item => ({
  ...item,
  ...(loose ? { loose } : {}),
  ...(explanation === undefined ? {} : { explanation }),
});

/** What stands for the hits; everything where nothing was asked for, and nothing where nothing in the text is a word. */
function narrowed(
  { columns }: HeldIndex,
  browsed: Browsed,
  { found, text, asked, filters }: { found: Found | null; text: string; asked: Asked; filters: Filters },
): Narrowed {
  if (found !== null) return columns.narrow(columns.represent(found.hits), filters);
  if (text.trim() !== '' && asked.filters.length === 0) return columns.narrow([], filters);
  return browsed.narrow(filters);
}

/** What the text was understood as. */
function said({ text }: SearchQuery, asked: Asked, found: Found | null): Pick<SearchAnswer, 'didYouMean' | 'tasks'> {
  return {
    didYouMean: found === null ? null : didYouMean(asked, found.plan, text),
    tasks: found === null ? [] : tasksOf(found.plan),
  };
}

/** A cursor belongs to one question: another text, filter or order would make its place meaningless. */
const listId = ({ text, filters, sort }: SearchQuery): string =>
  sha256(JSON.stringify([text, Object.entries(filters).sort(), sort]))
    .toString('base64url')
    .slice(0, 12);

interface Found {
  plan: Plan;
  hits: Hits;
}

/**
 * Rows that answer the text. A word that nobody has is taken for a slip of the keyboard at once; where still nothing answers
 * all of it, every word is; then whatever answers a part of it, or what is near to it. Of a task that few do, what is near
 * stands below those that do it, marked as such.
 */
function matches({ index: held, matcher }: HeldIndex, asked: Asked, exact: number[], lang: string): Found {
  const index = { ...held, ...newMemory() };
  const first = planSearch(asked, index, lang, 'unknown');
  const hits = matcher.match(first, index, { whole: true });
  if (exact.length > 0) return { plan: first, hits: { ...added(hits, exact), loose: false } };
  if (hits.rows.length > 0 && !hits.loose) {
    const whole = hits.rows.filter((row) => hits.partly?.has(row) !== true);
    if (whole.length >= HANDFUL || !isName(first)) return { plan: first, hits };
    const near = planSearch(asked, index, lang, 'unknown', true);
    return { plan: near, hits: beside(whole, matcher.match(near, index)) };
  }
  // A phrase is taken as it is written: reading it again finds no more.
  if (asked.terms.every(({ phrase }) => phrase))
    return { plan: first, hits: asked.terms.length > 1 ? matcher.match(first, index) : hits };
  const second = planSearch(asked, index, lang, 'all');
  const again = matcher.match(second, index, { whole: true });
  if (again.rows.length > 0 && !again.loose) return { plan: second, hits: again };
  const wide = planSearch(asked, index, lang, 'unknown', true);
  const around = matcher.match(wide, index);
  return around.rows.length > 0 ? { plan: wide, hits: { ...around, loose: true } } : { plan: first, hits };
}

/** Where so many do the task that is named, nobody needs what is near to it. */
const HANDFUL = 5;

/** Whether everything that is asked for is the name of one thing, such as a task; what is quoted is taken as it is written. */
function isName({ terms }: Plan): boolean {
  const words = terms.map(({ term, corrected }) => corrected ?? term.words.join(' '));
  const covers = ({ from, to }: Meaning): boolean =>
    terms.every(({ term, optional }, at) => !term.phrase && (optional || (from <= at && at <= to)));
  return meaningsOf(words).some(covers);
}

/** What one search remembers of its words, as it may read them three times. */
const newMemory = () => ({
  ...{ near: new Map(), meant: new Map(), read: new Map() },
  ...{ said: new Map(), hinted: new Map() },
});

/** Where hits answer only a part and a name is the whole text, the name alone is what was meant. */
function added({ rows, scores, loose }: Hits, exact: number[]): Hits {
  if (loose) return { rows: exact, scores: exact.map(() => 1), loose: false };
  return {
    rows: [...rows, ...exact],
    scores: [...scores, ...exact.map(() => 0)],
    loose,
  };
}

/** The filters of the address and those of the text. */
function allFilters(filters: Filters, understood: Understood[]): Filters {
  const all: Filters = { ...filters };
  for (const { facet, value } of understood) all[facet] = [...(all[facet] ?? []), value];
  return all;
}

/** Of these readers take one for the other: `status:retired` is a state of the lifecycle. */
const TAKEN_FOR: Partial<Record<FacetName, FacetName>> = { status: 'lifecycle', lifecycle: 'status' };

function filterOf(facet: FacetName, written: string, columns: Columns): Understood {
  const taken = (by: FacetName): Understood => {
    const value = columns.valueOf(by, written);
    return { facet: by, value, written, known: columns.hasValue(by, value) };
  };
  const own = taken(facet);
  const other = TAKEN_FOR[facet];
  if (other === undefined || own.known) return own;
  const meant = taken(other);
  return meant.known ? meant : own;
}

/**
 * What its unknown words were taken for, or null where all are known; `whole` with what the text asks besides. A word that
 * was written with a capital letter gets it again: German nouns have one.
 */
function didYouMean({ terms, excluded, filters }: Asked, plan: Plan, text: string, whole = true): string | null {
  if (plan.terms.every(({ corrected }) => corrected === null)) return null;
  const quoted = ({ words, phrase }: Term): string => (phrase ? `"${words.join(' ')}"` : words.join(' '));
  const capital = new Set((text.match(/\p{Lu}[\p{L}\p{N}\p{M}]*/gu) ?? []).map((word) => word.toLowerCase()));
  const read = terms.map((term, i) => {
    const corrected = plan.terms[i]?.corrected ?? null;
    if (corrected === null) return quoted(term);
    return capital.has(term.words[0] ?? '') ? corrected.charAt(0).toUpperCase() + corrected.slice(1) : corrected;
  });
  const fields = filters.map(({ facet, value }) => `${facet}:${/\s/.test(value) ? `"${value}"` : value}`);
  return (whole ? [...read, ...excluded.map((term) => `-${quoted(term)}`), ...fields] : read).join(' ');
}

/** The tasks that the words mean, those of the longest stretches first. */
function tasksOf({ meanings }: Plan): string[] {
  const within = (a: Meaning, b: Meaning): boolean => b.from <= a.from && a.to <= b.to && b.to - b.from > a.to - a.from;
  // What a part of a longer phrase would mean is not meant.
  const whole = meanings.filter((meaning) => !meanings.some((other) => within(meaning, other)));
  const tasks = whole.filter(({ concept }) => concept.startsWith('task/'));
  tasks.sort((a, b) => b.to - b.from - (a.to - a.from));
  return [...new Set(tasks.map(({ concept }) => concept.slice('task/'.length)))].slice(0, LIMITS.tasksTold);
}

function order(
  ords: number[],
  query: SearchQuery,
  found: Found | null,
  exact: number[],
  columns: Columns,
  below: ReadonlySet<number>,
  end: number,
): number[] {
  if (isInOrder(query, found)) return inOrder(ords, columns.order(query.sort), end);
  const names = new Set(columns.representatives(exact));
  const { scores, qualities } = columns;
  return orderByRelevance(ords, { exact: names, scores, qualities, below }, end);
}

async function rowsInOrder(store: Store, ords: number[]): Promise<ItemRow[]> {
  const rows = new Map((await store.getItems(ords)).map((row) => [row.ord, row]));
  return ords.flatMap((ord) => rows.get(ord) ?? []);
}
