import type { FastifyInstance } from 'fastify';
import type { Reader } from '../../registry/types.ts';
import { sendTagged } from '../plugins/caching.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, UNCHANGED } from './documentation.ts';
import { ADDRESS } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** `GET /api/v1/software/{address}/observations` */
export function observationsRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'software',
    id: 'listSoftwareObservations',
    summary: 'List what was seen of its repositories',
    description:
      'The newest observation of each of its repositories, its own first, at most 200. What is not in `looked` nobody looked for; `notMeasured` says what could not be seen and why.',
    params: ADDRESS,
    answers: { 200: json('The observations.', 'recordPage'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone'],
  });
  app.get<ByAddress>('/software/:address/observations', { schema }, async (request, reply) => {
    const found = await find(read, 'software', request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/observations`);
    const items = (await read.observations(found.row)).map(({ row }) => JSON.parse(row.view) as object);
    return sendTagged(request, reply, { total: items.length, items, next: null });
  });
}
