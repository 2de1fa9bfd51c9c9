import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { ReadDocument } from '../manifest/read-document.ts';
import { readJson } from '../manifest/safe-json.ts';
import { readYaml } from '../manifest/safe-yaml.ts';
import { type MapNode, type Node, plainValue, pointerTo } from '../manifest/tree.ts';
import { isIdOf, type Kind } from './kinds.ts';
import { personalIn } from './personal.ts';
import { type AnyRecord, type RecordReading, readQuickly } from './quick-record.ts';
import { faultsOf } from './record-faults.ts';
import { RECORD_SCHEMAS, validatorOf } from './record-schemas.ts';
import { schemaProblems } from './schema-problems.ts';
import { valueBySchema } from './value-by-schema.ts';

/**
 * Reads a record of this kind and says everything that is wrong with it at once, each with its line and column. Besides the
 * keys of the schema a record may carry `kind` and `id`, which are taken off.
 */
export const readRecord = (kind: Kind, bytes: Uint8Array, mediaType: string): RecordReading =>
  (mediaType === 'application/json' ? readQuickly(kind, bytes) : null) ?? readThoroughly(kind, bytes, mediaType);

/** Knows where everything stands, which costs more than all the rest. */
export function readThoroughly(kind: Kind, bytes: Uint8Array, mediaType: string): RecordReading {
  const { document, problems: unreadable } = mediaType === 'application/json' ? readJson(bytes) : readYaml(bytes);
  if (!document) return { record: null, problems: unreadable };
  const { root } = document;
  if (root.is !== 'map') return { record: null, problems: [NO_MAP] };
  const { envelope, rest } = split(root);
  const record = mediaType === 'application/json' ? plainValue(rest) : valueBySchema(rest, RECORD_SCHEMAS[kind]);
  const problems = [...envelopeProblems(kind, envelope, document), ...personalData(rest, document)];
  const validate = validatorOf(kind);
  if (!validate(record)) problems.push(...schemaProblems(validate.errors ?? [], RECORD_SCHEMAS[kind], document));
  else
    for (const fault of faultsOf(kind, record as AnyRecord))
      problems.push({ ...fault, severity: 'error', ...document.positionOf(fault.pointer) });
  if (problems.length > 0) return { record: null, problems: inOrder(problems).slice(0, LIMITS.problems) };
  const { id } = envelope;
  return { record: record as AnyRecord, problems: [], ...(typeof id === 'string' ? { id } : {}) };
}

const NO_MAP: Problem = {
  rule: 'type',
  severity: 'error',
  pointer: '',
  message: 'A record consists of keys and values.',
  hint: 'Begin with: name: …',
};

type Envelope = Record<'kind' | 'id', unknown>;

function split({ entries, ...place }: MapNode): { envelope: Envelope; rest: MapNode } {
  const rest = new Map(entries);
  rest.delete('kind');
  rest.delete('id');
  const of = (key: string): unknown => {
    const entry = entries.get(key);
    return entry && plainValue(entry.value);
  };
  return { envelope: { kind: of('kind'), id: of('id') }, rest: { ...place, entries: rest } };
}

function envelopeProblems(kind: Kind, { kind: said, id }: Envelope, document: ReadDocument): Problem[] {
  const problems: Problem[] = [];
  const add = (rule: string, pointer: string, message: string, hint?: string): void => {
    problems.push({
      rule,
      severity: 'error',
      pointer,
      message,
      ...document.positionOf(pointer),
      ...(hint ? { hint } : {}),
    });
  };
  if (said !== undefined && said !== kind)
    add('kind', '/kind', `This is read as ${kind}, but says that it is “${String(said)}”.`);
  if (id !== undefined && !isIdOf(kind, id)) {
    const form = `An id is ${kind}/ and a name of lower-case letters without accents, digits, hyphens, dots and underscores.`;
    add('id', '/id', `“${String(id).slice(0, 60)}” cannot be the id.`, form);
  }
  return problems;
}

/** No record carries a person's mail address or telephone number; a body's own mailbox has its own key. */
function personalData(root: MapNode, document: ReadDocument): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: Node, pointer: string): void => {
    if (node.is === 'list') for (const [i, item] of node.items.entries()) visit(item, pointerTo(pointer, i));
    if (node.is === 'map') for (const [key, { value }] of node.entries) visit(value, pointerTo(pointer, key));
    if (node.is !== 'scalar') return;
    const found = personalIn(node.text, pointer);
    if (found === null) return;
    problems.push({
      rule: 'personal-data',
      severity: 'error',
      pointer,
      ...found,
      ...document.positionAt(node.start, node.end),
    });
  };
  visit(root, '');
  return problems;
}

const inOrder = (problems: Problem[]): Problem[] =>
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
