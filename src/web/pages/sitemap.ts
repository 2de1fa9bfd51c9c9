import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { isKind, type Kind } from '../../records/kinds.ts';
import type { PageAddress } from '../../registry/list-item.ts';
import type { Reader } from '../../registry/types.ts';
import { isLang, LANGUAGES, type Lang } from '../locales/text.ts';
import { CACHE, isFresh, knownTag } from '../plugins/caching.ts';
import type { Site } from '../ui/context.ts';

/** Kinds whose pages are worth finding by themselves; the others are read from these. */
const LISTED: readonly Kind[] = ['software', 'organisation', 'network', 'framework', 'need', 'story'];
const XML = 'application/xml; charset=utf-8';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** The tag of a file of the sitemap, as it was made at a point of the change sequence. */
interface Made {
  point: number;
  etag: string;
}

/**
 * `/robots.txt` (RFC 9309), `/sitemap.xml` and its parts (sitemaps.org): the pages of one kind in one language, each with its
 * addresses in all others. A part is a stretch of arrival, so that it changes only when something in it does; each is
 * bounded by `LIMITS.sitemapPart` and made when it is asked for.
 */
export function sitemapRoutes(app: FastifyInstance, read: Reader, site: Site, pages: readonly string[]): void {
  // A sitemap holds whole addresses: where no public one is set, those under which it was asked for.
  const at = ({ protocol, host }: FastifyRequest): string => site.url || `${protocol}://${host}`;
  const made = new Map<string, Made>();
  const send = async (
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    make: () => Promise<string>,
  ): Promise<FastifyReply> => {
    const point = await read.point();
    const known = made.get(name);
    // As long as nothing changed at all, who has it is told so without its being made.
    if (known?.point === point && knownTag(request) === known.etag) {
      isFresh(request, reply, { etag: known.etag, type: XML, cache: CACHE.briefly });
      return reply.send();
    }
    const xml = await make();
    const etag = sha256(xml).toString('base64url').slice(0, 22);
    made.delete(name);
    made.set(name, { point, etag });
    for (const [oldest] of made) if (made.size > LIMITS.sitemapTags) made.delete(oldest);
    return isFresh(request, reply, { etag, type: XML, cache: CACHE.briefly }) ? reply.send() : reply.send(xml);
  };
  app.get('/robots.txt', (request, reply) =>
    reply
      .header('cache-control', 'public, max-age=86400')
      .type('text/plain; charset=utf-8')
      .send(robots(at(request))),
  );
  app.get('/sitemap.xml', async (request, reply) => {
    const url = at(request);
    return send(request, reply, `${url} index`, () => index(read, url));
  });
  app.get<{ Params: { lang: string; file: string } }>('/sitemaps/:lang/:file', async (request, reply) => {
    const { lang, file } = request.params;
    const url = at(request);
    if (!isLang(lang)) throw new CodedError('not-found');
    return send(request, reply, `${url} ${lang} ${file}`, async () => {
      const found = await addresses(read, file, pages);
      if (found.length === 0) throw new CodedError('not-found');
      return part(url, lang, found);
    });
  });
}

/** Results, comparisons, differences and what was earlier can be combined without end: no place for a crawler. */
function robots(url: string): string {
  const closed = LANGUAGES.flatMap((lang) => [`/${lang}/search`, `/${lang}/dispute`]);
  const rules = [...closed, '/*/versions?', '/*/adopters?', '/*?at=', '/*&at=', '/api/']
    .map((path) => `Disallow: ${path}\n`)
    .join('');
  return `User-agent: *\n${rules}\nSitemap: ${url}/sitemap.xml\n`;
}

async function index(read: Reader, url: string): Promise<string> {
  const files = ['pages'];
  for (const kind of LISTED) files.push(...(await read.pageParts(kind)).map((n) => `${kind}-${n}`));
  const all = LANGUAGES.flatMap((lang) =>
    files.map((file) => `<sitemap><loc>${escaped(url)}/sitemaps/${lang}/${file}.xml</loc></sitemap>\n`),
  );
  return `${HEAD}<sitemapindex ${SITEMAPS}>\n${all.join('')}</sitemapindex>\n`;
}

/** The pages of a part by its file; none where there is no such part. */
async function addresses(
  read: Reader,
  file: string,
  pages: readonly string[],
): Promise<(Pick<PageAddress, 'path'> & Partial<PageAddress>)[]> {
  if (file === 'pages.xml') return pages.map((path) => ({ path }));
  const [, kind = '', n = ''] = /^([a-z]+)-(0|[1-9]\d{0,8})\.xml$/.exec(file) ?? [];
  return isKind(kind) && LISTED.includes(kind) ? read.pagesIn(kind, Number(n)) : [];
}

function part(url: string, lang: Lang, all: Awaited<ReturnType<typeof addresses>>): string {
  const base = escaped(url);
  const rows = all.map(({ path, updated }) => {
    const at = escaped(path);
    const others = LANGUAGES.map(
      (other) => `<xhtml:link rel="alternate" hreflang="${other}" href="${base}/${other}${at}"/>`,
    );
    const changed = updated === undefined ? '' : `<lastmod>${updated}</lastmod>`;
    return `<url><loc>${base}/${lang}${at}</loc>${changed}${others.join('')}</url>\n`;
  });
  return `${HEAD}<urlset ${SITEMAPS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${rows.join('')}</urlset>\n`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
