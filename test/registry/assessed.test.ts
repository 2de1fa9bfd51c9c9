import t from 'tap';
import type { Submission } from '../../src/registry/types.ts';
import { house, rated } from '../governance/examples.ts';
import { keyOf, openWorld, recordOf, refusal, software, type World } from './world.ts';

const framework = (more: object = {}, slug = 'house'): Submission =>
  recordOf('framework', { ...house, ...more }, { slug });
const assessment = (more: object = {}, over: Partial<Submission> = {}): Submission =>
  recordOf(
    'assessment',
    { ...rated({ A: 'green', B: 'green' }, { date: '2026-01-01' }), subject: 'software/agenda', ...more },
    over,
  );

async function ready(t: Parameters<typeof openWorld>[0]): Promise<World> {
  const world = openWorld(t);
  world.clock.at = Date.UTC(2026, 10, 22);
  await world.registry.publish(software('Agenda'));
  await world.registry.publish(framework());
  return world;
}

const rules = async (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => ['accepted'],
    ({ problems }: { problems: { rule: string; pointer: string }[] }) => problems.map((p) => `${p.rule} ${p.pointer}`),
  );

t.test('an assessment gets a random id, and the same act published again is the same entry', async (t) => {
  const { registry } = await ready(t);
  const first = await registry.publish(assessment());
  t.match(first.id, /^assessment\/[a-z2-7]{16}$/);
  const again = await registry.publish(assessment({ ratings: [{ requirement: 'A', rating: 'red' }] }));
  t.match(again, { id: first.id, version: 2, created: false });
  const other = await registry.publish(assessment({ date: '2026-02-02' }));
  t.not(other.id, first.id);
  const undated = { date: undefined, levels: { listed: '2' }, ratings: undefined };
  const listed = await registry.publish(assessment({ ...undated, type: 'listed' }));
  t.equal(
    (await registry.publish(assessment({ ...undated, levels: { listed: 'low' }, type: 'listed' }))).id,
    listed.id,
  );
  const one = await registry.publish(assessment({ date: undefined }));
  t.not((await registry.publish(assessment({ date: undefined, explanation: { en: 'x' } }))).id, one.id);
});

t.test('what its framework does not have is refused, and so are dates that cannot be', async (t) => {
  const { registry } = await ready(t);
  const tried = (more: object) => rules(registry.publish(assessment(more)));
  t.same(await tried({ ratings: [{ requirement: 'Z', rating: 'green' }] }), ['requirement /ratings/0/requirement']);
  t.same(await tried({ ratings: [{ requirement: 'A', rating: 'purple' }] }), ['rating /ratings/0/rating']);
  t.same(await tried({ levels: { decided: '7' } }), ['level /levels/decided']);
  t.same(await tried({ frameworkVersion: '1' }), ['version /frameworkVersion']);
  t.same(await tried({ date: '2026-11-23' }), ['dates /date']);
  t.same(await tried({ validUntil: '2025' }), ['dates /validUntil']);
  t.same(await tried({ subject: 'software/none' }), ['reference ']);
  t.same(await tried({ framework: 'framework/none' }), ['reference ']);
  t.same(await tried({ subject: 'organisation/x' }), ['form /subject']);
  t.same(await tried({}), ['accepted']);
});

t.test('who may decide is read from the network in the origin of the framework', async (t) => {
  const { registry } = await ready(t);
  const board = [{ role: { en: 'Board' }, name: 'The board', may: ['decide'] }];
  const builtIn = { origin: 'built-in' as const };
  await registry.publishAll([
    recordOf('network', { name: 'House', roles: board }, { ...builtIn, slug: 'house' }),
    recordOf('framework', { ...house, network: 'network/house' }, { ...builtIn, slug: 'house' }),
  ]);
  const decided = (decision?: object) =>
    rules(
      registry.publish(
        assessment({
          framework: 'framework/house@built-in',
          levels: { decided: 'low' },
          ...(decision && { decision }),
        }),
      ),
    );
  t.same(await decided({ name: 'Somebody' }), ['right /decision/by']);
  t.same(await decided(), ['right /levels/decided'], 'nobody is named');
  t.same(await decided({ name: 'The board' }), ['accepted']);
});

