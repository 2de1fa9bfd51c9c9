import t from 'tap';
import { decodeLeaf } from '../../src/journal/leaf.ts';
import { verify } from '../../src/registry/verify.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { everyLeaf } from '../store/contract/subject.ts';
import { OtherProcess } from '../store/other-process.ts';
import { inFolder, keyOf, leafCount, manifest, openWorld, recordOf, refusal, software } from './world.ts';

t.test('The slug is made once from the name, and stays through every change of it', async (t) => {
  const world = openWorld(t);
  const url = 'https://forge.example/town/blue';
  t.match(await world.registry.publish(software('Blå Ørsted & Søn ß', { url })), { id: 'software/bla-orsted-son-ss' });
  t.match(await world.registry.publish(software('Quite another', { url })), {
    ...{ id: 'software/bla-orsted-son-ss', created: false, version: 2 },
  });
});

t.test('Never by name: another repository of the same name is another entry', async (t) => {
  const world = openWorld(t);
  const at = (url: string) => software('Kitos', { url });
  const ids: string[] = [];
  for (const url of ['https://a.example/town/x', 'https://a.example/city/x', 'https://b.example/town/x'])
    ids.push((await world.registry.publish(at(url))).id);
  ids.push((await world.registry.publish(at('https://b.example/city/y'))).id);
  ids.push((await world.registry.publish(at('https://c.example/city/y'))).id);
  t.same(ids, [
    ...['software/kitos', 'software/kitos-city', 'software/kitos-town', 'software/kitos-2', 'software/kitos-3'],
  ]);
});

t.test('A name without a letter that a slug can have is called after its kind', async (t) => {
  const world = openWorld(t);
  t.match(await world.registry.publish(software('会議', { url: 'https://a.example/x' })), { id: 'software/software' });
  t.match(await world.registry.publish(software('...', { url: 'https://a.example/y' })), {
    id: 'software/software-a.example',
  });
});

t.test('The same repository written in another way is the same entry', async (t) => {
  const world = openWorld(t);
  await world.registry.publish(software('Kitos', { url: 'https://github.com/OS2kitos/kitos' }));
  for (const url of ['http://www.GitHub.com/os2KITOS/kitos.git/', 'https://github.com:443/os2kitos/kitos/'])
    t.match(await world.registry.publish(software('Kitos', { url })), { id: 'software/kitos' }, url);
  t.match(
    await world.registry.publish(software('Kitos', { url: 'https://github.com/OS2kitos/kitos', path: 'web/p.yml' })),
    { id: 'software/kitos-os2kitos' },
    'another path there is another product',
  );
});

t.test('An entry is looked for by id, by repository and by alias, in this order', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  const [one, two, old] = ['https://a.example/x/one', 'https://a.example/x/two', 'https://a.example/x/old'];
  await registry.publish(software('One', { url: one, urlAliases: [old] }));
  await registry.publish(software('Two', { url: two }));
  t.match(await registry.publish(software('Whatever', { url: old })), { id: 'software/one' }, 'by an alias');
  t.match(await registry.publish(software('Whatever', { url: two }, { slug: 'two' })), { id: 'software/two' });
  t.match(await refusal(registry.publish(software('One', { url: two }, { slug: 'one' }))), {
    ...{ code: 'conflict', message: /already software\/two/ },
  });
  t.match(await refusal(registry.publish(software('New', { url: two }, { slug: 'new' }))), { code: 'conflict' });
  t.match(await refusal(registry.publish(software('New', { url: old }, { slug: 'new' }))), { code: 'conflict' });
  await registry.publish(software('Third', { url: 'https://a.example/x/3', urlAliases: [two] }));
  t.match(
    await registry.publish(software('Two', { url: two, status: 'beta' })),
    { id: 'software/two' },
    'nobody takes it',
  );
  const named = { ...recordOf('software', { id: 'software/by-id', name: 'By id' }) };
  t.match(await registry.publish(named), { id: 'software/by-id' }, 'a record may name its id');
});

