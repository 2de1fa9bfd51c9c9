import fc from 'fast-check';
import t from 'tap';
import { attainmentOf } from '../../src/governance/attainment.ts';
import { placeOf } from '../../src/governance/framework.ts';
import { totalsOf } from '../../src/governance/totals.ts';
import type { Assessment, Framework } from '../../src/schemas.gen.ts';
import { house, rated } from './examples.ts';

const levelOf = (ratings: Record<string, string>, framework = house) => attainmentOf(framework, rated(ratings))?.level;

t.test('a level is attained when every mandatory requirement of it and of those below is met', (t) => {
  t.equal(levelOf({ A: 'green', B: 'green' }), 'low');
  t.equal(levelOf({ A: 'green', B: 'green', C: 'green' }), '1+', 'a recommendation stands in nobody’s way');
  t.equal(levelOf({ A: 'green', B: 'green', C: 'green', E: 'green' }), '2');
  t.equal(levelOf({ A: 'red', B: 'green', C: 'green', E: 'green' }), null, 'the highest is nothing without the lowest');
  t.equal(levelOf({ A: 'green', C: 'green', E: 'green' }), null, 'where it is not known whether B binds, it binds');
  t.end();
});

t.test('what is not relevant is left out, what is partly met counts only where the framework says so', (t) => {
  t.equal(levelOf({ A: 'grey', B: 'green' }), 'low');
  t.equal(levelOf({ A: 'yellow', B: 'green' }), null);
  t.equal(levelOf({ A: 'yellow', B: 'green' }, { ...house, attainment: { accepts: 'partly' } }), 'low');
  t.equal(levelOf({ A: 'red', B: 'green' }, { ...house, attainment: { accepts: 'partly' } }), null);
  t.end();
});

t.test('the way to the next level names each missing requirement with its verdict', (t) => {
  const found = attainmentOf(house, rated({ A: 'green', B: 'green', C: 'yellow', D: 'red' }));
  t.same(found?.next, { level: '1+', missing: [{ requirement: 'C', level: '1+', theme: 'form', verdict: 'yellow' }] });
  t.equal(found?.complete, false);
  t.same(found?.themes, [
    { theme: 'form', level: 'low' },
    { theme: 'care', level: '2' },
  ]);
  const end = attainmentOf(house, rated({ A: 'green', B: 'green', C: 'green', E: 'red' }));
  t.same(end?.next, { level: '2', missing: [{ requirement: 'E', level: '2', verdict: 'red' }] });
  t.equal(end?.complete, true);
  t.equal(attainmentOf(house, rated({ A: 'green', B: 'green', C: 'green', E: 'grey' }))?.next, null);
  t.end();
});

t.test('without requirements, ratings or the right version nothing is computed', (t) => {
  t.equal(attainmentOf({ name: 'Bare', levels: house.levels }, rated({})), null);
  t.equal(attainmentOf(house, rated({})), null);
  t.equal(attainmentOf(house, rated({ A: 'green', B: 'green' }, { frameworkVersion: '1' })), null);
  t.equal(attainmentOf({ ...house, version: '3' }, rated({ A: 'green' })), null);
  t.equal(
    attainmentOf(house, rated({ A: 'purple', Z: 'green' })),
    null,
    'what the framework does not have is not read',
  );
  t.end();
});

t.test('a requirement of a level that is not there keeps from every level', (t) => {
  const odd: Framework = { ...house, requirements: [{ id: 'A', level: '9' }] };
  t.same(attainmentOf(odd, rated({ A: 'red' })), {
    ...{ level: null, complete: true },
    themes: house.themes?.map(({ id }) => ({ theme: id, level: '2' })),
    next: { level: 'low', missing: [{ requirement: 'A', level: '9', verdict: 'red' }] },
  });
  t.end();
});

