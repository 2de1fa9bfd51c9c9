import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { SearchQuery } from '../../src/registry/search-type.ts';
import { putStep } from '../store/steps.ts';
import { inFolder, openWorld, recordOf, refusal, software, type World } from './world.ts';

const query = (text: string, over: Partial<SearchQuery> = {}): SearchQuery => ({
  ...{ text, lang: 'en', filters: {}, sort: 'relevance', limit: 100 },
  ...over,
});
const found = async ({ registry }: World, text: string, over: Partial<SearchQuery> = {}): Promise<string[]> =>
  (await registry.read.search(query(text, over))).items
    .filter(({ loose }) => loose !== true)
    .map(({ id }) => id.slice(id.indexOf('/') + 1));

const en = (short: string, more: object = {}) => ({ description: { en: { short, ...more } } });

t.test('Words are found in every spelling, by their beginnings, and as phrases', async (t) => {
  const world = openWorld(t);
  await world.registry.publishAll([
    software('Ærø dagsorden', en('Agendas of the council'), { slug: 'aero' }),
    software('Aarhus møde', en('Council meetings and their minutes'), { slug: 'aarhus' }),
    software('Müllabfuhr', { description: { de: { short: 'Abholung von Müll für Bürger' } } }, { slug: 'muell' }),
  ]);
  const cases: [string, string[]][] = [
    ['ærø', ['aero']],
    ['aero', ['aero']],
    ['AEROE', ['aero']],
    ['århus', ['aarhus']],
    ['mode', ['aarhus']],
    ['moede', ['aarhus']],
    ['møde', ['aarhus']],
    ['mull', ['muell']],
    ['muell', ['muell']],
    ['bürger', ['muell']],
    ['agen', ['aero']],
    ['agen ', []],
    ['council agen', ['aero']],
    ['agen council', []],
    ['"the council"', ['aero']],
    ['"council the"', []],
    ['"council meetings" minutes', ['aarhus']],
    ['council', ['aarhus', 'aero']],
    ['nothing of the kind', []],
    ['!?', []],
  ];
  for (const [text, ids] of cases) t.same((await found(world, text)).sort(), ids, text);
  t.equal((await found(world, '')).length, 3);
});

t.test('An exact name, alias or identifier comes first', async (t) => {
  const world = openWorld(t);
  const words = en('Kitos kitos kitos', { features: Array.from({ length: 20 }, (_, i) => `kitos ${i}`) });
  await world.registry.publishAll([
    software('Kitos companion', { ...words, licence: { spdx: 'MIT' } }, { slug: 'companion' }),
    software('Kitos', {}, { slug: 'kitos' }),
    software('Other', { aliases: ['OS2 rollekatalog'], ...en('Nothing') }, { slug: 'roles' }),
    software('About roles', en('For the OS2 rollekatalog, and the rollekatalog of OS2'), { slug: 'about' }),
    recordOf('organisation', { name: 'Town', identifiers: [{ scheme: 'cvr', value: '12345678' }] }, { slug: 'town' }),
  ]);
  t.same(await found(world, 'kitos'), ['kitos', 'companion']);
  t.equal((await found(world, 'OS2rollekatalog'))[0], 'roles', 'written together too');
  t.equal((await found(world, 'os2 rollekatalog'))[0], 'roles');
  t.same(await found(world, '12345678'), ['town']);
});

t.test('Filters are alternatives within a facet and conditions across, counted without their own', async (t) => {
  const world = openWorld(t);
  const product = (slug: string, spdx: string, status: string, countries: string[]) =>
    software(`Product ${slug}`, { licence: { spdx }, status, countries }, { slug });
  await world.registry.publishAll([
    product('a', 'MIT', 'stable', ['DK']),
    product('b', 'MIT', 'beta', ['DK', 'SE']),
    product('c', 'EUPL-1.2', 'stable', ['IT']),
    recordOf('organisation', { name: 'Product owner', country: 'DK' }, { slug: 'o' }),
  ]);
  const search = (filters: SearchQuery['filters']) => world.registry.read.search(query('product', { filters }));
  const ids = async (filters: SearchQuery['filters']) => (await search(filters)).items.map(({ id }) => id).sort();
  t.same(await ids({ licence: ['MIT', 'EUPL-1.2'] }), ['software/a', 'software/b', 'software/c']);
  t.same(await ids({ licence: ['MIT'], status: ['stable'] }), ['software/a']);
  t.same(await ids({ country: ['DK'], kind: ['organisation'] }), ['organisation/o']);
  t.same(await ids({ licence: ['none'] }), []);
  const { facets, total } = await search({ licence: ['MIT'] });
  t.equal(total, 2);
  t.same(facets.licence, [
    { value: 'MIT', count: 2 },
    { value: 'EUPL-1.2', count: 1 },
  ]);
  t.same(facets.status, [
    { value: 'beta', count: 1 },
    { value: 'stable', count: 1 },
  ]);
  t.same(facets.country?.[0], { value: 'DK', count: 2 });
  t.same((await search({})).facets.kind, [
    { value: 'software', count: 3 },
    { value: 'organisation', count: 1 },
  ]);
});

