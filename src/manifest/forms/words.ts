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
    const message = `${quoted(text)} is not ${what}.`;
    if (near !== undefined) return { rule, message, hint: `Did you mean \`${near}\`?`, suggestion: near };
    return { rule, message, ...(list === undefined ? {} : { hint: list }) };
  };
}

export const status = oneOf('enum', statuses, 'a development status');
export const softwareType = oneOf('enum', types, 'a type of software');
export const maintenanceType = oneOf('enum', maintenanceTypes, 'a way of maintenance');
export const category = oneOf('category', categories, 'a category of the standard');
export const scope = oneOf('scope', scopes, 'a scope of the standard');
/** 1.0 no longer has this one: all of it is for governments. */
export const scopeOfNext = oneOf(
  'scope',
  scopes.filter((word) => word !== 'government'),
  'a scope of version 1.0',
);

const COUNTRIES = new Set(countries);

/** ISO 3166-1 alpha-2, all upper or (deprecated) all lower case. */
export const country: Form = (text) => {
  const finding = countryInCapitals(text);
  if (finding?.suggestion !== text.toUpperCase() || text !== text.toLowerCase()) return finding;
  return { ...finding, rule: 'deprecated', severity: 'warning', message: `${quoted(text)} should be in capitals.` };
};

/** ISO 3166-1 alpha-2 in capitals, as 1.0 asks for. */
export const countryInCapitals: Form = (text) => {
  if (COUNTRIES.has(text)) return undefined;
  const better = text.toUpperCase() === 'UK' ? 'GB' : text.trim().toUpperCase();
  const message = `${quoted(text)} is not the two-letter code of a country.`;
  if (!COUNTRIES.has(better)) return { rule: 'country', message, hint: 'Write a code of ISO 3166-1 such as DK or IT.' };
  const mixed = text.toUpperCase() === better ? `${quoted(text)} is not in capitals.` : message;
  return { rule: 'country', message: mixed, hint: `Write ${better}.`, suggestion: better };
};
