import type { FastifyInstance } from 'fastify';
import type { DraftDesk } from '../../crawl/drafts.ts';
import type { DraftState } from '../../store/draft-port.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { describe, json } from './documentation.ts';
import { jsonBody, optionalText } from './json-body.ts';

const REFUSALS = ['unauthorised', 'forbidden', 'too-many-requests', 'busy', 'read-only', 'disk-full'] as const;
const STATES = ['waiting', 'accepted', 'refused', 'replaced'];
const SHARED = { tag: 'sources', token: true } as const;
const params = { type: 'object', properties: { id: { type: 'string', description: 'Name of the draft.' } } };
const NEVER = { 'cache-control': CACHE.never };

interface At {
  Params: { id: string };
}

/** `/api/v1/drafts`: records that were drafted of repositories without a manifest, by the operator. */
export function draftRoutes(app: FastifyInstance, desk: DraftDesk): void {
  const list = describe({
    ...{ ...SHARED, id: 'listDrafts', summary: 'Records that wait for a person' },
    description:
      'Drafted of repositories that are crawled and have no manifest, with the file that each value comes from.',
    querystring: query({
      state: { type: 'string', enum: STATES, default: 'waiting', description: 'Those in this state.' },
    }),
    answers: { 200: json('The drafts.', 'drafts') },
    refusals: [...REFUSALS],
  });
  app.get<{ Querystring: { state: DraftState } }>('/drafts', { schema: list }, async (request, reply) => {
    const items = await desk.list(request.query.state);
    return reply.headers(NEVER).send({ total: items.length, items, next: null });
  });
  const one = describe({
    ...{ ...SHARED, id: 'getDraft', summary: 'One draft', params },
    description: 'The record that would be listed, what each value stands on, and what nobody found.',
    answers: { 200: json('The draft.', 'draft') },
    refusals: [...REFUSALS, 'not-found'],
  });
  app.get<At>('/drafts/:id', { schema: one }, async (request, reply) =>
    reply.headers(NEVER).send(await desk.get(request.params.id)),
  );
  const accept = describe({
    ...{ ...SHARED, id: 'acceptDraft', summary: 'List a draft', params },
    description:
      'As written by the catalogue. It follows its repository, and gives way to a manifest and to what a person writes.',
    answers: { 200: json('It is listed.', 'draft') },
    refusals: [...REFUSALS, 'not-found', 'conflict', 'invalid-input', 'gone'],
  });
  app.post<At>('/drafts/:id/accept', { schema: accept }, async (request, reply) =>
    reply.headers(NEVER).send(await desk.accept(request.params.id)),
  );
  const refuse = describe({
    ...{ ...SHARED, id: 'refuseDraft', summary: 'Do not list a draft', params },
    description: 'It is not asked again. One that was listed is hidden.',
    body: {
      description: 'Why, in words.',
      content: { 'application/json': { schema: { type: 'object', properties: { reason: { type: 'string' } } } } },
    },
    answers: { 200: json('It is not listed.', 'draft') },
    refusals: [...REFUSALS, 'not-found', 'invalid-input', 'malformed-body', 'too-large', 'unsupported-media-type'],
  });
  app.post<At>('/drafts/:id/refuse', { schema: refuse }, async (request, reply) => {
    const reason = optionalText(jsonBody(request, ['reason']), 'reason', 500);
    return reply.headers(NEVER).send(await desk.refuse(request.params.id, reason));
  });
}
