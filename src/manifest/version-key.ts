/** The first key of a line, behind the mark of the byte order or the bracket of JSON. No run of spaces is looked through twice. */
const VERSION_KEY = /^(?:\ufeff|ï»¿)?[ \t]*(?:\{[ \t]*)?["']?publiccodeYmlVersion["']?[ \t]*:/m;

/**
 * Whether a text has the key that only manifests have, at the beginning of a line. Found without parsing, in linear time.
 * Bytes are looked through as they are: the key is ASCII.
 */
export function hasVersionKey(source: string | Uint8Array): boolean {
  const text = typeof source === 'string' ? source : new TextDecoder('latin1').decode(source);
  return VERSION_KEY.test(text);
}
