import { MANIFEST } from '../keys.ts';
import type { Shape } from '../shapes.ts';
import { pointerParts } from '../tree.ts';

/** What the standard says of a place; `undefined` where it has nothing there. */
export function shapeAt(pointer: string): Shape | undefined {
  let shape: Shape | undefined = MANIFEST;
  for (const part of pointerParts(pointer)) {
    if (shape?.is === 'map') shape = Object.hasOwn(shape.keys, part) ? shape.keys[part]?.shape : undefined;
    else if (shape?.is === 'list') shape = shape.item;
    else shape = shape?.is === 'languages' ? shape.block : undefined;
  }
  return shape;
}

/** The pointer of what a place is part of. */
export const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));
