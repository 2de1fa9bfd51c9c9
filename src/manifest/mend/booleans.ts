import { type Repair, WRITTEN } from './repair.ts';
import { shapeAt } from './shape-at.ts';

/** YAML 1.1 took these for true and false (yaml.org/type/bool.html); some write the words in quotes. */
const YES = /^(?:y|yes|on|true)$/i;
const NO = /^(?:n|no|off|false)$/i;

/** `yes` and `no` as `true` and `false`. */
export const booleans: Repair = {
  rule: 'boolean',
  propose({ pointer, rule }, sheet) {
    if (rule !== 'type' || shapeAt(pointer)?.is !== 'boolean') return undefined;
    const node = sheet.scalar(pointer);
    const value = YES.test(node?.text ?? '') ? 'true' : NO.test(node?.text ?? '') ? 'false' : undefined;
    if (!node || value === undefined) return { leave: 'It is not known whether this means true or false.' };
    const edit = sheet.replace(node, value);
    if (!edit) return { leave: WRITTEN };
    return { edits: [edit], why: 'YAML 1.2 knows only true and false, without quotes.' };
  },
};
