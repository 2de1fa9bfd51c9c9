import type { FastifyInstance } from 'fastify';
import { PLURAL } from '../../records/kinds.ts';
import type { Reader } from '../../registry/types.ts';
import { sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, nameOf, UNCHANGED } from './documentation.ts';
import { ADDRESS, CURSOR, LANG, LIMIT, type PageQuery, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** Lists of what other records tell of a record: by which relations, and what the list is. */
const TOLD = [
  { kind: 'software', list: 'stories', rels: ['story-of'], says: 'Stories of this software' },
  { kind: 'network', list: 'stories', rels: ['story-of'], says: 'Stories of this network' },
  { kind: 'software', list: 'offers', rels: ['offer-of'], says: 'Who offers services for this software' },
  { kind: 'organisation', list: 'offers', rels: ['offer-by'], says: 'What this supplier offers' },
  { kind: 'software', list: 'contributions', rels: ['contribution-to'], says: 'Who takes part in this software' },
  { kind: 'network', list: 'contributions', rels: ['contribution-to'], says: 'Who takes part in this network' },
  { kind: 'organisation', list: 'contributions', rels: ['contribution-by'], says: 'In what this body takes part' },
  { kind: 'software', list: 'needs', rels: ['need-becomes'], says: 'The needs from which this software came' },
  { kind: 'network', list: 'needs', rels: ['need-in'], says: 'What is looked for in this network' },
  { kind: 'organisation', list: 'needs', rels: ['need-of'], says: 'What this body looks for' },
] as const;

/** `GET /api/v1/<plural>/{address}/stories`, `/offers`, `/contributions`, `/needs` */
export function toldRoutes(app: FastifyInstance, read: Reader): void {
  for (const { kind, list, rels, says } of TOLD) {
    const schema = describe({
      tag: PLURAL[kind],
      id: `list${nameOf(kind)}${nameOf(list)}`,
      summary: says,
      description: `${says}, as far as a source says so; whole records stand under their own id.`,
      params: ADDRESS,
      querystring: query({ lang: LANG, limit: LIMIT, cursor: CURSOR }),
      answers: { 200: json('One page.', 'itemPage'), ...UNCHANGED, 307: ELSEWHERE },
      refusals: ['not-found', 'gone', 'invalid-cursor'],
    });
    const path = `/${PLURAL[kind]}/:address/${list}`;
    app.get<ByAddress & { Querystring: PageQuery & { lang?: string } }>(path, { schema }, async (request, reply) => {
      const { lang, limit, cursor } = request.query;
      const found = await find(read, kind, request.params.address);
      if ('at' in found) return elsewhere(reply, `${found.at}/${list}`);
      const language = textLanguage(lang, request.headers['accept-language']);
      reply.header('vary', 'accept-language');
      return sendTagged(request, reply, await read.linked(found.row, [...rels], language, limit, cursor));
    });
  }
}
