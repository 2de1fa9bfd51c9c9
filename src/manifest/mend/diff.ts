import { applyEdits, type Edit } from './edits.ts';

const CONTEXT = 3;

/** Lines `from` to `to` (from 0, the second one not included) of the text, and what they become. */
interface Change {
  from: number;
  to: number;
  edits: Edit[];
}

/**
 * Edits (in order) of a text as a unified diff, as `diff -u` and git write it. `''` where there are none.
 */
export function unifiedDiff(file: string, text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return '';
  const lines = text.split(/(?<=\n)/);
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) as number) + line.length);
  let shift = 0;
  const hunks = hunksOf(changesOf(starts, edits), lines.length).map((hunk) => {
    const [made, less, more] = hunkText(hunk, lines, starts, shift);
    shift += more - less;
    return made;
  });
  return `--- ${file}\n+++ ${file}\n${hunks.join('')}`;
}

/** Whole lines that change; edits in the same or neighbouring lines belong together. */
function changesOf(starts: readonly number[], edits: readonly Edit[]): Change[] {
  const changes: Change[] = [];
  for (const edit of edits) {
    const from = lineOf(starts, edit.offset);
    const whole = starts.includes(edit.offset + edit.length) && edit.offset === starts[from];
    const to = whole ? starts.indexOf(edit.offset + edit.length) : lineOf(starts, edit.offset + edit.length) + 1;
    const last = changes.at(-1);
    if (last && from < last.to) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else changes.push({ from, to, edits: [edit] });
  }
  return changes;
}

function lineOf(starts: readonly number[], offset: number): number {
  let line = 0;
  while (line + 2 < starts.length && (starts[line + 1] as number) <= offset) line += 1;
  return line;
}

/** Changes whose surroundings touch stand in one hunk. */
function hunksOf(changes: readonly Change[], lines: number): { from: number; to: number; changes: Change[] }[] {
  const hunks: { from: number; to: number; changes: Change[] }[] = [];
  for (const change of changes) {
    const [from, to] = [Math.max(0, change.from - CONTEXT), Math.min(lines, change.to + CONTEXT)];
    const last = hunks.at(-1);
    if (last && from <= last.to) {
      last.to = to;
      last.changes.push(change);
    } else hunks.push({ from, to, changes: [change] });
  }
  return hunks;
}

function hunkText(
  { from, to, changes }: { from: number; to: number; changes: Change[] },
  lines: readonly string[],
  starts: readonly number[],
  shift: number,
): [text: string, less: number, more: number] {
  const body: string[] = [];
  let at = from;
  for (const change of changes) {
    body.push(...lines.slice(at, change.from).map((line) => ` ${line}`));
    body.push(...lines.slice(change.from, change.to).map((line) => `-${line}`));
    body.push(...madeLines(change, lines, starts).map((line) => `+${line}`));
    at = change.to;
  }
  body.push(...lines.slice(at, to).map((line) => ` ${line}`));
  const less = body.filter((line) => !line.startsWith('+')).length;
  const more = body.filter((line) => !line.startsWith('-')).length;
  const head = `@@ -${range(from, less)} +${range(from + shift, more)} @@\n`;
  const text = body.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('');
  return [head + text, less, more];
}

const range = (from: number, count: number): string => `${count === 0 ? from : from + 1},${count}`;

function madeLines({ from, to, edits }: Change, lines: readonly string[], starts: readonly number[]): string[] {
  const base = starts[from] as number;
  const moved = edits.map((edit) => ({ ...edit, offset: edit.offset - base }));
  const made = applyEdits(lines.slice(from, to).join(''), moved);
  return made === '' ? [] : made.split(/(?<=\n)/);
}
