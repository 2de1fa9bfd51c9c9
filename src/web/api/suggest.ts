import type { FastifyInstance } from 'fastify';
import { LIMITS } from '../../kernel/limits.ts';
import type { Reader, Suggestion } from '../../registry/types.ts';
import { facetLabel, taskPage } from '../labels.ts';
import { readerLanguage } from '../language.ts';
import { LANGUAGES, type Lang, t } from '../locales/text.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { find } from './address.ts';
import { describe, ELSEWHERE, json } from './documentation.ts';
import { ADDRESS, LANG, textLanguage } from './parameters.ts';
import { type ByAddress, elsewhere } from './records.ts';

/** `GET /api/v1/suggest` */
export function suggestRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'search',
    id: 'suggest',
    summary: 'Suggest what somebody who is typing may want',
    description:
      'Tasks and categories whose label begins so in the reader’s language, or else in another; then records whose name has these words, the last one by its beginning, and software that does the first of these tasks. Nothing for less than two letters.',
    querystring: query({
      q: { type: 'string', maxLength: LIMITS.queryLength, default: '', description: 'What was typed so far.' },
      lang: LANG,
    }),
    answers: { 200: json('Suggestions, the best first.', 'suggestions') },
  });
  app.get<{ Querystring: { q: string; lang?: string } }>('/suggest', { schema }, async ({ query, headers }, reply) => {
    reply.headers({ 'cache-control': CACHE.briefly, vary: 'accept-language' });
    const lang = textLanguage(query.lang, headers['accept-language']);
    const labels = readerLanguage(query.lang, headers['accept-language'], LANGUAGES) as Lang;
    const found = await read.suggest(query.q, lang);
    return reply.send({ suggestions: found.map((one) => ({ ...one, ...led(one, labels) })) });
  });
}

/** What it is and where it leads, in the reader's language. */
function led({ kind, id }: Suggestion, lang: Lang): { kindLabel: string; page: string } {
  if (kind === 'task') return { kindLabel: t(lang, 'facet.task'), page: taskPage(id, lang) };
  if (kind === 'category')
    return { kindLabel: t(lang, 'facet.category'), page: `/${lang}/search?category=${encodeURIComponent(id)}` };
  return { kindLabel: facetLabel(lang, 'kind', kind), page: id };
}

const SIMILAR = 10;

/** `GET /api/v1/software/{address}/similar` */
export function similarRoute(app: FastifyInstance, read: Reader): void {
  const schema = describe({
    tag: 'software',
    id: 'listSimilarSoftware',
    summary: 'List software that is about the same',
    description: `At most ${SIMILAR}: they share tasks, categories and words that few others have.`,
    params: ADDRESS,
    querystring: query({ lang: LANG }),
    answers: { 200: json('The most similar first.', 'similarItems'), 307: ELSEWHERE },
    refusals: ['not-found', 'gone'],
  });
  app.get<ByAddress & { Querystring: { lang?: string } }>(
    '/software/:address/similar',
    { schema },
    async (request, reply) => {
      const found = await find(read, 'software', request.params.address);
      if ('at' in found) return elsewhere(reply, `${found.at}/similar`);
      const lang = textLanguage(request.query.lang, request.headers['accept-language']);
      reply.headers({ 'cache-control': CACHE.briefly, vary: 'accept-language' });
      return reply.send({ items: await read.similar(found.row, lang, SIMILAR) });
    },
  );
}
