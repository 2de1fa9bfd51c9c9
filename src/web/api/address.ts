import { CodedError } from '../../kernel/errors.ts';
import { isSlug } from '../../kernel/slug.ts';
import { type Kind, PLURAL } from '../../records/kinds.ts';
import type { Lookup, Reader } from '../../registry/types.ts';
import type { RecordRow, StoredDocument } from '../../store/port.ts';

const ORIGIN = /^[a-z0-9][a-z0-9.:/-]{0,252}$/;

/** `{ row }`, or where it is instead. Throws `not-found` with candidates, `gone` with the successor. */
export const find = (read: Reader, kind: Kind, address: string): Promise<{ row: RecordRow } | { at: string }> =>
  settle(kind, address, (kind, address) => read.lookup(kind, address));

/** The same, of an entry that was handed over itself: its history stays where it was made. */
export const findFormer: typeof find = (read, kind, address) =>
  settle(kind, address, (kind, address) => read.lookup(kind, address, { former: true }));

/** The same, with the document that is passed on; null where the reader holds the one of this ETag. */
export const findDocument = (
  read: Reader,
  kind: Kind,
  address: string,
  known: string | undefined,
): Promise<{ row: StoredDocument } | { at: string }> =>
  settle(kind, address, (kind, address) => read.document(kind, address, known));

async function settle<T>(
  kind: Kind,
  address: string,
  look: (kind: Kind, address: string) => Promise<Lookup<T>>,
): Promise<{ row: T } | { at: string }> {
  const found = await (isAddress(address) ? look(kind, address) : { missing: [] });
  if ('found' in found) return { row: found.found };
  if ('redirect' in found) return { at: `/api/v1/${PLURAL[kind]}/${inPath(found.redirect)}` };
  if ('gone' in found) {
    const { reason, successor } = found.gone;
    const detail = reason === 'erased' ? ERASED : undefined;
    throw new CodedError('gone', detail, { extra: { reason, successor } });
  }
  const candidates = found.missing.length > 0 ? { candidates: found.missing } : {};
  throw new CodedError('not-found', `There is no ${kind} of this name.`, { extra: candidates });
}

const ERASED = 'What stood here was erased. The entry was not withdrawn: it may come back with other content.';

/** A slug, alone or with an origin. What is none is not looked up: it can only be a try. */
function isAddress(text: string): boolean {
  const at = text.indexOf('@');
  if (at < 0) return isSlug(text);
  const origin = text.slice(at + 1);
  return isSlug(text.slice(0, at)) && ORIGIN.test(origin) && !origin.includes('..');
}

/** An address or an id (`software/kitos@x`) as one segment of a path. */
const inPath = (addressOrId: string): string =>
  encodeURIComponent(addressOrId.replace(/^\/?[a-z]+\/(?=[^@]*(@|$))/, '')).replaceAll('%40', '@');
