import { type Finding, type Form, quoted } from './finding.ts';

/** A day that the calendar has, `2026-11-22`. */
export const day: Form = (text) => {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const exists = year !== undefined && isDay(Number(year), Number(month), Number(date));
  if (exists) return undefined;
  const better = betterDay(text);
  const finding: Finding = { rule: 'date', message: `${quoted(text)} is not a date.` };
  if (better === undefined) return { ...finding, hint: 'Write year, month and day: 2026-11-22.' };
  return { ...finding, hint: `Write ${better}.`, suggestion: better };
};

function isDay(year: number, month: number, date: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return date >= 1 && date <= days;
}

/** The same day in the form that is asked for, where the year stands first: else nobody knows which part is the month. */
function betterDay(text: string): string | undefined {
  const [, a, b, c] = /^\s*(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?!\d)/.exec(text) ?? [];
  if (a === undefined || !isDay(Number(a), Number(b), Number(c))) return undefined;
  return `${a}-${b?.padStart(2, '0')}-${c?.padStart(2, '0')}`;
}

const ATOM = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~\\u00a0-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\uffef]+";
const LOCAL = new RegExp(
  `^(?:${ATOM}(?:\\.${ATOM})*|"(?:[^"\\\\\\0-\\x08\\n-\\x1f\\x7f]|\\\\[^\\0-\\x08\\n-\\x1f\\x7f])+")$`,
);
const LETTER = 'A-Za-z\\u00a0-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\uffef';
const LABEL = new RegExp(`^[${LETTER}0-9](?:[${LETTER}0-9~-]*[${LETTER}0-9])?$`);
const TOP = new RegExp(`^[${LETTER}](?:[${LETTER}0-9~-]*[${LETTER}])?$`);

/** A mail address as RFC 5322 writes it, with a host that has a dot. Nobody asks whether it exists. */
export const email: Form = (text) => {
  const at = text.lastIndexOf('@');
  const labels = text.slice(at + 1).split('.');
  const top = labels.pop() as string;
  const good =
    at > 0 &&
    labels.length > 0 &&
    TOP.test(top) &&
    labels.every((label) => LABEL.test(label)) &&
    LOCAL.test(text.slice(0, at));
  if (good) return undefined;
  const bare = text.trim().replace(/^mailto:/i, '');
  return {
    rule: 'email',
    message: 'This is not a mail address.',
    hint: 'Write one address such as name@example.org, or leave the key out.',
    ...(bare !== text && email(bare) === undefined ? { suggestion: bare } : {}),
  };
};

/** E.164, as 1.0 asks for: a plus sign, the code of the country, at most fifteen digits. */
export const phone: Form = (text) => {
  if (E164.test(text)) return undefined;
  const bare = text.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
  const message = 'This is not a telephone number in the international form (E.164).';
  const hint = 'Write a plus sign, the code of the country and the number, without spaces: +4533123456.';
  return { rule: 'phone', message, hint, ...(E164.test(bare) ? { suggestion: bare } : {}) };
};

const E164 = /^\+[1-9]\d{1,14}$/;

const MIME = /^ *[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126} *$/;

/** RFC 6838: type and subtype, without parameters. */
export const mediaType: Form = (text) =>
  MIME.test(text)
    ? undefined
    : { rule: 'mime', message: `${quoted(text)} is not a media type.`, hint: 'Write type and subtype: text/csv.' };

/** A code of the Italian register of public bodies. Its form only: the register itself is not asked. */
export const ipaCode: Form = (text) =>
  /^[A-Za-z0-9_-]{2,30}$/.test(text)
    ? undefined
    : {
        rule: 'ipa',
        message: `${quoted(text)} is not a code of an Italian public body.`,
        hint: 'Write a code such as c_h501.',
      };
