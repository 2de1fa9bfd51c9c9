import type { FastifyInstance, FastifyRequest } from 'fastify';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { DISPUTE_REASONS } from '../../registry/adopters/types.ts';
import type { Registry } from '../../registry/types.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe, json } from './documentation.ts';

/** The members of a small JSON object that came as bytes; each a text, a list of texts or null. Throws `malformed-body`. */
function membersOf(request: FastifyRequest): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse((request.body as Buffer).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new CodedError('malformed-body', 'Send a JSON object.');
}

function textIn(members: Record<string, unknown>, name: string): string {
  const value = members[name];
  if (typeof value !== 'string' || value === '') throw new CodedError('invalid-parameter', `“${name}” must be a text.`);
  return value;
}

const body = (properties: object) => ({
  description: 'As JSON.',
  content: { 'application/json': { schema: { type: 'object', properties } } },
});
const word = (description: string) => ({ type: 'string', description });

/** `POST /api/v1/disputes`: needs no token. */
export function disputeRoute(app: FastifyInstance, { adopters }: Registry): void {
  const schema = describe({
    tag: 'adoptions',
    id: 'dispute',
    summary: 'Say that a claim is not right',
    description:
      'Needs no token. The claim (`id` of one of the `claims` of an adopter) is marked as disputed at once, until those who run the catalogue have settled it. No name or address of a person is kept.',
    body: body({
      claim: word('Id of the claim.'),
      reason: { enum: DISPUTE_REASONS, description: 'Why.' },
      words: word('In words, at most 500 characters.'),
    }),
    answers: { 202: json('It is marked.', 'disputeAnswer') },
    refusals: [
      ...(['invalid-parameter', 'malformed-body', 'not-found', 'conflict', 'too-many-requests'] as const),
      ...(['unsupported-media-type', 'too-large', 'overloaded', 'busy', 'read-only', 'disk-full'] as const),
    ],
  });
  app.post('/disputes', { schema }, async (request, reply) => {
    const members = membersOf(request);
    const { words } = members;
    const dispute = { claim: textIn(members, 'claim'), reason: textIn(members, 'reason') };
    const answer = await adopters.dispute({ ...dispute, ...(typeof words === 'string' ? { words } : {}) });
    return reply.code(202).header('cache-control', CACHE.never).send(answer);
  });
}

const shared = { tag: 'adoptions', token: true } as const;
const writes = [
  'unauthorised',
  'forbidden',
  'malformed-body',
  'invalid-parameter',
  'not-found',
  'too-many-requests',
] as const;
const bodies = [...writes, 'busy', 'unsupported-media-type', 'too-large', 'read-only', 'disk-full'] as const;
const never = { 'cache-control': CACHE.never };

/** What only the operator sees and decides. */
export function adopterDesk(app: FastifyInstance, registry: Registry): void {
  disputesDesk(app, registry);
  namesDesk(app, registry);
}

function disputesDesk(app: FastifyInstance, { adopters }: Registry): void {
  app.get(
    '/disputes',
    {
      schema: describe({
        ...shared,
        ...{ id: 'listDisputes', summary: 'Disputes of claims', description: 'Open and settled ones.' },
        answers: { 200: json('All of them.', 'disputeList') },
        refusals: ['unauthorised', 'forbidden', 'too-many-requests'],
      }),
    },
    async (_request, reply) => {
      const items = (await adopters.disputes()).map((one) => ({ ...one, at: toRfc3339(one.at) }));
      return reply.headers(never).send({ items });
    },
  );
  app.post<{ Params: { id: string } }>(
    '/disputes/:id',
    {
      schema: describe({
        ...shared,
        ...{ id: 'settleDispute', summary: 'Settle a dispute' },
        description:
          'Upheld, the claim is shown no more and an own record of it is withdrawn; rejected, it stands as before.',
        params: { type: 'object', required: ['id'], properties: { id: word('Id of the dispute.') } },
        body: body({ settled: { enum: ['upheld', 'rejected'], description: 'How.' } }),
        answers: { 200: json('It is settled.', 'dispute') },
        refusals: [...bodies, 'conflict'],
      }),
    },
    async (request, reply) => {
      const how = textIn(membersOf(request), 'settled');
      if (how !== 'upheld' && how !== 'rejected')
        throw new CodedError('invalid-parameter', 'A dispute is settled as upheld or rejected.');
      const settled = await adopters.settle(request.params.id, how);
      return reply.headers(never).send({ ...settled, at: toRfc3339(settled.at) });
    },
  );
}

function namesDesk(app: FastifyInstance, { adopters }: Registry): void {
  app.get(
    '/name-queue',
    {
      schema: describe({
        ...shared,
        ...{ id: 'listNameQueue', summary: 'Names that wait for a person' },
        description: 'Names of bodies that are not matched by themselves, each with at most three candidates.',
        answers: { 200: json('The first of them.', 'nameQueue') },
        refusals: ['unauthorised', 'forbidden', 'too-many-requests'],
      }),
    },
    async (_request, reply) => reply.headers(never).send(await adopters.queue()),
  );
  app.post(
    '/name-queue',
    {
      schema: describe({
        ...shared,
        ...{ id: 'matchName', summary: 'Say which body a name means' },
        description:
          'For this name in these countries from now on, wherever it stands; without `organisation`, that it is none.',
        body: body({
          name: word('As it waits.'),
          countries: { type: 'array', items: { type: 'string' }, description: 'As it waits.' },
          organisation: word('Id of the body.'),
        }),
        answers: { 200: json('What still waits.', 'nameQueue') },
        refusals: [...bodies],
      }),
    },
    async (request, reply) => {
      const members = membersOf(request);
      const { countries = [] } = members;
      const organisation = (members.organisation ?? null) === null ? null : textIn(members, 'organisation');
      if (!Array.isArray(countries) || countries.some((one) => typeof one !== 'string'))
        throw new CodedError('invalid-parameter', '“countries” must be a list of texts.');
      await adopters.match(textIn(members, 'name'), countries as string[], organisation);
      return reply.headers(never).send(await adopters.queue());
    },
  );
}
