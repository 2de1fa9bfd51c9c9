import type { FastifyInstance } from 'fastify';
import type { Reason } from '../../journal/leaf.ts';
import { CodedError, isCoded } from '../../kernel/errors.ts';
import { BUILT_IN, ORIGIN_NAMES, OWN } from '../../kernel/origins.ts';
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
    reply.header('cache-control', CACHE.never);
    try {
      if (!isSlug(address)) throw new CodedError('not-found', 'Only own entries are withdrawn, by their slug alone.');
      return await registry.withdraw(kind, address, request.query.reason);
    } catch (error) {
      throw isCoded(error, 'not-found') ? await whose(registry, kind, address, error) : error;
    }
  });
}

/** There is no own entry at this address: whose it is that is shown there, and what can be done instead. */
async function whose(
  { read }: Pick<Registry, 'read'>,
  kind: Kind,
  address: string,
  refusal: CodedError,
): Promise<CodedError> {
  const found = await read.lookup(kind, address);
  if (!('found' in found)) return refusal;
  const { origin } = JSON.parse(found.found.view) as { origin: string };
  const id = `${kind}/${found.found.slug}`;
  if (origin === ORIGIN_NAMES[OWN]) return refusal;
  return new CodedError(
    'not-found',
    origin === ORIGIN_NAMES[BUILT_IN]
      ? `${id} comes with the program and is not ours to withdraw: ALMINDING_BUILT_IN=false hides all that is built in, and an own record of this id takes its place.`
      : `${id} belongs to ${origin}: only that catalogue can withdraw it.`,
  );
}
