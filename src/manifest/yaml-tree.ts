import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import {
  brokenCharacter,
  duplicateKey,
  isBroken,
  syntaxProblem,
  tooDeep,
  tooManyNodes,
  unknownAlias,
  wrongTag,
} from './reading-words.ts';
import type { ListNode, MapNode, Node, ScalarNode } from './tree.ts';

export interface PlacedProblem {
  problem: Problem;
  start: number;
  end: number;
}

/** A tree, or the reasons why there is none: then the tree is not to be used. */
export interface Tree {
  root: Node;
  problems: PlacedProblem[];
}

/** The library's nodes as ours: aliases put in with a budget, duplicate keys found with one look-up each. */
export function treeOf(contents: ParsedNode | null): Tree {
  const builder = new TreeBuilder();
  const root = builder.node(contents, 0, 1);
  return { root, problems: builder.problems };
}

/** What an anchor stands for: the finished node, how many nodes it is and how deep. */
interface Anchored {
  node: Node;
  size: number;
  height: number;
}

class TreeBuilder {
  readonly problems: PlacedProblem[] = [];
  readonly #anchors = new Map<string, Anchored>();
  #size = 0;
  #full = false;
  /** Deepest level reached since it was last set back. */
  #deepest = 0;

  node(source: ParsedNode | null, at: number, depth: number): Node {
    if (isAlias(source)) return this.#alias(source as Alias.Parsed, depth);
    const [size, deepest] = [this.#size, this.#deepest];
    this.#deepest = depth;
    const node = this.#own(source, at, depth);
    if (source?.anchor) {
      this.#anchors.set(source.anchor, { node, size: this.#size - size, height: this.#deepest - depth });
    }
    this.#deepest = Math.max(deepest, this.#deepest);
    return node;
  }

  #own(source: ParsedNode | null, at: number, depth: number): Node {
    if (!this.#count(1, at) || source === null) return emptyAt(source?.range[0] ?? at);
    if (isScalar(source)) return this.#scalar(source as Scalar.Parsed);
    const start = source.range[0];
    if (depth > LIMITS.depth) return this.#refuse(tooDeep(), start);
    if (isMap(source)) return this.#map(source as YAMLMap.Parsed, depth);
    return isSeq(source) ? this.#list(source as YAMLSeq.Parsed, depth) : emptyAt(start);
  }

  #scalar(source: Scalar.Parsed): ScalarNode {
    const node = scalarOf(source);
    if (COLLECTION_TAG.test(source.tag ?? '')) return this.#refuse(wrongTag(), node.start, node.end);
    const broken = source.type === 'QUOTE_DOUBLE' && isBroken(node.text);
    return broken ? this.#refuse(brokenCharacter(), node.start, node.end) : node;
  }

  #list(source: YAMLSeq.Parsed, depth: number): ListNode {
    const start = source.range[0];
    const items = source.items.map((item) => this.node(item as ParsedNode, start, depth + 1));
    return { is: 'list', items, start, end: start + 1 };
  }

  #map(source: YAMLMap.Parsed, depth: number): MapNode {
    const entries: MapNode['entries'] = new Map();
    const start = source.range[0];
    for (const pair of source.items) {
      const key = this.node(pair.key, start, depth + 1);
      const value = placed(this.node(pair.value, key.end, depth + 1), key);
      if (key.is !== 'scalar')
        this.#refuse(syntaxProblem('A key must be a word, not a list or section.'), key.start, key.end);
      else if (entries.has(key.text)) this.#refuse(duplicateKey(key.text), key.start, key.end);
      else entries.set(key.text, { key, value });
    }
    const first = source.flow ? undefined : entries.values().next().value?.key;
    return { is: 'map', entries, start: first?.start ?? start, end: first?.end ?? start + 1 };
  }

  #alias(source: Alias.Parsed, depth: number): Node {
    const [start, end] = source.range;
    const anchored = this.#anchors.get(source.source);
    if (!anchored) return this.#refuse(unknownAlias(source.source), start, end);
    if (depth + anchored.height > LIMITS.depth) return this.#refuse(tooDeep(), start, end);
    this.#deepest = Math.max(this.#deepest, depth + anchored.height);
    if (!this.#count(anchored.size, start)) return emptyAt(start);
    // What is wrong with a single value is wrong where it is used: elsewhere the same value may be good.
    return anchored.node.is === 'scalar' ? { ...anchored.node, start, end } : anchored.node;
  }

  /** Whether there is room for so many nodes more. The first time there is not, it is said. */
  #count(nodes: number, at: number): boolean {
    this.#size += nodes;
    if (this.#size > LIMITS.nodes && !this.#full) {
      this.#refuse(tooManyNodes(), at);
      this.#full = true;
    }
    return !this.#full;
  }

  #refuse(problem: Problem, start: number, end = start + 1): ScalarNode {
    // Once there are too many nodes the rest is not read: what would be said of it need not be true.
    if (this.problems.length < LIMITS.problems && !this.#full) this.problems.push({ problem, start, end });
    return emptyAt(start);
  }
}

/** A value that takes no room in the text has the place of its key. */
const placed = (value: Node, key: Node): Node =>
  value.is === 'scalar' && value.start === value.end ? { ...value, start: key.start, end: key.end } : value;

const emptyAt = (at: number): ScalarNode => ({ is: 'scalar', text: '', style: 'plain', start: at, end: at });

/** Tags of the core schema say how to take a scalar; any other tag makes it text. */
const CORE_TAG = /^tag:yaml\.org,2002:(?:null|bool|int|float)$/;

const COLLECTION_TAG = /^tag:yaml\.org,2002:(?:map|seq|set|omap|pairs)$/;

function scalarOf(source: Scalar.Parsed): ScalarNode {
  const [start, valueEnd] = source.range;
  const block = source.type === 'BLOCK_LITERAL' || source.type === 'BLOCK_FOLDED';
  const plain = source.tag === undefined ? source.type === 'PLAIN' : CORE_TAG.test(source.tag);
  const style = block ? 'block' : plain ? 'plain' : 'quoted';
  const node: ScalarNode = { is: 'scalar', text: source.source, style, start, end: block ? start + 1 : valueEnd };
  if (source.tag !== undefined) node.marked = source.tag === TIMESTAMP ? 'timestamp' : 'tag';
  else if (source.anchor) node.marked = 'anchor';
  return node;
}

/** A type of YAML 1.1, which YAML 1.2 no longer has. */
const TIMESTAMP = 'tag:yaml.org,2002:timestamp';
