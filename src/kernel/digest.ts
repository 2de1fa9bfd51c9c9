import { createHash, randomBytes } from 'node:crypto';

/** SHA-256 of bytes or of a string's UTF-8. 32 bytes. */
export const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();

export const sha256Hex = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/** The form in which leaves and bodies name a digest: `sha256:` and base64url without padding (RFC 4648, section 5). */
export const digestName = (data: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(data).digest('base64url')}`;

/** 16 random bytes, base64url: the salt that makes a body's digest unguessable. */
export const newSalt = (): string => randomBytes(16).toString('base64url');

/** An id that tells nothing: 16 characters of base32 (80 random bits), for records that must not be named after people. */
export const randomId = (): string => {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  let id = '';
  for (const byte of randomBytes(16)) id += alphabet[byte & 31];
  return id;
};
