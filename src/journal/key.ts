import { type KeyObject, randomBytes } from 'node:crypto';
import { sha256 } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { isSoundKey, KEY_BYTES, privateKey, publicBytes, publicKey } from './ed25519.ts';
import { fromBase64, hasControls } from './text-forms.ts';

/** Signature types of C2SP signed-note that we make and check; signatures of all others are kept and passed over. */
export const NOTE_KEY = 0x01;
export const COSIGNATURE_KEY = 0x04;
export type KeyType = typeof NOTE_KEY | typeof COSIGNATURE_KEY;

/** Whose signatures are checked: name and id together say which key made one. */
export interface VerifierKey {
  readonly name: string;
  /** First 32 bits of SHA-256(name || LF || type || public key). */
  readonly id: number;
  readonly type: KeyType;
  readonly raw: Buffer;
  readonly key: KeyObject;
}

export interface SignerKey extends VerifierKey {
  readonly secret: KeyObject;
  /** The 32 bytes that the secret is made of. */
  readonly seed: Buffer;
}

/** What Unicode calls a white space, and plus: neither may stand in the name of a key (C2SP signed-note). */
const FORBIDDEN = /[\s\u0085+]/;

/** Whether the name of a key has the form that C2SP signed-note asks for, and is no longer than we take. */
export const isKeyName = (name: string): boolean =>
  name !== '' && Buffer.byteLength(name) <= LIMITS.keyNameBytes && !FORBIDDEN.test(name) && !hasControls(name);

/**
 * The key in `<name>+<id, 8 hexadecimal digits>+<base64 of type and public key>` (vkey of C2SP signed-note). Throws
 * `invalid-input` for another form, an id that is not the key's, a type that we do not check, and a key that no careful
 * party may trust: not canonical, no point of the curve or of small order.
 */
export function parseVerifierKey(text: string): VerifierKey {
  const known = read.get(text);
  if (known !== undefined) return known;
  const key = readVerifierKey(text);
  if (read.size >= LIMITS.verifierKeysKept) read.delete(read.keys().next().value as string);
  read.set(text, key);
  return key;
}

/** The same few keys are read with each note that they sign, and whether one is sound takes half a millisecond. */
const read = new Map<string, VerifierKey>();

function readVerifierKey(text: string): VerifierKey {
  const { name, id, material } = split(text, 'verifier key');
  const type = typeOf(material);
  const raw = material.subarray(1);
  if (raw.byteLength !== KEY_BYTES || !isSoundKey(raw)) throw refused('The verifier key holds no sound Ed25519 key.');
  const key = verifierOf(name, type, raw);
  if (hexId(key) !== id) throw refused(`The id of the verifier key is ${id}, and should be ${hexId(key)}.`);
  return key;
}

export const formatVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${hexId(key)}+${Buffer.concat([Buffer.from([key.type]), key.raw]).toString('base64')}`;

/** A signing key from its 32 bytes; new ones are drawn where none are given. */
export function signerOf(name: string, type: KeyType, seed: Buffer = randomBytes(KEY_BYTES)): SignerKey {
  const secret = privateKey(seed);
  return { ...verifierOf(name, type, publicBytes(secret)), secret, seed };
}

const PRIVATE = 'PRIVATE+KEY+';

/** The line in which a signing key is kept: `PRIVATE+KEY+<name>+<id>+<base64 of type and seed>`, as Go's note package writes it. */
export const formatSignerKey = (key: SignerKey): string =>
  `${PRIVATE}${key.name}+${hexId(key)}+${Buffer.concat([Buffer.from([key.type]), key.seed]).toString('base64')}`;

/** Throws `invalid-input`, never with the secret in its words. */
export function parseSignerKey(text: string): SignerKey {
  if (!text.startsWith(PRIVATE)) throw refused('This is no signing key.');
  const { name, id, material } = split(text.slice(PRIVATE.length), 'signing key');
  if (material.byteLength !== 1 + KEY_BYTES) throw refused('The signing key has another length.');
  const key = signerOf(name, typeOf(material), Buffer.from(material.subarray(1)));
  if (hexId(key) !== id) throw refused('The id of the signing key is not its own.');
  return key;
}

function split(text: string, what: string): { name: string; id: string; material: Buffer } {
  const [, name = '', id = '', base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{4,100})$/.exec(text) ?? [];
  const material = fromBase64(base64);
  if (!isKeyName(name) || material === null) throw refused(`The ${what} is not of the form name+id+key.`);
  return { name, id, material };
}

function typeOf(material: Uint8Array): KeyType {
  const type = material[0];
  if (type === NOTE_KEY || type === COSIGNATURE_KEY) return type;
  throw refused(`Keys of the type ${type} are not known here.`);
}

function verifierOf(name: string, type: KeyType, raw: Buffer): VerifierKey {
  if (!isKeyName(name)) throw refused('This name cannot be the name of a key.');
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([type]), raw])).readUInt32BE(0);
  return { name, id, type, raw: Buffer.from(raw), key: publicKey(raw) };
}

const hexId = ({ id }: VerifierKey): string => id.toString(16).padStart(8, '0');

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const FINGERPRINT_WORDS = 8;

/**
 * 128 bits of SHA-256 of a text in eight words that can be read out on the telephone, such as `lusab babad`: each word is 16
 * bits, a consonant carries four of them, a vowel two.
 */
export function fingerprint(text: string): string {
  const digest = sha256(text);
  const words: string[] = [];
  for (let i = 0; i < FINGERPRINT_WORDS; i += 1) {
    const value = digest.readUInt16BE(2 * i);
    const letters = [12, 10, 6, 4, 0].map((shift, at) =>
      at % 2 === 0 ? CONSONANTS[(value >> shift) & 15] : VOWELS[(value >> shift) & 3],
    );
    words.push(letters.join(''));
  }
  return words.join(' ');
}

const refused = (detail: string): CodedError => new CodedError('invalid-input', detail);
