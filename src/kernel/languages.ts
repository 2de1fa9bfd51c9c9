import { PAGE_LANGUAGES } from './page-languages.gen.ts';

export { PAGE_LANGUAGES };
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** The language of the page for a reader of this language. Texts of records may be in any other besides. */
export const pageLanguage = (lang: string): PageLanguage =>
  PAGE_LANGUAGES.find((known) => known === lang) ?? PAGE_LANGUAGES[0];
