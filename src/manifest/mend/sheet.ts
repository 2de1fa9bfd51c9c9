import type { ReadDocument } from '../read-document.ts';
import type { Entry, MapNode, Node, ScalarNode } from '../tree.ts';
import { pointerParts } from '../tree.ts';
import type { Edit } from './edits.ts';

/** The lines of an entry of a map: offsets of the first line's beginning and of the beginning of the line behind the last. */
interface Lines {
  from: number;
  to: number;
}

/** A manifest as repairs see it: what stands where, and how it can be written otherwise without touching the rest. */
export class Sheet {
  readonly text: string;
  readonly root: MapNode;
  readonly newline: '\n' | '\r\n';
  readonly #document: ReadDocument;

  constructor(document: ReadDocument, root: MapNode) {
    this.text = document.text;
    this.root = root;
    this.newline = /\r\n/.test(document.text) ? '\r\n' : '\n';
    this.#document = document;
  }

  node(pointer: string): Node | undefined {
    return this.#document.at(pointer)?.node;
  }

  scalar(pointer: string): ScalarNode | undefined {
    const node = this.node(pointer);
    return node?.is === 'scalar' ? node : undefined;
  }

  map(pointer: string): MapNode | undefined {
    const node = pointer === '' ? this.root : this.node(pointer);
    return node?.is === 'map' ? node : undefined;
  }

  entry(pointer: string): Entry | undefined {
    const parts = pointerParts(pointer);
    return this.map(pointer.slice(0, pointer.lastIndexOf('/')))?.entries.get(parts.at(-1) ?? '');
  }

  /** A scalar written anew in the quotes that it has. `undefined` where it is not written on one line in a simple way. */
  rewrite(node: ScalarNode, value: string): Edit | undefined {
    const quote = this.#quoteOf(node);
    return quote === undefined ? undefined : this.replace(node, quote + value + quote);
  }

  /** The whole of a simple scalar, quotes and all, replaced by another text. */
  replace(node: ScalarNode, replacement: string): Edit | undefined {
    if (this.#quoteOf(node) === undefined) return undefined;
    return { offset: node.start, length: node.end - node.start, replacement };
  }

  /**
   * Takes the lines of an entry out. What comments stand behind its value or between its lines stays. `undefined` where the
   * entry does not begin a line, or lines of something else would go with it.
   */
  remove(pointer: string): Edit | undefined {
    const entry = this.entry(pointer);
    const lines = entry && this.#linesOf(entry.key);
    if (!lines || !this.#isSimple(entry)) return undefined;
    const all = this.text.slice(lines.from, lines.to);
    const indent = all.slice(0, all.length - all.trimStart().length);
    const comments = commentsOf(all, entry.value.is === 'scalar' ? entry.value.end - lines.from : 0);
    const replacement = comments.map((comment) => `${indent}${comment}${this.newline}`).join('');
    return { offset: lines.from, length: lines.to - lines.from, replacement };
  }

  /** A new line (or several) behind an entry, as far indented as that. */
  insertBehind(pointer: string, lines: readonly string[]): Edit | undefined {
    const entry = this.entry(pointer);
    const place = entry && this.#linesOf(entry.key);
    if (!place) return undefined;
    const indent = ' '.repeat(entry.key.start - this.#lineStart(entry.key.start));
    const open = this.text[place.to - 1] !== '\n';
    const written = lines.map((line) => `${indent}${line}`).join(this.newline);
    return { offset: place.to, length: 0, replacement: open ? this.newline + written : written + this.newline };
  }

  /** A section, or a scalar on the line of its key. */
  #isSimple({ key, value }: Entry): boolean {
    if (value.is !== 'scalar') return value.is === 'map';
    return value.style !== 'block' && value.start >= key.start && !this.text.slice(key.start, value.end).includes('\n');
  }

  #quoteOf({ style, start, end, text }: ScalarNode): '' | '"' | "'" | undefined {
    const written = this.text.slice(start, end);
    if (style === 'plain') return written !== '' && written === text ? '' : undefined;
    const [quote] = written;
    const simple = (quote === '"' || quote === "'") && written.length >= 2 && written.slice(1, -1) === text;
    return style === 'quoted' && simple && written.endsWith(quote) ? quote : undefined;
  }

  #lineStart(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1;
  }

  /** The lines from a key that begins its line up to the next line that is not indented further. */
  #linesOf(key: ScalarNode): Lines | undefined {
    const from = this.#lineStart(key.start);
    const before = this.text.slice(from, key.start);
    if (before.trim() !== '') return undefined;
    let to = this.#nextLine(from);
    let end = to;
    while (end < this.text.length) {
      const next = this.#nextLine(end);
      const line = this.text.slice(end, next);
      const depth = line.length - line.trimStart().length;
      const blank = line.trim() === '';
      const item = depth === before.length && /^\s*-(?:\s|$)/.test(line);
      if (!blank && depth <= before.length && !item) break;
      end = next;
      if (!blank) to = next;
    }
    return { from, to };
  }

  #nextLine(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }
}

/** Comments of some lines of YAML, each on its own line; in the first line looked for from an offset on. */
function commentsOf(lines: string, behind: number): string[] {
  return lines
    .split(/\r?\n/)
    .map((line, i) => (i === 0 ? line.slice(Math.min(behind, line.length)) : line))
    .map((line, i) => /(?:^|\s)(#.*)$/.exec(i === 0 ? line : line.trim().startsWith('#') ? line : '')?.[1])
    .filter((comment) => comment !== undefined);
}
