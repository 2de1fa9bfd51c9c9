import { type LineCursor, NOT_PLAIN } from './line-cursor.ts';
import { isBroken } from './reading-words.ts';
import type { ScalarNode } from './tree.ts';

/** What a plain scalar cannot begin with, and what may mean something else there. */
const INDICATORS = new Set('-?:,[]{}#&*!|>\'"%@`');
const SINGLE_QUOTED = /'(?:[^'\n]|'')*'/y;
/** With the escapes that JSON has too, where they mean the same. */
const DOUBLE_QUOTED = /"[^"\\\n]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\n]*)*"/y;
const BLOCK_HEADER = /([|>])([1-9]?)(-?) *(?:\n|$)/y;
const NOTHING_MORE = /(?: +#[^\n]*| *)(?=\n|$)/y;

/**
 * The scalar at `at` in the cursor's line, whose parent is indented by `indent`. The cursor goes on to the line behind it.
 * Throws `NOT_PLAIN` for everything unusual.
 */
export function plainScalar(lines: LineCursor, at: number, indent: number): ScalarNode {
  const first = lines.text.charAt(at);
  if (first === '"') return quotedScalar(lines, at, indent, DOUBLE_QUOTED);
  if (first === "'") return quotedScalar(lines, at, indent, SINGLE_QUOTED);
  if (first === '|' || first === '>') return blockScalar(lines, at, indent);
  if (!INDICATORS.has(first)) return unquotedScalar(lines, at, indent);
  const second = lines.text.charAt(at + 1);
  if (first !== '-' || second === ' ' || second === '-' || at + 1 === lines.end) throw NOT_PLAIN;
  return unquotedScalar(lines, at, indent);
}

function quotedScalar(lines: LineCursor, at: number, indent: number, form: RegExp): ScalarNode {
  const { text } = lines;
  form.lastIndex = at;
  const source = form.exec(text)?.[0];
  if (source === undefined) throw NOT_PLAIN;
  const end = at + source.length;
  NOTHING_MORE.lastIndex = end;
  if (!NOTHING_MORE.test(text)) throw NOT_PLAIN;
  lines.next();
  if (lines.indent > indent) throw NOT_PLAIN;
  return { is: 'scalar', text: unquoted(source), style: 'quoted', start: at, end };
}

function unquoted(source: string): string {
  if (source.startsWith('"') && source.includes('\\')) {
    const text = JSON.parse(source) as string;
    if (isBroken(text)) throw NOT_PLAIN;
    return text;
  }
  const inner = source.slice(1, -1);
  return source.startsWith("'") && inner.includes("'") ? inner.replaceAll("''", "'") : inner;
}

function unquotedScalar(lines: LineCursor, at: number, indent: number): ScalarNode {
  let { end, commented } = plainPart(lines, at);
  let value = lines.text.slice(at, end);
  lines.next();
  while (lines.indent > indent) {
    if (commented || lines.comments > 0 || INDICATORS.has(lines.text.charAt(lines.at))) throw NOT_PLAIN;
    const part = plainPart(lines, lines.at);
    value += (lines.blanks > 0 ? '\n'.repeat(lines.blanks) : ' ') + lines.text.slice(lines.at, part.end);
    ({ end, commented } = part);
    lines.next();
  }
  return { is: 'scalar', text: value, style: 'plain', start: at, end };
}

/** Where the text of a line ends, and whether a comment follows. */
function plainPart(lines: LineCursor, at: number): { end: number; commented: boolean } {
  const line = lines.text.slice(at, lines.end);
  const hash = line.indexOf(' #');
  const kept = (hash < 0 ? line : line.slice(0, hash)).replace(/ +$/, '');
  if (kept.includes(': ') || kept.endsWith(':')) throw NOT_PLAIN;
  return { end: at + kept.length, commented: hash >= 0 };
}

/** `|` or `>`, with or without a digit for the indentation and `-` for no final line break. */
function blockScalar(lines: LineCursor, at: number, indent: number): ScalarNode {
  BLOCK_HEADER.lastIndex = at;
  const [header, style, digit, strip] = BLOCK_HEADER.exec(lines.text) ?? [];
  if (header === undefined) throw NOT_PLAIN;
  const parts = blockLines(lines, indent, digit === '' ? NOT_GIVEN : indent + Number(digit));
  const value = style === '|' ? parts.join('\n') : folded(parts);
  return { is: 'scalar', text: strip === '-' ? value : `${value}\n`, style: 'block', start: at, end: at + 1 };
}

const NOT_GIVEN = -1;

/** The lines of a block without their indentation, which is that of the first line where none is given. */
function blockLines(lines: LineCursor, indent: number, given: number): string[] {
  const { text } = lines;
  const parts: string[] = [];
  let width = given;
  let blanks: string[] = [];
  let start = lines.end + 1;
  while (start < text.length) {
    const at = lines.skipSpaces(start);
    const end = lineEnd(text, at);
    if (at < end) {
      if (width === NOT_GIVEN) width = at - start;
      if (at - start < width) break;
      parts.push(...blanks, text.slice(start + width, end));
      blanks = [];
    } else if (width === NOT_GIVEN) throw NOT_PLAIN;
    else blanks.push(text.slice(start + width, end));
    start = end + 1;
  }
  if (width <= indent || parts.length === 0 || blanks.some((blank) => blank !== '')) throw NOT_PLAIN;
  lines.end = start - 1;
  lines.next();
  // What is indented less than the block and more than its parent belongs to neither.
  if (lines.indent > indent) throw NOT_PLAIN;
  return parts;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found;
}

/** A line break between two lines becomes a space; blank lines and lines with further indentation keep theirs. */
function folded(parts: string[]): string {
  let value = parts[0] as string;
  if (value.trimStart() === '') throw NOT_PLAIN;
  let indented = value.startsWith(' ');
  let breaks = 1;
  for (const part of parts.slice(1)) {
    if (part === '') breaks += 1;
    else {
      if (part.trimStart() === '') throw NOT_PLAIN;
      const kept = indented || part.startsWith(' ') ? breaks : breaks - 1;
      value += (kept === 0 ? ' ' : '\n'.repeat(kept)) + part;
      indented = part.startsWith(' ');
      breaks = 1;
    }
  }
  return value;
}
