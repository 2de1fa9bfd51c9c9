import type { FastifyInstance, FastifyReply } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Logs } from '../../logs/logs.ts';
import type { Added } from '../../logs/witness.ts';
import { describe } from '../api/documentation.ts';
import { CACHE } from '../plugins/caching.ts';
import { bytesAnswer, TYPES } from './answers.ts';

const REQUEST = { type: 'string', description: '`old` and a size, hashes of a proof, an empty line, the checkpoint.' };

/** `POST /add-checkpoint`: this catalogue as a witness (C2SP tlog-witness). */
export function witnessRoute(app: FastifyInstance, { witness, news }: Pick<Logs, 'witness' | 'news'>): void {
  app.removeAllContentTypeParsers();
  // The protocol names no media type, so that all are taken, and none too.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const schema = describe({
    tag: 'federation',
    id: 'addCheckpoint',
    summary: 'Have a checkpoint cosigned',
    description:
      'A witness of C2SP tlog-witness: it cosigns a checkpoint that is consistent with the one that it cosigned last. The logs that are mirrored here are known, and those that the operator has named.',
    answers: {
      200: bytesAnswer('Lines of signatures.', TYPES.text),
      409: bytesAnswer('Another size was cosigned last: this one.', TYPES.size),
    },
    refusals: ['malformed-body', 'not-found', 'not-signed', 'forked-log', 'invalid-input', 'too-large', 'busy'],
  });
  const body = { content: { 'text/plain': { schema: REQUEST } }, required: true };
  app.post(
    '/add-checkpoint',
    { schema: { ...schema, requestBody: body }, bodyLimit: LIMITS.witnessBytes },
    async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const added = await witness.add(bytes, request.ip);
      // Who has a new head cosigned has grown: a ping as good as any.
      if (added.outcome === 'cosigned') news(added.origin);
      reply.header('cache-control', CACHE.never);
      return answered(reply, added);
    },
  );
}

const REFUSAL = {
  malformed: 'malformed-body',
  'unknown-origin': 'not-found',
  unsigned: 'not-signed',
  frozen: 'forked-log',
  'bad-proof': 'invalid-input',
  'no-key': 'overloaded',
} as const;

function answered(reply: FastifyReply, added: Added): FastifyReply {
  if (added.outcome === 'cosigned') return reply.header('content-type', TYPES.text).send(added.signatures);
  if (added.outcome === 'other-size') return reply.code(409).header('content-type', TYPES.size).send(`${added.size}\n`);
  throw new CodedError(REFUSAL[added.outcome], added.detail);
}
