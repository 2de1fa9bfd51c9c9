import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { encodeBundle, takeEntries } from './bundle.ts';
import { TILE_WIDTH } from './tiles.ts';

/**
 * The frames in which bodies travel beside their leaves, before gzip. Nothing in them is believed: every body is held
 * against the digest and the length in its leaf.
 */
const LENGTH_BYTES = 4;
const NOT_INCLUDED = 0xffffffff;

/** For each leaf in order the length of its body (uint32, big-endian) and the body, or 0xFFFFFFFF where it is left out. */
export function encodePack(bodies: readonly (Uint8Array | null)[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const body of bodies) {
    parts.push(uint32(body === null ? NOT_INCLUDED : body.byteLength));
    if (body !== null) parts.push(body);
  }
  return Buffer.concat(parts);
}

/**
 * The bodies of the first `count` leaves, as views of the bytes; further ones, of leaves that came later, are passed over
 * unread. Throws `invalid-input` where it ends before, or a body is larger than `LIMITS.bodyBytes`.
 */
export function decodePack(bytes: Uint8Array, count: number): (Buffer | null)[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodies: (Buffer | null)[] = [];
  let at = 0;
  while (bodies.length < count) {
    const length = readLength(all, at, bodies.length);
    at += LENGTH_BYTES;
    if (length === NOT_INCLUDED) bodies.push(null);
    else {
      bodies.push(all.subarray(at, at + length));
      at += length;
    }
  }
  return bodies;
}

function readLength(all: Buffer, at: number, number: number): number {
  const rest = all.length - at - LENGTH_BYTES;
  const length = rest < 0 ? 0 : all.readUInt32BE(at);
  if (rest < 0 || (length !== NOT_INCLUDED && length > rest)) throw refused(`It ends within body ${number}.`);
  if (length !== NOT_INCLUDED && length > LIMITS.bodyBytes)
    throw refused(`Body ${number} has more than ${LIMITS.bodyBytes} bytes.`);
  return length;
}

/** What is new in a log since a size: its checkpoint, the leaves up to there, and their bodies. */
export interface Delta {
  readonly checkpoint: Uint8Array;
  readonly leaves: readonly Uint8Array[];
  readonly bodies: readonly (Uint8Array | null)[];
}

/** The length of the checkpoint (uint32) and the checkpoint, the leaves as in a bundle, their bodies as in a pack. */
export const encodeDelta = ({ checkpoint, leaves, bodies }: Delta): Buffer =>
  Buffer.concat([uint32(checkpoint.byteLength), checkpoint, encodeBundle(leaves), encodePack(bodies)]);

/** Only the checkpoint of a delta: its size says how many leaves follow. Throws `invalid-input`. */
export function deltaCheckpoint(bytes: Uint8Array): Buffer {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = all.length < LENGTH_BYTES ? 0 : all.readUInt32BE(0);
  if (length === 0 || length > LIMITS.noteBytes || length > all.length - LENGTH_BYTES)
    throw refused('It does not begin with a checkpoint.');
  return all.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}

/** A delta of `count` leaves, at most 256. Throws `invalid-input` for any other form. */
export function decodeDelta(bytes: Uint8Array, count: number): Delta {
  const checkpoint = deltaCheckpoint(bytes);
  if (count > TILE_WIDTH) throw refused(`A delta of ${count} leaves.`);
  const { entries, rest } = takeEntries(bytes.subarray(LENGTH_BYTES + checkpoint.byteLength), count);
  return { checkpoint, leaves: entries, bodies: decodePack(rest, count) };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  bytes.writeUInt32BE(value);
  return bytes;
}

const refused = (detail: string): CodedError =>
  new CodedError('invalid-input', `The pack or delta is not whole: ${detail}`);
