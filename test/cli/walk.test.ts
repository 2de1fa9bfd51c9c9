import { symlinkSync } from 'node:fs';
import t from 'tap';
import { walk } from '../../src/cli/import/walk.ts';
import { LIMITS } from '../../src/kernel/limits.ts';

t.test('YAML and JSON files are found in byte order, hidden ones and others are not', async (t) => {
  const folder = t.testdir({
    'b.yml': '1',
    'a.yaml': '22',
    'Z.JSON': '{}',
    'é.yml': '',
    'picture.png': '',
    'README.md': '',
    '.hidden.yml': '',
    '.git': { 'config.yml': '' },
    node_modules: { 'x.json': '' },
    sub: { 'c.yml': '', deeper: { 'd.yml': '' } },
  });
  const { files, passed, unreadable } = await walk(folder);
  t.same(files, ['Z.JSON', 'a.yaml', 'b.yml', 'sub/c.yml', 'sub/deeper/d.yml', 'é.yml']);
  t.same([passed, unreadable], [[], []]);
});

t.test('links are followed to files inside the folder only', async (t) => {
  const outside = t.testdir({ folder: { real: { 'a.yml': 'x' } }, 'secret.yml': 'no' });
  const folder = `${outside}/folder`;
  symlinkSync('real/a.yml', `${folder}/inside.yml`);
  symlinkSync('../secret.yml', `${folder}/outside.yml`);
  symlinkSync('nowhere.yml', `${folder}/broken.yml`);
  symlinkSync('..', `${folder}/up.yml`);
  symlinkSync('real', `${folder}/other-name`);
  symlinkSync('real', `${folder}/named-so.yml`);
  symlinkSync('.', `${folder}/real/circle`);
  const { files, passed } = await walk(folder);
  t.same(files, ['inside.yml', 'real/a.yml']);
  t.same(passed.map(({ file }) => file).sort(), ['broken.yml', 'named-so.yml', 'outside.yml', 'up.yml']);
});

t.test('a link to the folder itself is fine', async (t) => {
  const base = t.testdir({ real: { 'a.yml': '' } });
  symlinkSync('real', `${base}/link`);
  t.equal((await walk(`${base}/link`)).files.length, 1);
});

t.test('a folder that cannot be read, or is too deep, is refused', async (t) => {
  const folder = t.testdir({ 'a.yml': '' });
  await t.rejects(walk(`${folder}/none`), { code: 'unreadable-file', message: /it does not exist/ });
  await t.rejects(walk(`${folder}/a.yml`), { code: 'unreadable-file', message: /it is no folder/ });
  let deep: object = { 'x.yml': '' };
  for (let i = 0; i <= LIMITS.importDepth; i += 1) deep = { d: deep };
  await t.rejects(walk(t.testdir(deep as never)), { code: 'too-large', message: /folders deep/ });
});
