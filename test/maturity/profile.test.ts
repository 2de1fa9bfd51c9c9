import t from 'tap';
import type { Part, PartId } from '../../src/maturity/part.ts';
import { profileOf } from '../../src/maturity/profile.ts';
import type { Observation, Software } from '../../src/schemas.gen.ts';

const url = 'https://forge.example/town/agenda';
const seen = (more: Partial<Observation> = {}): Observation => ({
  repository: url,
  read: '2026-11-20',
  state: 'alive',
  ...more,
});
const NOBODY = { production: 0, inUse: 0 };

function parts(software: Partial<Software>, observations: Observation[] = [], more: object = {}): Record<PartId, Part> {
  const input = {
    software: { name: 'Agenda', url, ...software },
    observations,
    suppliers: [],
    adopters: NOBODY,
    day: '2026-11-28',
  };
  return Object.fromEntries(profileOf({ ...input, ...more }).parts.map((one) => [one.id, one])) as Record<PartId, Part>;
}
const told = ({ standing, reason }: Part): string => `${standing} ${reason}`;
const months = (count: number, commits = 2) =>
  Array.from({ length: count }, (_, i) => ({ on: `2026-${String(10 - i).padStart(2, '0')}`, commits }));
const activity = (count: number) => ({ from: '2025-11-20', until: '2026-11-20', months: months(count) });
const tags = (...all: [string, string][]) => all.map(([name, date]) => ({ name, date }));

t.test('of a product of which nothing is known, nothing is weak', (t) => {
  const profile = profileOf({
    software: { name: 'X' },
    observations: [],
    suppliers: [],
    adopters: NOBODY,
    day: '2026-11-28',
  });
  t.same(new Set(profile.parts.map(({ standing }) => standing)), new Set(['not-known']));
  t.equal(profile.parts.length, 13);
  t.match(profile, {
    basis: 'nothing',
    repository: null,
    read: null,
    vitality: { index: null, reason: 'nothing-seen' },
  });
  t.match(profile.maintained, { level: null, atMost: 3 });
  t.end();
});

t.test('a release twice a year is a sign of life in its own rhythm', (t) => {
  const slow = tags(['1.0.0', '2022-01-10'], ['1.1.0', '2023-03-10'], ['1.2.0', '2024-05-10'], ['1.3.0', '2025-07-10']);
  t.match(parts({}, [seen({ tags: slow })]).activity, {
    standing: 'strong',
    reason: 'own-rhythm',
    inputs: { rhythm: 426 },
  });
  t.equal(told(parts({}, [seen({ tags: slow.slice(-1) })]).activity), 'weak last-sign');
  t.equal(told(parts({}, [seen({ lastActivity: { date: '2026-03-01' } })]).activity), 'fair last-sign');
  t.equal(told(parts({}, [seen({ lastActivity: { date: '2026-11-01' } })]).activity), 'strong last-sign');
  t.equal(told(parts({}, [seen()]).activity), 'not-known no-dates');
  t.equal(told(parts({}, [seen({ state: 'archived', lastActivity: { date: '2026-11-01' } })]).activity), 'weak state');
  t.match(parts({}, [seen({ lastActivity: { date: '2035-01-01' } })]).activity.inputs, { days: 0 }, 'a wrong clock');
  t.end();
});

t.test('a product lives where its parts do', (t) => {
  const part = seen({
    repository: 'https://forge.example/part',
    lastActivity: { date: '2026-11-10' },
    firstActivity: '2020',
  });
  const both = parts({}, [seen({ lastActivity: { date: '2024-01-01' } }), part]);
  t.equal(told(both.activity), 'strong last-sign');
  t.match(both.age, { standing: 'strong', inputs: { date: '2020' } });
  const other = parts({ url: 'https://forge.example/none' }, [seen({ lastActivity: { date: '2024-01-01' } }), part]);
  t.equal(other.activity.inputs.date, '2026-11-10');
  t.end();
});

