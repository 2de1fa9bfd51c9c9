import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256Url } from '../../kernel/digest.ts';

/** How long whom may keep what. Every route names one of these. */
export const CACHE = {
  /** May be kept, must be asked for again each time; cheap, as there is an ETag. Records and their newest bodies. */
  revalidate: 'public, no-cache',
  /** Lists and searches: a proxy may answer a rush, and a change shows within half a minute. */
  briefly: 'public, max-age=30',
  /** Bytes of a numbered version never change, but may be erased: not longer than an hour. */
  version: 'public, max-age=3600',
  /** A picture by the digest of its content never changes, but goes within a day when its entry is erased. */
  picture: 'public, max-age=86400, immutable',
  /** Answers to writes, refusals, the state of this very process. */
  never: 'no-store',
} as const;

interface Tagged {
  /** Without quotes. */
  etag: string;
  type: string;
  cache: string;
}

/** Sets the headers of a tagged answer; true where the reader has it already and 304 was set (RFC 9110, section 13). */
export function isFresh(request: FastifyRequest, reply: FastifyReply, { etag, type, cache }: Tagged): boolean {
  const quoted = `"${etag}"`;
  const known = request.headers['if-none-match'];
  if (known !== undefined && matches(known, quoted)) {
    reply.code(304).headers({ etag: quoted, 'cache-control': cache });
    return true;
  }
  reply.headers({ etag: quoted, 'cache-control': cache, 'content-type': type });
  return false;
}

/**
 * Sends a JSON answer that is made anew for each who asks, tagged by its bytes: who holds it already gets 304. For answers of
 * some kilobytes: to digest a page of whole records costs a good part of what it costs to make it.
 */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: object,
  cache: string = CACHE.briefly,
): FastifyReply {
  const text = JSON.stringify(answer);
  const etag = sha256Url(text).slice(0, TAG_LENGTH);
  return isFresh(request, reply, { etag, type: JSON_TYPE, cache }) ? reply.send() : reply.send(text);
}

const JSON_TYPE = 'application/json; charset=utf-8';
/** Characters of base64url: 132 bits. */
const TAG_LENGTH = 22;

/** The one tag that a reader says to hold, without quotes; of several or `*` none, as those are compared afterwards. */
export function knownTag({ headers }: FastifyRequest): string | undefined {
  const known = headers['if-none-match'];
  return known === undefined ? undefined : /^(?:W\/)?"([^"]*)"$/.exec(known)?.[1];
}

/** Weak comparison: a tag counts whether or not a proxy on the way has marked it `W/`. */
function matches(header: string, quoted: string): boolean {
  if (header === quoted || header === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === quoted);
}