/** Frameworks of up to five levels and twelve requirements with ratings, from better to worse: red < yellow < green. */
const ORDER = ['red', 'yellow', 'green'];
const case_ = fc
  .record({
    levels: fc.integer({ min: 1, max: 5 }),
    accepts: fc.constantFrom<'met' | 'partly'>('met', 'partly'),
    rows: fc.array(
      fc.record({
        level: fc.nat({ max: 4 }),
        theme: fc.constantFrom(undefined, 'form', 'care'),
        binding: fc.constantFrom<'mandatory' | 'recommended' | undefined>('mandatory', 'recommended', undefined),
        rating: fc.constantFrom(undefined, 'red', 'yellow', 'green', 'grey'),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ levels, accepts, rows }) => {
    const framework: Framework = {
      ...house,
      attainment: { accepts },
      levels: Array.from({ length: levels }, (_, i) => ({ id: `L${i}`, rank: i })),
      requirements: rows.map(({ level, theme, binding }, i) => ({
        ...{ id: `q${i}`, level: `L${level % levels}` },
        ...(theme && { theme }),
        ...(binding && { binding }),
      })),
    };
    const ratings = Object.fromEntries(rows.flatMap(({ rating }, i) => (rating ? [[`q${i}`, rating]] : [])));
    return { framework, ratings };
  });

const place = (framework: Framework, level: string | null | undefined): number =>
  level === null || level === undefined ? -1 : placeOf(framework, level);

t.test('a better rating never lowers a level, of the whole or of a theme', (t) => {
  fc.assert(
    fc.property(case_, fc.nat({ max: 11 }), ({ framework, ratings }, at) => {
      const id = `q${at % (framework.requirements?.length ?? 1)}`;
      const was = ratings[id];
      const next = was === undefined ? 'red' : ORDER[ORDER.indexOf(was) + 1];
      if (next === undefined || was === 'grey') return;
      const before = attainmentOf(framework, rated(ratings));
      const after = attainmentOf(framework, rated({ ...ratings, [id]: next }));
      t.ok(place(framework, after?.level) >= place(framework, before?.level));
      for (const [i, theme] of (after?.themes ?? []).entries())
        t.ok(place(framework, theme.level) >= place(framework, before?.themes[i]?.level));
    }),
    { numRuns: 300 },
  );
  t.end();
});

t.test('the order of ratings and of requirements changes nothing', (t) => {
  fc.assert(
    fc.property(case_, fc.infiniteStream(fc.nat()), ({ framework, ratings }, dice) => {
      const shuffled = <T>(all: readonly T[]): T[] =>
        [...all]
          .map((one) => ({ one, by: dice.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one);
      const assessment = rated(ratings);
      const other: Assessment = { ...assessment, ratings: shuffled(assessment.ratings ?? []) };
      const turned: Framework = { ...framework, requirements: shuffled(framework.requirements ?? []) };
      const [a, b] = [attainmentOf(framework, assessment), attainmentOf(turned, other)];
      t.same([a?.level, a?.themes, a?.complete, a?.next?.level], [b?.level, b?.themes, b?.complete, b?.next?.level]);
      t.same(
        new Set(a?.next?.missing.map(({ requirement }) => requirement)),
        new Set(b?.next?.missing.map(({ requirement }) => requirement)),
      );
      t.same(totalsOf(framework, assessment).all, totalsOf(turned, other).all);
    }),
    { numRuns: 200 },
  );
  t.end();
});

t.test('where every requirement has a theme, the level of the whole is the lowest of the themes', (t) => {
  fc.assert(
    fc.property(case_, ({ framework, ratings }) => {
      const all = framework.requirements?.map((one) => ({ theme: 'form', ...one })) ?? [];
      const themed: Framework = { ...framework, requirements: all };
      const found = attainmentOf(themed, rated(ratings));
      if (found === null) return;
      t.equal(place(themed, found.level), Math.min(...found.themes.map(({ level }) => place(themed, level))));
    }),
    { numRuns: 200 },
  );
  t.end();
});

t.test('totals by level and by theme add up to those of the whole, and to the number of requirements', (t) => {
  fc.assert(
    fc.property(case_, ({ framework, ratings }) => {
      const { all, byLevel, byTheme } = totalsOf(framework, rated(ratings));
      const sum = (parts: { totals: typeof all }[]) =>
        parts.reduce(
          (so, { totals }) => ({
            green: so.green + totals.green,
            yellow: so.yellow + totals.yellow,
            red: so.red + totals.red,
            grey: so.grey + totals.grey,
            notGiven: so.notGiven + totals.notGiven,
          }),
          { green: 0, yellow: 0, red: 0, grey: 0, notGiven: 0 },
        );
      t.same(sum(byLevel), all);
      t.same(sum(byTheme), all);
      t.equal(
        Object.values(all).reduce((a, b) => a + b),
        framework.requirements?.length,
      );
      t.equal(all.notGiven, (framework.requirements?.length ?? 0) - Object.keys(ratings).length);
    }),
    { numRuns: 200 },
  );
  t.end();
});
