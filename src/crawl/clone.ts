import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from '../net/git.ts';

/** A bare repository, written by hand: one process less, and nothing in it that a template would bring. */
export async function makeClone(folder: string, url: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const clone = await mkdtemp(join(folder, 'git-'));
  await Promise.all(['objects', 'refs'].map((name) => mkdir(join(clone, name))));
  await writeFile(join(clone, 'HEAD'), 'ref: refs/heads/seen\n');
  await writeFile(join(clone, 'config'), CONFIG.replace('URL', JSON.stringify(url)));
  return clone;
}

export const removeClone = (clone: string): Promise<void> => rm(clone, { recursive: true, force: true, maxRetries: 3 });

/** Objects that were left out are fetched when they are asked for. */
const CONFIG = `[core]
	repositoryformatversion = 1
	bare = true
[extensions]
	partialClone = origin
[remote "origin"]
	url = URL
	promisor = true
	partialclonefilter = blob:none
`;

type Run = (args: string[], more?: { input?: string; maxBytes?: number }) => Promise<Buffer>;

/** Works in a repository of its own, which is removed afterwards, whatever happens. */
export async function withClone<T>(
  { git, folder }: { git: Git; folder: string },
  url: string,
  signal: AbortSignal,
  act: (run: Run) => Promise<T>,
): Promise<T> {
  const clone = await makeClone(folder, url);
  try {
    return await act((args, more = {}) => git.run(args, { folder: clone, url, signal, ...more }));
  } finally {
    await removeClone(clone);
  }
}
