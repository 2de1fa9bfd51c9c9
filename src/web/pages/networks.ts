import type { Reader, SearchAnswer } from '../../registry/types.ts';
import { type NameNetwork, networkNames } from '../labels.ts';
import { slugOf } from '../ui/item.tsx';

/** The names of the networks that an answer's items and facets speak of: one reading a page. */
export function networksOf(
  read: Reader,
  lang: string,
  answer: Pick<SearchAnswer, 'items'> & Partial<SearchAnswer>,
): Promise<NameNetwork> {
  const slugs = new Set((answer.facets?.network ?? []).map(({ value }) => value));
  for (const { facts } of answer.items) if (typeof facts.network === 'string') slugs.add(slugOf(facts.network));
  return networkNames(read, [...slugs], lang);
}
