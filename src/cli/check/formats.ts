import type { Reached } from '../../checking/reach.ts';
import { sha256Hex } from '../../kernel/digest.ts';
import type { CheckProblem } from '../../manifest/check.ts';
import { describeProblem, linesOf } from '../problems.ts';
import { countOf, plain } from '../text.ts';
import type { Judged } from './judged.ts';

export const FORMATS = ['text', 'github', 'gitlab'] as const;
export type Format = (typeof FORMATS)[number];

/** One line of JSON for a file. Hint, suggestion and note are left out where there is none. */
export const jsonLine = ({ file, valid, problems }: Judged, more: object = {}): string =>
  `${JSON.stringify({ file, valid, problems, ...more })}\n`;

/** A file's problems with the lines of its text, for a person. */
export function textOf({ file, problems }: Judged, bytes: Uint8Array | undefined): string {
  const source = { file, lines: bytes === undefined || problems.length === 0 ? [] : linesOf(bytes) };
  return problems.map((problem) => describeProblem(asProblem(problem), source)).join('');
}

const STATES = {
  there: 'there',
  missing: 'not found',
  wrong: 'not as it should be',
  unchecked: 'could not be checked',
};

/** What addresses and files lead to; those where something is are only counted. */
export function reachText(reached: readonly Reached[]): string {
  if (reached.length === 0) return '';
  const open = reached.filter(({ is }) => is !== 'there');
  const lines = open.map(({ key, value, line, is, message = '' }) =>
    plain(`  ${STATES[is]}: ${key} (line ${line}) ${value}: ${message}`),
  );
  const count = `  ${countOf(reached.length, 'address or file', 'addresses and files')}: ${reached.length - open.length} there.`;
  return [...lines, count, ''].join('\n');
}

/** The last line of the text. */
export function summaryOf(judged: readonly Judged[]): string {
  const problems = judged.flatMap((one) => one.problems);
  const errors = problems.filter(({ level }) => level === 'error').length;
  const found = `${countOf(errors, 'error')}, ${countOf(problems.length - errors, 'warning')}`;
  const what = judged.length === 1 ? plain((judged[0] as Judged).file) : countOf(judged.length, 'file');
  return `${what}: ${judged.every(({ valid }) => valid) ? 'good' : 'not good'} (${found}).\n`;
}

function asProblem({ level, line, column, ...rest }: CheckProblem) {
  return { ...rest, severity: level, ...(line === 0 ? {} : { line, column }) };
}

/**
 * Annotations of GitHub Actions: workflow commands `::error file=…,line=…::message`, in which `%`, line breaks, and in
 * properties `:` and `,` are escaped.
 */
export function githubLines({ file, problems }: Judged): string {
  return problems
    .map(({ level, rule, key, line, column, length, message, hint }) => {
      const place = line === 0 ? '' : `,line=${line},col=${column},endLine=${line},endColumn=${column + length}`;
      const title = property(key === '' ? rule : `${key} (${rule})`);
      const words = data(hint === undefined ? message : `${message} ${hint}`);
      return `::${level} file=${property(file)}${place},title=${title}::${words}\n`;
    })
    .join('');
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A report of GitLab's code quality: one JSON list over all files. A fingerprint stays when lines move. */
export function gitlabReport(judged: readonly Judged[]): string {
  const seen = new Map<string, number>();
  const issues = judged.flatMap(({ file, problems }) =>
    problems.map(({ level, rule, key, line, message, hint }) => {
      const name = JSON.stringify([file, rule, key]);
      const again = seen.get(name) ?? 0;
      seen.set(name, again + 1);
      return {
        description: hint === undefined ? message : `${message} ${hint}`,
        check_name: rule,
        fingerprint: sha256Hex(`${name}${again}`),
        severity: level === 'error' ? 'major' : 'minor',
        location: { path: file, lines: { begin: Math.max(line, 1) } },
      };
    }),
  );
  return `${JSON.stringify(issues, null, 2)}\n`;
}
