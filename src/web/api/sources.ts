import type { FastifyInstance } from 'fastify';
import type { AppDeps, SourceReader } from '../deps.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { BADGES, type BadgeName, renderBadge } from '../ui/badge.ts';
import { describe, json } from './documentation.ts';
import { CURSOR, LIMIT, type PageQuery } from './parameters.ts';

const ID = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', description: 'Id of the source.' } },
};
const STATES = ['new', 'alive', 'unreachable', 'gone'];
const VERDICTS = ['valid', 'invalid', 'none'];

type Filter = Parameters<SourceReader['list']>[2];

/** `GET /api/v1/sources`, `/sources/{id}` and its badge: what is crawled and what became of it. */
export function sourceRoutes(app: FastifyInstance, { crawl, registry }: AppDeps): void {
  const list = describe({
    tag: 'sources',
    id: 'listSources',
    summary: 'List what is crawled',
    description:
      'Repositories, owners and lists in the order of their ids, with their state. Problems and history are with each one.',
    querystring: query({
      limit: LIMIT,
      cursor: CURSOR,
      state: { type: 'string', enum: STATES, description: 'Only those in this state.' },
      verdict: { type: 'string', enum: VERDICTS, description: 'Only those with this verdict on their manifest.' },
    }),
    answers: { 200: json('One page of sources.', 'sourcePage') },
    refusals: ['invalid-cursor'],
  });
  app.get<{ Querystring: PageQuery & NonNullable<Filter> }>('/sources', { schema: list }, async (request, reply) => {
    const { limit, cursor, state, verdict } = request.query;
    return reply.header('cache-control', CACHE.briefly).send(await crawl.list(limit, cursor, { state, verdict }));
  });
  const one = describe({
    tag: 'sources',
    id: 'getSource',
    summary: 'Say what was seen at a source',
    description:
      'When it was last looked at, at which commit, the verdict on its manifest with every problem, and its history.',
    params: ID,
    answers: { 200: json('The source.', 'source') },
    refusals: ['not-found'],
  });
  app.get<{ Params: { id: string } }>('/sources/:id', { schema: one }, async (request, reply) =>
    reply.header('cache-control', CACHE.briefly).send(await crawl.get(request.params.id)),
  );
  badgeRoute(app, { crawl, registry });
}

function badgeRoute(app: FastifyInstance, deps: Pick<AppDeps, 'crawl' | 'registry'>): void {
  const schema = describe({
    tag: 'sources',
    id: 'getSourceBadge',
    summary: 'Show the state of a source as a badge',
    description:
      'An image for a README: whether the manifest is valid, the level with its framework, or how many bodies use it.',
    params: ID,
    querystring: query({
      show: { type: 'string', enum: [...BADGES], default: 'manifest', description: 'What the badge shows.' },
    }),
    answers: { 200: { description: 'The badge.', content: { 'image/svg+xml': { schema: { type: 'string' } } } } },
    refusals: ['not-found'],
  });
  app.get<{ Params: { id: string }; Querystring: { show: BadgeName } }>(
    '/sources/:id/badge.svg',
    { schema },
    async (request, reply) => {
      const source = await deps.crawl.get(request.params.id);
      const svg = await renderBadge(request.query.show, source, deps.registry.read);
      return reply
        .headers({ 'cache-control': CACHE.briefly, 'content-type': 'image/svg+xml; charset=utf-8' })
        .send(svg);
    },
  );
}