t.test('The same software in two origins is one hit and one count, wherever the words stand', async (t) => {
  const world = openWorld(t);
  const url = 'https://forge.example/t/kitos';
  await world.registry.publish(
    software('Kitos', { url, ...en('Words of the built-in') }, { origin: 'built-in', slug: 'kitos' }),
  );
  t.same(await found(world, 'kitos'), ['kitos']);
  await world.registry.publish(software('Kitos of ours', { url, ...en('Other phrases') }, { slug: 'ours' }));
  t.same(await found(world, 'kitos'), ['ours']);
  t.same(await found(world, 'built-in'), ['ours'], 'found by what the other says, shown by ours');
  const { facets } = await world.registry.read.search(query('kitos'));
  t.same(facets.origin, [{ value: 'own', count: 1 }]);
  await world.registry.withdraw('software', 'ours', 'duplicate');
  t.same(await found(world, 'kitos'), ['kitos'], 'the built-in one is there again at once');
  t.same(await found(world, ''), ['kitos']);
});

t.test('What is hidden or withdrawn is found no more, what comes back is', async (t) => {
  const world = openWorld(t);
  const submission = software('Kitos', en('Some words'), { slug: 'kitos', provenance: inFolder('software/kitos.yml') });
  await world.registry.publish(submission);
  t.same(await found(world, 'words'), ['kitos']);
  const key = { origin: 0, kind: 'software', slug: 'kitos' } as const;
  await world.registry.hide({ key, source: 'folder:software/kitos.yml' });
  t.same(await found(world, 'words'), []);
  await world.registry.publish(submission);
  t.same(await found(world, 'words'), ['kitos']);
  await world.registry.withdraw('software', 'kitos', 'retired');
  t.same([await found(world, 'words'), await found(world, '')], [[], []]);
});

t.test('Pages follow each other without gaps, in every order, and belong to their question', async (t) => {
  const world = openWorld(t);
  for (let i = 0; i < 12; i += 1) {
    world.clock.at += 1000;
    await world.registry.publish(software(`Thing ${String.fromCharCode(108 - i)}`, {}, { slug: `t${i}` }));
  }
  const whole = await found(world, 'thing', { sort: 'name' });
  t.same(
    whole,
    Array.from({ length: 12 }, (_, i) => `t${11 - i}`),
  );
  t.same(await found(world, 'thing', { sort: 'updated' }), whole);
  for (const sort of ['name', 'updated', 'relevance'] as const) {
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const over: Partial<SearchQuery> = { sort, limit: 5, ...(cursor === null ? {} : { cursor }) };
      const page = await world.registry.read.search(query('thing', over));
      t.equal(page.total, 12);
      paged.push(...page.items.map(({ id }) => id.slice('software/'.length)));
      cursor = page.next;
    } while (cursor !== null);
    t.same(paged, await found(world, 'thing', { sort }), sort);
  }
  const { next } = await world.registry.read.search(query('thing', { limit: 5 }));
  const cursor = next as string;
  for (const other of [
    query('things'),
    query('thing', { sort: 'name' }),
    query('thing', { filters: { kind: ['software'] } }),
  ])
    t.match(await refusal(world.registry.read.search({ ...other, cursor })), { code: 'invalid-cursor' });
  const [list] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string];
  for (const bad of [['x'], [list, -5], [list, 1.5], [list, '5'], [list, 5, 5]])
    t.match(
      await refusal(
        world.registry.read.search(query('thing', { cursor: Buffer.from(JSON.stringify(bad)).toString('base64url') })),
      ),
      { code: 'invalid-cursor' },
      JSON.stringify(bad),
    );
  const behind = Buffer.from(JSON.stringify([list, 5000])).toString('base64url');
  t.match(await world.registry.read.search(query('thing', { cursor: behind })), { items: [], next: null, total: 12 });
});

