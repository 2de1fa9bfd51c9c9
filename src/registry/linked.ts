import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, latestDay } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { decodeCursor, encodeCursor, type Page } from '../kernel/page.ts';
import type { Kind } from '../records/kinds.ts';
import type { EntryKey, ItemRow, Store } from '../store/port.ts';
import type { HeldAdopters } from './adopters/held.ts';
import { marked, toItems } from './items.ts';
import type { Item, Reader } from './types.ts';

/** What refers to a record: page by page, and whole. */
export function createLinked(store: Store, held: HeldAdopters, clock: Clock): Pick<Reader, 'linked' | 'everyLink'> {
  const withMarks = <L extends { items: Item[] }>(list: L): L => {
    const day = latestDay(clock.now());
    return { ...list, items: list.items.map((item) => marked(item, day)) };
  };
  return {
    linked: async (key, rels, lang, limit, cursor) =>
      withMarks(await linked(store, held, key, rels, lang, limit, cursor)),
    everyLink: async (key, rels, lang, most) => withMarks(await everyLink(store, held, key, rels, lang, most)),
  };
}

/** Rows that are not told though they are there: adoptions whose body says that it is not so. */
export async function hiddenOf(held: HeldAdopters, kind: Kind): Promise<ReadonlySet<number>> {
  return kind === 'adoption' ? (await held.now()).hidden : new Set<number>();
}

/** One row more than asked tells whether there is a next page. */
export function cut<T extends { ord: number }>(
  rows: T[],
  limit: number,
  listName: string,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor(listName, [last.ord]) : null };
}

async function linked(
  store: Store,
  held: HeldAdopters,
  key: EntryKey,
  rels: string[],
  lang: string,
  limit: number,
  cursor?: string,
): Promise<Page<Item>> {
  const name = `${rels.join()}:${key.kind}/${key.slug}`;
  const after = cursor === undefined ? 0 : (decodeCursor(name, cursor, ['number'])[0] as number);
  const keys = await placesOf(store, key);
  const rows = (await Promise.all(keys.map((one) => store.linksTo(one, rels, after, limit + 1)))).flat();
  const { items, next } = cut(keys.length === 1 ? rows : rows.sort((a, b) => a.ord - b.ord), limit, name);
  const hidden = await hiddenIn(held, key, rels);
  const shown = items.filter(({ ord }) => !hidden.has(ord));
  const totals = await Promise.all(keys.map((one) => countShown(store, hidden, one, rels)));
  return { total: totals.reduce((sum, one) => sum + one, 0), items: await toItems(store, shown, lang), next };
}

/** What referred to an entry that was handed over refers to what took its place. */
const placesOf = async (store: Store, key: EntryKey): Promise<EntryKey[]> =>
  key.kind === 'software' ? [key, ...(await store.formerOf(key))] : [key];

const hiddenIn = (held: HeldAdopters, key: EntryKey, rels: string[]): Promise<ReadonlySet<number>> =>
  hiddenOf(held, rels.some((rel) => rel.startsWith('adoption')) ? 'adoption' : key.kind);

/** The whole list, counted once: page by page it would be counted, and where some are hidden gone through, for each page. */
async function everyLink(
  store: Store,
  held: HeldAdopters,
  key: EntryKey,
  rels: string[],
  lang: string,
  most: number,
): Promise<{ total: number; items: Item[] }> {
  const [keys, hidden] = [await placesOf(store, key), await hiddenIn(held, key, rels)];
  const totals = await Promise.all(keys.map((one) => countShown(store, hidden, one, rels)));
  const total = totals.reduce((sum, one) => sum + one, 0);
  const found: ItemRow[] = [];
  for (const one of total > most ? [] : keys)
    for (let after = 0; ; await nextTurn()) {
      const rows = await store.linksTo(one, rels, after, LIMITS.pageSize);
      found.push(...rows.filter(({ ord }) => !hidden.has(ord)));
      if (rows.length < LIMITS.pageSize) break;
      after = rows.at(-1)?.ord ?? after;
    }
  const rows = keys.length === 1 ? found : found.sort((a, b) => a.ord - b.ord);
  const items: Item[] = [];
  for (let at = 0; at < rows.length; at += LIMITS.pageSize) {
    items.push(...(await toItems(store, rows.slice(at, at + LIMITS.pageSize), lang)));
    await nextTurn();
  }
  return { total, items };
}

/** How many there are to be shown: hidden ones are few, and are looked for only where there are any. */
async function countShown(store: Store, hidden: ReadonlySet<number>, key: EntryKey, rels: string[]): Promise<number> {
  const all = await store.countLinksTo(key, rels);
  if (hidden.size === 0 || all === 0) return all;
  let less = 0;
  for (let after = 0; ; ) {
    const rows = await store.linksTo(key, rels, after, LIMITS.pageSize);
    less += rows.filter(({ ord }) => hidden.has(ord)).length;
    if (rows.length < LIMITS.pageSize) return all - less;
    after = rows.at(-1)?.ord ?? after;
    await nextTurn();
  }
}
