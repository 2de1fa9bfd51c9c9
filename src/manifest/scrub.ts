import { looksLikeBody, splitName } from './body-name.ts';
import type { Contact } from './contacts.ts';
import { KnownNumbers } from './known-numbers.ts';
import { KnownPhrases } from './known-phrases.ts';
import { asSeen, mayHideUnseen, unescaped } from './seen-text.ts';

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

const TITLES =
  /^(?:(?:dott?|dr|ing|prof|arch|avv|sig|geom|mr|mrs|ms|herr|frau|hr|fru|mag|dipl)(?:\.(?:ssa|ing|in)\.?|\.| ) ?)+/i;

/** Takes personal data out of the texts of one manifest. */
export interface Scrub {
  /** The text without mail addresses, telephone numbers and the names of the manifest's contacts. */
  text(text: string): string;
  /** Whether an address spells out a mail address, or a name or number of a contact, escaped or not. */
  isPersonal(address: string): boolean;
}

/** Work is linear in the texts and in the contacts, whatever stands in either. */
export function scrubberFor(contacts: readonly Contact[]): Scrub {
  const phrases = new KnownPhrases();
  const numbers = new KnownNumbers();
  for (const { name = '', email = '', phone = '' } of contacts) {
    phrases.add(asSeen(email), EMAIL_REMOVED);
    for (const form of namesIn(asSeen(name))) phrases.add(form, NAME_REMOVED);
    numbers.add(phone);
  }
  const withoutKnown = (text: string): string =>
    removeEmails(numbers.replaceIn(phrases.replaceIn(text), PHONE_REMOVED));
  const isPersonal = (address: string): boolean => {
    const seen = asSeen(unescaped(address));
    // A plus stands for a space in a query.
    return withoutKnown(seen) !== seen || withoutKnown(seen.replaceAll('+', ' ')) !== seen.replaceAll('+', ' ');
  };
  const withoutEscaped = (text: string): string =>
    /[%&]/.test(text) ? text.replace(/\S+/g, (word) => escapedPerson(word, isPersonal)) : text;
  const scrub = (text: string): string => {
    const seen = asSeen(text);
    const clean = withoutEscaped(withoutKnown(removePhones(seen)));
    // Joiners and the like stay where nothing is hidden behind them.
    return clean === seen ? text : clean;
  };
  // An alias of YAML may repeat a long text thousands of times.
  const known = new Map<string, string>();
  const text = (text: string): string => {
    const clean = known.get(text) ?? scrub(text);
    known.set(text, clean);
    return clean;
  };
  return { text, isPersonal };
}

/** A word with escapes that spell somebody out goes as a whole: half an address leads nowhere. */
function escapedPerson(word: string, isPersonal: (address: string) => boolean): string {
  const plain = /[%&]/.test(word) ? unescaped(word) : word;
  if (plain === word || !isPersonal(word)) return word;
  return hasEmail(plain) ? EMAIL_REMOVED : NAME_REMOVED;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

const removePhones = (text: string): string =>
  text.replace(PHONE, (found) => (digitsOf(found).length >= 8 ? PHONE_REMOVED : found));

/** Every way in which the names of people are written: without their title, first or last name first. */
function* namesIn(name: string): Generator<string> {
  const { person = '' } = splitName(name);
  for (const form of [name, ...person.split(/[,;()|&]| - /)]) {
    const bare = form.trim().replace(TITLES, '');
    const spaced = bare.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    // The name of an account: “ada.rossi”, “ada_rossi”.
    const words = spaced.length === 1 ? (spaced[0] as string).split(/[._]/) : spaced;
    if (words.length < 2 || looksLikeBody(form)) continue;
    yield bare;
    if (spaced.length < 2) yield words.join(' ');
    if (words.length <= 3) yield [...words.slice(-1), ...words.slice(0, -1)].join(' ');
  }
}

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

/** An @, or what may become one: a wide one, an escape, an entity. */
const MAIL_MARK = /[@＠﹫%&]/;

/** Whether a text spells out a mail address, escaped or not. */
export function hasEmail(text: string): boolean {
  if (!MAIL_MARK.test(text)) return false;
  const plain = asSeen(unescaped(text));
  return plain.includes('@') && removeEmails(plain) !== plain;
}

/** How a number with its country code begins, where nothing unseen parts its digits. */
const PHONE_MARK = /\+\d|00\d/;
const ADDRESS = /\bhttps?:\/\/\S+/giu;
/** As much of what stands before a number as tells whether it is the tail of a version. */
const BEFORE = 40;

/**
 * Whether a text holds a telephone number with its country code. Addresses of the web, versions (`1.0.0+20261122`),
 * identifiers, dates and amounts (`1 000 000 000`) are none.
 */
export function hasPhone(text: string): boolean {
  if (!PHONE_MARK.test(text) && !mayHideUnseen(text)) return false;
  const plain = asSeen(text).replace(ADDRESS, '|');
  for (const { 0: found, index } of plain.matchAll(PHONE)) {
    const digits = digitsOf(found);
    const country = found.startsWith('+') ? digits : digits.slice(2);
    if (digits.length < 8 || country.startsWith('0')) continue;
    const before = plain.slice(Math.max(0, index - BEFORE), index);
    if (!(found.startsWith('+') ? /(?:[\d+]|\d\.\d[\w.-]*)$/ : /(?:[\w-]|\d[\s,'’])$/).test(before)) return true;
  }
  return false;
}

/**
 * Whether a text of JSON has a sign of which a mail address or a telephone number in one of its strings would need one; false
 * is certain. Most records have none, and need no look at each string.
 */
export const mayHoldPerson = (json: string): boolean =>
  MAIL_MARK.test(json) || PHONE_MARK.test(json) || mayHideUnseen(json) || json.includes('\\u');

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
