import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createAdopterFacets } from '../../src/registry/adopters/facets.ts';
import { HeldAdopters } from '../../src/registry/adopters/held.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Adoption, Organisation } from '../../src/schemas.gen.ts';
import { Columns } from '../../src/search/columns.ts';
import { TestLog } from '../helpers/test-log.ts';
import { mirrorAll } from './mirrored.ts';
import { inFolder, keyOf, openWorld, recordOf, software, type World } from './world.ts';

const ASK = { lang: 'en', limit: 25 };

async function filled(t: Parameters<typeof openWorld>[0]): Promise<World> {
  const world = openWorld(t);
  const { registry } = world;
  const body = (
    slug: string,
    name: string,
    more: Partial<Organisation> = {},
    origin: 'own' | 'built-in' = 'built-in',
  ) =>
    registry.publish(
      recordOf(
        'organisation',
        { name, type: 'municipality', country: 'DK', ...more },
        {
          ...{ slug, origin, provenance: inFolder(`organisations/${slug}.json`) },
        },
      ),
    );
  await body('aarhus', 'Aarhus Kommune', {
    ...{ aliases: ['Aarhus'], subdivision: 'DK-82', identifiers: [{ scheme: 'kommunekode', value: '0751' }] },
  });
  await body('viborg', 'Viborg Kommune', { subdivision: 'DK-82', population: { value: 97_000 } });
  await body('odense', 'Odense Kommune', { subdivision: 'DK-83' });
  await registry.publish(
    recordOf(
      'network',
      { name: 'OS', countries: ['DK'], sizeClasses: [{ class: 'small', below: 60_000 }, { class: 'large' }] },
      { slug: 'os' },
    ),
  );
  await registry.publish(
    software('Agenda', { countries: ['DK'], usedBy: ['Århus Kommune', 'Odense Kommune, IT', 'Aarhus Kommune'] }),
  );
  return world;
}

const adoption = (more: Partial<Adoption>) =>
  recordOf('adoption', {
    ...{ software: 'software/agenda', state: 'production', evidence: 'claimed', sources: [{ title: 'A list' }] },
    ...more,
  });

async function agenda({ registry, store }: World, wish = {}) {
  const row = await store.getRecord({ origin: 0, kind: 'software', slug: 'agenda' });
  if (row === null) throw new Error('no agenda');
  return registry.read.adopters(row, { ...ASK, ...wish });
}

const told = (page: Awaited<ReturnType<typeof agenda>>) =>
  page.items.map(
    ({ organisationName, state, evidence, claims }) => `${organisationName}: ${state}, ${evidence}, ${claims.length}`,
  );

t.test('who uses a software is told once, whoever says so, and names of manifests are matched with care', async (t) => {
  const world = await filled(t);
  t.same(told(await agenda(world)), ['Aarhus Kommune: in-use, claimed, 2', 'Odense Kommune, IT: in-use, claimed, 1']);
  await world.registry.publish(
    adoption({ organisation: 'organisation/aarhus@built-in', since: '2020-03', asOf: '2026-06-11' }),
  );
  await world.registry.publish(
    adoption({
      organisation: 'organisation/viborg@built-in',
      evidence: 'declared',
      lastConfirmed: '2026-11',
      state: 'pilot',
      since: '2019',
    }),
  );
  const page = await agenda(world);
  t.same(told(page), [
    'Viborg Kommune: pilot, confirmed, 1',
    'Aarhus Kommune: production, claimed, 3',
    'Odense Kommune, IT: in-use, claimed, 1',
  ]);
  t.match(page, {
    total: 3,
    inUse: 3,
    counts: {
      country: [{ value: 'DK', count: 3 }],
      size: [
        { value: 'unknown', count: 2 },
        { value: 'large', count: 1 },
      ],
    },
  });
  t.same(
    page.firstMovers.map(({ organisationName }) => organisationName),
    ['Viborg Kommune', 'Aarhus Kommune'],
  );
  t.match(page.items[1]?.claims[0]?.source, { title: 'A list' });
  t.match(await agenda(world, { limit: 2 }), { next: /./, items: { length: 2 } });
  const { next } = await agenda(world, { limit: 2 });
  t.same(told(await agenda(world, { limit: 2, cursor: next })), ['Odense Kommune, IT: in-use, claimed, 1']);
});

