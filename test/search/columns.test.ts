import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { FACETS, type FacetName } from '../../src/kernel/facets.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { Browsed } from '../../src/search/browsed.ts';
import { Columns, type Filters, type Row } from '../../src/search/columns.ts';
import { SHARES } from '../../src/search/quality.ts';
import { holds } from '../helpers/holds.ts';

const row = (ord: number, facets: Row['facets'] = {}, more: Partial<Row> = {}): Row => ({
  ...{ ord, rep: ord, sortName: `n${ord}`, quality: 0.5, updated: ord, facets },
  ...more,
});

function columnsOf(...rows: Row[]): Columns {
  const columns = new Columns();
  for (const each of rows) columns.put(each);
  return columns;
}

const PRODUCTS = [
  row(1, { kind: ['software'], licence: ['MIT'], country: ['DK'] }),
  row(2, { kind: ['software'], licence: ['MIT'], country: ['IT'] }),
  row(3, { kind: ['software'], licence: ['EUPL-1.2'], country: ['DK', 'SE'] }),
  row(4, { kind: ['network'], country: ['DK'] }),
];
const count = (value: string, n: number) => ({ value, count: n });

t.test('Without a filter all is counted, most frequent first', async (t) => {
  const { ords, facets } = columnsOf(...PRODUCTS).narrow([1, 2, 3, 4], {});
  t.same(ords, [1, 2, 3, 4]);
  t.same(facets, {
    kind: [count('software', 3), count('network', 1)],
    licence: [count('MIT', 2), count('EUPL-1.2', 1)],
    country: [count('DK', 3), count('IT', 1), count('SE', 1)],
  });
});

t.test('Values of one filter are alternatives, filters must all be passed', async (t) => {
  const columns = columnsOf(...PRODUCTS);
  const narrow = (filters: Filters) => columns.narrow([1, 2, 3, 4], filters).ords;
  t.same(narrow({ country: ['IT', 'SE'] }), [2, 3]);
  t.same(narrow({ country: ['DK'], licence: ['MIT'] }), [1]);
  t.same(narrow({ country: ['XX'] }), []);
  t.same(narrow({ country: [] }), [1, 2, 3, 4]);
});

t.test('A facet is counted without its own filter, and with all others', async (t) => {
  const { facets } = columnsOf(...PRODUCTS).narrow([1, 2, 3, 4], { country: ['IT'], kind: ['software'] });
  t.same(facets, {
    kind: [count('software', 1)],
    licence: [count('MIT', 1)],
    country: [count('DK', 2), count('IT', 1), count('SE', 1)],
  });
});

t.test('Browsing is answered from memory until a row changes, and as if it were counted anew', async (t) => {
  const act = fc.oneof(
    fc.record({
      do: fc.constant('put' as const),
      ord: fc.integer({ min: 1, max: 9 }),
      of: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ do: fc.constant('drop' as const), ord: fc.integer({ min: 1, max: 9 }), of: fc.constant(0) }),
    fc.record({
      do: fc.constant('set' as const),
      ord: fc.integer({ min: 1, max: 9 }),
      of: fc.integer({ min: 0, max: 1 }),
    }),
  );
  const filters: Filters[] = [{}, { country: ['DK'] }, { country: ['SE', 'DK'], kind: ['software'] }];
  holds(
    t,
    fc.property(fc.array(act, { maxLength: 25 }), fc.integer({ min: 1, max: 20_000 }), (acts, mostRows) => {
      const columns = columnsOf(...PRODUCTS);
      const browsed = new Browsed(columns, mostRows);
      return acts.every(({ do: what, ord, of }) => {
        if (what === 'put') columns.put(row(ord, { kind: ['software'], country: ['DK', 'IT'] }, { rep: of }));
        else if (what === 'drop') columns.drop(ord);
        else columns.setFacet(ord, 'country', of === 0 ? [] : ['SE']);
        return filters.every((one) => {
          const anew = columns.narrow(columns.represent(null), one);
          return [browsed.narrow(one), browsed.narrow(one)].every((got) => isDeepStrictEqual(got, anew));
        });
      });
    }),
  );
  const columns = columnsOf(...PRODUCTS);
  const browsed = new Browsed(columns, LIMITS.browsedRows);
  const first = browsed.narrow({ kind: ['software'] });
  t.equal(browsed.narrow({ kind: ['software'] }), first, 'the very same answer');
  columns.drop(2);
  t.same(browsed.narrow({ kind: ['software'] }).ords, [1, 3]);
});

t.test('A value that stands twice in a row counts once', async (t) => {
  const { facets } = columnsOf(row(1, { country: ['DK', 'DK'] })).narrow([1], {});
  t.same(facets, { country: [count('DK', 1)] });
});

