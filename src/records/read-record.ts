import { assessmentFaults, type Fault, frameworkFaults } from '../governance/faults.ts';
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { ReadDocument } from '../manifest/read-document.ts';
import { readJson } from '../manifest/safe-json.ts';
import { readYaml } from '../manifest/safe-yaml.ts';
import { hasEmail, hasPhone } from '../manifest/scrub.ts';
import { type MapNode, type Node, plainValue, pointerTo } from '../manifest/tree.ts';
import type {
  Adoption,
  Assessment,
  Contribution,
  Framework,
  Network,
  Observation,
  Organisation,
  Software,
} from '../schemas.gen.ts';
import { type Kind, parseRef } from './kinds.ts';
import { RECORD_SCHEMAS, validatorOf } from './record-schemas.ts';
import { schemaProblems } from './schema-problems.ts';
import { senseProblems } from './sense.ts';
import { valueBySchema } from './value-by-schema.ts';

export type AnyRecord =
  | Software
  | Organisation
  | Network
  | Framework
  | Adoption
  | Contribution
  | Assessment
  | Observation;

export interface RecordReading {
  /** There exactly when there is no error. */
  record: AnyRecord | null;
  /** `software/kitos`, where the record names its id. */
  id?: string;
  problems: Problem[];
}

/**
 * Reads a record of this kind and says everything that is wrong with it at once, each with its line and column. Besides the
 * keys of the schema a record may carry `kind` and `id`, which are taken off.
 */
export function readRecord(kind: Kind, bytes: Uint8Array, mediaType: string): RecordReading {
  const { document, problems: unreadable } = mediaType === 'application/json' ? readJson(bytes) : readYaml(bytes);
  if (!document) return { record: null, problems: unreadable };
  const { root } = document;
  if (root.is !== 'map') return { record: null, problems: [NO_MAP] };
  const { envelope, rest } = split(root);
  const record = mediaType === 'application/json' ? plainValue(rest) : valueBySchema(rest, RECORD_SCHEMAS[kind]);
  const problems = [...envelopeProblems(kind, envelope, document), ...personalData(rest, document)];
  const validate = validatorOf(kind);
  if (!validate(record)) problems.push(...schemaProblems(validate.errors ?? [], RECORD_SCHEMAS[kind], document));
  else problems.push(...faults(kind, record as AnyRecord, document), ...senseProblems(record, document));
  if (problems.length > 0) return { record: null, problems: inOrder(problems).slice(0, LIMITS.problems) };
  const { id } = envelope;
  return { record: record as AnyRecord, problems: [], ...(typeof id === 'string' ? { id } : {}) };
}

/** What only makes no sense as a whole; asked of a record that has the right form. */
function faults(kind: Kind, record: AnyRecord, document: ReadDocument): Problem[] {
  const found: Fault[] =
    kind === 'framework'
      ? frameworkFaults(record as Framework)
      : kind === 'assessment'
        ? assessmentFaults(record as Assessment)
        : [];
  return found.map((fault) => ({ ...fault, severity: 'error', ...document.positionOf(fault.pointer) }));
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
  const ref = typeof id === 'string' ? parseRef(id) : null;
  if (id !== undefined && (ref === null || ref.kind !== kind || ref.origin !== undefined)) {
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

/** An identifier may begin with noughts as a number with its country code does. */
const IDENTIFIER = /^\/identifiers\/\d+\/value$/;

function personalIn(text: string, pointer: string): Pick<Problem, 'message' | 'hint'> | null {
  // A reference to another catalogue has the form of a mail address: `software/os2mo@catalogue.example`.
  if (pointer !== '/mailbox' && parseRef(text) === null && hasEmail(text)) return MAIL;
  if (hasPhone(text) && !(IDENTIFIER.test(pointer) && /^\w+$/.test(text))) return PHONE;
  return null;
}

const MAIL = {
  message: 'A record must not hold a mail address.',
  hint: 'Write the address of a page instead. A mailbox of the body itself belongs into `mailbox` of its organisation.',
};
const PHONE = {
  message: 'A record must not hold a telephone number.',
  hint: 'Write the address of a page that says how to reach the body instead.',
};

const inOrder = (problems: Problem[]): Problem[] =>
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
