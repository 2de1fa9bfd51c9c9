import { looksLikeBody, splitName } from './body-name.ts';
import type { Contact } from './contacts.ts';

export const EMAIL_REMOVED = '[e-mail removed]';
export const PHONE_REMOVED = '[phone removed]';
export const NAME_REMOVED = '[name removed]';

const LOCAL_PART = /[\p{L}\p{M}\p{N}.!#$%&'*+^_`{|}~-]/u;
const HOST_PART = /[\p{L}\p{M}\p{N}.-]/u;
/** RFC 5321: a local part of 64, a host of 255 characters. */
const LONGEST_LOCAL = 64;
const LONGEST_HOST = 255;
/** `name [at] example.org` and its like. */
const DISGUISED =
  /[\p{L}\p{N}._+-]{1,64} {0,2}[[({<] {0,2}(?:at|AT|At|chiocciola|snabel-?a) {0,2}[\])}>] {0,2}[\p{L}\p{N}-]{1,63}(?:(?:\.| {0,2}[[({<] {0,2}(?:dot|DOT|punto) {0,2}[\])}>] {0,2})[\p{L}\p{N}-]{1,63}){1,5}/gu;
const PHONE = /(?:\+|(?<![\d.])00)\d[\d\s().\u00a0/-]{5,24}\d/g;

/** Takes personal data out of the texts of one manifest. */
export interface Scrub {
  /** The text without mail addresses, telephone numbers and the names of the manifest's contacts. */
  text(text: string): string;
  /** Whether an address spells out a mail address, or a name or number of a contact. */
  isPersonal(address: string): boolean;
}

/** Long lists of names go into several expressions, so that none gets out of hand. */
const NAMES_AT_ONCE = 100;
const TITLES =
  /^(?:(?:dott?|dr|ing|prof|arch|avv|sig|geom|mr|mrs|ms|herr|frau|hr|fru|mag|dipl)(?:\.(?:ssa|ing|in)\.?|\.| ) ?)+/i;

export function scrubberFor(contacts: readonly Contact[]): Scrub {
  const mails = contacts.flatMap(({ email = '' }) => (email === '' ? [] : [email]));
  const removeMails = remover(
    mails.map((mail) => ({ mark: mail, pattern: escaped(mail) })),
    EMAIL_REMOVED,
    caseless,
  );
  const removeNames = remover(namesOf(contacts), NAME_REMOVED, caseless);
  const removeNumbers = remover(
    contacts.flatMap(({ phone = '' }) => phonePart(phone)),
    PHONE_REMOVED,
    digitsOf,
  );
  const withoutKnown = (text: string): string => removeEmails(removeNumbers(removeNames(removeMails(text))));
  return {
    text: (text) => withoutKnown(removePhones(text)),
    isPersonal: (address) => withoutKnown(address) !== address,
  };
}

/** Something to take out of texts. What the pattern matches holds the mark, both seen through the same `look`. */
interface Part {
  mark: string;
  pattern: string;
}

/** Expressions for each manifest's own people are dear: they are made and run only where one of the marks is found. */
function remover(parts: readonly Part[], instead: string, look: (text: string) => string): (text: string) => string {
  const marks = [...new Set(parts.map(({ mark }) => look(mark)))];
  let made: RegExp[] | undefined;
  return (text) => {
    const looked = marks.length === 0 ? '' : look(text);
    if (!marks.some((mark) => looked.includes(mark))) return text;
    made ??= expressions(parts.map(({ pattern }) => pattern));
    return made.reduce((clean, expression) => clean.replace(expression, instead), text);
  };
}

/** What letters have in common that an expression without regard to case takes for the same. */
const caseless = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');

const digitsOf = (text: string): string => text.replace(/\D/g, '');

const removePhones = (text: string): string =>
  text.replace(PHONE, (found) => (digitsOf(found).length >= 8 ? PHONE_REMOVED : found));

/** Every way in which the names of people are written: without their title, first or last name first. */
function namesOf(contacts: readonly Contact[]): Part[] {
  const parts: Part[] = [];
  for (const { name = '' } of contacts) {
    const { person = '' } = splitName(name);
    for (const form of [name, ...person.split(/[,;()|&]| - /)]) {
      const words = form.trim().replace(TITLES, '').split(/\s+/);
      if (words.length < 2 || looksLikeBody(form)) continue;
      const mark = longestOf(words);
      parts.push({ mark, pattern: phrase(words) });
      if (words.length <= 3) parts.push({ mark, pattern: phrase([...words.slice(-1), ...words.slice(0, -1)]) });
    }
  }
  return parts;
}

const longestOf = (words: string[]): string =>
  words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');

const phrase = (words: string[]): string => words.map(escaped).join('[\\s,]+');

/** The digits of a number, whatever stands between them. Too few digits could be anything. */
function phonePart(phone: string): Part[] {
  const digits = digitsOf(phone);
  return digits.length < 6 ? [] : [{ mark: digits, pattern: `\\+?${[...digits].join('[\\s().\\u00a0/-]{0,3}')}` }];
}

/** Longest first, so that of a longer name nothing is left. */
function expressions(patterns: string[]): RegExp[] {
  const sorted = [...new Set(patterns)].sort((a, b) => b.length - a.length);
  const found: RegExp[] = [];
  for (let i = 0; i < sorted.length; i += NAMES_AT_ONCE) {
    const any = sorted.slice(i, i + NAMES_AT_ONCE).join('|');
    found.push(new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu'));
  }
  return found;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Mail addresses, found from their @ outwards: a pattern for the whole would take quadratic time on long words. */
export function removeEmails(text: string): string {
  const plain = /[[({<] {0,2}(?:at|chiocciola|snabel)/i.test(text) ? text.replace(DISGUISED, EMAIL_REMOVED) : text;
  let clean = '';
  let done = 0;
  for (let at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) {
    const start = Math.max(done, localStart(plain, at, done));
    const end = hostEnd(plain, at + 1);
    if (start === at || end === at + 1) continue;
    clean += plain.slice(done, start) + EMAIL_REMOVED;
    done = end;
  }
  return clean + plain.slice(done);
}

export const hasEmail = (text: string): boolean => text.includes('@') && removeEmails(text) !== text;

const ADDRESS = /\bhttps?:\/\/\S+/giu;
/** As much of what stands before a number as tells whether it is the tail of a version. */
const BEFORE = 40;

/**
 * Whether a text holds a telephone number with its country code. Addresses of the web, versions (`1.0.0+20261122`),
 * identifiers, dates and amounts (`1 000 000 000`) are none.
 */
export function hasPhone(text: string): boolean {
  const plain = text.replace(ADDRESS, '|');
  for (const { 0: found, index } of plain.matchAll(PHONE)) {
    const digits = digitsOf(found);
    const country = found.startsWith('+') ? digits : digits.slice(2);
    if (digits.length < 8 || country.startsWith('0')) continue;
    const before = plain.slice(Math.max(0, index - BEFORE), index);
    if (!(found.startsWith('+') ? /(?:[\d+]|\d\.\d[\w.-]*)$/ : /(?:[\w-]|\d[\s,'’])$/).test(before)) return true;
  }
  return false;
}

function localStart(text: string, at: number, least: number): number {
  let start = at;
  while (start > least && at - start < LONGEST_LOCAL && LOCAL_PART.test(text.charAt(start - 1))) start--;
  return start;
}

/** The end of a host with at least one dot and letters behind the last; `from` where none stands there. */
function hostEnd(text: string, from: number): number {
  let end = from;
  while (end - from < LONGEST_HOST && HOST_PART.test(text.charAt(end))) end++;
  const host =
    /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.[\p{L}\p{M}]{2,}/u.exec(text.slice(from, end))?.[0] ?? '';
  return from + host.length;
}
