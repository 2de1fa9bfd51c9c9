import type { Problem } from '../../kernel/errors.ts';
import { type CheckOptions, type CheckProblem, check } from '../../manifest/check.ts';
import { dottedKey } from '../../manifest/dotted-key.ts';
import type { Source } from './sources.ts';

/** What is said of one file. `unread`: nobody knows whether it is right. */
export interface Judged {
  file: string;
  valid: boolean;
  problems: CheckProblem[];
  unread: boolean;
}

/** Judges a file: a manifest by the standard, a record by its schema. */
export async function judgeSource(source: Source, options: CheckOptions): Promise<Judged> {
  const { file } = source;
  if ('unread' in source) {
    const message = `${source.could ? 'The file is refused' : 'The file cannot be read'}: ${source.unread}.`;
    const problem = asCheckProblem({ rule: 'file', severity: 'error', pointer: '', message });
    return { file, valid: false, problems: [problem], unread: !source.could };
  }
  if (source.as === 'manifest') return { file, ...check(source.bytes, options), unread: false };
  // Schemas of records take longer to load than a manifest takes to be checked.
  const { judge } = await import('../../registry/judge.ts');
  const judgement = judge(source.as);
  const problems = ('judged' in judgement ? judgement.judged.problems : judgement.problems).map(asCheckProblem);
  return { file, valid: problems.every(({ level }) => level !== 'error'), problems, unread: false };
}

/** A problem in the form that `check` answers. */
export function asCheckProblem({ severity, pointer, key = dottedKey(pointer), ...problem }: Problem): CheckProblem {
  const { line = 0, column = 0, length = 0, rule, ...words } = problem;
  return { level: severity, rule, key, pointer, line, column, length, ...words };
}
