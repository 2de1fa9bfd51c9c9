import { sha256Hex } from '../kernel/digest.ts';
import { LIMITS } from '../kernel/limits.ts';
import { isKeyName, NOTE_KEY, parseVerifierKey } from './key.ts';

export const PIN_PREFIX = 'control/pin/';
export const PIN_MEDIA_TYPE = 'application/vnd.alminding.pin+json';

/** What a network says of another log: under which key its people have pinned it, or that they follow it no more. */
export interface PinDocument {
  readonly v: 1;
  /** Name of the pinned origin, without an epoch. */
  readonly origin: string;
  readonly state: 'pinned' | 'taken-back';
  /** Verifier key of its first root key, whose eight words were compared; of a later one where its chain was followed. */
  readonly key: string;
  /** Number of the key document that was the newest then. */
  readonly n: number;
}

/** The leaf of a pin is named after what is pinned, so that a later one of the same origin takes its place. */
export const pinId = (originName: string): string => `${PIN_PREFIX}${sha256Hex(originName)}`;

/** The body of a `pin` leaf. */
export const encodePin = ({ v, origin, state, key, n }: PinDocument, salt: string): Buffer =>
  Buffer.from(JSON.stringify({ salt, v, origin, state, key, n }));

/** What the body of a `pin` leaf of this id says; null for anything else, as others write what they like. */
export function readPin(id: string, bytes: Uint8Array): PinDocument | null {
  const pin = pinIn(id, bytes);
  return pin !== null && isRootKey(pin.key) ? pin : null;
}

/** The same without a look at the key, which costs a hundred times the rest: for whoever knows the key, or asks `isRootKey`. */
export function pinIn(id: string, bytes: Uint8Array): PinDocument | null {
  if (bytes.byteLength > LIMITS.keyDocumentBytes) return null;
  try {
    const { v, origin, state, key, n } = Object(JSON.parse(Buffer.from(bytes).toString('utf8'))) as PinDocument;
    const named = v === 1 && typeof origin === 'string' && isKeyName(origin) && pinId(origin) === id;
    const good = named && (state === 'pinned' || state === 'taken-back') && Number.isSafeInteger(n) && n > 0;
    return good && typeof key === 'string' ? { v, origin, state, key, n } : null;
  } catch {
    return null;
  }
}

/** Whether this is the text of a sound key that may sign key documents. */
export function isRootKey(text: string): boolean {
  try {
    return parseVerifierKey(text).type === NOTE_KEY;
  } catch {
    return false;
  }
}
