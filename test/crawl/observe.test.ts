import t from 'tap';
import { newSource } from '../../src/crawl/add.ts';
import { settle } from '../../src/crawl/crawl.ts';
import { countHistory } from '../../src/crawl/history.ts';
import { memoryOf } from '../../src/crawl/seen.ts';
import { keptFiles } from '../../src/crawl/seen-files.ts';
import type { Observation } from '../../src/schemas.gen.ts';
import { git, gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { crawlWorld, DAY } from './crawler-world.ts';

t.test('A history is counted as commits alone, and nobody is in what is kept', async (t) => {
  const server = await gitServer(t);
  const world = crawlWorld(t, server.exceptions);
  const { add, crawl, source, registry, clock } = world;
  clock.at = Date.UTC(2026, 10, 28);
  const url = `${server.url}/town/agenda`;
  const files = {
    'README.md': '# Agenda',
    'package.json': '{"license":"MIT"}',
    Dockerfile: 'FROM x',
    'src/deep/a.txt': 'x',
  };
  await server.commit('town/agenda', files, { date: '2024-03-01T10:00:00Z' });
  for (const date of ['2026-09-01', '2026-09-01', '2026-10-05'])
    await server.commit('town/agenda', { [`${date}.txt`]: String(Math.random()) }, { date: `${date}T10:00:00Z` });
  await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url) }, { date: '2026-11-01T10:00:00Z' });
  await git(`${server.root}/town/agenda.git`, ['tag', 'v1.0.0', 'HEAD~1']);
  const id = await add(url);
  const summary = await crawl();
  t.match(summary, { looked: 1, published: 1, observed: 1, failed: 0 });
  t.match((await source(id)).seen, { pending: false, observed: { notMeasured: null } });
  t.ok((await source(id)).row.due > clock.at + DAY / 2);
  const [page] = (await registry.read.list('observation', 10)).items;
  const { record } = JSON.parse(Buffer.from(page ?? '').toString()) as { record: Record<string, unknown> };
  t.match(record, {
    ...{ repository: url, software: 'software/agenda', state: 'alive', commits: 5, read: '2026-11-28', branch: 'main' },
    ...{ firstActivity: '2024-03-01', lastActivity: { date: '2026-11-01' }, tagCount: 1, tags: [{ name: 'v1.0.0' }] },
    contributors: { total: 1, recent: 1, busFactor: 1 },
    activity: {
      authorsBefore: 1,
      days: [{ on: '2026-09-01', commits: 2 }, { on: '2026-10-05', commits: 1, tags: 1 }, { on: '2026-11-01' }],
    },
    licences: [{ path: 'package.json', match: 'declared', value: 'MIT', spdx: 'MIT' }],
    files: [{ is: 'container', path: 'Dockerfile' }, { is: 'readme' }, { is: 'manifest' }],
  });
  t.notMatch(JSON.stringify(record), /example\.invalid|Test/);
  clock.at += 2 * DAY;
  await server.commit('town/agenda', { 'x.txt': 'y' }, { date: '2026-11-29T10:00:00Z' });
  t.match(await crawl(), { valid: 1, observed: 0 }, 'once a week is enough');
});

t.test('A history that is still to be counted is not forgotten when somebody has the source looked at', (t) => {
  const url = 'https://forge.example/town/agenda';
  const bare = newSource({ url, role: 'repository', addedBy: 'operator', now: 0 });
  const about = (memory: object) => ({ ...bare, seen: JSON.stringify({ ...memoryOf(bare), commit: 'c1', ...memory }) });
  const looked = (memory: object) => memoryOf(settle(about(memory), { is: 'unchanged' }, DAY, 0.5).source).pending;
  t.equal(looked({ pending: true }), true);
  t.equal(looked({}), true, 'it was never counted');
  const observed = { at: 0, notMeasured: null, id: null };
  t.equal(looked({ pending: true, observed }), true);
  t.equal(looked({ observed }), false);
  t.equal(looked({ commit: null }), false, 'there is nothing to count');
  t.end();
});

t.test('A repository without a manifest is observed too', async (t) => {
  const server = await gitServer(t);
  const { add, crawl, registry, clock } = crawlWorld(t, server.exceptions);
  clock.at = Date.UTC(2026, 10, 28);
  await server.commit('town/plain', { 'README.md': '# x' });
  await add(`${server.url}/town/plain`);
  t.match(await crawl(), { withoutManifest: 1, observed: 1 });
  t.equal((await registry.read.list('observation', 10)).items.length, 1);
});

