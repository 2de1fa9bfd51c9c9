import t from 'tap';
import { teamStanding } from '../../src/governance/teams.ts';

const rule = { minimum: 1, norm: [2, 3] };
const standing = (teams: Parameters<typeof teamStanding>[0], of: Parameters<typeof teamStanding>[1] = rule) => {
  const { count, breach, belowNorm } = teamStanding(teams, of, '2026-11-28');
  return [count, breach, belowNorm];
};

t.test('none is a breach, one is below what is usual, two are the norm, and unsaid is not known', (t) => {
  t.same(standing([]), [0, true, false]);
  t.same(standing([{ name: 'A' }]), [1, false, true]);
  t.same(standing([{ name: 'A' }, { name: 'B' }]), [2, false, false]);
  t.same(standing(undefined), [null, null, false]);
  t.same(teamStanding([], undefined, '2026-11-28').breach, null);
  t.same(standing([{ name: 'A' }], { minimum: 1 }), [1, false, false]);
  t.end();
});

t.test('a team counts from its beginning to the last day of its month or year', (t) => {
  t.same(
    standing([
      { name: 'A', until: '2026-11' },
      { name: 'B', until: '2026-10' },
      { name: 'C', from: '2027' },
    ]),
    [1, false, true],
  );
  t.end();
});
