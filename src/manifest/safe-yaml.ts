import { Composer, type CST, type Document, Lexer, Parser, type YAMLParseError } from 'yaml';
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { decodeText } from './decode-text.ts';
import { OpenBrackets } from './open-brackets.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { lineStarts, locate, ReadDocument, type Reading, refused } from './read-document.ts';
import {
  manyDocuments,
  nothing,
  syntaxProblem,
  tooDeep,
  tooManyKeys,
  tooManyLines,
  wordsFor,
} from './reading-words.ts';
import { isNull } from './tree.ts';
import { LexemeBudget } from './yaml-budget.ts';
import { type Tree, treeOf } from './yaml-tree.ts';

/** What YAML 1.2 (section 5.1) does not allow in a text at all. A lone surrogate cannot come out of valid UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that are looked for
const NOT_PRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * Reads one YAML 1.2 document from untrusted bytes. Sizes, depth and number of nodes are bounded before anything recursive
 * runs; aliases count each time they are used; duplicate keys are refused; merge keys and tags of one's own do nothing.
 *
 * Problems: `too-large`, `utf8`, `empty`, `documents`, `too-deep`, `too-many-nodes`, `duplicate-key`, `yaml-syntax`.
 */
export function readYaml(bytes: Uint8Array): Reading {
  const decoded = decodeText(bytes);
  return typeof decoded === 'string' ? readYamlText(decoded) : refused(decoded);
}

export interface ReadingOptions {
  /** As the reference validator reads: what stands in `isTaken` and control characters are no mistakes. */
  lenient?: boolean;
}

/** Reads one document from a text that came out of bytes. */
export function readYamlText(decoded: string, options: ReadingOptions = {}): Reading {
  // A lone carriage return is a line break in YAML, not so in the library. The length, so every offset, stays.
  const text = decoded.includes('\r') ? decoded.replace(/\r(?!\n)/g, '\n') : decoded;
  const control = options.lenient ? -1 : text.search(NOT_PRINTABLE);
  if (control >= 0)
    return refusedAt(text, control, syntaxProblem('There is an invisible control character here.', 'Remove it.'));
  if (hasTooManyLines(text)) return refused(tooManyLines());
  const plain = readPlainYaml(text);
  return plain ? { document: new ReadDocument(text, plain), problems: [] } : readFully(text, options);
}

/** By the library, for all that YAML 1.2 has. Exported so that tests can hold both ways against each other. */
export function readFully(text: string, options: ReadingOptions = {}): Reading {
  // The library makes an error object of each mistake; without a stack it takes a third of the time.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return readByLibrary(text, options);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function readByLibrary(text: string, options: ReadingOptions): Reading {
  const tokens = tokensOf(text);
  if ('problem' in tokens) return refusedAt(text, tokens.at, tokens.problem);
  const composer = new Composer({
    uniqueKeys: false,
    schema: 'failsafe',
    resolveKnownTags: false,
    prettyErrors: false,
  });
  const documents: Document.Parsed[] = [...composer.compose(tokens.tokens, true, text.length)] as Document.Parsed[];
  const document = documents[0] as Document.Parsed;
  const errors = options.lenient ? document.errors.filter((found) => !isTaken(found, text)) : document.errors;
  const tree = treeOf(document.contents);
  if (errors.length > 0) return notWellFormed(text, errors, tree, tokens.brackets);
  if (tree.problems.length > 0) {
    const starts = lineStarts(text);
    return refused(...tree.problems.map(({ problem, start, end }) => ({ ...problem, ...locate(starts, start, end) })));
  }
  return isNull(tree.root) ? refused(nothing()) : { document: new ReadDocument(text, tree.root), problems: [] };
}

interface Tokens {
  tokens: CST.Token[];
  brackets: OpenBrackets;
}

