import type { FastifyInstance } from 'fastify';
import { PLURAL } from '../../records/kinds.ts';
import type { Reader } from '../../registry/types.ts';
import type { ClaimsAnswer } from '../../schemas.gen.ts';
import { sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, nameOf, UNCHANGED } from './documentation.ts';
import { ADDRESS, LANG, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** Of what something can be claimed. */
export type Claimed = 'software' | 'network' | 'organisation';

/** `GET /api/v1/<plural>/{address}/claims` */
export function claimsRoute(app: FastifyInstance, read: Reader, kind: Claimed): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `list${nameOf(kind)}Claims`,
    summary: `What is claimed of this ${kind}`,
    description:
      'Numbers and facts as sources state them, thing by thing; at most 300. Of each thing and unit the newest dated claim that is no forecast is `shown`; all are kept. Figures of different units are never compared or added.',
    params: ADDRESS,
    querystring: query({ lang: LANG }),
    answers: { 200: json('The claims.', 'claimsAnswer'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone'],
  });
  const path = `/${PLURAL[kind]}/:address/claims`;
  app.get<ByAddress & { Querystring: { lang?: string } }>(path, { schema }, async (request, reply) => {
    const found = await find(read, kind, request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/claims`);
    const lang = textLanguage(request.query.lang, request.headers['accept-language']);
    const groups = await read.claims(found.row, lang);
    const items = groups.map(({ measure, unit, shown, all }) => ({
      ...{ measure, unit, shown: shown?.item.id ?? null },
      claims: all.map(({ item, claim, faults }) => ({
        ...{ id: item.id, origin: item.origin, page: item.page },
        record: claim,
        faults,
      })),
    }));
    reply.header('vary', 'accept-language');
    const answer: ClaimsAnswer = { id: `${kind}/${found.row.slug}`, total: items.length, items };
    return sendTagged(request, reply, answer);
  });
}
