import type { FastifyRequest } from 'fastify';
import { LIMITS } from '../kernel/limits.ts';
import { LANGUAGES, type Lang } from './locales/text.ts';

const DEFAULT_LANGUAGE = 'en';

/**
 * Begins the address of every page: one of our languages. One route serves all of them, as each route takes its share of the
 * start and of memory.
 */
export const IN_LANGUAGE = `/:lang(^(?:${LANGUAGES.join('|')})$)`;

/** The language of a route that begins with `IN_LANGUAGE`. */
export const langOf = ({ params }: Pick<FastifyRequest, 'params'>): Lang => (params as { lang: Lang }).lang;

/** The template of the route that answers, as it is logged and counted: `/:lang/software/:address`. */
export const routeOf = ({ routeOptions }: Pick<FastifyRequest, 'routeOptions'>): string =>
  routeOptions.url?.replace(IN_LANGUAGE, '/:lang') ?? 'unknown';

/** Primary language of a BCP 47 tag, with whatever subtags follow. */
const TAG = /^([a-z]{2,3})(?:-[a-z0-9]{1,8})*$/i;
const QUALITY = /^q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/i;

/**
 * The language in which someone reads, as a primary language in lower case (`da`, `en`): the one asked for by name, else
 * the best of `Accept-Language` (RFC 9110, section 12.5.4), else English. With `supported`, one of those; a wish that is
 * not among them is passed over. What is malformed or too long is passed over too: a header is never a reason to refuse.
 */
export function readerLanguage(query?: string, header?: string, supported?: readonly string[]): string {
  const fits = (language: string | undefined): language is string =>
    language !== undefined && (supported === undefined || supported.includes(language));
  const asked = primaryLanguage(query ?? '');
  if (fits(asked)) return asked;
  return acceptedLanguages(header ?? '').find(fits) ?? DEFAULT_LANGUAGE;
}

/** Of our languages the one in which whoever asks reads: by the parameter `lang`, else by `Accept-Language`, else English. */
export function languageOf({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): Lang {
  const { lang } = Object(query) as { lang?: unknown };
  return readerLanguage(typeof lang === 'string' ? lang : undefined, headers['accept-language'], LANGUAGES) as Lang;
}

/** `da` of `da-DK`; nothing for what is no language tag. */
export const primaryLanguage = (tag: string): string | undefined => TAG.exec(tag.trim())?.[1]?.toLowerCase();

/** Primary languages of an `Accept-Language` header, best first, each once; `*` and what has quality 0 are left out. */
export function acceptedLanguages(header: string): string[] {
  if (header.length > LIMITS.acceptHeaderLength) return [];
  const wishes: { language: string; quality: number }[] = [];
  for (const part of header.split(',', LIMITS.acceptHeaderParts)) {
    const [tag = '', parameter] = part.split(';', 2);
    const language = primaryLanguage(tag);
    const quality = parameter === undefined ? 1 : Number(QUALITY.exec(parameter.trim())?.[1] ?? 0);
    if (language !== undefined && quality > 0) wishes.push({ language, quality });
  }
  wishes.sort((a, b) => b.quality - a.quality);
  return [...new Set(wishes.map((wish) => wish.language))];
}
