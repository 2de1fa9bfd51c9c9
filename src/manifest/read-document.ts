import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Entry, type Node, plainValue, pointerParts, type ScalarNode } from './tree.ts';

/** Lines and columns count from 1, in UTF-16 units as editors do; so does the length. */
export interface Position {
  line: number;
  column: number;
  length: number;
}

/** A document that was read, and where its parts stand. */
export class ReadDocument {
  readonly text: string;
  readonly root: Node;
  #starts: number[] | undefined;

  constructor(text: string, root: Node) {
    this.text = text;
    this.root = root;
  }

  /** The plain value, as JSON knows it; see `plainValue`. Made anew each time. */
  get value(): unknown {
    return plainValue(this.root);
  }

  /** The node at a JSON pointer; for a member of a map its key too. */
  at(pointer: string): { node: Node; key?: ScalarNode } | undefined {
    let found: { node: Node; key?: ScalarNode } = { node: this.root };
    for (const part of pointerParts(pointer)) {
      const next: Node | Entry | undefined = member(found.node, part);
      if (next === undefined) return undefined;
      found = 'key' in next ? { node: next.value, key: next.key } : { node: next };
    }
    return found;
  }

  /** Where the value at a pointer stands: a scalar itself, the key of a list or map. */
  positionOf(pointer: string): Position | undefined {
    const found = this.at(pointer);
    if (found === undefined) return undefined;
    const { start, end } = found.node.is === 'scalar' || !found.key ? found.node : found.key;
    return this.positionAt(start, end);
  }

  positionAt(start: number, end: number): Position {
    this.#starts ??= lineStarts(this.text);
    return locate(this.#starts, start, end);
  }
}

/** What reading gave: a document, or the reasons why there is none. */
export type Reading = { document: ReadDocument; problems: never[] } | Refused;

export interface Refused {
  document: null;
  problems: Problem[];
  /** Offset of the first quote or bracket that has no end by the rules of YAML. */
  open?: number;
}

export const refused = (...problems: Problem[]): Refused => ({
  document: null,
  problems: problems.slice(0, LIMITS.problems),
});

function member(node: Node, part: string): Node | Entry | undefined {
  if (node.is === 'map') return node.entries.get(part);
  return node.is === 'list' && /^\d{1,7}$/.test(part) ? node.items[Number(part)] : undefined;
}

/** Line and column of a place in a text. For many places in one text, keep the starts. */
export const positionIn = (text: string, start: number, end = start + 1): Position =>
  locate(lineStarts(text), start, end);

export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

export function locate(starts: number[], start: number, end: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: start - (starts[low] as number) + 1, length: Math.max(0, end - start) };
}
