import { type Repair, rewritten } from './repair.ts';

const PLACE = /^\/intendedAudience\/(?:countries|unsupportedCountries)\/\d+$/;

/** Countries by ISO 3166-1 alpha-2, in capitals. */
export const countries: Repair = {
  rule: 'country',
  propose({ pointer, rule, suggestion }, sheet) {
    if (!PLACE.test(pointer) || (rule !== 'deprecated' && rule !== 'country')) return undefined;
    const text = sheet.scalar(pointer)?.text ?? '';
    // In small letters `uk` is the Ukrainian language as well.
    if (suggestion === undefined || text === 'uk') return { leave: 'It is not known which country is meant.' };
    return rewritten(sheet, pointer, suggestion, 'Codes of countries are written in capitals (ISO 3166-1).');
  },
};
