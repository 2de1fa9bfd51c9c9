import type { FastifyInstance, FastifyRequest } from 'fastify';
import { toRfc3339 } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { PLURAL } from '../../records/kinds.ts';
import { IN_LANGUAGE, langOf } from '../language.ts';
import type { Lang } from '../locales/text.ts';
import { CACHE } from '../plugins/caching.ts';
import { named, rowOf, tableOf, tooMany } from './download.ts';
import { isListed, LISTED_KINDS, type ListedKind } from './links.tsx';
import { findRecord } from './record.ts';
import { contextOf, type PageDeps } from './serve.ts';

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json; charset=utf-8' } as const;
type End = keyof typeof TYPES;

/**
 * What refers to a record by one relation, as a file: `/en/networks/os2/links/network.csv` (RFC 4180) and `.json`, whole, with
 * the columns of a downloaded search, the date and the address. See `downloadRoutes`.
 */
export function linkFiles(app: FastifyInstance, deps: PageDeps): void {
  for (const kind of LISTED_KINDS)
    for (const end of ['csv', 'json'] as const)
      app.get(`${IN_LANGUAGE}/${PLURAL[kind]}/:address/links/:rel.${end}`, async (request, reply) => {
        const lang = langOf(request);
        const { address = '', rel = '' } = request.params as { address?: string; rel?: string };
        const file = isListed(kind, rel) ? await fileOf(deps, { lang, kind, address, rel, end }, request) : null;
        if (file === null) return reply.callNotFound();
        if ('redirect' in file) {
          const { query } = contextOf(deps.site, lang, request);
          return reply.redirect(`/${lang}${file.redirect}/links/${rel}.${end}${query}`, 302);
        }
        return reply.headers(file.headers).send(file.body);
      });
}

interface Wanted {
  lang: Lang;
  kind: ListedKind;
  address: string;
  rel: string;
  end: End;
}

async function fileOf(
  { read, site }: PageDeps,
  { lang, kind, address, rel, end }: Wanted,
  request: FastifyRequest,
): Promise<{ redirect: string } | { headers: Record<string, string>; body: string }> {
  const found = await findRecord(read, kind, address);
  if ('redirect' in found) return found;
  const { base, path } = contextOf(site, lang, request);
  const date = toRfc3339(site.now());
  const here = `${base}/${lang}${path.slice(0, -1 - end.length)}`;
  const { total, items: linked } = await read.everyLink(found.row, [rel], lang, LIMITS.downloadRows);
  if (total > LIMITS.downloadRows) throw tooMany(total);
  const marks = (await site.marks?.()) ?? new Map();
  const items = linked.map((item) => rowOf(item, site, marks));
  const list = { catalogue: site.name, date, address: here, total, items };
  const headers = { 'cache-control': CACHE.briefly, 'content-language': lang, 'content-type': TYPES[end] };
  return {
    headers: { ...headers, ...named(date, end, rel) },
    body: end === 'csv' ? tableOf(list) : JSON.stringify(list, null, 1),
  };
}
