import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Context, type Imported, importInto, SEED, SIZE } from './context.ts';
import { type Figure, medianOf, overRuns } from './figure.ts';
import { resultIn, runProgram } from './program.ts';

const RUNS = 3;
const TARGETS = { yaml: 600, records: 1_200 } as const;
const NAMES = { yaml: 'from YAML manifests', records: 'from parsed records' } as const;

/** The whole write path, in a process of its own on one core; then what SQLite alone takes to keep as many bytes. */
export async function importBench(context: Context): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const form of ['yaml', 'records'] as const) {
    const runs: Imported[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const folder = join(context.folder, `import-${form}-${run}`);
      runs.push(await importInto(folder, form));
      if (form === 'records' && run === 0) context.adopt(folder);
      else rmSync(folder, { recursive: true, force: true });
    }
    const of = (pick: (run: Imported) => number) => runs.map(pick);
    const note = `${medianOf(of((run) => run.cpu)).toFixed(1)} s of processor time, at most ${Math.round(Math.max(...of((run) => run.memory)))} MiB`;
    figures.push(
      overRuns(
        {
          bench: 'import',
          what: `${SIZE.toLocaleString('en')} software ${NAMES[form]}`,
          unit: '/s',
          target: { least: TARGETS[form] },
          note,
        },
        of((run) => run.published / run.seconds),
      ),
    );
  }
  const program = fileURLToPath(new URL('./raw-write-program.js', import.meta.url));
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const folder = join(context.folder, `raw-${run}`);
    rates.push(resultIn<number>(await runProgram(program, [folder, String(SIZE), String(SEED)], { oneCore: true })));
    rmSync(folder, { recursive: true, force: true });
  }
  const what = 'SQLite alone: source, body and text index of the same';
  return [...figures, overRuns({ bench: 'import', what, unit: '/s' }, rates)];
}
