import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/access.ts';
import { WRITER_ACTS, type WriterAct } from '../../writers/change.ts';
import type { Principal } from '../../writers/may-write.ts';
import type { Writer } from '../../writers/writer.ts';
import { CACHE } from '../plugins/caching.ts';
import { describe } from './documentation.ts';
import { jsonBody, optionalText, textMember, wrong } from './json-body.ts';
import { ADDRESS } from './parameters.ts';
import type { ByAddress } from './records.ts';

const NARROWING = ['issuer', 'repository', 'owner', 'workflow', 'ref', 'environment'] as const;

/** `POST /api/v1/writers/{slug}`: add, replace, remove, dispute, confirm, drop. */
export function writersRoute(app: FastifyInstance, access: Access): void {
  const schema = describe({
    ...{ tag: 'writers', id: 'changeWriters', summary: 'Change who may write an entry', token: true, params: ADDRESS },
    description:
      'A writer adds, replaces and removes at once, and disputes what was announced. What the operator changes is announced for 14 days, except the first writer, and put in force by `confirm`, or dropped.',
    body: {
      description: 'What to do, and the repository that it is about.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['act', 'address'],
            properties: {
              act: { enum: [...WRITER_ACTS] },
              address: { type: 'string', description: 'Address of the repository.' },
              ...Object.fromEntries(NARROWING.map((name) => [name, { type: 'string' }])),
              settles: { type: 'boolean', description: 'With `confirm`: both sides of a dispute were heard.' },
            },
          },
        },
      },
    },
    answers: {
      200: {
        description: 'The record of who may write it, as it is now.',
        content: { 'application/json': { schema: { $ref: 'https://alminding.example/schemas/writers.schema.json' } } },
      },
    },
    refusals: [
      ...([
        'not-found',
        'unauthorised',
        'forbidden',
        'invalid-input',
        'malformed-body',
        'conflict',
        'too-large',
      ] as const),
      ...(['unsupported-media-type', 'too-many-requests', 'busy', 'read-only', 'disk-full'] as const),
    ],
  });
  app.post<ByAddress>('/writers/:address', { schema, config: { door: 'holder' } }, async (request, reply) => {
    const body = jsonBody(request, ['act', 'address', 'settles', ...NARROWING]);
    const change = { act: actOf(body.act), writer: writerOf(body), settles: body.settles === true };
    const who = request.principal as Principal | 'operator';
    const record = await access.changeWriters(who, `software/${request.params.address}`, change);
    return reply.header('cache-control', CACHE.never).send(record);
  });
}

function actOf(value: unknown): WriterAct {
  const act = WRITER_ACTS.find((known) => known === value);
  if (act === undefined) throw wrong('/act', 'enum', `“act” must be one of ${WRITER_ACTS.join(', ')}.`);
  return act;
}

function writerOf(body: Record<string, unknown>): Writer {
  const writer: Writer = { address: textMember(body, 'address', 2_000) };
  for (const name of NARROWING) {
    const text = optionalText(body, name, 500);
    if (text !== undefined) writer[name] = text;
  }
  return writer;
}