t.test('rolling products and dumps of releases are told and not punished', (t) => {
  const rolling = parts({}, [seen({ activity: activity(6), looked: ['tags'] })]);
  t.match(rolling.releases, { standing: 'strong', reason: 'rolling', inputs: { months: 6 } });
  t.equal(told(rolling.versions), 'does-not-apply rolling');
  const dump = seen({
    commits: 3,
    tagCount: 3,
    tags: tags(['1.0.0', '2025-01-01'], ['1.1.0', '2025-09-01'], ['1.2.0', '2026-10-01']),
  });
  const dumped = parts({}, [{ ...dump, contributors: { recent: 1, busFactor: 1, total: 1 } }]);
  t.equal(told(dumped.releases), 'strong dumps');
  t.equal(told(dumped.contributors), 'not-known dumps');
  t.equal(told(dumped.versions), 'strong share');
  t.equal(told(parts({}, [dump]).contributors), 'not-known dumps');
  const days = {
    from: '2026-09-01',
    until: '2026-11-20',
    days: [
      { on: '2026-10-01', commits: 1 },
      { on: '2025-10-01', merges: 1 },
    ],
  };
  t.equal(told(parts({}, [seen({ activity: days, tagCount: 0 })]).releases), 'weak none');
  t.equal(told(parts({}, [seen()]).releases), 'not-known not-looked');
  t.equal(told(parts({}, [seen({ tags: [{ name: '1' }] })]).releases), 'not-known no-dates');
  const old = tags(['1.0.0', '2025-01-01'], ['2.0.0', '2025-02-01'], ['3.0.0', '2025-03-01']);
  t.match(parts({}, [seen({ tags: old })]).releases, { standing: 'fair', inputs: { rhythm: 31 } });
  t.end();
});

t.test('version numbers are read as semantic versions or as a calendar', (t) => {
  const versions = (...all: [string, string][]) => told(parts({}, [seen({ tags: tags(...all) })]).versions);
  t.equal(
    versions(['1.0.0', '2026-01-01'], ['v1.0.1', '2026-02-01'], ['release/2.0.0-rc.1', '2026-03-01']),
    'strong share',
  );
  t.equal(versions(['1.0.2', '2026-01-01'], ['1.0.1', '2026-02-01'], ['2.0.0', '2026-03-01']), 'fair backwards');
  t.equal(
    versions(['2.0.0', '2026-01-01'], ['1.9.1', '2026-02-01'], ['2.0.1', '2026-03-01']),
    'strong share',
    'two lines',
  );
  t.equal(versions(['2024.5', '2024-05-01'], ['2024.10', '2024-10-01'], ['2025.1', '2025-01-01']), 'fair calendar');
  t.equal(versions(['spring', '2024-05-01'], ['summer', '2024-10-01'], ['1.0.0', '2025-01-01']), 'weak share');
  t.equal(versions(['1.0.0', '2024-05-01']), 'not-known too-few');
  t.equal(
    told(parts({}, [seen({ releases: [{ name: '1.0.0' }, { name: '1.1.0' }, { name: '1.2.0' }] })]).versions),
    'strong share',
  );
  t.end();
});

t.test('many authors of whom one does the work are fair', (t) => {
  const of = (contributors: object) => told(parts({}, [seen({ contributors })]).contributors);
  t.equal(of({ recent: 5, busFactor: 2 }), 'strong recent');
  t.equal(of({ recent: 5, busFactor: 1 }), 'fair recent');
  t.equal(of({ recent: 5, total: 9 }), 'strong recent');
  t.equal(of({ recent: 1 }), 'weak recent');
  t.equal(of({ total: 9 }), 'not-known not-counted');
  t.equal(told(parts({}, [seen()]).contributors), 'not-known not-counted');
  t.equal(told(parts({}, [seen({ firstActivity: '2026-01-01' })]).age), 'weak first');
  t.end();
});

t.test('answers count by their mean time, silence is weak, and nothing asked is not known', (t) => {
  const of = (issues: object) => told(parts({}, [seen({ issues })]).answers);
  const answers = { from: '2026-08-20', until: '2026-11-20' };
  t.equal(of({ answers: { ...answers, opened: 4, answered: 3, meanDays: 2 } }), 'strong mean');
  t.equal(of({ answers: { ...answers, opened: 4, answered: 3, meanDays: 12 } }), 'fair mean');
  t.equal(of({ answers: { ...answers, opened: 4, answered: 0 } }), 'weak silent');
  t.equal(of({ answers: { ...answers, opened: 0, answered: 0 } }), 'not-known no-issues');
  t.equal(of({ enabled: false }), 'not-known no-tracker');
  t.equal(of({}), 'not-known not-counted');
  t.end();
});

t.test('the declared status, and what the network says of the lifecycle', (t) => {
  const of = (software: Partial<Software>) => told(parts(software).status);
  t.equal(of({ status: 'stable' }), 'strong declared');
  t.equal(of({ status: 'beta' }), 'fair declared');
  t.equal(of({ status: 'concept' }), 'weak declared');
  t.equal(of({ status: 'stable', lifecycle: { state: 'retired' } }), 'weak lifecycle');
  t.equal(of({ lifecycle: { state: 'product' } }), 'strong lifecycle');
  t.equal(of({ lifecycle: { state: 'idea' } }), 'weak lifecycle');
  t.end();
});

