import { readdir } from 'node:fs/promises';
import { type GeneratedFile, ROOT } from './generated.ts';

const FOLDER = 'src/web/locales/';

/** Languages that have a file of texts, English first: it is what is taken where none fits. */
async function languages(): Promise<string[]> {
  const files = await readdir(new URL(FOLDER, ROOT));
  const found = files.flatMap((file) => /^([a-z]{2})\.json$/.exec(file)?.[1] ?? []).sort();
  return ['en', ...found.filter((lang) => lang !== 'en')];
}

const HEAD = '// Made by `npm run generate` from the files of texts that there are.\n';

/** The ground floor's list of the languages of pages. */
export const pageLanguages: GeneratedFile = {
  path: 'src/kernel/page-languages.gen.ts',
  make: async () => {
    const list = (await languages()).map((lang) => `'${lang}'`).join(', ');
    return `${HEAD}/** Languages in which there are pages, the first where none fits. */\nexport const PAGE_LANGUAGES = [${list}] as const;\n`;
  },
};

/** All texts by language. */
export const localeTables: GeneratedFile = {
  path: 'src/web/locales/tables.gen.ts',
  make: async () => {
    const all = await languages();
    const imports = [...all].sort().map((lang) => `import ${lang} from './${lang}.json' with { type: 'json' };\n`);
    return `${HEAD}${imports.join('')}\nexport const TABLES = { ${all.join(', ')} };\n`;
  },
};
