import type { FastifyInstance } from 'fastify';
import { type Kind, PLURAL } from '../../records/kinds.ts';
import type { Reader } from '../../registry/types.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, nameOf } from './documentation.ts';
import { ADDRESS, CURSOR, LANG, LIMIT, type PageQuery, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** Whose adoptions can be listed, and what that list is. */
export const WHOSE: Partial<Record<Kind, string>> = {
  software: 'Who uses this software',
  organisation: 'What this organisation uses',
  network: 'Who uses the software of this network',
};

/** `GET /api/v1/<plural>/{address}/adoptions` */
export function adoptionsRoute(app: FastifyInstance, read: Reader, kind: Kind): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `list${nameOf(kind)}Adoptions`,
    summary: `${WHOSE[kind]}`,
    description: `${WHOSE[kind]}, as far as a source says so. State, evidence and source are in \`facts\`.`,
    params: ADDRESS,
    querystring: query({ lang: LANG, limit: LIMIT, cursor: CURSOR }),
    answers: {
      200: json('One page of adoptions.', 'itemPage'),
      307: ELSEWHERE,
    },
    refusals: ['not-found', 'gone', 'invalid-cursor'],
  });
  const path = `/${PLURAL[kind]}/:address/adoptions`;
  app.get<ByAddress & { Querystring: PageQuery & { lang?: string } }>(path, { schema }, async (request, reply) => {
    const { lang, limit, cursor } = request.query;
    const found = await find(read, kind, request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/adoptions`);
    const language = textLanguage(lang, request.headers['accept-language']);
    reply.headers({ 'cache-control': CACHE.briefly, vary: 'accept-language' });
    return reply.send(await read.adoptions(found.row, language, limit, cursor));
  });
}
