import { type Repair, WRITTEN } from './repair.ts';

/** Rules of which an empty text falls foul where nothing at all would do. */
const RULES: ReadonlySet<string> = new Set(['web-address', 'date', 'file-path', 'mime', 'video', 'email']);

/** `""` as the value of a key that may be left out: nothing is written instead, which is the same as leaving it out. */
export const empty: Repair = {
  rule: 'empty',
  propose({ pointer, rule }, sheet) {
    const entry = RULES.has(rule) ? sheet.entry(pointer) : undefined;
    if (entry?.value.is !== 'scalar' || entry.value.text !== '' || entry.value.style !== 'quoted') return undefined;
    const edit = sheet.replace(entry.value, '');
    if (!edit) return { leave: WRITTEN };
    return { edits: [edit], why: 'Nothing stands there: an empty text is no value.' };
  },
};