t.test('they are narrowed, compared with a body, and counted at a date', async (t) => {
  const world = await filled(t);
  await world.registry.publish(
    adoption({ organisation: 'organisation/viborg@built-in', since: '2020', until: '2024-05' }),
  );
  await world.registry.publish(adoption({ organisation: 'organisation/odense@built-in', since: '2022' }));
  t.same(told(await agenda(world, { filters: { subdivision: 'DK-83' } })).length, 1);
  t.equal((await agenda(world, { filters: { evidence: 'declared' } })).total, 0);
  const like = await agenda(world, { like: 'organisation/aarhus' });
  t.match(like.like, { name: 'Aarhus Kommune' });
  t.same(
    like.items.map(({ organisationName, alike }) => `${organisationName}: ${alike}`),
    ['Viborg Kommune: country,type,subdivision', 'Odense Kommune: country,type'],
  );
  t.match(await agenda(world, { like: 'organisation/nobody' }), { like: null });
  t.match(await agenda(world, { date: '2021' }), { total: 1, notKnown: 2 });
  t.match(await agenda(world, { date: '2024' }), { total: 1, items: [{ organisationName: 'Odense Kommune' }] });
  t.match((await agenda(world)).series.slice(0, 3), [
    { date: '2020', inUse: 1 },
    { date: '2021', inUse: 1 },
    { date: '2022', inUse: 2 },
  ]);
  const all = await world.registry.read.adopters('all', ASK);
  t.equal(all.total, 4);
  const own = await world.store.getRecord({ origin: 1, kind: 'organisation', slug: 'viborg' });
  t.match(await world.registry.read.adopters(own as never, ASK), {
    total: 1,
    items: [{ software: { name: 'Agenda' } }],
  });
  const network = await world.store.getRecord({ origin: 0, kind: 'network', slug: 'os' });
  t.equal((await world.registry.read.adopters(network as never, ASK)).total, 0);
});

t.test('the same body in two origins is one, and so is the same software', async (t) => {
  const world = await filled(t);
  await world.registry.publish(
    recordOf(
      'organisation',
      { name: 'Byen Aarhus', country: 'DK', identifiers: [{ scheme: 'kommunekode', value: '0751' }] },
      { slug: 'byen' },
    ),
  );
  await world.registry.publish(
    software('Agenda', {}, { slug: 'agenda', origin: 'built-in', provenance: inFolder('software/agenda.json') }),
  );
  await world.registry.publish(
    recordOf(
      'adoption',
      { organisation: 'organisation/aarhus', software: 'software/agenda', state: 'in-use', evidence: 'claimed' },
      { origin: 'built-in', slug: 'zzzzzz', provenance: inFolder('adoptions/zzzzzz.json') },
    ),
  );
  await world.registry.publish(adoption({ organisation: 'organisation/byen' }));
  const page = await agenda(world);
  t.same(told(page), ['Byen Aarhus: production, claimed, 4', 'Odense Kommune, IT: in-use, claimed, 1']);
});

t.test('facets say in which countries and by what kinds of bodies a software is used', async (t) => {
  const world = await filled(t);
  const search = (filters = {}) =>
    world.registry.read.search({ text: '', lang: 'en', filters, sort: 'name', limit: 5 });
  t.match((await search()).facets, {
    'adopter-country': [{ value: 'DK', count: 1 }],
    'adopter-kind': [{ value: 'municipality', count: 1 }],
  });
  t.equal((await search({ 'adopter-kind': ['region'] })).total, 0);
  t.equal((await search({ 'adopter-country': ['DK'] })).total, 1);
  await world.registry.publish(software('Agenda', { countries: ['DK'], usedBy: [], version: '2' }));
  t.equal((await search({ 'adopter-country': ['DK'] })).total, 0, 'nobody is named any more');
});

