import fc from 'fast-check';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import t from 'tap';
import type { FacetName } from '../../src/kernel/facets.ts';
import type { FacetCount } from '../../src/registry/search-type.ts';
import { facetLabel, type NameOf } from '../../src/web/labels.ts';
import { facetEntries } from '../../src/web/ui/facet-entries.ts';

const nobody: NameOf = () => undefined;

/** The same made of elements. */
const elements = (base: string, facet: FacetName, counts: FacetCount[], names: NameOf): string =>
  counts
    .map(({ value, count }) => {
      const href = `${base}${facet}=${encodeURIComponent(value)}`;
      const label = facetLabel('en', facet, value, names);
      return render(h('li', null, h('a', { href, rel: 'nofollow' }, `${label} `, h('span', null, count))));
    })
    .join('');

// Without `>`, which is written as an entity here, and need not be.
const text = fc.string({ unit: fc.constantFrom(...`ab&<"' /=#?%øé“\u{1f600}`) });
const some = fc.array(fc.record({ value: text, count: fc.nat() }), { maxLength: 20 });

t.test('entries are what elements would be, whatever a record says', async () => {
  fc.assert(
    fc.property(fc.constantFrom<FacetName>('category', 'licence', 'host', 'network', 'level'), text, some, (...one) => {
      const [facet, name, said] = one;
      const counts = said.map((each) => (facet === 'level' ? { ...each, value: `${each.value}:1` } : each));
      const base = `/en/search?q=${encodeURIComponent(name)}&`;
      const names: NameOf = (slug) => (slug.startsWith('a') ? name : undefined);
      return facetEntries(base, 'en', facet, counts, names) === elements(base, facet, counts, names);
    }),
    { numRuns: 300 },
  );
});

t.test('markup in a value or a name stays text', async (t) => {
  const hostile = '"><script>alert(1)</script>';
  for (const facet of ['platform', 'network'] as const) {
    const html = facetEntries('/en/search?', 'en', facet, [{ value: hostile, count: 1 }], () => hostile);
    t.notMatch(html, '<script');
    t.match(html, '&lt;script&gt;');
    t.match(html, `${facet}=%22%3E%3Cscript%3E`);
  }
});

t.test('a label is of its own language, facet and value', async (t) => {
  const one = (...[lang, facet, value]: Parameters<typeof facetLabel>) =>
    facetEntries('?', lang, facet, [{ value, count: 3 }], nobody);
  t.match(one('en', 'country', 'DK'), 'Denmark <span>3</span>');
  t.match(one('da', 'country', 'DK'), 'Danmark <span>3</span>');
  t.match(one('en', 'language', 'de'), 'German <span>');
  t.match(one('en', 'country', 'DE'), 'Germany <span>');
  t.match(one('en', 'country', 'DK'), 'Denmark <span>3</span>', 'and so again');
});

t.test('a network that was renamed has its new name', async (t) => {
  const called = (name: string) => facetEntries('?', 'en', 'network', [{ value: 'os2', count: 1 }], () => name);
  t.match(called('Old'), 'Old <span>');
  t.match(called('New'), 'New <span>');
});

t.test('more values than are remembered are all there', async (t) => {
  const counts = Array.from({ length: 1_000 }, (_, i) => ({ value: `value ${i}`, count: i }));
  for (let round = 0; round < 2; round += 1)
    t.equal(facetEntries('?', 'en', 'host', counts, nobody), elements('?', 'host', counts, nobody));
});
