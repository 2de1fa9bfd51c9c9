import fc from 'fast-check';
import t from 'tap';
import { dayAfter } from '../../src/maturity/days.ts';
import { ITALIAN_FORMULA } from '../../src/maturity/formulas.ts';
import { italianVitality } from '../../src/maturity/italian.ts';
import { opencodeMaintenance } from '../../src/maturity/opencode.ts';
import type { Observation } from '../../src/schemas.gen.ts';

type Days = NonNullable<NonNullable<Observation['activity']>['days']>;
const until = '2026-11-20';
const from = dayAfter(until, -59);
const seen = (days: Days, more: object = {}, activity: object = {}): Observation => ({
  ...{ repository: 'https://forge.example/a', read: until, state: 'alive', firstActivity: '2020-01-01' },
  activity: { from, until, authorsBefore: 1, days, ...activity },
  ...more,
});

t.test('a dead repository of two years with one author scores 61, as the formula wants it', (t) => {
  t.match(italianVitality(seen([])), { index: 61, from, until });
  t.end();
});

t.test('points follow the tables, day by day, and a day has at most 100', (t) => {
  const busy = { on: until, commits: 40, merges: 2, tags: 1, newAuthors: 7 };
  const found = italianVitality(seen([busy], { firstActivity: dayAfter(until, -400) }));
  if (found.index === null) throw new Error(found.reason);
  t.match(found.days.at(-1), { userCommunity: 16, codeActivity: 60, releaseHistory: 30, longevity: 30, points: 100 });
  t.match(found.days.at(0), { userCommunity: 4, codeActivity: 2, releaseHistory: 20, longevity: 20, points: 46 });
  t.equal(found.days.length, ITALIAN_FORMULA.days);
  t.end();
});

t.test('authors before the window count', (t) => {
  const early = [{ on: dayAfter(from, -3), newAuthors: 8 }];
  const found = italianVitality(seen(early, {}, { from: dayAfter(from, -10) }));
  if (found.index === null) throw new Error(found.reason);
  t.equal(found.days[0]?.userCommunity, 16);
  t.end();
});

t.test('it says why it cannot be worked out', (t) => {
  const reason = (o: Observation | null) => (italianVitality(o) as { reason?: string }).reason;
  t.equal(reason(null), 'nothing-seen');
  t.equal(reason({ ...seen([]), activity: { from, until } }), 'not-counted');
  t.equal(reason(seen([], {}, { from: dayAfter(from, 1) })), 'too-short');
  t.equal(reason(seen([], { firstActivity: '2004-12-31' })), 'too-old');
  t.equal(reason(seen([], { firstActivity: '2004' })), 'too-old');
  t.end();
});

t.test('the index lies between 26 and 100, and more of anything never lowers it', (t) => {
  const day = fc.record({
    at: fc.integer({ min: 0, max: 59 }),
    commits: fc.nat(50),
    tags: fc.nat(5),
    newAuthors: fc.nat(4),
  });
  const days = fc.uniqueArray(day, { maxLength: 60, selector: ({ at }) => at });
  const toDays = (all: { at: number; commits: number; tags: number; newAuthors: number }[], more = 0): Days =>
    all
      .map(({ at, commits, ...rest }) => ({ on: dayAfter(from, at), commits: commits + more, ...rest }))
      .sort((a, b) => (a.on < b.on ? -1 : 1));
  fc.assert(
    fc.property(days, (all) => {
      const [less, more] = [italianVitality(seen(toDays(all))), italianVitality(seen(toDays(all, 3)))];
      return (
        less.index !== null && more.index !== null && less.index >= 26 && more.index <= 100 && less.index <= more.index
      );
    }),
    { numRuns: 100 },
  );
  t.end();
});

const kept = (more: object = {}): Observation => ({
  ...{ repository: 'https://forge.example/a', read: until, state: 'alive' },
  activity: { from: '2026-05-20', until, days: [{ on: '2026-10-01', commits: 4, merges: 1 }] },
  issues: { answers: { from: '2026-08-20', until, opened: 2, answered: 2, meanDays: 6.9 } },
  tags: [{ name: '1.0', date: '2026-06-01' }],
  contributors: { from: '2026-05-20', until, busFactor: 2 },
  ...more,
});
const level = (more: object) => {
  const { level, atMost } = opencodeMaintenance(kept(more));
  return [level, atMost];
};

t.test('openCode’s levels need the criteria of the levels below', (t) => {
  t.same(level({}), [3, 3]);
  t.same(level({ contributors: { from: '2026-05-20', busFactor: 1 } }), [2, 2]);
  t.same(level({ tags: [{ name: '1.0', date: '2026-05-01' }] }), [1, 1]);
  t.same(level({ issues: { answers: { from: '2026-08-20', until, opened: 2, answered: 2, meanDays: 7 } } }), [0, 0]);
  t.end();
});

t.test('what is not known keeps a level open and never grants it', (t) => {
  t.same(level({ issues: undefined }), [null, 3]);
  t.same(level({ contributors: { busFactor: 9 } }), [2, 3]);
  t.same(level({ contributors: { from: '2025-01-01', busFactor: 9 } }), [2, 3], 'counted over another period');
  t.same(level({ tags: undefined }), [1, 3]);
  t.same(level({ tags: [{ name: '1.0' }] }), [1, 3], 'a tag of any time');
  t.same(level({ activity: undefined }), [null, 3]);
  t.same(level({ activity: { from: '2026-09-01', until, days: [] } }), [null, 3]);
  t.end();
});

t.test('months that began before the period count only as far as it is known', (t) => {
  const of = (months: object[]) => level({ activity: { from: '2025-11-01', until, months } });
  t.same(of([{ on: '2026-06', commits: 5 }]), [3, 3]);
  t.same(of([{ on: '2026-05', commits: 9 }]), [null, 3], 'some of them may be of the days before');
  t.same(of([{ on: '2026-05', commits: 4 }]), [0, 0]);
  t.end();
});
