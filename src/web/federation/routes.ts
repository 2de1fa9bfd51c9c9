import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { discoveryOf } from '../../logs/discovery.ts';
import { describe } from '../api/documentation.ts';
import type { AppDeps } from '../deps.ts';
import { CACHE } from '../plugins/caching.ts';
import { sendAlways } from '../plugins/security.ts';
import { dynamicRoutes } from './dynamic.ts';
import { pingRoute } from './ping.ts';
import { MIRRORED, staticRoutes } from './static.ts';
import { witnessRoute } from './witness.ts';

const DISCOVERY = 'https://alminding.example/schemas/discovery.schema.json';

/** What other catalogues fetch. Each answer counts in bytes, so it carries no header that only a page needs. */
export async function federationRoutes(app: FastifyInstance, deps: AppDeps): Promise<void> {
  const { logs, clock, config } = deps;
  sendAlways(app, { 'x-content-type-options': 'nosniff' });
  // HTTP/1.1 keeps a connection by itself: whoever asks again and again for nothing new needs no 50 bytes that say so.
  app.addHook('onSend', async ({ raw }, reply) => {
    if (raw.httpVersion === '1.1') reply.raw.removeHeader('connection');
  });
  await app.register(async (log) => staticRoutes(log, logs.served), { prefix: '/log' });
  await app.register(async (mirror) => staticRoutes(mirror, logs.served, MIRRORED), { prefix: '/mirror' });
  dynamicRoutes(app, logs.served, () => clock.now());
  await app.register(async (post) => witnessRoute(post, logs));
  await app.register(async (post) => pingRoute(post, { logs, publicUrl: config.publicUrl, now: () => clock.now() }));
  discoveryRoute(app, deps);
}

function discoveryRoute(app: FastifyInstance, { logs, config }: AppDeps): void {
  const schema = describe({
    tag: 'federation',
    id: 'discover',
    summary: 'Who this catalogue is',
    description: 'Its log, keys, addresses, limits and promises. Compare the keys with what its people tell you.',
    answers: {
      200: {
        description: 'What it says of itself.',
        content: { 'application/json': { schema: { $ref: `${DISCOVERY}#` } } },
      },
    },
    refusals: ['not-found'],
  });
  app.get('/.well-known/alminding', { schema }, async (_request, reply) => {
    const own = await logs.own();
    if (own === null) throw new CodedError('not-found', 'This catalogue has signed no head yet.');
    const answer = discoveryOf(own.head, own.keys, { name: config.name, publicUrl: config.publicUrl });
    return reply.header('cache-control', CACHE.briefly).send(answer);
  });
}
