import t from 'tap';
import { Columns } from '../../src/search/columns.ts';

t.test('one facet of a held row can be told anew, the others stay', (t) => {
  const columns = new Columns();
  const row = { rep: 1, sortName: 'a', quality: 0, updated: 0 };
  columns.put({ ...row, ord: 1, facets: { licence: ['MIT'], level: ['x:1'] } });
  columns.setFacet(1, 'level', ['x:2', 'y:1', 'y:1']);
  columns.setFacet(7, 'level', ['x:2']);
  t.same(columns.narrow([1], { level: ['x:2'] }), {
    ords: [1],
    facets: { licence: [{ value: 'MIT', count: 1 }], level: ['x:2', 'y:1'].map((value) => ({ value, count: 1 })) },
  });
  columns.setFacet(1, 'level', []);
  t.same(columns.narrow([1], {}).facets, { licence: [{ value: 'MIT', count: 1 }] });
  t.equal(columns.repOf(1), 1);
  t.equal(columns.repOf(7), undefined);
  t.end();
});
