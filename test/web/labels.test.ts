import t from 'tap';
import { FACETS } from '../../src/kernel/facets.ts';
import { facetLabel, namesRecord } from '../../src/web/labels.ts';

t.test('a value is shown in the words of the reader', async (t) => {
  t.equal(facetLabel('en', 'status', 'beta'), 'Beta');
  t.equal(facetLabel('da', 'kind', 'software'), 'Software');
  t.equal(facetLabel('en', 'country', 'DK'), 'Denmark');
  t.equal(facetLabel('da', 'country', 'DK'), 'Danmark');
  t.equal(facetLabel('da', 'language', 'de'), 'tysk');
  t.equal(facetLabel('en', 'licence', 'MPL-2.0'), 'Mozilla Public License 2.0');
});

t.test('a network is shown by its name', async (t) => {
  t.equal(
    facetLabel('en', 'network', 'os2', (slug) => (slug === 'os2' ? 'OS2' : undefined)),
    'OS2',
  );
  t.equal(facetLabel('en', 'network', 'os2'), 'os2', 'or by its slug, where nobody knows it');
});

t.test('a value without a word is shown readably', async (t) => {
  t.equal(facetLabel('en', 'category', 'flying-of_kites'), 'Flying of kites');
  t.equal(facetLabel('en', 'country', '??'), '??');
  t.equal(facetLabel('en', 'licence', 'LicenseRef-own'), 'LicenseRef-own');
  t.equal(facetLabel('en', 'origin', 'catalogue.os2.example'), 'catalogue.os2.example');
  t.equal(facetLabel('en', 'platform', '-'), '-');
});

t.test('what names a record is known, so that no label is remembered that may change', async (t) => {
  for (const facet of FACETS)
    for (const value of ['os2', 'os2-1.1.0:2', 'DK', 'web']) {
      const [one, other] = ['One', 'Other'].map((name) => facetLabel('en', facet, value, () => name));
      if (one !== other) t.ok(namesRecord(facet), facet);
    }
  t.ok(namesRecord('network') && namesRecord('level'));
});
