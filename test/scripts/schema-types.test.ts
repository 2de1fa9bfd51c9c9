import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { readSchemas, typesOf } from '../../scripts/lib/schema-types.ts';

const BASE = 'https://alminding.example/schemas/';

const COMMON = {
  $id: `${BASE}common.schema.json`,
  title: 'Parts that are shared',
  $defs: { day: { title: 'CalendarDay', type: 'string' }, 'short-text': { type: 'string' } },
};
const BOOK = {
  $id: `${BASE}old-book.schema.json`,
  title: 'A title that would be a bad name',
  description: 'Something to read.',
  type: 'object',
  required: ['printed'],
  properties: {
    printed: { description: 'When.', $ref: `${BASE}common.schema.json#/$defs/day` },
    pages: { type: 'array', maxItems: 10, items: { $ref: '#/$defs/page' } },
    follows: { $ref: `${BASE}old-book.schema.json` },
    label: { $ref: `${BASE}common.schema.json#/$defs/short-text` },
  },
  anyOf: [{ required: ['pages'] }, { required: ['follows'] }],
  $defs: { page: { type: 'object', additionalProperties: false, properties: { n: { type: ['integer', 'null'] } } } },
};
const all = (...schemas: { $id: string }[]) => new Map(schemas.map((schema) => [schema.$id, { ...schema }]));

t.test('A schema becomes a type named after its file, and each shared part a type of its own', async (t) => {
  const text = await typesOf(all(COMMON, BOOK));
  const names = [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name]) => name);
  t.same(names, ['CalendarDay', 'ShortText', 'OldBook', 'Page']);
  t.match(text, /\* When\.\n {3}\*\/\n {2}printed: CalendarDay;/, 'the words of the place, the type of the reference');
  t.match(text, 'pages?: Page[];', 'no union of tuples');
  t.match(text, 'follows?: OldBook;');
  t.match(text, 'n?: number | null;');
  t.notMatch(text, 'unknown');
});

t.test('A reference to nothing is refused with its name', async (t) => {
  const broken = { ...BOOK, properties: { follows: { $ref: `${BASE}new-book.schema.json` } } };
  await t.rejects(typesOf(all(COMMON, broken)), /refers to .*new-book\.schema\.json/);
});

t.test('Two types of one name are refused', async (t) => {
  const other = { $id: `${BASE}leaf.schema.json`, type: 'object', properties: {}, $defs: { page: { type: 'string' } } };
  await t.rejects(typesOf(all(COMMON, BOOK, other)), /two types would be called Page/);
});

t.test('A schema file must carry its whole address', async (t) => {
  const folder = pathToFileURL(`${t.testdir({ 'a.schema.json': '{ "$id": "a.schema.json" }', 'b.json': '{}' })}/`);
  await t.rejects(readSchemas(folder), /a\.schema\.json: its \$id must be a whole address/);
  await writeFile(new URL('a.schema.json', folder), `{ "$id": "${BASE}a.schema.json" }`);
  t.same([...(await readSchemas(folder)).keys()], [`${BASE}a.schema.json`]);
});
