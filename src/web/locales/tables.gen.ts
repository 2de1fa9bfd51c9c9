// Made by `npm run generate` from the files of texts that there are.
import da from './da.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

export const TABLES = { en, da };