t.test('A repository that moved is found under both its addresses', async (t) => {
  const world = openWorld(t);
  const over = { slug: 'kitos' };
  await world.registry.publish(software('Kitos', { url: 'https://old.example/a/kitos' }, over));
  await world.registry.publish(software('Kitos', { url: 'https://new.example/a/kitos' }, over));
  const manifests = ['https://old.example/a/kitos', 'https://new.example/a/kitos'].map((url) =>
    manifest(manifestOf('Kitos', url)),
  );
  for (const each of manifests) t.match(await world.registry.publish(each), { id: 'software/kitos' });
});

t.test('Organisations are known by their identifiers, adoptions by body and software', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  const town = (name: string, value: string) =>
    recordOf('organisation', { name, type: 'municipality', identifiers: [{ scheme: 'kommunekode', value }] });
  const first = await registry.publish(town('Ærø', '492'));
  t.match(await registry.publish(town('Ærø Kommune', '492')), { id: first.id, version: 2 });
  t.match(await registry.publish(town('Ærø', '493')), { id: 'organisation/aero-2' });
  await registry.publish(software('Kitos'));
  const adoption = (more: object) =>
    recordOf('adoption', { software: 'software/kitos', state: 'in-use', evidence: 'claimed', ...more });
  const one = await registry.publish(adoption({ organisation: first.id }));
  t.match(one.id, /^adoption\/[a-z2-7]{16}$/, 'its id tells nothing');
  t.match(await registry.publish(adoption({ organisation: first.id, state: 'retired' })), { id: one.id, version: 2 });
  const named = (country: string) => adoption({ organisationName: 'Neustadt', country });
  const german = await registry.publish(named('DE'));
  t.not((await registry.publish(named('AT'))).id, german.id, 'towns of one name in two countries are two');
  t.equal((await registry.publish(named('DE'))).id, german.id);
});

t.test('One identity has one entry: nobody takes the identifier of another', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  const a = { scheme: 'cvr', value: '11111111' };
  const b = { scheme: 'kommunekode', value: '999' };
  const town = (name: string, identifiers: object[], slug?: string) =>
    recordOf('organisation', { name, type: 'municipality', identifiers }, slug === undefined ? {} : { slug });
  await registry.publish(town('Alpha', [a]));
  await registry.publish(town('Beta', [b]));
  const both = /organisation\/alpha.*organisation\/beta|organisation\/beta.*organisation\/alpha/;
  for (const order of [
    [a, b],
    [b, a],
  ])
    t.match(await refusal(registry.publish(town('Gamma', order))), { code: 'conflict', message: both });
  t.match(await refusal(registry.publish(town('Alpha', [a, b], 'alpha'))), { code: 'conflict', message: both });
  t.match(await registry.publish(town('Beta', [b, { scheme: 'cvr', value: '22222222' }])), {
    ...{ id: 'organisation/beta', version: 2 },
  });
  await registry.withdraw('organisation', 'beta', 'duplicate');
  t.match(await registry.publish(town('Alpha', [a, b])), { id: 'organisation/alpha', version: 2 });
  t.match(await registry.publish(town('Whoever', [b])), { id: 'organisation/alpha' }, 'the withdrawn one gave it up');
});

t.test('An alias that is the repository or the alias of another entry stays with that one', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  const at = (name: string) => `https://a.example/x/${name}`;
  const look = async (url: string) => (await registry.publish(software('Who', { url }), { dryRun: true })).id;
  await registry.publish(software('One', { url: at('one'), urlAliases: [at('old')] }));
  await registry.publish(software('Two', { url: at('two') }));
  const third = { url: at('3'), urlAliases: [at('old'), at('two'), at('free')] };
  const warned = ['software/one', 'software/two'].map((id) => ({
    ...{ rule: 'alias-taken', severity: 'warning', message: new RegExp(`belongs to ${id} `) },
  }));
  const answer = await registry.publish(software('Third', third));
  t.match(answer, { id: 'software/third', created: true, problems: warned });
  t.equal(answer.problems.length, 2);
  t.match((await registry.publish(software('Third', third))).problems, warned, 'it is told each time');
  t.equal(await look(at('old')), 'software/one');
  t.equal(await look(at('two')), 'software/two');
  t.equal(await look(at('free')), 'software/third');
  await registry.withdraw('software', 'two', 'retired');
  await registry.publish(software('Third', { ...third, status: 'beta' }));
  t.equal(await look(at('two')), 'software/third', 'what was withdrawn may be named');
});

