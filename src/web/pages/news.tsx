import type { FastifyInstance } from 'fastify';
import { LIMITS } from '../../kernel/limits.ts';
import { type Kind, PLURAL } from '../../records/kinds.ts';
import type { News, NewsOf } from '../../registry/news-type.ts';
import { IN_LANGUAGE, langOf, readerLanguage } from '../language.ts';
import { LANGUAGES, type Lang } from '../locales/text.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { EACH, FOLLOWED, type Form, feedLinks, sendFeed } from './feed-links.ts';
import { feedOf, newsText } from './news-words.ts';
import { findRecord } from './record.ts';
import { contextOf, type PageDeps, servePage, serveRedirect } from './serve.ts';

/**
 * What changed: as a page in every language (`/en/changes`, `/en/software/os2mo/changes`), and as feeds to be followed
 * (`/feeds/changes.atom`, `/en/software/os2mo/changes.json`).
 */
export function newsPages(app: FastifyInstance, deps: PageDeps): void {
  const { site, read } = deps;
  servePage(app, site, '/changes', async ({ context }) =>
    pageOf(context, 'all', await newsOf(deps, 'all', context), null),
  );
  serveRedirect(app, '/changes');
  for (const form of EACH)
    app.get<{ Querystring: { lang?: string } }>(`/feeds/changes.${form}`, async (request, reply) => {
      const lang = readerLanguage(request.query.lang, request.headers['accept-language'], LANGUAGES) as Lang;
      const context = contextOf(site, lang, request);
      const about = { title: titleOf(context, null), path: '/changes', self: `/feeds/changes.${form}?lang=${lang}` };
      reply.header('vary', 'accept-language');
      return sendFeed(request, reply, form, feedOf(context, await newsOf(deps, 'all', context), about));
    });
  for (const kind of FOLLOWED) {
    const path = `/${PLURAL[kind]}/:address/changes`;
    servePage(app, site, path, async ({ context, params }) => {
      const found = await findRecord(read, kind, params.address ?? '');
      if ('redirect' in found) return { redirect: `${found.redirect}/changes` };
      return pageOf(context, kind, await newsOf(deps, found.row, context), found.view.name);
    });
    serveRedirect(app, path);
    for (const form of EACH) ofRecord(app, deps, kind, form);
  }
}

function ofRecord(app: FastifyInstance, deps: PageDeps, kind: (typeof FOLLOWED)[number], form: Form): void {
  const { site, read } = deps;
  app.get<{ Params: { address: string } }>(
    `${IN_LANGUAGE}/${PLURAL[kind]}/:address/changes.${form}`,
    async (request, reply) => {
      const lang = langOf(request);
      const found = await findRecord(read, kind, request.params.address);
      if ('redirect' in found) return reply.redirect(`/${lang}${found.redirect}/changes.${form}`, 302);
      const context = contextOf(site, lang, request);
      const page = context.path.replace(/\.\w+$/, '');
      const about = { title: titleOf(context, found.view.name), path: page, self: `/${lang}${page}.${form}` };
      return sendFeed(request, reply, form, feedOf(context, await newsOf(deps, found.row, context), about));
    },
  );
}

const newsOf = ({ read }: PageDeps, of: NewsOf, { lang }: PageContext): Promise<News[]> =>
  read.news(of, lang, LIMITS.newsShown);

const titleOf = ({ t, site }: PageContext, name: string | null): string => t('news.title', { name: name ?? site.name });

function pageOf(context: PageContext, of: Kind | 'all', news: readonly News[], name: string | null): PageContent {
  const { lang, t, path } = context;
  const record = path.replace(/\/changes$/, '');
  const feeds = feedLinks(context, record);
  const title = titleOf(context, name);
  return {
    title,
    feeds,
    unlisted: of !== 'all',
    body: (
      <div class="wrap page">
        {name !== null && (
          <p class="crumbs">
            <a class="ds-link" href={`/${lang}${record}`}>
              {name}
            </a>
          </p>
        )}
        <h1>{title}</h1>
        <p>
          {t('news.follow')}{' '}
          {feeds.map(({ href }, i) => (
            <>
              {i > 0 && ', '}
              <a class="ds-link" href={href}>
                {i === 0 ? 'Atom' : 'JSON Feed'}
              </a>
            </>
          ))}
        </p>
        {news.length === 0 ? (
          <p>{t('news.none')}</p>
        ) : (
          <ol class="relations">
            {news.map((one) => (
              <li>
                {dateText(lang, one.date)} · {t(`news.kind.${one.what}`)} ·{' '}
                <a class="ds-link" href={`/${lang}${one.subject.page}`}>
                  {one.subject.name}
                </a>
                : {newsText(context, one)}
              </li>
            ))}
          </ol>
        )}
      </div>
    ),
  };
}
