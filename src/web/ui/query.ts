import { CodedError } from '../../kernel/errors.ts';
import { FACETS, type FacetName, isFacet, SORTS, type Sort } from '../../kernel/facets.ts';
import { LIMITS } from '../../kernel/limits.ts';

export type Filters = Partial<Record<FacetName, string[]>>;

/** A search as the address of its page says it. */
export interface Wish {
  text: string;
  filters: Filters;
  sort: Sort;
  cursor?: string;
  /** An earlier point of the catalogue, and the day for which it is worked out. */
  at?: number;
  on?: string;
}

/**
 * What a page's address asks for. Parameters that the page does not know are passed over, as a page is reached by links
 * that others decorate; what it knows is cut to the limits.
 */
export function readWish(query: Record<string, unknown>): Wish {
  const filters: Filters = {};
  let left = LIMITS.filterValues;
  for (const name of Object.keys(query).filter(isFacet)) {
    const values = [...new Set(strings(query[name]).filter((value) => value !== ''))].slice(0, left);
    if (values.length > 0) filters[name] = values;
    left -= values.length;
  }
  const text = (strings(query.q)[0] ?? '').trim().slice(0, LIMITS.queryLength);
  const wanted = strings(query.sort)[0];
  const sort = SORTS.find((name) => name === wanted) ?? 'relevance';
  const cursor = strings(query.cursor)[0];
  return { text, filters, sort, ...(cursor === undefined ? {} : { cursor }), ...pointOf(query) };
}

/** A point of the change sequence as an address names it: `at=1234`, and the day for which it is worked out. */
export function readPoint(query: Record<string, unknown>): { at: number | null; on: string | null } {
  const [at, on] = [strings(query.at)[0], strings(query.on)[0]];
  if (at !== undefined && !/^[1-9]\d{0,14}$/.test(at))
    throw new CodedError(
      'invalid-parameter',
      '`at` is the number of a change, as the address of a page or file has it.',
    );
  return { at: at === undefined ? null : Number(at), on: on === undefined || at === undefined ? null : on };
}

/** The same as parts of a wish. */
export function pointOf(query: Record<string, unknown>): Pick<Wish, 'at' | 'on'> {
  const { at, on } = readPoint(query);
  return { ...(at === null ? {} : { at }), ...(on === null ? {} : { on }) };
}

const strings = (value: unknown): string[] => [value].flat().filter((part): part is string => typeof part === 'string');

/** The filters as name and value, in the order in which facets are shown. */
export const filterPairs = (filters: Filters): [FacetName, string][] =>
  FACETS.flatMap((name) => (filters[name] ?? []).map((value): [FacetName, string] => [name, value]));

/** The query string of a search, `''` or beginning with `?`; a new search starts at its first page. */
export function queryOf({ text, filters, sort, at, on }: Wish, cursor?: string): string {
  const query = new URLSearchParams();
  if (text !== '') query.set('q', text);
  for (const [name, value] of filterPairs(filters)) query.append(name, value);
  if (sort !== 'relevance') query.set('sort', sort);
  if (at !== undefined) query.set('at', String(at));
  if (on !== undefined) query.set('on', on);
  if (cursor !== undefined) query.set('cursor', cursor);
  const parameters = query.toString();
  return parameters === '' ? '' : `?${parameters}`;
}

/** The same search with one filter less. */
export function without(wish: Wish, name: FacetName, value: string): Wish {
  const rest = (wish.filters[name] ?? []).filter((other) => other !== value);
  return { ...wish, filters: { ...wish.filters, [name]: rest } };
}
