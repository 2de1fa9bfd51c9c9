import fc from 'fast-check';
import t from 'tap';
import { groupClaims } from '../../src/claims/compare.ts';
import { claimFaults } from '../../src/claims/faults.ts';
import type { Claim } from '../../src/schemas.gen.ts';

const claim = (more: Partial<Claim> = {}): Claim => ({
  ...{
    measure: 'bodies',
    what: { en: 'Bodies' },
    unit: { en: 'bodies' },
    value: 7,
    nature: 'stated',
    source: { title: 'A page' },
  },
  ...more,
});
const on = (date: string, is: NonNullable<Claim['date']>['is'] = 'on') => ({ is, date });
const group = (...all: Partial<Claim>[]) => groupClaims(all.map((more) => ({ claim: claim(more) })));

t.test('of one thing the newest dated claim that is no forecast is shown, and all are kept', (t) => {
  const [found] = group(
    { value: 48, date: on('2016') },
    { value: 74 },
    { value: 1500, nature: 'forecast', date: on('2030', 'until') },
    { value: 76, date: on('2023', 'about') },
  );
  t.equal(found?.shown?.claim.value, 76);
  t.same(
    found?.all.map(({ claim }) => claim.value),
    [1500, 76, 48, 74],
  );
  t.end();
});

t.test('another thing or unit is another group', (t) => {
  const groups = group({}, { unit: { en: 'towns' } }, { measure: 'years' }, { value: 8 }, { unit: { da: 'byer' } });
  t.same(
    groups.map(({ measure, unit, all }) => `${measure} ${unit} ${all.length}`),
    ['bodies bodies 2', 'bodies towns 1', 'years bodies 1', 'bodies byer 1'],
  );
  t.equal(group({ nature: 'forecast' })[0]?.shown, null);
  t.end();
});

t.test('the order of arrival and duplicates change nothing about what is shown', (t) => {
  const any = fc.record({
    value: fc.nat(99),
    nature: fc.constantFrom<Claim['nature']>('counted', 'stated', 'estimated', 'forecast'),
    year: fc.option(fc.integer({ min: 2001, max: 2026 }), { nil: undefined }),
    is: fc.constantFrom<NonNullable<Claim['date']>['is']>('on', 'about'),
  });
  const told = (
    all: {
      value: number;
      nature: Claim['nature'];
      year: number | undefined;
      is: 'on' | 'about' | 'not-after' | 'before' | 'until';
    }[],
  ) => {
    const [found] = group(
      ...all.map(({ year, is, ...rest }) => ({
        ...rest,
        ...(year === undefined ? {} : { date: on(String(year), is) }),
      })),
    );
    const shown = found?.shown?.claim;
    return [shown?.value, shown?.date?.date];
  };
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (all) => {
      const first = told(all);
      return String(told([...all].reverse())) === String(first) && String(told([...all, ...all])) === String(first);
    }),
    { numRuns: 200 },
  );
  t.end();
});

t.test('a count of the future, a range that runs backwards and no value at all are faults', (t) => {
  const rules = (more: Partial<Claim>) =>
    claimFaults(claim(more), '2026-11-28').map(({ rule, pointer }) => `${rule} ${pointer}`);
  const { value: _, ...bare } = claim();
  t.same(rules({}), []);
  t.same(rules({ date: on('2027'), nature: 'counted' }), ['forecast /nature']);
  t.same(rules({ date: on('2026'), nature: 'counted' }), []);
  t.same(rules({ date: on('2026-11-29') }), ['forecast /nature']);
  t.same(rules({ date: on('2030', 'until'), nature: 'forecast' }), []);
  t.same(rules({ upTo: 3 }), ['order /upTo']);
  t.same(rules({ upTo: 9, date: { ...on('2009'), from: '2007' } }), []);
  t.same(rules({ date: { ...on('2007'), from: '2009' } }), ['period /date']);
  t.same(
    claimFaults(bare, '2026-11-28').map(({ rule }) => rule),
    ['required'],
  );
  t.same(claimFaults({ ...bare, text: { en: 'dozens' } }, '2026-11-28'), []);
  t.end();
});
