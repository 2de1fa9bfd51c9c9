import licences from 'spdx-license-list';
import type { FacetName } from '../kernel/facets.ts';
import type { Reader } from '../registry/types.ts';
import { type Lang, optionalText } from './locales/text.ts';
import { countryName, languageName } from './ui/words.ts';

/** The name of a network by its slug, where it is known. */
export type NameNetwork = (slug: string) => string | undefined;

/** A facet's value in the reader's language: from the language files, CLDR, SPDX or the record that it names. */
export function facetLabel(lang: Lang, facet: FacetName, value: string, nameNetwork?: NameNetwork): string {
  const known = optionalText(lang, `value.${facet}.${value}`) ?? byVocabulary(lang, facet, value, nameNetwork);
  return known ?? readable(value);
}

function byVocabulary(lang: Lang, facet: FacetName, value: string, nameNetwork?: NameNetwork): string | undefined {
  switch (facet) {
    case 'country':
      return countryName(lang, value);
    case 'language':
      return languageName(lang, value);
    case 'licence':
      return licences[value]?.name ?? value;
    case 'network':
      return nameNetwork?.(value) ?? value;
    case 'origin':
      return value;
    default:
      return undefined;
  }
}

/** `business-process-management` as words: for a value that the language files do not have. */
function readable(value: string): string {
  const words = value.replace(/[-_]+/g, ' ').trim();
  return words === '' ? value : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The names of these networks, asked for at once; ours before the built-in ones. */
export async function networkNames(read: Reader, slugs: string[], lang: string): Promise<NameNetwork> {
  if (slugs.length === 0) return () => undefined;
  const refs = slugs.flatMap((slug) => [`network/${slug}`, `network/${slug}@built-in`]);
  const items = await read.resolve(refs, 0, lang);
  return (slug) => (items.get(`network/${slug}`) ?? items.get(`network/${slug}@built-in`))?.name;
}
