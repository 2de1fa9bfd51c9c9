/** Whose words count: a decision is the network's where the catalogue wrote it that keeps the network's record. */
import t from 'tap';
import { Ladders } from '../../src/registry/ladders.ts';
import { house } from '../governance/examples.ts';
import { TestLog } from '../helpers/test-log.ts';
import { mirroring, newPeer } from './mirrored.ts';
import { recordOf, type World } from './world.ts';

/** What the network’s own catalogue writes, and what another one writes about the same product in its name. */
const HOUSE = { name: 'House', roles: [{ role: { en: 'Board' }, name: 'The board', may: ['decide'] }] };
const BOARD = { type: 'board-decision', decision: { name: 'The board' }, ratings: undefined } as const;
const act = (framework: string, subject: string, more: object) => ({
  ...{ subject, framework, frameworkVersion: house.version, date: '2026-05-05' },
  ...more,
});

const levelsFound = async ({ registry }: Pick<World, 'registry'>): Promise<string[]> => {
  const { facets } = await registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'name', limit: 1 });
  return (facets.level ?? []).map(({ value, count }) => `${value} ${count}`);
};

t.test('a decision counts only from the catalogue that keeps the network’s record', async (t) => {
  const world = await mirroring(t, 'catalogue.house.example');
  const { registry, log, store, clock } = world;
  clock.at = Date.UTC(2026, 10, 22);
  log.put('network/house', HOUSE);
  log.put('framework/house', { ...house, network: 'network/house' });
  log.put('software/agenda', { name: 'Agenda' });
  log.put('assessment/first', act('framework/house', 'software/agenda', { ...BOARD, levels: { decided: 'low' } }));
  await world.pull();
  t.same(await levelsFound(world), ['house:low 1'], 'its own act counts wherever it is mirrored');

  const other = new TestLog('catalogue.other.example');
  const peer = await store.putPeer(newPeer(other));
  const { log: number } = await store.openMirror(peer.origin, other.origin);
  const at = (ref: string) => `${ref}@catalogue.house.example`;
  const [theirs, agenda] = [at('framework/house'), at('software/agenda')];
  const later = { date: '2026-06-06', supersedes: at('assessment/first') };
  const made: Record<string, object> = {
    board: act(theirs, agenda, { ...BOARD, ...later, levels: { decided: '2' } }),
    office: act(theirs, agenda, { type: 'secretariat', ...later, ratings: [{ requirement: 'A', rating: 'green' }] }),
    hidden: act(theirs, agenda, { ...BOARD, ...later, type: 'listed', levels: { listed: '2', decided: '2' } }),
    nowhere: act('framework/house@nowhere.example', agenda, { ...BOARD, levels: { decided: '2' } }),
    self: act(theirs, agenda, { type: 'self', date: '2026-06-06', levels: { claimed: '1+' } }),
    opinion: act(theirs, agenda, { type: 'second-opinion', date: '2026-06-06', levels: { recommended: '1+' } }),
  };
  for (const [slug, record] of Object.entries(made)) other.put(`assessment/${slug}`, record);
  await registry.mirror(number, other.bundle());
  await registry.mirrorHead(number, other.head());

  t.same(await levelsFound(world), ['house:low 1'], 'no facet');
  const key = { origin: world.peer.origin, kind: 'software' as const, slug: 'agenda' };
  const levels = await registry.read.levels(key, 'en');
  t.match(
    levels.find(({ framework }) => framework.id === theirs)?.standing,
    {
      ...{ holds: { level: 'low', by: 'decided' }, decided: { assessment: at('assessment/first') } },
      ...{ computed: null, claimed: { level: '1+' }, recommended: { level: '1+' } },
    },
    'no level, no figures, and nothing is replaced by it; what anybody may say is as it was',
  );
  t.match(levels.find(({ framework }) => framework.record === null)?.standing, { holds: null });
  const { items } = await registry.read.assessments(key, 'en', 20);
  const reasons = Object.fromEntries(
    items.map(({ item, faults }) => [item.id.slice(11), faults.map(({ message }) => message).join(' ')]),
  );
  const reason =
    'Written by the catalogue catalogue.other.example; the record of House is kept by catalogue.house.example, which did not write it.';
  t.same(reasons, {
    ...{ board: reason, office: reason, hidden: reason, first: '', self: '', opinion: '' },
    nowhere:
      'Written by the catalogue catalogue.other.example, by a framework of another one that is not here: whether it had the right to is not known.',
  });
  const news = await registry.read.news('all', 'en', 50);
  t.same(
    news.filter(({ what }) => what === 'level').map(({ after }) => after),
    ['1+', 'low'],
    'nor is it news, but a second opinion is',
  );

  other.put('network/house', HOUSE);
  other.put('framework/house', { ...house, network: 'network/house' });
  other.put('assessment/copy', act('framework/house', agenda, { ...BOARD, levels: { decided: '2' } }));
  await registry.mirror(number, other.bundle(other.size - 3));
  await registry.mirrorHead(number, other.head());
  t.same(
    await levelsFound(world),
    ['house:low 1', 'house@catalogue.other.example:2 1'],
    'whoever copies the network and its list decides by his own list alone, which is told apart',
  );

  await registry.publish(
    recordOf('assessment', act(theirs, agenda, { ...BOARD, date: '2026-07-07', levels: { decided: '1+' } })),
  );
  t.ok((await levelsFound(world)).includes('house:1+ 1'), 'the operator answers for what is written here');
});

