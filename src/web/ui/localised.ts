import type { Kind } from '../../records/kinds.ts';
import type { Lang } from '../locales/text.ts';

/** A text and the language it is in, where that is not the language of the page. */
export interface Localised<T = string> {
  value: T;
  lang?: string;
}

/**
 * The reader's language of something kept by language (BCP 47 tags), else English, else whatever there is. Regional
 * forms count (`da-DK` is Danish). `lang` is set when the text needs a `lang` attribute on a page in `lang`.
 */
export function pick<T>(texts: Record<string, T> | undefined, lang: Lang): Localised<T> | undefined {
  const found = tagFor(texts, lang);
  if (texts === undefined || found === undefined) return undefined;
  const value = texts[found] as T;
  return isOf(found, lang) ? { value } : { value, lang: found };
}

/** A text as what a page says of itself to others, see `PageContent`. */
export const described = (text: Localised | undefined): { description?: string; descriptionLang?: string } =>
  text === undefined
    ? {}
    : { description: text.value, ...(text.lang === undefined ? {} : { descriptionLang: text.lang }) };

/** The tag under which `pick` finds its text. */
export function tagFor(texts: Record<string, unknown> | undefined, lang: Lang): string | undefined {
  const tags = Object.keys(texts ?? {});
  return tags.find((tag) => isOf(tag, lang)) ?? tags.find((tag) => isOf(tag, 'en')) ?? tags[0];
}

/** The same for a reader of any language (BCP 47), without saying in which the text is. */
export const bestText = (texts: Record<string, string> | undefined, lang: string): string | undefined =>
  pick(texts, (lang.split('-', 1)[0] ?? 'en') as Lang)?.value;

/** Kinds whose name is a sentence of its author, in a language that lists do not know. */
const SENTENCES: ReadonlySet<Kind> = new Set<Kind>(['story', 'need', 'claim']);
/** The `lang` of a name of this kind, where it may be another than the page's. */
export const nameLang = (kind: Kind): '' | undefined => (SENTENCES.has(kind) ? '' : undefined);

const isOf = (tag: string, lang: string): boolean => tag.split('-', 1)[0]?.toLowerCase() === lang;
