import { CodedError } from './errors.ts';

/** One page of a list. `next` is an opaque cursor, `null` on the last page; `total` counts the whole list. */
export interface Page<T> {
  total: number;
  items: T[];
  next: string | null;
}

/** A cursor holds where the next page starts and what list it belongs to, so that it cannot be used on another. */
export const encodeCursor = (list: string, position: (string | number)[]): string =>
  Buffer.from(JSON.stringify([list, ...position])).toString('base64url');

/** The position in a cursor of this list. Throws `invalid-cursor` for anything else. */
export function decodeCursor(list: string, cursor: string, kinds: ('string' | 'number')[]): (string | number)[] {
  let value: unknown = null;
  if (cursor.length <= 512 && /^[A-Za-z0-9_-]+$/.test(cursor)) {
    try {
      value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    } catch {
      value = null;
    }
  }
  if (!Array.isArray(value) || value.length !== kinds.length + 1 || value[0] !== list)
    throw new CodedError('invalid-cursor');
  const position = value.slice(1) as unknown[];
  const fits = position.every(
    (part, i) => typeof part === kinds[i] && (typeof part !== 'number' || Number.isSafeInteger(part)),
  );
  if (!fits) throw new CodedError('invalid-cursor');
  return position as (string | number)[];
}
