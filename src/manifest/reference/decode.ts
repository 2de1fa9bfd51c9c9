import { wrongType } from '../check-shape.ts';
import { type Finding, quoted } from '../forms/finding.ts';
import { parseUrl } from '../forms/parse-url.ts';
import type { LanguagesShape, ListShape, MapShape, Shape, TextShape } from '../shapes.ts';
import { booleanOf, isNull, isNumber, type MapNode, mergedEntries, type Node, type ScalarNode } from '../tree.ts';
import { unknownKey } from '../unknown-key.ts';

/** Why decoding went wrong, and the part of the text that is to blame: none where the reference names no place. */
export interface Fault {
  finding: Finding;
  at: { start: number; end: number } | null;
}

/**
 * What the reference validator still holds after its strict decoding: a value of the wrong type or an unknown key costs the
 * whole section, list or block of languages in which it stands, up to the key at the top of the file. The keys of a section
 * are decoded in the order of the standard, and only the first fault is ever told.
 */
export function decodeStrictly(table: MapShape, root: MapNode): { root: MapNode; fault: Fault | null } {
  const decoder = new Decoder();
  return { root: decoder.root(table, root), fault: decoder.fault };
}

class Decoder {
  fault: Fault | null = null;

  root(table: MapShape, node: MapNode): MapNode {
    return this.#keys(table, node).map;
  }

  /** The node without what cannot be decoded; null when all of it is lost. */
  #decode(shape: Shape, node: Node): Node | null {
    if (isNull(node)) return node;
    switch (shape.is) {
      case 'text':
        return this.#text(shape, node);
      case 'boolean':
        return booleanOf(node) === undefined ? this.#lost(wrongType(shape, node), node) : node;
      case 'list':
        return this.#list(shape, node);
      case 'map':
        return this.#map(shape, node);
      default:
        return this.#languages(shape, node);
    }
  }

  #text(shape: TextShape, node: Node): Node | null {
    if (node.is !== 'scalar' || node.marked === 'timestamp') return this.#lost(wrongType(shape, node), node);
    if (shape.parsed && node.text !== '' && parseUrl(node.text) === null) return this.#lost(noAddress(node.text), null);
    return node;
  }

  #list(shape: ListShape, node: Node): Node | null {
    if (node.is === 'scalar' && shape.lone) return this.#loneItem(node);
    if (node.is !== 'list') return this.#lost(wrongType(shape, node), node);
    const items = node.items.map((item) => this.#decode(shape.item, item));
    return items.includes(null) ? null : { ...node, items: items as Node[] };
  }

  #loneItem(node: ScalarNode): Node | null {
    return node.text === '' || parseUrl(node.text) ? node : this.#lost(noAddress(node.text), null);
  }

  #map(shape: MapShape, node: Node): Node | null {
    if (node.is !== 'map') return this.#lost(wrongType(shape, node), node);
    const { map, whole } = this.#keys(shape, node);
    return whole ? map : null;
  }

  /** A key that is no text leaves the section empty, and nothing is said about it. */
  #keys(shape: MapShape, node: MapNode): { map: MapNode; whole: boolean } {
    const entries: MapNode['entries'] = new Map();
    const map: MapNode = { ...node, entries };
    const held = split(mergedEntries(node));
    const found = [...held.values()];
    if (found.some(({ key }) => !isText(key))) return { map, whole: true };
    let whole = true;
    for (const [name, known] of Object.entries(shape.keys)) {
      const entry = held.get(name);
      const value = entry && this.#decode(known.shape, entry.value);
      if (entry && value) entries.set(name, { key: entry.key, value });
      else if (entry) whole = false;
    }
    const unknown = whole ? found.find(({ key }) => !Object.hasOwn(shape.keys, key.text))?.key : undefined;
    if (unknown) this.#lost(unknownKey(unknown.text, shape), unknown);
    return { map, whole: whole && !unknown };
  }

  #languages(shape: LanguagesShape, node: Node): Node | null {
    if (node.is !== 'map') return this.#lost(wrongType(shape, node), node);
    const entries: MapNode['entries'] = new Map();
    let whole = true;
    for (const [tag, { key, value }] of node.entries) {
      const block = this.#decode(shape.block, value);
      if (block) entries.set(tag, { key, value: block });
      else whole = false;
    }
    return whole ? { ...node, entries } : null;
  }

  #lost(finding: Finding, at: Fault['at']): null {
    this.fault ??= { finding, at };
    return null;
  }
}

/** In brackets, `{license:MIT}` is a key and its value there. */
function split(entries: MapNode['entries']): MapNode['entries'] {
  if (![...entries.keys()].some((name) => TIGHT.test(name))) return entries;
  const made: MapNode['entries'] = new Map();
  for (const [name, { key, value }] of entries) {
    const [, before = name, behind = ''] = TIGHT.exec(name) ?? [];
    const tight = before !== name && key.style === 'plain' && value.start === key.start;
    const text = tight ? before : name;
    made.set(text, { key: { ...key, text }, value: tight ? { ...key, text: behind } : value });
  }
  return made;
}

const TIGHT = /^([^:]+):(.+)$/s;

const isText = (key: ScalarNode): boolean => !isNull(key) && !isNumber(key) && booleanOf(key) === undefined;

const noAddress = (text: string): Finding => ({
  rule: 'url',
  message: `${quoted(text)} is not an address.`,
  hint: 'Write a whole address that begins with https://.',
});
