import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** `[level, key, line, column, family]` as the reference reported it. */
export type Expected = [level: string, key: string, line: number, column: number, family: string];

/** A manifest with what the reference validator said of it. */
export interface Case {
  id: string;
  bytes: Uint8Array;
  valid: boolean;
  results: Expected[];
  /** The reference's list of problems differs from run to run: only the verdict compares. */
  unstable: boolean;
  /** The reference crashed: there is no verdict. */
  crash: boolean;
}

interface Line {
  id: string;
  text?: string;
  base64?: string;
  base?: string;
  edits?: [offset: number, deleted: number, inserted: string][];
  valid: boolean;
  results?: Expected[];
  unstable?: boolean;
  crash?: boolean;
}

/** The cases of a gzipped file with a JSON object a line. Those that edit a real file need the folder of real files. */
export function casesOf(file: string, folder: string | undefined): Case[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  const cases: Case[] = [];
  for (const line of lines.map((text) => JSON.parse(text) as Line)) {
    const bytes = bytesOf(line, folder);
    if (bytes === undefined) continue;
    const { id, valid, results = [], unstable = false, crash = false } = line;
    cases.push({ id, bytes, valid, results, unstable, crash });
  }
  return cases;
}

function bytesOf({ text, base64, base, edits = [] }: Line, folder: string | undefined): Uint8Array | undefined {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (text !== undefined) return Buffer.from(text);
  if (base === undefined || folder === undefined) return undefined;
  const start = readFileSync(join(folder, base), 'utf8');
  const edited = edits.reduce((made, [at, less, more]) => made.slice(0, at) + more + made.slice(at + less), start);
  return Buffer.from(edited);
}

/** The real files of a folder, each a case of the group `corpus`, by its `REFERENCE.tsv` (file, valid, then one result). */
export function corpusOf(folder: string): Case[] {
  const table = join(folder, 'REFERENCE.tsv');
  if (!existsSync(table)) return [];
  const cases = new Map<string, Case>();
  for (const row of readFileSync(table, 'utf8').trimEnd().split('\n').slice(1)) {
    const [file = '', valid, level = '', key = '', line = '', column = '', family = ''] = row.split('\t');
    const found: Case = cases.get(file) ?? {
      id: `corpus/${file}`,
      bytes: readFileSync(join(folder, file)),
      valid: valid === 'yes',
      results: [],
      unstable: false,
      crash: false,
    };
    if (level !== '') found.results.push([level, key, Number(line), Number(column), family]);
    cases.set(file, found);
  }
  return [...cases.values()];
}
