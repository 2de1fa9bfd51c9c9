import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Kind } from '../../src/records/kinds.ts';
import { KINDS, PLURAL } from '../../src/records/kinds.ts';

const CATALOGUE = fileURLToPath(new URL('../../catalogue/', import.meta.url));

/** Any JSON-like value: the test looks at records before their schema has been checked. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Body = { [key: string]: Value };

export interface CatalogueRecord {
  folder: string;
  file: string;
  kind: Kind;
  slug: string;
  /** `kind/slug`. */
  id: string;
  body: Body;
}

interface CatalogueFile {
  /** Path below `catalogue/`. */
  path: string;
  text: string;
}

/** Every file below `catalogue/`, in order of path. */
export async function readFiles(): Promise<CatalogueFile[]> {
  const entries = await readdir(CATALOGUE, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(CATALOGUE, join(entry.parentPath, entry.name)))
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(CATALOGUE, path), 'utf8') })));
}

/** The records among the files: `<folder>/<plural>/<slug>.yml`. */
export function recordsOf(files: CatalogueFile[]): CatalogueRecord[] {
  const kindOf = new Map(KINDS.map((kind) => [PLURAL[kind], kind]));
  return files.flatMap(({ path, text }) => {
    const [folder = '', plural = '', name, more] = path.split('/');
    const kind = kindOf.get(plural);
    if (kind === undefined || name === undefined || more !== undefined || !name.endsWith('.yml')) return [];
    const slug = name.slice(0, -'.yml'.length);
    return [{ folder, file: path, kind, slug, id: `${kind}/${slug}`, body: parse(text) as Body }];
  });
}

/** Rows that a README lists as not loaded, in tables headed `| row | why |`; the row's id stands in backticks. */
export const notLoaded = (files: CatalogueFile[]): { row: string; why: string }[] =>
  files
    .filter(({ path }) => /^[^/]+\/README\.md$/.test(path))
    .flatMap(({ text }) => [...text.matchAll(/^\| row \| why \|\n\|[- |]+\|\n((?:\|.*\|\n)*)/gm)])
    .flatMap(([, body = '']) => body.split('\n').filter((line) => line !== ''))
    .map((line) => {
      const [, row = '', why = ''] = line.split('|').map((cell) => cell.trim());
      return { row: row.replace(/^`|`$/g, ''), why };
    });

/** Every string in a value, with the JSON pointer to it. */
export function strings(value: Value, at = ''): { at: string; text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (value === null || typeof value !== 'object') return [];
  const entries = Array.isArray(value) ? value.map((item, n) => [String(n), item] as const) : Object.entries(value);
  return entries.flatMap(([key, item]) => strings(item, `${at}/${key}`));
}
