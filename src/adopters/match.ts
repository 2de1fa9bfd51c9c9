import { fold } from '../kernel/fold-text.ts';
import { type Body, type BodyIndex, type Candidate, MOST_CANDIDATES } from './body-index.ts';
import { type NameForm, nameForm } from './name-form.ts';

/** A name as a source writes it, with what is known of where the body is. */
export interface NamedBody {
  name: string;
  /** ISO 3166-1, where the source says it. */
  country?: string | undefined;
  /** Countries of whoever says so: of the software whose manifest lists the name. */
  countries?: readonly string[] | undefined;
}

export type Match =
  | { is: 'matched'; body: Body }
  /** Somebody has to decide; the likeliest first, at most three. */
  | { is: 'unsure'; candidates: Candidate[] }
  /** Nothing is like it: kept as text. */
  | { is: 'unknown' };

/** One for all: of very many names it is kept that they mean nobody. */
const UNKNOWN: Match = { is: 'unknown' };

/**
 * The body that a name means. Wrong is worse than none: it is matched by itself only where the whole name is that of one
 * body of its kind in a country that something besides the name points to. A name that says more than a body (a department)
 * or could be two is left to a person. Does not depend on the order of the bodies.
 */
export function matchBody(index: BodyIndex, named: NamedBody): Match {
  const coded = index.byIdentifier(named.name);
  if (coded !== null) return { is: 'matched', body: coded };
  const form = nameForm(named.name);
  const certain = certainMatch(index, form, named);
  if (certain !== null) return { is: 'matched', body: certain };
  const candidates = index.candidates(named.name, form, countriesOf(form, named)).slice(0, MOST_CANDIDATES);
  return candidates.length === 0 ? UNKNOWN : { is: 'unsure', candidates };
}

function certainMatch(index: BodyIndex, form: NameForm, named: NamedBody): Body | null {
  const countries = countriesOf(form, named);
  // Never across countries by name alone: something else has to say in which one it is.
  if (countries.length !== 1) return null;
  const [country] = countries;
  if (form.kindCountries.length > 0 && !form.kindCountries.includes(country as string)) return null;
  const exact = index.exact(form).filter((body) => body.country === country);
  const found = form.rest.length === 0 ? exact : exact.filter((body) => form.rest.every((part) => says(body, part)));
  const [only, second] = found;
  return only === undefined || second !== undefined ? null : only;
}

/** What stands in brackets: its subdivision, or another of its names. */
function says({ subdivision = '', names }: Body, part: string): boolean {
  const said = fold(part).trim();
  return said === fold(subdivision.slice(3)) || said === fold(subdivision) || names.some((name) => fold(name) === said);
}

/** The countries in which the body may be: what is stated, what the name adds, what the kind of word leaves of the context. */
function countriesOf({ country: added, kindCountries }: NameForm, { country, countries = [] }: NamedBody): string[] {
  if (country !== undefined) return added === null || added === country ? [country] : [];
  if (added !== null) return [added];
  const left = countries.filter((one) => kindCountries.length === 0 || kindCountries.includes(one));
  return [...new Set(left)];
}
