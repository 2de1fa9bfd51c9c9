import type { Problem } from '../../kernel/errors.ts';

/** Wide enough for the deepest section that is read at all. */
const MARGIN = ' '.repeat(100);

/**
 * The text with the lines inside of one quote or pair of brackets indented: the reference validator does not ask how far
 * they are, as YAML 1.2 does (sections 7.3 and 7.4). Lines keep their numbers. `null` where the end is missing at all; `end` is that in the text as it was.
 */
export function indentInside(text: string, open: number): { text: string; end: number } | null {
  const end = text[open] === '[' || text[open] === '{' ? endOfBrackets(text, open) : endOfQuote(text, open);
  if (end === null) return null;
  const inside = text.slice(open, end);
  if (!inside.includes('\n') || inside.includes(`\n${MARGIN}`)) return null;
  if (inside.startsWith('"') && inside.includes('\n\t')) return null;
  const indented = inside.replaceAll('\n', `\n${MARGIN}`);
  return { text: text.slice(0, open) + indented + text.slice(end), end };
}

/**
 * The text with a letter for the closing brace with which a value begins where a mistake was found: the reference validator
 * takes it for text (YAML 1.2: an indicator, section 7.3.3). `null` where there is none.
 */
export function braceAsText(
  text: string,
  { line = 0, column = 0 }: Pick<Problem, 'line' | 'column'> = {},
): string | null {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  const offset = start + column - 1;
  if (text[offset] !== '}' || !/[:-] +$/.test(text.slice(start, offset))) return null;
  return `${text.slice(0, offset)}x${text.slice(offset + 1)}`;
}

const DOUBLE = /"(?:[^"\\]|\\[\s\S])*"/y;
const SINGLE = /'(?:[^']|'')*'/y;

/** The offset behind the quote that closes; `null` without one. */
export function endOfQuote(text: string, open: number): number | null {
  const form = text[open] === '"' ? DOUBLE : SINGLE;
  form.lastIndex = open;
  return form.test(text) ? form.lastIndex : null;
}

function endOfBrackets(text: string, open: number): number | null {
  let depth = 0;
  let at = open;
  while (at < text.length) {
    const letter = text[at];
    if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth -= 1;
    if (depth === 0) return at + 1;
    const quote = (letter === '"' || letter === "'") && /[\s,[{:]/.test(text[at - 1] as string);
    at = quote ? (endOfQuote(text, at) ?? text.length) : at + 1;
  }
  return null;
}
