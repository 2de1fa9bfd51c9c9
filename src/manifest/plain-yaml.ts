import { LIMITS } from '../kernel/limits.ts';
import { LineCursor, NOT_PLAIN } from './line-cursor.ts';
import { plainScalar } from './plain-scalars.ts';
import type { ListNode, MapNode, Node } from './tree.ts';

/** A key without quotes, as nearly all are, and the colon behind it. */
const KEY = /[A-Za-z_][A-Za-z0-9_./-]{0,200}(?=:(?: |\n|$))/y;

const EMPTY_LIST = /^\[\](?: *| +#.*)$/;

/**
 * Reads the YAML that people write: maps and lists by indentation, scalars plain, quoted on one line, or in blocks. `null`
 * for everything else, well-formed or not: tabs, brackets, anchors, tags, escapes, several documents, any mistake. Then the
 * full reader decides; for what this one reads, both give the same tree with the same places. It takes a tenth of the time.
 */
export function readPlainYaml(text: string): Node | null {
  if (text.includes('\t') || text.includes('\r')) return null;
  try {
    return new PlainReader(text).read();
  } catch (reason) {
    if (reason !== NOT_PLAIN) throw reason;
    return null;
  }
}

class PlainReader {
  readonly #lines: LineCursor;
  #nodes = 0;

  constructor(text: string) {
    this.#lines = new LineCursor(text);
  }

  read(): Node {
    const lines = this.#lines;
    lines.next();
    if (lines.indent === 0 && lines.text.slice(lines.at, lines.end).trimEnd() === '---') lines.next();
    if (lines.indent < 0) throw NOT_PLAIN;
    const root = this.#block(lines.indent, 1);
    if (lines.indent >= 0) throw NOT_PLAIN;
    return root;
  }

  /** The list or map that begins in this line, at this indentation. */
  #block(indent: number, depth: number): Node {
    if (depth > LIMITS.depth) throw NOT_PLAIN;
    this.#count();
    return this.#lines.isItem() ? this.#list(indent, depth) : this.#map(indent, depth);
  }

  #list(indent: number, depth: number): ListNode {
    const lines = this.#lines;
    const start = lines.at;
    const items: Node[] = [];
    while (lines.indent === indent && lines.isItem()) items.push(this.#item(indent, depth));
    if (lines.indent > indent) throw NOT_PLAIN;
    return { is: 'list', items, start, end: start + 1 };
  }

  #item(indent: number, depth: number): Node {
    const lines = this.#lines;
    const at = lines.skipSpaces(lines.at + 1);
    if (at >= lines.end || lines.text[at] === '#') {
      lines.next();
      if (lines.indent <= indent) throw NOT_PLAIN;
      return this.#block(lines.indent, depth + 1);
    }
    KEY.lastIndex = at;
    if (!KEY.test(lines.text)) return this.#scalar(at, indent);
    // A map that begins behind the dash is indented as far as its first key.
    lines.indent += at - lines.at;
    lines.at = at;
    return this.#block(lines.indent, depth + 1);
  }

  #map(indent: number, depth: number): MapNode {
    const lines = this.#lines;
    const entries: MapNode['entries'] = new Map();
    const start = lines.at;
    let end = start;
    while (lines.indent === indent && !lines.isItem()) {
      const keyStart = lines.at;
      KEY.lastIndex = keyStart;
      const text = KEY.exec(lines.text)?.[0];
      if (text === undefined || entries.has(text) || entries.size >= LIMITS.mapKeys) throw NOT_PLAIN;
      this.#count();
      const keyEnd = keyStart + text.length;
      if (keyStart === start) end = keyEnd;
      const value = this.#value(keyStart, keyEnd, indent, depth);
      entries.set(text, { key: { is: 'scalar', text, style: 'plain', start: keyStart, end: keyEnd }, value });
    }
    if (lines.indent >= indent) throw NOT_PLAIN;
    return { is: 'map', entries, start, end };
  }

  #value(keyStart: number, keyEnd: number, indent: number, depth: number): Node {
    const lines = this.#lines;
    const at = lines.skipSpaces(keyEnd + 1);
    if (lines.text.startsWith('[]', at) && EMPTY_LIST.test(lines.text.slice(at, lines.end)))
      return this.#emptyList(at, indent);
    if (at < lines.end && lines.text[at] !== '#') return this.#scalar(at, indent);
    lines.next();
    const nested = lines.indent > indent || (lines.indent === indent && lines.isItem());
    if (nested) return this.#block(lines.indent, depth + 1);
    this.#count();
    return { is: 'scalar', text: '', style: 'plain', start: keyStart, end: keyEnd };
  }

  #emptyList(at: number, indent: number): ListNode {
    this.#count();
    this.#lines.next();
    if (this.#lines.indent > indent) throw NOT_PLAIN;
    return { is: 'list', items: [], start: at, end: at + 1 };
  }

  #scalar(at: number, indent: number): Node {
    this.#count();
    return plainScalar(this.#lines, at, indent);
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > LIMITS.nodes) throw NOT_PLAIN;
  }
}
