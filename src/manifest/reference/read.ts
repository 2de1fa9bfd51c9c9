import type { Problem } from '../../kernel/errors.ts';
import { decodeText } from '../decode-text.ts';
import { positionIn, ReadDocument, type Reading, type Refused, refused } from '../read-document.ts';
import { manyDocuments, syntaxProblem, tabIndent } from '../reading-words.ts';
import { readYamlText } from '../safe-yaml.ts';
import type { MapNode } from '../tree.ts';
import { braceAsText, endOfQuote, indentInside } from './tolerate.ts';

/** `%YAML` and the like, before anything else but comments. */
const DIRECTIVE = /^(?:[ \t]*(?:#.*)?\r?\n)*%/;
const TAB_LINE = /^\t+[ \t]*[^\s#]/m;
/** Blank but for a comment. Before all content it is taken. */
const BLANK_TAB_LINE = /^\t[ \t]*(?:#.*)?$/gm;
const CONTENT = /^[ \t]*[^\s#]/m;
/** So many quotes and brackets with lines that are not indented are mended for one file. */
const MOST_MENDED = 3;

/**
 * Reads a file as the reference validator would: it stops at the first mistake, of the characters first, then of the
 * structure; a byte order mark belongs to the first key; directives count as a document of their own.
 */
export function readForReference(bytes: Uint8Array): Reading {
  const text = decodeText(bytes);
  if (typeof text !== 'string') return refused(withoutPlace(text));
  const directive = DIRECTIVE.exec(text);
  if (directive && /^---/m.test(text)) return refused(manyDocuments());
  if (directive) return refused(placed(syntaxProblem('A line with % stands alone.'), text, directive[0].length - 1));
  const { reading, read, ends } = readTolerantly(text);
  if (!reading.document) return refused(firstMistake(read, reading, ends));
  BLANK_TAB_LINE.lastIndex = Math.max(0, text.search(CONTENT));
  const tab = BLANK_TAB_LINE.exec(text);
  if (tab) return refused(placed(tabIndent(), text, tab.index));
  const { root } = reading.document;
  const nameless = root.is === 'map' ? root.entries.get('') : undefined;
  if (nameless?.key.style === 'plain') return refused(placed(NAMELESS, text, Math.max(0, nameless.key.start - 1)));
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return marked && root.is === 'map' ? { ...reading, document: new ReadDocument(read, withMark(root)) } : reading;
}

const NAMELESS = syntaxProblem('There is no key before the colon.');

/** As YAML 1.2, but for lines inside of quotes and brackets, which need no indentation, and a brace that begins a value. */
function readTolerantly(text: string): { reading: Reading; read: string; ends: Map<number, number> } {
  const ends = new Map<number, number>();
  let read = text;
  let reading = readYamlText(read, { lenient: true });
  for (let mended = 0; mended < MOST_MENDED && !reading.document; mended += 1) {
    const brace = braceAsText(read, reading.problems[0]);
    const indented = brace === null && reading.open !== undefined ? indentInside(read, reading.open) : null;
    if (reading.open !== undefined && indented !== null)
      ends.set(positionIn(read, reading.open).line, positionIn(read, indented.end).line);
    const text = brace ?? indented?.text;
    if (text === undefined) break;
    read = text;
    reading = readYamlText(read, { lenient: true });
  }
  return { reading, read, ends };
}

/** `ends`: the lines in which quotes end, by those in which they begin: what follows them is a mistake there. */
function firstMistake(text: string, { problems, open }: Refused, ends: Map<number, number>): Problem {
  const first = problems[0] as Problem;
  if (first.rule === 'documents') return withoutPlace(first);
  if (first.rule !== 'yaml-syntax' && first.rule !== 'duplicate-key') return first;
  const tab = TAB_LINE.exec(text);
  if (tab) return placed(tabIndent(), text, tab.index);
  const endless = open !== undefined && /["']/.test(text.charAt(open)) && endOfQuote(text, open) === null;
  if (endless) return problems.find(({ line }) => line === positionIn(text, open).line) ?? first;
  const end = ends.get(first.line ?? 0);
  return end === undefined ? first : { ...first, line: end, column: 1, length: 0 };
}

const placed = (problem: Problem, text: string, offset: number): Problem => ({
  ...problem,
  ...positionIn(text, offset),
});

function withoutPlace({ rule, severity, pointer, message, hint }: Problem): Problem {
  return { rule, severity, pointer, message, ...(hint === undefined ? {} : { hint }) };
}

/** The mark of the byte order becomes part of the first key. */
function withMark(root: MapNode): MapNode {
  const mark = (text: string, i: number): string => (i === 0 ? `\ufeff${text}` : text);
  const entries = [...root.entries].map(([name, { key, value }], i) => {
    const text = mark(name, i);
    return [text, { key: { ...key, text }, value }] as const;
  });
  return { ...root, entries: new Map(entries) };
}
