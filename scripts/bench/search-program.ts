/**
 * `search-program.js DATA COUNT SEED`: so many different searches, each once, inside the service: the registry over the
 * store, with facets and total, without HTTP. Before them as many others, so that the code is warm; no answer is kept.
 */
import { systemClock } from '../../src/kernel/clock.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { makeQueries, type Query } from './queries.ts';

/** Milliseconds of each search, and hits found in all, so that nothing is left out unseen. */
export interface Searched {
  ours: number[];
  /** Of FTS5 alone, counting the matches of the text. */
  bare: number[];
  hits: number;
  slowest: string[];
}

const WARM_UP = 500;

const [folder = '', count = '0', seed = '1'] = process.argv.slice(2);
const store = openStore({ folder, clock: systemClock, busyMs: LIMITS.busyServingMs, what: 'bench' });
const { read } = createRegistry({ store, clock: systemClock, serving: true });

const ask = async ({ text, filter }: Query): Promise<number> => {
  const filters = filter === null ? {} : { [filter.name]: [filter.value] };
  const { total, items, facets } = await read.search({ text, lang: 'en', filters, sort: 'relevance', limit: 25 });
  if (total > 0 && (items.length === 0 || facets.kind === undefined))
    throw new Error(`No facets or items for ${text}.`);
  return total;
};

const queries = makeQueries(Number(count) + WARM_UP, Number(seed));
for (const query of queries.slice(Number(count))) await ask(query);
const result: Searched = { ours: [], bare: [], hits: 0, slowest: [] };
const measured = queries.slice(0, Number(count));
for (const query of measured) {
  const start = performance.now();
  result.hits += await ask(query);
  result.ours.push(performance.now() - start);
}
const bySpeed = measured
  .map(({ address }, i) => ({ address, ms: result.ours[i] as number }))
  .sort((a, b) => b.ms - a.ms);
result.slowest = bySpeed.slice(0, 5).map(({ address, ms }) => `${address} ${ms.toFixed(1)} ms`);
await store.close();
console.log(JSON.stringify(result));
