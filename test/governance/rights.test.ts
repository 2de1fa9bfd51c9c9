import fc from 'fast-check';
import t from 'tap';
import { isVoid, rightFaults, writerFaults } from '../../src/governance/rights.ts';
import { standingOf } from '../../src/governance/standing.ts';
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

const ORIGINS = ['own', 'built-in', 'a.example', 'b.example'];
const TYPES = [
  'draft',
  'listed',
  'self',
  'secretariat',
  'audit',
  'second-opinion',
  'appeal',
  'board-decision',
] as const;
const acts = fc.record({
  subject: fc.constant('software/a'),
  framework: fc.constant('framework/house'),
  type: fc.constantFrom(...TYPES),
  levels: fc.dictionary(fc.constantFrom('claimed', 'listed', 'recommended', 'decided'), fc.constant('1')),
}) as fc.Arbitrary<Assessment>;
const origin = fc.constantFrom(...ORIGINS);

t.test('an act for a network counts where the catalogue wrote it that keeps its record, or ours did', (t) => {
  fc.assert(
    fc.property(acts, origin, fc.option(origin), (act, writer, keeper) => {
      const faults = writerFaults({ writer, keeper, network: 'House' }, act);
      const { decided, listed } = act.levels ?? {};
      const speaks =
        ['secretariat', 'audit', 'board-decision'].includes(act.type) ||
        [decided, listed].some((one) => one !== undefined);
      t.equal(isVoid(faults), speaks && writer !== 'own' && writer !== keeper);
      // Whatever names it holds, and whatever else it says, nothing makes it count: only whose words it is does.
      const dressed = { ...act, assessor: { name: 'Office' }, decision: { name: 'Board of the House' } };
      t.same(writerFaults({ writer, keeper, network: 'House' }, dressed), faults);
    }),
  );
  t.end();
});

t.test('what a peer writes for another one never changes what the others say, in whatever order it comes', (t) => {
  const filed = fc.array(fc.record({ act: acts, date: fc.constantFrom('2025', '2026-02'), mine: fc.boolean() }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(filed, fc.nat(), (all, seed) => {
      const of = (mine: boolean) => ({
        writer: mine ? 'a.example' : 'b.example',
        keeper: 'a.example',
        network: 'House',
      });
      const named = all.map(({ act, date, mine }, i) => {
        const id = `assessment/${i}@${of(mine).writer}`;
        return { id, record: { ...act, date }, supersedes: `assessment/${seed % 6}@a.example`, mine };
      });
      const counted = named.filter(({ record, mine }) => !isVoid(writerFaults(of(mine), record)));
      const held = (history: typeof named) => {
        const { decided, listed, holds } = standingOf(null, history, '2026-11-29');
        return { decided, listed, holds };
      };
      t.same(held(counted), held(named.filter(({ mine }) => mine)), 'what holds is the keeper’s to say alone');
      t.same(held([...counted].reverse()), held(counted));
    }),
  );
  t.end();
});

t.test('the reason says who wrote it and who keeps the record', (t) => {
  const act = { subject: 'software/a', framework: 'framework/house', type: 'audit' } as const;
  const said = (keeper: string | null) =>
    writerFaults({ writer: 'b.example', keeper, network: 'House' }, act)[0]?.message;
  t.equal(
    said('a.example'),
    'Written by the catalogue b.example; the record of House is kept by a.example, which did not write it.',
  );
  t.match(said('built-in'), /is kept by the built-in catalogue, which/);
  t.match(said('own'), /is kept by this catalogue, which/);
  t.match(said(null), /a framework of another one that is not here/);
  t.end();
});
