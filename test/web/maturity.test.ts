import t from 'tap';
import { newSource } from '../../src/crawl/add.ts';
import { createCrawler } from '../../src/crawl/crawler.ts';
import { readJob } from '../../src/crawl/read-job.ts';
import { createGit } from '../../src/net/git.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { git, gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { openApp } from '../helpers/open-app.ts';
import { publishRich } from '../helpers/rich-records.ts';
import { TestLog } from '../helpers/test-log.ts';
import { mirrorAll } from '../registry/mirrored.ts';

t.test(
  'the maturity of a product is answered side by side, in the reader’s language, with inputs and formulas',
  async (t) => {
    const opened = await openApp(t);
    await publishRich(opened);
    const answer = (await opened.ask('/api/v1/software/everything/maturity?lang=da')).json();
    t.match(answer, {
      ...{ id: 'software/everything', formula: 'alminding-profile 1', formulas: '/da/formulas', basis: 'observation' },
      repository: 'https://example.org/code/everything',
      vitality: { index: null, reason: 'too-short', days: [] },
      maintenance: { criteria: [{ id: 'commits', met: true }, { id: 'answers', met: true, figure: 2.5 }, {}, {}] },
    });
    const sides = Object.fromEntries(answer.parts.map((part: { id: string }) => [part.id, part]));
    t.match(sides.activity, {
      standing: 'weak',
      reason: 'state',
      explanation: 'Kodelageret er: videreført i en forgrening.',
    });
    t.match(sides.versions, { standing: 'strong', inputs: { count: 30, semantic: 30 }, asOf: '2026-11-21' });
    t.notMatch(JSON.stringify(answer), /"maturity\./, 'every reason has its sentence');
    const bare = (await opened.ask('/api/v1/software/nothing/maturity')).json();
    t.same(new Set(bare.parts.map(({ standing }: { standing: string }) => standing)), new Set(['not-known']));
    t.equal((await opened.ask('/api/v1/software/none/maturity')).statusCode, 404);
    t.equal((await opened.ask('/api/v1/software/everything/observations')).json().total, 2);
  },
);

t.test('the page tells the same in words, and the formulas have a page with their numbers', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const page = (await opened.ask('/en/software/everything')).body;
  t.match(page, 'How it is kept');
  t.match(page, 'hosting, support, training · Confirmed by a public body', 'who says so stands with an offer');
  t.match(page, '30 of 30 releases have semantic versions.');
  t.notMatch(page, /maturity\.(because|basis)/);
  for (const lang of ['en', 'da']) {
    const formulas = (await opened.ask(`/${lang}/formulas`)).body;
    t.match(formulas, '35');
    // The script of the search field fills in a number by itself.
    t.notMatch(formulas.replace(/ data-found="[^"]*"/, ''), /formulas\.|\{\w+\}/);
  }
});

t.test('What a crawl has seen of a repository is the maturity on the page of its product', async (t) => {
  const { store, registry, clock, ask } = await openApp(t);
  clock.time = Date.UTC(2026, 10, 28, 10);
  const server = await gitServer(t);
  const url = `${server.url}/town/agenda`;
  const months = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10'];
  for (const month of months)
    await server.commit('town/agenda', { 'a.txt': month, 'README.md': '# Agenda' }, { date: `${month}-03T10:00:00Z` });
  await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url) }, { date: '2026-11-02T10:00:00Z' });
  for (const [n, name] of ['v1.0.0', 'v1.1.0', 'v1.2.0'].entries())
    await git(`${server.root}/town/agenda.git`, ['tag', name, `HEAD~${n}`]);
  const exceptions = server.exceptions;
  const waits = { connect: 60_000, headers: 60_000, idle: 60_000, total: 120_000 };
  const net = createNet({ exceptions, waits });
  t.teardown(() => net.close());
  const crawler = createCrawler({
    ...{ store, registry, net, clock: { now: () => clock.time }, folder: t.testdir({}), userAgent: 'tester/1' },
    git: createGit({ net, exceptions }),
    reading: { read: async (job) => readJob(job, []), close: async () => undefined },
  });
  const before = (await ask('/api/v1/software/agenda/maturity')).statusCode;
  t.equal(before, 404);
  await store.addCrawlSources([newSource({ url, role: 'repository', addedBy: 'operator', now: clock.time })]);
  t.match(await crawler.run({ signal: AbortSignal.timeout(90_000) }), { published: 1, observed: 1, failed: 0 });
  const told = (await ask('/api/v1/software/agenda/maturity')).json();
  t.match(told, { basis: 'observation', repository: url, vitality: { reason: null } });
  t.type(told.vitality.index, 'number');
  const sides = Object.fromEntries(told.parts.map((part: { id: string }) => [part.id, part]));
  t.match(sides.versions, { inputs: { count: 3, semantic: 3 }, asOf: '2026-11-28' });
  t.match(sides.contributors, { inputs: { total: 1 } }, 'counted, and nobody named');
  t.match(sides.answers, { standing: 'not-known' }, 'git knows no issues: unknown is written as unknown');
  const page = (await ask('/en/software/agenda')).body;
  t.match(page, '3 of 3 releases have semantic versions.');
  const observed = (await ask('/api/v1/software/agenda/observations')).json();
  t.match(observed.items[0].record ?? observed.items[0], { repository: url, commits: 6 });
});

t.test('What another catalogue saw is told as its observation', async (t) => {
  const { store, registry, clock, ask, post } = await openApp(t);
  clock.time = Date.UTC(2026, 10, 28, 10);
  const url = 'https://forge.example/agenda';
  await post({ kind: 'software', id: 'software/agenda', name: 'Agenda', url });
  const log = new TestLog('catalogue.os2.example');
  log.put('observation/a', { repository: url, read: '2026-11-20', state: 'alive' });
  await mirrorAll({ store, registry }, log);
  const page = (await ask('/da/software/agenda')).body;
  t.match(
    page,
    /href="\/da\/observations\/a@catalogue\.os2\.example">Set af et andet katalog: catalogue\.os2\.example</,
  );
  const { observation } = (await ask('/api/v1/software/agenda/maturity')).json();
  t.same(observation, { id: 'observation/a', origin: 'catalogue.os2.example' });
  await post({ kind: 'observation', repository: url, read: '2026-11-21', state: 'alive' });
  t.notMatch((await ask('/en/software/agenda')).body, 'Seen by another catalogue');
});
