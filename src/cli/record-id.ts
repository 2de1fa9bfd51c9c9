import { CodedError } from '../kernel/errors.ts';
import { isKind, KINDS, type Kind, PLURAL, parseRef, type RecordRef } from '../records/kinds.ts';

/**
 * The id on a command line: `software/os2mo`, with `@origin` or without; the plural of an address (`networks/os2`) is
 * taken too. Throws `invalid-parameter` for all else.
 */
export function recordId(text: string): RecordRef & { address: string } {
  const slash = text.indexOf('/');
  const word = text.slice(0, Math.max(slash, 0));
  const kind = isKind(word) ? word : KINDS.find((one) => PLURAL[one] === word);
  const ref = kind === undefined ? null : parseRef(`${kind}/${text.slice(slash + 1)}`);
  if (ref === null) {
    const detail = `\`${text}\` is no id. An id has a kind (${KINDS.join(', ')}) and a name, such as software/os2mo.`;
    throw new CodedError('invalid-parameter', detail);
  }
  return { ...ref, address: ref.origin === undefined ? ref.slug : `${ref.slug}@${ref.origin}` };
}

export const idText = (kind: Kind, address: string): string => `${kind}/${address}`;
