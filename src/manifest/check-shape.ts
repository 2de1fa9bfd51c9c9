import { dottedKey } from './dotted-key.ts';
import type { Finding } from './forms/finding.ts';
import { languageTag } from './forms/language-tag.ts';
import type { Place, ProblemSink } from './problem-list.ts';
import type { Key, LanguagesShape, ListShape, MapShape, Shape, TextShape } from './shapes.ts';
import { booleanOf, isNull, type MapNode, mergedEntries, type Node, pointerTo, setOwn } from './tree.ts';
import { unknownKey } from './unknown-key.ts';

type Values = Record<string, unknown>;

/**
 * Holds a node against a shape. Adds what is wrong to the problems and gives the value in the shape's form: texts for all
 * scalars, without what is null. The value may be used when no error was added.
 */
export function checkShape(shape: Shape, node: Node, pointer: string, problems: ProblemSink): unknown {
  switch (shape.is) {
    case 'text':
      return checkText(shape, node, pointer, problems);
    case 'boolean': {
      const value = booleanOf(node);
      if (value === undefined) problems.add(wrongType(shape, node), pointer, node);
      return value;
    }
    case 'list':
      return checkList(shape, node, pointer, problems);
    case 'map':
      return checkMap(shape, node, pointer, problems);
    default:
      return checkLanguages(shape, node, pointer, problems);
  }
}

function checkText(shape: TextShape, node: Node, pointer: string, problems: ProblemSink): string | undefined {
  if (node.is !== 'scalar') {
    problems.add(wrongType(shape, node), pointer, node);
    return undefined;
  }
  const text = isNull(node) ? '' : node.text;
  const asked = text !== '' || shape.empty === 'checked';
  const finding = asked ? shape.form?.(text) : undefined;
  if (finding) problems.add(finding, pointer, node);
  return text;
}

function checkList(shape: ListShape, node: Node, pointer: string, problems: ProblemSink): unknown[] | undefined {
  if (node.is !== 'list') {
    if (shape.lone && node.is === 'scalar') return [checkShape(shape.item, node, pointerTo(pointer, 0), problems)];
    problems.add(wrongType(shape, node), pointer, node);
    return undefined;
  }
  const values: unknown[] = [];
  for (const [i, item] of node.items.entries()) {
    const value = checkShape(shape.item, item, pointerTo(pointer, i), problems);
    if (value !== undefined && value !== '') values.push(value);
  }
  return values;
}

function checkMap(shape: MapShape, node: Node, pointer: string, problems: ProblemSink): Values | undefined {
  if (node.is === 'list' || (node.is === 'scalar' && !isNull(node))) {
    problems.add(wrongType(shape, node), pointer, node);
    return undefined;
  }
  // A section without content is a section without keys: what is required in it is missing.
  const entries: MapNode['entries'] = node.is === 'map' ? mergedEntries(node) : new Map();
  if (node.is === 'map' && entries !== node.entries) problems.add(MERGED, pointer, node);
  const values: Values = {};
  for (const [name, { key, value }] of entries) {
    const at = pointerTo(pointer, name);
    const known = Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined;
    if (!known) problems.add(unknownKey(name, shape), at, key);
    else if (!isMissing(known, value)) values[name] = checkKey(known, value, at, key, problems);
  }
  checkRequired(shape, entries, pointer, node, problems);
  return values;
}

const MERGED: Finding = {
  rule: 'merge-key',
  severity: 'warning',
  message: 'The key `<<` puts other keys in here.',
  hint: 'Write the keys out.',
  note: 'Merge keys belong to YAML 1.1; the standard asks for YAML 1.2, and not every reader knows them.',
};

function checkRequired(
  shape: MapShape,
  entries: MapNode['entries'],
  pointer: string,
  place: Place,
  problems: ProblemSink,
): void {
  for (const [name, known] of Object.entries(shape.keys)) {
    if (!known.required) continue;
    const entry = entries.get(name);
    if (!entry || isMissing(known, entry.value))
      missing(known, pointerTo(pointer, name), entry?.key ?? place, problems);
  }
}

