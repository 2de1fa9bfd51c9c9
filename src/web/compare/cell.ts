import type { Span } from '../../documents/document.ts';
import type { Item } from '../../registry/types.ts';
import type { Citation, LocalisedText } from '../../schemas.gen.ts';
import type { Translate } from '../locales/text.ts';
import type { PageContext } from '../ui/context.ts';
import { type Localised, pick } from '../ui/localised.ts';
import type { Product } from './product.ts';

/** What a row takes from a product: lines, and the sources of those that name some. */
export interface Draft {
  lines: Span[];
  cites: Citation[];
  /** Sources are named, and the record is none of them. */
  elsewhere?: boolean;
}

/** What every row needs. */
export interface Words {
  context: PageContext;
  lang: PageContext['lang'];
  t: Translate;
}

export type Teller = (product: Product, words: Words) => Draft;

/** Lines of text; empty ones are none, and no line at all is "not known". */
export const told = (
  lines: readonly (Span | string | undefined)[],
  cites: readonly (Citation | undefined)[] = [],
): Draft => ({
  lines: lines
    .map((line) => (typeof line === 'string' ? { text: line } : line))
    .filter((line): line is Span => line !== undefined && line.text !== ''),
  cites: cites.filter((one): one is Citation => one !== undefined),
});

export const linked = (text: string | undefined, href: string | undefined = text): Draft => ({
  lines: text === undefined ? [] : [{ text, ...(href === undefined ? {} : { href }) }],
  cites: [],
});

/** The name of what is referred to, as far as it is known. */
export const nameIn = (items: ReadonlyMap<string, Item>, ref: string | undefined): string | undefined =>
  ref === undefined ? undefined : (items.get(ref)?.name ?? ref);

/** A text as a line of its own, marked where it is not in the reader's language; `before` is put in front. */
export const line = (text: LocalisedText | undefined, { lang }: Words, before = ''): Span | undefined =>
  lineOf(pick(text, lang), before);

export const lineOf = (found: Localised | undefined, before = ''): Span | undefined =>
  found && { text: before + found.value, ...(found.lang === undefined ? {} : { lang: found.lang }) };
