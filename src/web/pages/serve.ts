import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FederationReader } from '../../federation/report.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { Reader, Registry } from '../../registry/types.ts';
import type { FolderSources, SourceReader } from '../deps.ts';
import { IN_LANGUAGE, langOf, readerLanguage } from '../language.ts';
import { LANGUAGES, type Lang, translator } from '../locales/text.ts';
import { CACHE, isFresh } from '../plugins/caching.ts';
import { LICENCE_LINK } from '../plugins/security.ts';
import type { PageContent, PageContext, Site } from '../ui/context.ts';
import { renderDocument } from '../ui/layout.tsx';
import type { ReferenceSources } from './reference-sources.ts';

/** What pages are made from. */
export interface PageDeps {
  read: Reader;
  /** The same at an earlier point. */
  past: Registry['past'];
  crawl: SourceReader;
  site: Site;
  federation: FederationReader;
  reference: ReferenceSources;
  /** Where the software of the built-in folders is developed. */
  sources: readonly FolderSources[];
}

export interface PageRequest {
  context: PageContext;
  params: Record<string, string>;
  query: Record<string, unknown>;
}

/** Where a page is instead, as an address below the language; `moved` when it will never be here again. */
export interface Elsewhere {
  redirect: string;
  moved?: boolean;
}

/** Makes a page, or says where it is instead. Throws coded errors. */
export type PageHandler = (request: PageRequest) => Promise<PageContent | Elsewhere>;

export const HTML = 'text/html; charset=utf-8';

/** Offers a page in every language, at `/en/…` and `/da/…`; a language that we don't speak is an address that isn't there. */
export function servePage(app: FastifyInstance, site: Site, path: string, handler: PageHandler): void {
  app.get(IN_LANGUAGE + path, async (request, reply) => {
    const [forked = [], marks] = await Promise.all([site.forked?.(), site.marks?.()]);
    const context = { ...contextOf(site, langOf(request), request), forked, ...(marks && { marks }) };
    const page = await handler({ context, params: words(request.params), query: words(request.query) });
    if (!('redirect' in page)) return send(request, reply, context, page);
    return reply.redirect(`/${context.lang}${page.redirect}`, page.moved === true ? 301 : 302);
  });
}

/** Answers a form of a page in every language; what it sends is read as the query of an address is. */
export function serveForm(app: FastifyInstance, site: Site, path: string, handler: PageHandler): void {
  app.post(IN_LANGUAGE + path, async (request, reply) => {
    const lang = langOf(request);
    const context = contextOf(site, lang, request);
    const page = await handler({ context, params: words(request.params), query: words(request.body) });
    if ('redirect' in page) return reply.redirect(`/${lang}${page.redirect}`, 303);
    reply.header('content-language', lang).header('cache-control', CACHE.never).type(HTML);
    return reply.send(renderDocument(context, page));
  });
}

/** Leads an address without a language to the one that the reader's browser asks for. */
export function serveRedirect(app: FastifyInstance, path: string): void {
  app.get(path, (request, reply) => {
    const lang = readerLanguage(undefined, request.headers['accept-language'], LANGUAGES);
    const rest = request.url === '/' ? '' : request.url;
    return reply.header('vary', 'accept-language').header('cache-control', 'no-cache').redirect(`/${lang}${rest}`, 302);
  });
}

/** What a page knows of its own address. */
export function contextOf(
  site: Site,
  lang: Lang,
  request: Pick<FastifyRequest, 'url' | 'protocol' | 'host'>,
): PageContext {
  const mark = request.url.indexOf('?');
  const path = mark < 0 ? request.url : request.url.slice(0, mark);
  const below = path === `/${lang}` || path.startsWith(`/${lang}/`) ? path.slice(lang.length + 1) : '';
  const query = mark < 0 || below === '' ? '' : request.url.slice(mark);
  const base = site.url === '' ? `${request.protocol}://${request.host}` : site.url;
  return { lang, t: translator(lang), site, base, path: below === '/' ? '' : below, query };
}

export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  page: PageContent,
): FastifyReply {
  // As bytes, which are hashed, counted and sent without being made anew.
  const html = Buffer.from(renderDocument(context, page));
  reply.header('content-language', context.lang).header('link', links(page));
  const etag = sha256(html).toString('base64url').slice(0, 22);
  return isFresh(request, reply, { etag, type: HTML, cache: CACHE.revalidate }) ? reply.send() : reply.send(html);
}

const links = ({ json, link = LICENCE_LINK }: PageContent): string =>
  [link, json === undefined ? '' : `<${json}>; rel="alternate"; type="application/json"`].filter(Boolean).join(', ');

const words = (value: unknown): Record<string, string> => (value ?? {}) as Record<string, string>;