t.test('Authors are counted without being known, merges apart from commits', async (t) => {
  const until = Date.UTC(2026, 10, 28);
  const at = (day: string): number => Date.parse(`${day}T12:00:00Z`) / 1000;
  const log = [
    `${at('2026-11-02')}\ta b\tsecond@example.invalid`,
    `${at('2026-11-01')}\ta\tFirst@example.invalid`,
    `${at('2026-10-01')}\ta\tfirst@example.invalid`,
    `${at('2020-01-01')}\t\tthird@example.invalid`,
  ].join('\n');
  const counts = await countHistory(`${log}\n`, ['2026-11-01'], until);
  t.match(counts, {
    ...{ commits: 4, first: '2020-01-01', last: '2026-11-02' },
    days: [
      { on: '2020-01-01', commits: 1, newAuthors: 1 },
      { on: '2026-10-01', commits: 1, newAuthors: 1 },
      { on: '2026-11-01', commits: 1, tags: 1, newAuthors: 0 },
      { on: '2026-11-02', commits: 0, merges: 1, newAuthors: 1 },
    ],
    authors: { total: 3, recent: 2, half: 1 },
  });
  t.notMatch(JSON.stringify(counts), 'example.invalid');
  t.equal(await countHistory('', [], until), null);
  t.match(
    await countHistory(`${at('2040-01-01')}\t\tx\n`, [], until),
    { last: '2026-11-28' },
    'nobody commits tomorrow',
  );
});

t.test('Files in the root tell how a repository is kept', async (t) => {
  const names = [
    'README.rst',
    'LICENSE',
    'COPYING.LESSER',
    '.github',
    'docker-compose.yml',
    'Dockerfile.dev',
    'src',
    'CHANGELOG.md',
  ];
  t.same(
    keptFiles(names)
      .map(({ is }) => is)
      .sort(),
    ['changelog', 'ci', 'compose', 'container', 'licence', 'licence', 'readme'],
  );
});

t.test(
  'A history is read on from where it was read; authors are counted anew in 90 days, and after a push by force',
  async (t) => {
    const server = await gitServer(t);
    const { add, crawl, registry, clock } = crawlWorld(t, server.exceptions);
    clock.at = Date.UTC(2026, 10, 28);
    const url = `${server.url}/town/agenda`;
    const bare = `${server.root}/town/agenda.git`;
    // Commits that do not compress, so that bytes tell how many were sent.
    const days = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2026, 8, 1 + i)).toISOString());
    for (const date of days) await server.commit('town/agenda', { 'a.txt': date }, { date });
    await git(bare, ['tag', '-a', '-m', 'one', 'v1.0', 'HEAD~2'], '2026-10-20T10:00:00Z');
    await add(url);
    const observed = async () => {
      const [page] = (await registry.read.list('observation', 10)).items;
      return (JSON.parse(Buffer.from(page ?? '').toString()) as { record: Observation }).record;
    };
    await crawl();
    const first = await observed();
    t.match(first, {
      commits: 40,
      tagCount: 1,
      tags: [{ name: 'v1.0', date: '2026-10-20' }],
      contributors: { total: 1, until: '2026-11-28' },
    });
    t.equal(
      first.activity?.days?.reduce((sum, { commits = 0 }) => sum + commits, 0),
      40,
    );

    clock.at += 30 * DAY;
    await server.commit('town/agenda', { 'a.txt': 'more' }, { date: '2026-12-20T10:00:00Z' });
    await git(bare, ['tag', 'v1.1', 'HEAD']);
    server.bytes.sent = 0;
    await crawl();
    const sent = server.bytes.sent;
    const second = await observed();
    t.match(second, {
      commits: 41,
      lastActivity: { date: '2026-12-20' },
      tagCount: 2,
      tags: [{ name: 'v1.1', date: '2026-12-20' }, { name: 'v1.0' }],
    });
    t.match(second.contributors, { total: 1, until: '2026-11-28' }, 'as of the whole reading');
    t.match(second.activity?.days?.at(-1), { on: '2026-12-20', commits: 1, tags: 1 });
    t.equal(
      second.activity?.months?.reduce((sum, { commits = 0 }) => sum + commits, 0),
      41,
    );
    t.ok(sent < 4_000, `${sent} bytes`);

    clock.at += 70 * DAY;
    await server.commit('town/agenda', { 'a.txt': 'still more' }, { date: '2027-03-01T10:00:00Z' });
    await crawl();
    t.match(await observed(), { commits: 42, contributors: { until: '2027-03-08' } }, 'the whole of it again');

    clock.at += 30 * DAY;
    await git(`${server.root}/town/agenda.work`, ['reset', '-q', '--hard', 'HEAD~30']);
    await server.commit('town/agenda', { 'a.txt': 'another way' }, { date: '2027-04-01T10:00:00Z' });
    await crawl();
    t.match(await observed(), { commits: 13, lastActivity: { date: '2027-04-01' } }, 'a history that was rewritten');
  },
);