/** The concrete tokens, read without recursion, and refused as soon as they are too deep or too many. */
function tokensOf(text: string): Tokens | { problem: Problem; at: number } {
  const parser = new Parser();
  const budget = new LexemeBudget();
  const brackets = new OpenBrackets();
  const tokens: CST.Token[] = [];
  let finished = false;
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      finished ||= token.type === 'document';
    }
    if (finished && parser.stack[0]?.type === 'document') return { problem: manyDocuments(), at };
    // Besides the collections there are the document itself and the scalar at hand: the exact depth is checked later.
    if (parser.stack.length > LIMITS.depth + 2) return { problem: tooDeep(), at };
    const problem = budget.spend(lexeme) ?? (hasTooManyKeys(parser.stack.at(-1)) ? tooManyKeys() : undefined);
    if (problem) return { problem, at };
    brackets.see(lexeme, at);
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, brackets };
}

function hasTooManyKeys(token: CST.Token | undefined): boolean {
  const map = token?.type === 'block-map' || (token?.type === 'flow-collection' && token.start.source === '{');
  return map && token.items.length > LIMITS.mapKeys;
}

/** One problem a line: what follows in the same line is mostly the same mistake again. */
function notWellFormed(text: string, errors: YAMLParseError[], tree: Tree, brackets: OpenBrackets): Reading {
  const starts = lineStarts(text);
  const problems = new Map<number, Problem>();
  const add = (problem: Problem, start: number, end: number): void => {
    const at = locate(starts, start, end);
    if (!problems.has(at.line)) problems.set(at.line, { ...problem, ...at });
  };
  let first = text.length;
  let lost = false;
  for (const found of errors) {
    // Once the library has lost the structure, it finds fault with every word that follows.
    const stray = found.code === 'UNEXPECTED_TOKEN' && found.message.includes('in YAML stream');
    if (stray && lost) continue;
    lost ||= stray;
    const at = brackets.openedBefore(found) ?? visible(text, Math.min(Math.max(found.pos[0], 0), text.length));
    first = Math.min(first, at);
    add(wordsFor(found), at, Math.min(Math.max(found.pos[1], at + 1), text.length));
    if (problems.size >= LIMITS.problems) break;
  }
  // Up to the first mistake the text was understood, so that what is wrong there is true.
  for (const { problem, start, end } of tree.problems) if (start < first) add(problem, start, end);
  const sorted = [...problems.values()].sort((a, b) => (a.line as number) - (b.line as number));
  const open = brackets.first;
  return { ...refused(...sorted), ...(open === undefined ? {} : { open }) };
}

/** From a blank line on to what follows it, where the mistake can be seen; at the end of the text back to its last letter. */
function visible(text: string, offset: number): number {
  BLANK.lastIndex = offset;
  const at = offset + (BLANK.exec(text)?.[0].length ?? 0);
  return at < text.length ? at : Math.max(0, text.trimEnd().length - 1);
}

const BLANK = /(?:[ \t]*\r?\n)+ */y;

/**
 * What the reference validator takes though YAML 1.2 does not: a value that begins with a comma, or with `%` somewhere else than
 * at the top (7.3.3), a comment right behind a value (6.6), a tag whose handle nobody declared (6.8.2).
 */
function isTaken({ code, message, pos }: YAMLParseError, text: string): boolean {
  if (code === 'TAG_RESOLVE_FAILED') return true;
  const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1, pos[0]);
  if (code === 'MISSING_CHAR') return message.startsWith('Comments must be separated') && !/[|>][-+\d]*$/.test(line);
  if (code !== 'BAD_SCALAR_START') return false;
  const inside = line.startsWith(' ');
  return message.includes('character ,') || (message.includes('%') && inside);
}

function refusedAt(text: string, offset: number, problem: Problem): Reading {
  return refused({ ...problem, ...locate(lineStarts(text), offset, Math.min(offset + 1, text.length)) });
}

function hasTooManyLines(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= LIMITS.yamlLines; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > LIMITS.yamlLines;
}