t.test('Origins are apart: a built-in entry has its own slug and identity', async (t) => {
  const world = openWorld(t);
  const builtIn = await world.registry.publish(software('Kitos', {}, { origin: 'built-in', slug: 'kitos' }));
  const own = await world.registry.publish(software('Kitos'));
  t.equal(own.id, builtIn.id);
  t.equal(own.created, true);
  const items = await world.registry.read.cluster(keyOf(own), 'en');
  t.match(items, [{ id: 'software/kitos', origin: 'built-in' }], 'and both are one cluster');
  t.equal(
    (await world.registry.read.search({ text: 'kitos', lang: 'en', filters: {}, sort: 'name', limit: 5 })).total,
    1,
  );
});

t.test(
  'A withdrawn id is a tombstone for ever; its repository gets a new slug, which the tombstone names',
  async (t) => {
    const world = openWorld(t);
    const { registry, store, clock } = world;
    const key = keyOf(await registry.publish(software('Kitos')));
    clock.at += 5000;
    t.same(await registry.withdraw('software', 'kitos', 'handed-over'), { id: 'software/kitos', changed: true });
    t.same(await registry.withdraw('software', 'kitos', 'retired'), { id: 'software/kitos', changed: false });
    t.match(await store.getTombstone(key), { reason: 'handed-over', successor: null, updated: clock.at });
    const [, del] = await everyLeaf(store);
    t.same(decodeLeaf(del?.bytes ?? Buffer.of()), {
      ...{ v: 1, op: 'del', id: 'software/kitos', ts: Math.floor(clock.at / 1000), p: 0, r: 'handed-over' },
    });
    t.equal(await leafCount(world), 2);
    t.match(await refusal(registry.publish(software('Kitos', {}, { slug: 'kitos' }))), { code: 'gone' });
    t.match(await registry.read.lookup('software', 'kitos'), { gone: { reason: 'handed-over' } });
    t.equal((await registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'name', limit: 5 })).total, 0);

    const next = await registry.publish(software('Kitos'));
    t.match(next, { created: true, version: 1 });
    t.not(next.id, 'software/kitos');
    t.match(await store.getTombstone(key), { reason: 'handed-over', successor: next.id });
    t.match(await registry.publish(software('Kitos', { status: 'beta' })), { id: next.id, version: 2 });

    await registry.withdraw('software', next.id.slice('software/'.length), 'duplicate');
    const chosen = await registry.publish(software('Kitos', {}, { slug: 'chosen' }));
    t.match(await store.getTombstone(keyOf(next)), { successor: chosen.id }, 'a chosen slug is named too');
    t.ok(await store.getBody(key), 'the history stays');
    t.same((await verify(store)).findings, []);
  },
);

t.test('Only what is there can be withdrawn, and only for a reason of the list', async (t) => {
  const world = openWorld(t);
  const { registry } = world;
  t.match(await refusal(registry.withdraw('software', 'none', 'retired')), { code: 'not-found' });
  await registry.publish(software('Kitos', {}, { origin: 'built-in', slug: 'kitos' }));
  t.match(await refusal(registry.withdraw('software', 'kitos', 'retired')), { code: 'not-found' }, 'only our own');
  await registry.publish(software('Kitos'));
  t.match(await refusal(registry.withdraw('software', 'kitos', 'because')), { code: 'invalid-parameter' });
  t.same(await registry.withdraw('software', 'kitos', 'retired', { onlyHidden: true }), {
    ...{ id: 'software/kitos', changed: false },
  });
  t.match(await registry.read.lookup('software', 'kitos'), { found: { slug: 'kitos' } });
});

