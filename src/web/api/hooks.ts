import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HookForge, HookHeaders } from '../../access/hook-signature.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { AppDeps } from '../deps.ts';
import { CACHE } from '../plugins/caching.ts';
import { hookLimits } from '../plugins/limits.ts';
import { DATA_HEADERS, sendAlways } from '../plugins/security.ts';
import { describe, json } from './documentation.ts';

const FORGES: Readonly<Record<HookForge, string>> = {
  github: 'GitHub: signed by `X-Hub-Signature-256`; events push, create, delete, release, repository and public.',
  gitlab:
    'GitLab: by a signing token (`webhook-signature`, Standard Webhooks) or a secret token (`X-Gitlab-Token`); push, tag push and release events, of projects, groups or the system.',
  forgejo: 'Forgejo and Gitea: signed by `X-Forgejo-Signature` or `X-Gitea-Signature`; the events of GitHub.',
};

/** `POST /api/v1/webhooks/{github|gitlab|forgejo}`: a forge says that something is new. */
export async function hookRoutes(app: FastifyInstance, { hooks }: AppDeps): Promise<void> {
  sendAlways(app, DATA_HEADERS);
  app.removeAllContentTypeParsers();
  const types = ['application/json', 'application/x-www-form-urlencoded'];
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const limits = await hookLimits(app);
  for (const forge of Object.keys(FORGES) as HookForge[]) {
    const refusing = async <T>(request: FastifyRequest, act: () => T | Promise<T>): Promise<T> => {
      try {
        return await act();
      } catch (refusal) {
        await limits.refused(request);
        throw refusal;
      }
    };
    const onRequest = async (request: FastifyRequest): Promise<void> => {
      await limits.any(request);
      await refusing(request, () => hooks.expect(forge));
    };
    const options = { schema: schemaOf(forge), onRequest, bodyLimit: LIMITS.hookBytes };
    app.post(`/webhooks/${forge}`, options, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await refusing(request, () => hooks.receive(forge, headersOf(request), body));
      return reply.code(202).header('cache-control', CACHE.never).send(answer);
    });
  }
}

const headersOf = ({ headers }: FastifyRequest): HookHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );

const schemaOf = (forge: HookForge) =>
  describe({
    tag: 'sources',
    id: `hook${forge.charAt(0).toUpperCase()}${forge.slice(1)}`,
    summary: `Hear from ${FORGES[forge].split(':')[0]} that something is new`,
    description: `A webhook of ${FORGES[forge]} The source that the event is about is looked at within seconds; nothing else in it is believed. A repeated delivery is taken and changes nothing.`,
    body: {
      description: 'The event, as the forge sends it.',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    answers: { 202: json('It was heard.', 'hookHeard') },
    refusals: [
      ...(['unauthorised', 'malformed-body', 'too-large', 'unsupported-media-type', 'too-many-requests'] as const),
      ...(['busy', 'read-only', 'disk-full'] as const),
    ],
  });
