import type { ComponentChild, VNode } from 'preact';
import { TERMS } from '../locales/terms.gen.ts';
import { type Lang, perLanguage } from '../locales/text.ts';
import type { PageContext } from './context.ts';

export type TermId = keyof typeof TERMS;

export const TERM_IDS = Object.keys(TERMS) as TermId[];

/** The word for something in a language. */
export const termIn = (id: TermId, lang: Lang): string => TERMS[id][lang];

interface Finder {
  pattern: RegExp;
  ids: ReadonlyMap<string, TermId>;
}

/** Endings of nouns in the languages of the pages; a word with another beginning or end is another word. */
const ENDING = '(?:s|es|e|er|en|et|n|r|rne|erne|ets|ens|ern|a)?';

const finders = perLanguage<Finder>((lang) => {
  const ids = new Map(TERM_IDS.map((id) => [termIn(id, lang).toLowerCase(), id]));
  const words = [...ids.keys()].sort((a, b) => b.length - a.length).map(formsOf);
  return { ids, pattern: new RegExp(`(?<![\\p{L}\\p{N}-])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu') };
});

/** English `body` becomes `bodies`; the group tells which word it was. */
function formsOf(word: string): string {
  const safe = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return word.endsWith('y') ? `${safe.slice(0, -1)}(?:y|ies)` : `${safe}${ENDING}`;
}

/** Which words of one page were explained already: each is a link where it comes first. */
export class Glossary {
  readonly #seen = new Set<TermId>();
  readonly #context: PageContext;

  constructor(context: PageContext) {
    this.#context = context;
  }

  /** The text with links on the words that come for the first time. */
  explain(text: string): ComponentChild[] {
    const { lang } = this.#context;
    const { pattern, ids } = finders(lang);
    const parts: ComponentChild[] = [];
    let from = 0;
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const id = idOf(found.toLowerCase(), ids);
      if (id === undefined || this.#seen.has(id)) continue;
      this.#seen.add(id);
      parts.push(text.slice(from, index), this.#link(id, found));
      from = index + found.length;
    }
    return [...parts, text.slice(from)];
  }

  #link(id: TermId, word: string): VNode {
    return (
      <a class="ds-link" href={`/${this.#context.lang}/terms#${id}`}>
        {word}
      </a>
    );
  }
}

/** The longest term with which the found word begins; `bodies` begins with `bod`. */
function idOf(found: string, ids: Finder['ids']): TermId | undefined {
  const whole = ids.get(found) ?? ids.get(found.replace(/ies$/, 'y'));
  if (whole !== undefined) return whole;
  const begins = [...ids.keys()].filter((word) => found.startsWith(word)).sort((a, b) => b.length - a.length);
  return begins[0] === undefined ? undefined : ids.get(begins[0]);
}