function checkKey(known: Key, node: Node, pointer: string, place: Place, problems: ProblemSink): unknown {
  if (known.note !== undefined && isOther(known.shape, node)) {
    problems.add({ ...wrongType(known.shape, node), note: known.note }, pointer, node);
    return undefined;
  }
  const value = checkShape(known.shape, node, pointer, problems);
  if (known.deprecated !== undefined && (known.deprecatedEvenEmpty || (value !== '' && value !== undefined))) {
    const message = `This key is out of date (${known.about}).`;
    const finding: Finding = { rule: 'deprecated', severity: 'warning', message, hint: known.deprecated };
    problems.add(noted(finding, known), pointer, place);
  }
  return value;
}

/** A lone value where a list is asked for. */
const isOther = (shape: Shape, node: Node): boolean => shape.is === 'list' && node.is === 'scalar';

const noted = (finding: Finding, { note }: Key): Finding => (note === undefined ? finding : { ...finding, note });

/** Null is the same as leaving a key out; so is an empty text or list where something is required. */
function isMissing(known: Key, node: Node): boolean {
  if (isNull(node)) return true;
  if (!known.required) return false;
  if (known.shape.is === 'text') return node.is === 'scalar' && node.text === '';
  return known.shape.is === 'list' && node.is === 'list' && node.items.length === 0;
}

/** A missing section is told by the keys that are missing in it. */
function missing(known: Key, pointer: string, place: Place, problems: ProblemSink): void {
  const { shape, about } = known;
  if (shape.is === 'map') {
    for (const [name, inner] of Object.entries(shape.keys)) {
      if (inner.required) missing(inner, pointerTo(pointer, name), place, problems);
    }
    return;
  }
  const rule = shape.is === 'list' || shape.is === 'languages' ? 'too-few' : 'required';
  const key = dottedKey(pointer);
  const finding: Finding = { rule, message: `\`${key}\` is missing: ${about}.`, hint: `Add \`${key}\`.` };
  problems.add(noted(finding, known), pointer, place);
}

function checkLanguages(shape: LanguagesShape, node: Node, pointer: string, problems: ProblemSink): Values | undefined {
  if (node.is !== 'map') {
    problems.add(wrongType(shape, node), pointer, node);
    return undefined;
  }
  if (node.entries.size === 0) problems.add(NO_LANGUAGE, pointer, node);
  const values: Values = {};
  for (const [tag, entry] of node.entries) {
    const finding = languageTag(tag);
    if (finding) problems.add(finding, pointerTo(pointer, tag), entry.key);
    setOwn(values, tag, checkShape(shape.block, entry.value, pointerTo(pointer, tag), problems));
  }
  return values;
}

const NO_LANGUAGE: Finding = {
  rule: 'too-few',
  message: 'The description has no language.',
  hint: 'Add a block such as `en:`.',
};

const WANTED = {
  text: 'a text',
  boolean: 'true or false',
  list: 'a list',
  map: 'a section with keys',
  languages: 'a section with a block for each language',
} as const;

/** What stands there is of another kind than the shape asks for. */
export function wrongType(shape: Shape, node: Node): Finding {
  const found = node.is === 'list' ? 'a list' : node.is === 'map' ? 'a section with keys' : 'a single value';
  const suggestion = shape.is === 'boolean' && node.is === 'scalar' ? meantBoolean(node.text) : undefined;
  const message =
    suggestion !== undefined && node.is === 'scalar'
      ? `“${node.text}” is a text here, not true or false.`
      : `Here must stand ${WANTED[shape.is]}, not ${found}.`;
  return { rule: 'type', message, hint: hintForType(shape, node), ...(suggestion === undefined ? {} : { suggestion }) };
}

/** What `yes`, `"true"` and the like of other formats mean. */
function meantBoolean(text: string): string | undefined {
  if (/^(?:true|yes|on|y|1)$/i.test(text)) return 'true';
  return /^(?:false|no|off|n|0)$/i.test(text) ? 'false' : undefined;
}

function hintForType(shape: Shape, node: Node): string {
  if (shape.is === 'boolean') return 'Write true or false, without quotes.';
  if (shape.is === 'list' && node.is === 'scalar') return 'Write it on the next line, behind a dash and a space.';
  if (shape.is === 'text' && node.is === 'map') return 'Put a text that holds a colon in quotes.';
  return shape.is === 'text' ? 'Write one text, without dashes and brackets.' : 'Write its keys below it, indented.';
}
