import type { FastifyInstance } from 'fastify';
import type { Reason } from '../../journal/leaf.ts';
import { CodedError } from '../../kernel/errors.ts';
import { isSlug } from '../../kernel/slug.ts';
import { type Kind, PLURAL } from '../../records/kinds.ts';
import type { Registry } from '../../registry/types.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { describe, json, nameOf } from './documentation.ts';
import { ADDRESS } from './parameters.ts';
import type { ByAddress } from './records.ts';

const REASONS: Record<Reason, string> = {
  withdrawn: 'by its owner',
  retired: 'no longer in use or maintained',
  duplicate: 'another entry is the same',
  'handed-over': 'another catalogue keeps it',
  consent: 'the consent to publish was taken back',
};

const REASON = {
  enum: Object.keys(REASONS),
  description: `Why: ${Object.entries(REASONS)
    .map(([reason, words]) => `\`${reason}\` (${words})`)
    .join(', ')}.`,
};

/** `DELETE /api/v1/<plural>/{slug}` */
export function withdrawRoute(app: FastifyInstance, registry: Registry, kind: Kind): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `withdraw${nameOf(kind)}`,
    summary: 'Withdraw an own entry',
    description:
      'Delists it for good: a tombstone stays, and its id is never used again. Withdrawing twice changes nothing. What was published before can still be fetched from the public record of changes, here and at mirrors, whatever the reason, `consent` too: `alminding erase ID --yes` has it destroyed.',
    params: ADDRESS,
    querystring: query({ reason: REASON }, ['reason']),
    token: true,
    answers: { 200: json('It is delisted.', 'withdrawn') },
    refusals: ['not-found', 'unauthorised', 'forbidden', 'too-many-requests', 'busy', 'read-only', 'disk-full'],
  });
  const path = `/${PLURAL[kind]}/:address`;
  app.delete<ByAddress & { Querystring: { reason: string } }>(path, { schema }, async (request, reply) => {
    const { address } = request.params;
    if (!isSlug(address)) throw new CodedError('not-found', 'Only own entries are withdrawn, by their slug alone.');
    return reply
      .header('cache-control', CACHE.never)
      .send(await registry.withdraw(kind, address, request.query.reason));
  });
}
