import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Published, Reader, Registry } from '../../registry/types.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe, json } from './documentation.ts';
import { jsonBody, optionalText, textMember, wrong } from './json-body.ts';

/** `GET /api/v1/hand-overs` */
export function handOversRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    ...{ tag: 'federation', id: 'listHandOvers', summary: 'What goes from one catalogue to another' },
    description: `Products that are offered to another catalogue, were taken over, or are said to be, ours first; at most ${LIMITS.handOversListed}.`,
    answers: { 200: json('As far as it is known here.', 'handOvers') },
  });
  app.get('/hand-overs', { schema }, async (_request, reply) => {
    const items = await read.handOvers();
    return reply.header('cache-control', CACHE.briefly).send({ total: items.length, items, next: null });
  });
}

const ACTS = ['offer', 'undo', 'accept', 'refuse'] as const;

/** `POST /api/v1/hand-overs`: what the operator does about them. */
export function handOverDesk(app: FastifyInstance, { handOver }: Registry): void {
  const schema = describe({
    ...{ tag: 'federation', id: 'handOver', summary: 'Hand a product over, or take one over', token: true },
    description:
      'Nothing changes before the other side accepts. Then its entry is the current one wherever both are seen, and the old address leads there.',
    body: {
      description: 'What is to be done.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['act', 'entry'],
            properties: {
              act: {
                enum: ACTS,
                description: 'Offer ours, take that back; accept what is offered to us, or refuse it.',
              },
              entry: { type: 'string', description: 'Ours without an origin, the other side’s with it.' },
              to: { type: 'string', description: 'Of an offer: the catalogue, by its name here or its origin.' },
              as: { type: 'string', description: 'Of an offer: the name under which it goes on there.' },
            },
          },
        },
      },
    },
    answers: { 200: json('It is done, or was before.', 'handOverDone') },
    refusals: [
      ...([
        'unauthorised',
        'forbidden',
        'too-many-requests',
        'busy',
        'read-only',
        'disk-full',
        'invalid-input',
      ] as const),
      ...(['malformed-body', 'unsupported-media-type', 'not-found', 'gone', 'conflict', 'invalid-parameter'] as const),
      ...(['too-large', 'forked-log'] as const),
    ],
  });
  app.post('/hand-overs', { schema }, async (request, reply) => {
    const sent = jsonBody(request, ['act', 'entry', 'to', 'as']);
    const act = ACTS.find((one) => one === sent.act);
    if (act === undefined) throw wrong('/act', 'enum', `“act” must be one of ${ACTS.join(', ')}.`);
    const entry = textMember(sent, 'entry', LIMITS.addressLength);
    const done =
      act === 'offer' || act === 'undo'
        ? await ofOurs(handOver, act, entry, sent)
        : await ofTheirs(handOver, act, entry);
    return reply.header('cache-control', CACHE.never).send({ act, ...done });
  });
}

type Done = Pick<Published, 'id' | 'changed'>;

async function ofOurs(
  acts: Registry['handOver'],
  act: 'offer' | 'undo',
  entry: string,
  sent: Record<string, unknown>,
): Promise<Done> {
  const ref = parseRef(entry);
  if (ref?.kind !== 'software' || ref.origin !== undefined)
    throw new CodedError('invalid-parameter', 'Name our own entry as software/NAME.');
  if (act === 'undo') return shown(await acts.undo(ref.slug));
  const origin = textMember(sent, 'to', LIMITS.addressLength);
  return shown(await acts.offer(ref.slug, { origin, slug: optionalText(sent, 'as', LIMITS.slugLength) }));
}

async function ofTheirs(acts: Registry['handOver'], act: 'accept' | 'refuse', entry: string): Promise<Done> {
  if (act === 'accept') return shown(await acts.accept(entry));
  return { id: (await acts.refuse(entry)).entry, changed: true };
}

const shown = ({ id, changed }: Published): Done => ({ id, changed });
