import { LIMITS } from '../kernel/limits.ts';
import type { Difference } from './types.ts';

/** What differs between two JSON values, as pointers (RFC 6901) with the value before and after. Bounded. */
export function compareJson(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  walk('', before, after, found);
  return found;
}

function walk(pointer: string, before: unknown, after: unknown, found: Difference[]): void {
  if (found.length >= LIMITS.compareChanges || Object.is(before, after)) return;
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    found.push({ pointer, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    walk(`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, before[key], after[key], found);
  }
}

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
