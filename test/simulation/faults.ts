/** What happens to answers on the way. Drawn from the seed, who asks, what, and how often before: no order matters. */

import { gunzipSync, gzipSync } from 'node:zlib';
import type { Answered } from '../../src/federation/transport.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import type { Fault } from '../federation/world.ts';

export interface Weather {
  seed: number;
  /** Of how many answers something happens to, between 0 and 1. */
  level: number;
  /** To which alone; all where it is empty. */
  only: RegExp;
  counts: Map<string, number>;
  /** The first answer of each address: as a cache has it that is never asked again. */
  first: Map<string, Answered>;
}

/** One kind of address in each; the first is any. */
export const ADDRESSES = [/(?:)/, /delta/, /heads|well-known/, /blob|pack/, /tile|checkpoint/] as const;

export const clearWeather = (seed: number): Weather => ({
  ...{ seed, level: 0, only: ADDRESSES[0], counts: new Map(), first: new Map() },
});

const KINDS = ['lost', 'unavailable', 'half', 'bit', 'bit', 'twice', 'stale', 'missing', 'empty'] as const;

export function faultFor(weather: Weather, from: string): Fault | undefined {
  if (weather.level === 0) return undefined;
  return async ({ url }, answer) => {
    // What a body is called follows from random numbers in it.
    const path = url.replace(/blob\/.*/, 'blob');
    if (!weather.only.test(path)) return answer();
    const name = `${from} ${path}`;
    const n = (weather.counts.get(name) ?? 0) + 1;
    weather.counts.set(name, n);
    const draw = sha256(`${weather.seed} ${name} ${n}`);
    if (draw.readUInt32BE(0) / 2 ** 32 > weather.level) return answer();
    return spoilt(KINDS[(draw[4] as number) % KINDS.length] as (typeof KINDS)[number], { weather, url, answer, draw });
  };
}

interface Given {
  weather: Weather;
  url: string;
  answer(): Promise<Answered>;
  draw: Buffer;
}

async function spoilt(kind: (typeof KINDS)[number], { weather, url, answer, draw }: Given): Promise<Answered> {
  if (kind === 'lost') throw new CodedError('unreachable', 'lost');
  const given = await answer();
  const known = weather.first.get(url) ?? given;
  weather.first.set(url, known);
  if (kind === 'unavailable') return { status: 503, headers: { 'retry-after': '1' }, bytes: NOTHING };
  if (kind === 'missing') return { status: 404, headers: {}, bytes: NOTHING };
  if (kind === 'empty') return { ...given, bytes: NOTHING };
  if (kind === 'twice') return answer();
  if (kind === 'stale') return known;
  if (given.bytes.byteLength === 0) return given;
  return kind === 'half'
    ? { ...given, bytes: given.bytes.subarray(0, given.bytes.byteLength >> 1) }
    : withOtherBit(given, draw);
}

const NOTHING = Buffer.alloc(0);
const GZIP = 0x1f8b;

/** What is packed is changed inside: the check sum of the packing is no protection. */
function withOtherBit(given: Answered, draw: Buffer): Answered {
  const packed = given.bytes.byteLength > 2 && given.bytes.readUInt16BE(0) === GZIP && given.status === 200;
  const bytes = Buffer.from(packed ? gunzipSync(given.bytes) : given.bytes);
  if (bytes.byteLength === 0) return given;
  // Bodies are most of what comes: half of the time it is what stands before them.
  const [from, length] = (draw[8] as number) % 2 === 0 ? [0, bytes.byteLength] : [150, 300];
  const at = Math.min(from + (draw.readUInt16BE(5) % length), bytes.byteLength - 1);
  bytes[at] = (bytes[at] as number) ^ (1 << ((draw[7] as number) % 8));
  return { ...given, bytes: packed ? gzipSync(bytes) : bytes };
}

/** As somebody answers who gives leaves and no bodies. */
export const withoutBodies: Fault = async ({ url }, answer) => {
  if (/pack|blob/.test(url)) return { status: 404, headers: {}, bytes: NOTHING };
  return url.includes('/delta') ? { status: 409, headers: {}, bytes: Buffer.from('9\n') } : answer();
};
