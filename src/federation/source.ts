import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeBundle } from '../journal/bundle.ts';
import { decodePack } from '../journal/framing.ts';
import { type ListedHead, parseHeads } from '../journal/heads.ts';
import { indexPath, TILE_WIDTH, type Tile, tilePath } from '../journal/tiles.ts';
import { sha256Hex } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Answered, Asked, Transport } from './transport.ts';

const inflate = promisify(gunzip);

/** What was asked of a peer and how much came back. */
export interface Meter {
  requests: number;
  bytes: number;
}

/** A log as one catalogue serves it: its own, or its mirror of another's. Nothing that it answers is believed. */
export interface LogSource {
  /** By this the log is asked for: the SHA-256 of its origin line. */
  hash: string;
  checkpoint(): Promise<Buffer>;
  /** Whether it serves the log at all. */
  isThere(): Promise<boolean>;
  /** Hashes of a tile, `width` of them. */
  tile(tile: Tile): Promise<Buffer>;
  /** Leaves of a bundle; null for a tile path that is not there. */
  bundle(index: number, width: number): Promise<Buffer[]>;
  /** Bodies of the first `width` leaves of a bundle. */
  pack(index: number, width: number): Promise<(Buffer | null)[]>;
  blob(hex: string): Promise<Buffer | 'gone' | null>;
  keys(n: number): Promise<Buffer | null>;
  /** What is new since `from`, inflated; `none` where that is nothing, `far` where tiles must be used. */
  delta(from: number, waitMs: number, signal?: AbortSignal): Promise<Buffer | 'none' | 'far'>;
}

/** A catalogue that is asked. */
export interface Catalogue {
  meter: Meter;
  /** `/.well-known/alminding`, as it came. */
  discovery(): Promise<Buffer>;
  /** Heads of all logs held there; null where they are still those of the ETag, `absent` where only files are served. */
  heads(
    known: string | null,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<{ heads: ListedHead[]; etag: string | null } | null | 'absent'>;
  /** `epoch` names a log of its own, without it the mirror of that line is meant. */
  log(line: string, epoch: number | null): LogSource;
}

/** `url` is the public address, without a slash at its end. */
export function catalogueAt(url: string, transport: Transport): Catalogue {
  const meter: Meter = { requests: 0, bytes: 0 };
  /** Logs of which only files are served, by hash: no delta is asked for until the next look at all heads. */
  const plain = new Set<string>();
  const ask = async (request: Asked): Promise<Answered> => {
    meter.requests += 1;
    const answer = await transport(request);
    meter.bytes += answer.bytes.byteLength;
    const retry = Number(answer.headers['retry-after']);
    if (answer.status === 429 || answer.status >= 500)
      throw new CodedError('unreachable', `The peer answered ${answer.status}.`, {
        extra: Number.isFinite(retry) ? { retryAfterMs: retry * 1000 } : {},
      });
    return answer;
  };
  return {
    meter,
    discovery: async () => found(await ask({ url: `${url}/.well-known/alminding`, maxBytes: LIMITS.noteBytes })),
    async heads(known, waitMs, signal) {
      const wait = waitMs > 0 ? `?wait=${Math.floor(waitMs / 1000)}` : '';
      const answer = await ask({
        ...{ url: `${url}/heads${wait}`, maxBytes: LIMITS.headsBytes, known, waitMs },
        ...(signal && { signal }),
      });
      if (answer.status === 304) return null;
      if (isAbsent(answer)) return 'absent';
      plain.clear();
      return { heads: parseHeads(found(answer).toString('latin1')), etag: answer.headers.etag ?? null };
    },
    log: (line, epoch) => sourceAt(url, epoch === null ? null : String(epoch), sha256Hex(line), { ask, plain }),
  };
}

interface Asking {
  ask(request: Asked): Promise<Answered>;
  plain: Set<string>;
}

function found({ status, bytes }: Answered): Buffer {
  if (status === 200) return bytes;
  throw new CodedError('malformed-answer', `The peer answered ${status}.`);
}

const isAbsent = ({ status }: Answered): boolean => status === 404 || status === 410;

/** Bytes of a bundle of the longest leaves. */
const BUNDLE_BYTES = TILE_WIDTH * (LIMITS.leafBytes + 2);

function sourceAt(url: string, epoch: string | null, hash: string, { ask, plain }: Asking): LogSource {
  const prefix = epoch === null ? `${url}/mirror/${hash}` : `${url}/log/${epoch}`;
  const get = async (path: string, maxBytes: number): Promise<Buffer> =>
    found(await ask({ url: `${prefix}/${path}`, maxBytes }));
  return {
    hash,
    checkpoint: () => get('checkpoint', LIMITS.noteBytes),
    isThere: async () => !isAbsent(await ask({ url: `${prefix}/checkpoint`, maxBytes: LIMITS.noteBytes })),
    async tile(tile) {
      const bytes = await get(tilePath(tile), TILE_WIDTH * 32);
      if (bytes.byteLength !== tile.width * 32) throw malformed('A tile has another length than it should.');
      return bytes;
    },
    async bundle(index, width) {
      return decodeBundle(await get(tilePath({ level: 'entries', index, width }), BUNDLE_BYTES), width);
    },
    async pack(index, width) {
      return decodePack(await unpacked(await get(`pack/${indexPath(index)}`, LIMITS.packBytes)), width);
    },
    async blob(hex) {
      const answer = await ask({ url: `${prefix}/blob/${hex.slice(0, 2)}/${hex}`, maxBytes: LIMITS.bodyBytes });
      if (answer.status === 410) return 'gone';
      return isAbsent(answer) ? null : found(answer);
    },
    async keys(n) {
      const answer = await ask({ url: `${prefix}/keys/${n}.json`, maxBytes: LIMITS.bodyBytes });
      return isAbsent(answer) ? null : found(answer);
    },
    async delta(from, waitMs, signal) {
      if (plain.has(hash)) return 'far';
      const wait = waitMs > 0 ? `&wait=${Math.floor(waitMs / 1000)}` : '';
      const answer = await ask({
        ...{ url: `${url}/log/${epoch ?? hash}/delta?from=${from}${wait}`, maxBytes: LIMITS.packBytes, waitMs },
        ...(signal && { signal }),
      });
      if (answer.status === 204) return 'none';
      if (isAbsent(answer)) plain.add(hash);
      if (answer.status === 409 || isAbsent(answer)) return 'far';
      return unpacked(found(answer));
    },
  };
}

const INFLATED_AT_ONCE = 1_048_576;

/** One gzip file of bounded content: 4 MiB, and a hundred times what came. */
async function unpacked(bytes: Buffer): Promise<Buffer> {
  const limit = LIMITS.packBytes + LIMITS.packFrameBytes;
  const maxOutputLength = Math.max(1, Math.min(limit, bytes.byteLength * LIMITS.inflateRatio));
  try {
    // In few large pieces: each is a turn of the event loop, which may be busy storing what came before.
    return await inflate(bytes, { maxOutputLength, chunkSize: Math.min(maxOutputLength, INFLATED_AT_ONCE) });
  } catch (error) {
    throw new CodedError('malformed-answer', 'A pack or delta is no gzip file, or holds too much.', { cause: error });
  }
}

const malformed = (detail: string): CodedError => new CodedError('malformed-answer', detail);
