// Made by `npm run generate` from the files of texts that there are.
/** Languages in which there are pages, the first where none fits. */
export const PAGE_LANGUAGES = ['en', 'da', 'de', 'es', 'fr', 'it', 'nl', 'sv'] as const;
