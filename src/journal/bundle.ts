import { CodedError } from '../kernel/errors.ts';
import { TILE_WIDTH } from './tiles.ts';

const LENGTH_BYTES = 2;
const LONGEST = 0xffff;

/** An entry bundle of C2SP tlog-tiles: each entry behind its length (uint16, big-endian). Throws `internal` if one is too long. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    if (entry.byteLength > LONGEST) throw new CodedError('internal', `An entry of ${entry.byteLength} bytes.`);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(entry.byteLength);
    parts.push(length, entry);
  }
  return Buffer.concat(parts);
}

/** The `count` entries of a bundle, as views of its bytes. Throws `invalid-input` unless there are just so many. */
export function decodeBundle(bytes: Uint8Array, count: number): Buffer[] {
  const { entries, rest } = takeEntries(bytes, count);
  if (rest.byteLength > 0) throw refused(`${rest.byteLength} bytes lie behind the ${count} entries of the bundle.`);
  return entries;
}

/** The first `count` entries, and what lies behind them. */
export function takeEntries(bytes: Uint8Array, count: number): { entries: Buffer[]; rest: Buffer } {
  if (!Number.isSafeInteger(count) || count < 0 || count > TILE_WIDTH) throw refused(`A bundle of ${count} entries.`);
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Buffer[] = [];
  let at = 0;
  while (entries.length < count) {
    const start = at + LENGTH_BYTES;
    const end = start <= all.length ? start + all.readUInt16BE(at) : Number.POSITIVE_INFINITY;
    if (end > all.length) throw refused(`The bundle ends within its entry ${entries.length}.`);
    entries.push(all.subarray(start, end));
    at = end;
  }
  return { entries, rest: all.subarray(at) };
}

const refused = (detail: string): CodedError => new CodedError('invalid-input', detail);
