import { execFile } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import t from 'tap';
import { git, gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { crawlWorld } from './crawler-world.ts';

t.test('Submodules, links and folders full of files are neither followed nor fetched', async (t) => {
  const server = await gitServer(t);
  const { add, crawl, source } = crawlWorld(t, server.exceptions);
  const inner = await server.commit('town/inner', {
    'publiccode.yml': manifestOf('Inner', `${server.url}/town/inner`),
  });
  await server.commit('town/outer', { 'README.md': '# x' });
  const work = `${server.root}/town/outer.work`;
  // A submodule and a link in the places of a manifest.
  await git(work, ['update-index', '--add', '--cacheinfo', `160000,${inner},publiccode.yml`]);
  await git(work, ['commit', '-q', '-m', 'module']);
  await git(work, ['push', '-q', '-f', `${server.root}/town/outer.git`, 'main']);
  symlinkSync('/etc/passwd', `${work}/link.yml`);
  server.asked.length = 0;
  const outer = await add(`${server.url}/town/outer`);
  t.match(await crawl(), { withoutManifest: 1, failed: 0 });
  t.notOk(
    server.asked.some((path) => path.includes('inner')),
    'nobody asks for what a submodule names',
  );
  t.match((await source(outer)).row, { state: 'alive', verdict: 'none' });

  // A million names take 35 MB; what is beyond the limit is not read, and said.
  const names = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`files/${i}.txt`, '']));
  const url = `${server.url}/town/many`;
  await server.commit('town/many', { ...names, 'publiccode.yml': manifestOf('Many', url) });
  await add(url);
  server.bytes.sent = 0;
  t.match(await crawl(), { published: 1 });
  t.ok(server.bytes.sent < 20_000, `${server.bytes.sent} bytes`);
});

t.test(
  'A manifest of 50 MB and a root with too many names are told as what they are, and the run goes on',
  async (t) => {
    const server = await gitServer(t);
    const { add, crawl, source } = crawlWorld(t, server.exceptions);
    await server.commit('town/huge', { 'publiccode.yml': Buffer.alloc(50_000_000, 'name: x\n') });
    const huge = await add(`${server.url}/town/huge`);
    // A root of which the tree alone is beyond what is read: made by hand, as files would take minutes.
    const bare = `${server.root}/town/root.git`;
    await server.commit('town/root', { 'a.txt': '' });
    const blob = await git(bare, ['rev-parse', 'main:a.txt']);
    const list = `${server.root}/list`;
    const long = 'n'.repeat(200);
    writeFileSync(list, Array.from({ length: 25_000 }, (_, i) => `100644 blob ${blob}\t${long}${i}\n`).join(''));
    const tree = (
      await promisify(execFile)('sh', ['-c', `git --git-dir "$0" mktree < "$1"`, bare, list])
    ).stdout.trim();
    const commit = await git(bare, ['commit-tree', tree, '-m', 'many']);
    await git(bare, ['update-ref', 'refs/heads/main', commit]);
    const root = await add(`${server.url}/town/root`);
    const fine = `${server.url}/town/fine`;
    await server.commit('town/fine', { 'publiccode.yml': manifestOf('Fine', fine) });
    await add(fine);
    t.match(await crawl(), { published: 1, invalid: 1, failed: 1 });
    t.match((await source(huge)).seen.problems, [{ rule: 'too-large' }]);
    t.match((await source(root)).seen.failure, { code: 'answer-too-large' });
  },
);

t.test('A product of 33 repositories is one entry, and each of its parts is known', async (t) => {
  const server = await gitServer(t);
  const { add, crawl, registry, store } = crawlWorld(t, server.exceptions);
  const url = `${server.url}/suite/core`;
  await server.commit('suite/core', { 'publiccode.yml': manifestOf('Suite', url) });
  await add(url);
  for (let i = 1; i < 33; i += 1) {
    cpSync(`${server.root}/suite/core.git`, `${server.root}/suite/part-${i}.git`, { recursive: true });
    await add(`${server.url}/suite/part-${i}`, { partOf: url });
  }
  t.match(await crawl(), { looked: 33, failed: 0, invalid: 0 });
  const { items } = await registry.read.search({
    text: 'suite',
    lang: 'en',
    filters: {},
    sort: 'relevance',
    limit: 50,
  });
  t.same(
    items.map(({ id }) => id).filter((id) => id.startsWith('software/')),
    ['software/suite'],
  );
  t.equal((await store.crawlSourcesOf('software/suite')).length, 33);
});