t.test('of the built-in network only the built-in folder and our own catalogue decide', async (t) => {
  const world = await mirroring(t, 'catalogue.other.example');
  const { registry, log, clock } = world;
  clock.at = Date.UTC(2026, 10, 22);
  const builtIn = (kind: 'network' | 'framework' | 'software' | 'assessment', record: object, slug: string) =>
    recordOf(kind, record, { origin: 'built-in', slug });
  const decided = (level: string, at = '', more: object = {}) =>
    act(`framework/house${at}`, `software/agenda${at}`, { ...BOARD, levels: { decided: level }, ...more });
  await registry.publishAll([
    builtIn('network', HOUSE, 'house'),
    builtIn('framework', { ...house, network: 'network/house' }, 'house'),
    builtIn('software', { name: 'Agenda' }, 'agenda'),
    builtIn('assessment', decided('low'), 'a'),
  ]);
  log.put('assessment/b', decided('2', '@built-in', { date: '2026-06-06' }));
  await world.pull();
  t.same(await levelsFound(world), ['house:low 1'], 'a peer does not decide by what ships with the program');
  const [told] = (await registry.read.assessments({ origin: 1, kind: 'software', slug: 'agenda' }, 'en', 5)).items;
  t.match(told?.faults, [{ rule: 'right', message: /is kept by the built-in catalogue, which did not write it/ }]);

  const listed = (level: string, at = '', date = '2026-05-05') =>
    act(`framework/house${at}`, `software/notes${at}`, { type: 'listed', date, levels: { listed: level } });
  await registry.publishAll([
    builtIn('software', { name: 'Notes' }, 'notes'),
    builtIn('assessment', listed('1+'), 'n'),
  ]);
  log.put('assessment/n', listed('2', '@built-in', '2026-06-06'));
  await world.pull();
  const both = ['house:1+ 1', 'house:low 1'];
  t.same((await levelsFound(world)).sort(), both, 'nor does it write the list: what that says holds, too');

  // The operator takes the folder over: his copies stand beside the built-in ones, and count.
  await registry.publishAll([
    recordOf('network', HOUSE, { slug: 'house' }),
    recordOf('framework', { ...house, network: 'network/house' }, { slug: 'house' }),
    recordOf('software', { name: 'Agenda' }, { slug: 'agenda' }),
    recordOf('assessment', decided('1+'), { slug: 'c' }),
    recordOf('assessment', decided('2', '@built-in', { date: '2026-06-06' }), { slug: 'd' }),
  ]);
  t.same((await levelsFound(world)).sort(), ['house:1+ 2', 'house:2 1']);
});

t.test('of frameworks of one name ours goes first, then the built-in one, then the one known first', (t) => {
  const ladders = new Ladders();
  const place = (origin: number | null, slug = 'house') => ({ slug, origin, originName: `o${origin}.example` });
  const put = (origin: number) => ladders.put({ ord: origin + 10, origin, slug: 'house' }, [`of ${origin}`]);
  t.equal(ladders.nameOf(place(7)), 'house', 'where there is no other');
  t.equal(ladders.nameOf(place(null)), 'house@onull.example');
  put(7);
  put(4);
  t.equal(ladders.nameOf(place(7)), 'house@o7.example');
  t.equal(ladders.nameOf(place(4)), 'house');
  t.same(ladders.of('house'), [], 'nobody rises by a framework that he wrote himself');
  put(1);
  t.equal(ladders.nameOf(place(4)), 'house@o4.example');
  t.same(ladders.of('house'), ['of 1']);
  put(0);
  t.same(ladders.of('house'), ['of 0']);
  t.equal(ladders.nameOf(place(1)), 'house', 'the built-in one goes by its bare name all the same');
  for (const gone of [10, 11, 14, 99]) ladders.delete(gone);
  t.equal(ladders.nameOf(place(7)), 'house', 'who is left has the name');
  ladders.delete(17);
  t.same(ladders.of('house'), []);
  t.end();
});

t.test('a peer that sends thousands of frameworks and assessments holds up nobody', (t) => {
  const ladders = new Ladders();
  const many = 10_000;
  for (let i = 0; i < many; i += 1) ladders.put({ ord: i, origin: 2, slug: `f${i}` }, ['1']);
  const begun = process.cpuUsage();
  for (let i = 0; i < many; i += 1) ladders.nameOf({ slug: `f${i}`, origin: 2, originName: 'a.example' });
  const { user } = process.cpuUsage(begun);
  t.ok(user < 250_000, `${user} µs: each act looks at the frameworks of one name alone`);
  t.end();
});
