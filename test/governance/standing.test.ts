import fc from 'fast-check';
import t from 'tap';
import { hasExpired, isAfter, isBefore } from '../../src/governance/dates.ts';
import { differenceOf } from '../../src/governance/difference.ts';
import { type Filed, newestFirst, standingOf } from '../../src/governance/standing.ts';
import type { Assessment } from '../../src/schemas.gen.ts';
import { house, rated } from './examples.ts';

const DAY = '2026-11-22';
const filed = (id: string, more: Partial<Assessment>, supersedes?: string): Filed => ({
  id,
  supersedes,
  record: { subject: 'software/x', framework: 'framework/house', frameworkVersion: '2', type: 'secretariat', ...more },
});

t.test('a recommendation stands beside the list and is no level', (t) => {
  const standing = standingOf(
    house,
    [
      filed('list', { type: 'listed', levels: { listed: '2' } }),
      filed('report', { date: '2026-09-29', levels: { recommended: '1+' } }),
      filed('own', { type: 'self', date: '2026-06', levels: { claimed: '2' } }),
    ],
    DAY,
  );
  t.same(standing, {
    claimed: { level: '2', assessment: 'own', type: 'self', date: '2026-06', expired: false },
    listed: { level: '2', assessment: 'list', type: 'listed', expired: false },
    recommended: { level: '1+', assessment: 'report', type: 'secretariat', date: '2026-09-29', expired: false },
    decided: null,
    computed: null,
    holds: { level: '2', by: 'listed', expired: false },
  });
  t.end();
});

t.test('the newest decision holds, by the day it was taken, and says when it has run out', (t) => {
  const all = [
    filed('list', { type: 'listed', levels: { listed: '2' } }),
    filed('first', { date: '2026-01', levels: { decided: 'low' } }),
    filed('board', {
      date: '2025-12',
      decision: { date: '2026-03-01' },
      levels: { decided: '1+' },
      validUntil: '2026-10',
    }),
  ];
  const { decided, holds } = standingOf(house, all, DAY);
  t.match(decided, { level: '1+', assessment: 'board', date: '2026-03-01', expired: true });
  t.same(holds, { level: '1+', by: 'decided', expired: true });
  t.same(standingOf(house, all, '2026-10-31').holds, { level: '1+', by: 'decided', expired: false });
  t.end();
});

t.test('on one day a decision of the board weighs more than an appeal, that more than the evaluation', (t) => {
  const date = '2026-05-05';
  const all = (['appeal', 'board-decision', 'secretariat', 'self'] as const).map((type, i) =>
    filed(`a${i}`, { type, date, levels: { decided: ['low', '1+', '2', 'low'][i] as string } }),
  );
  t.equal(standingOf(house, all, DAY).decided?.type, 'board-decision');
  t.equal(standingOf(house, all.slice(2), DAY).decided?.type, 'secretariat');
  t.equal(standingOf(house, [...all.slice(2), all[0] as Filed], DAY).decided?.type, 'appeal');
  t.end();
});

t.test('another catalogue replaces no assessment that is not its own; ours replaces any', (t) => {
  const levels = { decided: '1' };
  const by = (origin: string) =>
    standingOf(
      null,
      [filed('a@board', { levels }), filed(`b@${origin}`, { type: 'self', levels: { claimed: '2' } }, 'a@board')],
      '2026-11-28',
    ).holds?.level;
  t.equal(by('elsewhere'), '1');
  t.equal(by('board'), undefined);
  t.equal(by('own'), undefined);
  t.end();
});

t.test('drafts and what was superseded count for nothing', (t) => {
  const old = filed('old', { date: '2026-01-01', levels: { decided: '2' } });
  const draft = filed('draft', { type: 'draft', date: '2026-11-01', levels: { recommended: '2' } }, 'old');
  t.equal(standingOf(house, [old, draft], DAY).recommended, null);
  t.equal(standingOf(house, [old, draft], DAY).decided?.level, '2', 'a draft replaces nothing');
  const fresh = filed('new', { levels: { decided: 'low' } }, 'old');
  t.equal(standingOf(house, [old, fresh], DAY).decided?.level, 'low', 'though its date is not known');
  t.end();
});

