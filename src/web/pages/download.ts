import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { csvOf } from '../../documents/csv.ts';
import type { Marks } from '../../federation/report.ts';
import { type Clock, toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Item, Reader, Registry } from '../../registry/types.ts';
import { IN_LANGUAGE, langOf } from '../language.ts';
import { type Lang, t } from '../locales/text.ts';
import { CACHE } from '../plugins/caching.ts';
import type { Site } from '../ui/context.ts';
import { filterPairs, queryOf, readWish, type Wish } from '../ui/query.ts';

/** What a downloaded list says of each entry, in this order; the rest of a column's facts are `facts` of the item. */
const COLUMNS = ['id', 'origin', 'kind', 'name', 'aliases', 'summary', 'address', 'version', 'updated'] as const;
const FACTS = ['status', 'lifecycle', 'type', 'licence', 'network', 'country', 'owner', 'url'] as const;
/** What is out of order with the catalogue that an entry comes from: empty where nothing is. */
const STANDING = 'originStanding';

export type Row = Record<string, string>;

/**
 * A search or list as a file for whoever goes on with it: `/en/search.csv` (RFC 4180) and `/en/search.json`, with the same
 * parameters as the page, all results at once, the date and the address where they come from. Above `LIMITS.downloadRows`
 * it asks for a filter.
 */
export function downloadRoutes(
  app: FastifyInstance,
  registry: Pick<Registry, 'read' | 'past'>,
  site: Site,
  clock: Clock,
): void {
  const asked = async (request: FastifyRequest, reply: FastifyReply, form: 'csv' | 'json'): Promise<DownloadedList> => {
    const lang = langOf(request);
    const list = await listOf(registry, site, clock, lang, request.query as Record<string, unknown>);
    reply.headers({ 'cache-control': CACHE.briefly, 'content-language': lang, ...named(list.date, form) });
    return list;
  };
  app.get(`${IN_LANGUAGE}/search.csv`, async (request, reply) => {
    const list = await asked(request, reply, 'csv');
    return reply.type('text/csv; charset=utf-8; header=present').send(tableOf(list));
  });
  app.get(`${IN_LANGUAGE}/search.json`, async (request, reply) => {
    const list = await asked(request, reply, 'json');
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(list, null, 1));
  });
}

interface DownloadedList {
  catalogue: string;
  /** When it was made, RFC 3339. */
  date: string;
  /** The page that shows the same. */
  address: string;
  text: string;
  filters: { name: string; value: string }[];
  total: number;
  items: Row[];
}

async function listOf(
  registry: Pick<Registry, 'read' | 'past'>,
  site: Site,
  clock: Clock,
  lang: Lang,
  query: Record<string, unknown>,
): Promise<DownloadedList> {
  const { cursor: _, ...wish } = readWish(query);
  if (wish.at !== undefined && wish.text !== '') throw new CodedError('invalid-parameter', t(lang, 'past.wordsNot'));
  const read = wish.at === undefined ? registry.read : (await registry.past(wish.at, wish.on)).read;
  return {
    catalogue: site.name,
    date: toRfc3339(clock.now()),
    address: `${site.url}/${lang}/search${queryOf(wish)}`,
    text: wish.text,
    filters: filterPairs(wish.filters).map(([name, value]) => ({ name, value })),
    ...(await everyItem(read, site, lang, wish)),
  };
}

async function everyItem(read: Reader, site: Site, lang: Lang, wish: Wish): Promise<{ total: number; items: Row[] }> {
  const items: Row[] = [];
  const marks = (await site.marks?.()) ?? new Map();
  let cursor: string | undefined;
  for (;;) {
    const page = await read.search({ ...wish, lang, limit: LIMITS.pageSize, ...(cursor ? { cursor } : {}) });
    if (page.total > LIMITS.downloadRows) throw tooMany(page.total);
    items.push(...page.items.map((item) => rowOf(item, site, marks)));
    // What comes in meanwhile may lengthen the list: it ends with what fits.
    if (page.next === null || items.length >= LIMITS.downloadRows) return { total: page.total, items };
    cursor = page.next;
    // Each page is a search: others get their turn in between.
    await nextTurn();
  }
}

export function rowOf(item: Item, { url }: Site, marks: Marks): Row {
  const { id, origin, kind, name, aliases, summary, page, version, updated, facts } = item;
  const said = { id, origin, kind, name, aliases: aliases.join('; '), summary, address: url + page, updated };
  const row: Row = { ...said, version: String(version) };
  for (const fact of FACTS) {
    const value = facts[fact];
    row[fact] = value === undefined ? '' : Array.isArray(value) ? value.join('; ') : String(value);
  }
  return { ...row, [STANDING]: standingText(marks, [origin]) };
}

/** As items of the API say it: `asOf 2026-11-02T10:00:00Z; frozen 812`. */
export const standingText = (marks: Marks, origins: readonly string[]): string =>
  [...new Set(origins)]
    .flatMap((origin) => {
      const { stale = null, frozen = null } = marks.get(origin) ?? {};
      const words = [
        stale === null ? '' : `asOf ${toRfc3339(stale)}`,
        frozen === null ? '' : `frozen ${frozen}`,
      ].filter(Boolean);
      return words.length === 0 ? [] : [origins.length === 1 ? words.join('; ') : `${origin}: ${words.join('; ')}`];
    })
    .join('; ');

/** The date and address stand in columns of their own, so that the file is a plain table wherever it is opened. */
export function tableOf({ date, address, items }: Pick<DownloadedList, 'date' | 'address' | 'items'>): string {
  const columns = [...COLUMNS, ...FACTS, STANDING];
  return csvOf([
    [...columns, 'retrieved', 'list'],
    ...items.map((row) => [...columns.map((key) => row[key]), date, address]),
  ]);
}

export const tooMany = (total: number): CodedError =>
  new CodedError(
    'invalid-parameter',
    `${total} entries are more than the ${LIMITS.downloadRows} of one file. Choose a filter, such as a kind, network or country.`,
  );

export const named = (date: string, end: string, what = 'catalogue'): Record<string, string> => ({
  'content-disposition': `attachment; filename="${what}-${date.slice(0, 10)}.${end}"`,
});
