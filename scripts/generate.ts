/**
 * `npm run generate` writes every generated file anew; `npm run generate -- --check` writes nothing and exits with 1
 * when one of them is not what it would be now. The check compares texts: a file that git never saw counts too.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { type GeneratedFile, ROOT } from './lib/generated.ts';
import { localeTables, pageLanguages } from './lib/locales.ts';
import { manifestSchemas } from './lib/manifest-schema.ts';
import { schemaTypes } from './lib/schema-types.ts';
import { termTable } from './lib/terms.ts';
import { videoSchemes } from './lib/video-schemes.ts';
import { countries, extendedLanguages, licenceExceptions, phraseBook, valueWords } from './lib/word-lists.ts';
import { openapiFile } from './openapi.ts';

// Loaded only when its turn has come: the service does not even compile before its types are those of the schemas.
const openapi = openapiFile(async () => (await import('./lib/openapi-document.ts')).openapiDocument());

/** In this order: later files may be made by code that uses the earlier ones. */
const words: GeneratedFile[] = [
  videoSchemes,
  countries,
  extendedLanguages,
  licenceExceptions,
  phraseBook,
  valueWords,
  pageLanguages,
  localeTables,
  termTable,
];
const files: GeneratedFile[] = [schemaTypes, ...words, ...manifestSchemas, openapi];

const check = process.argv.includes('--check');
let stale = 0;
for (const file of files) {
  const at = new URL(file.path, ROOT);
  const [made, there] = await Promise.all([file.make(), readFile(at, 'utf8').catch(() => undefined)]);
  if (made === there) continue;
  stale += 1;
  if (check) console.error(`${file.path} is ${there === undefined ? 'missing' : 'stale'}: run \`npm run generate\``);
  else await writeFile(at, made);
}
console.log(check ? `${files.length - stale} of ${files.length} generated files are current` : `${stale} written`);
if (check && stale > 0) process.exitCode = 1;