t.test('a framework whose levels are not in order is refused, with the line', async (t) => {
  const { registry } = openWorld(t);
  const text = 'name: Odd\nlevels:\n  - id: a\n    rank: 2\n  - id: b\n    rank: 1\n';
  const odd: Submission = { ...recordOf('framework', {}), bytes: Buffer.from(text), mediaType: 'application/yaml' };
  const work = registry.publish({ ...odd, provenance: { by: 'folder', file: 'frameworks/odd.yml' }, slug: 'odd' });
  const { problems } = await work.then(
    () => ({ problems: [] }),
    (error: { problems: object[] }) => error,
  );
  t.match(problems, [{ rule: 'order', pointer: '/levels/1/rank', line: 6 }]);
});

t.test('in a batch the framework may come last, and what is wrong is refused by itself', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  world.clock.at = Date.UTC(2026, 10, 22);
  const wrong = assessment({ levels: { decided: '7' }, date: '2026-03-03' }, { slug: 'b' });
  const dangling = assessment({ framework: 'framework/none', levels: { decided: '7' } }, { slug: 'c' });
  const results = await registry.publishAll([
    assessment({}, { slug: 'a' }),
    wrong,
    dangling,
    framework(),
    software('Agenda'),
  ]);
  t.same(
    results.map((result) => 'published' in result),
    [true, false, true, true, true],
    'what cannot be checked yet is kept',
  );
  const [level] = await registry.read.levels(keyOf({ id: 'software/agenda' }), 'en');
  t.match(level, { framework: { name: 'House list 2' }, standing: { computed: { level: 'low' } } });
});

t.test('the standing is read with everything that is said, and a framework that is missing is named', async (t) => {
  const { registry } = await ready(t);
  await registry.publish(assessment({ levels: { recommended: '1+' } }));
  await registry.publish(
    assessment({ date: '2026-03-03', type: 'board-decision', levels: { decided: 'low' }, validUntil: '2026-10' }),
  );
  const [far] = await registry.publishAll([
    assessment({
      framework: 'framework/elsewhere@catalogue.example',
      type: 'listed',
      date: undefined,
      levels: { listed: '9' },
    }),
  ]);
  const levels = await registry.read.levels(keyOf({ id: 'software/agenda' }), 'en');
  t.match(far, { published: {} });
  t.equal(levels.length, 2);
  t.match(levels, [
    {
      framework: { id: 'framework/house@own', page: '/en/frameworks/house' },
      standing: { recommended: { level: '1+' }, holds: { level: 'low', by: 'decided', expired: true } },
    },
    {
      framework: { id: 'framework/elsewhere@catalogue.example', page: null, record: null },
      standing: { holds: { level: '9', by: 'listed' }, computed: null },
      history: [{ totals: null }],
    },
  ]);
  t.equal(levels[0]?.history.length, 2);
  const { items } = await registry.read.assessments(keyOf({ id: 'software/agenda' }), 'en', 5);
  t.same(
    items.map(({ faults }) => faults),
    [[], [], []],
    'nothing is wrong with what cannot be judged',
  );
});

t.test('assessments come page by page, the newest first', async (t) => {
  const { registry } = await ready(t);
  for (const date of ['2026-02', '2025', '2026-03-04']) await registry.publish(assessment({ date }));
  const key = keyOf({ id: 'software/agenda' });
  const first = await registry.read.assessments(key, 'en', 2);
  t.equal(first.total, 3);
  t.same(
    first.items.map(({ record }) => record.date),
    ['2026-03-04', '2026-02'],
  );
  const second = await registry.read.assessments(key, 'en', 2, first.next ?? '');
  t.same(
    second.items.map(({ record }) => record.date),
    ['2025'],
  );
  t.equal(second.next, null);
  t.match(await refusal(registry.read.assessments(key, 'en', 2, 'nonsense')), { code: 'invalid-cursor' });
});

t.test('an assessment’s own story has its history and what changed since the one before', async (t) => {
  const { registry } = await ready(t);
  await registry.publish(assessment({ levels: { recommended: 'low' }, ratings: undefined, date: '2026-02-01' }));
  await registry.publish(assessment());
  const { id } = await registry.publish(
    assessment({ date: '2026-03-03', ratings: [{ requirement: 'A', rating: 'red' }] }),
  );
  const story = await registry.read.assessment(keyOf({ id }), 'en');
  t.equal(story?.history.length, 3);
  t.same(story?.since?.changes, [
    { requirement: 'A', before: 'green', after: 'red', step: 'worse' },
    { requirement: 'B', before: 'green', after: 'not-given', step: 'other' },
  ]);
  t.equal(story?.since?.item.facts.date, '2026-01-01');
  t.equal(await registry.read.assessment(keyOf({ id: 'assessment/none' }), 'en'), null);
  const alone = await registry.publishAll([assessment({ subject: 'software/none' }, { slug: 'alone' })]);
  t.ok('published' in (alone[0] ?? {}));
  t.match(await registry.read.assessment(keyOf({ id: 'assessment/alone' }), 'en'), {
    history: { length: 1 },
    since: null,
  });
});

