import { FACETS, type FacetName } from '../kernel/facets.ts';
import { LIMITS } from '../kernel/limits.ts';

export type Filters = Partial<Record<FacetName, string[]>>;
export type FacetCounts = Partial<Record<FacetName, { value: string; count: number }[]>>;

/** A value of a facet, by its place among `FACETS`. */
export interface FacetValue {
  facet: number;
  value: string;
}

/** The most frequent values of each facet, and those by which the search is narrowed. `counts` are those of the values, by place. */
export function namedCounts(counts: Uint32Array, values: readonly FacetValue[], filters: Filters): FacetCounts {
  const facets: FacetCounts = {};
  for (let cell = 0; cell < counts.length; cell += 1) {
    const count = counts[cell] as number;
    if (count === 0) continue;
    const { facet, value } = values[cell] as FacetValue;
    const name = FACETS[facet] as FacetName;
    const list = facets[name];
    if (list === undefined) facets[name] = [{ value, count }];
    else list.push({ value, count });
  }
  for (const name of FACETS) {
    const list = facets[name]?.sort((a, b) => b.count - a.count || compare(a.value, b.value));
    if (list === undefined || list.length <= LIMITS.listedFacetValues) continue;
    const chosen = new Set(filters[name]);
    facets[name] = list.filter(({ value }, at) => at < LIMITS.listedFacetValues || chosen.has(value));
  }
  return facets;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
