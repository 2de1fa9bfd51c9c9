import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readInside, readNamed } from '../../files/read-inside.ts';
import { whyNot } from '../../files/why-not.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { isDraftFile, type Repository } from '../../manifest/draft/repository.ts';

/** Folders that hold other people's code, or what a build made. */
const PASSED_OVER = new Set(['node_modules', 'vendor', 'dist', 'build', 'target', 'venv', '__pycache__']);

/** A working copy as a draft reads it: names of files, texts of a few, the remote and the tags. Throws `unreadable-file`. */
export async function readRepository(folder: string): Promise<Repository> {
  const paths: string[] = [];
  await list(folder, '', 0, paths);
  const texts = new Map<string, string>();
  for (const path of paths.filter(isDraftFile).slice(0, LIMITS.draftTexts)) {
    const reading = await readInside(folder, path, LIMITS.draftTextBytes);
    const bytes = 'bytes' in reading ? reading.bytes : reading.beginning;
    if (bytes !== undefined) texts.set(path, bytes.toString('utf8'));
  }
  const url = await originOf(folder);
  const releases = (await tagsOf(folder)).map((version) => ({ version }));
  return { name: basename(resolve(folder)), paths, texts, releases, ...(url === undefined ? {} : { url }) };
}

async function list(folder: string, prefix: string, depth: number, paths: string[]): Promise<void> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch((error: unknown): Dirent[] => {
    if (depth > 0) return [];
    throw new CodedError('unreadable-file', `${folder}: ${whyNot(error)}.`, { cause: error });
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (paths.length >= LIMITS.draftPaths) return;
    if (entry.name.startsWith('.') || PASSED_OVER.has(entry.name)) continue;
    if (entry.isFile()) paths.push(prefix + entry.name);
    else if (entry.isDirectory() && depth < LIMITS.draftDepth)
      await list(folder, `${prefix}${entry.name}/`, depth + 1, paths);
  }
}

/** The address of the remote `origin` in git's own configuration. */
async function originOf(folder: string): Promise<string | undefined> {
  const reading = await readNamed(join(folder, '.git', 'config'), LIMITS.draftTextBytes);
  if (!('bytes' in reading)) return undefined;
  const [, section = ''] = /^\[remote "origin"\]$([^[]*)/m.exec(reading.bytes.toString('utf8')) ?? [];
  return /^\s{0,20}url = (\S{1,2000})$/m.exec(section)?.[1];
}

/** Names of tags: each is a file, or a line of the file into which git packs them. */
async function tagsOf(folder: string): Promise<string[]> {
  const loose = await readdir(join(folder, '.git', 'refs', 'tags')).catch((): string[] => []);
  const reading = await readNamed(join(folder, '.git', 'packed-refs'), LIMITS.draftTextBytes);
  const packed = 'bytes' in reading ? reading.bytes.toString('utf8').split('\n') : [];
  return [...loose, ...packed.flatMap((line) => / refs\/tags\/(\S{1,100})$/.exec(line)?.[1] ?? [])];
}
