import type { FastifyInstance } from 'fastify';
import { FACETS } from '../../kernel/facets.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { FILES, FORMATS, type Format } from '../compare/files.ts';
import { type CompareDeps, readComparison } from '../compare/read.ts';
import { readCompareWish } from '../compare/wish.ts';
import { readerLanguage } from '../language.ts';
import { LANGUAGES, type Lang } from '../locales/text.ts';
import { contextOf } from '../pages/serve.ts';
import { CACHE } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import type { Site } from '../ui/context.ts';
import { answer, describe } from './documentation.ts';
import { AT, LANG, ON } from './parameters.ts';

const texts = (description: string, maxItems: number) => ({
  type: 'array',
  maxItems,
  items: { type: 'string', minLength: 1, maxLength: LIMITS.nameLength },
  description,
});

/** `GET /api/v1/compare` */
export function compareProductsRoute(app: FastifyInstance, deps: CompareDeps, site: Site): void {
  const file = (description: string) => ({ schema: { type: 'string', description } });
  const schema = describe({
    tag: 'software',
    id: 'compareProducts',
    summary: 'Compare products side by side',
    description:
      'Up to four products with every difference marked, each fact with its source, and what is not known: as data, or as a file for a procurement (HTML for print, OpenDocument, Markdown, CSV). The answer names the point of the catalogue (`at`) and the day (`on`); with both it is the same ever after, as far as nothing was erased. The parameters of the search that led here (words and facets, `hits`, `hit`) are kept in it.',
    querystring: query(
      {
        id: {
          ...texts('Id of a product, with its origin where it has one. Repeatable.', LIMITS.pageSize),
          minItems: 1,
        },
        ...{ at: AT, on: ON, lang: LANG },
        format: { enum: [...FORMATS], default: 'json', description: 'Form of the answer.' },
        q: { type: 'string', maxLength: LIMITS.queryLength, description: 'Words of the search that led here.' },
        ...Object.fromEntries(
          FACETS.map((name) => [name, texts('The filter of this name in that search.', LIMITS.filterValues)]),
        ),
        hits: { type: 'integer', minimum: 0, description: 'How many hits that search had.' },
        hit: texts('Ids of its first hits. Repeatable.', LIMITS.pageSize),
      },
      ['id'],
    ),
    answers: {
      200: {
        description: 'The comparison.',
        content: {
          'application/json': { schema: answer('comparisonAnswer') },
          'text/html': file('A page that needs nothing else.'),
          'application/vnd.oasis.opendocument.text': file('OpenDocument Text 1.3.'),
          'text/markdown': file('Markdown with tables.'),
          'text/csv': file('A row for each fact.'),
        },
      },
    },
    refusals: ['not-found', 'gone'],
  });
  app.get<{ Querystring: Record<string, unknown> }>('/compare', { schema }, async (request, reply) => {
    const { format = 'json', lang } = request.query as { format?: Format; lang?: string };
    const language = readerLanguage(lang, request.headers['accept-language'], LANGUAGES) as Lang;
    const wish = readCompareWish(asTexts(request.query));
    const one = await readComparison(deps, contextOf(site, language, request), wish);
    const { type, make } = FILES[format];
    reply.headers({ 'cache-control': CACHE.briefly, vary: 'accept-language', 'content-language': language });
    if (format !== 'json')
      reply.header('content-disposition', `attachment; filename="comparison-${one.wish.on}-${one.wish.at}.${format}"`);
    const made = make(one);
    return reply.type(type).send(typeof made === 'string' ? made : Buffer.from(made));
  });
}

/** Numbers as an address has them. */
const asTexts = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  );
