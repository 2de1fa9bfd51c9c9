import texts from 'spdx-license-list/full.js';
import t from 'tap';
import { createDraftDesk, keepDraft } from '../../src/crawl/drafts.ts';
import type { Drafted } from '../../src/crawl/read-job.ts';
import { createReading } from '../../src/crawl/reading.ts';
import type { CrawlSource } from '../../src/store/crawl-port.ts';
import { git, gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { inFolder, shown } from '../registry/world.ts';
import { crawlWorld, DAY } from './crawler-world.ts';

const textOf = (id: string): string => texts[id]?.licenseText ?? '';

/** In the shape of products of Danish municipalities: Drupal, .NET and a front end, none with a manifest. */
const OS2: Record<string, Record<string, string>> = {
  'os2/aftalebogen': {
    'README.md': `# Aftalebogen\n\nAftalebogen holder styr på aftaler mellem kommunens afdelinger og de leverandører, som de arbejder sammen med. Løsningen er lavet til kommuner og bruges i en browser. Den viser, hvilke aftaler der snart skal fornyes, og hvem der har ansvaret for dem, så der ikke er nogen, som bliver glemt. Den kan også bruges af dem, der ikke selv har adgang til økonomisystemet, og af en leder, som vil se det hele på én gang. Hvis en aftale er ved at løbe ud, bliver der sendt en besked til den, som har ansvaret for den.\n\n## Features\n\n* Aftaler med frister\n* Påmindelser om fornyelse\n`,
    'composer.json':
      '{"name":"os2/aftalebogen","description":"Holder styr på kommunens aftaler","license":"MPL-2.0","type":"project","require":{"drupal/core":"^10.2"}}',
    LICENSE: textOf('MPL-2.0'),
  },
  'os2/vagtplan': {
    'README.md':
      '# Vagtplan\n\nEn plan over vagter, som medarbejdere på plejecentre og i hjemmeplejen selv kan se og bytte, når de er enige om det. Planen kan vises på en skærm på væggen.\n',
    'package.json':
      '{"name":"vagtplan","version":"2.3.1","description":"Vagter, som medarbejdere selv kan bytte","license":"MIT"}',
    'locales/da.json': '{}',
    'locales/en.json': '{}',
  },
  'os2/kuvert': { 'README.md': '# Kuvert\n\nSender breve.\n', 'Kuvert.sln': '', LICENSE: textOf('MIT') },
};
/** In the shape of add-ons for Plone. */
const setupPy = (name: string, version: string): string => `from setuptools import setup

setup(
    name="${name}",
    version="${version}",
    description="Shows the agenda of a council on a Plone site",
    long_description=open("README.rst").read(),
    classifiers=["Framework :: Plone", "Framework :: Plone :: 6.0", "License :: OSI Approved :: GNU General Public License v2 (GPLv2)"],
    license="GPL version 2",
    install_requires=["setuptools", "plone.api >=1.8.4"],
)
`;
const PLONE: Record<string, Record<string, string>> = {
  'collective/collective.agendas': {
    'setup.py': setupPy('collective.agendas', '1.4.0'),
    'README.rst':
      'collective.agendas\n==================\n\nAn add-on for Plone that shows the agendas of a council, with papers and decisions, to everybody.\n',
    'CHANGES.rst': 'Changelog\n=========\n\n1.4.0 (2026-03-02)\n------------------\n\n- Faster.\n',
  },
  'collective/collective.rooms': {
    'setup.py': setupPy('collective.rooms', '0.3.dev0'),
    'README.rst': 'collective.rooms\n================\n\nRooms of a town hall.\n',
  },
  'collective/collective.forms': {
    'pyproject.toml':
      '[project]\nname = "collective.forms"\nversion = "2.0.0"\ndescription = "Forms for citizens"\nlicense = "GPL-2.0-or-later"\ndependencies = ["Products.CMFPlone>=6"]\n',
  },
};

t.test('Repositories without a manifest are drafted, wait for a person, and are not listed before', async (t) => {
  const server = await gitServer(t);
  // With the texts of all licences, in their own thread.
  const reading = createReading();
  t.teardown(() => reading.close());
  const world = crawlWorld(t, server.exceptions, { reading });
  const { add, crawl, registry, clock } = world;
  clock.at = Date.UTC(2026, 10, 28);
  const desk = createDraftDesk(world);
  for (const [name, files] of Object.entries({ ...OS2, ...PLONE })) {
    await server.commit(name, files);
    await add(`${server.url}/${name}`);
  }
  await git(`${server.root}/os2/vagtplan.git`, ['tag', 'v2.3.1']);
  t.match(await crawl(), { withoutManifest: 6, observed: 6 });
  const search = () => registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'relevance', limit: 50 });
  t.same(
    (await search()).items.map(({ id }) => id).filter((id) => id.startsWith('software/')),
    [],
  );
  const waiting = await desk.list('waiting');
  t.equal(waiting.length, 6);
  const of = (name: string) => waiting.find(({ url }) => url.endsWith(name));
  t.match(of('aftalebogen')?.record, {
    name: /aftalebogen/i,
    licence: { spdx: 'MPL-2.0' },
    description: { da: { short: /aftaler/ } },
  });
  t.match(of('vagtplan')?.record, {
    version: '2.3.1',
    localisation: { languages: ['da', 'en'] },
    licence: { spdx: 'MIT' },
  });
  t.match(of('kuvert')?.record, { name: 'Kuvert', licence: { spdx: 'MIT' } });
  t.match(of('collective.agendas')?.record, {
    name: 'collective.agendas',
    version: '1.4.0',
    releaseDate: '2026-03-02',
  });
  t.ok(of('collective.rooms'));
  t.match(of('collective.forms')?.record, { licence: { spdx: 'GPL-2.0-or-later' } });
  t.ok(
    of('kuvert')?.missing.some(({ key }) => key === 'platforms'),
    'what nobody found is said',
  );
  const observations = (await registry.read.list('observation', 10)).items.map(
    (page) => JSON.parse(Buffer.from(page).toString()).record,
  );
  const seen = (name: string) => observations.find(({ repository }) => repository.endsWith(name));
  t.match(seen('aftalebogen').licences, [
    { path: 'LICENSE', match: 'same', spdx: 'MPL-2.0' },
    { path: 'composer.json', match: 'declared' },
  ]);
  t.match(seen('aftalebogen').hosts, [{ name: 'drupal/core', range: '^10.2', file: 'composer.json' }]);
  t.ok(
    seen('collective.agendas').hosts.some(
      ({ name, scheme }: { name: string; scheme: string }) => name === 'Plone' || scheme === 'classifier',
    ),
  );
});

