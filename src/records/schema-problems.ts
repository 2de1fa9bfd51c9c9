import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { nearest } from '../kernel/nearest.ts';
import type { Position, ReadDocument } from '../manifest/read-document.ts';
import { pointerParts, pointerTo } from '../manifest/tree.ts';
import { memberOf, type Schema } from './record-schemas.ts';

interface Finding {
  rule: string;
  message: string;
  hint?: string | undefined;
  /** Of the place that is marked, where it is not the error's own. */
  pointer?: string;
}

/** What the schema's validator found, in sentences with places. At most `LIMITS.problems`, each place and rule once. */
export function schemaProblems(errors: ErrorObject[], schema: Schema, document: ReadDocument): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    // The branches of a choice are told once, by the choice.
    if (error.schemaPath.includes('/anyOf/') || problems.size >= LIMITS.problems) continue;
    const finding = findingOf(error, schema);
    const { rule, message, hint, pointer = error.instancePath } = finding;
    const at = placeOf(document, pointer, rule === 'unknown') ?? document.positionOf(error.instancePath) ?? {};
    problems.set(`${rule} ${pointer} ${message}`, {
      rule,
      severity: 'error',
      pointer,
      message,
      ...at,
      ...(hint ? { hint } : {}),
    });
  }
  return [...problems.values()];
}

/** An unknown key is marked itself, everything else at its value. */
function placeOf(document: ReadDocument, pointer: string, key: boolean): Position | undefined {
  const found = key ? document.at(pointer)?.key : undefined;
  return found ? document.positionAt(found.start, found.end) : document.positionOf(pointer);
}

function findingOf(error: ErrorObject, schema: Schema): Finding {
  const at = schemaAt(schema, error.instancePath);
  const name = nameOf(error.instancePath);
  const { params, data } = error as { params: Record<string, unknown>; data: unknown };
  switch (error.keyword) {
    case 'required':
      return missing(at, error.instancePath, String(params.missingProperty));
    case 'additionalProperties':
      return unknownKey(at, error.instancePath, String(params.additionalProperty));
    case 'enum':
      return {
        rule: 'enum',
        message: `${shown(data)} is not a value of ${name}.`,
        hint: choices(data, params.allowedValues as string[]),
      };
    case 'type':
      return {
        rule: 'type',
        message: `${name} must be ${TYPES[String(params.type)] ?? String(params.type)}.`,
        hint: at.description,
      };
    case 'pattern':
    case 'format':
      return {
        rule: 'form',
        message: `${shown(data)} does not have the form of ${name}.`,
        hint: at.form ?? at.description,
      };
    case 'propertyNames':
      return {
        rule: 'language',
        message: `“${String(params.propertyName)}” is not a language tag.`,
        hint: 'For example en, da or pt-BR.',
      };
    case 'anyOf':
      return { rule: 'required', message: `One of ${alternatives(error.schema as Branches)} must be there.` };
    case 'minLength':
    case 'minProperties':
    case 'minItems':
      return { rule: 'empty', message: `${name} is empty.`, hint: 'Write something there, or leave the key out.' };
    case 'uniqueItems':
      return { rule: 'duplicate', message: `${name} names something twice.` };
    default:
      return limit(error.keyword, name, params);
  }
}

type Branches = { required?: string[] }[];

/** What the branches of a choice want. */
const alternatives = (branches: Branches): string =>
  branches.map(({ required = [] }) => required.join(' with ')).join(' and ');

const TYPES: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
};

/** What is left: the numbers of a schema. */
function limit(keyword: string, name: string, params: Record<string, unknown>): Finding {
  const most = String(params.limit);
  if (keyword === 'maxLength') return { rule: 'too-long', message: `${name} has more than ${most} characters.` };
  if (keyword === 'minimum') return { rule: 'too-small', message: `${name} is less than ${most}.` };
  if (keyword === 'maximum') return { rule: 'too-large', message: `${name} is more than ${most}.` };
  return { rule: 'too-many', message: `${name} has more than ${most} items.` };
}

function missing(at: Schema, pointer: string, key: string): Finding {
  const { description } = memberOf(at, key);
  const place = pointerTo(pointer, key);
  return { rule: 'required', message: `${nameOf(place)} is missing.`, hint: description, pointer: place };
}

function unknownKey(at: Schema, pointer: string, key: string): Finding {
  const near = nearest(key, Object.keys(at.properties ?? {}));
  const hint =
    near === undefined ? 'Remove it, or see the schema for the keys that are known.' : `Did you mean ${near}?`;
  return {
    rule: 'unknown',
    message: `There is no key “${key.slice(0, 60)}” here.`,
    hint,
    pointer: pointerTo(pointer, key),
  };
}

function choices(data: unknown, allowed: string[]): string {
  const near = typeof data === 'string' ? nearest(data, allowed) : undefined;
  if (near !== undefined) return `Did you mean ${near}?`;
  return allowed.length > 12 ? `For example ${allowed.slice(0, 5).join(', ')}.` : `One of: ${allowed.join(', ')}.`;
}

const schemaAt = (schema: Schema, pointer: string): Schema => pointerParts(pointer).reduce(memberOf, schema);

/** A place as people write it: `licence.spdx`, `repositories[0].url`. */
function nameOf(pointer: string): string {
  const dotted = pointerParts(pointer).reduce(
    (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : `${path}.${part}`),
    '',
  );
  return dotted === '' ? 'The record' : `“${dotted.replace(/^\./, '')}”`;
}

function shown(data: unknown): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `“${text.length > 60 ? `${text.slice(0, 57)}…` : text}”`;
}
