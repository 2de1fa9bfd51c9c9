import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/access.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { ExchangeAnswer } from '../../schemas.gen.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe, json } from './documentation.ts';
import { jsonBody, textMember } from './json-body.ts';

/** `POST /api/v1/oidc/token`: trusted publishing, as package registries have it. */
export function exchangeRoute(app: FastifyInstance, access: Access): void {
  const schema = describe({
    tag: 'publish',
    id: 'exchangeToken',
    summary: 'Exchange the token of a run of CI',
    description:
      'Takes the OIDC token by which a run of GitHub Actions, GitLab CI or Forgejo Actions proves which repository it belongs to, made for the public address of this catalogue as its audience. Gives a token of 15 minutes that publishes for that repository alone. Each is taken once. Runs on content of others, such as pull requests, get none.',
    body: {
      description: 'The token.',
      content: {
        'application/json': {
          schema: { type: 'object', required: ['token'], properties: { token: { type: 'string' } } },
        },
      },
    },
    answers: { 200: json('The token to publish with.', 'exchanged') },
    refusals: [
      ...(['invalid-input', 'malformed-body', 'unauthorised', 'forbidden', 'issuer-unavailable', 'too-large'] as const),
      ...(['unsupported-media-type', 'too-many-requests', 'busy', 'read-only', 'disk-full'] as const),
    ],
  });
  app.post('/oidc/token', { schema, config: { door: 'anybody' } }, async (request, reply) => {
    if (!access.exchanges)
      throw new CodedError('unauthorised', 'This catalogue takes no tokens of CI: its operator has named no issuer.');
    const given = textMember(jsonBody(request, ['token']), 'token', LIMITS.idTokenBytes);
    const { token, scope, expires } = await access.exchange(given);
    const answer: ExchangeAnswer = { token, scope, expires: toRfc3339(expires) };
    return reply.header('cache-control', CACHE.never).send(answer);
  });
}