t.test(
  'in a large catalogue who uses what is not worked out all the time, and a search never waits for it',
  async (t) => {
    const world = await filled(t);
    const { store, registry } = world;
    let at = Date.UTC(2026, 10, 22);
    // Each look at the clock is a hundredth of a second after the last one.
    const clock = { now: () => (at += 10) };
    const held = new HeldAdopters(store, clock);
    const columns = new Columns();
    for (let ord = 1; ord <= LIMITS.adoptersAwaited + 1; ord += 1)
      columns.put({
        ...{ ord, rep: ord, origin: 0, kind: 'software' as const, sortName: '', quality: 0, updated: 0, facets: {} },
      });
    const facets = createAdopterFacets(held, columns, clock);
    const workedOut = async (wanted: number) => {
      for (let i = 0; i < 200 && held.version < wanted; i += 1) await new Promise((done) => setTimeout(done, 10));
      await held.now();
      return held.version;
    };
    await facets.settle();
    t.equal(held.version, 0, 'it has only begun');
    const first = await workedOut(1);
    await new Promise((done) => setTimeout(done, 20));
    await registry.publish(software('Minutes', { countries: ['DK'], usedBy: ['Viborg Kommune'] }));
    await facets.settle();
    await new Promise((done) => setTimeout(done, 50));
    t.equal(held.version, first, 'it rests');
    at += 3_600_000;
    await facets.settle();
    t.equal(await workedOut(first + 1), first + 1);
    at -= 7_200_000;
    await registry.publish(software('Votes', { countries: ['DK'], usedBy: ['Viborg Kommune'] }));
    await facets.settle();
    t.equal(await workedOut(first + 2), first + 2, 'a clock that was set back is no reason to wait');
  },
);

t.test('anybody can say that a claim is not right; it is marked at once and settled by the operator', async (t) => {
  const world = await filled(t);
  const { adopters } = world.registry;
  await world.registry.publish(adoption({ organisation: 'organisation/viborg@built-in' }));
  const { items } = await agenda(world);
  const [named] = items.filter(({ organisationName }) => organisationName === 'Odense Kommune, IT');
  const claim = named?.claims[0]?.id ?? '';
  const other = createRegistry({ store: world.store, clock: world.clock, serving: false });
  t.teardown(() => other.close());
  const [{ id }, twin] = await Promise.all([
    adopters.dispute({ claim, reason: 'never-used', words: 'We looked.' }),
    other.adopters.dispute({ claim, reason: 'never-used' }),
  ]);
  t.equal(twin.id, id, 'two processes that are told at once open one');
  t.same(await adopters.dispute({ claim, reason: 'no-longer' }), { id, open: true }, 'once while it is open');
  t.equal((await adopters.disputes()).length, 1);
  t.equal(
    (await agenda(world)).items.find(({ organisationName }) => organisationName === 'Odense Kommune, IT')?.disputed,
    true,
  );
  await adopters.settle(id, 'rejected');
  t.equal(
    (await agenda(world)).items.some(({ disputed }) => disputed),
    false,
  );
  const again = await adopters.dispute({ claim, reason: 'never-used' });
  t.not(again.id, id);
  await adopters.settle(again.id, 'upheld');
  t.match(await adopters.settle(again.id, 'upheld'), { settled: 'upheld' }, 'asked again, it does the rest');
  await t.rejects(adopters.settle(again.id, 'rejected'), { code: 'conflict', message: /settled already: upheld/ });
  await t.rejects(adopters.settle(id, 'upheld'), { code: 'conflict' });
  await t.rejects(adopters.dispute({ claim, reason: 'never-used' }), { code: 'conflict' });
  t.equal((await agenda(world)).total, 2, 'it is shown no more');
  await world.registry.publish(software('Agenda', { countries: ['DK'], usedBy: ['Odense Kommune, IT'], version: '3' }));
  t.equal((await agenda(world)).total, 1, 'nor when the manifest comes again');
  const own = (await agenda(world)).items[0]?.claims[0]?.id ?? '';
  await adopters.settle((await adopters.dispute({ claim: own, reason: 'not-used' })).id, 'upheld');
  t.match(await world.registry.read.lookup('adoption', own.replace(/^adoption\/|@own$/g, '')), {
    gone: { reason: 'withdrawn' },
  });
  t.equal((await adopters.disputes()).length, 3);
  await t.rejects(adopters.dispute({ claim: 'used-by/none', reason: 'not-used' }), { code: 'not-found' });
  await t.rejects(adopters.dispute({ claim: own, reason: 'not-used' }), { code: 'not-found' });
  await t.rejects(adopters.settle('none', 'upheld'), { code: 'not-found' });
});

