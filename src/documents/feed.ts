import { escapeXml } from './xml.ts';

/** One thing that is new. */
export interface FeedItem {
  /** An IRI that never changes. */
  id: string;
  title: string;
  text: string;
  address: string;
  /** RFC 3339 */
  date: string;
  tags: readonly string[];
}

/** What is new, the newest first. */
export interface Feed {
  title: string;
  /** BCP 47 */
  lang: string;
  author: string;
  /** The page that tells the same, and the feed itself. */
  page: string;
  self: string;
  /** RFC 3339: when the newest of it came. */
  updated: string;
  items: readonly FeedItem[];
}

/** A feed as Atom (RFC 4287). */
export function atomOf({ title, lang, author, page, self, updated, items }: Feed): string {
  const entries = items.map(
    ({ id, title: name, text, address, date, tags }) =>
      `<entry><id>${escapeXml(id)}</id><title>${escapeXml(name)}</title><updated>${escapeXml(date)}</updated><link rel="alternate" href="${escapeXml(address)}"/>${tags.map((tag) => `<category term="${escapeXml(tag)}"/>`).join('')}<summary>${escapeXml(text)}</summary></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(lang)}"><id>${escapeXml(self)}</id><title>${escapeXml(title)}</title><updated>${escapeXml(updated)}</updated><author><name>${escapeXml(author)}</name></author><link rel="self" type="application/atom+xml" href="${escapeXml(self)}"/><link rel="alternate" type="text/html" href="${escapeXml(page)}"/>${entries.join('')}</feed>\n`;
}

/** The same as JSON Feed 1.1 (jsonfeed.org). */
export const jsonFeedOf = ({ title, lang, author, page, self, items }: Feed): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    ...{ title, home_page_url: page, feed_url: self, language: lang, authors: [{ name: author }] },
    items: items.map(({ id, title: name, text, address, date, tags }) => ({
      ...{ id, url: address, title: name, content_text: text, date_published: date, tags },
    })),
  });
