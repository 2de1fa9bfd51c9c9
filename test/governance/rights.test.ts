import t from 'tap';
import { isVoid, rightFaults } from '../../src/governance/rights.ts';
import type { Assessment, Network } from '../../src/schemas.gen.ts';

const network: Network = {
  name: 'House',
  roles: [
    { role: { en: 'Office' }, organisation: 'organisation/office', may: ['assess'], from: '2020', until: '2026-06' },
    { role: { en: 'Office, first level' }, organisation: 'organisation/office', may: ['decide'], levels: ['1'] },
    { role: { en: 'Board' }, name: 'Board of the House', may: ['decide'], frameworks: ['framework/house'] },
    { role: { en: 'Kitchen' }, name: 'Kitchen' },
  ],
};
const faults = (more: Partial<Assessment>, of: Network = network): string[] =>
  rightFaults(of, {
    subject: 'software/a',
    framework: 'framework/house',
    type: 'board-decision',
    date: '2026-01-01',
    ...more,
  }).map(({ rule, pointer }) => `${rule} ${pointer}`);

t.test('who may assess for the network is named on its record, for a time', (t) => {
  const office = { assessor: { organisation: 'organisation/office@built-in' }, type: 'secretariat' as const };
  t.same(faults(office), []);
  t.same(faults({ ...office, date: '2026-07-01' }), ['right /assessor']);
  t.same(faults({ ...office, date: '2019-12' }), ['right /assessor']);
  t.same(faults({ ...office, date: '2026' }), []);
  t.same(faults({ type: 'audit', assessor: { name: 'Somebody' } }), ['right /assessor']);
  t.same(faults({ type: 'self', assessor: { name: 'Somebody' } }), [], 'anybody may assess itself');
  t.same(faults({ type: 'audit' }), [], 'nobody is named');
  t.end();
});

t.test('who may decide, by framework and level', (t) => {
  const decided = (by: string, level: string, more: object = {}) =>
    faults({
      levels: { decided: level },
      decision: { [by.includes('/') ? 'by' : 'name']: by, date: '2025-05-05' },
      ...more,
    });
  t.same(decided('board of the house', '3'), []);
  t.same(decided('board of the house', '3', { framework: 'framework/other' }), ['right /decision/by']);
  t.same(decided('organisation/office', '1'), []);
  t.same(decided('organisation/office', '2'), ['right /decision/by']);
  t.same(decided('Kitchen', '1'), ['right /decision/by']);
  t.same(faults({ levels: { decided: '1' }, decision: { date: '2025' } }), ['right /levels/decided'], 'by nobody');
  t.same(faults({ levels: { decided: '1' } }), ['right /levels/decided']);
  t.same(faults({ levels: { decided: '1' } }, { name: 'House' }), [], 'where nobody is named who may');
  t.same(faults({ levels: { decided: '1' }, decision: { name: 'Board of the House' } }), []);
  const { date: _, ...undated } = { levels: { decided: '1' }, decision: { name: 'Kitchen' }, date: undefined };
  t.same(faults(undated as Partial<Assessment>), ['right /decision/by']);
  t.end();
});

t.test('where the record names nobody, anybody may', (t) => {
  t.same(faults({ type: 'audit', assessor: { name: 'Somebody' } }, { name: 'House' }), []);
  t.end();
});

t.test('an act counts for nothing where nobody had the right to it, or it has not come', (t) => {
  const of = (rule: string, pointer: string) => isVoid([{ rule, pointer, message: '' }]);
  t.ok(of('right', '/decision/by'));
  t.ok(of('level', '/levels/decided'));
  t.ok(of('dates', '/decision/date'));
  t.notOk(of('dates', '/sources/0/read'));
  t.notOk(of('requirement', '/ratings/0/requirement'));
  t.notOk(isVoid([]));
  t.end();
});
