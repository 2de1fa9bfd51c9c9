/**
 * What a YAML or JSON text says, part by part, with the place of each part. Scalars keep the text of the source: whether
 * `1.10` is a number or the version "1.10" is for the reader to say, who knows what is wanted there.
 */
export type Node = ScalarNode | ListNode | MapNode;

/** Offsets in the text, in UTF-16 units; `end` lies behind the last one. A list or map has the place of its first part. */
interface Place {
  start: number;
  end: number;
}

export interface ScalarNode extends Place {
  is: 'scalar';
  text: string;
  /** Only a plain scalar can mean null, a boolean or a number (YAML 1.2, section 10.3: the core schema). */
  style: 'plain' | 'quoted' | 'block';
  /** An anchor or a tag stands before it; only where there is one. */
  marked?: 'anchor' | 'tag' | 'timestamp';
}

export interface ListNode extends Place {
  is: 'list';
  items: Node[];
}

export interface MapNode extends Place {
  is: 'map';
  /** In the order of the text. A Map, so that keys such as `__proto__` are keys like others. */
  entries: Map<string, Entry>;
}

export interface Entry {
  key: ScalarNode;
  value: Node;
}

/**
 * The entries of a section with those that a merge key (`<<`, of YAML 1.1) puts in, where a section stands behind it. Keys of
 * the section itself go before merged ones.
 */
export function mergedEntries(node: MapNode): MapNode['entries'] {
  const merge = node.entries.get('<<');
  if (merge?.value.is !== 'map' || merge.key.style !== 'plain') return node.entries;
  const own = [...node.entries].filter(([name]) => name !== '<<');
  return new Map([...mergedEntries(merge.value), ...own]);
}

const NULL = /^(?:~|null|Null|NULL)?$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const RADIX = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;

export const isNull = (node: Node): boolean => node.is === 'scalar' && node.style === 'plain' && NULL.test(node.text);

/** `true` or `false` as YAML 1.2 knows them; `undefined` for all else, `yes` and `"true"` too. */
export function booleanOf(node: Node): boolean | undefined {
  if (node.is !== 'scalar' || node.style !== 'plain' || !BOOLEAN.test(node.text)) return undefined;
  return node.text.charAt(0) === 't' || node.text.charAt(0) === 'T';
}

/**
 * The plain value of a node as JSON knows it. What JSON cannot hold exactly stays the text that it is in the source: whole
 * numbers beyond 2^53, `.inf`, `.nan`, dates.
 */
export function plainValue(node: Node): unknown {
  if (node.is === 'scalar') return scalarValue(node);
  if (node.is === 'list') return node.items.map(plainValue);
  const value: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) setOwn(value, key, plainValue(entry.value));
  return value;
}

/** Sets an own property whatever its name is: `value['__proto__'] = x` would change the prototype instead. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

/** Whether a plain scalar is a number of the core schema: `0.4` is, `0.4.0` is not. */
export const isNumber = (node: ScalarNode): boolean =>
  node.style === 'plain' && (DECIMAL.test(node.text) || RADIX.test(node.text));

function scalarValue(node: ScalarNode): unknown {
  const { text } = node;
  if (node.style !== 'plain') return text;
  if (isNull(node)) return null;
  const boolean = booleanOf(node);
  if (boolean !== undefined) return boolean;
  if (!isNumber(node)) return text;
  const number = Number(text);
  return Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number)) ? number : text;
}

/** The parts of a JSON pointer (RFC 6901), unescaped. */
export const pointerParts = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** One more part at the end of a JSON pointer. */
export function pointerTo(pointer: string, part: string | number): string {
  const plain = typeof part === 'number' || !/[~/]/.test(part);
  return `${pointer}/${plain ? part : part.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
