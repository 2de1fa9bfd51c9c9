import type { KeyObject } from 'node:crypto';
import { CodedError } from '../kernel/errors.ts';
import { SIGNATURE_BYTES, signEd25519, verifyEd25519 } from './ed25519.ts';

const TIME_BYTES = 8;

/**
 * A timestamped cosignature of C2SP tlog-cosignature (Ed25519, `cosignature/v1`): the time in seconds since 1970 (uint64,
 * big-endian) and the signature. `text` is the text of the checkpoint note, its last line break included. Throws `internal`
 * for a time outside 0 to 2^53-1.
 */
export function encodeCosignature(text: string, time: number, secret: KeyObject): Buffer {
  if (!Number.isSafeInteger(time) || time < 0) throw new CodedError('internal', `${time} is no time.`);
  const head = Buffer.alloc(TIME_BYTES);
  head.writeBigUInt64BE(BigInt(time));
  return Buffer.concat([head, signEd25519(message(text, BigInt(time)), secret)]);
}

/** Whether the bytes are a cosignature of that text. Times up to 2^63-1 are allowed and kept exact. */
export function verifyCosignature(text: string, bytes: Uint8Array, key: KeyObject): boolean {
  const time = timeIn(bytes);
  return time !== null && verifyEd25519(message(text, time), bytes.subarray(TIME_BYTES), key);
}

/** When a cosignature was made, in seconds since 1970; `null` where the bytes are none or the time is above 2^53-1. */
export function cosignatureTime(bytes: Uint8Array): number | null {
  const time = timeIn(bytes);
  return time === null || time > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(time);
}

function timeIn(bytes: Uint8Array): bigint | null {
  if (bytes.byteLength !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const time = Buffer.from(bytes).readBigUInt64BE(0);
  return time < 2n ** 63n ? time : null;
}

const message = (text: string, time: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
