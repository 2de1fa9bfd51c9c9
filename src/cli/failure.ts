import { CodedError, ERRORS, type ErrorCode, type Problem } from '../kernel/errors.ts';
import { COULD_NOT, INVALID, type Io, printJson } from './command.ts';
import { describeProblem } from './problems.ts';
import { plain } from './text.ts';

/** Refusals that are about what was given, not about whether it could be done. */
const ABOUT_CONTENT: ReadonlySet<ErrorCode> = new Set(['invalid-input', 'malformed-body', 'too-large', 'damaged-data']);

/**
 * Says why a command ended without doing its work, in one shape: with `--json` as `{ error: { code, title, detail,
 * problems } }` on standard output, else in words on standard error. Answers with the exit code.
 */
export function reportFailure(io: Io, error: unknown, json: boolean): number {
  const coded = error instanceof CodedError ? error : new CodedError('internal', wordsOf(error), { cause: error });
  const { code, message: detail, problems } = coded;
  if (json) printJson(io, { error: { code, title: ERRORS[code], detail, problems } });
  else io.err(`alminding: ${plain(detail)}\n${problems.map((problem) => more(problem, detail)).join('')}`);
  // A mistake of ours: the place in the program helps whoever reports it.
  if (code === 'internal' && error instanceof Error && error.stack !== undefined) io.err(`${error.stack}\n`);
  return ABOUT_CONTENT.has(code) ? INVALID : COULD_NOT;
}

/** A problem whose words stand in the detail already needs only its hint. */
function more(problem: Problem, detail: string): string {
  if (!detail.includes(problem.message)) return describeProblem(problem);
  return problem.hint === undefined ? '' : `  ${plain(problem.hint)}\n`;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
