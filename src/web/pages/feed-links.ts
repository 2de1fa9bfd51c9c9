import type { PageContent, PageContext } from '../ui/context.ts';

/** Whose changes can be followed apart. */
export const FOLLOWED = ['software', 'network', 'organisation'] as const;

const TYPES = { atom: 'application/atom+xml', json: 'application/feed+json' } as const;

/** The feeds of a page, for its head: `path` below the language, without `/changes`; `''` for the whole catalogue. */
export function feedLinks({ lang, t }: PageContext, path: string): NonNullable<PageContent['feeds']> {
  return Object.entries(TYPES).map(([form, type]) => ({
    ...{ type, title: t('news.nav') },
    href: path === '' ? `/feeds/changes.${form}?lang=${lang}` : `/${lang}${path}/changes.${form}`,
  }));
}
