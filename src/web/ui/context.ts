import type { VNode } from 'preact';
import type { Marks } from '../../federation/report.ts';
import type { Past } from '../../registry/types.ts';
import type { Lang, Translate } from '../locales/text.ts';
import type { Theme } from '../static/theme.ts';

/** What every page of this catalogue shares. */
export interface Site {
  /** Name of the catalogue, from its configuration. */
  name: string;
  /** Public address, without a slash at the end. */
  url: string;
  /** How its network has set its pages to look. */
  theme?: Theme;
  /** Where readers write to: a mailbox or an https address; empty where none is given. */
  contact?: string;
  /** Address of the body that hears complaints about accessibility. */
  enforcement?: string;
  /** Origin lines of logs that were caught with two histories: every page says so. */
  forked?(): Promise<readonly string[]>;
  /** What is out of order with mirrored catalogues, by their origin: pages of their records say so. */
  marks?(): Promise<Marks>;
  /** Milliseconds since 1970, for how long ago something was. */
  now(): number;
}

/** A node of JSON-LD 1.1 in the words of schema.org. What is not known is left out: nothing stands for it there. */
export type LinkedData = Record<string, unknown>;

/** What a page knows of itself while it is made. */
export interface PageContext {
  lang: Lang;
  t: Translate;
  site: Site;
  /** The address below the language: `/software/os2mo`, `''` for the front page. */
  path: string;
  /** Where this catalogue answers: its public address, else the one that was asked. Without a slash at the end. */
  base: string;
  /** The rest of the address, `''` or beginning with `?`. */
  query: string;
  /** See `Site.forked` and `Site.marks`. */
  forked?: readonly string[];
  marks?: Marks;
}

/** A picture at an address of ours, with its pixels and what is to be seen on it. */
export interface Picture {
  src: string;
  width: number;
  height: number;
  alt: string;
}

/** A page before it is put in its frame. */
export interface PageContent {
  title: string;
  body: VNode;
  /** For search engines and previews: one sentence. */
  description?: string;
  /** Of the description, where it is not that of the page. */
  descriptionLang?: string;
  /** A picture of what it is about, of our own address, for previews. */
  image?: Picture;
  /** What it is about, in the words of schema.org. */
  linkedData?: LinkedData[];
  /** Address of the same as data. */
  json?: string;
  /** Its own link to a licence or a source, instead of the licence of what is written here (RFC 8288). */
  link?: string;
  /** Text in the search field of the head; the front page and the results have a field of their own instead. */
  ownSearch?: boolean;
  /** Not for search engines: results, comparisons, errors. */
  unlisted?: boolean;
  /** Feeds of what changes on it. */
  feeds?: readonly { href: string; type: string; title: string }[];
  /** The page shows the catalogue as it was. */
  past?: Pick<Past, 'at' | 'on' | 'changed' | 'erased'>;
  /** Which part of the head's navigation this belongs to. */
  part?: 'software' | 'tasks' | 'organisations' | 'networks' | 'frameworks' | 'about';
}
