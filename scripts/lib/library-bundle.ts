import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild-wasm';
import { ROOT } from './generated.ts';

/**
 * What a program for browsers bundles when it says `import { check } from 'alminding/manifest'`: the built library as one
 * script, small. `dist/` has to be there.
 */
export async function libraryBundle(source: string): Promise<{ code: string; gzipped: number }> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(ROOT), loader: 'js' },
    ...{ bundle: true, minify: true, write: false, format: 'iife', platform: 'browser', target: 'es2022' },
    ...{ legalComments: 'none', logLevel: 'silent' },
  });
  const code = outputFiles[0]?.text ?? '';
  return { code, gzipped: gzipSync(code, { level: 9 }).length };
}
