import type { FastifyReply, FastifyRequest } from 'fastify';
import { atomOf, type Feed, jsonFeedOf } from '../../documents/feed.ts';
import { sha256 } from '../../kernel/digest.ts';
import { CACHE, isFresh } from '../plugins/caching.ts';
import type { PageContent, PageContext } from '../ui/context.ts';

/** Whose changes can be followed apart. */
export const FOLLOWED = ['software', 'network', 'organisation'] as const;

export const FEED_TYPES = { atom: 'application/atom+xml', json: 'application/feed+json' } as const;
const WRITE = { atom: atomOf, json: jsonFeedOf } as const;
export type Form = keyof typeof FEED_TYPES;
export const EACH = Object.keys(FEED_TYPES) as Form[];

export function sendFeed(request: FastifyRequest, reply: FastifyReply, form: Form, feed: Feed): FastifyReply {
  const text = WRITE[form](feed);
  const etag = sha256(text).toString('base64url').slice(0, 22);
  const type = `${FEED_TYPES[form]}; charset=utf-8`;
  reply.header('content-language', feed.lang);
  return isFresh(request, reply, { etag, type, cache: CACHE.briefly }) ? reply.send() : reply.send(text);
}

/** The feeds of a page, for its head: `path` below the language, without `/changes`; `''` for the whole catalogue. */
export function feedLinks({ lang, t }: PageContext, path: string): NonNullable<PageContent['feeds']> {
  return Object.entries(FEED_TYPES).map(([form, type]) => ({
    ...{ type, title: t('news.nav') },
    href: path === '' ? `/feeds/changes.${form}?lang=${lang}` : `/${lang}${path}/changes.${form}`,
  }));
}
