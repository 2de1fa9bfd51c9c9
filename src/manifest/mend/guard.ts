import { LIMITS } from '../../kernel/limits.ts';
import type { CheckProblem } from '../check.ts';

type Move = { from: string; to: string };

/**
 * A problem of the second list that is new: its rule occurs more often than in the first, or not at that place. `undefined`
 * where there is none. A problem at a key that moved is the same one at its new place.
 */
export function newProblem(
  before: readonly CheckProblem[],
  after: readonly CheckProblem[],
  moves: readonly Move[],
): CheckProblem | undefined {
  // Of a list that is cut off nobody knows what else there was.
  if (before.length >= LIMITS.problems) return after.length > before.length ? after[0] : undefined;
  const places = countsOf(before, (one) => `${rankOf(one)} ${moved(one.pointer, moves)}`);
  const rules = countsOf(before, rankOf);
  return after.find(
    (one) => one.rule !== DEPARTURE && (!take(places, `${rankOf(one)} ${one.pointer}`) || !take(rules, rankOf(one))),
  );
}

/** That the reference refuses a good file is said only once the file is good; the reason was there before. */
const DEPARTURE = 'refused-elsewhere';

const rankOf = ({ level, rule }: CheckProblem): string => `${level} ${rule}`;

function countsOf(problems: readonly CheckProblem[], nameOf: (one: CheckProblem) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of problems) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, name: string): boolean {
  const left = counts.get(name) ?? 0;
  counts.set(name, left - 1);
  return left > 0;
}

function moved(pointer: string, moves: readonly Move[]): string {
  let at = pointer;
  for (const { from, to } of moves) if (at === from || at.startsWith(`${from}/`)) at = to + at.slice(from.length);
  return at;
}
