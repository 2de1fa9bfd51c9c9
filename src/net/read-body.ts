import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

export interface BodyLimits {
  host: string;
  /** Bytes after inflating, at most. */
  maxBytes: number;
  clock: Clock;
  slowGraceMs: number;
}

/** A body as it came in, counted. */
interface Wire {
  bytes: number;
}

/**
 * The bytes of an answer, inflated where it is one layer of gzip. Counts while it reads: never more than `maxBytes` come
 * out, never more than 100 times what went in. Throws `answer-too-large`, `answer-too-slow`, `malformed-answer`.
 */
export async function* readBody(
  body: Readable,
  encoding: string,
  limits: BodyLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const wire: Wire = { bytes: 0 };
  const chunks = metered(body, wire, limits);
  const gzip = encoding === 'gzip' || encoding === 'x-gzip';
  if (!gzip && encoding !== '' && encoding !== 'identity')
    throw new CodedError(
      'malformed-answer',
      `${limits.host} answered in the encoding ${plain(encoding)}, which was not asked for.`,
    );
  let out = 0;
  for await (const chunk of gzip ? inflated(chunks) : chunks) {
    out += chunk.length;
    if (out > limits.maxBytes) throw tooLarge(limits, `more than ${limits.maxBytes} bytes`);
    if (gzip && out > LIMITS.inflateFreeBytes && out > wire.bytes * LIMITS.inflateRatio)
      throw tooLarge(limits, `more than ${LIMITS.inflateRatio} times what was sent`);
    yield chunk;
  }
}

const tooLarge = ({ host }: BodyLimits, what: string): CodedError =>
  new CodedError('answer-too-large', `The answer of ${host} has ${what}.`);

const plain = (text: string): string => text.replace(/[^\x21-\x7e]/g, '?').slice(0, 40);

/** Inflates as it reads. A gunzip stream ignores `maxOutputLength`: whoever reads from here counts. */
async function* inflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip();
  pipeline(Readable.from(chunks, { objectMode: true }), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } finally {
    gunzip.destroy();
  }
}

/** What comes from the socket. Only the time spent waiting counts as the other side's. */
async function* metered(
  body: Readable,
  wire: Wire,
  { host, clock, slowGraceMs }: BodyLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let waited = 0;
  try {
    for (;;) {
      const from = clock.now();
      const { value, done } = await chunks.next();
      waited += Math.max(0, clock.now() - from);
      if (done === true) return;
      wire.bytes += value.length;
      if (waited > slowGraceMs && (wire.bytes * 1000) / waited < LIMITS.slowBytesPerSecond)
        throw new CodedError('answer-too-slow', `${host} sends less than ${LIMITS.slowBytesPerSecond} bytes a second.`);
      yield value;
    }
  } finally {
    body.destroy();
  }
}
