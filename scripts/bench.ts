/**
 * `npm run bench -- [NAME …] [--folder DIR] [--json FILE]`: builds the program and measures it. The benches themselves run from what was
 * built, so that nothing is timed through a loader.
 */
import { fileURLToPath } from 'node:url';
import { ROOT } from './lib/generated.ts';
import { run } from './lib/run.ts';

const BUILD_MS = 120_000;
const BENCH_MS = 3_600_000;

const main = fileURLToPath(new URL('./bench/main.js', import.meta.url));
const root = fileURLToPath(ROOT);
const built = await run('npm', ['run', '--silent', 'build'], { limitMs: BUILD_MS, stream: true });
if (built.code === 0) {
  const program = `${root}dist/${main.slice(root.length)}`;
  const { code } = await run(process.execPath, [program, ...process.argv.slice(2)], {
    limitMs: BENCH_MS,
    stream: true,
  });
  process.exitCode = code;
} else {
  console.error('The build failed.');
  process.exitCode = 2;
}
