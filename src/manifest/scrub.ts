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
  const known: [RegExp, string][] = [
    ...expressions(
      contacts.flatMap(({ email = '' }) => (email === '' ? [] : [escaped(email)])),
      EMAIL_REMOVED,
    ),
    ...expressions(namesOf(contacts), NAME_REMOVED),
    ...expressions(
      contacts.flatMap(({ phone = '' }) => phonePattern(phone)),
      PHONE_REMOVED,
    ),
  ];
  const withoutKnown = (text: string): string => {
    let clean = text;
    for (const [expression, instead] of known) clean = clean.replace(expression, instead);
    return removeEmails(clean);
  };
  return {
    text: (text) => removePhones(withoutKnown(text)),
    isPersonal: (address) => withoutKnown(address) !== address,
  };
}

const removePhones = (text: string): string =>
  text.replace(PHONE, (found) => (found.replace(/\D/g, '').length >= 8 ? PHONE_REMOVED : found));

/** Patterns for every way in which the names of people are written: with and without title, first or last name first. */
function namesOf(contacts: readonly Contact[]): string[] {
  const patterns: string[] = [];
  for (const { name = '' } of contacts) {
    const { person } = splitName(name);
    for (const form of [name, ...(person ?? '').split(/[,;()|&]| - /)]) {
      const words = form
        .trim()
        .replace(TITLES, '')
        .split(/\s+/)
        .filter((word) => word !== '');
      if (words.length < 2 || looksLikeBody(form)) continue;
      patterns.push(phrase(words));
      if (words.length <= 3) patterns.push(phrase([...words.slice(-1), ...words.slice(0, -1)]));
    }
  }
  return patterns;
}

const phrase = (words: string[]): string => words.map(escaped).join('[\\s,]+');

/** The digits of a number, whatever stands between them. Too few digits could be anything. */
function phonePattern(phone: string): string[] {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 6 ? [] : [`\\+?${[...digits].join('[\\s().\\u00a0/-]{0,3}')}`];
}

/** Longest first, so that of a longer name nothing is left. */
function expressions(patterns: string[], instead: string): [RegExp, string][] {
  const sorted = [...new Set(patterns)].sort((a, b) => b.length - a.length);
  const found: [RegExp, string][] = [];
  for (let i = 0; i < sorted.length; i += NAMES_AT_ONCE) {
    const any = sorted.slice(i, i + NAMES_AT_ONCE).join('|');
    found.push([new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu'), instead]);
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
