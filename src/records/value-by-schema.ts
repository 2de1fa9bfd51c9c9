import { isNull, type Node, plainValue, setOwn } from '../manifest/tree.ts';
import { memberOf, type Schema } from './record-schemas.ts';

/**
 * The value of a YAML node where the schema knows what is wanted: a date, a number or `yes` in the place of a text is the
 * text that stands there (`version: 1.10` is "1.10"). A key without a value is as good as absent.
 */
export function valueBySchema(node: Node, schema: Schema): unknown {
  if (node.is === 'scalar') return isText(schema) && !isNull(node) ? node.text : plainValue(node);
  if (node.is === 'list') return node.items.map((item) => valueBySchema(item, memberOf(schema, '')));
  const value: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) {
    if (!isNull(entry.value)) setOwn(value, key, valueBySchema(entry.value, memberOf(schema, key)));
  }
  return value;
}

const isText = ({ type, enum: words, const: word }: Schema): boolean =>
  type === 'string' || typeof words?.[0] === 'string' || typeof word === 'string';
