import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import ts from 'typescript';
import { ROOT } from './generated.ts';

const FOLDERS = ['src/', 'test/', 'scripts/'];

/**
 * Transpiles every module of the repository once, for the tests: see `transpiled.mjs`. Types are not looked at. The number
 * of modules.
 */
export async function transpileAll(): Promise<number> {
  const kept = new URL('.tap/transpiled/', ROOT);
  await rm(kept, { recursive: true, force: true });
  await mkdir(kept, { recursive: true });
  let count = 0;
  for (const folder of FOLDERS) {
    const files = await readdir(new URL(folder, ROOT), { recursive: true });
    for (const file of files.filter((name) => /(?<!\.d)\.tsx?$/.test(name))) {
      const bytes = await readFile(new URL(folder + file, ROOT));
      const digest = createHash('sha256').update(bytes).digest('hex');
      await writeFile(new URL(`${digest}.js`, kept), transpiled(bytes.toString('utf8'), basename(file)));
      count += 1;
    }
  }
  return count;
}

/** As `tsconfig.json` has it, but for addresses of imports, which stay: the sources are what is loaded. */
export function transpiled(text: string, fileName: string): string {
  const { outputText } = ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.ReactJSX,
      jsxImportSource: 'preact',
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  return outputText;
}
