/**
 * `node --import=@tapjs/typescript/import scripts/grow.ts DIR N [SEED]`: writes N invented manifests into DIR, for trying
 * out and measuring. The same seed gives the same files. Nobody named in them exists.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { growManifests } from './lib/grow/grow.ts';

const A_FOLDER = 1_000;

const [folder, count = '', seed = '1'] = process.argv.slice(2);
if (folder === undefined || !/^\d{1,7}$/.test(count) || !/^\d{1,9}$/.test(seed)) {
  console.error('usage: grow.ts DIR N [SEED]');
  process.exitCode = 2;
} else {
  let written = 0;
  for (const { file, yaml } of growManifests(Number(count), Number(seed))) {
    const part = join(folder, String(Math.floor(written / A_FOLDER)).padStart(3, '0'));
    if (written % A_FOLDER === 0) await mkdir(part, { recursive: true });
    await writeFile(join(part, file), yaml);
    written += 1;
  }
  console.log(`${written} manifests in ${folder}`);
}
