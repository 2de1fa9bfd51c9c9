import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Rooms without I/O and clock: nothing in them is hard to test, so every line of them is. */
const PURE_ROOMS = [
  'kernel',
  'records',
  'manifest',
  'licence',
  'adopters',
  'governance',
  'maturity',
  'journal',
  'search',
  'versions',
  'writers',
  'claims',
  'documents',
];

type Summary = Record<string, { lines: { pct: number | string } } | undefined>;

/**
 * What is missing from the coverage of the pure rooms below `root`: one line a file. The files are listed from the
 * disk, since the report leaves out every file that no test has loaded.
 */
export async function coverageGaps(root: URL): Promise<{ files: number; gaps: string[] }> {
  const report = new URL('.tap/report/coverage-summary.json', root);
  if (!existsSync(report)) return { files: 0, gaps: ['there is no coverage report: run the tests first'] };
  const summary = JSON.parse(await readFile(report, 'utf8')) as Summary;
  const gaps: string[] = [];
  let files = 0;
  for (const path of await pureFiles(root)) {
    const at = new URL(path, root);
    if (holdsTypesOnly(await readFile(at, 'utf8'))) continue;
    files += 1;
    const covered = summary[fileURLToPath(at)]?.lines.pct;
    if (covered === undefined) gaps.push(`${path}: no test loads it`);
    else if (covered !== 100) gaps.push(`${path}: ${covered} % of its lines`);
  }
  return { files, gaps };
}

async function pureFiles(root: URL): Promise<string[]> {
  const rooms = PURE_ROOMS.map((room) => `src/${room}/`).filter((room) => existsSync(new URL(room, root)));
  const listed = await Promise.all(
    rooms.map(async (room) => {
      const names = await readdir(new URL(room, root), { recursive: true });
      return names.filter((name) => /(?<!\.d)\.tsx?$/.test(name)).map((name) => room + name.replaceAll('\\', '/'));
    }),
  );
  return listed.flat().sort();
}

/** True when nothing is left of a file once its types are taken away. Such a file is never loaded. */
export function holdsTypesOnly(source: string): boolean {
  const compilerOptions = { module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, removeComments: true };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  return outputText.replace('export {};', '').trim() === '';
}
