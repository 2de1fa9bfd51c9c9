import type { LightMyRequestResponse } from 'fastify';
import type { TestApp } from './open-app.ts';

/** What a person or a program sees of a page. */
export interface ReadPage {
  response: LightMyRequestResponse;
  html: string;
  /** Without markup, white space as single spaces. */
  text: string;
  /** Everything that can be followed, as it stands in the page. */
  links: string[];
  /** Levels and texts of the headings, in order. */
  headings: [level: number, text: string][];
}

/** Asks for a page as a browser does. */
export async function readPage({ ask }: TestApp, url: string, headers: Record<string, string> = {}): Promise<ReadPage> {
  const response = await ask({ url, headers: { accept: 'text/html,*/*;q=0.8', ...headers } });
  const html = response.body;
  const headings = [...html.matchAll(/<h([1-6])[^>]*>(.*?)<\/h\1>/gs)].map(([, level, inside]): [number, string] => [
    Number(level),
    plain(inside ?? ''),
  ]);
  const links = [...html.matchAll(/<a\b[^>]*?href="([^"]*)"/g)].map(([, href = '']) => plain(href));
  return { response, html, text: plain(html.replace(/^.*<body>/s, '')), links, headings };
}

/** The text of one section of a record's page, by the id of its heading. */
export const sectionText = ({ html }: ReadPage, id: string): string =>
  plain(new RegExp(`<section aria-labelledby="${id}">(.*?)</section>`, 's').exec(html)?.[1] ?? '');

const plain = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