t.test('a dispute keeps no address of a person', async (t) => {
  const world = await filled(t);
  const claim = (await agenda(world)).items[0]?.claims[0]?.id ?? '';
  const say = (words: string, reason = 'not-used') => world.registry.adopters.dispute({ claim, reason, words });
  await t.rejects(say('write to jo@town.example'), { code: 'invalid-parameter' });
  await t.rejects(say('call +45 12 34 56 78'), { code: 'invalid-parameter' });
  await t.rejects(say('x'.repeat(501)), { code: 'invalid-parameter' });
  await t.rejects(say('', 'boredom'), { code: 'invalid-parameter', message: /never-used/ });
});

t.test('a body’s own word that it does not run something wins over every source, later ones too', async (t) => {
  const world = await filled(t);
  const { adopters, read } = world.registry;
  const { id } = await world.registry.publish(adoption({ organisation: 'organisation/aarhus@built-in' }));
  await world.registry.publish(
    recordOf(
      'adoption',
      { organisation: 'organisation/aarhus', software: 'software/agenda@own', state: 'in-use', evidence: 'claimed' },
      { origin: 'built-in', slug: 'told', provenance: inFolder('adoptions/told.json') },
    ),
  );
  t.match(await read.lookup('adoption', 'told'), { found: {} });
  t.match([read.documentNow('software', 'agenda'), read.documentNow('adoption', id.slice(9))], [{ decided: 0 }, null]);
  await adopters.hold('organisation/aarhus', 'software/agenda', 'not-used');
  t.same(told(await agenda(world)), ['Odense Kommune, IT: in-use, claimed, 1']);
  t.equal(read.documentNow('software', 'agenda'), null, 'from now on it is looked at what is left out');
  t.match(await read.lookup('adoption', id.slice(9)), { gone: { reason: 'withdrawn' } }, 'mirrors hear of it');
  t.match(await read.lookup('adoption', 'told'), { missing: [] }, 'what others say is hidden');
  t.match(await read.document('adoption', 'told@built-in'), { missing: [] });
  t.equal((await read.list('adoption', 10)).items.length, 0);
  await world.registry.publish(
    software('Agenda', { countries: ['DK'], usedBy: ['Aarhus Kommune', 'Aarhus'], version: '9' }),
  );
  t.same(told(await agenda(world)), [], 'a later crawl changes nothing');
  t.equal(
    (await read.linked(keyOf({ id: 'software/agenda' }), ['adoption-of'], 'en', 10)).total,
    0,
    'what is hidden is not counted',
  );
  const bare = await read.document('software', 'agenda');
  const row = 'found' in bare ? bare.found : null;
  t.match(JSON.parse(String(row?.view)), { record: { usedBy: [], version: '9' }, usedByLeftOut: 2 });
  t.match(await read.document('software', 'agenda', row?.etag), { found: { etag: row?.etag } });
  t.match(await read.lookup('software', 'agenda'), { found: { view: /"usedBy":\[\]/, etag: row?.etag ?? '' } });
  const [listed] = (await read.list('software', 10)).items;
  t.match(JSON.parse(String(listed && Buffer.from(listed))), { record: { usedBy: [] } });
  t.notMatch(
    JSON.stringify(await read.compare(keyOf({ id: 'software/agenda' }), 1, 2)),
    /Aarhus/,
    'nor in what changed',
  );
  const then = (await world.registry.past(await read.point())).read;
  t.match(await then.lookup('software', 'agenda'), { found: { view: /"usedBy":\[\]/ } });
  await t.rejects(world.registry.publish(adoption({ organisation: 'organisation/aarhus@built-in' })), {
    ...{ code: 'invalid-input', problems: [{ rule: 'held' }] },
  });
  const log = new TestLog('catalogue.peer.example');
  const diary = { name: 'Diary', url: 'https://forge.example/agenda', countries: ['DK'] };
  log.put('software/diary', { ...diary, usedBy: ['Aarhus'] });
  const use = { organisation: 'organisation/aarhus@built-in', state: 'production', evidence: 'confirmed' };
  log.put('adoption/p', { ...use, software: 'software/diary', sources: [{ title: 'Their list' }] });
  await mirrorAll(world, log);
  t.match(await read.lookup('software', 'diary@catalogue.peer.example'), { found: {} });
  t.same(told(await agenda(world)), [], 'nor does what another catalogue says, of its own entry of the same product');
  t.match(await read.lookup('adoption', 'p@catalogue.peer.example'), { missing: [] });
  t.equal(await adopters.release('organisation/aarhus', 'software/agenda'), true);
  t.equal(await adopters.release('organisation/aarhus', 'software/agenda'), false);
  t.equal((await agenda(world)).total, 1, 'when the body says otherwise again');
  t.match(await read.lookup('software', 'agenda'), { found: { view: /Aarhus Kommune/ } });
  await t.rejects(adopters.hold('organisation/nobody', 'software/agenda', 'consent'), { code: 'not-found' });
});

