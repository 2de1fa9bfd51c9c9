/** Unicode's stream-safe form (UAX 15, section 13) knows no more marks on one letter, and no language needs them. */
const TOO_MANY_MARKS = /(\p{M}{30})\p{M}+/gu;
const ASCII = /^[\0-\x7f]*$/;

/**
 * The text composed (NFC), for comparison. Of more than 30 marks on one letter the rest is left out: putting them in order
 * takes quadratic time, a second and more for a hostile text.
 */
export const nfc = (text: string): string =>
  ASCII.test(text) ? text : text.replace(TOO_MANY_MARKS, '$1').normalize('NFC');