t.test('documentation is what was found; what nobody looked for is not missing', (t) => {
  const files = [
    { is: 'readme', path: 'README' },
    { is: 'changelog', path: 'CHANGES' },
    { is: 'contributing', path: 'C' },
  ] as const;
  const addresses = { en: { apiDocumentation: 'https://example.org/api', documentation: 'https://example.org/docs' } };
  t.match(parts({ description: addresses }, [seen({ files: [...files], looked: ['files'] })]).documentation, {
    ...{ standing: 'strong', reason: 'found', inputs: { count: 5, of: 5 } },
  });
  t.equal(told(parts({}, [seen({ files: [files[0]], looked: ['files'] })]).documentation), 'weak found');
  t.equal(told(parts({ description: addresses }).documentation), 'fair not-looked');
  t.equal(told(parts({}).documentation), 'not-known not-looked');
  t.end();
});

t.test('languages and accessibility, as stated and as found', (t) => {
  t.equal(told(parts({ localisation: { ready: true, languages: ['da', 'en'] } }).localisation), 'strong ready');
  t.equal(told(parts({ localisation: { ready: true } }).localisation), 'fair ready');
  t.equal(told(parts({ localisation: { languages: ['da', 'EN'] } }).localisation), 'fair languages');
  t.equal(told(parts({ localisation: { ready: false, languages: ['da'] } }).localisation), 'weak languages');
  t.equal(told(parts({}, [seen({ translations: ['da', 'en'] })]).localisation), 'strong ready');
  const statement = seen({ files: [{ is: 'accessibility', path: 'ACCESSIBILITY.md' }] });
  t.equal(told(parts({ standards: [{ name: 'EN 301 549' }] }, [statement]).accessibility), 'strong statement');
  t.equal(told(parts({}, [statement]).accessibility), 'fair statement');
  t.equal(told(parts({ standards: [{ name: 'WCAG 2.1' }, { name: 'ISO 8601' }] }).accessibility), 'fair stated');
  t.equal(told(parts({ standards: [{ name: 'ISO 8601' }] }).accessibility), 'not-known not-stated');
  t.end();
});

t.test('a contract runs to the last day of its month or year', (t) => {
  const of = (maintenance: Software['maintenance']) => told(parts({ ...(maintenance && { maintenance }) }).maintenance);
  t.equal(
    of({
      type: 'contract',
      contractors: [
        { name: 'A', until: '2025' },
        { name: 'B', until: '2026-11' },
      ],
    }),
    'strong runs',
  );
  t.equal(of({ type: 'contract', contractors: [{ name: 'A', until: '2026-11-27' }] }), 'weak ended');
  t.equal(of({ type: 'contract' }), 'not-known no-end');
  t.equal(of({ type: 'community' }), 'fair community');
  t.equal(of({ type: 'none' }), 'weak nobody');
  t.equal(of({ contractors: [] }), 'not-known not-stated');
  t.end();
});

t.test('suppliers and adopters are counted, and none known says nothing', (t) => {
  const of = (more: object) => parts({}, [], more);
  t.equal(told(of({ suppliers: ['a', 'b'] }).suppliers), 'strong count');
  t.equal(told(of({ suppliers: ['a'] }).suppliers), 'fair count');
  t.equal(told(of({ adopters: { production: 3, inUse: 1 } }).adopters), 'strong production');
  t.equal(told(of({ adopters: { production: 0, inUse: 9 } }).adopters), 'fair in-use');
  t.equal(told(of({}).adopters), 'not-known none-known');
  t.end();
});

t.test('without an observation the record itself tells of its repositories, as of its newest source', (t) => {
  const repositories = [
    {
      url,
      firstCommit: '2019-05',
      lastCommit: '2026-08-21',
      commits: 40,
      latestVersion: { name: '7.1' },
      manifest: true,
    },
    { url: 'https://forge.example/bare' },
    { url: 'https://forge.example/late', lastCommit: '2026-09-01' },
  ];
  const software = {
    name: 'Agenda',
    repositories,
    sources: [
      { title: 'A', read: '2026' },
      { title: 'B', read: '2026-11-21' },
    ],
  };
  const rest = { observations: [], suppliers: [], adopters: NOBODY, day: '2026-11-28' };
  const profile = profileOf({ software, ...rest });
  t.match(profile, { basis: 'record', repository: 'https://forge.example/late', read: '2026-11-21' });
  t.match(
    profile.parts.find(({ id }) => id === 'age'),
    { standing: 'strong', inputs: { date: '2019-05' } },
  );
  t.match(profileOf({ software: { ...software, sources: [{ title: 'A', read: '2026' }] }, ...rest }), {
    read: '2026-01-01',
  });
  t.match(profileOf({ software: { ...software, sources: [{ title: 'A' }] }, ...rest }), { basis: 'nothing' });
  t.match(profileOf({ software, ...rest, observations: [seen({ state: 'not-reachable' })] }), { basis: 'record' });
  t.end();
});