t.test('what a later framework no longer has is kept and marked', async (t) => {
  const { registry } = await ready(t);
  await registry.publish(assessment({ levels: { decided: '2' } }));
  await registry.publish(
    framework({ levels: house.levels.slice(0, 2), requirements: house.requirements?.slice(0, 4) }),
  );
  const { items } = await registry.read.assessments(keyOf({ id: 'software/agenda' }), 'en', 5);
  t.match(items, [{ faults: [{ rule: 'level', pointer: '/levels/decided' }] }]);
});

t.test('the facet of levels follows decisions, lists, withdrawals and the calendar', async (t) => {
  const world = await ready(t);
  const { registry, clock } = world;
  const levels = async () => {
    const { facets } = await registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'name', limit: 1 });
    return (facets.level ?? []).map(({ value, count }) => `${value} ${count}`);
  };
  t.same(await levels(), []);
  const recommended = await registry.publish(assessment({ levels: { recommended: '2' } }));
  t.same(await levels(), [], 'a recommendation is no level');
  await registry.publish(assessment({ type: 'listed', date: undefined, levels: { listed: '1+' }, ratings: undefined }));
  t.same(await levels(), ['house:1+ 1']);
  const { id } = await registry.publish(
    assessment({
      type: 'board-decision',
      date: '2026-05-05',
      levels: { decided: '2' },
      validUntil: '2026-12',
      ratings: undefined,
    }),
  );
  t.same(await levels(), ['house:2 1']);
  const narrowed = await registry.read.search({
    text: '',
    lang: 'en',
    filters: { level: ['house:2'] },
    sort: 'name',
    limit: 5,
  });
  t.same(
    narrowed.items.map((item) => item.id),
    ['software/agenda'],
  );
  await registry.publish(software('Agenda', { description: { en: { short: 'New words.' } } }));
  t.same(await levels(), ['house:2 1'], 'another version of the software keeps it');
  clock.at = Date.UTC(2027, 0, 1);
  t.same(await levels(), [], 'what has run out holds no more, and a list does not come before a decision');
  clock.at = Date.UTC(2026, 10, 22);
  await registry.withdraw('assessment', id.split('/')[1] ?? '', 'withdrawn');
  t.same(await levels(), ['house:1+ 1']);
  await registry.withdraw('assessment', recommended.id.split('/')[1] ?? '', 'withdrawn');
  await registry.withdraw('software', 'agenda', 'withdrawn');
  t.same(await levels(), []);
});

t.test('a level waits for the software that it is about', async (t) => {
  const { registry } = openWorld(t);
  const facets = async () =>
    (await registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'name', limit: 1 })).facets.level;
  await registry.publishAll([
    framework(),
    assessment({ type: 'listed', date: undefined, levels: { listed: '1+' }, ratings: undefined }),
  ]);
  t.equal(await facets(), undefined);
  await registry.publish(software('Agenda'));
  t.match(await facets(), [{ value: 'house:1+', count: 1 }]);
});

t.test('the history of a software is that of its whole cluster, and so is its level', async (t) => {
  const { registry } = await ready(t);
  await registry.publish({ ...software('Agenda'), origin: 'built-in' });
  await registry.publish({ ...framework(), origin: 'built-in' });
  await registry.publish({ ...assessment({ levels: { decided: '2' } }), origin: 'built-in' });
  const [level] = await registry.read.levels(keyOf({ id: 'software/agenda' }), 'en');
  t.match(level, { framework: { id: 'framework/house@built-in' }, standing: { holds: { level: '2' } } });
  const { facets, items } = await registry.read.search({
    text: '',
    lang: 'en',
    filters: { level: ['house:2'] },
    sort: 'name',
    limit: 5,
  });
  t.match(items, [{ id: 'software/agenda', origin: 'own' }]);
  t.match(facets.level, [{ value: 'house:2', count: 1 }]);
});
