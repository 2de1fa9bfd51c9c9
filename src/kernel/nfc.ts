/** Unicode's stream-safe form (UAX 15, section 13) knows no more marks on one letter, and no language needs them. */
const TOO_MANY_MARKS = /(\p{M}{30})\p{M}+/gu;
/** Letters of Latin scripts, dashes, quotes and signs of currencies: none of them changes, nor joins what stands before it. */
const STABLE = /^[\0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*$/;

/**
 * The text composed (NFC), for comparison. Of more than 30 marks on one letter the rest is left out: putting them in order
 * takes quadratic time, a second and more for a hostile text.
 */
export const nfc = (text: string): string =>
  STABLE.test(text) ? text : text.replace(TOO_MANY_MARKS, '$1').normalize('NFC');
