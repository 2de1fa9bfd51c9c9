import type { Fault } from '../governance/faults.ts';
import { readExpression } from '../licence/expression.ts';
import { pointerTo } from '../manifest/tree.ts';

/** What the schema cannot say of a record that has its form: licence expressions that are none, ends before beginnings. */
export function senseFaults(record: unknown): Fault[] {
  const faults: Fault[] = [];
  const path: string[] = [];
  const visit = (value: object): void => {
    // Keys and values come all at once, which is by far the quickest where no two maps have the same keys.
    const keys = Object.keys(value);
    const values = Object.values(value) as unknown[];
    let told = false;
    for (let i = 0; i < values.length; i += 1) {
      const [key, inner] = [keys[i] as string, values[i]];
      if (typeof inner === 'string') told ||= TELLING.has(key);
      if (typeof inner !== 'object' || inner === null) continue;
      path.push(key);
      visit(inner);
      path.pop();
    }
    if (told) faults.push(...inMap(value as Record<string, unknown>, path));
  };
  if (typeof record === 'object' && record !== null) visit(record);
  return faults;
}

function inMap(map: Record<string, unknown>, path: readonly string[]): readonly Fault[] {
  const { spdx } = map;
  const found: Fault[] = [];
  const add = (rule: string, key: string, message: string, hint: string): void => {
    found.push({ rule, pointer: pointerTo(path.reduce(pointerTo, ''), key), message, hint });
  };
  if (typeof spdx === 'string' && readExpression(spdx) === null) {
    const hint =
      'Write ids of the SPDX list such as EUPL-1.2, joined by AND or OR; what a source says otherwise belongs into another key.';
    add('licence', 'spdx', `“${spdx.slice(0, 60)}” is not an SPDX licence expression.`, hint);
  }
  for (const [begin, end] of PERIODS) {
    const [from, until] = [map[begin], map[end]];
    if (typeof from !== 'string' || typeof until !== 'string' || !isDate(from) || !endsBefore(from, until)) continue;
    add('period', end, `It ends (${until}) before it begins (${from}).`, 'Exchange the dates, or correct one of them.');
  }
  return found;
}

/** Under which keys records say from when to when something was so. */
const PERIODS = [
  ['since', 'until'],
  ['from', 'until'],
  ['start', 'end'],
  ['opened', 'closed'],
  ['validFrom', 'validUntil'],
] as const;

/** Without one of these there is nothing to compare in a map. */
const TELLING: ReadonlySet<string> = new Set(['spdx', ...PERIODS.map(([, end]) => end)]);

const isDate = (text: string): boolean => /^\d{4}(-\d\d){0,2}$/.test(text);

/** Dates may be as coarse as a year: they are compared as far as both go. */
function endsBefore(since: string, until: string): boolean {
  const length = Math.min(since.length, until.length);
  return until.slice(0, length) < since.slice(0, length);
}
