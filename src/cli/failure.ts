import { CodedError, ERRORS, type ErrorCode, isCoded, type Problem } from '../kernel/errors.ts';
import { COULD_NOT, INVALID, type Io, printJson } from './command.ts';
import { describeProblem } from './problems.ts';
import { plain } from './text.ts';

/** Refusals that are about what was given, not about whether it could be done. */
const ABOUT_CONTENT: ReadonlySet<ErrorCode> = new Set(['invalid-input', 'malformed-body', 'too-large']);

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

/** Refusals that are about the data folder: which one it is helps more than all else. */
const ABOUT_FOLDER: ReadonlySet<ErrorCode> = new Set(['read-only', 'disk-full', 'newer-database', 'damaged-data']);

const NO_DATA = (folder: string): string =>
  `There is no catalogue in ${folder}. \`alminding serve\`, \`import\` or \`sign\` begins one; ALMINDING_DATA names another folder.`;

/** The same refusal with the folder named, where it is about the data folder. */
export function withFolder(error: unknown, folder: string): unknown {
  if (isCoded(error, 'no-data')) return new CodedError('no-data', NO_DATA(folder), { cause: error });
  if (!isCoded(error) || !ABOUT_FOLDER.has(error.code)) return error;
  const { code, message, problems, extra, cause } = error;
  return new CodedError(code, `${folder}: ${message}`, { problems, extra, cause });
}
