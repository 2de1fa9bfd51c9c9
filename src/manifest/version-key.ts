/** The first key of a line, behind the mark of the byte order or the bracket of JSON. No run of spaces is looked through twice. */
const VERSION_KEY = /^(?:\ufeff|ï»¿)?[ \t]*(?:\{[ \t]*)?["']?publiccodeYmlVersion["']?[ \t]*:/m;

/**
 * Whether a text has the key that only manifests have, at the beginning of a line. Found without parsing, in linear time.
 * Bytes are looked through as they are: the key is ASCII.
 */
export function hasVersionKey(source: string | Uint8Array): boolean {
  if (typeof source === 'string') return source.includes(KEY) && VERSION_KEY.test(source);
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  return bytes.includes(KEY) && VERSION_KEY.test(bytes.toString('latin1'));
}

const KEY = 'publiccodeYmlVersion';