t.test('A cluster is shown and counted once, by the one that stands for it', async (t) => {
  const columns = columnsOf(row(1, { country: ['DK'] }), row(2, { country: ['IT'] }, { rep: 1 }), row(3));
  t.same(columns.representatives([2, 1, 3, 99]), [1, 3]);
  t.same(columns.representatives(null), [1, 3]);
  t.same(columns.narrow(columns.representatives([2]), {}).facets, { country: [count('DK', 1)] });
  columns.drop(1);
  t.same(columns.representatives([2]), [], 'until it is told who stands for the rest');
  columns.put(row(2, { country: ['IT'] }));
  t.same(columns.representatives([2]), [2]);
});

t.test('A value is known by its letters in any case, and by what it is called in nine languages', async (t) => {
  const columns = columnsOf(row(1, { country: ['DK', 'not a country'], language: ['fr'], licence: ['EUPL-1.2'] }));
  for (const text of ['DK', 'dk', 'Denmark', 'Danemark', ' dänemark '])
    t.equal(columns.valueOf('country', text), 'DK', text);
  t.equal(columns.valueOf('language', 'fransk'), 'fr');
  t.equal(columns.valueOf('licence', 'eupl-1.2'), 'EUPL-1.2');
  t.equal(columns.valueOf('task', 'gestion des réunions'), 'meeting-management');
  t.equal(columns.valueOf('category', 'Regnskab'), 'accounting');
  t.same([columns.valueOf('country', 'Atlantis'), columns.valueOf('status', 'wobbly')], ['Atlantis', 'wobbly']);
  t.equal(columns.valueOf('task', ''), '');
});

t.test('Thousands of rows with thousands of values are counted as few are, and follow what changes', async (t) => {
  const rows = Array.from({ length: 3_000 }, (_, i) => row(i + 1, { kind: ['software'], host: [`h${i % 1_500}`] }));
  const columns = columnsOf(...rows);
  const all = rows.map(({ ord }) => ord);
  const most = all.filter((ord) => ord % 3 !== 0);
  // Of most of all those that are left out are counted: as a filter that all pass counts them one by one.
  for (const ords of [all, most, all.slice(0, 10)])
    t.same(columns.narrow(ords, {}), columns.narrow(ords, { kind: ['software'] }));
  for (let ord = 1; ord <= 3_000; ord += 1) columns.setFacet(ord, 'host', ['h1']);
  t.same(columns.narrow(most, {}).facets, { kind: [count('software', 2_000)], host: [count('h1', 2_000)] });
  columns.put(row(3, { kind: ['network'] }, { rep: 2 }));
  columns.drop(2_999);
  t.same(columns.narrow(columns.representatives(null), {}).facets.kind, [count('software', 2_998)]);
  t.same(columns.narrow([...most, 3], {}).facets.kind, [count('software', 1_999), count('network', 1)]);
  t.equal(columns.representatives([3, 2]).join(), '2');
});

t.test('Rows are put anew and dropped', async (t) => {
  const columns = columnsOf(row(1, { country: ['DK'] }), row(2, { country: ['DK'] }));
  t.same(columns.order('name').ords, [1, 2]);
  columns.put(row(1, { country: ['IT'] }, { sortName: 'z' }));
  t.same(columns.order('name').ords, [2, 1]);
  t.same(columns.narrow([1, 2], {}).facets, { country: [count('DK', 1), count('IT', 1)] });
  columns.drop(2);
  columns.drop(2);
  t.same([columns.size, columns.order('name').ords], [1, [1]]);
  t.same(columns.narrow([1, 2], {}), { ords: [1], facets: { country: [count('IT', 1)] } });
  t.same([columns.quality(1), columns.quality(2)], [0.5 * SHARES.record, 0]);
});

t.test('Orders are by name, newest first and by quality; equal ones by name, then by arrival', async (t) => {
  const columns = columnsOf(
    row(1, {}, { sortName: 'b', updated: 5, quality: 0.1 }),
    row(2, {}, { sortName: 'a', updated: 5, quality: 0.9 }),
    row(3, {}, { sortName: 'c', updated: 7, quality: 0.9 }),
    row(4, {}, { sortName: 'a', updated: 1, quality: 0.9 }),
  );
  t.same(columns.order('name').ords, [2, 4, 1, 3]);
  t.same(columns.order('updated').ords, [3, 2, 1, 4]);
  t.same(columns.order('relevance').ords, [2, 4, 3, 1]);
  t.equal(columns.order('name'), columns.order('name'), 'sorted once');
});

t.test('An order that is made ready in steps is the right one, whatever comes and goes in between', async (t) => {
  const columns = new Columns();
  const many = 10_000;
  const nameOf = (ord: number): string => `n${String((ord * 7919) % 10_007).padStart(5, '0')}`;
  for (let ord = 1; ord <= many; ord += 1) columns.put(row(ord, {}, { sortName: nameOf(ord) }));
  let steps = 0;
  const change = async (): Promise<void> => {
    steps += 1;
    columns.put(row(steps, {}, { sortName: `z${steps}` }));
    columns.drop(many - steps);
    // Whoever asks in between gets the order as it is then.
    if (steps === 2) t.equal(columns.order('name').ords.at(-1), 2);
  };
  await Promise.all([columns.prepare('name', change), columns.prepare('name', change)]);
  t.ok(steps >= 3);
  const names = new Map<number, string>();
  for (let ord = 1; ord <= many; ord += 1)
    if (ord <= steps || ord < many - steps || ord === many) names.set(ord, ord <= steps ? `z${ord}` : nameOf(ord));
  const right = [...names].sort(([a, x], [b, y]) => (x < y ? -1 : x > y ? 1 : a - b)).map(([ord]) => ord);
  t.same(columns.order('name').ords, right);
  await columns.prepare('name', async () => t.fail('little is done at once'));
});