t.test('the newest assessment with ratings gives the computed level', (t) => {
  const all = [
    { id: 'a', record: rated({ A: 'green', B: 'green' }, { date: '2026-01-01' }) },
    { id: 'b', record: rated({ A: 'red', B: 'green' }, { date: '2026-02-01', validUntil: '2026-03' }) },
    filed('c', { date: '2026-10-01', levels: { recommended: 'low' } }),
  ];
  t.match(standingOf(house, all, DAY).computed, { level: null, assessment: 'b', date: '2026-02-01', expired: true });
  t.equal(standingOf(null, all, DAY).computed, null, 'nothing without the framework');
  t.equal(standingOf(null, all, DAY).recommended?.level, 'low', 'what is said stands all the same');
  t.same(standingOf(house, [], DAY), {
    ...{ claimed: null, listed: null, recommended: null, decided: null, computed: null, holds: null },
  });
  t.end();
});

t.test('the order in which assessments came changes nothing', (t) => {
  const one = fc.record({
    date: fc.constantFrom(undefined, '2025', '2026-01', '2026-01-15', '2026-09-29'),
    type: fc.constantFrom<Assessment['type']>('self', 'secretariat', 'board-decision', 'listed', 'draft'),
    level: fc.constantFrom('low', '1+', '2'),
    word: fc.constantFrom('claimed', 'listed', 'recommended', 'decided'),
    supersedes: fc.constantFrom(undefined, 'i0', 'i1'),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.nat(), (all, turn) => {
      const list = all.map(({ date, type, level, word, supersedes }, i) =>
        filed(`i${i}`, { type, ...(date && { date }), levels: { [word]: level } }, supersedes),
      );
      const at = list.length === 0 ? 0 : turn % list.length;
      const turned = [...list.slice(at), ...list.slice(0, at)].reverse();
      t.same(standingOf(house, turned, DAY), standingOf(house, list, DAY));
      t.same(
        newestFirst(turned).map(({ id }) => id),
        newestFirst(list).map(({ id }) => id),
      );
    }),
    { numRuns: 200 },
  );
  t.end();
});

t.test('what changed between two assessments is named, better, worse or neither', (t) => {
  const before = rated({ A: 'red', B: 'green', C: 'yellow', D: 'green' });
  const after = rated({ A: 'yellow', B: 'red', C: 'yellow', E: 'green', D: 'grey' });
  t.same(differenceOf(house, before, after), [
    { requirement: 'A', before: 'red', after: 'yellow', step: 'better' },
    { requirement: 'B', before: 'green', after: 'red', step: 'worse' },
    { requirement: 'D', before: 'green', after: 'grey', step: 'other' },
    { requirement: 'E', before: 'not-given', after: 'green', step: 'other' },
  ]);
  t.same(differenceOf(house, before, before), []);
  t.equal(differenceOf(house, before, { ...after, frameworkVersion: '1' }), null);
  t.equal(differenceOf(house, { ...before, frameworkVersion: '1' }, after), null);
  t.end();
});

t.test('dates are compared as exactly as they are known', (t) => {
  t.ok(isAfter('2026-11-23', DAY) && isAfter('2026-12', DAY) && isAfter('2027', DAY));
  t.notOk(isAfter('2026-11-22', DAY) || isAfter('2026-11', DAY) || isAfter('2026', DAY));
  t.ok(isBefore('2025', '2026-01-01') && isBefore('2026-01-01', '2026-02'));
  t.notOk(isBefore('2026-01', '2026-01-31') || isBefore('2026-02', '2026-01-31'));
  t.ok(hasExpired('2025', DAY) && hasExpired('2026-11-21', DAY));
  t.notOk(hasExpired('2026', DAY) || hasExpired('2026-11-22', DAY) || hasExpired(undefined, DAY));
  t.end();
});
