import type { Readable } from 'node:stream';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Exception, targetOf } from './addresses.ts';
import type { Client } from './client.ts';
import { toFailure } from './failures.ts';
import { readBody } from './read-body.ts';
import { dnsLookup, type Lookup, type Resolved, resolve } from './resolve.ts';

export interface NetOptions {
  /** Ways round the rules; none by default. See `parseExceptions`. */
  exceptions?: readonly Exception[];
  /** Who asks, told to every host: `alminding/0.1.0 (+https://catalogue.example)`. */
  userAgent?: string;
  /** Further certificates to trust, PEM. */
  ca?: string[];
  lookup?: Lookup;
  clock?: Clock;
  /** Waits in milliseconds, where they are not to be the named limits. */
  waits?: Partial<Waits>;
}

/** How long is waited for what, in milliseconds. */
export interface Waits {
  connect: number;
  headers: number;
  idle: number;
  total: number;
  /** Silence and slowness that an answer may begin with before its rate counts. */
  slowGrace: number;
}

export interface NetRequest {
  url: string;
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** What is known already: the answer is 304 where it still holds (RFC 9110). */
  known?: { etag?: string | null; modified?: string | null };
  /** Bytes of the body after inflating, at most. */
  maxBytes: number;
  /** Redirects that are followed, each checked as the first address was; 0 by default, at most 5. GET and HEAD only. */
  redirects?: number;
  /** Longer waits, for long polls. */
  waits?: Partial<Pick<Waits, 'headers' | 'total'>>;
  signal?: AbortSignal;
}

interface AnswerHead {
  status: number;
  /** By name in lower case; several of one name are joined by commas. */
  headers: Record<string, string>;
  /** The address that answered, behind all redirects. */
  url: string;
  /** The redirects that were followed, in order. */
  hops: { status: number; to: string }[];
}

export interface Answer extends AnswerHead {
  bytes: Buffer;
}

export interface StreamedAnswer extends AnswerHead {
  /** Read it to its end or break off; the connection is held until then, or until the total time is over. */
  body: AsyncIterable<Uint8Array>;
  /** Ends the answer unread. */
  cancel(): void;
}

/**
 * The door out. Every refusal is a coded error: `address-refused`, `unreachable`, `tls-failure`, `answer-timeout`,
 * `answer-too-large`, `answer-too-slow`, `malformed-answer`. An answer with any status is an answer.
 */
export interface Net {
  fetch(request: NetRequest): Promise<Answer>;
  stream(request: NetRequest): Promise<StreamedAnswer>;
  /** The address that may be asked for this URL, as it is now: for programs of others that connect by themselves. */
  approve(url: string): Promise<Resolved>;
  close(): Promise<void>;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const NO_BODY = [204, 205, 304];

export function createNet(options: NetOptions = {}): Net {
  const exceptions = options.exceptions ?? [];
  const lookup = options.lookup ?? dnsLookup;
  const clock = options.clock ?? systemClock;
  const waits: Waits = {
    connect: LIMITS.netConnectMs,
    headers: LIMITS.netHeadersMs,
    idle: LIMITS.netIdleMs,
    total: LIMITS.netTotalMs,
    slowGrace: LIMITS.netSlowGraceMs,
    ...options.waits,
  };
  const { ca } = options;
  let client: Promise<Client> | null = null;
  const opened = (): Promise<Client> => {
    // A service that asks nobody does not load what asks: a hundred files at every start.
    client ??= import('./client.ts')
      .then(({ openClient }) =>
        openClient({ exceptions, lookup, connectMs: waits.connect, ...(ca === undefined ? {} : { ca }) }),
      )
      .catch((error: unknown) => {
        // What could not be loaded this time may be there the next.
        client = null;
        throw error;
      });
    return client;
  };
  const own = { 'user-agent': options.userAgent ?? 'alminding', 'accept-encoding': 'gzip' };
  const door: Door = { opened, exceptions, clock, waits, own };
  return {
    stream: (request) => stream(door, request),
    fetch: (request) => fetchWhole(door, request),
    async approve(url) {
      const target = targetOf(exceptions, parse(url));
      try {
        const [first] = await resolve(exceptions, target, lookup);
        return first;
      } catch (error) {
        throw toFailure(error, target.host);
      }
    },
    close: async () => (await client)?.close(),
  };
}

interface Door {
  opened(): Promise<Client>;
  exceptions: readonly Exception[];
  clock: Clock;
  waits: Waits;
  own: Record<string, string>;
}

async function fetchWhole(door: Door, request: NetRequest): Promise<Answer> {
  const { body, cancel: _, ...head } = await stream(door, request);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return { ...head, bytes: Buffer.concat(chunks) };
}

async function stream(door: Door, request: NetRequest): Promise<StreamedAnswer> {
  const waits = { ...door.waits, ...request.waits };
  const deadline = new AbortController();
  const late = new CodedError('answer-timeout', `The answer took longer than ${waits.total} ms.`);
  const timer = setTimeout(() => deadline.abort(late), waits.total);
  const signal = request.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, request.signal]);
  try {
    const { raw, ...head } = await follow(door, request, waits, signal);
    const cancel = (): void => {
      clearTimeout(timer);
      raw.destroy();
    };
    const host = new URL(head.url).hostname;
    return { ...head, body: chunksOf(door, request, head, raw, host, cancel), cancel };
  } catch (error) {
    clearTimeout(timer);
    throw signal.aborted ? signal.reason : error;
  }
}

