import t from 'tap';
import { reindexAll } from '../../src/registry/reindex.ts';
import { STEMMED } from '../../src/search/stems.ts';
import { TASKS } from '../../src/search/tasks.ts';
import { house } from '../governance/examples.ts';
import { openWorld, recordOf, software } from './world.ts';

const wish = { lang: 'en', filters: {}, sort: 'relevance', limit: 20 } as const;

t.test('Every task has words in all nine languages, and no two the same id', async (t) => {
  t.ok(TASKS.length >= 150);
  t.equal(new Set(TASKS.map(({ id }) => id)).size, TASKS.length);
  for (const lang of STEMMED) {
    const shown = TASKS.map(({ words }) => words[lang][0]?.toLowerCase());
    t.same(
      shown.filter((name, at) => shown.indexOf(name) < at),
      [],
      `each is shown by a name of its own in ${lang}`,
    );
  }
  for (const { id, words } of TASKS) {
    for (const lang of STEMMED) {
      t.ok(words[lang].length > 0, `${id} ${lang}`);
      t.ok(
        words[lang].every((word) => word === word.trim() && word.length > 1),
        `${id} ${lang}`,
      );
    }
  }
});

t.test('A product carries the tasks that it names, else those that its words speak of', async (t) => {
  const { registry } = openWorld(t);
  await registry.publishAll([
    software('Named', { tasks: ['building-permits'] }, { slug: 'named' }),
    software('Read', { description: { fr: { short: 'Gestion des permis de construire.' } } }, { slug: 'read' }),
    software('Other', { description: { en: { short: 'Something else.' } } }, { slug: 'other' }),
  ]);
  const found = await registry.read.search({ ...wish, text: 'byggetilladelser' });
  t.same(
    found.items.map(({ id }) => id),
    ['software/named', 'software/read'],
  );
  t.same(found.tasks, ['building-permits']);
  t.same(found.facets.task, [{ value: 'building-permits', count: 2 }]);
  const narrowed = await registry.read.search({ ...wish, text: '', filters: { task: ['building-permits'] } });
  t.equal(narrowed.total, 2);
});

t.test(
  'An answer says what was understood, why a hit stands where it stands, and what answers only a part',
  async (t) => {
    const { registry } = openWorld(t);
    await registry.publishAll([
      software(
        'Kitos',
        { licence: { spdx: 'MIT' }, description: { en: { short: 'Contracts of systems' } } },
        { slug: 'kitos' },
      ),
      software('Forms', { licence: { spdx: 'EUPL-1.2' } }, { slug: 'forms' }),
    ]);
    const search = (text: string) => registry.read.search({ ...wish, text, explain: true });
    t.match(await search('kitso'), { didYouMean: 'kitos', total: 1, loose: false });
    t.match(await search('Kitso'), { didYouMean: 'Kitos' }, 'with the capital letter that was typed');
    const [hit] = (await search('kitos')).items;
    t.match(hit?.explanation, { exactName: 10, terms: [{ term: 'kitos', best: { how: 'exact', fields: ['name'] } }] });
    const mit = { facet: 'licence', value: 'MIT', written: 'mit', known: true };
    t.match(await search('licence:mit'), { understood: [mit], total: 1 });
    const unheard = { facet: 'licence', value: 'unheard-of', written: 'unheard-of', known: false };
    t.match(await search('license:unheard-of'), { understood: [unheard], total: 0 });
    const { didYouMean } = await search('kitso licence:mit type:"x y" -forms -"a list"');
    t.equal(didYouMean, 'kitos -forms -"a list" licence:mit type:"x y"', 'what is asked besides stays asked');
    t.match(await search('kitos zebra giraffe'), { loose: true, total: 1, items: [{ loose: true }] });
    t.match(await search('kitos -contracts'), { total: 1, items: [{ name: 'Kitos' }] }, 'by its name still');
    t.match(await search('-contracts kit'), { total: 0 });
  },
);

t.test('Of products that answer alike those go first that are used, stand on a level and are worked on', async (t) => {
  const { registry, clock } = openWorld(t);
  clock.at = Date.UTC(2026, 10, 22);
  const products = ['used', 'dead', 'level', 'plain', 'alive'].map((name) =>
    software(name, { description: { en: { short: 'Agendas.' } } }, { slug: name }),
  );
  for (const product of products) await registry.publish(product);
  const names = async () => {
    const { items } = await registry.read.search({ ...wish, text: 'agendas', explain: true });
    return items;
  };
  t.same(
    (await names()).map(({ name }) => name),
    ['used', 'dead', 'level', 'plain', 'alive'],
    'as they came',
  );
  await registry.publish(recordOf('organisation', { name: 'Aarhus', country: 'DK' }, { slug: 'aarhus' }));
  const adoption = { organisation: 'organisation/aarhus', software: 'software/used', state: 'production' };
  await registry.publish(recordOf('adoption', { ...adoption, evidence: 'confirmed', since: '2026-01' }));
  await registry.publish(recordOf('framework', house, { slug: 'house' }));
  const listed = { subject: 'software/level', framework: 'framework/house', frameworkVersion: '2', type: 'listed' };
  await registry.publish(recordOf('assessment', { ...listed, levels: { listed: '2' } }));
  const seen = (slug: string, state: string, day: string) =>
    registry.publish(
      recordOf('observation', {
        ...{ repository: `https://forge.example/${slug}`, software: `software/${slug}`, read: '2026-11-20', state },
        lastActivity: { date: day },
      }),
    );
  await seen('dead', 'archived', '2026-10-01');
  const { id } = await seen('alive', 'alive', '2026-10-01');
  const items = await names();
  t.same(
    items.map(({ name }) => name),
    ['level', 'alive', 'used', 'plain', 'dead'],
  );
  const parts = Object.fromEntries(items.map(({ name, explanation }) => [name, explanation?.qualityParts]));
  t.match(parts, {
    ...{ used: { level: 0, activity: 0 }, plain: { adopters: 0, level: 0, activity: 0 } },
    ...{ alive: { adopters: 0, activity: 0.055 }, dead: { activity: -0.055 } },
  });
  t.ok((parts.used?.adopters ?? 0) > 0 && (parts.level?.level ?? 0) > 0);
  for (const { explanation } of items) {
    const { record = 0, adopters = 0, level = 0, activity = 0 } = explanation?.qualityParts ?? {};
    t.ok(Math.abs(record + adopters + level + activity - (explanation?.quality ?? 9)) < 0.003, 'they add up');
  }
  await registry.withdraw('observation', id.split('/')[1] ?? '', 'withdrawn');
  const after = (await names()).find(({ name }) => name === 'alive');
  t.equal(after?.explanation?.qualityParts.activity, 0);
});

