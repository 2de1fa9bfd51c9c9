import { CodedError } from '../../kernel/errors.ts';
import { OWN } from '../../kernel/origins.ts';
import { type Kind, PLURAL } from '../../records/kinds.ts';
import type { Item, Reader } from '../../registry/types.ts';
import type { RecordRow } from '../../store/port.ts';
import type { Elsewhere } from './serve.ts';

/** How a record came in, as its view says it. */
export interface SourceView {
  /** `manifest`, `account`, `folder` or `import`: whose words they are. */
  rank: string;
  by: string;
  mediaType: string;
  url?: string;
  path?: string;
  file?: string;
  /** What it was in the catalogue from which it was taken over. */
  entry?: string;
}

/** The document that a record's row holds: what the API answers for it. */
export interface RecordView<T> {
  id: string;
  kind: Kind;
  origin: string;
  name: string;
  page: string;
  version: number;
  digest: string;
  updated: string;
  source: SourceView;
  /** The further ones. */
  sources: SourceView[];
  /** Fields that the first source leaves out, and by whom they were filled. */
  filled?: Record<string, string>;
  /** Of a mirrored record: the log of its origin and its place there. */
  mirror?: { log: string; index: number };
  /** What takes its place, or holds it, and so on until it comes back to it: others' records may say so. */
  circle?: string[];
  record: T;
}

export interface FoundRecord<T> {
  row: RecordRow;
  view: RecordView<T>;
}

/** Reasons for which an entry is kept on under another name: whoever follows an old link wants that one. */
const MOVED: ReadonlySet<string> = new Set(['handed-over', 'duplicate']);

/**
 * The record at an address, or the address below the language to which it leads: for good where it was handed over or was
 * the double of another. With `former` what was handed over is given itself, for its history. Throws `gone` with its reason
 * and successor, and `not-found` with the ids that could be meant.
 */
export async function findRecord<T>(
  read: Reader,
  kind: Kind,
  address: string,
  options?: { former?: boolean },
): Promise<FoundRecord<T> | Elsewhere> {
  const answer = await read.lookup(kind, address, options);
  if ('found' in answer) {
    const [row, circle] = [answer.found, await read.circle(answer.found)];
    return { row, view: { ...(JSON.parse(row.view) as RecordView<T>), ...(circle && { circle: circle.ids }) } };
  }
  if ('gone' in answer) {
    const { reason, successor } = answer.gone;
    const there = successor !== null && MOVED.has(reason ?? '') && (await isThere(read, successor));
    if (there) return { redirect: below(kind, successor), moved: true };
    throw new CodedError('gone', undefined, { extra: { reason, successor } });
  }
  if ('redirect' in answer) return { redirect: below(kind, answer.redirect) };
  throw new CodedError('not-found', undefined, { extra: { candidates: answer.missing } });
}

/** Of another catalogue it is known only where that one is mirrored. */
const isThere = async (read: Reader, id: string): Promise<boolean> =>
  !id.includes('@') || (await read.resolve([id], OWN, 'en')).has(id);

/** A page's address from what a lookup gives: an address of a page, an id or a slug, each with its origin. */
function below(kind: Kind, target: string): string {
  if (target.startsWith('/')) return target;
  return `/${PLURAL[kind]}/${target.slice(target.indexOf('/') + 1)}`;
}

/** The items behind references of a record, by reference; what dangles is left out. */
export function resolveAll(
  read: Reader,
  row: RecordRow,
  lang: string,
  refs: (string | undefined)[],
): Promise<Map<string, Item>> {
  const wanted = [...new Set(refs.filter((ref): ref is string => ref !== undefined))];
  return wanted.length === 0 ? Promise.resolve(new Map()) : read.resolve(wanted, row.origin, lang);
}

/** Address of a record's data under `/api/v1`. */
export const jsonAddress = (kind: Kind, address: string): string => `/api/v1/${PLURAL[kind]}/${address}`;
