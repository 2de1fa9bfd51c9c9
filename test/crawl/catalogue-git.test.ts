/** A catalogue folder in a repository, over real git on loopback. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { registersOfSources } from '../../src/crawl/folder-words.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { verify } from '../../src/registry/verify.ts';
import { gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { keyOf, leafCount, shown, viewOf } from '../registry/world.ts';
import { crawlWorld, DAY } from './crawler-world.ts';

const KITOS = keyOf({ id: 'software/kitos' });
const REPOSITORY = 'https://forge.example/t/kitos';
const kitos = (more = '') => `name: Kitos\nurl: ${REPOSITORY}\n${more}`;
const FILES = {
  'software/kitos.yml': kitos(),
  'software/os2mo.json': JSON.stringify({ name: 'OS2mo' }),
  'organisations/town.yaml': 'name: Town\ntype: municipality\n',
  'writers/kitos.yml': 'of: software/kitos\n',
  'software/notes.txt': 'no record',
  'README.md': '# no record',
};

async function open(t: Test) {
  const server = await gitServer(t);
  const world = crawlWorld(t, server.exceptions);
  const url = `${server.url}/net/catalogue`;
  return { ...world, server, url };
}

t.test('Records of a catalogue in a repository are read, each file once, with where they lie', async (t) => {
  const w = await open(t);
  const commit = await w.server.commit('net/catalogue', FILES);
  const id = await w.add(w.url, { role: 'folder' });
  const dry = await w.crawl({ dryRun: true });
  t.match(dry.visits[0]?.outcome, { is: 'loaded', loaded: { files: 3, changed: 3, broken: 0 } });
  t.equal(await w.store.getRecord(KITOS), null, 'a dry run writes nothing');
  t.same(await w.store.listFiles(`git/${id}`), []);
  t.match(await w.crawl({ ids: [id] }), { looked: 1, published: 1, failed: 0 });
  t.match(await viewOf(w, KITOS), {
    source: {
      rank: 'folder',
      by: 'folder',
      url: w.url,
      commit,
      path: 'software/kitos.yml',
      file: /^git\/.*kitos\.yml$/,
    },
  });
  t.equal(await leafCount(w), 3, 'nothing of who may write');
  t.match(await w.source(id), { row: { state: 'alive', verdict: 'valid', entry: null }, events: ['loaded'] });
  t.equal((await w.source(id)).seen.pending, false, 'a catalogue is no software: its history is not counted');

  w.server.asked.length = 0;
  t.match(await w.crawl({ ids: [id] }), { unchanged: 1 });
  t.equal(w.server.asked.length, 1, 'unchanged is one request');
  w.server.asked.length = 0;
  const next = await w.server.commit('net/catalogue', { 'software/kitos.yml': kitos('status: beta\n') });
  t.match(await w.crawl({ ids: [id] }), { published: 1 });
  t.match(await viewOf(w, KITOS), { version: 2, source: { commit: next } });
  t.equal(w.server.asked.length, 5, 'the tip, the commit, two folders, and one file');
  t.equal(await leafCount(w), 4);
  const key = w.url.replace('http:', 'https:');
  t.match(await w.store.wakeCrawlSources({ marks: [], until: 0, repositories: [key], owners: [] }), { due: [id] });
  t.same((await verify(w.store)).findings, []);
});

t.test(
  'Broken files are told and keep what was valid; what leaves is hidden, and withdrawn after 30 days',
  async (t) => {
    const w = await open(t);
    await w.server.commit('net/catalogue', FILES);
    const id = await w.add(w.url, { role: 'folder' });
    await w.crawl();
    await w.server.commit('net/catalogue', {
      ...{
        'software/kitos.yml': 'name: [Kitos\n',
        'software/Bad Name.yml': 'name: X\n',
        'software/new.yml': 'name: New\n',
      },
      'software/large.yml': Buffer.alloc(LIMITS.catalogueFileBytes + 1, 'a'),
      'software/os2mo.json': null,
    });
    t.match(await w.crawl({ ids: [id] }), { invalid: 1, failed: 0 });
    t.match(await shown(w, KITOS), { name: 'Kitos' }, 'the last valid version stays');
    t.match(await shown(w, keyOf({ id: 'software/new' })), { name: 'New' });
    t.equal(await w.store.getRecord(keyOf({ id: 'software/os2mo' })), null, 'what left is hidden');
    const { row, seen, events } = await w.source(id);
    t.equal(row.verdict, 'invalid');
    t.match(seen.folder, { files: 5, broken: 3, hidden: 1 });
    t.same(events, ['loaded', 'loaded', 'invalid']);
    const told = seen.problems.map(({ pointer, rule }) => `${rule} ${pointer}`);
    t.ok(told.includes('too-large software/large.yml') && told.includes('id software/Bad Name.yml'), told.join());
    await w.server.commit('net/catalogue', {
      ...{ 'software/kitos.yml': kitos('status: beta\n'), 'software/Bad Name.yml': null, 'software/large.yml': null },
    });
    t.match(await w.crawl({ ids: [id] }), { published: 1 });
    t.match(await w.source(id), { row: { verdict: 'valid' }, seen: { problems: [] } });
    w.clock.at += 31 * DAY;
    await w.crawl({ ids: [id] });
    t.match(
      await w.store.getTombstone(keyOf({ id: 'software/os2mo' })),
      { reason: 'withdrawn' },
      'without a new commit',
    );
    w.server.asked.length = 0;
    t.match(await w.crawl({ ids: [id] }), { unchanged: 1 }, 'and then it is at rest');
  },
);

t.test('A catalogue that is away, emptied or cannot be read removes nothing', async (t) => {
  const w = await open(t);
  await w.server.commit('net/catalogue', FILES);
  const id = await w.add(w.url, { role: 'folder' });
  await w.crawl();
  const none = Object.fromEntries(Object.keys(FILES).map((file) => [file, null]));
  await w.server.commit('net/catalogue', { ...none, 'other.txt': 'x' });
  await w.crawl({ ids: [id] });
  t.match(await w.source(id), { row: { state: 'alive', verdict: 'none' } });
  t.match(await shown(w, KITOS), { name: 'Kitos' });
  w.server.instead((_, response) => !!response.writeHead(404).end());
  t.match(await w.crawl({ ids: [id] }), { failed: 1 });
  w.clock.at += 31 * DAY;
  await w.crawl({ ids: [id] });
  t.match(await w.source(id), { row: { state: 'gone' } });
  t.match(await shown(w, KITOS), { name: 'Kitos' });
  const other = await w.add(`${w.server.url}/net/empty`, { role: 'folder' });
  execFileSync('git', ['init', '-q', '--bare', join(w.server.root, 'net/empty.git')]);
  w.server.instead(() => false);
  await w.crawl({ ids: [other] });
  t.match(await w.source(other), { row: { state: 'alive', verdict: 'none' } });
});

t.test('What a body says of itself in it, and how many bodies there are, counts as in a folder here', async (t) => {
  const w = await open(t);
  const town = (more = '') => `name: Town\ntype: municipality\ncountry: DK\n${more}`;
  const declared = 'organisation: organisation/town\nuses:\n  - {software: software/kitos, state: production}\n';
  const registers = 'registers:\n  - {type: municipality, country: DK, count: 98, source: {title: A list}}\n';
  await w.server.commit('net/catalogue', {
    ...{ 'data/software/kitos.yml': kitos(), 'data/organisations/town.yml': town() },
    ...{ 'data/adoptions.yml': declared, 'data/registers.yml': registers },
  });
  const id = await w.add(w.url, { role: 'folder', path: 'data' });
  const uses = async () => (await w.registry.read.list('adoption', 10)).items.length;
  await w.crawl({ ids: [id] });
  t.match((await w.source(id)).seen.problems, [{ rule: 'speaker', pointer: 'adoptions.yml#/organisation' }]);
  t.equal(await uses(), 0, 'a repository speaks for those alone whose record names its owner');
  t.match(await registersOfSources(w.store), [{ count: 98, country: 'DK' }]);
  const own = town(`codeHosting: [${w.server.url}/net]\n`);
  await w.server.commit('net/catalogue', { 'data/organisations/town.yml': own });
  await w.crawl({ ids: [id] });
  t.match(await w.source(id), { row: { verdict: 'valid' }, seen: { problems: [] } });
  t.equal(await uses(), 1);
  await w.server.commit('net/catalogue', { 'data/adoptions.yml': 'organisation: [\n', 'data/registers.yml': '7\n' });
  await w.crawl({ ids: [id] });
  const { problems } = (await w.source(id)).seen;
  t.match(problems.map(({ pointer }) => pointer).sort(), [/^adoptions\.yml/, /^registers\.yml/]);
  t.equal(await uses(), 1, 'a broken one takes nothing away');
  await w.server.commit('net/catalogue', { 'data/adoptions.yml': null, 'data/registers.yml': null });
  await w.crawl({ ids: [id] });
  t.equal(await uses(), 0, 'what is said no more is hidden');
  t.same(await registersOfSources(w.store), []);
  await w.server.commit('net/catalogue', { 'data/adoptions.yml': declared });
  await w.crawl({ ids: [id] });
  t.equal(await uses(), 1);
});

t.test('It may lie in a folder beside a manifest, its links lead nowhere, and its sources are sources', async (t) => {
  const w = await open(t);
  const base = 'net/catalogue.work';
  await w.server.commit('net/catalogue', {
    ...{
      'publiccode.yml': manifestOf('Tools', w.url),
      'data/software/kitos.yml': kitos(),
      'outside/x.yml': 'name: X\n',
    },
    'data/sources.yml': 'forges: [https://forge.example/group]\nrepositories:\n  - https://forge.example/t/one\n',
  });
  symlinkSync('../../outside', join(w.server.root, base, 'data/organisations'));
  symlinkSync('/etc/passwd', join(w.server.root, base, 'data/software/passwd.yml'));
  await w.server.commit('net/catalogue', {});
  const folder = await w.add(w.url, { role: 'folder', path: 'data' });
  const repository = await w.add(w.url);
  await w.crawl({ ids: [folder, repository] });
  t.match(await viewOf(w, KITOS), { source: { path: 'data/software/kitos.yml' } });
  t.match(await shown(w, keyOf({ id: 'software/tools' })), { name: 'Tools' });
  t.match(await w.source(folder), { seen: { folder: { files: 1, named: 2 }, problems: [] } });
  const named = (await w.store.listCrawlSources(10)).filter(({ addedBy }) => addedBy === `source:${folder}`);
  t.same(named.map(({ url, role }) => [url, role]).sort(), [
    ['https://forge.example/group', 'owner'],
    ['https://forge.example/t/one', 'repository'],
  ]);
  await w.server.commit('net/catalogue', { 'data/sources.yml': 'forges: 7\n' });
  await w.crawl({ ids: [folder] });
  const { row, seen } = await w.source(folder);
  t.equal(row.verdict, 'invalid');
  t.match(seen.problems, [{ pointer: /^sources\.yml/ }], 'a list that is broken is told');
  t.match(await shown(w, KITOS), { name: 'Kitos' });
});
