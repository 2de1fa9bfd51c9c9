import type { FacetName } from '../kernel/facets.ts';
import { licenceName } from '../licence/family.ts';
import type { SearchAnswer, Understood } from '../registry/search-type.ts';
import type { Reader } from '../registry/types.ts';
import { taskLabel } from '../search/tasks.ts';
import { type Lang, optionalText, t } from './locales/text.ts';
import { countryName, languageName } from './ui/words.ts';

/** The name of a network, or of a framework, by its slug, where it is known. */
export type NameOf = (slug: string, kind?: 'network' | 'framework') => string | undefined;

/** A facet's value in the reader's language: from the language files, CLDR, SPDX or the record that it names. */
export function facetLabel(lang: Lang, facet: FacetName, value: string, nameOf?: NameOf): string {
  const known = optionalText(lang, `value.${facet}.${value}`) ?? byVocabulary(lang, facet, value, nameOf);
  return known ?? readable(value);
}

/** Whether the values of a facet are called as records are, which may change. */
export const namesRecord = (facet: FacetName): boolean => facet === 'network' || facet === 'level';

function byVocabulary(lang: Lang, facet: FacetName, value: string, nameOf?: NameOf): string | undefined {
  switch (facet) {
    case 'country':
    case 'adopter-country':
      return countryName(lang, value);
    case 'help-region':
      return regionName(lang, value);
    case 'language':
      return languageName(lang, value);
    case 'licence':
      return licenceName(value) ?? value;
    case 'network':
      return nameOf?.(value) ?? value;
    case 'adopter-kind':
      return optionalText(lang, `value.type.${value}`);
    case 'level':
      return levelLabel(lang, value, nameOf);
    case 'task':
      return taskName(value, lang);
    case 'host':
    case 'host-version':
      return value.replace(':', ' ');
    case 'origin':
      return value;
    default:
      return undefined;
  }
}

/** A country by its name, a region by that of its country and its code: names of regions are not known in every language. */
function regionName(lang: Lang, code: string): string {
  const [country = ''] = code.split('-');
  return country === code ? countryName(lang, code) : `${countryName(lang, country)} (${code})`;
}

/** A task in the reader's language; its id in words where the catalogue does not know it. */
export const taskName = (id: string, lang: Lang): string => taskLabel(id, lang) ?? readable(id);

export const taskPage = (id: string, lang: Lang): string => `/${lang}/tasks/${id}`;

function levelLabel(lang: Lang, value: string, nameOf?: NameOf): string {
  const { framework, level } = levelParts(value);
  return t(lang, 'level.of', { framework: nameOf?.(framework, 'framework') ?? framework, level });
}

/** `business-process-management` as words: for a value that the language files do not have. */
function readable(value: string): string {
  const words = value.replace(/[-_]+/g, ' ').trim();
  return words === '' ? value : words.charAt(0).toUpperCase() + words.slice(1);
}

/** What was taken for a field of a text; what is in no record as it was written. */
export const labelOf = (lang: Lang, { facet, value, known }: Understood, nameOf?: NameOf): string =>
  known ? facetLabel(lang, facet, value, nameOf) : value;

/** Networks that the text of a search named. */
export const networksIn = ({ understood = [] }: Partial<SearchAnswer>): string[] =>
  understood.filter(({ facet, known }) => facet === 'network' && known).map(({ value }) => value);

/** The names of the networks and frameworks that facet values speak of, asked for at once. */
export function namesFor(
  read: Reader,
  facets: SearchAnswer['facets'],
  lang: string,
  more: string[] = [],
): Promise<NameOf> {
  const networks = [...(facets.network ?? []).map(({ value }) => value), ...more].map((slug) => `network/${slug}`);
  const frameworks = (facets.level ?? []).map(({ value }) => `framework/${levelParts(value).framework}`);
  return namesOf(read, [...new Set([...networks, ...frameworks])], lang);
}

/** The names behind these ids; ours before the built-in ones, before the only mirrored one. Where an id has an origin the name has it too. */
async function namesOf(read: Reader, ids: string[], lang: string): Promise<NameOf> {
  if (ids.length === 0) return () => undefined;
  const items = await read.resolve(
    ids.flatMap((id) => (id.includes('@') ? [id] : [id, `${id}@built-in`])),
    0,
    lang,
  );
  for (const id of ids.filter((one) => !one.includes('@') && !items.has(one) && !items.has(`${one}@built-in`))) {
    const there = await mirroredAs(read, id);
    const item = there && (await read.resolve([there], 0, lang)).get(there);
    if (item) items.set(id, item);
  }
  return (slug, kind = 'network') => {
    const name = (items.get(`${kind}/${slug}`) ?? items.get(`${kind}/${slug}@built-in`))?.name;
    const at = slug.indexOf('@');
    // One that is called like ours is told by whose it is.
    return name === undefined || at < 0 ? name : `${name} (${slug.slice(at + 1)})`;
  };
}

/** The id of the only mirrored record of this name: `framework/list@catalogue.example`. */
async function mirroredAs(read: Reader, id: string): Promise<string | null> {
  const [kind = '', slug = ''] = id.split('/');
  const found = await read.lookup(kind as 'network' | 'framework', slug);
  return 'redirect' in found ? `${kind}/${found.redirect.slice(found.redirect.lastIndexOf('/') + 1)}` : null;
}

/** `os2-1.1.0:2` taken apart; the origin in `list@127.0.0.1:4011:2` may have a colon, a level has none. */
export function levelParts(value: string): { framework: string; level: string } {
  const at = value.lastIndexOf(':');
  return { framework: value.slice(0, at), level: value.slice(at + 1) };
}
