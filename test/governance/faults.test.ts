import t from 'tap';
import { assessmentFaults, type Fault, fitFaults, frameworkFaults } from '../../src/governance/faults.ts';
import type { Framework } from '../../src/schemas.gen.ts';
import { house, rated } from './examples.ts';

const brief = (faults: Fault[]) => faults.map(({ rule, pointer }) => `${rule} ${pointer}`);

t.test('a sound framework and a sound assessment have no fault', (t) => {
  t.same(frameworkFaults(house), []);
  t.same(assessmentFaults(rated({ A: 'green', B: 'red' }, { date: '2026-01', validUntil: '2026' })), []);
  t.same(fitFaults(house, rated({ A: 'green' }, { levels: { claimed: 'low', decided: '2' } })), []);
  t.end();
});

t.test('levels out of order, ids given twice and what refers to nothing are faults of a framework', (t) => {
  const wrong: Framework = {
    ...house,
    levels: [
      { id: 'a', rank: 2 },
      { id: 'b', rank: 2 },
      { id: 'a', rank: 1 },
    ],
    themes: [{ id: 'form' }, { id: 'form' }],
    requirements: [
      { id: 'A', level: 'z' },
      { id: 'A', level: 'a', theme: 'nowhere' },
    ],
    scale: [
      { id: 'yes', means: 'met' },
      { id: 'yes', means: 'partly' },
    ],
  };
  t.same(brief(frameworkFaults(wrong)), [
    'duplicate /levels/2',
    'duplicate /themes/1',
    'duplicate /requirements/1',
    'duplicate /scale/1',
    'order /levels/1/rank',
    'order /levels/2/rank',
    'level /requirements/0/level',
    'reference /requirements/1/theme',
  ]);
  t.end();
});

t.test('a rating given twice and an end before the beginning are faults of an assessment', (t) => {
  const ratings = ['green', 'red'].map((rating) => ({ requirement: 'A', rating }));
  const wrong = rated({}, { ratings, date: '2026-05-05', validUntil: '2026-04' });
  t.same(brief(assessmentFaults(wrong)), ['duplicate /ratings/1', 'dates /validUntil']);
  t.end();
});

t.test('what the framework does not have is a fault: version, level, requirement, rating, kind of subject', (t) => {
  const wrong = rated(
    { Z: 'green', A: 'purple' },
    { subject: 'network/x', frameworkVersion: '1', levels: { recommended: '9', decided: 'low' } },
  );
  const faults = fitFaults(house, wrong);
  t.same(brief(faults), [
    'version /frameworkVersion',
    'reference /subject',
    'level /levels/recommended',
    'requirement /ratings/0/requirement',
    'rating /ratings/1/rating',
  ]);
  t.match(faults[2]?.hint, /low, 1\+, 2/);
  t.match(faults[4]?.hint, /green, yellow, red, grey/);
  const { version: _, ...unversioned } = house;
  t.match(fitFaults(unversioned, rated({})), [{ rule: 'version', message: /has no version/ }]);
  const { frameworkVersion: __, ...unnamed } = rated({});
  t.match(fitFaults(house, unnamed), [{ rule: 'version', message: /not named/ }]);
  t.same(
    fitFaults(
      { name: 'Bare', levels: house.levels, appliesTo: ['network'] },
      { ...unnamed, subject: 'network/x', ratings: [] },
    ),
    [],
  );
  t.end();
});
