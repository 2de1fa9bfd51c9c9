import t from 'tap';
import { futureFaults } from '../../src/records/adoption-faults.ts';
import { readRecord } from '../../src/records/read-record.ts';
import type { Adoption } from '../../src/schemas.gen.ts';

const problems = (kind: 'software' | 'adoption' | 'contribution' | 'network', yaml: string) =>
  readRecord(kind, Buffer.from(yaml), 'application/yaml').problems.map(({ rule, pointer, line }) => [
    rule,
    pointer,
    line,
  ]);

t.test('A licence expression that is none is refused with its place', async (t) => {
  t.same(problems('software', 'name: x\nlicence:\n  spdx: GPL\n'), [['licence', '/licence/spdx', 3]]);
  t.same(problems('software', 'name: x\nfoundLicences:\n  - file: a\n    spdx: MIT OR\n'), [
    ['licence', '/foundLicences/0/spdx', 4],
  ]);
  t.same(problems('software', 'name: x\nlicence:\n  spdx: MIT OR EUPL-1.2+\n  stated: GPL\n'), []);
});

t.test('What ends before it begins is refused; dates are compared as far as both go', async (t) => {
  const adoption = (since: string, until: string) =>
    problems(
      'adoption',
      `organisationName: A\nsoftwareName: B\nstate: retired\nevidence: claimed\nsince: '${since}'\nuntil: '${until}'\n`,
    );
  t.same(adoption('2020', '2019'), [['period', '/until', 6]]);
  t.same(adoption('2020-05', '2020-04'), [['period', '/until', 6]]);
  for (const [since, until] of [
    ['2020', '2020'],
    ['2020-05', '2020'],
    ['2020', '2020-01'],
    ['2019-12-31', '2020-01'],
  ])
    t.same(adoption(since as string, until as string), []);
});

t.test('A contribution is to one software or to one network', async (t) => {
  const contribution = (lines: string) =>
    problems('contribution', `organisationName: A\nas: [develops]\nevidence: claimed\n${lines}`).map(([rule]) => rule);
  t.same(contribution('network: network/os2\n'), []);
  t.same(contribution('software: software/os2mo\n'), []);
  t.same(contribution(''), ['required']);
  t.same(contribution('software: software/os2mo\nnetwork: network/os2\n'), ['required']);
});

t.test('An adoption says what is used, and what others claim has no date of confirmation', async (t) => {
  t.same(problems('adoption', 'organisationName: A\nstate: in-use\nevidence: claimed\n'), [
    ['required', '/software', undefined],
  ]);
  t.same(
    problems(
      'adoption',
      "organisationName: A\nsoftwareName: B\nstate: in-use\nevidence: claimed\nlastConfirmed: '2026'\n",
    ),
    [['evidence', '/lastConfirmed', 5]],
  );
});

t.test('Only what is planned may begin in the future', async (t) => {
  const adoption = (state: Adoption['state'], since: string) =>
    futureFaults(
      { organisationName: 'A', softwareName: 'B', state, evidence: 'declared', since } as Adoption,
      '2026-11-22',
    );
  t.same(
    adoption('in-use', '2027-01').map(({ rule, pointer }) => [rule, pointer]),
    [['dates', '/since']],
  );
  t.same(adoption('in-use', '2026-11'), []);
  t.same(adoption('planned', '2027-01'), []);
});
