import { createHash, hash, randomBytes } from 'node:crypto';

type Form = 'hex' | 'base64url';

// One call is half the cost of three for what is as small as records are. Node has it since 20.12.
const digestOf: (data: Uint8Array | string, form: Form) => string =
  typeof hash === 'function'
    ? (data, form) => hash('sha256', data, form)
    : (data, form) => createHash('sha256').update(data).digest(form);

/** SHA-256 of bytes or of a string's UTF-8. 32 bytes. */
export const sha256 = (data: Uint8Array | string): Buffer =>
  typeof hash === 'function' ? hash('sha256', data, 'buffer') : createHash('sha256').update(data).digest();

export const sha256Hex = (data: Uint8Array | string): string => digestOf(data, 'hex');

/** SHA-256 in base64url without padding (RFC 4648, section 5). */
export const sha256Url = (data: Uint8Array | string): string => digestOf(data, 'base64url');

/** The form in which leaves and bodies name a digest: `sha256:` and base64url without padding (RFC 4648, section 5). */
export const digestName = (data: Uint8Array | string): string => `sha256:${sha256Url(data)}`;

const SALT_BYTES = 16;
/** Asking for random bytes costs more than what is done with them: salts are cut from a larger piece, each used once. */
const SALTS_AT_A_TIME = 64;
let salts = Buffer.alloc(0);

/** 16 random bytes, base64url: the salt that makes a body's digest unguessable. */
export function newSalt(): string {
  if (salts.byteLength === 0) salts = randomBytes(SALT_BYTES * SALTS_AT_A_TIME);
  const salt = salts.toString('base64url', 0, SALT_BYTES);
  salts = salts.subarray(SALT_BYTES);
  return salt;
}

/** An id that tells nothing: 16 characters of base32 (80 random bits), for records that must not be named after people. */
export const randomId = (): string => {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  let id = '';
  for (const byte of randomBytes(16)) id += alphabet[byte & 31];
  return id;
};
