import type { Feed } from '../../documents/feed.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { News } from '../../registry/news-type.ts';
import type { TextKey } from '../locales/text.ts';
import type { PageContext } from '../ui/context.ts';
import { word } from '../ui/words.ts';

/** What is said in one way whatever was before. */
const ALONE: ReadonlySet<News['what']> = new Set(['listed', 'removed', 'handed-over']);

/** What happened, in a sentence without the name of the product. */
export function newsText({ lang, t, site }: PageContext, { what, before, after, by }: News): string {
  const vocabulary = what === 'lifecycle' ? 'lifecycle' : what === 'adopters' ? 'state' : null;
  const say = (value: string | null): string => {
    if (value === null) return t('unknown.value');
    if (what === 'handed-over' && value === 'own') return site.name;
    return vocabulary === null ? value : word(lang, vocabulary, value);
  };
  const values = { before: say(before), after: say(after), by: by ?? t('unknown.value') };
  const known = before === null ? 'new' : 'changed';
  const key = ALONE.has(what) ? `news.${what}` : `news.${what}.${known}`;
  return t(key as TextKey, values);
}

/** News as a feed in the reader's language. `path` is the page below the language, `self` the address of the feed. */
export function feedOf(
  context: PageContext,
  news: readonly News[],
  about: { title: string; path: string; self: string },
): Feed {
  const { base, lang, site, t } = context;
  return {
    ...{ title: about.title, lang, author: site.name, page: `${base}/${lang}${about.path}`, self: base + about.self },
    // A feed in which nothing has happened yet has a date all the same (RFC 4287, section 4.1.1).
    updated: news[0]?.date ?? toRfc3339(0),
    items: news.map((one) => ({
      id: `${base}/changes/${one.id}`,
      title: `${one.subject.name}${context.t('colon')}${newsText(context, one)}`,
      text: newsText(context, one),
      address: `${base}/${lang}${one.subject.page}`,
      date: one.date,
      tags: [t(`news.kind.${one.what}`)],
    })),
  };
}
