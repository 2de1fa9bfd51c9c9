import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { CodedError } from '../kernel/errors.ts';

/**
 * Ed25519 (RFC 8032) with keys as 32 bytes. node:crypto is the only verifier: implementations disagree about signatures
 * that none of them makes.
 */
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** DER before the raw key (RFC 8410): SubjectPublicKeyInfo, and PrivateKeyInfo around the seed. */
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Throws `invalid-input` for another length than 32 bytes. */
export function publicKey(raw: Uint8Array): KeyObject {
  mustBeKey(raw);
  return createPublicKey({ key: Buffer.concat([PUBLIC, raw]), format: 'der', type: 'spki' });
}

export function privateKey(seed: Uint8Array): KeyObject {
  mustBeKey(seed);
  return createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' });
}

/** The 32 bytes of the public key that belongs to a private one. */
export const publicBytes = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC.length);

export const signEd25519 = (message: Uint8Array, key: KeyObject): Buffer => sign(null, message, key);

export const verifyEd25519 = (message: Uint8Array, signature: Uint8Array, key: KeyObject): boolean =>
  signature.byteLength === SIGNATURE_BYTES && verify(null, message, key, signature);

function mustBeKey(bytes: Uint8Array): void {
  if (bytes.byteLength !== KEY_BYTES)
    throw new CodedError('invalid-input', `An Ed25519 key has 32 bytes, not ${bytes.byteLength}.`);
}

const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const MINUS_ONE = P - 1n;
/** The y of two points of order 8; that of the other two is its negative. */
const ORDER_EIGHT = 2707385501144840649318225287225658788936804267575313519463743609750303402022n;
const SMALL_ORDER = new Set([0n, 1n, MINUS_ONE, ORDER_EIGHT, P - ORDER_EIGHT]);

/**
 * Whether a public key may be pinned: written in the one canonical way, a point of the curve, and not of small order (for
 * those there are signatures that fit many messages).
 */
export function isSoundKey(raw: Uint8Array): boolean {
  if (raw.byteLength !== KEY_BYTES) return false;
  const bytes = Buffer.from(raw).reverse();
  bytes[0] = (bytes[0] as number) & 0x7f;
  const y = BigInt(`0x${bytes.toString('hex')}`);
  if (y >= P || SMALL_ORDER.has(y)) return false;
  // x^2 = (y^2 - 1) / (d y^2 + 1) must be a square: then u * v is one too (Euler's criterion).
  const square = (y * y) % P;
  const product = ((square - 1n + P) * (D * square + 1n)) % P;
  return power(product, (P - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base % P;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}
