import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { encodeCosignature, verifyCosignature } from './cosignature.ts';
import { signEd25519, verifyEd25519 } from './ed25519.ts';
import { COSIGNATURE_KEY, isKeyName, type SignerKey, type VerifierKey } from './key.ts';
import { fromBase64, hasControls } from './text-forms.ts';

/** One signature line of a note. Nothing is said about whether it holds. */
export interface NoteSignature {
  readonly name: string;
  /** Key id, 32 bits. */
  readonly id: number;
  /** What stands behind the id: by the type of the key a signature, or a time and a signature. */
  readonly bytes: Buffer;
}

/** A signed note (C2SP signed-note). All signatures are kept, those of unknown keys too. */
export interface Note {
  /** With the line break at its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const DASH = '\u2014 ';
const ID_BYTES = 4;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a note. Throws `invalid-input` where it is larger than `LIMITS.noteBytes`, not UTF-8, holds control characters, has
 * no signature or more than `LIMITS.noteSignatures`, or a line that is none.
 */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.byteLength > LIMITS.noteBytes) throw refused(`A note of more than ${LIMITS.noteBytes} bytes.`);
  const all = decoded(bytes);
  if (hasControls(all)) throw refused('The note holds control characters.');
  const end = all.lastIndexOf('\n\n');
  if (end < 0) throw refused('The note has no empty line before its signatures.');
  return { text: all.slice(0, end + 1), signatures: parseSignatures(all.slice(end + 2)) };
}

/** Signature lines alone, as a witness answers them. Throws `invalid-input` as `parseNote` does. */
export function parseSignatures(text: string): NoteSignature[] {
  if (!text.endsWith('\n')) throw refused('The last signature does not end with a line break.');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > LIMITS.noteSignatures) throw refused(`More than ${LIMITS.noteSignatures} signatures.`);
  return lines.map(parseSignature);
}

function parseSignature(line: string): NoteSignature {
  const [name = '', base64 = '', ...rest] = line.startsWith(DASH) ? line.slice(DASH.length).split(' ') : [];
  const all = fromBase64(base64);
  if (!isKeyName(name) || rest.length > 0 || all === null || all.byteLength <= ID_BYTES)
    throw refused('A line behind the empty line of the note is no signature.');
  return { name, id: all.readUInt32BE(0), bytes: all.subarray(ID_BYTES) };
}

export const formatNote = ({ text, signatures }: Note): string => `${text}\n${formatSignatures(signatures)}`;

export const formatSignatures = (signatures: readonly NoteSignature[]): string =>
  signatures.map(formatSignature).join('');

function formatSignature({ name, id, bytes }: NoteSignature): string {
  const head = Buffer.alloc(ID_BYTES);
  head.writeUInt32BE(id);
  return `${DASH}${name} ${Buffer.concat([head, bytes]).toString('base64')}\n`;
}

/**
 * Signs the text of a note, which must end with a line break: as its author with a key of type 1, as a cosigner with one of
 * type 4, for which the time (seconds since 1970) goes into the signature.
 */
export function signText(text: string, signer: SignerKey, time: number): NoteSignature {
  const { name, id, type, secret } = signer;
  const bytes =
    type === COSIGNATURE_KEY ? encodeCosignature(text, time, secret) : signEd25519(Buffer.from(text), secret);
  return { name, id, bytes };
}

/**
 * Which of the known keys have signed. Signatures whose name and id are not those of a known key are passed over; one of a
 * known key that does not hold throws `invalid-input`, as the specification advises: somebody has touched the note.
 */
export function signersOf(note: Note, known: readonly VerifierKey[]): VerifierKey[] {
  const signed = new Set<VerifierKey>();
  for (const signature of note.signatures) {
    const key = known.find(({ name, id }) => name === signature.name && id === signature.id);
    if (key === undefined) continue;
    if (!holds(note.text, signature.bytes, key)) throw refused(`The signature of ${key.name} does not fit the note.`);
    signed.add(key);
  }
  return [...signed];
}

const holds = (text: string, bytes: Uint8Array, { type, key }: VerifierKey): boolean =>
  type === COSIGNATURE_KEY ? verifyCosignature(text, bytes, key) : verifyEd25519(Buffer.from(text), bytes, key);

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refused('The note is not UTF-8.');
  }
}

const refused = (detail: string): CodedError => new CodedError('invalid-input', detail);