t.test('a name that is not sure waits for a person, who says which body it means', async (t) => {
  const world = await filled(t);
  const { adopters } = world.registry;
  const queue = await adopters.queue();
  t.match(queue, {
    total: 1,
    items: [{ name: 'Odense Kommune, IT', countries: ['DK'], from: ['software/agenda@own'] }],
  });
  t.ok((queue.items[0]?.candidates.length ?? 0) <= 3);
  t.equal(queue.items[0]?.candidates[0]?.name, 'Odense Kommune');
  await adopters.match('Odense Kommune, IT', ['DK'], 'organisation/odense');
  t.equal((await adopters.queue()).total, 0);
  t.match(
    (await agenda(world)).items.map(({ organisation }) => organisation?.name),
    ['Aarhus Kommune', 'Odense Kommune'],
  );
  await adopters.match('Odense Kommune, IT', ['DK'], null);
  t.equal((await adopters.queue()).total, 0, 'that it is none is a decision too');
  t.match(told(await agenda(world)), ['Aarhus Kommune: in-use, claimed, 2', 'Odense Kommune, IT: in-use, claimed, 1']);
  await t.rejects(adopters.match('Odense Kommune, IT', ['DK'], 'organisation/nobody'), { code: 'not-found' });
});

t.test('populations by official code give sizes by the classes of the country’s network', async (t) => {
  const world = await filled(t);
  const value = { value: 365_000, date: '2026-01-01', source: 'A table', sourceAddress: null };
  t.same(
    await world.registry.adopters.populations([
      { key: 'kommunekode:0751', value },
      { key: 'kommunekode:0000', value },
    ]),
    {
      unknown: ['kommunekode:0000'],
    },
  );
  t.match((await agenda(world)).items[0]?.organisation, { size: 'large', population: value });
});

t.test('details are shown only where the body itself has declared them and agreed', async (t) => {
  const world = await filled(t);
  const details = { version: '1.0', scope: { en: 'All.' }, address: 'https://run.example/' };
  const given = { organisation: 'organisation/odense@built-in', ...details };
  for (const wrong of [
    { evidence: 'claimed', consent: true },
    { evidence: 'declared', consent: false },
  ] as const)
    await t.rejects(world.registry.publish(adoption({ ...given, ...wrong })), {
      code: 'invalid-input',
      problems: [{ rule: 'details' }],
    });
  await t.rejects(world.registry.publish(adoption({ organisation: 'organisation/odense@built-in', since: '2999' })), {
    code: 'invalid-input',
    problems: [{ rule: 'dates' }],
  });
  await t.rejects(
    world.registry.publish(adoption({ organisation: 'organisation/odense@built-in', lastConfirmed: '2026' })),
    { code: 'invalid-input', problems: [{ rule: 'evidence' }] },
  );
  await t.rejects(
    world.registry.publish(adoption({ organisation: 'organisation/odense@built-in', since: '2025', until: '2024' })),
    { code: 'invalid-input', problems: [{ rule: 'period' }] },
  );
  const { id } = await world.registry.publish(adoption({ ...given, evidence: 'declared', consent: true }));
  const row = await world.store.getRecord({ origin: 0, kind: 'adoption', slug: id.slice(9) });
  t.match(JSON.parse(row?.view ?? '{}'), { record: details });
});
