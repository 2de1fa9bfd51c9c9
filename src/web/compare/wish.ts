import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { parseRef } from '../../records/kinds.ts';
import { type Filters, filterPairs, readPoint, readWish } from '../ui/query.ts';

/** A search as it was when somebody chose products from its hits. */
export interface LedHere {
  text: string;
  filters: Filters;
  /** How many hits it had, and the first of them; null where the address has not kept them yet. */
  total: number | null;
  hits: readonly string[];
}

/** What an address of a comparison asks for. */
export interface CompareWish {
  /** References of software, each once. */
  ids: readonly string[];
  /** Those above the limit, which are left out. */
  left: readonly string[];
  /** The point of the change sequence; null for now. */
  at: number | null;
  /** For which day it is worked out; null for that of the point, or for today. */
  on: string | null;
  search: LedHere | null;
}

const all = (value: unknown): string[] => [value].flat().filter((one): one is string => typeof one === 'string');

/** Throws `invalid-parameter` for what is no software, and for a point that is no number. */
export function readCompareWish(query: Record<string, unknown>): CompareWish {
  const ids = [...new Set(all(query.id).filter((id) => id !== ''))];
  for (const id of ids)
    if (parseRef(id)?.kind !== 'software')
      throw new CodedError(
        'invalid-parameter',
        '`id` names software: `software/os2mo`, with its origin where it has one.',
      );
  const { text, filters } = readWish(query);
  const total = all(query.hits)[0];
  const searched = text !== '' || filterPairs(filters).length > 0 || total !== undefined;
  return {
    ids: ids.slice(0, LIMITS.compared),
    left: ids.slice(LIMITS.compared, LIMITS.pageSize),
    ...readPoint(query),
    search: searched
      ? {
          ...{ text, filters },
          total: total !== undefined && /^\d{1,9}$/.test(total) ? Number(total) : null,
          hits: all(query.hit)
            .filter((id) => parseRef(id) !== null)
            .slice(0, LIMITS.defaultPageSize),
        }
      : null,
  };
}

/** The query string of a comparison, beginning with `?`. The same wish always gives the same address. */
export function compareQuery({ ids, at, on, search }: Omit<CompareWish, 'left'>): string {
  const query = new URLSearchParams();
  for (const id of ids) query.append('id', id);
  if (at !== null) query.set('at', String(at));
  if (on !== null) query.set('on', on);
  if (search !== null) {
    if (search.text !== '') query.set('q', search.text);
    for (const [name, value] of filterPairs(search.filters)) query.append(name, value);
    if (search.total !== null) query.set('hits', String(search.total));
    for (const hit of search.hits) query.append('hit', hit);
  }
  // Slashes and at-signs may stand in a query as they are (RFC 3986, section 3.4): an address that can be read.
  return `?${query.toString().replaceAll('%2F', '/').replaceAll('%40', '@')}`;
}
