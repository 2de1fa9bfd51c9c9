import t from 'tap';
import { circles, forbiddenImports, type Room } from './helpers/import-rules.ts';
import { forbiddenPaths, forbiddenText, wrongSizes } from './helpers/text-rules.ts';
import { defaultExports, forbiddenUses, testEscapes } from './helpers/use-rules.ts';

const room = (name: string, more: Partial<Room>): Room => ({
  ...{ name, files: new RegExp(`^src/${name}/`), values: [], types: [], npm: [], node: [] },
  ...more,
});
const ROOMS = [
  room('kernel', { node: ['crypto'] }),
  room('words', { values: ['kernel'], npm: ['yaml', 'spdx-*'] }),
  room('doors', { values: ['kernel'], types: ['words'], node: 'any' }),
];
const broken = (path: string, text: string): number => forbiddenImports([{ path, text }], ROOMS).length;

t.test('An import is refused unless the table allows it', async (t) => {
  t.equal(broken('src/words/a.ts', "import { a } from '../kernel/a.ts';"), 0);
  t.equal(broken('src/words/a.ts', "import { b } from './deep/b.ts';"), 0, 'a room may import itself');
  t.equal(broken('src/kernel/a.ts', "import { a } from '../words/a.ts';"), 1, 'upwards');
  t.equal(broken('src/kernel/a.ts', "export { a } from '../words/a.ts';"), 1, 'by exporting it again');
  t.equal(broken('src/kernel/a.ts', "const a = await import('../words/a.ts');"), 1, 'later');
  t.equal(broken('src/kernel/a.ts', "type A = import('../words/a.ts').A;"), 1, 'within a type');
  t.equal(broken('src/kernel/a.ts', "new Worker(new URL('../words/a.js', import.meta.url));"), 1, 'as a worker');
  t.equal(broken('src/kernel/a.ts', "import '#root/src/words/a.ts';"), 1, 'from the root');
  t.equal(broken('src/doors/a.ts', 'const a = await import(name);'), 1, 'of a name that only the run knows');
  t.equal(broken('src/elsewhere/a.ts', ''), 1, 'a file of no room');
});

t.test('Types may come from where values may not', async (t) => {
  t.equal(broken('src/doors/a.ts', "import type { A } from '../words/a.ts';"), 0);
  t.equal(broken('src/doors/a.ts', "import { type A, type B } from '../words/a.ts';"), 0);
  t.equal(broken('src/doors/a.ts', "export type { A } from '../words/a.ts';"), 0);
  t.equal(broken('src/doors/a.ts', "import { type A, b } from '../words/a.ts';"), 1);
  t.equal(broken('src/doors/a.ts', "import '../words/a.ts';"), 1);
  t.equal(broken('src/doors/a.ts', "import {} from '../words/a.ts';"), 1);
});

t.test('Packages and modules of Node are listed by room, and ways out by name', async (t) => {
  t.equal(broken('src/words/a.ts', "import { parse } from 'yaml';\nimport ids from 'spdx-license-ids/index.json';"), 0);
  t.equal(broken('src/words/a.ts', "import { parse } from 'yamlish';"), 1);
  t.equal(broken('src/words/a.ts', "import.meta.resolve('theme/base.css');"), 1);
  t.equal(broken('src/words/a.ts', "import.meta.resolve('#root/schemas/a.json');"), 0);
  t.equal(broken('src/words/a.ts', "import { readFile } from 'node:fs/promises';"), 1);
  t.equal(broken('src/doors/a.ts', "import { readFile } from 'node:fs/promises';"), 0);
  t.equal(broken('src/doors/a.ts', "import { spawn } from 'node:child_process';"), 1);
  t.equal(broken('src/doors/a.ts', "import { request } from 'node:https';"), 1);
  t.equal(broken('src/doors/a.ts', "import type { Server } from 'node:http';"), 0);
  t.equal(broken('src/doors/a.ts', "import { spawn } from 'child_process';"), 1);
});

t.test('Circles of imports are found once each, through types and workers too', async (t) => {
  const found = circles([
    { path: 'src/a.ts', text: "import { b } from './b.ts';" },
    { path: 'src/b.ts', text: "import type { C } from './deep/c.tsx';" },
    { path: 'src/deep/c.tsx', text: "new URL('../a.js', import.meta.url);" },
    { path: 'src/d.ts', text: "import { a } from './a.ts';\nimport './d.ts';" },
    { path: 'src/e.ts', text: "import { a } from './a.ts';" },
  ]);
  t.same(found, [['src/a.ts', 'src/b.ts', 'src/deep/c.tsx'], ['src/d.ts']]);
});

const uses = (text: string, path = 'src/registry/a.ts'): string[] => forbiddenUses(path, text);

