import { pointerTo } from '../manifest/tree.ts';
import type { Kind } from './kinds.ts';
import { personalIn } from './personal.ts';
import type { AnyRecord } from './quick-record.ts';
import { faultsOf } from './record-faults.ts';
import { quickValidatorOf } from './record-schemas.ts';

/**
 * Whether `readRecord` would take this record, of which nobody asks for lines and columns. For bodies of other catalogues,
 * which come by the ten thousand, are parsed already, and are nearly all sound.
 */
export function isSound(kind: Kind, record: unknown): record is AnyRecord {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return false;
  return (
    quickValidatorOf(kind)(record) &&
    faultsOf(kind, record).length === 0 &&
    (isPlain(record) || isImpersonal(record, ''))
  );
}

/** Nothing that would be refused anywhere, as nearly always: then where it stands need not be known. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return personalIn(value, '') === null;
  if (typeof value === 'number') return personalIn(String(value), '') === null;
  for (const key in value as object) if (!isPlain((value as Record<string, unknown>)[key])) return false;
  return true;
}

/** No mail address, no telephone number. */
function isImpersonal(value: unknown, pointer: string): boolean {
  if (typeof value === 'string') return personalIn(value, pointer) === null;
  if (typeof value === 'number') return personalIn(String(value), pointer) === null;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isImpersonal(inner, pointerTo(pointer, key)));
}
