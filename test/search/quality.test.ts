import t from 'tap';
import { Columns } from '../../src/search/columns.ts';
import { activityShare, adopterShare, levelShare, qualityOf, SHARES } from '../../src/search/quality.ts';

t.test('The parts make up the whole, and the best of each makes one', async (t) => {
  t.equal(Math.round(qualityOf({ record: 1, adopters: 1, level: 1, activity: 1 }) * 1e9), 1e9);
  t.equal(
    Object.values(SHARES).reduce((sum, share) => sum + share * 10, 0),
    10,
  );
  t.ok(qualityOf({ record: 0, adopters: 0, level: 0, activity: -1 }) < 0);
});

t.test('Surer adopters count more, the first ones most, and those that are disputed hardly', async (t) => {
  const of = (count: number, evidence: string, disputed = false) =>
    adopterShare(Array.from({ length: count }, () => ({ evidence, disputed })));
  t.equal(of(0, 'claimed'), 0);
  t.ok(of(1, 'claimed') < of(1, 'declared') && of(1, 'declared') < of(1, 'confirmed'));
  t.ok(of(1, 'confirmed', true) < of(1, 'claimed'));
  t.ok(of(1, 'confirmed') > of(20, 'confirmed') - of(19, 'confirmed'));
  t.equal(of(1_000, 'confirmed'), 1, 'no more than all');
  t.equal(of(5, 'hearsay'), 0);
});

t.test('A level counts by its place among those of its framework', async (t) => {
  const ordered = ['1', '1+', '2', '3'];
  t.same(
    ordered.map((level) => levelShare(level, ordered)),
    [0.25, 0.5, 0.75, 1],
  );
  t.equal(levelShare('gold', ordered), 0);
  t.equal(levelShare('1', []), 0);
});

t.test('What is worked on counts, what is gone counts against, and what nobody looked at does neither', async (t) => {
  const day = '2026-11-28';
  const of = (state: string, last?: string) => activityShare(state, last, day);
  t.same([of('gone'), of('archived', '2026-11'), of('empty')], [-1, -1, -0.5]);
  t.same([of('alive'), of('not-reachable', '2026-11-01')], [0, 0]);
  t.same(
    [of('alive', '2026-06'), of('alive', '2025-03-01'), of('alive', '2023'), of('alive', '2015-01-01')],
    [1, 0.5, 0, -0.25],
  );
});

t.test('A part that is told stays when the row is put anew, and goes with it', async (t) => {
  const columns = new Columns();
  const row = { ord: 3, rep: 3, sortName: 'a', updated: 0, facets: {} };
  columns.put({ ...row, quality: 1 });
  columns.put({ ...row, ord: 2, rep: 2, sortName: 'b', quality: 1 });
  t.same(columns.order('relevance').ords, [3, 2]);
  columns.rate(2, 'adopters', 1);
  t.same(columns.order('relevance').ords, [2, 3], 'the order follows');
  columns.put({ ...row, ord: 2, rep: 2, sortName: 'b', quality: 0.5 });
  t.same(columns.partsOf(2), { record: 0.5, adopters: 1, level: 0, activity: 0 });
  columns.drop(2);
  t.same(columns.partsOf(2), { record: 0, adopters: 0, level: 0, activity: 0 });
  t.equal(columns.quality(2), 0);
});
