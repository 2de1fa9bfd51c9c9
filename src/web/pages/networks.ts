import type { SearchAnswer } from '../../registry/search-type.ts';
import type { Reader } from '../../registry/types.ts';
import { type NameOf, namesFor, networksIn } from '../labels.ts';
import { slugOf } from '../ui/item.tsx';

/** The names of the networks and frameworks that an answer's items and facets speak of: one reading a page. */
export function networksOf(
  read: Reader,
  lang: string,
  answer: Pick<SearchAnswer, 'items'> & Partial<SearchAnswer>,
): Promise<NameOf> {
  const slugs = new Set<string>();
  for (const { facts } of answer.items) if (typeof facts.network === 'string') slugs.add(slugOf(facts.network));
  for (const slug of networksIn(answer)) slugs.add(slug);
  return namesFor(read, answer.facets ?? {}, lang, [...slugs]);
}
