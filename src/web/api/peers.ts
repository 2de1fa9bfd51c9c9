import type { FastifyInstance } from 'fastify';
import type { PeerChange, PeerDesk } from '../../federation/desk.ts';
import type { FederationReader, PeerReport } from '../../federation/report.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { PeerAnswer } from '../../schemas.gen.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { describe, json } from './documentation.ts';
import { jsonBody, optionalText, textMember, wrong } from './json-body.ts';

const REFUSALS = ['unauthorised', 'forbidden', 'too-many-requests', 'busy', 'read-only', 'disk-full'] as const;
const SENT = [...REFUSALS, 'invalid-input', 'malformed-body', 'too-large', 'unsupported-media-type'] as const;
/** How the other side may fail when it is looked at. */
const NOT_HAD = [
  'address-refused',
  'unreachable',
  'tls-failure',
  'answer-timeout',
  'answer-too-large',
  'answer-too-slow',
  'malformed-answer',
] as const;
const NAME = { type: 'object', properties: { name: { type: 'string', description: 'Name or origin of the peer.' } } };
const FACETS = { type: 'array', maxItems: 64, items: { type: 'string', maxLength: 100 } };

const body = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });

/** `GET`, `POST /api/v1/peers`, `PATCH` and `DELETE /api/v1/peers/{name}`: what the operator does about peers. */
export function peerRoutes(app: FastifyInstance, { desk, report }: FederationReader & { desk: PeerDesk }): void {
  listRoute(app, report);
  addRoute(app, desk);
  changeRoute(app, desk);
  removeRoute(app, desk);
}

function listRoute(app: FastifyInstance, report: FederationReader['report']): void {
  const schema = describe({
    ...{ tag: 'federation', id: 'listPeers', summary: 'Catalogues that were pinned', token: true },
    description: 'With what went wrong in words. How each stands is told to everybody by `GET /api/v1/federation`.',
    answers: { 200: json('All of them.', 'peers') },
    refusals: [...REFUSALS],
  });
  app.get('/peers', { schema }, async (_request, reply) => {
    const items = (await report()).peers.map(answerOf);
    return reply.header('cache-control', CACHE.never).send({ total: items.length, items, next: null });
  });
}

const answerOf = (peer: PeerReport): PeerAnswer => {
  const { name, origin, url, state, words, facets, approved, added, health } = peer;
  const { problem, heldEpoch } = health;
  return {
    ...{ name, origin, url, state, words, facets, approved, added: toRfc3339(added) },
    ...{ problem: problem?.detail ?? null, heldEpoch: heldEpoch?.detail ?? null },
  };
};

function addRoute(app: FastifyInstance, desk: PeerDesk): void {
  const schema = describe({
    ...{ tag: 'federation', id: 'addPeer', summary: 'Look at a catalogue, and pin it', token: true },
    description:
      'Without `words` it is only looked at, and its eight words are answered, and which catalogues that are mirrored here have pinned it under which key. Ask its people for theirs by another way than its own pages and send these: then it is pinned and mirrored. There is no other way.',
    body: body('Which one.', {
      type: 'object',
      required: ['url'],
      properties: {
        url: { type: 'string', maxLength: LIMITS.addressLength, description: 'Its public address.' },
        words: { type: 'string', maxLength: 200, description: 'The eight words that its people told you.' },
        name: { type: 'string', maxLength: 80, description: 'What it is to be called here.' },
        facets: { ...FACETS, description: 'Only bodies with one of these facets are taken.' },
      },
    }),
    answers: { 200: json('It was looked at.', 'peerAdded'), 201: json('It is pinned.', 'peerAdded') },
    refusals: [...SENT, 'invalid-parameter', 'conflict', ...NOT_HAD],
  });
  app.post('/peers', { schema }, async (request, reply) => {
    const sent = jsonBody(request, ['url', 'words', 'name', 'facets']);
    const [words, name] = [optionalText(sent, 'words', 200), optionalText(sent, 'name', 80)];
    const facets = facetsIn(sent);
    const given = { ...(words && { words }), ...(name && { name }), ...(facets && { facets }) };
    const { candidate, peer } = await desk.add(textMember(sent, 'url', LIMITS.addressLength), given);
    const { title, originName: origin, line: log, url, words: its, size, pinnedBy } = candidate;
    const found = { title, origin, log, url, words: its, size, pinnedBy };
    const answer = { ...found, pinned: peer !== null, name: peer?.name ?? null };
    return reply
      .code(peer === null ? 200 : 201)
      .header('cache-control', CACHE.never)
      .send(answer);
  });
}

