import t from 'tap';
import { openApp } from '../helpers/open-app.ts';
import { publishRich } from '../helpers/rich-records.ts';
import { TestLog } from '../helpers/test-log.ts';
import { mirrorAll } from '../registry/mirrored.ts';

t.test('assessments are answered with counted and stated totals, faults and the standing', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const { total, items, next, levels } = (await opened.ask('/api/v1/software/everything/assessments?lang=da')).json();
  t.equal(total, 3);
  t.equal(next, null);
  t.match(items[0], {
    id: 'assessment/cccccccccccccccc',
    page: '/da/assessments/cccccccccccccccc',
    type: 'board-decision',
    framework: { id: 'framework/house-list@own', name: 'Huslisten 2', version: '2', page: '/da/frameworks/house-list' },
    levels: { recommended: '1+', decided: 'low' },
    validUntil: '2025-12',
    faults: [],
  });
  t.same(items[0].totals, {
    computed: { green: 1, yellow: 1, red: 0, grey: 0 },
    notGiven: 2,
    stated: { green: 2, yellow: 0 },
    tables: [{ of: 'sidste side', counts: { green: 2, yellow: 0 } }],
    agree: false,
  });
  t.match(items[2], { type: 'listed', date: null });
  t.same(
    items[2].totals,
    { computed: null, notGiven: null, stated: null, tables: [], agree: null },
    'a level in a list rates nothing: its totals are not given, not nought',
  );
  t.same(
    levels.map(({ framework, holds }: { framework: { name: string }; holds: object }) => [framework.name, holds]),
    [
      ['Bare list', { level: '1', by: 'listed', expired: false }],
      ['Huslisten 2', { level: 'low', by: 'decided', expired: true }],
    ],
  );
  t.match(levels[1].computed, {
    level: 'low',
    complete: false,
    next: { level: '1+', missing: [{ requirement: 'D' }] },
  });
});

t.test('assessments come in pages, of networks too, and of what is not there not at all', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const first = (await opened.ask('/api/v1/software/everything/assessments?limit=2')).json();
  t.equal(first.items.length, 2);
  t.equal(first.levels.length, 2, 'the standing is of all of them');
  const rest = (await opened.ask(`/api/v1/software/everything/assessments?limit=2&cursor=${first.next}`)).json();
  t.equal(rest.items.length, 1);
  t.same((await opened.ask('/api/v1/networks/all-of-us/assessments')).json(), {
    total: 0,
    items: [],
    next: null,
    levels: [],
  });
  t.equal((await opened.ask('/api/v1/software/none/assessments')).statusCode, 404);
  t.equal((await opened.ask('/api/v1/software/everything/assessments?cursor=x')).statusCode, 400);
});

t.test('an assessment that does not fit is refused over HTTP with the place', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const wrong = {
    ...{ kind: 'assessment', subject: 'software/everything', framework: 'framework/bare-list', type: 'self' },
    ...{ levels: { claimed: '5' }, ratings: [{ requirement: 'Q', rating: 'green' }] },
  };
  const answer = await opened.post(wrong);
  t.equal(answer.statusCode, 422);
  t.match(answer.json().problems, [
    { rule: 'level', pointer: '/levels/claimed', hint: 'Its levels are 1.' },
    { rule: 'requirement', pointer: '/ratings/0/requirement' },
  ]);
});

t.test('the facet of levels is labelled with the framework', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const { facets } = (await opened.ask('/api/v1/search?kind=software&level=bare-list:1&lang=en')).json();
  t.same(facets.level, [{ value: 'bare-list:1', label: 'Bare list: 1', count: 1 }]);
});

t.test(
  'on a mirror a level goes by the name of its list, and an act in another’s name says why it does not count',
  async (t) => {
    const { ask, store, registry, clock } = await openApp(t);
    clock.time = Date.UTC(2026, 10, 28);
    const levels = [{ id: '1', rank: 1 }];
    const decided = (framework: string, subject: string) => ({
      ...{ framework, subject, type: 'board-decision', date: '2026-05-05' },
      ...{ levels: { decided: '1' }, decision: { name: 'Board' } },
    });
    const house = new TestLog('catalogue.house.example');
    house.put('network/house', { name: 'House' });
    house.put('framework/list', { name: 'House list', levels, network: 'network/house' });
    house.put('software/agenda', { name: 'Agenda', network: 'network/house' });
    house.put('assessment/a', decided('framework/list', 'software/agenda'));
    await mirrorAll({ store, registry }, house);
    const other = new TestLog('catalogue.other.example');
    const at = (ref: string) => `${ref}@catalogue.house.example`;
    other.put('assessment/b', decided(at('framework/list'), at('software/agenda')));
    other.put('network/house', { name: 'House' });
    other.put('framework/list', { name: 'House list', levels, network: 'network/house' });
    other.put('assessment/c', decided('framework/list', at('software/agenda')));
    const { origin } = await mirrorAll({ store, registry }, other);
    const { facets } = (await ask('/api/v1/search?kind=software')).json();
    t.match(facets.network, [{ value: 'house', label: 'house' }], 'two have a network of this name');
    t.match(facets.level, [
      { value: 'list:1', count: 1 },
      { value: 'list@catalogue.other.example:1', label: 'House list (catalogue.other.example): 1' },
    ]);
    const page = (await ask('/da/software/agenda@catalogue.house.example')).body;
    t.match(
      page,
      'Skrevet af kataloget catalogue.other.example; posten om House føres af catalogue.house.example, som ikke har skrevet det.',
    );
    await registry.forget(origin);
    const alone = (await ask('/api/v1/search?kind=software')).json().facets;
    t.match([alone.network, alone.level], [[{ label: 'House' }], [{ label: 'House list: 1' }]]);
  },
);
