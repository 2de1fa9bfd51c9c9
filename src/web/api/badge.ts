import type { FastifyInstance } from 'fastify';
import type { Reader } from '../../registry/types.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { SOFTWARE_BADGES, type SoftwareBadge, softwareBadge } from '../ui/badge.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE } from './documentation.ts';
import { ADDRESS } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** `GET /api/v1/software/{address}/badge.svg` */
export function badgeRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'software',
    id: 'getSoftwareBadge',
    summary: 'Show what is known of a software as a badge',
    description: 'An image for a README or a page: the level with its framework, or how many bodies use it.',
    params: ADDRESS,
    querystring: query({
      show: { type: 'string', enum: [...SOFTWARE_BADGES], default: 'level', description: 'What the badge shows.' },
    }),
    answers: {
      200: { description: 'The badge.', content: { 'image/svg+xml': { schema: { type: 'string' } } } },
      307: ELSEWHERE,
    },
    refusals: ['not-found', 'gone'],
  });
  app.get<ByAddress & { Querystring: { show: SoftwareBadge } }>(
    '/software/:address/badge.svg',
    { schema },
    async (request, reply) => {
      const { show } = request.query;
      const found = await find(read, 'software', request.params.address);
      if ('at' in found) return elsewhere(reply, `${found.at}/badge.svg?show=${show}`);
      const svg = await softwareBadge(show, found.row, read);
      return reply.headers({ 'cache-control': CACHE.briefly }).type('image/svg+xml; charset=utf-8').send(svg);
    },
  );
}
