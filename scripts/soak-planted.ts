import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLANTED, type Planted } from '../test/simulation/planted.ts';
import { ROOT } from './lib/generated.ts';
import { run } from './lib/run.ts';

const SEEDS = 40;
const RUN_MS = 120_000;
const COPIED = ['src', 'test', 'scripts', 'schemas', 'package.json', 'tsconfig.json'];

/** Plants each known mistake in a copy of the program, and says with which seed the simulation finds it (planted [NAME …]). */
export async function planted(names: string[]): Promise<boolean> {
  const root = fileURLToPath(ROOT);
  const copy = await mkdtemp(join(tmpdir(), 'alminding-planted-'));
  let missed = 0;
  try {
    for (const name of COPIED) await cp(join(root, name), join(copy, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const bug of PLANTED.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const seed = await caughtBy(copy, bug);
      console.log(`${bug.name}: ${seed === null ? 'NOT CAUGHT' : `seed ${seed}`}`);
      if (seed === null) missed += 1;
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return missed === 0;
}

async function caughtBy(copy: string, { file, from, to }: Planted): Promise<number | null> {
  const path = join(copy, file);
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(from, to));
  try {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const args = ['--import=@tapjs/typescript/import', 'scripts/simulate.ts', '--seed', String(seed), '--peers', '4'];
      const { code } = await run(process.execPath, [...args, '--steps', '60', '--whole'], {
        cwd: copy,
        limitMs: RUN_MS,
      });
      if (code !== 0) return seed;
    }
    return null;
  } finally {
    await writeFile(path, text);
  }
}
