import type { FastifyInstance } from 'fastify';
import { type Kind, PLURAL } from '../../records/kinds.ts';
import { ADOPTER_FILTERS, type AdopterFilter, type AdopterPage } from '../../registry/adopters/types.ts';
import type { Reader } from '../../registry/types.ts';
import type { AdopterAnswerPage } from '../../schemas.gen.ts';
import { sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json, nameOf, UNCHANGED } from './documentation.ts';
import { ADDRESS, CURSOR, LANG, LIMIT, type PageQuery, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** Whose adoptions can be listed, and what that list is. */
export const WHOSE: Partial<Record<Kind, string>> = {
  software: 'Who uses this software',
  organisation: 'What this organisation uses',
  network: 'Who uses the software of this network',
};

const text = (description: string, more: object = {}) => ({
  type: 'string',
  minLength: 1,
  maxLength: 300,
  description,
  ...more,
});

/** What a list of adopters can be narrowed by. */
const NARROW = {
  country: text('Only bodies of this country (ISO 3166-1).'),
  type: text('Only bodies of this kind.'),
  subdivision: text('Only bodies of this region (ISO 3166-2).'),
  size: text('Only bodies of this class of size; `unknown` for those whose size is not known.'),
  state: text('Only adoptions in this state.'),
  evidence: { enum: ['claimed', 'declared', 'confirmed'], description: 'Only adoptions with this evidence.' },
  like: text('Id of an organisation: only bodies of its country and kind, the most alike first.'),
  date: text('A census: only who used it at the end of this year, month or day.', {
    pattern: '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$',
  }),
};

export interface AdopterQuery extends PageQuery, Partial<Record<AdopterFilter | 'like' | 'date' | 'lang', string>> {}

/** A wish from the parameters of an address. */
export function wishOf(asked: AdopterQuery, lang: string) {
  const { limit, cursor, like, date } = asked;
  const filters = Object.fromEntries(ADOPTER_FILTERS.flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
  return { lang, limit, filters, ...(cursor && { cursor }), ...(like && { like }), ...(date && { date }) };
}

/** `GET /api/v1/<plural>/{address}/adoptions` */
export function adoptionsRoute(app: FastifyInstance, read: Reader, kind: Kind): void {
  const schema = describe({
    tag: PLURAL[kind],
    id: `list${nameOf(kind)}Adoptions`,
    summary: `${WHOSE[kind]}`,
    description: `${WHOSE[kind]}, as far as sources say so: each body and software once, with every source's word in \`claims\`. Evidence is worked out today: what a body says of itself is confirmed for twelve months.`,
    params: ADDRESS,
    querystring: query({ lang: LANG, limit: LIMIT, cursor: CURSOR, ...NARROW }),
    answers: { 200: json('One page of adopters.', 'adopterPage'), ...UNCHANGED, 307: ELSEWHERE },
    refusals: ['not-found', 'gone', 'invalid-cursor', 'invalid-parameter'],
  });
  const path = `/${PLURAL[kind]}/:address/adoptions`;
  app.get<ByAddress & { Querystring: AdopterQuery }>(path, { schema }, async (request, reply) => {
    const found = await find(read, kind, request.params.address);
    if ('at' in found) return elsewhere(reply, `${found.at}/adoptions`);
    const language = textLanguage(request.query.lang, request.headers['accept-language']);
    reply.header('vary', 'accept-language');
    return sendTagged(request, reply, answerOf(await read.adopters(found.row, wishOf(request.query, language))));
  });
}

/** `GET /api/v1/census` */
export function censusRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'adoptions',
    id: 'census',
    summary: 'Who uses what, at any date',
    description:
      'Every adopter of every software, each body and software once; with `date`, only who used it then. A use counts from its beginning, else from the first date at which a source knows of it, to its end; what has no date is counted in `notKnown`.',
    querystring: query({ lang: LANG, limit: LIMIT, cursor: CURSOR, ...NARROW }),
    answers: { 200: json('One page of adopters.', 'adopterPage'), ...UNCHANGED },
    refusals: ['invalid-cursor', 'invalid-parameter'],
  });
  app.get<{ Querystring: AdopterQuery }>('/census', { schema }, async (request, reply) => {
    const language = textLanguage(request.query.lang, request.headers['accept-language']);
    reply.header('vary', 'accept-language');
    return sendTagged(request, reply, answerOf(await read.adopters('all', wishOf(request.query, language))));
  });
}

const answerOf = (page: AdopterPage): AdopterAnswerPage => page as unknown as AdopterAnswerPage;