t.test('A product that cannot be had ranks below one that can', async (t) => {
  const world = openWorld(t);
  const text = en('Plans the use of rooms');
  await world.registry.publishAll([
    recordOf('software', { name: 'Rooms one', ...text }, { slug: 'one' }),
    software('Rooms two', text, { slug: 'two' }),
  ]);
  t.same(await found(world, 'rooms'), ['two', 'one']);
});

t.test('Ten thousand hits are all counted, ranked and paged', async (t) => {
  const world = openWorld(t);
  const steps = Array.from({ length: 10_000 }, (_, i) =>
    putStep(
      { origin: 1, kind: 'software', slug: `s${i}` },
      {
        facets: { kind: ['software'], status: [i % 4 === 0 ? 'beta' : 'stable'] },
        texts: { name: i === 7777 ? 'common rare' : `common n${i}`, long: 'common words' },
        names: [i === 7777 ? 'commonrare' : `n${i}`],
        item: JSON.stringify({ name: `S ${i}`, aliases: [], names: {}, summaries: {}, facts: {} }),
        sortName: String(i).padStart(5, '0'),
      },
    ),
  );
  await world.store.commit(steps);
  const all = await world.registry.read.search(query('common'));
  t.equal(all.total, 10_000);
  t.same(all.facets.status, [
    { value: 'stable', count: 7500 },
    { value: 'beta', count: 2500 },
  ]);
  t.same(await found(world, 'common rare'), ['s7777']);
  t.equal((await world.registry.read.search(query('common', { filters: { status: ['beta'] } }))).total, 2500);
  const list = JSON.parse(Buffer.from(all.next as string, 'base64url').toString())[0] as string;
  const cursor = Buffer.from(JSON.stringify([list, 9990])).toString('base64url');
  const last = await world.registry.read.search(query('common', { cursor }));
  t.same([last.items.length, last.next], [10, null]);
});

t.test('A record counts in fifty values of a facet, however many it has', async (t) => {
  const world = openWorld(t);
  const platforms = Array.from({ length: 60 }, (_, i) => `platform-${i}`);
  await world.registry.publishAll([software('Everywhere', { platforms })]);
  const { facets } = await world.registry.read.search(query(''));
  t.equal(facets.platform?.length, LIMITS.recordFacetValues);
});

t.test('Below the few that do a task stands what is near to it, marked so; many leave no room for it', async (t) => {
  const world = openWorld(t);
  const does = (task: string, name: string) => software(name, { tasks: [task] });
  await world.registry.publishAll([
    does('case-management', 'One'),
    does('document-management', 'Folders'),
    does('digital-signage', 'Screens'),
    software('Said', { description: { da: { short: 'Med sagsbehandling' } } }),
  ]);
  const names = async (text: string) => {
    const { items, loose, total } = await world.registry.read.search(query(text, { lang: 'da' }));
    t.equal(loose, false);
    t.equal(total, items.length);
    return items.map(({ name, loose: only }) => (only === true ? `~${name}` : name));
  };
  t.same(await names('sagsbehandling'), ['One', 'Said', '~Folders']);
  t.same(await names('sagsbehandling -folders'), ['One', 'Said']);
  t.same(await names('"med sagsbehandling"'), ['Said'], 'what is quoted is taken as it is written');
  t.same(await names('med sagsbehandling'), ['One', 'Said', '~Folders']);
  t.same(await names('screens'), ['Screens']);
  await world.registry.publishAll(['Two', 'Three', 'Four', 'Five'].map((name) => does('case-management', name)));
  t.same((await names('sagsbehandling')).sort(), ['Five', 'Four', 'One', 'Said', 'Three', 'Two']);
});

t.test(
  'A code that one record has whole comes before names with a part of it; of a sentence most may count more',
  async (t) => {
    const world = openWorld(t);
    await world.registry.publishAll([
      software('Open 2.0'),
      software('Template 2.0'),
      software('Loop', { licence: { spdx: 'GPL-2.0-or-later', stated: 'GPL-2.0-or-later' } }),
    ]);
    const shown = async (text: string) =>
      (await world.registry.read.search(query(text))).items.map(({ name, loose }) =>
        loose === true ? `~${name}` : name,
      );
    t.same((await shown('GPL-2.0-or-later'))[0], 'Loop');
  },
);

t.test('What an import of thousands has just written is found whole by the first search', async (t) => {
  const world = openWorld(t);
  await world.registry.read.search(query(''));
  const names = Array.from({ length: 3_000 }, (_, i) => `Bulk ${i}`);
  for (let at = 0; at < names.length; at += 500)
    await world.registry.publishAll(names.slice(at, at + 500).map((name) => software(name)));
  t.equal((await world.registry.read.search(query('bulk', { limit: 1 }))).total, names.length);
});
