import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf } from '../../test/helpers/manifest.ts';
import { PROGRAM } from '../lib/built.ts';
import type { Context } from './context.ts';
import { type Figure, overRuns } from './figure.ts';

const RUNS = 11;
const TICKS = 100;

/** `node dist/program/main.js check FILE`, each time from nothing, beside node with nothing to do. */
export async function coldBench(context: Context): Promise<Figure[]> {
  const file = join(context.folder, 'publiccode.yml');
  writeFileSync(file, manifestOf('Agenda', 'https://forge.example/town/agenda'));
  const check = measure([PROGRAM, 'check', file]);
  const empty = measure(['-e', '0']);
  const figure = (what: string, values: number[], target?: number) =>
    overRuns({ bench: 'cold', what, unit: 's', ...(target === undefined ? {} : { target: { most: target } }) }, values);
  return [
    figure('check of one file by the built command', check.wall, 0.5),
    figure('the same, processor time in user mode', check.user),
    figure('node with nothing to do', empty.wall),
    figure('the same, processor time in user mode', empty.user),
  ];
}

function measure(words: string[]): { wall: number[]; user: number[] } {
  const wall: number[] = [];
  const user: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const [start, before] = [performance.now(), userOfChildren()];
    const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`);
    // The first run fills the caches of the system.
    if (run === 0) continue;
    wall.push((performance.now() - start) / 1000);
    user.push(userOfChildren() - before);
  }
  return { wall, user };
}

/** Seconds in user mode of all children that have ended (proc(5), `cutime`); 0 where the system doesn't say. */
function userOfChildren(): number {
  try {
    const [, rest = ''] = readFileSync('/proc/self/stat', 'utf8').split(') ');
    return Number(rest.split(' ')[13]) / TICKS;
  } catch {
    return 0;
  }
}
