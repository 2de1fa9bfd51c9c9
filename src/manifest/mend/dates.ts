import { day } from '../forms/texts.ts';
import { type Repair, rewritten } from './repair.ts';

/** Days as year, month and day: `2026-11-22`. */
export const dates: Repair = {
  rule: 'date',
  propose({ pointer, rule, suggestion }, sheet) {
    if (rule !== 'date') return undefined;
    const text = sheet.scalar(pointer)?.text ?? '';
    const better = WHOLE.test(text) ? suggestion : otherForm(text);
    if (better === undefined) return { leave: 'It is not certain which day is meant.' };
    return rewritten(sheet, pointer, better, 'Days are written as year, month and day.');
  },
};

/** The year in front, and at most a time behind the day that says the same day everywhere. */
const WHOLE = /^\s*\d{4}[-/.]\d\d?[-/.]\d\d?\s*(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*Z?)?\s*$/;

/** Eight digits (ISO 8601 basic), or day and month in front of the year where only one order can be meant. */
function otherForm(text: string): string | undefined {
  const [, year, month, date] = /^\s*(\d{4})(\d\d)(\d\d)\s*$/.exec(text) ?? [];
  if (year !== undefined) return existing(`${year}-${month}-${date}`);
  const [, a = '', b = '', end] = /^\s*(\d\d?)[-/.](\d\d?)[-/.](\d{4})\s*$/.exec(text) ?? [];
  if (end === undefined) return undefined;
  const orders = new Set([
    `${end}-${b.padStart(2, '0')}-${a.padStart(2, '0')}`,
    `${end}-${a.padStart(2, '0')}-${b.padStart(2, '0')}`,
  ]);
  const days = [...orders].map(existing).filter((one) => one !== undefined);
  return days.length === 1 ? days[0] : undefined;
}

const existing = (text: string): string | undefined => (day(text) === undefined ? text : undefined);
