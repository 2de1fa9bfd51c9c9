import type { Problem } from '../kernel/errors.ts';
import { readExpression } from '../licence/expression.ts';
import type { ReadDocument } from '../manifest/read-document.ts';
import { pointerTo } from '../manifest/tree.ts';

/** What the schema cannot say of a record that has its form: licence expressions that are none, ends before beginnings. */
export function senseProblems(record: unknown, document: ReadDocument): Problem[] {
  const problems: Problem[] = [];
  const visit = (value: unknown, pointer: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) problems.push(...inMap(value as Record<string, unknown>, pointer, document));
    for (const [key, inner] of Object.entries(value)) visit(inner, pointerTo(pointer, key));
  };
  visit(record, '');
  return problems;
}

function inMap(map: Record<string, unknown>, pointer: string, document: ReadDocument): Problem[] {
  const found: Problem[] = [];
  const add = (rule: string, key: string, message: string, hint: string): void => {
    const at = pointerTo(pointer, key);
    found.push({ rule, severity: 'error', pointer: at, message, hint, ...document.positionOf(at) });
  };
  const { spdx, since, from, until } = map;
  if (typeof spdx === 'string' && readExpression(spdx) === null) {
    const hint =
      'Write ids of the SPDX list such as EUPL-1.2, joined by AND or OR; what a source says otherwise belongs into another key.';
    add('licence', 'spdx', `“${spdx.slice(0, 60)}” is not an SPDX licence expression.`, hint);
  }
  const begin = typeof since === 'string' ? since : from;
  if (typeof begin === 'string' && typeof until === 'string' && isDate(begin) && endsBefore(begin, until)) {
    add(
      'period',
      'until',
      `It ends (${until}) before it begins (${begin}).`,
      'Exchange the dates, or correct one of them.',
    );
  }
  return found;
}

const isDate = (text: string): boolean => /^\d{4}(-\d\d){0,2}$/.test(text);

/** Dates may be as coarse as a year: they are compared as far as both go. */
function endsBefore(since: string, until: string): boolean {
  const length = Math.min(since.length, until.length);
  return until.slice(0, length) < since.slice(0, length);
}
