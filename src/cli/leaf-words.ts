import type { Leaf } from '../journal/leaf.ts';
import { toRfc3339 } from '../kernel/clock.ts';
import { plain } from './text.ts';

/** What a leaf of a log says, as a person reads it: `software/kitos, published 2026-11-28T10:00:00Z`. */
export function leafWords(leaf: Leaf): string {
  const done = leaf.op === 'del' ? `withdrawn (${plain(leaf.r)})` : DONE[leaf.op];
  return `${plain(leaf.id)}, ${done} ${toRfc3339(leaf.ts * 1000)}`;
}

const DONE: Record<Exclude<Leaf['op'], 'del'>, string> = {
  put: 'published',
  move: 'handed over',
  erase: 'its content erased',
  ...{ key: 'written', pin: 'written', label: 'written', beat: 'written' },
};
