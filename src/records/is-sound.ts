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
  return quickValidatorOf(kind)(record) && faultsOf(kind, record).length === 0 && isImpersonal(record, '');
}

/** No mail address, no telephone number. */
function isImpersonal(value: unknown, pointer: string): boolean {
  if (typeof value === 'string') return personalIn(value, pointer) === null;
  if (typeof value === 'number') return personalIn(String(value), pointer) === null;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isImpersonal(inner, pointerTo(pointer, key)));
}
