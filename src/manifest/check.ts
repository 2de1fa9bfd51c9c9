import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { tooLarge } from './decode-text.ts';
import { noteDepartures } from './departures.ts';
import { readManifest } from './read-manifest.ts';
import { readAsReference } from './reference/judge.ts';
import type { Standard } from './standard.ts';

export interface CheckOptions {
  /** By whose rules; `0.7` unless said otherwise. */
  standard?: Standard;
  /**
   * Only what the reference validator would report: one mistake of form, the keys that are missing because of it, its keys
   * and lines. `valid` is then its verdict too.
   */
  reference?: boolean;
}

/** One thing that is wrong. Lines and columns count from 1 (UTF-16 units), 0 where the problem has no place in the text. */
export interface CheckProblem {
  level: 'error' | 'warning';
  /** Stable id of the rule, such as `required` or `unknown-key`. */
  rule: string;
  /** The place in dotted form, `maintenance.contacts[0].name`; `''` for the whole file. */
  key: string;
  /** The same as a JSON pointer (RFC 6901). */
  pointer: string;
  line: number;
  column: number;
  /** Of the part that is wrong, in UTF-16 units. */
  length: number;
  /** A sentence for a person. */
  message: string;
  /** What to do about it. */
  hint?: string;
  /** The value, or for `unknown-key` the key, to be written instead, where there is one right or likely answer. */
  suggestion?: string;
  /** What the text of the standard says where the tools differ from it, and how the reference validator judges where it differs. */
  note?: string;
}

export interface CheckResult {
  /** Whether there is no error; warnings don't count. */
  valid: boolean;
  /** In the order of the file. */
  problems: CheckProblem[];
}

/**
 * Says everything that is wrong with a publiccode.yml, at once. The file is judged by its text alone: nothing is fetched and
 * no picture is looked at. Never throws, whatever the bytes are.
 */
export function check(source: Uint8Array | string, options: CheckOptions = {}): CheckResult {
  const { standard = '0.7', reference = false } = options;
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const problems = (reference ? referenceProblems(bytes, standard) : ownProblems(bytes, standard)).map(asCheckProblem);
  return { valid: problems.every(({ level }) => level !== 'error'), problems };
}

function ownProblems(bytes: Uint8Array, standard: Standard): Problem[] {
  const { problems, text } = readManifest(bytes, standard);
  return noteDepartures(bytes, text, problems, standard);
}

function referenceProblems(bytes: Uint8Array, standard: Standard): Problem[] {
  const large = bytes.length > LIMITS.manifestBytes;
  return large ? [tooLarge(bytes.length, LIMITS.manifestBytes)] : readAsReference(bytes, standard);
}

const asCheckProblem = (problem: Problem): CheckProblem => {
  const { severity, rule, key = '', pointer, line = 0, column = 0, length = 0, ...words } = problem;
  return { level: severity, rule, key, pointer, line, column, length, ...words };
};
