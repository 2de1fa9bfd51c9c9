import type { FastifyInstance } from 'fastify';
import { toRfc3339 } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { HookDesk, ShownHook } from '../../registry/deliver/hooks.ts';
import type { HookAnswer } from '../../schemas.gen.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe, json } from './documentation.ts';
import { jsonBody, optionalText, textMember, wrong } from './json-body.ts';

const REFUSALS = ['unauthorised', 'forbidden', 'too-many-requests', 'busy', 'read-only', 'disk-full'] as const;
const SHARED = { tag: 'webhooks', token: true } as const;
const ID = { id: { type: 'string', description: 'Name of the webhook.' } };
const params = { type: 'object', properties: ID };
const NEVER = { 'cache-control': CACHE.never };

/** `/api/v1/hooks`: who is told of changes, by the operator. */
export function hookDeskRoutes(app: FastifyInstance, desk: HookDesk): void {
  const list = describe({
    ...{ ...SHARED, id: 'listHooks', summary: 'Who is told of changes' },
    description: 'With how far each is and why one is suspended; never with its secret.',
    answers: { 200: json('All of them.', 'hooks') },
    refusals: [...REFUSALS],
  });
  app.get('/hooks', { schema: list }, async (_request, reply) => {
    const items = (await desk.list()).map(answer);
    return reply.headers(NEVER).send({ total: items.length, items, next: null });
  });
  const add = describe({
    ...{ ...SHARED, id: 'addHook', summary: 'Tell an address of changes' },
    description:
      'Every change from now on is posted to it in the form of Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`, and `{ type, timestamp, data }` with at most 100 changes. What fails is tried again after seconds, then hours. The secret is in this answer and nowhere else.',
    body: {
      description: 'Where, and what of.',
      content: { 'application/json': { schema: WISH } },
    },
    answers: { 201: json('It is told from now on.', 'hook') },
    refusals: [
      ...REFUSALS,
      ...([
        'invalid-input',
        'invalid-parameter',
        'malformed-body',
        'conflict',
        'address-refused',
        'unreachable',
      ] as const),
      ...(['too-large', 'unsupported-media-type'] as const),
    ],
  });
  app.post('/hooks', { schema: add }, async (request, reply) => {
    const body = jsonBody(request, Object.keys(WISH.properties));
    const { kinds = [], everything = false } = body;
    if (!Array.isArray(kinds) || typeof everything !== 'boolean')
      throw wrong('/kinds', 'type', '“kinds” is a list of words, “everything” true or false.');
    const url = textMember(body, 'url', LIMITS.addressLength);
    const label = optionalText(body, 'label', 200) ?? url;
    const made = await desk.add({ url, label, kinds: kinds.map(String), everything });
    return reply
      .code(201)
      .headers(NEVER)
      .send({ ...answer(made), secret: made.secret });
  });
  const remove = describe({
    ...{ ...SHARED, id: 'removeHook', summary: 'Tell an address no more', params },
    description: 'It is forgotten, with what was sent to it.',
    answers: { 200: json('It is told no more.', 'hookRemoved') },
    refusals: [...REFUSALS, 'not-found'],
  });
  app.delete<At>('/hooks/:id', { schema: remove }, async (request, reply) => {
    await desk.remove(request.params.id);
    return reply.headers(NEVER).send({ id: request.params.id, removed: true });
  });
  deliveryRoutes(app, desk);
}

interface At {
  Params: { id: string; message: string };
}

const WISH = {
  type: 'object',
  required: ['url'],
  properties: {
    url: { type: 'string', description: 'Address, https.' },
    label: { type: 'string', maxLength: 200, description: 'Who it is, in words.' },
    kinds: { type: 'array', items: { type: 'string' }, description: 'Only these kinds of records; all without it.' },
    everything: { type: 'boolean', description: 'Records of other catalogues that are shown here, too.' },
  },
} as const;

function deliveryRoutes(app: FastifyInstance, desk: HookDesk): void {
  const resume = describe({
    ...{ ...SHARED, id: 'resumeHook', summary: 'Go on telling one that was suspended', params },
    description: 'With what happens from now on. A first message, `catalogue.gap`, says what was missed.',
    answers: { 200: json('It is told again.', 'hook') },
    refusals: [...REFUSALS, 'not-found'],
  });
  app.post<At>('/hooks/:id/resume', { schema: resume }, async (request, reply) =>
    reply.headers(NEVER).send(answer(await desk.resume(request.params.id))),
  );
  const renew = describe({
    ...{ ...SHARED, id: 'renewHookSecret', summary: 'Sign with another secret', params },
    description:
      'From now on; it is in this answer and nowhere else. One that was suspended because its secret was lost goes on.',
    answers: { 200: json('It has another secret.', 'hook') },
    refusals: [...REFUSALS, 'not-found', 'conflict'],
  });
  app.post<At>('/hooks/:id/secret', { schema: renew }, async (request, reply) => {
    const made = await desk.renew(request.params.id);
    return reply.headers(NEVER).send({ ...answer(made), secret: made.secret });
  });
  const log = describe({
    ...{ ...SHARED, id: 'listHookDeliveries', summary: 'What was sent to one', params },
    description: 'Each try with what became of it, the newest first, at most 200.',
    answers: { 200: json('The log.', 'hookDeliveries') },
    refusals: [...REFUSALS, 'not-found'],
  });
  app.get<At>('/hooks/:id/deliveries', { schema: log }, async (request, reply) => {
    const rows = await desk.deliveries(request.params.id);
    const items = rows.map(({ hook: _, seq: __, at, ...row }) => ({ ...row, at: toRfc3339(at) }));
    return reply.headers(NEVER).send({ total: items.length, items, next: null });
  });
  const redeliver = describe({
    ...{ ...SHARED, id: 'redeliverHook', summary: 'Send a message once more' },
    description: 'One of the log by its id, or `ping`: a message without changes.',
    params: { type: 'object', properties: { ...ID, message: { type: 'string', description: 'Id of a message.' } } },
    answers: { 200: json('What became of it.', 'hookSent') },
    refusals: [...REFUSALS, 'not-found'],
  });
  app.post<At>('/hooks/:id/deliveries/:message', { schema: redeliver }, async (request, reply) => {
    const { id, message } = request.params;
    const outcome = message === 'ping' ? await desk.ping(id) : await desk.redeliver(id, message);
    return reply.headers(NEVER).send(outcome);
  });
}

const answer = ({ added, due, cursor: _, gap: __, ...hook }: ShownHook): HookAnswer => {
  const { id, url, label, kinds, everything, state, why, behind, failures } = hook;
  const said = { id, url, label, kinds, everything, state, why: why as HookAnswer['why'], behind, failures };
  return { ...said, added: toRfc3339(added), due: toRfc3339(due) };
};
