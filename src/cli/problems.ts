import type { Problem } from '../kernel/errors.ts';
import { cut, plain } from './text.ts';

/** At most so many characters of a line of the source are shown. */
const FRAME = 100;

/**
 * A problem as lines for a reader: place, severity, what is wrong; then the line of the source with a mark under the
 * place, where the source is at hand; then what to do.
 */
export function describeProblem(problem: Problem, source?: { file: string; lines: string[] }): string {
  const { line, column, severity, message, pointer, hint, note } = problem;
  const file = source === undefined ? '' : `${plain(source.file)}:`;
  const place = line === undefined ? '' : `${line}:${column ?? 1}:`;
  const where = line === undefined && pointer !== '' ? ` (at ${plain(pointer)})` : '';
  const head = `${[file + place, `${severity}:`].filter((part) => part !== '').join(' ')} ${plain(message)}${where}\n`;
  const frame = source === undefined || line === undefined ? '' : codeFrame(problem, source.lines[line - 1]);
  const advice = [hint, note].filter((words) => words !== undefined).map((words) => `    ${plain(words)}\n`);
  return head + frame + advice.join('');
}

/** The line with its number, and below it a mark as long as the part that is wrong. */
function codeFrame({ line = 1, column = 1, length = 1 }: Problem, text: string | undefined): string {
  if (text === undefined || text.trim() === '') return '';
  const start = Math.max(0, column - 1 - FRAME / 2);
  // Tabs and the like become one space each, so that the mark stands under its place.
  const shown = cut(visible(text.slice(start)), FRAME);
  const margin = `${String(line).padStart(6)} | `;
  const marks = '^'.repeat(Math.max(1, Math.min(length, shown.length - (column - 1 - start))));
  return `${margin}${shown}\n${' '.repeat(margin.length + column - 1 - start)}${marks}\n`;
}

const visible = (text: string): string => [...text].map((letter) => plain(letter) || ' ').join('');

/** The lines of a source for `describeProblem`. */
export const linesOf = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes)
    .toString('utf8')
    .split(/\r\n|\n|\r/);
