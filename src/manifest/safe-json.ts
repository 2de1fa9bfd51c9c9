import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { decodeText } from './decode-text.ts';
import { positionIn, ReadDocument, type Reading, refused } from './read-document.ts';
import {
  brokenCharacter,
  duplicateKey,
  inexactNumber,
  isBroken,
  nothing,
  tooDeep,
  tooManyNodes,
} from './reading-words.ts';
import { isNumber, type ListNode, type MapNode, type Node, plainValue, type ScalarNode } from './tree.ts';

/**
 * Reads one JSON text (RFC 8259) from untrusted bytes, strictly: no comments, no trailing commas, no duplicate keys.
 * `JSON.parse` would keep the last of two equal keys, and knows no places. A byte order mark is accepted.
 *
 * Problems, always one: `too-large`, `utf8`, `empty`, `too-deep`, `too-many-nodes`, `duplicate-key`, `json-syntax`, `number`.
 */
export function readJson(bytes: Uint8Array): Reading {
  const text = decodeText(bytes);
  if (typeof text !== 'string') return refused(text);
  try {
    return { document: new ReadDocument(text, new JsonReader(text).read()), problems: [] };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return refused({ ...refusal.problem, ...positionIn(text, refusal.at) });
  }
}

/** How the reader leaves from within; never seen outside of this file. */
class Refusal extends Error {
  readonly problem: Problem;
  readonly at: number;
  constructor(problem: Problem, at: number) {
    super(problem.message);
    this.problem = problem;
    this.at = at;
  }
}

const syntax = (message: string, hint?: string): Problem => ({
  rule: 'json-syntax',
  severity: 'error',
  pointer: '',
  message,
  ...(hint === undefined ? {} : { hint }),
});

const SPACE = /[ \t\n\r]*/y;
/** A number, `true`, `false`, `null`, or the run of characters that stands where one of them should. */
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;
/** A string as the grammar has it: no control characters, and known escapes only. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these end a string
const STRING = /"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\0-\x1f]*)*"/y;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #nodes = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Node {
    this.#skipSpace();
    if (this.#at === this.#text.length) throw this.#refusal(nothing());
    const root = this.#value(1);
    if (this.#at < this.#text.length) throw this.#refusal(syntax('Something follows behind the end of the document.'));
    return root;
  }

  /** A value and the space behind it. The recursion ends at `LIMITS.depth`. */
  #value(depth: number): Node {
    this.#nodes += 1;
    if (this.#nodes > LIMITS.nodes) throw this.#refusal(tooManyNodes());
    const first = this.#text[this.#at];
    if (first !== '{' && first !== '[') return first === '"' ? this.#string() : this.#literal();
    if (depth > LIMITS.depth) throw this.#refusal(tooDeep());
    const node = first === '{' ? this.#map(depth) : this.#list(depth);
    this.#skipSpace();
    return node;
  }

  #map(depth: number): MapNode {
    const start = this.#at;
    const entries: MapNode['entries'] = new Map();
    this.#each('}', () => {
      if (this.#text[this.#at] !== '"')
        throw this.#refusal(
          syntax(
            'A key is expected here.',
            'Keys stand in double quotes; a comma never stands before a closing bracket.',
          ),
        );
      const key = this.#string();
      if (entries.has(key.text)) throw this.#refusal(duplicateKey(key.text), key.start);
      if (!this.#take(':')) throw this.#refusal(syntax('A colon is expected behind the key.'));
      entries.set(key.text, { key, value: this.#value(depth + 1) });
    });
    return { is: 'map', entries, start, end: start + 1 };
  }

  #list(depth: number): ListNode {
    const start = this.#at;
    const items: Node[] = [];
    this.#each(']', () => items.push(this.#value(depth + 1)));
    return { is: 'list', items, start, end: start + 1 };
  }

  /** From an opening bracket to its closing one. */
  #each(close: string, member: () => void): void {
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(close)) return;
    do member();
    while (this.#take(','));
    if (!this.#take(close)) throw this.#refusal(syntax(`A comma or \`${close}\` is expected here.`));
  }

  #string(): ScalarNode {
    const start = this.#at;
    const source = this.#match(STRING);
    if (source === '') throw this.#refusal(this.#stringProblem(start));
    const text = source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1);
    if (isBroken(text)) throw this.#refusal(brokenCharacter(), start);
    const node: ScalarNode = { is: 'scalar', text, style: 'quoted', start, end: this.#at };
    this.#skipSpace();
    return node;
  }

  #literal(): ScalarNode {
    const start = this.#at;
    const text = this.#match(LITERAL);
    if (text === '')
      throw this.#refusal(
        syntax(
          'A value is expected here.',
          'Texts stand in double quotes; a comma never stands before a closing bracket.',
        ),
      );
    const node: ScalarNode = { is: 'scalar', text, style: 'plain', start, end: this.#at };
    if (isNumber(node) && typeof plainValue(node) !== 'number') throw this.#refusal(inexactNumber(), start);
    this.#skipSpace();
    return node;
  }

  #stringProblem(start: number): Problem {
    const closed = this.#text.indexOf('"', start + 1) >= 0;
    return closed
      ? syntax(
          'This text holds a line break or a backslash that JSON does not allow.',
          'Write \\n for a line break, \\\\ for a backslash.',
        )
      : syntax('A quotation mark is opened and never closed.');
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    this.#skipSpace();
    return true;
  }

  #skipSpace(): void {
    this.#match(SPACE);
  }

  /** What a sticky expression finds here, `''` for nothing; moves behind it. */
  #match(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #refusal(problem: Problem, at = this.#at): Refusal {
    return new Refusal(problem, at);
  }
}
