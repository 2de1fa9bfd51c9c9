import { nfc } from '../kernel/nfc.ts';

/** Characters that nobody sees: soft hyphens, joiners, marks of direction, byte order marks, tags. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;
/** Code units of these, and of all characters that have two: looked for several times as fast. */
const MAY_BE_UNSEEN =
  /[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]/;
const AT_SIGNS = /[＠﹫]/g;
const ASCII = /^[\0-\x7f]*$/;

/** Whether characters that nobody sees may stand in a text; false is certain. */
export const mayHideUnseen = (text: string): boolean => MAY_BE_UNSEEN.test(text);

/** A text as a reader sees it, for comparison: composed, without characters that do not show, with one form of @. */
export const asSeen = (text: string): string =>
  ASCII.test(text) ? text : nfc(mayHideUnseen(text) ? text.replace(UNSEEN, '') : text).replace(AT_SIGNS, '@');

const ESCAPES = /(?:%[0-9a-f]{2})+/gi;
const ENTITY = /&(?:#0{0,8}64|#x0{0,8}40|commat);/gi;
const BYTES = new TextDecoder('utf-8', { ignoreBOM: true });
/** An escape may be escaped itself. Nothing unwraps an address more often than this. */
const MOST_ROUNDS = 10;

/**
 * An address without its escapes (RFC 3986, section 2.1), however often they were escaped again. Each run of escapes is
 * decoded by itself, so that one that is no UTF-8 does not keep the others from being read.
 */
export function unescaped(address: string): string {
  let text = address;
  for (let round = 0; round < MOST_ROUNDS && /[%&]/.test(text); round += 1) {
    const next = text.replace(ENTITY, '@').replace(ESCAPES, decodedRun);
    if (next === text) return text;
    text = next;
  }
  return text;
}

const decodedRun = (run: string): string =>
  BYTES.decode(Uint8Array.from(run.slice(1).split('%'), (byte) => Number.parseInt(byte, 16)));