function facetsIn({ facets }: Record<string, unknown>): string[] | undefined {
  if (facets === undefined) return undefined;
  if (
    Array.isArray(facets) &&
    facets.length <= 64 &&
    facets.every((one) => typeof one === 'string' && one.length <= 100)
  )
    return facets as string[];
  throw wrong('/facets', 'type', '“facets” must be a list of at most 64 texts.');
}

function changeRoute(app: FastifyInstance, desk: PeerDesk): void {
  const schema = describe({
    ...{ tag: 'federation', id: 'changePeer', summary: 'Approve, pause or resume a peer', token: true, params: NAME },
    description: 'Growth beyond what was approved and many removals at once wait for this.',
    body: body('What is to be changed.', {
      type: 'object',
      properties: {
        state: { enum: ['active', 'paused'], description: 'Whether it is asked.' },
        approved: { type: 'integer', minimum: 0, description: 'Approves its log up to so many leaves.' },
        releaseRemovals: { type: 'boolean', description: 'Lets the removals through that were held.' },
        facets: {
          ...FACETS,
          description:
            'Only bodies with one of these facets are taken from now on; with none all are. What is newly chosen is fetched, records of the rest are no longer shown.',
        },
      },
    }),
    answers: { 200: json('It is changed.', 'peerChanged') },
    refusals: [...SENT, 'not-found', 'invalid-parameter', 'conflict'],
  });
  app.patch<{ Params: { name: string } }>('/peers/:name', { schema }, async (request, reply) => {
    const change = changeIn(jsonBody(request, ['state', 'approved', 'releaseRemovals', 'facets']));
    const { peer, ...done } = await desk.change(request.params.name, change);
    const { name, state, approved, facets } = peer;
    return reply.header('cache-control', CACHE.never).send({ name, state, approved, facets, ...done });
  });
}

function changeIn(sent: Record<string, unknown>): PeerChange {
  const { state, approved, releaseRemovals } = sent;
  const facets = facetsIn(sent);
  if (state !== undefined && state !== 'active' && state !== 'paused')
    throw wrong('/state', 'enum', '“state” must be “active” or “paused”.');
  if (approved !== undefined && typeof approved !== 'number')
    throw wrong('/approved', 'type', '“approved” must be a number of leaves.');
  if (releaseRemovals !== undefined && typeof releaseRemovals !== 'boolean')
    throw wrong('/releaseRemovals', 'type', '“releaseRemovals” must be true or false.');
  return {
    ...(state !== undefined && { state }),
    ...(approved !== undefined && { approved }),
    ...(releaseRemovals !== undefined && { releaseRemovals }),
    ...(facets !== undefined && { facets }),
  };
}

function removeRoute(app: FastifyInstance, desk: PeerDesk): void {
  const schema = describe({
    ...{ tag: 'federation', id: 'removePeer', summary: 'Remove a peer', token: true, params: NAME },
    description: 'It is no more asked. Records that are kept are marked with the date of the last look.',
    querystring: query(
      { records: { type: 'string', enum: ['keep', 'drop'], description: 'What becomes of what came from it.' } },
      ['records'],
    ),
    answers: { 200: json('It is removed.', 'peerRemoved') },
    refusals: [...REFUSALS, 'not-found'],
  });
  type Removal = { Params: { name: string }; Querystring: { records: 'keep' | 'drop' } };
  app.delete<Removal>('/peers/:name', { schema }, async (request, reply) => {
    const { records } = request.query;
    const { peer, gone } = await desk.remove(request.params.name, records);
    return reply.header('cache-control', CACHE.never).send({ name: peer.name, kept: records === 'keep', gone });
  });
}
