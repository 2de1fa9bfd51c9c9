import type { FastifyInstance } from 'fastify';
import type { FederationReader } from '../../federation/report.ts';
import { CodedError } from '../../kernel/errors.ts';
import { FACETS, type FacetName, SORTS, type Sort } from '../../kernel/facets.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { SEARCHED } from '../../records/kinds.ts';
import type { SearchAnswer, SearchQuery } from '../../registry/search-type.ts';
import type { Reader, Registry } from '../../registry/types.ts';
import type { FacetValue, SearchResults } from '../../schemas.gen.ts';
import { facetLabel, labelOf, namesFor, networksIn, taskName, taskPage } from '../labels.ts';
import { readerLanguage } from '../language.ts';
import { LANGUAGES, type Lang, t } from '../locales/text.ts';
import { sendTagged } from '../plugins/caching.ts';
import { query } from '../plugins/validation.ts';
import { describe, json, UNCHANGED } from './documentation.ts';
import { AT, CURSOR, LANG, LIMIT, ON, type PageQuery, type PointQuery, readerAt, textLanguage } from './parameters.ts';

const filter = (name: FacetName) => ({
  type: 'array',
  maxItems: LIMITS.filterValues,
  items: name === 'kind' ? { enum: [...SEARCHED] } : { type: 'string', minLength: 1, maxLength: LIMITS.nameLength },
  description: 'Only results with one of these values. Repeatable.',
});

interface SearchParameters extends PageQuery, PointQuery, Partial<Record<FacetName, string[]>> {
  q: string;
  sort: Sort;
  lang?: string;
  explain: boolean;
}

/** The parameters of a search. */
const SEARCH_QUERY = query({
  q: { type: 'string', maxLength: LIMITS.queryLength, default: '', description: 'Words to look for. Empty finds all.' },
  ...Object.fromEntries(FACETS.map((name) => [name, filter(name)])),
  lang: LANG,
  sort: { enum: [...SORTS], default: 'relevance', description: 'Order of the results.' },
  limit: LIMIT,
  cursor: CURSOR,
  at: { ...AT, description: `${AT.description} Only without words (\`q\`).` },
  on: ON,
  explain: { type: 'boolean', default: false, description: 'Tell of each result why it stands where it stands.' },
});

function toSearchQuery(parameters: SearchParameters, lang: string): SearchQuery {
  const { q, sort, limit, cursor, explain } = parameters;
  const filters: SearchQuery['filters'] = {};
  for (const facet of FACETS) if (parameters[facet] !== undefined) filters[facet] = parameters[facet];
  return { text: q, lang, filters, sort, limit, explain, ...(cursor === undefined ? {} : { cursor }) };
}

/** `GET /api/v1/search` */
export function searchRoute(
  app: FastifyInstance,
  { registry, federation }: { registry: Registry; federation: Pick<FederationReader, 'standing'> },
): void {
  const schema = describe({
    tag: 'search',
    id: 'search',
    summary: 'Search the catalogue',
    description:
      'Searches software, organisations, networks and frameworks. Values of one filter are alternatives, different filters all apply; facets count over all results.',
    querystring: SEARCH_QUERY,
    answers: { 200: json('One page of results with facets.', 'searchResults'), ...UNCHANGED },
    refusals: ['invalid-cursor'],
  });
  app.get<{ Querystring: SearchParameters }>('/search', { schema }, async (request, reply) => {
    const { query } = request;
    const accepted = request.headers['accept-language'];
    if (query.at !== undefined && query.q.trim() !== '')
      throw new CodedError('invalid-parameter', t('en', 'past.wordsNot'));
    const read = await readerAt(registry, query);
    const found = await read.search(toSearchQuery(query, textLanguage(query.lang, accepted)));
    const labels = readerLanguage(query.lang, accepted, LANGUAGES) as Lang;
    reply.header('vary', 'accept-language');
    const items = await Promise.all(found.items.map((item) => withStanding(item, federation)));
    return sendTagged(request, reply, await labelled(read, { ...found, items }, labels));
  });
}

/** A result, with what is out of order with the catalogue that it comes from. */
async function withStanding<T extends { origin: string }>(item: T, federation: Pick<FederationReader, 'standing'>) {
  const originStanding = await federation.standing(item.origin);
  return originStanding === null ? item : { ...item, originStanding };
}

async function labelled(read: Reader, found: SearchAnswer, lang: Lang): Promise<SearchResults> {
  const name = await namesFor(read, found.facets, lang, networksIn(found));
  const facets: Record<string, FacetValue[]> = {};
  for (const facet of FACETS) {
    const counts = found.facets[facet];
    if (counts === undefined || counts.length === 0) continue;
    facets[facet] = counts.map(({ value, count }) => ({ value, label: facetLabel(lang, facet, value, name), count }));
  }
  const { total, items, next, loose, didYouMean } = found;
  const understood = found.understood.map((field) => ({ ...field, label: labelOf(lang, field, name) }));
  const tasks = found.tasks.map((id) => ({ id, label: taskName(id, lang), page: taskPage(id, lang) }));
  return { total, items, next, facets, loose, didYouMean, tasks, understood };
}
