import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { growManifests } from '../lib/grow/grow.ts';
import type { CheckRates } from './check-program.ts';
import { type Context, SEED } from './context.ts';
import { type Figure, overRuns } from './figure.ts';
import { resultIn, runProgram } from './program.ts';

const GROWN = 500;
const TARGET = 0.7;
const STRETCH = 1.3;

/** Checks of manifests, with places, against what the YAML library takes for reading alone; on one core. */
export async function checkBench(context: Context): Promise<Figure[]> {
  const folder = context.manifests ?? grown(context);
  const program = fileURLToPath(new URL('./check-program.js', import.meta.url));
  const { files, ours, library } = resultIn<CheckRates>(await runProgram(program, [folder], { oneCore: true }));
  const shares = ours.map((rate, round) => rate / (library[round] as number));
  const of = `${files} manifests`;
  return [
    overRuns({ bench: 'check', what: `check of ${of}`, unit: '/s' }, ours),
    overRuns({ bench: 'check', what: 'parseDocument of the YAML library alone', unit: '/s' }, library),
    overRuns(
      {
        bench: 'check',
        what: 'checks by what the library alone reads',
        unit: '',
        target: { least: TARGET },
        stretch: STRETCH,
      },
      shares,
    ),
  ];
}

function grown(context: Context): string {
  const folder = join(context.folder, 'manifests');
  mkdirSync(folder);
  for (const { file, yaml } of growManifests(GROWN, SEED)) writeFileSync(join(folder, file), yaml);
  return folder;
}
