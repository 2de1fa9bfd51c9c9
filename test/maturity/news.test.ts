import t from 'tap';
import { dayAfter, daysBetween, monthsBefore } from '../../src/maturity/days.ts';
import { observationFaults } from '../../src/maturity/faults.ts';
import { changedInMeaning } from '../../src/maturity/news.ts';
import type { Observation } from '../../src/schemas.gen.ts';

const seen: Observation = {
  repository: 'https://forge.example/town/agenda',
  read: '2026-11-01',
  state: 'alive',
  commit: 'abcdef1',
  commits: 10,
  lastActivity: { date: '2026-10-30', what: 'commit' },
  releases: [{ name: '1.0', date: '2026-01-01' }],
};
const later = (more: object, read = '2026-11-02'): Observation => ({ ...seen, read, ...more });

t.test('a further commit is no news, a further release is', (t) => {
  t.equal(changedInMeaning(seen, later({})), false);
  t.equal(
    changedInMeaning(seen, later({ commits: 11, commit: 'abcdef2', lastActivity: { date: '2026-11-01' } })),
    false,
  );
  t.equal(changedInMeaning(seen, later({ releases: [{ name: '1.1' }, ...(seen.releases ?? [])] })), true);
  t.equal(changedInMeaning(seen, later({ state: 'archived' })), true);
  t.equal(changedInMeaning(seen, later({ licences: [{ path: 'LICENSE', match: 'not-known' }] })), true);
  t.end();
});

t.test('the order of keys means nothing', (t) => {
  const { repository, ...rest } = later({});
  t.equal(changedInMeaning(seen, { ...rest, repository }), false);
  t.end();
});

t.test('counts are news when they are four weeks old and another', (t) => {
  t.equal(changedInMeaning(seen, later({ commits: 11 }, '2026-11-28')), false);
  t.equal(changedInMeaning(seen, later({ commits: 11 }, '2026-11-29')), true);
  t.equal(changedInMeaning(seen, later({}, '2026-12-29')), false);
  t.end();
});

t.test('a year of silence that begins or ends is news, and so is what was measured for the first time', (t) => {
  const quiet = { ...seen, lastActivity: { date: '2025-11-02' } };
  t.equal(changedInMeaning(quiet, { ...quiet, read: '2026-11-03' }), true);
  t.equal(changedInMeaning(seen, later({ contributors: { total: 3 } })), true);
  t.end();
});

t.test('an older reading is no news', (t) => {
  t.equal(changedInMeaning(seen, later({ state: 'gone' }, '2026-10-01')), false);
  t.end();
});

t.test('days are counted over months and years, coarse dates from their first day', (t) => {
  t.equal(daysBetween('2024-02-28', '2024-03-01'), 2);
  t.equal(daysBetween('2026', '2026-02'), 31);
  t.equal(dayAfter('2026-12-31', 1), '2027-01-01');
  t.equal(monthsBefore('2026-08-31', 6), '2026-02-28');
  t.equal(monthsBefore('2026-01-15', 3), '2025-10-15');
  t.end();
});

t.test('what contradicts itself or comes from the future is a fault', (t) => {
  const rules = (more: object): string[] =>
    observationFaults({ ...seen, ...more }, '2026-11-01').map(({ rule, pointer }) => `${rule} ${pointer}`);
  t.same(rules({}), []);
  t.same(rules({ read: '2026-11-02' }), ['dates /read']);
  t.same(rules({ state: 'moved' }), ['required-if /movedTo']);
  t.same(rules({ state: 'forked-on' }), ['required-if /forks']);
  t.same(rules({ state: 'forked-on', forks: [{ address: 'https://forge.example/other/agenda' }] }), []);
  t.same(rules({ activity: { from: '2026-12-01', until: '2026-11-03' } }), [
    'dates /activity/until',
    'period /activity/until',
  ]);
  t.same(rules({ lastActivity: { date: '2038-01-19' } }), []);
  t.end();
});