t.test('An accepted draft is listed, follows its repository, and gives way to people and to a manifest', async (t) => {
  const server = await gitServer(t);
  const world = crawlWorld(t, server.exceptions);
  const { add, crawl, registry, clock, store } = world;
  clock.at = Date.UTC(2026, 10, 28);
  const desk = createDraftDesk(world);
  const files = OS2['os2/vagtplan'] as Record<string, string>;
  const url = `${server.url}/os2/vagtplan`;
  await server.commit('os2/vagtplan', files);
  const id = await add(url);
  await crawl();
  const { entry } = await desk.accept(id);
  t.equal(entry, 'software/vagtplan');
  const key = { origin: 0, kind: 'software', slug: 'vagtplan' } as const;
  const view = async () => {
    const looked = await registry.read.lookup('software', 'vagtplan');
    return 'found' in looked ? { ...JSON.parse(looked.found.view), version: looked.found.version } : {};
  };
  t.match(await view(), { source: { rank: 'draft', by: 'draft', url }, record: { version: '2.3.1' } });
  const size = (await store.readLog()).size;
  t.equal((await desk.accept(id)).state, 'accepted');
  t.equal((await store.readLog()).size, size, 'twice is once');

  clock.at += 8 * DAY;
  await server.commit(
    'os2/vagtplan',
    { 'package.json': (files['package.json'] ?? '').replace('2.3.1', '2.4.0') },
    { date: '2026-12-05T10:00:00Z' },
  );
  await crawl();
  t.match(await shown(world, key), { version: '2.4.0' }, 'it follows');
  const [observation] = (await registry.read.list('observation', 10)).items.map((page) =>
    JSON.parse(Buffer.from(page).toString()),
  );
  t.match(observation.record, { software: 'software/vagtplan' });

  const words = { name: 'Vagtplanen', url, description: { da: { short: 'Skrevet af et menneske.' } } };
  await registry.publish({
    ...{ kind: 'software', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(words)) },
    provenance: inFolder('software/vagtplan.yml'),
    slug: 'vagtplan',
  });
  clock.at += 8 * DAY;
  await server.commit(
    'os2/vagtplan',
    { 'package.json': (files['package.json'] ?? '').replace('2.3.1', '2.5.0') },
    { date: '2026-12-12T10:00:00Z' },
  );
  await crawl();
  t.match(
    await view(),
    {
      source: { rank: 'folder' },
      record: { name: 'Vagtplanen', version: '2.5.0', description: { da: { short: 'Skrevet af et menneske.' } } },
      filled: { version: 'draft' },
    },
    'what a person wrote stays',
  );

  clock.at += 8 * DAY;
  await server.commit(
    'os2/vagtplan',
    { 'publiccode.yml': manifestOf('Vagtplan', url) },
    { date: '2026-12-20T10:00:00Z' },
  );
  t.match(await crawl(), { published: 1 });
  t.match(await view(), { source: { rank: 'manifest' }, record: { version: '1.2.3' } });
  t.notMatch((await view()).sources, [{ rank: 'draft' }]);
  t.equal((await desk.get(id)).state, 'replaced');
  await t.rejects(desk.accept(id), { code: 'conflict' });
});

