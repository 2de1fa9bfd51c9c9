import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/access.ts';
import type { ShownToken } from '../../access/tokens.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { TokenAnswer } from '../../schemas.gen.ts';
import type { Scope } from '../../writers/may-write.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe, json } from './documentation.ts';
import { jsonBody, optionalText, textMember, wrong } from './json-body.ts';

const REFUSALS = ['unauthorised', 'forbidden', 'too-many-requests', 'busy', 'read-only', 'disk-full'] as const;

/** `GET`, `POST /api/v1/tokens` and `DELETE /api/v1/tokens/{id}`: for forges without tokens of their own. */
export function tokenRoutes(app: FastifyInstance, { tokens }: Access): void {
  const list = describe({
    ...{ tag: 'publish', id: 'listTokens', summary: 'Tokens that the operator made', token: true },
    description: 'With what each is for, until when, and when it was last used; never with the token itself.',
    answers: { 200: json('All of them.', 'tokens') },
    refusals: [...REFUSALS],
  });
  app.get('/tokens', { schema: list }, async (_request, reply) => {
    const items = (await tokens.list()).map(answer);
    return reply.header('cache-control', CACHE.never).send({ total: items.length, items, next: null });
  });
  const create = describe({
    ...{ tag: 'publish', id: 'createToken', summary: 'Make a token', token: true },
    description: 'For one repository or one entry, for 1 to 366 days. The token is in this answer and nowhere else.',
    body: {
      description: 'What it is for.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['label', 'days'],
            properties: {
              label: { type: 'string', maxLength: 200 },
              days: { type: 'integer', minimum: 1, maximum: 366 },
              repository: { type: 'string', description: 'Address of the repository that it publishes.' },
              entry: { type: 'string', description: 'Or the entry that it writes: `software/kitos`.' },
            },
          },
        },
      },
    },
    answers: { 201: json('The token.', 'token') },
    refusals: [...REFUSALS, 'invalid-input', 'malformed-body', 'conflict', 'too-large', 'unsupported-media-type'],
  });
  app.post('/tokens', { schema: create }, async (request, reply) => {
    const body = jsonBody(request, ['label', 'days', 'repository', 'entry']);
    const label = textMember(body, 'label', 200);
    const made = await tokens.create({ label, days: Number(body.days), scope: scopeOf(body) });
    return reply
      .code(201)
      .header('cache-control', CACHE.never)
      .send({ ...answer(made), token: made.token });
  });
  const revoke = describe({
    ...{ tag: 'publish', id: 'revokeToken', summary: 'Revoke a token', token: true },
    description: 'From the next request on it is refused.',
    params: { type: 'object', properties: { id: { type: 'string', description: 'Name of the token.' } } },
    answers: { 200: json('It is no longer good.', 'revokedToken') },
    refusals: [...REFUSALS, 'not-found'],
  });
  app.delete<{ Params: { id: string } }>('/tokens/:id', { schema: revoke }, async (request, reply) => {
    const { id } = request.params;
    await tokens.revoke(id);
    return reply.header('cache-control', CACHE.never).send({ id, revoked: true });
  });
}

function scopeOf(body: Record<string, unknown>): Scope {
  const [repository, entry] = [optionalText(body, 'repository', 2_000), optionalText(body, 'entry', 200)];
  if (repository !== undefined && entry === undefined) return { repository };
  if (entry !== undefined && repository === undefined) return { entry };
  throw wrong('', 'required', 'Say which repository it publishes, or which entry it writes: one of both.');
}

const time = (ms: number | null): string | null => (ms === null ? null : toRfc3339(ms));

const answer = ({ id, label, scope, created, expires, revoked, used }: ShownToken): TokenAnswer => ({
  ...{ id, label, scope: 'entry' in scope ? scope.entry : scope.repository },
  ...{ created: toRfc3339(created), expires: toRfc3339(expires), revoked: time(revoked), used: time(used) },
});
