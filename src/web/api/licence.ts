import type { FastifyInstance } from 'fastify';
import type { Reader } from '../../registry/types.ts';
import { sendTagged } from '../plugins/caching.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, UNCHANGED } from './documentation.ts';
import { ADDRESS } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** `GET /api/v1/software/{address}/licence` */
export function licenceRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'software',
    id: 'getSoftwareLicence',
    summary: 'Compare the declared licence with what was found',
    description:
      'The licence as declared, every value that was found as its source writes it, whether they agree, what the licence allows, who is named as holder of the code, and what changed. What nobody looked at is `not known`.',
    params: ADDRESS,
    answers: { 200: json('The licence.', 'licenceAnswer'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone'],
  });
  app.get<ByAddress>('/software/:address/licence', { schema }, async (request, reply) => {
    const found = await find(read, 'software', request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/licence`);
    return sendTagged(request, reply, await read.licence(found.row));
  });
}
