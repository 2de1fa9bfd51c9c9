import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Feed } from '../../documents/feed.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { facetLabel } from '../labels.ts';
import { IN_LANGUAGE, langOf } from '../language.ts';
import type { Lang } from '../locales/text.ts';
import type { PageContext } from '../ui/context.ts';
import { queryOf, readWish, type Wish } from '../ui/query.ts';
import { EACH, FEED_TYPES, type Form, sendFeed } from './feed-links.ts';
import { contextOf, type PageDeps } from './serve.ts';

/**
 * A search that somebody follows, with the parameters of its page: `/en/search/feed.atom?q=meeting&country=DK`, `feed.json`.
 * What answers it, the newest first, each version of a record once: what is new and what changed among the hits.
 */
export function searchFeeds(app: FastifyInstance, { read, site }: PageDeps): void {
  const feed = async (request: FastifyRequest, lang: Lang, form: Form): Promise<Feed> => {
    const context = contextOf(site, lang, request);
    const wish = followed(readWish(request.query as Record<string, unknown>));
    const answer = await read.search({ ...wish, lang, limit: LIMITS.newsShown });
    const { base } = context;
    // What answers only a part is shown to whoever looks for something, not to whoever waits for it.
    const items = answer.loose ? [] : answer.items;
    return {
      ...{ title: nameOf(context, wish), lang, author: site.name, page: `${base}/${lang}/search${queryOf(wish)}` },
      self: `${base}${feedAddress(lang, wish, form)}`,
      updated: items[0]?.updated ?? toRfc3339(0),
      items: items.map((item) => ({
        id: `${base}/${item.id}@${item.origin}/versions/${item.version}`,
        ...{ title: item.name, text: item.summary, address: base + item.page, date: item.updated },
        tags: [facetLabel(lang, 'kind', item.kind)],
      })),
    };
  };
  for (const form of EACH)
    app.get(`${IN_LANGUAGE}/search/feed.${form}`, async (request, reply) =>
      sendFeed(request, reply, form, await feed(request, langOf(request), form)),
    );
}

/** The newest first, as the catalogue is now. */
const followed = ({ text, filters }: Wish): Wish => ({ text, filters, sort: 'updated' });

const nameOf = ({ t, site }: PageContext, { text }: Wish): string =>
  text === '' ? t('news.title', { name: site.name }) : `${t('results.title', { text })} · ${site.name}`;

const feedAddress = (lang: Lang, { text, filters }: Wish, form: Form): string =>
  `/${lang}/search/feed.${form}${queryOf({ text, filters, sort: 'relevance' })}`;

/** The feeds of a search, for the head of its page. */
export const searchFeedLinks = (
  { lang, t }: PageContext,
  wish: Wish,
): { type: string; title: string; href: string }[] =>
  EACH.map((form) => ({ type: FEED_TYPES[form], title: t('results.follow'), href: feedAddress(lang, wish, form) }));
