import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCoded, type Problem } from '../kernel/errors.ts';
import { withoutContent } from '../records/public-problem.ts';
import { readRegisters } from '../records/read-registers.ts';
import type { DeclaredOutcome, StatedRegister } from '../registry/adopters/types.ts';
import type { Registry } from '../registry/types.ts';
import type { Store } from '../store/port.ts';
import { readCatalogueFile } from './folder.ts';
import type { FolderSource } from './load-folder.ts';

type Content = { bytes: Uint8Array } | { problem: Problem } | null;

async function content(folder: string, file: string): Promise<Content> {
  const there = await lstat(join(folder, file)).catch(() => null);
  return there === null ? null : readCatalogueFile(folder, file);
}

const tell = (
  store: Pick<Store, 'putFiles'>,
  { name }: FolderSource,
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
 * Takes in the `adoptions.yml` of the operator's own folder: what its organisation says of itself. A broken one, and rows that
 * cannot be taken, are told like any other broken file. To be called after `loadFolder`, which forgets a file that it doesn't
 * know. `null` where there is none.
 */
export async function declareFolder(
  store: Pick<Store, 'putFiles'>,
  registry: Pick<Registry, 'declare'>,
  source: FolderSource,
): Promise<DeclaredOutcome | null> {
  const file = 'adoptions.yml';
  const found = source.off || source.origin !== 'own' ? null : await content(source.path, file);
  if (found === null) return null;
  if ('problem' in found) {
    await tell(store, source, file, [found.problem]);
    return null;
  }
  try {
    const outcome = await registry.declare({ bytes: found.bytes, provenance: { by: 'folder', file } });
    if (outcome.problems.length > 0) await tell(store, source, file, outcome.problems);
    return outcome;
  } catch (error) {
    if (!isCoded(error, 'invalid-input') && !isCoded(error, 'not-found')) throw error;
    const said: Problem = { rule: 'declaration', severity: 'error', pointer: '/organisation', message: error.message };
    await tell(store, source, file, error.problems.length > 0 ? error.problems : [said]);
    return null;
  }
}

/** How many bodies of a kind there are, as folders state it in their `registers.yml`; a broken one states nothing. */
export async function registersIn(folders: readonly FolderSource[]): Promise<StatedRegister[]> {
  const stated: StatedRegister[] = [];
  for (const { path, off } of folders) {
    const found = off ? null : await content(path, 'registers.yml');
    if (found !== null && 'bytes' in found) stated.push(...(readRegisters(found.bytes).registers as StatedRegister[]));
  }
  return stated;
}
