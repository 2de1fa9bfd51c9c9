import type { VNode } from 'preact';
import { LANGUAGES, LOCALE } from '../locales/text.ts';
import { ASSETS, PREVIEW_SIZE } from '../static/assets.ts';
import type { PageContent, PageContext, Picture } from './context.ts';
import { linkedDataText } from './linked-data.ts';

/** Of a description so many characters are shown by search engines and in previews; what is longer is cut at a word. */
const DESCRIBED = 300;

/** From so many pixels on a picture is shown across the preview, else beside its words. */
const WIDE = 600;

/** What a page says of itself to browsers, search engines and whoever shows a preview of a link to it. */
export function Head({ context, page }: { context: PageContext; page: PageContent }): VNode {
  const { lang, site, path } = context;
  const title = page.title === site.name ? site.name : `${page.title} · ${site.name}`;
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {page.description !== undefined && (
        <meta name="description" content={cut(page.description)} lang={page.descriptionLang} />
      )}
      {page.unlisted && <meta name="robots" content="noindex" />}
      <link rel="stylesheet" href={ASSETS.css} />
      <script src={ASSETS.script} defer />
      {site.theme?.css !== undefined && <link rel="stylesheet" href={site.theme.css} />}
      <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
      <link rel="canonical" href={`${site.url}/${lang}${path}`} />
      {!page.unlisted &&
        LANGUAGES.map((other) => <link rel="alternate" hreflang={other} href={`${site.url}/${other}${path}`} />)}
      {!page.unlisted && <link rel="alternate" hreflang="x-default" href={`${site.url}/${LANGUAGES[0]}${path}`} />}
      {(page.feeds ?? []).map(({ href, type, title: name }) => (
        <link rel="alternate" type={type} title={name} href={href} />
      ))}
      {page.json !== undefined && <link rel="alternate" type="application/json" href={page.json} />}
      {!page.unlisted && <Preview context={context} page={page} />}
      <Data page={page} />
    </head>
  );
}

/** The Open Graph protocol: how the page is shown where somebody sends its address to others. */
function Preview({ context, page }: { context: PageContext; page: PageContent }): VNode {
  const { lang, site, path } = context;
  const others = LANGUAGES.filter((other) => other !== lang);
  const image = page.image ?? pictureOf(site);
  return (
    <>
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={site.name} />
      <meta property="og:title" content={page.title} />
      <meta property="og:url" content={`${site.url}/${lang}${path}`} />
      <meta property="og:locale" content={territory(LOCALE[lang])} />
      {others.map((other) => (
        <meta property="og:locale:alternate" content={territory(LOCALE[other])} />
      ))}
      {page.description !== undefined && (
        <meta property="og:description" content={cut(page.description)} lang={page.descriptionLang} />
      )}
      <meta property="og:image" content={`${site.url}${image.src}`} />
      <meta property="og:image:width" content={String(image.width)} />
      <meta property="og:image:height" content={String(image.height)} />
      <meta property="og:image:alt" content={image.alt} />
      <meta name="twitter:card" content={image.width >= WIDE ? 'summary_large_image' : 'summary'} />
    </>
  );
}

/**
 * Of whoever runs the catalogue: the logo, else a picture without words. A picture of each page with its title would need
 * the letters of eight languages in every place where this runs.
 */
const pictureOf = ({ theme, name }: PageContext['site']): Picture => ({
  src: theme?.logo?.src ?? ASSETS.preview,
  ...(theme?.logo?.pixels ?? PREVIEW_SIZE),
  alt: name,
});

/** A block of data and no script: nothing in it runs, so the policy of the page need not allow it anything. */
function Data({ page: { linkedData = [] } }: { page: PageContent }): VNode | null {
  if (linkedData.length === 0) return null;
  const __html = linkedDataText(linkedData);
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html }} />;
}

/** `en_GB`, as the protocol writes `en-GB`. */
const territory = (locale: string): string => locale.replace('-', '_');

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= DESCRIBED) return line;
  return `${line.slice(0, DESCRIBED).replace(/\s+\S*$/, '')}…`;
}
