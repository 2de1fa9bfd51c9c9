import { readdir, readFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import { type GeneratedFile, ROOT } from './generated.ts';

type Json = Record<string, unknown>;

const BANNER = '// Made from schemas/*.schema.json by `npm run generate`. Change the schema, not this file.\n';

/** TypeScript types of every record kind and document. Types only: nothing here exists at run time. */
export const schemaTypes: GeneratedFile = {
  path: 'src/schemas.gen.ts',
  make: async () => typesOf(await readSchemas(new URL('schemas/', ROOT))),
};

/** Those of publiccode.yml are made from the rules of the manifest room, not the other way round. */
export const isOurs = (name: string): boolean => name.endsWith('.schema.json') && !name.startsWith('publiccode');

/** All `*.schema.json` of a folder by `$id`, those for editors left out, in the order of their file names. Throws where a file has no whole `$id`. */
export async function readSchemas(folder: URL): Promise<Map<string, Json>> {
  const names = (await readdir(folder)).filter(isOurs).sort();
  const schemas = new Map<string, Json>();
  for (const name of names) {
    const schema = JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Json;
    const id = schema.$id;
    if (typeof id !== 'string' || !id.startsWith('https://') || !id.endsWith(`/${name}`)) {
      throw new Error(`schemas/${name}: its $id must be a whole address that ends with /${name}, and is ${id}`);
    }
    schemas.set(id, schema);
  }
  return schemas;
}

/**
 * One exported type a schema, named after its file, and one a member of `$defs`, named by its title (else its key).
 * Every place that refers to one says its name: the generator alone would follow each `$ref`, look for `$id`s on the
 * network, and make a `Ref1`, `Ref2`, … wherever a description stands beside the reference.
 */
export async function typesOf(schemas: Map<string, Json>): Promise<string> {
  const named = nameAll(schemas);
  const names = new Map([...named].map(([reference, { name }]) => [reference, name]));
  const parts: string[] = [];
  for (const [reference, { name, schema }] of named) {
    const { $id, $defs, $schema, title, examples, ...own } = schema;
    if ($defs !== undefined && own.properties === undefined) continue;
    const view = typingView(own, reference.split('#')[0] ?? '', names) as Parameters<typeof compile>[0];
    parts.push(await compile(view, name, OPTIONS));
  }
  const text = BANNER + parts.map((part) => `\n${part}`).join('');
  const exported = [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name]) => name);
  const twice = exported.find((name, index) => exported.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two types would be called ${twice}: change a title in schemas/`);
  return text;
}

const OPTIONS: NonNullable<Parameters<typeof compile>[2]> = {
  bannerComment: '',
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  unknownAny: true,
  style: { singleQuote: true, printWidth: 120 },
};

function nameAll(schemas: Map<string, Json>): Map<string, { name: string; schema: Json }> {
  const named = new Map<string, { name: string; schema: Json }>();
  for (const [id, schema] of schemas) {
    named.set(id, { name: pascal(id.slice(id.lastIndexOf('/') + 1).replace('.schema.json', '')), schema });
    for (const [key, part] of Object.entries((schema.$defs ?? {}) as Record<string, Json>)) {
      named.set(`${id}#/$defs/${key}`, {
        name: pascal(typeof part.title === 'string' ? part.title : key),
        schema: part,
      });
    }
  }
  return named;
}

const pascal = (words: string): string =>
  words.replace(/(^|[^a-z0-9]+)([a-z0-9])/gi, (_all, _gap, letter: string) => letter.toUpperCase());

/** The schema as the generator should see it: references by type name, without what TypeScript cannot say. */
function typingView(value: unknown, id: string, names: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => typingView(item, id, names));
  if (typeof value !== 'object' || value === null) return value;
  const view: Json = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === '$ref') view.tsType = referred(String(member), id, names);
    else if (!isConstraint(key, member)) view[key] = typingView(member, id, names);
  }
  return view;
}

function referred(reference: string, id: string, names: Map<string, string>): string {
  const whole = reference.startsWith('#') ? id + reference : reference;
  const name = names.get(whole.replace(/#$/, ''));
  if (name === undefined) throw new Error(`${id} refers to ${reference}, which no file of schemas/ defines`);
  return name;
}

/** `anyOf: [{ required: [a] }, { required: [b] }]` and the like constrain a type already given; they make none. */
function isConstraint(key: string, member: unknown): boolean {
  if (!['anyOf', 'oneOf', 'allOf'].includes(key) || !Array.isArray(member)) return false;
  return member.every((one) =>
    Object.keys(one as Json).every((word) => ['required', 'not', 'if', 'then'].includes(word)),
  );
}
