import { type Repair, WRITTEN } from './repair.ts';

/**
 * Versions of the line 0, released or not, however they are written; 0.1 asked for the address of its text. `1.0` is another
 * standard.
 */
const OLD = /^\s*(?:v\.?|https?:\/\/w3id\.org\/publiccode\/version\/)?\s*0(?:\.\d{1,2}){0,2}\s*$/i;

/** The version of the standard, in quotes and current. */
export const version: Repair = {
  rule: 'version',
  propose({ pointer, rule }, sheet, { version: current }) {
    if (pointer !== '/publiccodeYmlVersion') return undefined;
    if (rule === 'required')
      return { leave: 'No version stands in the file. Where it was made for 0.x, add: publiccodeYmlVersion: "0"' };
    const node = sheet.scalar(pointer);
    if (!node || !OLD.test(node.text))
      return { leave: 'The rules of another version may be others: it is not known that this file follows 0.x.' };
    const edit = sheet.replace(node, `"${current}"`);
    if (!edit) return { leave: WRITTEN };
    return { edits: [edit], why: 'The current version of the standard, in quotes so that it is a text.' };
  },
};
