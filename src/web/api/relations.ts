import type { FastifyInstance } from 'fastify';
import type { Reader } from '../../registry/types.ts';
import { sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, UNCHANGED } from './documentation.ts';
import { ADDRESS, LANG, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** `GET /api/v1/software/{address}/relations` */
export function relationsRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'software',
    id: 'listSoftwareRelations',
    summary: 'List what a software stands on and what stands on it',
    description:
      'Relations with the ranges of versions that fit, each as its source writes it. A range that cannot be read is `not known`, never a fit. Of a host also its add-ons (at most 100), and which of them fit which of its versions.',
    params: ADDRESS,
    querystring: query({ lang: LANG }),
    answers: { 200: json('The relations.', 'relationsAnswer'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone'],
  });
  app.get<ByAddress & { Querystring: { lang?: string } }>(
    '/software/:address/relations',
    { schema },
    async (request, reply) => {
      const found = await find(read, 'software', request.params.address);
      if ('at' in found) return elsewhere(reply, `${found.at}/relations`);
      const language = textLanguage(request.query.lang, request.headers['accept-language']);
      reply.header('vary', 'accept-language');
      return sendTagged(request, reply, await read.relations(found.row, language));
    },
  );
}