t.test('A hidden entry can be withdrawn', async (t) => {
  const world = openWorld(t);
  const over = { slug: 'kitos', provenance: inFolder('software/kitos.yml') };
  await world.registry.publish(software('Kitos', {}, over));
  await world.registry.hide({ key: keyOf({ id: 'software/kitos' }), source: 'folder:software/kitos.yml' });
  t.match(await world.registry.withdraw('software', 'kitos', 'withdrawn', { onlyHidden: true }), { changed: true });
  t.match(await refusal(world.registry.publish(software('Kitos', {}, over))), { code: 'gone' });
  t.same((await verify(world.store)).findings, []);
});

t.test('Addresses lead to our own entry, to the built-in one, or nowhere', async (t) => {
  const world = openWorld(t);
  const { lookup } = world.registry.read;
  await world.registry.publish(software('Kitos', {}, { origin: 'built-in', slug: 'kitos' }));
  t.match(await lookup('software', 'kitos'), { found: { origin: 1 } });
  t.match(await lookup('software', 'kitos@own'), { missing: ['software/kitos@built-in'] });
  await world.registry.publish(software('Kitos'));
  t.match(await lookup('software', 'kitos'), { found: { origin: 0 } });
  t.match(await lookup('software', 'kitos@built-in'), { found: { origin: 1 } });
  t.same(await lookup('software', 'none'), { missing: [] });
  for (const address of ['../x', 'Kitos', '', '@own', 'kitos@own@x', 'kitos@nobody', 'kitos@'])
    t.notHas(await lookup('software', address), { found: {} }, address);
  t.same(await lookup('organisation', 'kitos'), { missing: [] });
});

t.test('Two processes that publish at once share one journal', async (t) => {
  const world = openWorld(t);
  const other = new OtherProcess();
  t.teardown(() => other.end());
  await other.start(world.folder);
  const ours: number[] = [];
  // Until both have written some, however slow the machine lets the other be.
  while (ours.length < 30 || ((await leafCount(world)) < ours.length + 10 && ours.length < 2000))
    ours.push((await world.registry.publish(software(`Kitos ${ours.length}`))).version);
  const theirs = await other.stop();
  t.ok(theirs.length >= 10);
  t.equal(await leafCount(world), ours.length + theirs.length);
  const leaves = (await everyLeaf(world.store)).map(({ bytes }) => decodeLeaf(bytes)?.id ?? '');
  t.equal(leaves.filter((id) => id.startsWith('software/')).length, ours.length);
  const findings = (await verify(world.store)).findings.filter(({ about }) => !about.startsWith('network/'));
  // What the other process writes are no whole records.
  t.same(findings, []);
});

t.test('Whoever sends a record without any identity is told how to send its next edition', async (t) => {
  const { registry } = openWorld(t);
  const first = await registry.publish(recordOf('software', { name: 'Nameless' }));
  t.match(first, { id: 'software/nameless', problems: [{ rule: 'identity', severity: 'warning' }] });
  const next = await registry.publish(recordOf('software', { name: 'Nameless', status: 'beta' }, { slug: 'nameless' }));
  t.match(next, { id: 'software/nameless', changed: true, problems: [] });
  t.same((await registry.publish(software('Known'))).problems, []);
});

t.test('A manifest whose address nobody can open is told that it is left out', async (t) => {
  const { registry } = openWorld(t);
  for (const url of ['file:///srv/portal', 'javascript:alert(1)']) {
    const { problems } = await registry.publish(manifest(manifestOf('Portal', url)));
    t.match(
      problems.filter(({ pointer }) => pointer === '/url'),
      [{ rule: 'url', severity: 'warning', key: 'url' }],
      url,
    );
  }
  const { problems } = await registry.publish(
    manifest(manifestOf('Portal', 'ssh://git@forge.example/town/portal.git')),
  );
  t.notOk(problems.some(({ pointer }) => pointer === '/url'));
});
