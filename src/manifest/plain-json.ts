import { LIMITS } from '../kernel/limits.ts';

export interface PlainJson {
  value: unknown;
  /** No space stands between its parts: it may be passed on as it is. */
  compact: boolean;
}

/** Half of a character may hide behind such an escape. */
const HALF = /\\u[dD][89a-fA-F]/;

const [OTHER, SPACE, QUOTE, COLON, COMMA, OPEN, CLOSE] = [0, 1, 2, 3, 4, 5, 6];
/** What a character of ASCII means outside of texts. */
const MEANING = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code <= 0x20) return SPACE;
  const place = '":,{[}]'.indexOf(String.fromCharCode(code));
  return place < 0 ? OTHER : ([QUOTE, COLON, COMMA, OPEN, OPEN, CLOSE, CLOSE][place] ?? OTHER);
});
const QUOTE_MARK = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads everyday JSON in a fifth of the time of `readJson`, without places; gives up (`null`) at anything else, and refuses
 * nothing: what is wrong, and where, `readJson` says. What it reads, `readJson` reads with the same value.
 *
 * `JSON.parse` keeps the last of two equal keys. So the colons outside of texts are counted: there must be as many keys.
 */
export function readPlainJson(text: string): PlainJson | null {
  const marks = scan(text);
  if (marks === null || HALF.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return keysOf(value) === marks.colons ? { value, compact: marks.compact } : null;
  } catch {
    return null;
  }
}

/** Looks at what stands outside of texts. Null beyond `LIMITS.depth` or `LIMITS.nodes`, and for texts that are not closed. */
function scan(text: string): { colons: number; compact: boolean } | null {
  const count = new Uint32Array(7);
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= MEANING.length) return null;
    const meaning = MEANING[code] as number;
    count[meaning] = (count[meaning] as number) + 1;
    if (meaning === QUOTE) at = endOfText(text, at);
    else if (meaning === OPEN) depth += 1;
    else if (meaning === CLOSE) depth -= 1;
    if (at < 0 || depth > LIMITS.depth) return null;
  }
  const [, spaces = 0, , colons = 0, commas = 0, opened = 0] = count;
  return 1 + commas + opened > LIMITS.nodes ? null : { colons, compact: spaces === 0 };
}

/** Where the closing quote of the text that begins here stands; -1 for none. */
function endOfText(text: string, start: number): number {
  const end = text.indexOf('"', start + 1);
  if (end < 0 || text.charCodeAt(end - 1) !== BACKSLASH) return end;
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE_MARK) return at;
    if (code === BACKSLASH) at += 1;
  }
  return -1;
}

/** How many keys all maps of a value have together; NaN where a number is not exactly what stands in the text. */
function keysOf(value: unknown): number {
  if (typeof value === 'number') return isExact(value) ? 0 : Number.NaN;
  if (typeof value !== 'object' || value === null) return 0;
  // Values come all at once: looking each up by its key costs several times as much, as no two maps have the same keys.
  const values: unknown[] = Array.isArray(value) ? value : Object.values(value);
  let keys = Array.isArray(value) ? 0 : values.length;
  for (const inner of values) keys += keysOf(inner);
  return keys;
}

const isExact = (number: number): boolean =>
  Number.isSafeInteger(number) || (Number.isFinite(number) && !Number.isInteger(number));
