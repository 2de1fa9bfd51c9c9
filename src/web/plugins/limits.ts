import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { createSlots } from './slots.ts';

const MINUTE = 60_000;

export interface WriteLimits {
  /** For a write whose credentials hold. */
  write(request: FastifyRequest): Promise<void>;
  /** For one whose credentials were refused. */
  refused(request: FastifyRequest): Promise<void>;
}

/**
 * Counts the writes of each client address in windows of a minute, and apart from them its refused credentials, and throws
 * `too-many-requests` above the limit: strangers behind the operator's address use up nothing of what the operator may do.
 * Plain reads are never counted. At most `LIMITS.rateKeys` addresses are held of each.
 */
export async function writeLimits(app: FastifyInstance, perMinute: number): Promise<WriteLimits> {
  await app.register(rateLimit, { global: false, cache: LIMITS.rateKeys });
  return { write: limit(app, 'write', perMinute), refused: limit(app, 'refused', LIMITS.refusedCredentials) };
}

export interface CheckLimits {
  check(request: FastifyRequest): Promise<void>;
  /** For a check that asks a host of others. */
  fetch(request: FastifyRequest): Promise<void>;
  /** Does what a check takes. Throws `too-many-requests` where so many of this client wait already. */
  turn<T>(request: FastifyRequest, act: () => Promise<T>): Promise<T>;
}

/** Counts the checks of each client address in the same way. */
export async function checkLimits(app: FastifyInstance): Promise<CheckLimits> {
  await app.register(rateLimit, { global: false, cache: LIMITS.rateKeys });
  const slots = createSlots(LIMITS.sourcesWaiting, LIMITS.checksAtOnce);
  return {
    check: limit(app, 'check', LIMITS.checksEach),
    fetch: limit(app, 'fetch', LIMITS.checkFetchesEach),
    async turn(request, act) {
      const leave = slots.take(clientKey(request.ip));
      if (leave === null) throw new CodedError('too-many-requests', 'Wait until your other checks are done.');
      try {
        return await act();
      } finally {
        leave();
      }
    },
  };
}

/** Counts what anybody may say without a token. */
export async function openLimit(app: FastifyInstance): Promise<(request: FastifyRequest) => Promise<void>> {
  await app.register(rateLimit, { global: false, cache: LIMITS.rateKeys });
  return limit(app, 'open', LIMITS.disputesEach);
}

/** Whether a request asks for an earlier point of the catalogue, which is made anew from kept versions. */
export const asksPast = ({ query }: Pick<FastifyRequest, 'query'>): boolean => Object.hasOwn(Object(query), 'at');

/** Counts the readings of the past of each address: a page of it costs what many pages of the present do. */
export async function limitPast(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, { global: false, cache: LIMITS.rateKeys });
  const count = limit(app, 'past', LIMITS.pastsEach);
  // Without a promise for whoever does not ask for it.
  app.addHook('onRequest', (request, _reply, done) => {
    if (asksPast(request)) count(request).then(() => done(), done);
    else done();
  });
}

/** Counts webhooks of each address, and apart from them those without a good signature. */
export async function hookLimits(
  app: FastifyInstance,
): Promise<{ any(request: FastifyRequest): Promise<void>; refused(request: FastifyRequest): Promise<void> }> {
  await app.register(rateLimit, { global: false, cache: LIMITS.rateKeys });
  return { any: limit(app, 'hook', LIMITS.hooksEach), refused: limit(app, 'unsigned', LIMITS.refusedCredentials) };
}

function limit(app: FastifyInstance, what: string, max: number): (request: FastifyRequest) => Promise<void> {
  const keyGenerator = (request: FastifyRequest) => `${what} ${clientKey(request.ip)}`;
  const count = app.createRateLimit({ max, timeWindow: MINUTE, keyGenerator });
  return async (request) => {
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    throw new CodedError('too-many-requests', undefined, { extra: { retryAfterMs: counted.ttl } });
  };
}

/** One subscriber has a whole /64 of IPv6: counted as one. */
export function clientKey(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip.replace(/^::ffff:/i, '');
  const [head = '', tail = ''] = ip.split('%', 1)[0]?.split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const gap = ip.includes('::') ? Math.max(0, 8 - first.length - last.length) : 0;
  const groups = [...first, ...Array<string>(gap).fill('0'), ...last];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
