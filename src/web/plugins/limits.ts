import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';

const MINUTE = 60_000;

/**
 * Counts the writes of each client address in windows of a minute, whether or not their credentials hold, and throws
 * `too-many-requests` above the limit. Plain reads are never counted. At most `LIMITS.rateKeys` addresses are held.
 */
export async function writeLimit(
  app: FastifyInstance,
  perMinute: number,
): Promise<(request: FastifyRequest) => Promise<void>> {
  await app.register(rateLimit, { global: false, cache: LIMITS.rateKeys });
  const count = app.createRateLimit({
    max: perMinute,
    timeWindow: MINUTE,
    keyGenerator: (request) => clientKey(request.ip),
  });
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
