import t from 'tap';
import { verdictsOf } from '../../src/governance/framework.ts';
import { totalsOf } from '../../src/governance/totals.ts';
import { house, rated } from './examples.ts';

t.test('totals are counted by level and theme; what nobody rated is not given', (t) => {
  const none = { green: 0, yellow: 0, red: 0, grey: 0, notGiven: 0 };
  t.same(totalsOf(house, rated({ A: 'green', B: 'red', D: 'grey', E: 'yellow' })), {
    all: { green: 1, yellow: 1, red: 1, grey: 1, notGiven: 1 },
    byLevel: [
      { level: 'low', totals: { ...none, green: 1, red: 1 } },
      { level: '1+', totals: { ...none, grey: 1, notGiven: 1 } },
      { level: '2', totals: { ...none, yellow: 1 } },
    ],
    byTheme: [
      { theme: 'form', totals: { ...none, green: 1, notGiven: 1 } },
      { theme: 'care', totals: { ...none, red: 1, grey: 1 } },
      { theme: null, totals: { ...none, yellow: 1 } },
    ],
  });
  t.end();
});

t.test('a framework without requirements has totals of nothing', (t) => {
  const none = { green: 0, yellow: 0, red: 0, grey: 0, notGiven: 0 };
  t.same(totalsOf({ name: 'Bare', levels: house.levels }, rated({})), { all: none, byLevel: [], byTheme: [] });
  t.end();
});

t.test('a framework’s own scale says what its ratings mean', (t) => {
  const scale = [
    { id: 'yes', means: 'met' as const },
    { id: 'planned', means: 'not-met' as const },
  ];
  const verdicts = verdictsOf({ ...house, scale }, rated({ A: 'yes', B: 'planned', C: 'green' }));
  t.same(
    [...verdicts],
    [
      ['A', 'green'],
      ['B', 'red'],
      ['C', 'not-given'],
      ['D', 'not-given'],
      ['E', 'not-given'],
    ],
  );
  t.end();
});

t.test('a requirement that is rated twice is not known, in either order', (t) => {
  for (const two of [
    ['green', 'red'],
    ['red', 'green'],
    ['purple', 'green'],
  ]) {
    const ratings = two.map((rating) => ({ requirement: 'A', rating }));
    t.equal(verdictsOf(house, rated({}, { ratings })).get('A'), 'not-given');
  }
  t.end();
});

t.test('ratings of another version are not read', (t) => {
  t.equal(totalsOf(house, rated({ A: 'green' }, { frameworkVersion: '1' })).all.notGiven, 5);
  const { frameworkVersion: _, ...unnamed } = rated({ A: 'green' });
  t.equal(totalsOf(house, unnamed).all.notGiven, 5);
  t.end();
});
