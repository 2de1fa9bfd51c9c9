import fc from 'fast-check';
import t from 'tap';
import type { Order } from '../../src/search/columns.ts';
import { inOrder, orderByRelevance } from '../../src/search/rank.ts';
import { holds } from '../helpers/holds.ts';

const orderOf = (...ords: number[]): Order => ({ ords, places: new Map(ords.map((ord, place) => [ord, place])) });
const quality = () => 0;

t.test('Exact names come first, then ranked matches, then the rest', async (t) => {
  const evidence = {
    exact: new Set([4]),
    ranked: new Map([
      [1, 2],
      [3, 9],
    ]),
    quality,
  };
  t.same(orderByRelevance([1, 2, 3, 4], evidence, orderOf(1, 2, 3, 4)), [4, 3, 1, 2]);
});

t.test('An exact name beats any relevance and any quality', async (t) => {
  const evidence = { exact: new Set([2]), ranked: new Map([[1, 1e9]]), quality: (ord: number) => (ord === 1 ? 1 : 0) };
  t.same(orderByRelevance([1, 2], evidence, orderOf(1, 2)), [2, 1]);
});

t.test('Between equal matches quality decides, then the order of the whole catalogue', async (t) => {
  const ranked = new Map([1, 2, 3].map((ord) => [ord, 5]));
  const better = { exact: new Set<number>(), ranked, quality: (ord: number) => (ord === 3 ? 1 : 0.5) };
  t.same(orderByRelevance([1, 2, 3], better, orderOf(2, 1, 3)), [3, 2, 1]);
});

t.test('Nothing is ranked: by quality', async (t) => {
  const evidence = { exact: new Set<number>(), ranked: new Map<number, number>(), quality: (ord: number) => ord / 10 };
  t.same(orderByRelevance([1, 2, 3], evidence, orderOf(1, 2, 3)), [3, 2, 1]);
});

t.test('In the order of the catalogue; what it does not hold is left out', async (t) => {
  t.same(inOrder([3, 1, 9], orderOf(5, 3, 1)), [3, 1]);
  t.same(inOrder([], orderOf(5)), []);
});

t.test('The order is that of a plain comparison', async (t) => {
  const row = fc.record({
    score: fc.constantFrom(0, 1, 2.5),
    quality: fc.constantFrom(0, 0.25, 1),
    exact: fc.boolean(),
  });
  holds(
    t,
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const ords = rows.map((_, i) => i);
      const ranked = new Map(rows.flatMap(({ score }, i) => (score > 0 ? [[i, score] as const] : [])));
      const top = Math.max(...ranked.values(), 1e-9);
      const exact = new Set(ords.filter((i) => rows[i]?.exact));
      const of = (i: number) => rows[i]?.quality ?? 0;
      const value = (i: number) =>
        (exact.has(i) ? 10 : 0) + (ranked.has(i) ? 1 + (ranked.get(i) ?? 0) / top : 0) + 0.35 * of(i);
      const plain = [...ords].sort((a, b) => value(b) - value(a) || a - b);
      return orderByRelevance(ords, { exact, ranked, quality: of }, orderOf(...ords)).join() === plain.join();
    }),
    200,
  );
});

t.test('Ten thousand hits keep their order', async (t) => {
  const ords = Array.from({ length: 10_000 }, (_, i) => i * 3 + 1);
  t.same(inOrder([...ords].reverse(), orderOf(...ords)), ords);
  const ranked = new Map(ords.map((ord) => [ord, ord]));
  const best = orderByRelevance(ords, { exact: new Set(), ranked, quality }, orderOf(...ords));
  t.same(best, [...ords].reverse());
});
