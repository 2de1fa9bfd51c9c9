import type { EntryState as LoggedState } from '../journal/log-state.ts';
import { sha256 } from '../kernel/digest.ts';
import { BUILT_IN } from '../kernel/origins.ts';
import type { EntryState, State } from '../store/port.ts';
import { isDigestOf } from './record-digest.ts';

/** One contradiction in the stored data. */
export interface Finding {
  rule:
    | 'log'
    | 'leaf'
    | 'inert-leaf'
    | 'tree'
    | 'entry-without-leaf'
    | 'leaf-without-entry'
    | 'entry-state'
    | 'body'
    | 'versions'
    | 'projection'
    | 'identity'
    | 'search';
  /** What it is about: `leaf 12`, `software/kitos`, `software/kitos@built-in version 2`. */
  about: string;
  /** A sentence for a person. */
  message: string;
}

export type Report = (rule: Finding['rule'], about: string, message: string) => void;

export type EntryRow = EntryState & { ord: number; projected: boolean };

/** `software/kitos`, with `@built-in` where it is not ours. */
export const idOf = ({ origin, kind, slug }: EntryRow): string =>
  `${kind}/${slug}${origin === BUILT_IN ? '@built-in' : ''}`;

/** One more link of the chain over the bodies of an entry: digest, length and media type as a leaf gives them. */
export const nextLink = (link: Uint8Array, digest: string, bytes: number, mediaType: string): Uint8Array =>
  sha256(Buffer.concat([link, Buffer.from(`${digest}\n${bytes}\n${mediaType}\n`)]));

/** What the log says of an entry in each of its states: one that is only hidden is still listed there. */
const IN_LOG: Readonly<Record<State, LoggedState['status']>> = {
  live: 'live',
  hidden: 'live',
  withdrawn: 'gone',
  erased: 'erased',
};

/** Compares an entry with what the journal says of its id; entries of the built-in catalogues have no leaves. */
export function entryProblems(entry: EntryRow, logged: LoggedState | undefined, report: Report): void {
  const id = idOf(entry);
  if (entry.origin === BUILT_IN) {
    if (entry.leafIndex !== -1) report('entry-state', id, 'An entry of a built-in catalogue must have no leaf.');
    return;
  }
  if (logged === undefined) {
    report('entry-without-leaf', id, 'The journal does not name this entry.');
    return;
  }
  if (logged.index !== entry.leafIndex)
    report('entry-state', id, `Its last leaf is ${logged.index}, and the entry says ${entry.leafIndex}.`);
  if (logged.status !== IN_LOG[entry.state])
    report('entry-state', id, `The journal says that it is ${logged.status}, and the entry is ${entry.state}.`);
  if (logged.digest !== null && logged.digest !== entry.bodyDigest)
    report('entry-state', id, `The journal names the body ${logged.digest}, and the entry ${entry.bodyDigest}.`);
}

/** What is wrong with the body of version `n`, or null. The newest one must be what the entry says of it. */
export function bodyProblem(entry: EntryRow, n: number, digest: string, body: Uint8Array): string | null {
  let content: { kind?: unknown; id?: unknown; salt?: unknown; record?: object } | null;
  const text = Buffer.from(body).toString('utf8');
  try {
    content = JSON.parse(text);
  } catch {
    return 'The body is not JSON.';
  }
  if (typeof content !== 'object' || content === null || typeof content.salt !== 'string' || !content.record)
    return 'The body lacks its salt or its record.';
  if (content.kind !== entry.kind || content.id !== `${entry.kind}/${entry.slug}`)
    return `The body says that it is ${content.id}, a ${content.kind}.`;
  if (n !== entry.version) return null;
  if (digest !== entry.bodyDigest) return `The entry names the body ${entry.bodyDigest}.`;
  return isDigestOf(entry.recordDigest, { record: content.record, json: recordIn(text) })
    ? null
    : `The record in it has not the digest ${entry.recordDigest}.`;
}

/** The text of the record in a body: its last key. Inside of a text the quotes of such a key are escaped. */
const recordIn = (body: string): string => {
  const key = ',"record":';
  return body.slice(body.indexOf(key) + key.length, -1);
};
