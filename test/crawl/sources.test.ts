import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type FolderSource, loadFolder } from '../../src/crawl/load-folder.ts';
import { checkSources, readSources } from '../../src/crawl/sources.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readSourceList } from '../../src/records/source-list.ts';
import { openWorld } from '../registry/world.ts';
import { temporaryFolder } from '../store/temporary.ts';

const bytes = (text: string) => Buffer.from(text);

t.test('A list of sources is read as it stands', async (t) => {
  const path = temporaryFolder(t);
  const source = { path, name: 'catalogue/x' };
  t.equal(await readSources(source), null, 'a folder may have none');
  writeFileSync(
    join(path, 'sources.yml'),
    '# Here\nforges:\n  - https://forge.example/Town\nrepositories:\n  - https://forge.example/Town/agenda\n',
  );
  t.same(await readSources(source), {
    folder: 'catalogue/x',
    forges: ['https://forge.example/Town'],
    repositories: ['https://forge.example/Town/agenda'],
    details: [],
  });
});

t.test('What is no such list is refused with its line', async (t) => {
  t.same(readSourceList(bytes('forges: []\n')).list, { forges: [], repositories: [], details: [] });
  const detailed =
    'repositories:\n  - https://a.example/x/y\n  - url: https://a.example/x/z\n    path: docs/publiccode.yml\n    partOf: https://a.example/x/y\n';
  t.same(readSourceList(bytes(detailed)).list, {
    forges: [],
    repositories: ['https://a.example/x/y', 'https://a.example/x/z'],
    details: [{ url: 'https://a.example/x/z', path: 'docs/publiccode.yml', partOf: 'https://a.example/x/y' }],
  });
  for (const bad of ['path: ../x', 'path: /etc/x', 'partOf: x', 'more: 1'])
    t.match(
      readSourceList(bytes(`repositories:\n  - url: https://a.example/x\n    ${bad}\n`)).problems,
      [{ rule: 'url', line: 2 }],
      bad,
    );
  const wrong = {
    'forges: here\n': { rule: 'type', line: 1 },
    '- https://forge.example/x\n': { rule: 'type' },
    'forges: []\nforge: []\n': { rule: 'unknown-key', line: 2 },
    'forges:\n  - http://forge.example/x\n': { rule: 'url', line: 2 },
    'forges:\n  - "javascript:alert(1)"\n': { rule: 'url', line: 2 },
    'forges:\n  - https://me:secret@forge.example/x\n': { rule: 'url', line: 2 },
    'repositories:\n  - {a: b}\n': { rule: 'url', line: 2 },
    'forges: [\n': { rule: /yaml/ },
  };
  for (const [text, problem] of Object.entries(wrong)) {
    const { list, problems } = readSourceList(bytes(text));
    t.equal(list, null, text);
    t.match(problems, [problem], text);
  }
  const many = (n: number) => bytes(`forges:\n${'  - https://forge.example/x\n'.repeat(n)}`);
  t.equal(readSourceList(many(LIMITS.sourceAddresses)).list?.forges.length, LIMITS.sourceAddresses);
  t.match(readSourceList(many(LIMITS.sourceAddresses + 1)).problems, [{ rule: 'too-many-sources' }]);
});

t.test('A broken list is named among the broken files until it is mended', async (t) => {
  const world = openWorld(t);
  const path = join(temporaryFolder(t), 'x');
  mkdirSync(join(path, 'software'), { recursive: true });
  writeFileSync(join(path, 'software/agenda.yml'), 'name: Agenda\n');
  const source: FolderSource = { path, name: 'catalogue/x', origin: 'built-in', removalDays: 0 };
  const load = async () => {
    await loadFolder(world, source);
    return checkSources(world.store, source);
  };
  const broken = async () => (await world.registry.read.status()).broken;
  writeFileSync(join(path, 'sources.yml'), 'forges: here\n');
  for (const time of ['at first', 'and again']) {
    t.equal(await load(), 1, time);
    t.match(await broken(), [{ folder: 'catalogue/x', file: 'sources.yml', problems: [{ line: 1 }] }], time);
  }
  t.equal(await readSources(source), null);
  writeFileSync(join(path, 'sources.yml'), Buffer.alloc(LIMITS.catalogueFileBytes + 1, ' '));
  t.equal(await load(), 1);
  t.match(await broken(), [{ problems: [{ rule: 'too-large' }] }]);
  rmSync(join(path, 'sources.yml'));
  t.equal(await load(), 0);
  t.same(await broken(), []);
});
