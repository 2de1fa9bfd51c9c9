import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { iso31661 } from 'iso-3166';
import { PAGE_LANGUAGES } from '../../src/kernel/languages.ts';
import { makePhraseBook } from '../../src/search/phrases.ts';
import { type GeneratedFile, ROOT } from './generated.ts';

/** In use everywhere for Kosovo, which has no code in the standard; the reference validator takes it too. */
const OUTSIDE_ISO = ['XK'];

const asFile = (words: readonly string[]): string => `${JSON.stringify([...new Set(words)].sort(), null, 2)}\n`;

/** The codes of ISO 3166-1 alpha-2 that are assigned: of the package the validator needs no more. */
export const countries: GeneratedFile = {
  path: 'src/manifest/vocabularies/countries.json',
  make: async () =>
    asFile([...iso31661.filter(({ state }) => state === 'assigned').map(({ alpha2 }) => alpha2), ...OUTSIDE_ISO]),
};

/** The extended languages of IANA's registry by the language behind which each stands: the package's list says no more than names. */
export const extendedLanguages: GeneratedFile = {
  path: 'src/manifest/vocabularies/extended-languages.json',
  make: async () => {
    const registry = createRequire(import.meta.url)('language-subtag-registry/data/json/registry.json') as Subtag[];
    const extended = registry.filter(({ Type }) => Type === 'extlang');
    const entries = extended.map(({ Subtag, Prefix = [] }) => [Subtag, Prefix[0]] as const);
    return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  },
};

interface Subtag {
  Type: string;
  Subtag: string;
  Prefix?: string[];
}

/** The exceptions of the SPDX list, superseded ones too, as the parser of expressions has them. */
export const licenceExceptions: GeneratedFile = {
  path: 'src/manifest/vocabularies/licence-exceptions.json',
  make: async () => {
    const parser = createRequire(createRequire(import.meta.url).resolve('spdx-expression-parse'));
    return asFile([...parser('spdx-exceptions'), ...parser('spdx-exceptions/deprecated.json')]);
  },
};

/** Facets whose values the pages have words for; those of adopters' kinds are those of types. */
const CALLED = [
  'kind',
  'status',
  'lifecycle',
  'type',
  'platform',
  'licence-family',
  'code-held-by',
  'accessibility',
  'available',
];

const BETWEEN = ' | ';

/** The words for facet values in the languages of the pages, each once. */
export const valueWords: GeneratedFile = {
  path: 'src/search/value-words.json',
  make: async () => {
    const words: Record<string, Record<string, string>> = {};
    for (const lang of PAGE_LANGUAGES) {
      const texts = JSON.parse(await readFile(new URL(`src/web/locales/${lang}.json`, ROOT), 'utf8')) as object;
      for (const [key, text] of Object.entries(texts) as [string, string][]) {
        const [, facet = '', value = ''] = /^value\.([a-z-]+)\.(.+)$/.exec(key) ?? [];
        if (!CALLED.includes(facet)) continue;
        for (const name of facet === 'type' ? ['type', 'adopter-kind'] : [facet]) {
          words[name] ??= {};
          words[name][value] = [...new Set([...(words[name][value]?.split(BETWEEN) ?? []), text])].join(BETWEEN);
        }
      }
    }
    return `${JSON.stringify(words, null, 2)}\n`;
  },
};

/** The words for tasks, categories and scopes by their stems. */
export const phraseBook: GeneratedFile = {
  path: 'src/search/phrases.json',
  make: async () => `${JSON.stringify(makePhraseBook(), null, 2)}\n`,
};
