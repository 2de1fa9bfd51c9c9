import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { holdsWords, wordsOf } from '../../registry/suppressed.ts';

/** Files of a data folder beside the database that may hold what is erased. */
export interface HeldFile {
  /** Below the data folder. */
  file: string;
  /** `copy`: a whole older database; `kept`: of the operator, who mends it; `cache`: made again when it is needed. */
  what: 'copy' | 'kept' | 'cache';
}

const DATABASE = /^alminding\.db(-wal|-shm)?$|^alminding\.lock$|^erased\.txt$/;
const COPY = /^alminding\.db\.(before-restore|schema-\d+)$/;
/** The operator's own records, and secrets. */
const KEPT = new Set(['catalogue', 'keys']);
const LARGEST = 64 * 1024 * 1024;

/** Older copies of the database, and with `text` every other file that holds it. */
export async function filesWith(data: string, text: string | null): Promise<HeldFile[]> {
  const words = text === null ? null : wordsOf(text);
  const found: HeldFile[] = [];
  const names = await readdir(data, { recursive: true });
  for (const file of names.sort()) {
    const [top = ''] = file.split(sep);
    if (DATABASE.test(file) || top === 'keys') continue;
    if (COPY.test(file)) found.push({ file, what: 'copy' });
    else if (words !== null && (await holds(join(data, file), words)))
      found.push({ file, what: KEPT.has(top) ? 'kept' : 'cache' });
  }
  return found;
}

/** The same in a folder of records outside of the data. */
export async function ownFilesWith(folder: string, data: string, text: string): Promise<string[]> {
  if (!relative(data, folder).startsWith('..')) return [];
  const words = wordsOf(text);
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found: string[] = [];
  for (const name of names.sort()) if (await holds(join(folder, name), words)) found.push(join(folder, name));
  return found;
}

async function holds(path: string, words: string[]): Promise<boolean> {
  const file = await stat(path);
  if (!file.isFile() || file.size > LARGEST) return false;
  const bytes = await readFile(path);
  return holdsWords(bytes.toString('utf8'), words);
}

/** Takes away copies and caches; what is the operator's stays. */
export async function removeFiles(data: string, files: readonly HeldFile[]): Promise<number> {
  const gone = files.filter(({ what }) => what !== 'kept');
  for (const { file } of gone) await rm(join(data, file), { force: true });
  return gone.length;
}
