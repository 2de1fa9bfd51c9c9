import type { FastifyInstance } from 'fastify';
import type { Feed, FeedItem } from '../../documents/feed.ts';
import type { SourceAnswer } from '../../schemas.gen.ts';
import { IN_LANGUAGE, langOf } from '../language.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { eventText, lineText } from '../ui/source.tsx';
import { EACH, FEED_TYPES, type Form, sendFeed } from './feed-links.ts';
import { contextOf, type PageDeps } from './serve.ts';

/**
 * What happens to one source, for its maintainer to follow: `/en/sources/ID/feed.atom`, `feed.json`. A new verdict with its
 * problems, a move, that it cannot be reached, that it is gone, that it is back.
 */
export function sourceFeeds(app: FastifyInstance, { crawl, site }: PageDeps): void {
  for (const form of EACH)
    app.get<{ Params: { id: string } }>(`${IN_LANGUAGE}/sources/:id/feed.${form}`, async (request, reply) => {
      const source = await crawl.get(request.params.id);
      return sendFeed(request, reply, form, feedOf(contextOf(site, langOf(request), request), source, form));
    });
}

const addressOf = (lang: string, id: string, form: Form): string => `/${lang}/sources/${id}/feed.${form}`;

/** The feeds of a source, for the head of its page and for the page itself. */
export const sourceFeedLinks = ({ lang, t }: PageContext, { id }: SourceAnswer): NonNullable<PageContent['feeds']> =>
  EACH.map((form) => ({ type: FEED_TYPES[form], title: t('sources.follow'), href: addressOf(lang, id, form) }));

function feedOf(context: PageContext, source: SourceAnswer, form: Form): Feed {
  const { lang, t, base, site } = context;
  const name = source.url.replace(/^https?:\/\//, '');
  const page = `${base}/${lang}/sources/${source.id}`;
  const { history = [] } = source;
  // The problems that are shown are those of the newest verdict.
  const verdict = history.findIndex(({ event }) => event === 'invalid' || event === 'valid' || event === 'published');
  const items = history.map(
    ({ at, event, detail }, n): FeedItem => ({
      // A source is looked at once at a time: of one moment there is one happening of its kind.
      id: `${base}/sources/${source.id}/history/${at}/${event}`,
      title: `${name}${context.t('colon')}${eventText(context, event)}`,
      text: [eventText(context, event), ...detailsOf(detail), ...(n === verdict ? problemsOf(source) : [])].join('\n'),
      address: page,
      date: at,
      tags: [event],
    }),
  );
  return {
    ...{ title: t('sources.single', { name }), lang, author: site.name, page, items },
    ...{ self: `${base}${addressOf(lang, source.id, form)}`, updated: history[0]?.at ?? source.since },
  };
}

/** Commit, entry, new address: what a happening is about. */
const detailsOf = (detail: object): string[] =>
  (['commit', 'entry', 'to', 'code'] as const).flatMap((key) => {
    const value = (detail as Record<string, unknown>)[key];
    return typeof value === 'string' ? [value] : [];
  });

const problemsOf = (source: SourceAnswer): string[] =>
  (source.problems ?? []).map(({ message, line, pointer }) =>
    line === undefined ? `${message} ${pointer}`.trimEnd() : `${lineText(source, pointer, line)}: ${message}`,
  );
