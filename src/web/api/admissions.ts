import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/access.ts';
import type { ShownAdmission } from '../../access/admission.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { AdmissionAnswer } from '../../schemas.gen.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { describe, json } from './documentation.ts';
import { jsonBody, optionalText, wrong } from './json-body.ts';

const ID = { type: 'object', properties: { id: { type: 'string', description: 'Name of the request.' } } };
const STATE = { enum: ['waiting', 'accepted', 'refused'], default: 'waiting', description: 'Which of them.' };
const REFUSALS = ['unauthorised', 'forbidden', 'too-many-requests', 'busy', 'read-only', 'disk-full'] as const;

/** `GET /api/v1/admissions/{id}`: whoever sent something may ask what became of it; the name is not to be guessed. */
export function askedRoute(app: FastifyInstance, access: Access): void {
  const schema = describe({
    ...{ tag: 'publish', id: 'getAdmission', summary: 'What became of a manifest that waits', params: ID },
    description: 'By the name that the publish was answered with. What was sent is not shown.',
    answers: { 200: json('Where it stands.', 'admission') },
    refusals: ['not-found'],
  });
  app.get<{ Params: { id: string } }>('/admissions/:id', { schema }, async (request, reply) =>
    reply.header('cache-control', CACHE.never).send(admissionAnswer(await access.admission(request.params.id))),
  );
}

/** `GET /api/v1/admissions` and `POST /api/v1/admissions/{id}`: the operator's queue. */
export function admissionRoutes(app: FastifyInstance, access: Access): void {
  const list = describe({
    ...{ tag: 'publish', id: 'listAdmissions', summary: 'Manifests that wait for the operator', token: true },
    description: 'New entries of sources that are not accepted, and claims to entries that are there already.',
    querystring: query({ state: STATE }),
    answers: { 200: json('All of them.', 'admissions') },
    refusals: [...REFUSALS],
  });
  app.get<{ Querystring: { state: 'waiting' } }>('/admissions', { schema: list }, async (request, reply) => {
    const items = (await access.admissions(request.query.state)).map(admissionAnswer);
    return reply.header('cache-control', CACHE.never).send({ total: items.length, items, next: null });
  });
  const look = describe({
    ...{ tag: 'publish', id: 'getAdmissionManifest', summary: 'The manifest that waits', token: true, params: ID },
    description: 'As it was sent; it may name persons. It is not kept when it is decided.',
    answers: {
      200: { description: 'Its bytes.', content: { 'text/plain': { schema: { type: 'string' } } } },
    },
    refusals: [...REFUSALS, 'not-found'],
  });
  app.get<{ Params: { id: string } }>('/admissions/:id/manifest', { schema: look }, async (request, reply) => {
    const { bytes } = await access.manifest(request.params.id);
    return reply.headers({ 'cache-control': CACHE.never, 'content-type': 'text/plain; charset=utf-8' }).send(bytes);
  });
  const settle = describe({
    ...{ tag: 'publish', id: 'settleAdmission', summary: 'Let in what waits, or not', token: true, params: ID },
    description:
      'Accepted, it is published as whoever sent it, whose repository becomes a writer of the entry. A claim is settled by naming the writer.',
    body: {
      description: 'The decision.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['accept'],
            properties: {
              accept: { type: 'boolean' },
              reason: { type: 'string', maxLength: 500 },
              digest: { type: 'string', description: 'Only the manifest of this digest, if it still waits.' },
            },
          },
        },
      },
    },
    answers: { 200: json('It is settled.', 'settled') },
    refusals: [
      ...REFUSALS,
      'not-found',
      'invalid-input',
      'malformed-body',
      'conflict',
      'gone',
      'too-large',
      'unsupported-media-type',
    ],
  });
  app.post<{ Params: { id: string } }>('/admissions/:id', { schema: settle }, async (request, reply) => {
    const body = jsonBody(request, ['accept', 'reason', 'digest']);
    if (typeof body.accept !== 'boolean') throw wrong('/accept', 'type', '“accept” must be true or false.');
    const reason = optionalText(body, 'reason', 500);
    const digest = optionalText(body, 'digest', 100);
    const decision = {
      accept: body.accept,
      ...(reason !== undefined && { reason }),
      ...(digest !== undefined && { digest }),
    };
    const { admission, published } = await access.settle(request.params.id, decision);
    const answer = { admission: admissionAnswer(admission), id: published?.id ?? null };
    return reply.header('cache-control', CACHE.never).send(answer);
  });
}

export const admissionAnswer = ({ received, decided, ...rest }: ShownAdmission): AdmissionAnswer => ({
  ...rest,
  received: toRfc3339(received),
  decided: decided === null ? null : toRfc3339(decided),
});
