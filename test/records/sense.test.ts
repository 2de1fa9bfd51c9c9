import t from 'tap';
import { futureFaults } from '../../src/records/future.ts';
import type { Kind } from '../../src/records/kinds.ts';
import { readRecord } from '../../src/records/read-record.ts';

const problems = (kind: Kind, yaml: string) =>
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

t.test('What is told as a fact has happened; what is planned, announced or foretold may lie ahead', async (t) => {
  const ahead = (kind: Kind, record: object) => futureFaults(kind, record, '2026-11-22').map(({ pointer }) => pointer);
  t.same(ahead('adoption', { state: 'in-use', since: '2027-01' }), ['/since']);
  t.same(ahead('adoption', { state: 'in-use', since: '2026-11' }), [], 'a month that has begun');
  t.same(ahead('adoption', { state: 'in-use', since: '2026', until: '2030' }), []);
  t.same(ahead('adoption', { state: 'planned', since: '2027-01', asOf: '2027' }), ['/asOf']);
  t.same(ahead('contribution', { from: '2026-11-23', lastConfirmed: '2027' }), ['/from', '/lastConfirmed']);
  t.same(ahead('offer', { from: '2027', until: '2028', confirmedBy: [{ date: '2026-12' }] }), [
    '/from',
    '/confirmedBy/0/date',
  ]);
  t.same(ahead('need', { opened: '2027', closed: '2028', raisedBy: { since: '2029' }, shared: [{ since: '2030' }] }), [
    ...['/opened', '/closed', '/raisedBy/since', '/shared/0/since'],
  ]);
  t.same(
    ahead('story', { start: '2027', end: '2028', costs: [{ date: '2029' }], mainInstitution: { since: '2030' } }),
    [...['/start', '/end', '/costs/0/date', '/mainInstitution/since']],
  );
  t.same(ahead('assessment', { date: '2026-12', decision: { date: '2027' }, validUntil: '2030' }), [
    '/date',
    '/decision/date',
  ]);
  t.same(ahead('organisation', { population: { date: '2027' }, sources: [{ title: 'A', read: '2026-11-23' }] }), [
    ...['/population/date', '/sources/0/read'],
  ]);
  t.same(
    ahead('network', { founded: '2027', roles: [{ from: '2027' }], fees: [{ validFrom: '2027', asOf: '2027' }] }),
    [...['/founded', '/fees/0/asOf']],
  );
  t.same(
    ahead('software', { lifecycle: { date: '2027' }, repositories: [{ latestVersion: { date: '2038-01-19' } }] }),
    ['/lifecycle/date'],
  );
  t.same(ahead('claim', { date: { date: '2030' }, source: { date: '2027' } }), ['/source/date']);
  t.same(ahead('observation', { read: '2027' }), ['/read']);
  t.same(ahead('observation', { lastActivity: { date: '2027' } }), [], 'a commit may bear any date');
  t.same(ahead('framework', { notes: [{ since: 'soon', from: 'the board' }] }), []);
});

t.test('Nothing ends before it begins, whatever its ends are called', async (t) => {
  const cited = 'sources:\n  - title: A\n';
  const text = 'title: {en: A}\n';
  t.same(problems('story', `${text}start: 2009-05\nend: '2008'\n${cited}`), [['period', '/end', 3]]);
  t.same(problems('need', `${text}state: open\nopened: 2009-05\nclosed: 2009-04\n${cited}`), [
    ['period', '/closed', 4],
  ]);
  t.same(problems('need', `${text}state: open\nopened: 2009-05\nclosed: '2009'\n${cited}`), []);
  const fee = '  - for: use\n    amount: 1\n    currency: EUR\n    validFrom: 2026-01-01\n    validUntil: 2025-12-31\n';
  t.same(problems('network', `name: A\nfees:\n${fee}`), [['period', '/fees/0/validUntil', 7]]);
});
