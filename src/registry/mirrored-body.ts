import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { isSound } from '../records/is-sound.ts';
import { isKind, type Kind, MEDIA_TYPE } from '../records/kinds.ts';
import { readRecord } from '../records/read-record.ts';
import type { AnyRecord } from './decided.ts';

/** What was found in a body of another catalogue. */
export type BodyReading =
  /** A record that can be shown. */
  | { is: 'record'; kind: Kind; record: AnyRecord; source: object }
  /** Nothing that this program shows: a kind or media type that it does not know. Kept and passed on. */
  | { is: 'foreign' }
  /** Something that it would show and that has faults: kept and passed on, not shown. */
  | { is: 'faulty'; problems: Problem[] };

/** How many problems of a foreign body are kept: enough to see what is wrong. */
const KEPT_PROBLEMS = 20;

/**
 * Reads a body whose digest is the one in its leaf. `id` and `mediaType` are the leaf's. Never throws: whatever is in it is
 * its origin's affair, and a state of that entry here.
 */
export function readMirroredBody(id: string, mediaType: string, bytes: Uint8Array): BodyReading {
  const kind = id.slice(0, id.indexOf('/'));
  if (!isKind(kind) || mediaType !== MEDIA_TYPE[kind]) return { is: 'foreign' };
  if (bytes.byteLength > LIMITS.bodyBytes) return faulty('too-large', 'The body is larger than the limit.');
  if (isTooDeep(bytes)) return faulty('depth', `The body is nested deeper than ${LIMITS.depth} levels.`);
  let body: { kind?: unknown; id?: unknown; source?: unknown; record?: unknown };
  try {
    body = Object(JSON.parse(utf8.decode(bytes)));
  } catch {
    return faulty('json', 'The body is no JSON in UTF-8.');
  }
  if (body.kind !== kind || body.id !== id)
    return faulty('id', `The body is not of ${id}: it names another kind or id.`);
  const { record, source } = body;
  if (!isSound(kind, record)) return { is: 'faulty', problems: problemsOf(kind, record) };
  return { is: 'record', kind, record, source: sourceOf(source) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const faulty = (rule: string, message: string): BodyReading => ({
  is: 'faulty',
  problems: [{ rule, severity: 'error', pointer: '', message }],
});

function problemsOf(kind: Kind, record: unknown): Problem[] {
  const text = Buffer.from(JSON.stringify(record) ?? 'null');
  const { problems } = readRecord(kind, text, 'application/json');
  const errors = problems.filter(({ severity }) => severity === 'error').slice(0, KEPT_PROBLEMS);
  if (errors.length > 0) return errors;
  return [{ rule: 'type', severity: 'error', pointer: '/record', message: 'The record has not the form of its kind.' }];
}

/** What the body says of its source, as far as it has the known form: the words of its origin, shown as such. */
function sourceOf(source: unknown): object {
  const { mediaType, url, commit, path } = Object(source) as Record<string, unknown>;
  const text = (name: string, value: unknown) =>
    typeof value === 'string' && value.length <= LIMITS.repositoryUrlLength ? { [name]: value } : {};
  return {
    rank: 'mirror',
    by: 'mirror',
    mediaType: typeof mediaType === 'string' ? mediaType.slice(0, 100) : '',
    ...text('url', url),
    ...text('commit', commit),
    ...text('path', path),
  };
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** `{` and `[` differ in one bit, and so do `}` and `]`. */
const [CASE, OPEN, CLOSE] = [0x20, 0x7b, 0x7d];

/** Brackets are counted before anything is parsed: a parser's own stack is no place to find out. Each byte costs some 3 ns. */
function isTooDeep(bytes: Uint8Array): boolean {
  const length = bytes.byteLength;
  let depth = 0;
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) i = endOfText(bytes, i, length);
    else if ((byte | CASE) === OPEN) depth += 1;
    else if ((byte | CASE) === CLOSE) depth -= 1;
    if (depth > LIMITS.depth) return true;
  }
  return false;
}

function endOfText(bytes: Uint8Array, start: number, length: number): number {
  let i = start + 1;
  while (i < length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
