import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { CodedError } from '../kernel/errors.ts';

/** An object of git: a commit, tree, blob or tag. `id` is its SHA-1, hexadecimal. */
export interface GitObject {
  id: string;
  type: string;
  bytes: Buffer;
}

export interface PackLimits {
  objects: number;
  /** Of all objects together, inflated. */
  bytes: number;
}

const TYPES: Readonly<Record<number, string>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const OFS_DELTA = 6;
const REF_DELTA = 7;
const HEAD_BYTES = 12;
const TRAILER_BYTES = 20;
/** So many objects and inflated bytes make a step of some milliseconds; a longer one would be felt by whoever is served. */
const STEP_OBJECTS = 100;
const STEP_BYTES = 512 * 1024;
/** A size is written in pieces of seven bits. What goes beyond this is no size: added up it would be no number any more. */
const LARGEST_SCALE = 2 ** 40;
/** Pieces of one delta. Git's own have some hundred. */
const MOST_PIECES = 20_000;

/**
 * The objects of a pack (gitformat-pack, version 2), in its order, deltas applied. Every object must come with what its
 * delta stands on. Throws `malformed-answer`, and `answer-too-large` beyond the limits, before what is beyond is inflated.
 */
export async function readPack(pack: Buffer, limits: PackLimits): Promise<GitObject[]> {
  if (
    pack.length < HEAD_BYTES + TRAILER_BYTES ||
    pack.toString('latin1', 0, 4) !== 'PACK' ||
    pack.readUInt32BE(4) !== 2
  )
    throw damaged();
  const count = pack.readUInt32BE(8);
  if (count > limits.objects) throw tooLarge(`more than ${limits.objects} objects`);
  const end = pack.length - TRAILER_BYTES;
  if (!createHash('sha1').update(pack.subarray(0, end)).digest().equals(pack.subarray(end))) throw damaged();
  const read: Reading = { pack, end, left: limits.bytes, byOffset: new Map(), byId: new Map() };
  const objects: GitObject[] = [];
  let at = HEAD_BYTES;
  let step = { index: 0, left: read.left };
  for (let index = 0; index < count; index += 1) {
    if (index - step.index >= STEP_OBJECTS || step.left - read.left > STEP_BYTES) {
      await nextTurn();
      step = { index, left: read.left };
    }
    const { object, next } = readOne(read, at);
    read.byOffset.set(at, object);
    read.byId.set(object.id, object);
    objects.push(object);
    at = next;
  }
  if (at !== end) throw damaged();
  return objects;
}

interface Reading {
  pack: Buffer;
  end: number;
  /** Bytes that may still be inflated. */
  left: number;
  byOffset: Map<number, GitObject>;
  byId: Map<string, GitObject>;
}

function readOne(read: Reading, start: number): { object: GitObject; next: number } {
  const { pack } = read;
  let at = start;
  let byte = byteAt(read, at++);
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let scale = 16; byte >= 128; scale *= 128) {
    if (scale > LARGEST_SCALE) throw damaged();
    byte = byteAt(read, at++);
    size += (byte & 127) * scale;
  }
  let base: GitObject | undefined;
  if (type === OFS_DELTA) {
    byte = byteAt(read, at++);
    let back = byte & 127;
    while (byte >= 128) {
      if (back > start) throw damaged();
      byte = byteAt(read, at++);
      back = (back + 1) * 128 + (byte & 127);
    }
    base = read.byOffset.get(start - back);
  } else if (type === REF_DELTA) {
    base = read.byId.get(pack.toString('hex', at, at + 20));
    at += 20;
  }
  const { bytes, used } = inflate(read, at, size);
  if (type !== OFS_DELTA && type !== REF_DELTA) return { object: objectOf(TYPES[type], bytes), next: at + used };
  if (base === undefined) throw damaged();
  return { object: objectOf(base.type, applyDelta(read, base.bytes, bytes)), next: at + used };
}

function objectOf(type: string | undefined, bytes: Buffer): GitObject {
  if (type === undefined) throw damaged();
  return { id: createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex'), type, bytes };
}

function inflate(read: Reading, at: number, size: number): { bytes: Buffer; used: number } {
  take(read, size);
  try {
    const options = { info: true, maxOutputLength: Math.max(size, 1), chunkSize: Math.min(Math.max(size, 64), 65_536) };
    const answer = inflateSync(read.pack.subarray(at, read.end), options) as unknown as Inflated;
    if (answer.buffer.length !== size) throw damaged();
    return { bytes: answer.buffer, used: answer.engine.bytesWritten };
  } catch {
    throw damaged();
  }
}

/** What `inflateSync` gives with `info`; the types of Node do not know it. */
interface Inflated {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

/** Copies from the base and what is new, one after the other. */
function applyDelta(read: Reading, base: Buffer, delta: Buffer): Buffer {
  const [baseSize, afterBase] = sizeAt(delta, 0);
  const [size, start] = sizeAt(delta, afterBase);
  if (baseSize !== base.length) throw damaged();
  take(read, size);
  const whole = Buffer.alloc(size);
  let made = 0;
  let pieces = 0;
  for (let at = start; at < delta.length; pieces += 1) {
    if (pieces === MOST_PIECES) throw tooLarge(`more than ${MOST_PIECES} pieces in one object`);
    const command = delta[at++] ?? 0;
    let part: Buffer;
    if (command >= 128) {
      const [offset, afterOffset] = numberAt(delta, at, command & 15, 4);
      const [length, afterLength] = numberAt(delta, afterOffset, (command >> 4) & 7, 3);
      at = afterLength;
      part = base.subarray(offset, offset + (length === 0 ? 65_536 : length));
    } else {
      part = delta.subarray(at, at + command);
      at += command;
    }
    // Nothing of nothing goes on for ever.
    if (part.length === 0 || made + part.length > size) throw damaged();
    part.copy(whole, made);
    made += part.length;
  }
  if (made !== size) throw damaged();
  return whole;
}

function sizeAt(delta: Buffer, start: number): [number, number] {
  let size = 0;
  let at = start;
  for (let scale = 1; at < delta.length && scale <= LARGEST_SCALE; scale *= 128) {
    const byte = delta[at++] ?? 0;
    size += (byte & 127) * scale;
    if (byte < 128) return [size, at];
  }
  throw damaged();
}

/** Bytes of a little-endian number of which only those are there whose bit is set. */
function numberAt(delta: Buffer, start: number, bits: number, most: number): [number, number] {
  let value = 0;
  let at = start;
  for (let bit = 0; bit < most; bit += 1) if (bits & (1 << bit)) value += (delta[at++] ?? 0) * 256 ** bit;
  return [value, at];
}

function take(read: Reading, bytes: number): void {
  if (!Number.isSafeInteger(bytes)) throw damaged();
  read.left -= bytes;
  if (read.left < 0) throw tooLarge('more bytes than are read');
}

function byteAt({ pack, end }: Reading, at: number): number {
  if (at >= end) throw damaged();
  return pack[at] ?? 0;
}

const damaged = (): CodedError => new CodedError('malformed-answer', 'The repository was sent in a damaged pack.');
const tooLarge = (what: string): CodedError =>
  new CodedError('answer-too-large', `The answer of the repository has ${what}.`);
