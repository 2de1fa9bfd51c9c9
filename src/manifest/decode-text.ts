import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { positionIn } from './read-document.ts';
import { nothing } from './reading-words.ts';

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const LENIENT = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text of untrusted bytes: at most `LIMITS.sourceBytes`, valid UTF-8, without a leading byte order mark.
 * A `Problem` instead of a string where there is none: `too-large`, `utf8` (with the place of the first bad byte), `empty`.
 */
export function decodeText(bytes: Uint8Array): string | Problem {
  if (bytes.length > LIMITS.sourceBytes) return tooLarge(bytes.length, LIMITS.sourceBytes);
  if (bytes.length === 0) return nothing();
  try {
    return STRICT.decode(bytes);
  } catch {
    return notUtf8(bytes);
  }
}

const problem = (rule: string, message: string, hint?: string): Problem => ({
  rule,
  severity: 'error',
  pointer: '',
  message,
  ...(hint === undefined ? {} : { hint }),
});

export const tooLarge = (size: number, most: number): Problem =>
  problem(
    'too-large',
    `The file has ${size} bytes. At most ${most} are read.`,
    'Keep long texts in the documentation and link to it.',
  );

/** The first replacement character that stands for bytes, not for itself, shows where the text stops being UTF-8. */
function notUtf8(bytes: Uint8Array): Problem {
  const text = LENIENT.decode(bytes);
  const encoder = new TextEncoder();
  let offset = 0;
  let at = text.indexOf('\ufffd');
  let from = 0;
  while (at >= 0) {
    offset += encoder.encode(text.slice(from, at)).length;
    const itself = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!itself) break;
    offset += 3;
    from = at + 1;
    at = text.indexOf('\ufffd', from);
  }
  const hint = 'Save the file with the encoding UTF-8 (without it, letters such as å, é or ü are damaged).';
  return { ...problem('utf8', 'The file is not valid UTF-8.', hint), ...positionIn(text, Math.max(at, 0)) };
}