t.test('Orders by adopters, level and activity put what is not known last', async (t) => {
  const columns = columnsOf(row(1), row(2), row(3));
  columns.measure(2, 'adopters', 5);
  columns.measure(3, 'adopters', 9);
  columns.rate(2, 'level', 1);
  columns.measure(1, 'activity', Date.parse('2026-05-01'));
  t.same(columns.order('adopters').ords, [3, 2, 1]);
  t.same(columns.order('level').ords, [2, 1, 3]);
  t.same(columns.order('activity').ords, [1, 2, 3]);
  columns.put(row(2, { worked: ['2026-06'] }));
  t.same(columns.order('activity').ords, [2, 1, 3], 'what the record says counts too');
  columns.measure(1, 'adopters', 9);
  t.same(columns.order('adopters').ords, [1, 3, 2], 'equal ones by name');
  columns.drop(3);
  columns.put(row(3));
  t.same(columns.order('adopters').ords, [1, 2, 3], 'what was told of a row goes with it');
});

t.test('Values are known by the words of the pages and by their letters', async (t) => {
  const columns = columnsOf(
    row(1, {
      type: ['library'],
      lifecycle: ['retired'],
      network: ['plonegov-belgium'],
      'adopter-kind': ['municipality'],
    }),
  );
  t.equal(columns.valueOf('type', 'Bibliothek'), 'library');
  t.equal(columns.valueOf('type', 'bibliotek'), 'library');
  t.equal(columns.valueOf('lifecycle', 'Retired'), 'retired');
  t.equal(columns.valueOf('network', 'PloneGov Belgium'), 'plonegov-belgium');
  t.equal(columns.valueOf('adopter-kind', 'kommune'), 'municipality');
  t.equal(columns.valueOf('network', '…'), '…');
  t.ok(columns.hasValue('lifecycle', 'retired'));
  t.notOk(columns.hasValue('status', 'retired'));
});

t.test('Narrowing and counting are those of a plain loop over all rows', async (t) => {
  const names: FacetName[] = ['kind', 'licence', 'country'];
  const values = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
  const facets = fc.record({ kind: values, licence: values, country: values });
  const filters = fc.record({ kind: values, licence: values, country: values }, { requiredKeys: [] });
  holds(
    t,
    fc.property(fc.array(facets, { maxLength: 20 }), filters, (all, wanted) => {
      const columns = columnsOf(...all.map((each, i) => row(i + 1, each)));
      const passes = (each: Row['facets'], name: FacetName) =>
        !wanted[name as 'kind']?.length || wanted[name as 'kind']?.some((value) => each[name]?.includes(value));
      const ords = all.flatMap((each, i) => (names.every((name) => passes(each, name)) ? [i + 1] : []));
      const counts = Object.fromEntries(
        names.map((name) => {
          const others = all.filter((each) => names.every((other) => other === name || passes(each, other)));
          return [
            name,
            ['a', 'b', 'c'].map(
              (value) => others.filter((each) => (each[name as 'kind'] as string[]).includes(value)).length,
            ),
          ];
        }),
      );
      const narrowed = columns.narrow(
        all.map((_, i) => i + 1),
        wanted as Filters,
      );
      const counted = Object.fromEntries(
        names.map((name) => [
          name,
          ['a', 'b', 'c'].map((value) => narrowed.facets[name]?.find((each) => each.value === value)?.count ?? 0),
        ]),
      );
      return JSON.stringify([narrowed.ords, counted]) === JSON.stringify([ords, counts]);
    }),
    200,
  );
  t.ok(names.every((name) => FACETS.includes(name)));
});

t.test('Of very many values the most frequent are listed, and those that are chosen', async (t) => {
  const rows = Array.from({ length: LIMITS.listedFacetValues + 20 }, (_, i) =>
    row(i + 1, { platform: ['web', `p${String(i).padStart(3, '0')}`] }),
  );
  const columns = columnsOf(...rows);
  const all = rows.map(({ ord }) => ord);
  const { platform = [] } = columns.narrow(all, {}).facets;
  t.equal(platform.length, LIMITS.listedFacetValues);
  t.same(platform[0], count('web', rows.length));
  const chosen = columns.narrow(all, { platform: ['p119', 'p000'] });
  t.same(chosen.ords, [1, 120]);
  t.same(chosen.facets.platform?.at(-1), count('p119', 1), 'or nobody could take it away');
  t.equal(chosen.facets.platform?.length, LIMITS.listedFacetValues + 1);
});