t.test('Who is typing is offered tasks, categories and records by name', async (t) => {
  const { registry } = openWorld(t);
  await registry.publishAll([
    software('OS2rollekatalog', {}, { slug: 'roles' }),
    software('Other kit', {}, { slug: 'kit' }),
    software('Agenda', { tasks: ['meeting-management'] }),
    software('Modena', { aliases: ['Tool of Kitby'] }),
  ]);
  const labels = async (text: string, lang: string) =>
    (await registry.read.suggest(text, lang)).map(({ kind, label }) => `${kind}: ${label}`);
  t.same(await labels('rolle', 'da'), ['task: Rollekatalog', 'software: OS2rollekatalog']);
  t.same(await labels('other ki', 'en'), ['software: Other kit']);
  t.same(await labels('kit', 'en'), ['software: Other kit', 'software: Modena'], 'by its name before by another name');
  const meeting = await labels('møde', 'da');
  t.equal(meeting[0], 'task: Mødestyring');
  t.equal(meeting.at(-1), 'software: Agenda', 'what does the task, and no name with another letter');
  t.same(await labels('mødena', 'da'), ['software: Modena'], 'but where nothing else is meant');
  const german = await labels('Termin', 'de');
  t.equal(
    german.filter((one) => one.endsWith(': Terminvergabe')).length,
    1,
    'a task and a category of one name are one',
  );
  t.equal((await labels('Sitzungsdi', 'da'))[0], 'task: Mødestyring', 'a word of another language');
  t.same(await labels('gamif', 'en'), ['category: Gamification']);
  for (const text of ['', 'x', '!!', '"'.repeat(500)]) t.same(await labels(text, 'en'), []);
});

t.test('Similar records share tasks and rare words', async (t) => {
  const { registry, store } = openWorld(t);
  const about = (short: string) => ({ description: { en: { short } } });
  await registry.publishAll([
    software('One', { tasks: ['elections'], ...about('Staff of polling stations') }, { slug: 'one' }),
    software('Two', { tasks: ['elections'], ...about('Counting') }, { slug: 'two' }),
    software('Three', about('Polling for engineers'), { slug: 'three' }),
    software('Four', about('Nothing'), { slug: 'four' }),
  ]);
  const row = await store.getRecord({ origin: 0, kind: 'software', slug: 'one' });
  const similar = await registry.read.similar(row as { ord: number; kind: 'software' }, 'en', 5);
  t.same(
    similar.map(({ name }) => name),
    ['Two', 'Three'],
  );
});

t.test('Everything is made anew while it is searched, and says how far it is', async (t) => {
  const { registry, store } = openWorld(t);
  await registry.publishAll(Array.from({ length: 70 }, (_, i) => software(`Thing ${i}`, {}, { slug: `t${i}` })));
  const told: number[] = [];
  const given = { now: 1, salt: () => 's', randomId: () => 'r' };
  const made = reindexAll(store, given, (done, total) => told.push(done, total));
  t.equal((await registry.read.search({ ...wish, text: 'thing' })).total, 70);
  t.equal(await made, 70);
  t.same(told.slice(-2), [70, 70]);
  t.equal((await registry.read.search({ ...wish, text: 'thing' })).total, 70);
});

t.test('Whatever is asked, there is an answer', async (t) => {
  const { registry } = openWorld(t);
  await registry.publishAll([software('Kitos')]);
  const odd = [
    '',
    ' ',
    'x'.repeat(10_000),
    '-',
    '--',
    '"',
    '""',
    '"'.repeat(999),
    'a AND NOT OR *',
    "'; DROP TABLE words; --",
    '😀😀',
    'שלום עולם',
    '\u202eabc',
    '\0\u0007',
    'foo:bar',
    'licence:',
    'licence:"',
    `${'licence:MIT '.repeat(200)}`,
    '%_%',
    '🏳️‍🌈',
    '- - -a',
    ':::',
  ];
  for (const text of odd) {
    const { items } = await registry.read.search({ ...wish, text });
    t.ok(Array.isArray(items), JSON.stringify(text.slice(0, 20)));
    t.ok(Array.isArray(await registry.read.suggest(text, 'da')));
  }
});