async function* chunksOf(
  { clock, waits }: Door,
  { method, maxBytes }: NetRequest,
  { status, headers }: AnswerHead,
  raw: Readable,
  host: string,
  cancel: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const limits = { host, maxBytes, clock, slowGraceMs: waits.slowGrace };
  // Without a body there is nothing to inflate, whatever the headers say.
  const encoding = method === 'HEAD' || NO_BODY.includes(status) ? '' : (headers['content-encoding'] ?? '');
  try {
    yield* readBody(raw, encoding.trim().toLowerCase(), limits);
  } catch (error) {
    throw toFailure(error, host);
  } finally {
    cancel();
  }
}

type RawAnswer = AnswerHead & { raw: Readable };

async function follow(door: Door, request: NetRequest, waits: Waits, signal: AbortSignal): Promise<RawAnswer> {
  const most = Math.min(request.redirects ?? 0, LIMITS.netRedirects);
  const readsOnly = request.method === undefined || request.method === 'GET' || request.method === 'HEAD';
  const hops: AnswerHead['hops'] = [];
  let url = parse(request.url);
  let headers = headersOf(door, request);
  for (;;) {
    const answer = await ask(door, request, url, headers, waits, signal);
    const { location } = answer.headers;
    const goesOn = most > 0 && readsOnly && REDIRECTS.includes(answer.status) && location !== undefined;
    if (!goesOn) return { ...answer, url: url.href, hops };
    answer.raw.destroy();
    if (hops.length === most)
      throw new CodedError('malformed-answer', `${url.hostname} redirects more than ${most} times.`);
    const next = parse(location, url);
    // Credentials are for whom they were meant.
    if (next.origin !== url.origin) headers = withoutSecrets(headers);
    url = next;
    hops.push({ status: answer.status, to: url.href });
  }
}

async function ask(
  { opened, exceptions }: Door,
  { method = 'GET', body }: NetRequest,
  url: URL,
  headers: Record<string, string>,
  waits: Waits,
  signal: AbortSignal,
): Promise<Omit<RawAnswer, 'url' | 'hops'>> {
  targetOf(exceptions, url);
  // Before the attempt: that our own files could not be read says nothing of the other side.
  const client = await opened();
  try {
    const times = { headersTimeout: waits.headers, bodyTimeout: waits.idle };
    const options = { method, headers, signal, ...times, ...(body === undefined ? {} : { body }) };
    const answer = await client.send(url, options);
    // Whoever does not read the body must not be ended by its error.
    answer.body.on('error', () => undefined);
    return { status: answer.statusCode, headers: joined(answer.headers), raw: answer.body };
  } catch (error) {
    throw toFailure(error, url.hostname);
  }
}

function headersOf({ own }: Door, { headers, known }: NetRequest): Record<string, string> {
  const given = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const all: Record<string, string> = { ...own, ...given, 'accept-encoding': own['accept-encoding'] ?? 'gzip' };
  if (known?.etag) all['if-none-match'] = known.etag;
  if (known?.modified) all['if-modified-since'] = known.modified;
  return all;
}

const withoutSecrets = ({ authorization: _, cookie: __, ...rest }: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(rest).filter(([name]) => !/token|secret|key/.test(name)));

const joined = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

function parse(text: string, base?: URL): URL {
  if (URL.canParse(text, base)) return new URL(text, base);
  throw new CodedError('address-refused', 'The text is no address that can be asked.');
}