t.test('What only one room may do is refused in the others', async (t) => {
  const bad: [string, string][] = [
    ["await fetch('https://a.example');", 'fetch'],
    ["await globalThis.fetch('https://a.example');", 'fetch'],
    ['const door = { fetch };', 'fetch'],
    ['const a = process.env.HOME;', 'the environment'],
    ["const a = process['env'];", 'the environment'],
    ["import { env } from 'node:process';", 'the environment'],
    ['const a = Date.now();', 'the clock'],
    ['const a = Date.now;', 'the clock'],
    ['const a = new Date();', 'the clock'],
    ['const a = new Date;', 'the clock'],
    ['const a = performance.now();', 'the clock'],
    ['const a = process.hrtime.bigint();', 'the clock'],
    ["const a = 'SELECT a FROM b';", 'SQL'],
    ["const a = 'select a from b';", 'SQL'],
    ['const a = `INSERT OR IGNORE INTO $' + '{b} VALUES (1)`;', 'SQL'],
    ['const a = `UPDATE b SET c = 1`;', 'SQL'],
    ["const a = 'DELETE FROM b';", 'SQL'],
    ["const a = 'PRAGMA synchronous = FULL';", 'SQL'],
    ['reply.code(404);', 'an HTTP status'],
    ['error.statusCode = 404;', 'an HTTP status'],
    ['const a = { statusCode: 404 };', 'an HTTP status'],
    ['const a = window.location;', 'the browser'],
    ['const a = b ?? document;', 'the browser'],
    ['let a; a = document;', 'the browser'],
  ];
  for (const [text, what] of bad) t.same(uses(text), [`src/registry/a.ts:1 uses ${what}`], text);
});

t.test('Words that only look alike are let through', async (t) => {
  const good = [
    'const a = new Date(0).toISOString();',
    'type A = { document: string; window?: number };',
    'const document = parse(text); use(document);',
    'use(({ document }: A) => document.a);',
    'const a = b.document.window;',
    'const { document: a } = b;',
    "const a = 'Select one of these, or delete from the list what you do not need.';",
    "const a = 'update the entry';",
    'const a = error.code;',
    '// fetch(address) and Date.now() are for others',
    'const a = store.fetch(1);',
  ];
  for (const text of good) t.same(uses(text), [], text);
});

t.test('The room whose business it is may do it', async (t) => {
  t.same(uses('const a = Date.now();', 'src/kernel/clock.ts'), []);
  t.same(uses('const a = process.env;', 'src/config.ts'), []);
  t.same(uses("const a = 'SELECT a FROM b';", 'src/store/sqlite/a.ts'), []);
  t.same(uses('reply.code(404);', 'src/web/plugins/a.ts'), []);
  t.same(uses('document.title;', 'src/web/static/a.ts'), []);
});

t.test('A test cannot be left out', async (t) => {
  for (const word of ['skip', 'todo', 'only']) {
    t.equal(testEscapes('a.test.ts', `t.test.${word}('a', () => {});`).length, 1);
    t.equal(testEscapes('a.test.ts', `t.${word}('a');`).length, 1);
    t.equal(testEscapes('a.test.ts', `t.test('a', { ${word}: true }, () => {});`).length, 1);
    t.equal(testEscapes('a.test.ts', `const words = '${word}'; t.test('a', () => use({ ${word}: 1 }));`).length, 0);
  }
});

t.test('A default export is seen in each of its forms', async (t) => {
  t.equal(defaultExports('a.ts', 'export default function a() {}').length, 1);
  t.equal(defaultExports('a.ts', 'const a = 1;\nexport default a;').length, 1);
  t.equal(defaultExports('a.ts', 'const a = 1;\nexport { a as default };').length, 1);
  t.equal(defaultExports('a.ts', 'switch (a) { default: b(); }\nexport const c = { default: 1 };').length, 0);
});

t.test('Text that speaks of one machine or of work undone is refused, with its line', async (t) => {
  const lines = (bad: string): string => `fine\nfine\n${bad}\n`;
  const marks = ['FIX' + 'ME', 'TO' + 'DO', 'XX' + 'X', 'HA' + 'CK'].map((mark) => `// ${mark}: later`);
  const paths = ['work', 'home', 'root', 'Users'].map((top) => `see /${top}/somebody`);
  const names = [`facts of ${'seed-'}${'systems'}.yml`, `https://${'registry.'}${'npmjs.org'}/a`];
  for (const bad of [...marks, ...paths, ...names])
    t.match(forbiddenText('a.md', lines(bad)), [/^a\.md:3 holds /], bad);
  const good = [
    "import '#root/src/a.ts'",
    'https://a.example/home/page',
    'a hackathon, todo el mundo',
    'catalogue/shared/',
  ];
  for (const text of good) t.same(forbiddenText('a.md', text), [], text);
});

t.test('Places and names that say nothing are refused', async (t) => {
  const found = forbiddenPaths(
    [
      'src/web/page.ts',
      'src/utils/a.ts',
      'src/web/helpers/a.ts',
      'src/kernel/util.ts',
      'src/web/index.tsx',
      'tmp/a.ts',
    ],
    ['src'],
  );
  t.equal(found.length, 5);
  t.same(forbiddenPaths(['test/helpers/a.ts', 'src/web/ui/common-name.tsx'], ['src', 'test']), []);
});

t.test('A file over the cap is refused, and so are too many long ones', async (t) => {
  const files = (...lines: number[]) => lines.map((count, at) => ({ path: `${at}.ts`, lines: count }));
  t.same(wrongSizes(files(20, 30, 40, 50, 60, 70, 80, 90, 300, 300)), ['a tenth of the files has 300 lines or more']);
  t.same(wrongSizes(files(20, 30, 40, 50, 60, 70, 80, 90, 90, 240)), []);
  t.same(wrongSizes(files(99, 99, 100)), []);
  t.same(wrongSizes(files(99, 100, 120)), ['half of the files has 100 lines or more']);
  t.equal(wrongSizes(files(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 401))[0], '11.ts has 401 lines');
});
