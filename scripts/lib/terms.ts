import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type GeneratedFile, ROOT } from './generated.ts';

/** The words of the domain in each language, as the pages use them: no YAML is read where they are served. */
export const termTable: GeneratedFile = {
  path: 'src/web/locales/terms.gen.ts',
  make: async () => {
    const terms = parse(await readFile(new URL('src/web/locales/terms.yml', ROOT), 'utf8')) as object;
    const rows = Object.entries(terms).map(([id, words]) => {
      const list = Object.entries(words as Record<string, string>).map(([lang, word]) => `${lang}: ${quoted(word)}`);
      return `  ${/^[a-z]+$/.test(id) ? id : quoted(id)}: { ${list.join(', ')} },\n`;
    });
    const head =
      '// Made by `npm run generate` from `terms.yml`.\n/** Words of the domain by their ids, in each language. */\n';
    return `${head}export const TERMS = {\n${rows.join('')}} as const;\n`;
  },
};

const quoted = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
