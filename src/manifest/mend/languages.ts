import registry from 'language-subtag-registry/data/json/language.json' with { type: 'json' };
import { pointerParts } from '../tree.ts';
import { rename } from './keys.ts';
import { type Repair, rewritten } from './repair.ts';
import { parentOf } from './shape-at.ts';

/** Language codes of ISO 639-2 (`eng`) and names of languages (`English`), as codes of BCP 47. */
export const languages: Repair = {
  rule: 'language',
  propose({ rule, pointer, suggestion }, sheet) {
    if (rule !== 'language') return undefined;
    const written = sheet.entry(pointer)?.key.text ?? sheet.scalar(pointer)?.text ?? pointerParts(pointer).at(-1) ?? '';
    const code = suggestion ?? codeOf(written);
    if (code === undefined) return { leave: 'It is not known which language is meant.' };
    const why = `\`${code}\` is the code of BCP 47.`;
    return parentOf(pointer) === '/description'
      ? rename(sheet, pointer, code, why)
      : rewritten(sheet, pointer, code, why);
  },
};

const ENGLISH = new Intl.DisplayNames('en', { type: 'language' });
let names: Map<string, string> | undefined;

/** The two-letter code of a language by its English name. The table is made when it is first asked for. */
function codeOf(name: string): string | undefined {
  names ??= new Map(
    Object.keys(registry)
      .filter((code) => code.length === 2)
      .map((code) => [(ENGLISH.of(code) ?? code).toLowerCase(), code]),
  );
  return names.get(name.trim().toLowerCase());
}
