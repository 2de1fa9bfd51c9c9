import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCoded, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { withoutContent } from '../records/public-problem.ts';
import { readRegisters } from '../records/read-registers.ts';
import type { Declared, DeclaredOutcome, StatedRegister } from '../registry/adopters/types.ts';
import type { Registry } from '../registry/types.ts';
import type { CrawlStore } from '../store/crawl-port.ts';
import type { Store } from '../store/port.ts';
import { type Content, readCatalogueFile } from './folder.ts';
import type { FolderSource, Loaded } from './load-folder.ts';
import { memoryOf } from './seen.ts';

/** What an organisation says of itself, in its repository or catalogue folder. */
export const DECLARATION = 'adoptions.yml';
/** How many bodies of a kind there are. */
export const REGISTERS = 'registers.yml';

async function content(folder: string, file: string): Promise<Content | null> {
  const there = await lstat(join(folder, file)).catch(() => null);
  return there === null ? null : readCatalogueFile(folder, file);
}

const tell = (
  store: Pick<Store, 'putFiles'>,
  { name }: Pick<FolderSource, 'name'>,
  file: string,
  problems: Problem[],
): Promise<void> =>
  store.putFiles([
    {
      folder: name,
      file,
      digest: '',
      entry: null,
      missingSince: null,
      problems: JSON.stringify(problems.map(withoutContent)),
    },
  ]);

/**
 * Takes in the `adoptions.yml` of the operator's own folder: what its organisation says of itself. To be called after
 * `loadFolder`, which forgets a file that it doesn't know, with what that found. `null` where there is none, or it is broken.
 */
export async function declareFolder(
  store: Pick<Store, 'putFiles'>,
  registry: Pick<Registry, 'declare' | 'undeclare'>,
  source: FolderSource,
  { files }: Pick<Loaded, 'files'>,
): Promise<DeclaredOutcome | null> {
  if (source.off || source.origin !== 'own') return null;
  const found = await content(source.path, DECLARATION);
  // Of a folder that holds nothing, such as one on a disk that is not mounted, nothing is known to be gone.
  if (found === null && files === 0) return null;
  return declareFound({ store, registry }, source, found, { by: 'folder', file: DECLARATION });
}

/**
 * Takes in what a body says of itself in a folder, or that it says nothing there any more. A broken file, and rows that cannot
 * be taken, are told like any other broken file.
 */
export async function declareFound(
  { store, registry }: { store: Pick<Store, 'putFiles'>; registry: Pick<Registry, 'declare' | 'undeclare'> },
  source: Pick<FolderSource, 'name'>,
  found: Content | null,
  provenance: Declared['provenance'],
): Promise<DeclaredOutcome | null> {
  if (found === null) {
    await registry.undeclare(provenance);
    return null;
  }
  if ('problem' in found) {
    await tell(store, source, DECLARATION, [found.problem]);
    return null;
  }
  try {
    const outcome = await registry.declare({ bytes: found.bytes, provenance });
    if (outcome.problems.length > 0) await tell(store, source, DECLARATION, outcome.problems);
    return outcome;
  } catch (error) {
    if (!isCoded(error, 'invalid-input') && !isCoded(error, 'not-found')) throw error;
    const said: Problem = { rule: 'declaration', severity: 'error', pointer: '/organisation', message: error.message };
    await tell(store, source, DECLARATION, error.problems.length > 0 ? error.problems : [said]);
    return null;
  }
}

/** How many bodies of a kind there are, as folders state it in their `registers.yml`; a broken one states nothing. */
export async function registersIn(folders: readonly FolderSource[]): Promise<StatedRegister[]> {
  const stated: StatedRegister[] = [];
  for (const { path, off } of folders) {
    const found = off ? null : await content(path, REGISTERS);
    if (found !== null && 'bytes' in found) stated.push(...(readRegisters(found.bytes).registers as StatedRegister[]));
  }
  return stated;
}

/** The same of the catalogue folders in git that are crawled, as they were read last. */
export async function registersOfSources(store: Pick<CrawlStore, 'listCrawlSources'>): Promise<StatedRegister[]> {
  const rows = await store.listCrawlSources(LIMITS.registerFolders, { role: 'folder' });
  return rows.flatMap((row) => memoryOf(row).folder?.registers ?? []);
}

/** Of those that state the same kind in the same country the newest one, of equally old ones the first. */
export function newestRegisters(stated: readonly StatedRegister[]): StatedRegister[] {
  const newest = new Map<string, StatedRegister>();
  for (const one of stated) {
    const key = JSON.stringify([one.country, one.type]);
    const known = newest.get(key);
    if (known === undefined || (one.date ?? '') > (known.date ?? '')) newest.set(key, one);
  }
  return [...newest.values()];
}

/** Tells a broken `registers.yml` like any other broken file. To be called after `loadFolder`, as `declareFolder`. */
export async function checkRegisters(store: Pick<Store, 'putFiles'>, source: FolderSource): Promise<number> {
  const found = source.off ? null : await content(source.path, REGISTERS);
  if (found === null) return 0;
  const problems = 'problem' in found ? [found.problem] : readRegisters(found.bytes).problems;
  if (problems.length === 0) return 0;
  await tell(store, source, REGISTERS, problems);
  return 1;
}
