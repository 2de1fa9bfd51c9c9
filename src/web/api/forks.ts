import type { FastifyInstance } from 'fastify';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Logs } from '../../logs/logs.ts';
import type { ForkProof, ForksAnswer } from '../../schemas.gen.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe, json } from './documentation.ts';

/** `GET /api/v1/forks` and `GET /api/v1/forks/{id}` */
export function forksRoute(app: FastifyInstance, logs: Logs): void {
  const list = describe({
    tag: 'federation',
    id: 'listForks',
    summary: 'Logs that were caught with two histories',
    description:
      'Each has signed two heads that no append-only log can have. Nothing newer of such a log is cosigned here, and neither branch is chosen.',
    answers: { 200: json('All that are known here, newest first.', 'forks') },
  });
  app.get('/forks', { schema: list }, async (_request, reply) => {
    const rows = await logs.forks();
    // From whom a head came is not told: it may be the address of a person.
    const answer: ForksAnswer = {
      forks: rows.map(({ id, origin, rule, found }) => ({ id, origin, rule, found: toRfc3339(found) })),
    };
    return reply.header('cache-control', CACHE.briefly).send(answer);
  });
  const one = describe({
    tag: 'federation',
    id: 'getFork',
    summary: 'The proof of two histories',
    description:
      'Both signed heads, byte for byte, and hashes. `alminding forks check` checks such a file without service or network.',
    params: { type: 'object', properties: { id: { type: 'string', description: 'Id of the proof.' } } },
    answers: { 200: json('The proof.', 'forkProof') },
    refusals: ['not-found'],
  });
  app.get<{ Params: { id: string } }>('/forks/:id', { schema: one }, async (request, reply) => {
    const proof = await logs.fork(request.params.id);
    if (proof === null) throw new CodedError('not-found', 'There is no such proof.');
    const answer: ForkProof = proof;
    return reply.header('cache-control', CACHE.briefly).send(answer);
  });
}
