import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { withoutContent } from '../records/public-problem.ts';
import { readSourceList, type SourceList } from '../records/source-list.ts';
import type { Store } from '../store/port.ts';
import { sourcesIn } from './add.ts';
import { readCatalogueFile } from './folder.ts';
import type { FolderSource } from './load-folder.ts';

/** Where a catalogue folder says that its software is developed. */
export interface FolderSources extends SourceList {
  /** Name of the folder, e.g. `catalogue/os2`. */
  folder: string;
}

const FILE = 'sources.yml';

/** What a folder's `sources.yml` says, `null` where there is none or it is broken. Reads a file; asks nobody. */
export async function readSources(source: Pick<FolderSource, 'path' | 'name'>): Promise<FolderSources | null> {
  const { list } = await read(source.path);
  return list && { folder: source.name, ...list };
}

/** What the operator's own folder names becomes sources; those that were removed by name come back by name alone. */
export async function addNamed(
  store: Pick<Store, 'nameCrawlSources'>,
  source: FolderSource,
  now: number,
): Promise<void> {
  const list = await readSources(source);
  if (list === null) return;
  const addedBy = `folder:${source.name}`;
  await store.nameCrawlSources([{ addedBy, rows: sourcesIn(list, { addedBy, now }) }], LIMITS.namedSources);
}

/**
 * Tells a broken `sources.yml` like any other broken file. To be called after `loadFolder`, which forgets a file that it
 * doesn't know: so a mended one is forgotten too.
 */
export async function checkSources(store: Pick<Store, 'putFiles'>, source: FolderSource): Promise<number> {
  const { problems } = source.off ? { problems: [] } : await read(source.path);
  if (problems.length === 0) return 0;
  const row = { folder: source.name, file: FILE, digest: '', entry: null, missingSince: null };
  await store.putFiles([{ ...row, problems: JSON.stringify(problems) }]);
  return 1;
}

async function read(folder: string): Promise<{ list: SourceList | null; problems: Problem[] }> {
  const there = await lstat(join(folder, FILE)).catch(() => null);
  if (there === null) return { list: null, problems: [] };
  const content = await readCatalogueFile(folder, FILE);
  if ('problem' in content) return { list: null, problems: [content.problem] };
  const { list, problems } = readSourceList(content.bytes);
  return { list, problems: problems.map(withoutContent) };
}
