import fc from 'fast-check';
import t from 'tap';
import { FACETS } from '../../src/kernel/facets.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { filterPairs, queryOf, readWish, without } from '../../src/web/ui/query.ts';

t.test('the address of a search says what is wished', async (t) => {
  t.same(readWish({ q: ' roads ', country: ['DK', 'BE', 'DK', ''], kind: 'software', sort: 'name', cursor: 'c' }), {
    text: 'roads',
    filters: { country: ['DK', 'BE'], kind: ['software'] },
    sort: 'name',
    cursor: 'c',
  });
});

t.test('what a page does not know is passed over, what is too much is cut', async (t) => {
  t.equal(readWish({ sort: ['name', 'updated'] }).sort, 'name', 'the first of several');
  t.same(readWish({ utm_source: 'x', sort: 'weight', q: { nested: 1 }, country: 7 }), {
    text: '',
    filters: {},
    sort: 'relevance',
  });
  const many = Array.from({ length: LIMITS.filterValues + 5 }, (_, i) => `v${i}`);
  const wish = readWish({ q: 'x'.repeat(1000), category: many });
  t.equal(wish.text.length, LIMITS.queryLength);
  t.equal(wish.filters.category?.length, LIMITS.filterValues);
});

t.test('the order of filters in an address is that of the facets, so that one search has one address', async (t) => {
  const query = queryOf(readWish({ country: 'DK', kind: 'software', q: 'a b&c' }));
  t.equal(query, '?q=a+b%26c&kind=software&country=DK');
  t.equal(queryOf(readWish({})), '');
  t.equal(queryOf(readWish({}), 'next'), '?cursor=next');
});

t.test('a filter is taken away alone', async (t) => {
  const wish = readWish({ country: ['DK', 'BE'], kind: 'software' });
  t.same(filterPairs(without(wish, 'country', 'DK').filters), [
    ['kind', 'software'],
    ['country', 'BE'],
  ]);
});

t.test('whatever is wished, its address says the same', async () => {
  const value = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
  const filters = fc.dictionary(fc.constantFrom(...FACETS), fc.uniqueArray(value, { minLength: 1, maxLength: 4 }));
  const wish = fc.record({
    q: fc.string({ maxLength: 50 }),
    filters,
    sort: fc.constantFrom('relevance', 'name', 'updated'),
  });
  fc.assert(
    fc.property(wish, ({ q, filters, sort }) => {
      const read = readWish({ q, sort, ...filters });
      const parameters = new URLSearchParams(queryOf(read));
      const again: Record<string, string[]> = {};
      for (const name of parameters.keys()) again[name] = parameters.getAll(name);
      return JSON.stringify(queryOf(readWish(again))) === JSON.stringify(queryOf(read));
    }),
  );
});
