import categories from '../vocabularies/categories.json' with { type: 'json' };
import maintenanceTypes from '../vocabularies/maintenance-types.json' with { type: 'json' };
import scopes from '../vocabularies/scopes.json' with { type: 'json' };
import statuses from '../vocabularies/statuses.json' with { type: 'json' };
import supports from '../vocabularies/supports.json' with { type: 'json' };
import types from '../vocabularies/types.json' with { type: 'json' };
import { surelyMeant } from './near.ts';
import { type Repair, rewritten, WRITTEN } from './repair.ts';

const LISTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/developmentStatus$/, statuses],
  [/^\/softwareType$/, types],
  [/^\/maintenance\/type$/, maintenanceTypes],
  [/^\/categories\/\d+$/, categories],
  [/^\/intendedAudience\/scope\/\d+$/, scopes],
  [/^\/supports\/\d+\/id$/, Object.keys(supports).map((alias) => `alias:${alias}`)],
];

/** Words that the text of the standard itself used in another form once. */
const OTHER_NAMES: Readonly<Record<string, string>> = { softwareAddon: 'addon', softwareaddon: 'addon' };

/** Near misses of the words of a list: another case, another hyphen, a slip of the pen. */
export const words: Repair = {
  rule: 'word',
  propose({ pointer, rule, suggestion }, sheet) {
    if (!['enum', 'category', 'scope', 'alias', 'uri'].includes(rule)) return undefined;
    if (/^\/(?:IT|it)\/countryExtensionVersion$/.test(pointer)) return extension(pointer);
    const list = LISTS.find(([place]) => place.test(pointer))?.[1];
    const text = sheet.scalar(pointer)?.text ?? '';
    if (list === undefined) return undefined;
    const other = list === types && Object.hasOwn(OTHER_NAMES, text) ? OTHER_NAMES[text] : undefined;
    const meant = other ?? surelyMeant(text, list);
    if (meant === undefined) return { leave: 'None of the words of the list is surely meant.' };
    return rewritten(sheet, pointer, meant, `\`${meant}\` is the word of the list.`);

    function extension(place: string) {
      const node = sheet.scalar(place);
      if (!node || suggestion !== `"${node.text}"`) return { leave: 'Which version is meant is not known.' };
      const edit = sheet.replace(node, suggestion);
      return edit ? { edits: [edit], why: 'In quotes the version is a text.' } : { leave: WRITTEN };
    }
  },
};
