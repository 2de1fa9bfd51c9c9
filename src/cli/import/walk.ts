import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { insideOf } from '../../files/read-inside.ts';
import { whyNot } from '../../files/why-not.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';

export interface Walk {
  /** Paths below the folder, with `/`, in byte order. */
  files: string[];
  /** What was passed over although it looked like a file to read, with the reason. */
  passed: { file: string; reason: string }[];
  /** What could not be read. */
  unreadable: { file: string; reason: string }[];
}

const READ = /\.(ya?ml|json)$/i;

/**
 * The YAML and JSON files of a folder and what lies in it. Hidden files and folders and `node_modules` are left out; a
 * symbolic link is followed to a file inside the folder only. Throws `unreadable-file` for the folder itself, and
 * `too-large` beyond `LIMITS.importFiles` files or `LIMITS.importDepth` levels.
 */
export async function walk(folder: string): Promise<Walk> {
  const found: Walk = { files: [], passed: [], unreadable: [] };
  const root = await realpath(folder).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${folder}: ${whyNot(error)}.`, { cause: error });
  });
  await visit(root, '', 1, root, found);
  const [failure] = found.unreadable;
  if (failure?.file === '') throw new CodedError('unreadable-file', `${folder}: ${failure.reason}.`);
  // UTF-16 order would differ from byte order beyond the basic plane.
  found.files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return found;
}

async function visit(folder: string, prefix: string, depth: number, root: string, found: Walk): Promise<void> {
  if (depth > LIMITS.importDepth)
    throw new CodedError('too-large', `${prefix} lies more than ${LIMITS.importDepth} folders deep.`);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    found.unreadable.push({ file: prefix, reason: whyNot(error) });
    return [];
  });
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    const file = prefix + entry.name;
    if (entry.isDirectory()) await visit(path, `${file}/`, depth + 1, root, found);
    else if (READ.test(entry.name)) await take(entry, file, root, found);
    if (found.files.length > LIMITS.importFiles)
      throw new CodedError('too-large', `There are more than ${LIMITS.importFiles} files in this folder.`);
  }
}

async function take(entry: Dirent, file: string, root: string, found: Walk): Promise<void> {
  const target = entry.isSymbolicLink() ? await insideOf(root, file).catch(() => null) : join(root, file);
  if (target === null) {
    found.passed.push({ file, reason: 'a link that leads nowhere or out of the folder is not followed' });
    return;
  }
  const info = await stat(target).catch(() => null);
  if (info?.isFile()) found.files.push(file);
  else found.passed.push({ file, reason: 'it is no file' });
}
