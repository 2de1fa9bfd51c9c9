import { readdir, stat } from 'node:fs/promises';
import { insideOf, readInside } from '../files/read-inside.ts';
import { CodedError, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { isSlug } from '../kernel/slug.ts';
import { KINDS, type Kind, PLURAL } from '../records/kinds.ts';

/** A file of a catalogue folder that holds a record, or is named as if it did. */
export interface CatalogueFile {
  /** Relative to the folder, with `/`: `software/os2mo.yml`; `software` alone for a kind whose folder leads outside. */
  file: string;
  kind: Kind;
  slug: string;
  /** Why the file cannot be a record, whatever is in it. */
  problem: Problem | null;
  /** What changes with its content, where that is known without reading it. */
  digest?: string;
}

export type Content = { bytes: Uint8Array } | { problem: Problem };

/** The files of a catalogue folder, wherever it lies. */
export interface FolderFiles {
  /** Record files in byte order of their names; null for a folder that is not there or holds nothing, which changes nothing. */
  list(): Promise<CatalogueFile[] | null>;
  /** What these hold, in their order. */
  read(files: readonly string[]): Promise<Content[]>;
}

/** A folder of this machine. */
export const onDisk = (folder: string): FolderFiles => ({
  list: () => listFolder(folder),
  read: (files) => Promise.all(files.map((file) => readCatalogueFile(folder, file))),
});

const RECORD_FILE = /^(.+)\.(ya?ml|json)$/;

/**
 * The record files of a catalogue folder, in byte order of their names. The folder may lack any of the kinds; `null` when
 * it does not exist or holds nothing at all. Throws `unreadable-file`, and `too-large` for more files than are read.
 */
export async function listFolder(folder: string): Promise<CatalogueFile[] | null> {
  const there = await stat(folder).catch(() => null);
  if (there === null) return null;
  if (!there.isDirectory()) throw new CodedError('unreadable-file', `${folder} is not a folder.`);
  // A disk that is not mounted leaves an empty folder behind.
  if ((await readdir(folder).catch(absent)).length === 0) return null;
  const found: CatalogueFile[] = [];
  for (const kind of KINDS) {
    const names = await namesIn(folder, PLURAL[kind]);
    if (names === null) found.push(outside(kind));
    else found.push(...recordsIn(kind, names.sort()));
    if (found.length > LIMITS.catalogueFiles) {
      throw new CodedError('too-large', `The folder ${folder} holds more than ${LIMITS.catalogueFiles} records.`);
    }
  }
  return found;
}

export const recordsIn = (kind: Kind, names: string[]): CatalogueFile[] =>
  names.flatMap((name) => {
    const [, slug] = RECORD_FILE.exec(name) ?? [];
    return slug === undefined || name.startsWith('.') ? [] : [entry(kind, name, slug)];
  });

/** `null` for a folder that is a link to elsewhere. */
async function namesIn(folder: string, kind: string): Promise<string[] | null> {
  try {
    const inside = await insideOf(folder, kind);
    return inside === null ? null : await readdir(inside);
  } catch (error) {
    return absent(error);
  }
}

function outside(kind: Kind): CatalogueFile {
  const message = `“${PLURAL[kind]}” leads out of the catalogue folder: nothing in it is read.`;
  const problem: Problem = { rule: 'unreadable', severity: 'error', pointer: '', message };
  return { file: PLURAL[kind], kind, slug: '', problem };
}

function entry(kind: Kind, name: string, slug: string): CatalogueFile {
  const message = `“${name}” cannot be the name of a record.`;
  const hint = 'Lower-case letters without accents, digits, hyphens, dots and underscores.';
  const problem: Problem | null = isSlug(slug) ? null : { rule: 'id', severity: 'error', pointer: '', message, hint };
  return { file: `${PLURAL[kind]}/${name}`, kind, slug, problem };
}

function absent(error: unknown): string[] {
  if ((error as { code?: string }).code === 'ENOENT') return [];
  throw new CodedError('unreadable-file', (error as Error).message, { cause: error });
}

/** The bytes of a record file; a problem for one that leads outside, is none, is too large or cannot be read. */
export async function readCatalogueFile(
  folder: string,
  file: string,
): Promise<{ bytes: Buffer } | { problem: Problem }> {
  const read = await readInside(folder, file, LIMITS.catalogueFileBytes);
  if (!('unread' in read)) return { bytes: read.bytes };
  const message = `The file cannot be read: ${read.reason}.`;
  return { problem: { rule: read.unread, severity: 'error', pointer: '', message } };
}
