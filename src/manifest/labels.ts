import words from './vocabularies/labels.json' with { type: 'json' };

/** The languages in which categories and scopes have labels. */
export const LABEL_LANGUAGES: readonly string[] = words.languages;

/**
 * What a category or scope of the standard is called in a language (`pt` stands for `pt-BR` too); in English where the
 * language has no labels. `undefined` for a word that is not in the vocabulary.
 */
export function labelOf(vocabulary: 'category' | 'scope', word: string, language: string): string | undefined {
  const labels: Record<string, string[]> = words[vocabulary];
  if (!Object.hasOwn(labels, word)) return undefined;
  const at = LABEL_LANGUAGES.indexOf(language.toLowerCase().split('-', 1)[0] as string);
  return labels[word]?.[Math.max(at, 0)];
}
