import { nearest } from '../../kernel/nearest.ts';
import categories from '../vocabularies/categories.json' with { type: 'json' };
import countries from '../vocabularies/countries.json' with { type: 'json' };
import maintenanceTypes from '../vocabularies/maintenance-types.json' with { type: 'json' };
import scopes from '../vocabularies/scopes.json' with { type: 'json' };
import statuses from '../vocabularies/statuses.json' with { type: 'json' };
import types from '../vocabularies/types.json' with { type: 'json' };
import { type Form, quoted } from './finding.ts';

/** A word of a list. Long lists are not written out in the hint. */
export function oneOf(rule: string, words: readonly string[], what: string): Form {
  const known = new Set(words);
  return (text) => {
    if (known.has(text)) return undefined;
    const near = nearest(text, words);
    const list = words.length > 30 ? undefined : `One of: ${words.join(', ')}.`;
    const hint = near === undefined ? list : `Did you mean \`${near}\`?`;
    return { rule, message: `${quoted(text)} is not ${what}.`, ...(hint === undefined ? {} : { hint }) };
  };
}

export const status = oneOf('enum', statuses, 'a development status');
export const softwareType = oneOf('enum', types, 'a type of software');
export const maintenanceType = oneOf('enum', maintenanceTypes, 'a way of maintenance');
export const category = oneOf('category', categories, 'a category of the standard');
export const scope = oneOf('scope', scopes, 'a scope of the standard');

const COUNTRIES = new Set(countries);

/** ISO 3166-1 alpha-2, all upper or (deprecated) all lower case. */
export const country: Form = (text) => {
  const upper = text.toUpperCase();
  if (COUNTRIES.has(text)) return undefined;
  if (!COUNTRIES.has(upper)) {
    const message = `${quoted(text)} is not the two-letter code of a country.`;
    return {
      rule: 'country',
      message,
      hint: `Write a code of ISO 3166-1 such as ${upper === 'UK' ? 'GB' : 'DK or IT'}.`,
    };
  }
  const hint = `Write ${upper}.`;
  if (text !== text.toLowerCase())
    return { rule: 'country', message: `${quoted(text)} mixes upper and lower case.`, hint };
  return { rule: 'deprecated', severity: 'warning', message: `${quoted(text)} should be in capitals.`, hint };
};
