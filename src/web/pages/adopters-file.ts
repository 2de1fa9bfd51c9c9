import type { FastifyInstance, FastifyRequest } from 'fastify';
import { csvOf } from '../../documents/csv.ts';
import type { Marks } from '../../federation/report.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { PLURAL } from '../../records/kinds.ts';
import type { AdopterItem } from '../../registry/adopters/types.ts';
import type { RecordRow } from '../../store/port.ts';
import { IN_LANGUAGE, langOf } from '../language.ts';
import type { Lang } from '../locales/text.ts';
import { CACHE } from '../plugins/caching.ts';
import { wishFrom } from './adopters.tsx';
import { named, standingText, tooMany } from './download.ts';
import { findRecord } from './record.ts';
import { contextOf, type PageDeps } from './serve.ts';

const COLUMNS = [
  ...([
    'organisation',
    'organisationName',
    'country',
    'type',
    'software',
    'softwareName',
    'state',
    'evidence',
  ] as const),
  ...(['since', 'until', 'asOf', 'lastConfirmed', 'disputed', 'sources', 'originStanding'] as const),
] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json; charset=utf-8' } as const;

/**
 * Lists of who uses what as files: `/en/software/os2mo/adopters.csv` (RFC 4180) and `.json`, those of networks and bodies, and
 * `/en/census.csv`, with the parameters of their pages, whole, with the date and the address. See `downloadRoutes`.
 */
export function adopterFiles(app: FastifyInstance, deps: PageDeps): void {
  for (const end of ['csv', 'json'] as const) {
    app.get(`${IN_LANGUAGE}/census.${end}`, async (request, reply) => {
      const file = await fileOf(deps, langOf(request), request, 'all', end);
      return reply.headers(file.headers).send(file.body);
    });
    for (const kind of ['software', 'organisation', 'network'] as const)
      app.get(`${IN_LANGUAGE}/${PLURAL[kind]}/:address/adopters.${end}`, async (request, reply) => {
        const lang = langOf(request);
        const { address = '' } = request.params as { address?: string };
        const found = await findRecord(deps.read, kind, address);
        if ('redirect' in found)
          return reply.redirect(
            `/${lang}${found.redirect}/adopters.${end}${contextOf(deps.site, lang, request).query}`,
            302,
          );
        const file = await fileOf(deps, lang, request, found.row, end);
        return reply.headers(file.headers).send(file.body);
      });
  }
}

async function fileOf(
  { read, site }: PageDeps,
  lang: Lang,
  request: FastifyRequest,
  subject: RecordRow | 'all',
  end: keyof typeof TYPES,
): Promise<{ headers: Record<string, string>; body: string }> {
  const context = contextOf(site, lang, request);
  const { cursor: _, limit: __, ...wish } = await wishFrom(read, context, Object(request.query));
  const date = toRfc3339(site.now());
  const address = `${context.base}/${lang}${context.path.replace(/\.(csv|json)$/, '')}${context.query}`;
  const { total, items: adopters } = await read.everyAdopter(subject, wish, LIMITS.downloadRows);
  if (total > LIMITS.downloadRows) throw tooMany(total);
  const marks = (await site.marks?.()) ?? new Map();
  const items = adopters.map((item) => rowOf(item, marks));
  const body =
    end === 'json'
      ? JSON.stringify({ catalogue: site.name, date, address, total, items }, null, 1)
      : csvOf([
          [...COLUMNS, 'retrieved', 'list'],
          ...items.map((row) => [...COLUMNS.map((key) => row[key]), date, address]),
        ]);
  const headers = { 'cache-control': CACHE.briefly, 'content-language': lang, 'content-type': TYPES[end] };
  return { headers: { ...headers, ...named(date, end, 'adopters') }, body };
}

/** The catalogues that say so. */
const originsOf = ({ claims }: AdopterItem): string[] => claims.map(({ origin }) => origin);

function rowOf(item: AdopterItem, marks: Marks): Row {
  const { organisation, organisationName, software, state, evidence, since, until, asOf, lastConfirmed } = item;
  const sources = item.claims.flatMap(({ source }) => (source === null ? [] : [source.address ?? source.title]));
  return {
    ...{ organisation: organisation?.id ?? '', organisationName, country: organisation?.country ?? '' },
    ...{ type: organisation?.type ?? '', software: software?.id ?? '', softwareName: software?.name ?? '' },
    ...{ state, evidence, since: since ?? '', until: until ?? '', asOf: asOf ?? '' },
    ...{ lastConfirmed: lastConfirmed ?? '', disputed: String(item.disputed) },
    ...{ sources: [...new Set(sources)].join('; '), originStanding: standingText(marks, originsOf(item)) },
  };
}
