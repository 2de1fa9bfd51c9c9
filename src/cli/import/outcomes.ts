import { type ErrorCode, isCoded, type Problem } from '../../kernel/errors.ts';
import type { Dangling } from '../../registry/types.ts';
import { describeProblem } from '../problems.ts';
import { countOf, plain } from '../text.ts';

/** Refusals of one file after which the others would fare no better. */
const FATAL: ReadonlySet<ErrorCode> = new Set(['busy', 'disk-full', 'read-only', 'damaged-data', 'internal']);

export const isFatal = (error: unknown): boolean => !isCoded(error) || FATAL.has(error.code);

/**
 * `repeated`: the repository of an earlier file, not loaded. `passed`: neither a manifest nor a record, or a link that is
 * not followed.
 */
export type Outcome = 'new' | 'changed' | 'unchanged' | 'refused' | 'repeated' | 'passed';

/** What became of one file. */
export interface FileOutcome {
  /** Path below the imported folder. */
  file: string;
  outcome: Outcome;
  /** `software/kitos`; not for what was refused or passed over. */
  id?: string;
  /** Why it was refused or passed over, in one sentence. */
  reason?: string;
  /** Errors of a refusal, warnings otherwise. */
  problems?: Problem[];
}

export type Summary = Record<Outcome, number>;

export function summaryOf(outcomes: readonly FileOutcome[]): Summary {
  const summary: Summary = { new: 0, changed: 0, unchanged: 0, refused: 0, repeated: 0, passed: 0 };
  for (const { outcome } of outcomes) summary[outcome] += 1;
  return summary;
}

/** `4 files: 1 new, 0 changed, 1 unchanged, 1 refused, 1 repeated; 2 others passed over`. */
export function summaryText({ passed, ...read }: Summary): string {
  const files = Object.values(read).reduce((sum, n) => sum + n, 0);
  const parts = Object.entries(read).map(([outcome, n]) => `${n.toLocaleString('en')} ${outcome}`);
  return `${countOf(files, 'file')}: ${parts.join(', ')}${passed > 0 ? `; ${countOf(passed, 'other')} passed over` : ''}`;
}

/** A file that was not taken, as lines for a reader; '' for the others. */
export function outcomeText({ file, outcome, reason, problems = [] }: FileOutcome, lines: string[]): string {
  if (outcome === 'passed' || outcome === 'repeated') return `${plain(file)}: not loaded: ${plain(reason ?? '')}\n`;
  if (outcome !== 'refused') return '';
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return `${plain(file)}: error: ${plain(reason ?? '')}\n`;
  return errors.map((problem) => describeProblem(problem, { file, lines })).join('');
}

/** A reference that leads nowhere yet, as one line: it heals when its target comes, or when it is written otherwise. */
export function danglingText({ from, rel, target }: Dangling): string {
  const hint = target.includes('@') ? '' : `; for the built-in record write ${plain(target)}@built-in`;
  return `warning: ${plain(from)} refers to ${plain(target)} (${plain(rel)}), which is not here${hint}\n`;
}
