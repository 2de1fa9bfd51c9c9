import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { Order } from '../../src/search/orders.ts';
import { type Evidence, inOrder, orderByRelevance, QUALITY } from '../../src/search/rank.ts';
import { holds } from '../helpers/holds.ts';

const orderOf = (...ords: number[]): Order => ({ ords });
const byRow = (value: (ord: number) => number): Float64Array =>
  Float64Array.from({ length: 30_002 }, (_, i) => value(i));
const evidence = (
  scores: Map<number, number>,
  exact: number[] = [],
  quality: (ord: number) => number = () => 0,
): Evidence => ({ exact: new Set(exact), scores: byRow((ord) => scores.get(ord) ?? 0), qualities: byRow(quality) });
const scored = (...pairs: [number, number][]): Map<number, number> => new Map(pairs);

t.test('Exact names come first, then ranked matches, then the rest', async (t) => {
  t.same(orderByRelevance([1, 2, 3, 4], evidence(scored([1, 2], [3, 9]), [4]), 4), [4, 3, 1, 2]);
});

t.test('An exact name beats any relevance and any quality', async (t) => {
  const best = evidence(scored([1, 1e9]), [2], (ord) => (ord === 1 ? 1 : 0));
  t.same(orderByRelevance([1, 2], best, 2), [2, 1]);
});

t.test(
  'What answers only a part stands below the least of those that answer the whole, and is ranked there',
  async (t) => {
    const part = {
      ...evidence(scored([1, 90], [2, 1], [3, 99]), [], (ord) => (ord === 2 ? 0 : 1)),
      below: new Set([1, 3]),
    };
    t.same(orderByRelevance([1, 2, 3], part, 3), [2, 3, 1]);
  },
);

t.test('Between equal matches quality decides, then who came first', async (t) => {
  const equal = scored([1, 5], [2, 5], [3, 5]);
  t.same(
    orderByRelevance(
      [3, 2, 1],
      evidence(equal, [], (ord) => (ord === 3 ? 1 : 0.5)),
      3,
    ),
    [3, 1, 2],
  );
});

t.test('In the order of the catalogue; what it does not hold is left out', async (t) => {
  t.same(inOrder([3, 1, 9], orderOf(5, 3, 1), 9), [3, 1]);
  t.same(inOrder([], orderOf(5), 9), []);
});

t.test('The order is that of a plain comparison, and a page is the beginning of it', async (t) => {
  const row = fc.record({
    score: fc.constantFrom(0, 1, 2.5, 3.75),
    quality: fc.constantFrom(0, 0.25, 1),
    exact: fc.boolean(),
  });
  holds(
    t,
    fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 30 }), (rows, end) => {
      const ords = rows.map((_, i) => i);
      const top = Math.max(...rows.map(({ score }) => score), 1e-9);
      const value = (i: number) => {
        const { score = 0, quality = 0, exact = false } = rows[i] ?? {};
        return (exact ? 10 : 0) + (score > 0 ? 1 + score / top : 0) + QUALITY * quality;
      };
      const all: Evidence = {
        exact: new Set(ords.filter((i) => rows[i]?.exact)),
        scores: rows.map(({ score }) => score),
        qualities: rows.map(({ quality }) => quality),
      };
      const plain = [...ords].sort((a, b) => value(b) - value(a) || a - b).slice(0, end);
      return orderByRelevance(ords, all, end).join() === plain.join();
    }),
    200,
  );
});

t.test('Ten thousand hits keep their order', async (t) => {
  const ords = Array.from({ length: 10_000 }, (_, i) => i * 3 + 1);
  t.same(inOrder([...ords].reverse(), orderOf(...ords), 25), ords.slice(0, 25));
  const best = evidence(new Map(ords.map((ord) => [ord, ord])));
  t.same(orderByRelevance(ords, best, 25), [...ords].reverse().slice(0, 25));
});

t.test('Only the best of very many hits are ranked; the rest follows as it came, each once', async (t) => {
  const ords = Array.from({ length: 10_000 }, (_, i) => i * 3 + 1);
  const best = evidence(new Map(ords.map((ord) => [ord, ord])));
  const all = orderByRelevance([...ords].reverse(), best, ords.length);
  const ranked = [...ords].reverse().slice(0, LIMITS.rankedCandidates);
  t.same(all.slice(0, ranked.length), ranked);
  t.same(all.slice(ranked.length), ords.slice(0, ords.length - ranked.length));
  t.same(orderByRelevance(ords, best, 5_000), all.slice(0, 5_000));
});