t.test('An accepted draft gives one entry, also after it was withdrawn or its repository has moved', async (t) => {
  const server = await gitServer(t);
  const world = crawlWorld(t, server.exceptions);
  const { add, crawl, registry, store, clock } = world;
  const desk = createDraftDesk(world);
  const count = async () => (await registry.read.list('software', 10)).items.length;
  await server.commit('a/b', { 'README.md': '# Thing\n\nA thing.\n' });
  const id = await add(`${server.url}/a/b`);
  await crawl();
  const { entry } = await desk.accept(id);
  const slug = entry?.replace('software/', '') ?? '';
  const row = await store.getDraft(id);
  const source = (await store.getCrawlSource(id)) as CrawlSource;
  const url = 'https://forge.example/moved/thing';
  const drafted = { record: JSON.parse(row?.record ?? ''), found: [], left: [] } as unknown as Drafted;
  await keepDraft(world, { ...source, url }, 'd00d', drafted);
  t.equal(await count(), 1, 'moved, it is the same entry');
  t.match(await shown(world, { origin: 0, kind: 'software', slug }), { url });
  await desk.refuse(id);
  t.equal(await count(), 0, 'it can be hidden under its new address');
  t.match(await desk.accept(id), { entry });
  await registry.withdraw('software', slug, 'duplicate');
  clock.at += 8 * DAY;
  await server.commit('a/b', { 'README.md': '# Thing\n\nA better thing.\n' }, { date: '2026-12-01T10:00:00Z' });
  await crawl();
  t.equal(await count(), 0, 'what was withdrawn stays so');
  t.match(await registry.read.lookup('software', slug), { gone: { successor: null } });
});

t.test('A refused draft stays away, one that was listed is hidden, and forks are nobody’s product', async (t) => {
  const server = await gitServer(t);
  const world = crawlWorld(t, server.exceptions);
  const { add, crawl, registry, clock } = world;
  const desk = createDraftDesk(world);
  await server.commit('a/b', { 'README.md': '# Thing\n\nA thing.\n' });
  const id = await add(`${server.url}/a/b`);
  await crawl();
  await desk.accept(id);
  t.match(await desk.refuse(id, 'A test of somebody'), { state: 'refused', reason: 'A test of somebody' });
  t.notOk(
    'found' in (await registry.read.lookup('software', 'thing')) &&
      (await registry.read.search({ text: 'thing', lang: 'en', filters: {}, sort: 'relevance', limit: 5 })).items.some(
        ({ id }) => id === 'software/thing',
      ),
  );
  clock.at += 8 * DAY;
  await server.commit('a/b', { 'README.md': '# Thing\n\nA better thing.\n' }, { date: '2026-12-01T10:00:00Z' });
  await crawl();
  t.match(await desk.list('refused'), [{ id, reason: 'A test of somebody' }]);
  t.same(await desk.list('waiting'), []);
  await t.rejects(desk.get('nothing'), { code: 'not-found' });
});
