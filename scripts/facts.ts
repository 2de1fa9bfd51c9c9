/**
 * `node --import=@tapjs/typescript/import scripts/facts.ts FOLDER` reads the facts in FOLDER (every `.yml` with
 * `systems` or `organisations`, every `.csv` of municipalities) and writes the ids of their rows, with no content, to
 * `test/vectors/fact-rows.json`. A test counts the catalogue against that list.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type FactFile, rowsOf, rowsOfCsv } from './lib/fact-rows.ts';
import { ROOT } from './lib/generated.ts';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: scripts/facts.ts FOLDER');
  process.exit(2);
}
const rows = new Set<string>();
for (const name of (await readdir(folder)).sort()) {
  const text = await readFile(join(folder, name), 'utf8');
  const found = name.endsWith('.csv') ? rowsOfCsv(text) : name.endsWith('.yml') ? rowsOf(parse(text) as FactFile) : [];
  for (const row of found) rows.add(row);
}
await writeFile(new URL('test/vectors/fact-rows.json', ROOT), `${JSON.stringify([...rows].sort(), null, 2)}\n`);
console.log(`${rows.size} rows`);
