import { fold } from './fold-text.ts';
import { LIMITS } from './limits.ts';

/** What a slug looks like everywhere: in ids, addresses, file names. `..` is refused besides. */
const SLUG = /^[a-z0-9][a-z0-9._-]{0,99}$/;

export const isSlug = (text: string): boolean => SLUG.test(text) && !text.includes('..');

/** A slug made from a name: folded to ASCII, other runs of characters become one hyphen. `''` when nothing is left. */
export function slugOf(name: string): string {
  const folded = fold(name)
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/-{2,}/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LIMITS.slugLength - 20);
  return folded.replace(/[^a-z0-9]+$/, '');
}
