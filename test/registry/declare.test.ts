import { rmSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { checkRegisters, declareFolder, newestRegisters, registersIn } from '../../src/crawl/folder-words.ts';
import type { FolderSource } from '../../src/crawl/load-folder.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readDeclaration } from '../../src/records/read-declaration.ts';
import { readRegisters } from '../../src/records/read-registers.ts';
import { mirroring } from './mirrored.ts';
import { openWorld, recordOf, software, type World } from './world.ts';

const REPOSITORY = 'https://forge.example/aarhus/use';

async function filled(t: Parameters<typeof openWorld>[0]): Promise<World> {
  const world = openWorld(t);
  const { registry } = world;
  const town = { type: 'municipality', country: 'DK', identifiers: [{ scheme: 'kommunekode', value: '0751' }] };
  await registry.publish(
    recordOf(
      'organisation',
      { name: 'Aarhus Kommune', codeHosting: ['https://forge.example/aarhus'], ...town },
      { slug: 'aarhus' },
    ),
  );
  await registry.publish(recordOf('network', { name: 'OS' }, { slug: 'os' }));
  await registry.publish(software('Agenda', { countries: ['DK'] }));
  await registry.publish(software('Roles', { countries: ['DK'], usedBy: ['Aarhus Kommune'] }));
  return world;
}

const from = (url: string, text: string) => ({
  bytes: Buffer.from(text),
  provenance: { by: 'crawl' as const, url, commit: 'c0ffee', path: 'adoptions.yml' },
});

const used = async ({ registry, store }: World): Promise<string[]> => {
  const row = await store.getRecord({ origin: 0, kind: 'organisation', slug: 'aarhus' });
  const { items } = await registry.read.adopters(row as never, { lang: 'en', limit: 25 });
  return items.map(({ software, state, evidence }) => `${software?.name}: ${state}, ${evidence}`);
};

t.test('a body says in its own repository what it uses, what it does not, and in what it takes part', async (t) => {
  const world = await filled(t);
  t.same(await used(world), ['Roles: in-use, claimed']);
  const text = `organisation: kommunekode:0751
lastConfirmed: 2026-11
uses:
  - software: https://forge.example/agenda
    state: production
    since: 2020-01
    version: "1.10"
  - software: software/roles
    state: not-used
  - software: software/nothing
    state: pilot
takesPart:
  - software: software/agenda
    as: [develops]
  - network: network/os
    as: [steers]
`;
  const outcome = await world.registry.declare(from(REPOSITORY, text));
  t.match(outcome, { organisation: 'organisation/aarhus@own', published: { length: 3 }, denied: 1, left: 0 });
  t.match(outcome.problems, [{ pointer: '/uses/2', message: /There is no software software\/nothing/ }]);
  t.same(await used(world), ['Agenda: production, confirmed'], 'its own word wins over the manifest of others');
  const slug = outcome.published[0]?.slice(9) ?? '';
  const row = await world.store.getRecord({ origin: 0, kind: 'adoption', slug });
  t.notMatch(row?.view, /1\.10/, 'details that it did not say to publish are nowhere');
  t.same(await world.registry.declare(from(REPOSITORY, text)), outcome, 'again it changes nothing');
  const later = `organisation: organisation/aarhus\nuses:\n  - software: software/roles\n    state: pilot\n    version: "2"\n    publishDetails: true\n`;
  t.match(await world.registry.declare(from(REPOSITORY, later)), { published: { length: 1 }, denied: 0, left: 3 });
  t.same(await used(world), ['Roles: pilot, declared'], 'what it says no more is hidden, and it runs that after all');
});

t.test('what was taken back is not declared again by the same file, and consent by no file', async (t) => {
  const world = await filled(t);
  const { adopters } = world.registry;
  const pair = ['organisation/aarhus', 'software/agenda'] as const;
  const text = (date: string) =>
    `organisation: kommunekode:0751\nlastConfirmed: ${date}\nuses:\n  - {software: software/agenda, state: production}\n`;
  const live = async () => (await world.registry.read.list('adoption', 10)).items.length;
  const { published } = await world.registry.declare(from(REPOSITORY, text('2026-08')));
  t.same(await adopters.hold(...pair, 'not-used'), { reason: 'not-used', withdrawn: published });
  t.match(await world.registry.declare(from(REPOSITORY, text('2026-08'))), {
    published: [],
    problems: [{ pointer: '/uses/0', message: /A changed file/ }],
  });
  t.same([await live(), await used(world)], [0, ['Roles: in-use, claimed']]);
  t.match(await world.registry.declare(from(REPOSITORY, text('2026-09'))), { published: { length: 1 }, problems: [] });
  t.same(await used(world), ['Agenda: production, confirmed', 'Roles: in-use, claimed'], 'it has changed its mind');
  t.match(await adopters.hold(...pair, 'consent'), { reason: 'consent', withdrawn: { length: 1 } });
  const denied = text('2026-09').replace('production', 'not-used');
  t.match(await world.registry.declare(from(REPOSITORY, denied)), { denied: 1 });
  for (const date of ['2026-09', '2026-10'])
    t.match(await world.registry.declare(from(REPOSITORY, text(date))), {
      published: [],
      problems: [{ message: /taken its consent back/ }],
    });
  const confirmed = { organisation: pair[0], software: pair[1], state: 'production', evidence: 'confirmed' };
  await t.rejects(world.registry.publish(recordOf('adoption', confirmed)), {
    code: 'invalid-input',
    message: /consent/,
  });
  t.same([await live(), await used(world)], [0, ['Roles: in-use, claimed']]);
  t.equal(await adopters.release(...pair), true);
  t.match(await world.registry.declare(from(REPOSITORY, text('2026-10'))), {
    published: { length: 1 },
    problems: [],
  });
});

t.test('what left its folder, and mirrors still have, is taken back with the consent too', async (t) => {
  const world = await filled(t);
  const { registry } = world;
  const provenance = { by: 'folder' as const, file: 'adoptions/one.yml' };
  const claim = { software: 'software/agenda', state: 'in-use', evidence: 'claimed' };
  const by = [{ organisation: 'organisation/aarhus' }, { organisationName: 'Aarhus Kommune', country: 'DK' }];
  for (const [i, whose] of by.entries()) {
    const { id } = await registry.publish(recordOf('adoption', { ...claim, ...whose }, { provenance }));
    const key = { origin: 0, kind: 'adoption' as const, slug: id.slice(9) };
    t.equal((await registry.hide({ key, source: 'folder:adoptions/one.yml' })).hidden, true);
    const { withdrawn } = await registry.adopters.hold('organisation/aarhus', 'software/agenda', 'consent');
    t.same(withdrawn, [id], `${i}`);
    t.match(await world.store.getTombstone(key), { reason: 'consent' });
    await registry.adopters.release('organisation/aarhus', 'software/agenda');
  }
});

t.test('a hold that was interrupted is completed when it is asked for again', async (t) => {
  const world = await filled(t);
  const { adopters } = world.registry;
  const claim = { software: 'software/agenda', state: 'in-use', evidence: 'claimed' };
  const one = await world.registry.publish(recordOf('adoption', { ...claim, organisation: 'organisation/aarhus' }));
  const two = await world.registry.publish(
    recordOf('adoption', { ...claim, organisationName: 'Aarhus Kommune', country: 'DK' }),
  );
  // As a process leaves it that was killed after its first step.
  const pair = { organisation: 'organisation/aarhus@own', software: 'software/agenda@own' };
  const value = JSON.stringify({ ...pair, reason: 'consent' });
  await world.store.putDecisions([{ what: 'hold', key: `${pair.organisation} ${pair.software}`, value }]);
  t.same(await used(world), ['Roles: in-use, claimed'], 'hidden, but mirrors still have it');
  const { withdrawn } = await adopters.hold('organisation/aarhus', 'software/agenda', 'consent');
  t.same(withdrawn.sort(), [one.id, two.id].sort());
  for (const id of withdrawn)
    t.match(await world.registry.read.lookup('adoption', id.slice(9)), { gone: { reason: 'consent' } });
  t.same(await adopters.hold('organisation/aarhus', 'software/agenda', 'consent'), {
    reason: 'consent',
    withdrawn: [],
  });
});

t.test('the words of a mirrored catalogue give no repository the voice of a body of ours', async (t) => {
  const world = await mirroring(t);
  await world.registry.publish(software('Roles'));
  const town = { name: 'Aarhus Kommune', identifiers: [{ scheme: 'kommunekode', value: '0751' }] };
  const ours = recordOf('organisation', town, { slug: 'aarhus' });
  await world.registry.publish(ours);
  world.log.put('organisation/town', { ...town, codeHosting: ['https://evil.example/x'] });
  await world.pull();
  const text = 'organisation: kommunekode:0751\nuses:\n  - software: software/roles\n    state: not-used\n';
  const file = from('https://evil.example/x/use', text);
  await t.rejects(world.registry.declare(file), { code: 'invalid-input', problems: [{ rule: 'speaker' }] });
  await world.registry.publish(
    recordOf('organisation', { ...town, codeHosting: ['https://evil.example/x'] }, { slug: 'aarhus' }),
  );
  t.match(await world.registry.declare(file), { organisation: 'organisation/aarhus@own', denied: 1 });
});

t.test('only the body itself speaks for it', async (t) => {
  const world = await filled(t);
  const text = 'organisation: kommunekode:0751\nuses:\n  - software: software/roles\n    state: not-used\n';
  await t.rejects(world.registry.declare(from('https://forge.example/stranger/use', text)), {
    code: 'invalid-input',
    problems: [{ rule: 'speaker' }],
  });
  await t.rejects(world.registry.declare(from('https://forge.example/aarhus-fan/use', text)), {
    code: 'invalid-input',
  });
  await t.rejects(world.registry.declare(from(REPOSITORY, text.replace('0751', '0000'))), { code: 'not-found' });
  t.same(await used(world), ['Roles: in-use, claimed']);
});

t.test('a declaration that is wrong is refused as a whole, each problem with its line', async (t) => {
  const problems = (text: string) =>
    readDeclaration(Buffer.from(text)).problems.map(({ rule, line }) => `${line}: ${rule}`);
  t.same(problems('organisation: x\nuses:\n  - software: software/a\n    state: used\n'), ['4: enum']);
  t.same(
    problems('organisation: x\nuses:\n  - software: software/a\n    state: pilot\n    since: 2024\n    until: 2023\n'),
    ['6: period'],
  );
  t.same(problems('uses: []\n').length, 1);
  t.same(problems('organisation: x\nuses:\n  - {software: a, state: pilot, note: {en: jo@town.example}}\n'), [
    'undefined: personal-data',
  ]);
  t.same(problems('\t').length, 1);
  const world = await filled(t);
  await t.rejects(world.registry.declare(from(REPOSITORY, 'organisation: 7\nuse: []\n')), { code: 'invalid-input' });
});

t.test('a folder has its own declaration and says how many bodies of a kind there are', async (t) => {
  const world = await filled(t);
  const folder: FolderSource = { path: t.testdir(), name: 'own', origin: 'own', removalDays: 30 };
  const file = (name: string, text: string) => writeFileSync(`${folder.path}/${name}`, text);
  const broken = async () =>
    (await world.store.listBroken(10)).map(({ file, problems }) => `${file} ${JSON.parse(problems)[0].rule}`);
  const declared = (more: Partial<FolderSource> = {}, files = 1) =>
    declareFolder(world.store, world.registry, { ...folder, ...more }, { files });
  t.equal(await declared(), null);
  file('adoptions.yml', 'organisation: kommunekode:0751\nuses:\n  - software: software/agenda\n    state: pilot\n');
  t.match(await declared(), { published: { length: 1 } });
  t.equal(await declared({ origin: 'built-in' }), null);
  rmSync(`${folder.path}/adoptions.yml`);
  t.equal(await declared({}, 0), null);
  t.same(await used(world), ['Agenda: pilot, declared', 'Roles: in-use, claimed'], 'an empty folder says nothing');
  t.equal(await declared(), null);
  t.same(await used(world), ['Roles: in-use, claimed'], 'what is said no more is hidden');
  file('adoptions.yml', 'organisation: kommunekode:0000\n');
  t.equal(await declared(), null);
  t.same(await broken(), ['adoptions.yml declaration']);
  file('adoptions.yml', 'organisation: kommunekode:0751\nuses:\n  - {software: software/none, state: pilot}\n');
  t.match(await declared(), { problems: { length: 1 } });
  file('adoptions.yml', 'organisation: [\n');
  t.equal(await declared(), null);
  t.match(await broken(), [/yaml-syntax/]);
  file('registers.yml', 'registers:\n  - {type: municipality, country: DK, count: 98, source: {title: A list}}\n');
  t.match(await registersIn([folder, { ...folder, off: true }]), [{ count: 98 }]);
  t.equal(await checkRegisters(world.store, folder), 0);
  file('registers.yml', 'registers:\n  - {type: municipality, country: DK, count: 0, source: {title: A list}}\n');
  t.equal(await checkRegisters(world.store, folder), 1);
  t.match(await broken(), [/yaml-syntax/, 'registers.yml too-small']);
  const one = (count: number, date: string) => ({ type: 'x', country: 'DK', count, date, source: { title: 'A list' } });
  t.match(newestRegisters([one(97, '2020'), one(98, '2026'), one(99, '2026')]), [{ count: 98 }]);
  t.match(readRegisters(Buffer.from('registers:\n  - {type: x, country: DK, count: 0}\n')).problems, { length: 2 });
  t.match(readRegisters(Buffer.from('[')).problems, { length: 1 });
});

t.test('what is decided about who uses what is bounded; what is known may still be decided otherwise', async (t) => {
  const world = await filled(t);
  const { adopters } = world.registry;
  await world.registry.publish(recordOf('organisation', { name: 'Odense Kommune', country: 'DK' }, { slug: 'odense' }));
  await adopters.match('Odense Kommune, IT', ['DK'], null);
  await adopters.hold('organisation/odense', 'software/agenda', 'not-used');
  const pair = { organisation: 'organisation/none@own', software: 'software/none@own' };
  const hold = JSON.stringify({ ...pair, reason: 'not-used' });
  await world.store.putDecisions([
    ...Array.from({ length: LIMITS.holds - 1 }, (_, i) => ({ what: 'hold', key: `${i}`, value: hold })),
    ...Array.from({ length: LIMITS.namesMatched - 1 }, (_, i) => ({ what: 'match', key: `${i}|`, value: 'null' })),
  ]);
  await t.rejects(adopters.match('Aarhus', [], null), { code: 'conflict', message: /^50000 names are matched/ });
  await t.rejects(adopters.hold('organisation/aarhus', 'software/agenda', 'not-used'), {
    code: 'conflict',
    message: /^50000 uses are hidden here already: make room with `alminding adoption allow`\.$/,
  });
  t.match(await adopters.hold('organisation/aarhus', 'software/agenda', 'consent'), { reason: 'consent' });
  t.equal(await adopters.release('organisation/aarhus', 'software/agenda'), true);
  await adopters.match('Odense Kommune, IT', ['DK'], 'organisation/aarhus');
  t.match(await adopters.hold('organisation/odense', 'software/agenda', 'consent'), { reason: 'consent' });
  t.equal(await adopters.release('organisation/odense', 'software/agenda'), true);
  t.match(await adopters.hold('organisation/aarhus', 'software/agenda', 'not-used'), { reason: 'not-used' });
});
