import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import t from 'tap';
import { coverageGaps, holdsTypesOnly } from '../../scripts/lib/pure-coverage.ts';

t.test('A file counts as types only when nothing of it exists at run time', async (t) => {
  t.ok(
    holdsTypesOnly(
      "import type { A } from './a.ts';\n/** Why. */\nexport interface B extends A {}\nexport type C = B | 1;",
    ),
  );
  t.notOk(holdsTypesOnly('export type A = 1;\nexport const a: A = 1;'));
  t.notOk(holdsTypesOnly("import './effect.ts';\nexport type A = 1;"));
});

t.test('A pure file that no test loads, or not all of it, is a gap', async (t) => {
  const root = pathToFileURL(`${t.testdir({})}/`);
  const put = async (path: string, text: string): Promise<string> => {
    const at = new URL(path, root);
    await mkdir(new URL('.', at), { recursive: true });
    await writeFile(at, text);
    return fileURLToPath(at);
  };
  t.match((await coverageGaps(root)).gaps[0], /no coverage report/);

  const whole = await put('src/kernel/whole.ts', 'export const a = 1;');
  const partly = await put('src/journal/deep/partly.ts', 'export const a = 1;');
  await put('src/search/never.ts', 'export const a = 1;');
  await put('src/search/words.ts', 'export type A = 1;');
  await put('src/web/page.ts', 'export const a = 1;');
  const summary = { [whole]: { lines: { pct: 100 } }, [partly]: { lines: { pct: 99.5 } } };
  await put('.tap/report/coverage-summary.json', JSON.stringify(summary));

  t.same(await coverageGaps(root), {
    files: 3,
    gaps: ['src/journal/deep/partly.ts: 99.5 % of its lines', 'src/search/never.ts: no test loads it'],
  });
});
