import type { Place } from '../problem-list.ts';
import type { ReadDocument } from '../read-document.ts';
import type { MapNode, Node } from '../tree.ts';

/**
 * Where the reference validator sees a key: the key itself, or an item. What is missing is seen where the section begins in
 * which it should stand; `null` where that is missing too.
 */
export function placeOf(document: ReadDocument, pointer: string): Place | null {
  const found = document.at(pointer);
  if (found) return found.key ?? found.node;
  const parent = document.at(pointer.slice(0, pointer.lastIndexOf('/')));
  if (parent) return parent.node;
  return document.text[document.root.start] === '{' ? document.root : null;
}

/**
 * The key (dotted) and pointer of the first part, from the outside in, that begins in a line: by this the reference says to
 * which key a fault of decoding belongs. `''` where none begins there.
 */
export function keyInLine(document: ReadDocument, root: MapNode, line: number): { key: string; pointer: string } {
  const lineOf = (place: Place): number => document.positionAt(place.start, place.end).line;
  const found = search(root, [], (place) => lineOf(place) === line);
  return found ?? { key: '', pointer: '' };
}

type Step = string | number;

function search(
  node: Node,
  path: Step[],
  isThere: (place: Place) => boolean,
): { key: string; pointer: string } | undefined {
  const members: [Step, Place, Node][] =
    node.is === 'map'
      ? [...node.entries].map(([name, { key, value }]) => [name, key, value])
      : node.is === 'list'
        ? node.items.map((item, i) => [i, item, item])
        : [];
  for (const [step, place, value] of members) {
    const here = [...path, step];
    const found = isThere(place) ? written(here) : search(value, here, isThere);
    if (found) return found;
  }
  return undefined;
}

/** Here, other than in all other places, any word stands behind a dot. */
function written(path: Step[]): { key: string; pointer: string } {
  let key = '';
  for (const step of path) key += typeof step === 'number' ? `[${step}]` : key === '' ? step : `.${step}`;
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { key, pointer };
}
