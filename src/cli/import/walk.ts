import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { insideOf } from '../../files/read-inside.ts';
import { whyNot } from '../../files/why-not.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { PLURAL } from '../../records/kinds.ts';

export interface Walk {
  /** Paths below the folder, with `/`, in byte order. */
  files: string[];
  /** What was passed over although it looked like a file to read, with the reason. */
  passed: { file: string; reason: string }[];
  /** What could not be read. */
  unreadable: { file: string; reason: string }[];
}

/** What a folder is taken for: `manifests` says that each file in it is one. */
export interface Found extends Walk {
  manifests: boolean;
}

const READ = /\.(ya?ml|json)$/i;
/** Folders that a catalogue has: `software`, `organisations` and so on. */
const OF_CATALOGUE = new Set(Object.values(PLURAL));
const YAML = /\.ya?ml$/i;
/** The names of a manifest in the repository of its software. */
const MANIFEST = ['publiccode.yml', 'publiccode.yaml'];

/**
 * What is to be read of a folder. In one with a `publiccode.yml` (or `.yaml`) that file; in one with `software/`,
 * another folder of a kind, or `sources.yml`, a catalogue, its records; in any other each YAML file directly in it, as a manifest. One that has none of
 * them is looked through for catalogues and manifests further down. Throws as `walk` does.
 */
export async function findFiles(folder: string): Promise<Found> {
  const root = await rootOf(folder);
  const entries = await entriesOf(root, folder);
  const manifest = MANIFEST.find((name) => entries.some((entry) => entry.name === name));
  const isCatalogue = entries.some(
    (entry) => (OF_CATALOGUE.has(entry.name) && entry.isDirectory()) || entry.name === 'sources.yml',
  );
  const wanted = entries.filter(({ name }) =>
    manifest === undefined ? YAML.test(name) && !name.startsWith('.') : name === manifest,
  );
  const files = wanted.filter((entry) => !entry.isDirectory());
  if (files.length === 0 || (manifest === undefined && isCatalogue))
    return { ...(await walk(folder)), manifests: false };
  const found: Found = { files: [], passed: [], unreadable: [], manifests: true };
  for (const entry of files) await take(entry, entry.name, root, found);
  sort(found.files);
  if (found.files.length > LIMITS.importFiles) throw tooMany();
  return found;
}

const rootOf = (folder: string): Promise<string> =>
  realpath(folder).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${folder}: ${whyNot(error)}.`, { cause: error });
  });

const entriesOf = (root: string, folder: string): Promise<Dirent[]> =>
  readdir(root, { withFileTypes: true }).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${folder}: ${whyNot(error)}.`, { cause: error });
  });

/** UTF-16 order would differ from byte order beyond the basic plane. */
const sort = (files: string[]): string[] => files.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

const tooMany = (): CodedError =>
  new CodedError('too-large', `There are more than ${LIMITS.importFiles} files in this folder.`);

/**
 * The YAML and JSON files of a folder and what lies in it. Hidden files and folders and `node_modules` are left out; a
 * symbolic link is followed to a file inside the folder only. Throws `unreadable-file` for the folder itself, and
 * `too-large` beyond `LIMITS.importFiles` files or `LIMITS.importDepth` levels.
 */
export async function walk(folder: string): Promise<Walk> {
  const found: Walk = { files: [], passed: [], unreadable: [] };
  const root = await rootOf(folder);
  await visit(root, '', 1, root, found);
  const [failure] = found.unreadable;
  if (failure?.file === '') throw new CodedError('unreadable-file', `${folder}: ${failure.reason}.`);
  sort(found.files);
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
    if (found.files.length > LIMITS.importFiles) throw tooMany();
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
