/** Languages in which there are pages, the first where none fits. Texts of records may be in any other besides. */
export const PAGE_LANGUAGES = ['en', 'da'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** The language of the page for a reader of this language. */
export const pageLanguage = (lang: string): PageLanguage =>
  PAGE_LANGUAGES.find((known) => known === lang) ?? PAGE_LANGUAGES[0];
