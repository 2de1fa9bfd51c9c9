import type { FastifyInstance } from 'fastify';
import { routeOf } from '../language.ts';

/**
 * One line a request: its id, the template of its route, status and time. Neither the address asked for nor the address
 * asking is logged, as both can tell of a person. Nothing is done at all where the level would drop the line.
 */
export function logRequests(app: FastifyInstance, level: string): void {
  if (level !== 'info' && level !== 'debug') return;
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    request.log.info({ method, route: routeOf(request), status: reply.statusCode, ms }, 'answered');
    done();
  });
}
