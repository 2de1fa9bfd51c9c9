import { anyAddress, fileOrAddress, webAddress } from '../../src/manifest/forms/addresses.ts';
import type { Form } from '../../src/manifest/forms/finding.ts';
import { languageTag } from '../../src/manifest/forms/language-tag.ts';
import { day, phone } from '../../src/manifest/forms/texts.ts';
import {
  category,
  country,
  countryInCapitals,
  maintenanceType,
  scope,
  scopeOfNext,
  softwareType,
  status,
} from '../../src/manifest/forms/words.ts';
import { tableOf } from '../../src/manifest/keys.ts';
import type { Key, MapShape, Shape } from '../../src/manifest/shapes.ts';
import type { Standard } from '../../src/manifest/standard.ts';
import categories from '../../src/manifest/vocabularies/categories.json' with { type: 'json' };
import countries from '../../src/manifest/vocabularies/countries.json' with { type: 'json' };
import maintenanceTypes from '../../src/manifest/vocabularies/maintenance-types.json' with { type: 'json' };
import scopes from '../../src/manifest/vocabularies/scopes.json' with { type: 'json' };
import statuses from '../../src/manifest/vocabularies/statuses.json' with { type: 'json' };
import types from '../../src/manifest/vocabularies/types.json' with { type: 'json' };
import versions from '../../src/manifest/vocabularies/versions.json' with { type: 'json' };
import type { GeneratedFile } from './generated.ts';

type Json = Record<string, unknown>;

const DESCRIPTION =
  'publiccode.yml for editors, made from the rules by which Alminding judges. It knows keys, types, words of lists and lengths; licences, languages, addresses and identifiers are judged in full by `alminding check` only. Lengths are counted in code points here and in characters as people see them there.';

/** Forms that a schema can say, in whole or in the part that it can. Others are texts of any kind. */
const FORMS = new Map<Form, Json>([
  [status, { enum: statuses }],
  [softwareType, { enum: types }],
  [maintenanceType, { enum: maintenanceTypes }],
  [category, { enum: categories }],
  [scope, { enum: scopes }],
  [scopeOfNext, { enum: scopes.filter((word) => scopeOfNext(word) === undefined) }],
  [country, { enum: [...countries, ...countries.map((code) => code.toLowerCase())] }],
  [countryInCapitals, { enum: countries }],
  [day, { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }],
  [phone, { type: 'string', pattern: '^(\\+[1-9]\\d{1,14})?$' }],
  [anyAddress, { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:' }],
  [webAddress, { type: 'string', pattern: '^[hH][tT][tT][pP][sS]?://[^/?#]' }],
  [fileOrAddress, { type: ['string', 'number', 'boolean', 'null'], pattern: '^(?!/|file:)' }],
  [languageTag, { type: 'string', pattern: '^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$' }],
]);

const TEXT = ['string', 'number', 'boolean'];

/** JSON Schema 2020-12 of a whole manifest, for editors of YAML. */
export function manifestSchema(standard: Standard): Json {
  const name = standard === '0.7' ? 'publiccode' : `publiccode-${standard}`;
  const { properties, ...rest } = mapSchema(tableOf(standard)) as { properties: Json };
  const required = ['publiccodeYmlVersion', ...((rest as Json).required as string[])];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://alminding.example/schemas/${name}.schema.json`,
    title: standard === '0.7' ? 'publiccode.yml' : `publiccode.yml, draft of version ${standard}`,
    description: DESCRIPTION,
    ...rest,
    required,
    properties: {
      ...properties,
      publiccodeYmlVersion: { description: 'The version of the standard, in quotes.', enum: versions[standard] },
      maintenance: { ...(properties.maintenance as Json), allOf: CONTACTS },
    },
  };
}

/** Who has to be named for which type of maintenance; null is as good as nothing. */
const given = (name: string): Json => ({ required: [name], properties: { [name]: { not: { type: 'null' } } } });
const when = (...values: string[]): Json => ({ required: ['type'], properties: { type: { enum: values } } });
const CONTACTS = [
  // biome-ignore-start lint/suspicious/noThenProperty: a keyword of JSON Schema
  { if: when('contract'), then: given('contractors'), else: { not: given('contractors') } },
  { if: when('internal', 'community'), then: given('contacts') },
  // biome-ignore-end lint/suspicious/noThenProperty: a keyword of JSON Schema
];

function mapSchema({ keys }: MapShape): Json {
  const required = Object.entries(keys).filter(([, key]) => key.required);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required: required.map(([name]) => name) } : {}),
    properties: Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, keySchema(key)])),
  };
}

function keySchema({ about, shape, required, deprecated }: Key): Json {
  const words = { description: `${about.charAt(0).toUpperCase()}${about.slice(1)}.` };
  const schema = shapeSchema(shape, required === true);
  const of = required ? schema : orNull(schema);
  return { ...words, ...(deprecated === undefined ? {} : { deprecated: true }), ...of };
}

/** What is optional may stand there without a value. */
function orNull(schema: Json): Json {
  if (Array.isArray(schema.enum)) return { ...schema, enum: [...schema.enum, null] };
  if (schema.type === undefined) return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [...new Set([schema.type, 'null'].flat())] };
}

function shapeSchema(shape: Shape, required = false): Json {
  if (shape.is === 'boolean') return { type: 'boolean' };
  if (shape.is === 'map') return mapSchema(shape);
  if (shape.is === 'languages') {
    const names = { pattern: '^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$' };
    return {
      type: 'object',
      minProperties: 1,
      propertyNames: names,
      additionalProperties: mapSchema(shape.block),
    };
  }
  if (shape.is === 'list') {
    const list = {
      type: 'array',
      ...(shape.some ? { minItems: 1 } : {}),
      // An empty item is a text without anything in it: good where no form is asked for.
      items: shape.item.is === 'text' && !shape.item.form ? orNull(shapeSchema(shape.item)) : shapeSchema(shape.item),
    };
    return shape.lone ? { anyOf: [list, orNull(shapeSchema(shape.item))] } : list;
  }
  return textSchema(shape.form, required);
}

function textSchema(form: Form | undefined, required: boolean): Json {
  const known = form === undefined ? undefined : FORMS.get(form);
  if (known) return known;
  const { least, most } = (form ?? {}) as { least?: number; most?: number };
  if (most === undefined) return { type: TEXT, ...(required ? { minLength: 1 } : {}) };
  return { type: TEXT, minLength: Math.max(least ?? 0, required ? 1 : 0), maxLength: most };
}

const fileOf = (standard: Standard): GeneratedFile => {
  const schema = manifestSchema(standard);
  return {
    path: `schemas/${String(schema.$id).split('/').pop()}`,
    make: async () => `${JSON.stringify(schema, null, 2)}\n`,
  };
};

/** What is published for editors, of each standard. */
export const manifestSchemas: GeneratedFile[] = [fileOf('0.7'), fileOf('1.0-rc')];
