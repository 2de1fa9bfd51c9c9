import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import type { Logs } from '../../logs/logs.ts';
import { createPingEar, readPing } from '../../logs/ping.ts';
import { bare, describe } from '../api/documentation.ts';
import { CACHE } from '../plugins/caching.ts';

export interface PingDeps {
  logs: Pick<Logs, 'originOfKey' | 'news'>;
  /** Address under which others reach this catalogue. */
  publicUrl: string;
  now(): number;
}

/** `POST /ping`: a mirrored log says that it has grown (RFC 9421). Refused before a signature is checked where it is unknown. */
export function pingRoute(app: FastifyInstance, { logs, publicUrl, now }: PingDeps): void {
  const ear = createPingEar();
  const schema = describe({
    tag: 'federation',
    id: 'ping',
    summary: 'Say that a log has grown',
    description:
      'Without a body. Signed with the key of the log (RFC 9421, ed25519; method, target address, digest of the empty body, time, nonce; label `ping`); `keyid` is its verifier key. Good for 300 seconds, once. Logs that are mirrored here are known.',
    answers: { 202: bare('It will be asked.') },
    refusals: ['malformed-body', 'not-found', 'not-signed'],
  });
  app.post('/ping', { schema, bodyLimit: 1 }, async (request, reply) => {
    const ping = readPing(request.headers);
    if (ping === null) throw new CodedError('malformed-body', 'These are not the headers of a ping.');
    const origin = await logs.originOfKey(ping.keyid);
    if (origin === null) throw new CodedError('not-found', 'No log with this key is mirrored here.');
    if (!ear.accepts(ping, `${publicUrl}/ping`, now()))
      throw new CodedError('not-signed', 'The signature does not fit, is too old, or was used before.');
    logs.news(origin);
    return reply.code(202).header('cache-control', CACHE.never).send();
  });
}
