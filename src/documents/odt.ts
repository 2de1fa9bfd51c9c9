import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Block, Cell, Document, Row, Span } from './document.ts';
import { escapeXml } from './xml.ts';

const MEDIA_TYPE = 'application/vnd.oasis.opendocument.text';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMES = ['office', 'style', 'text', 'table', 'meta', ['fo', 'xsl-fo-compatible'], ['svg', 'svg-compatible']].map(
  (name) => {
    const [prefix, word] = typeof name === 'string' ? [name, name] : (name as [string, string]);
    return `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${word}:1.0"`;
  },
);
const SPACES = `${NAMES.join(' ')} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"`;

/** A document as OpenDocument Text 1.3 (OASIS), a zip package. The same document gives the same bytes. */
export function odtOf(document: Document): Uint8Array {
  const files: Record<string, string> = {
    'content.xml': contentOf(document),
    'styles.xml': stylesOf(document),
    'meta.xml': metaOf(document),
  };
  const manifest = Object.keys(files).map(
    (name) => `<manifest:file-entry manifest:full-path="${name}" manifest:media-type="text/xml"/>`,
  );
  const mtime = zipTime(document.date);
  const package_: Zippable = {
    // First, stored, without an extra field: by this the file is known without being unpacked (part 2, section 3.3).
    mimetype: [strToU8(MEDIA_TYPE), { level: 0, mtime }],
    'META-INF/manifest.xml': strToU8(
      `${HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${MEDIA_TYPE}"/>${manifest.join('')}</manifest:manifest>`,
    ),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
  };
  return zipSync(package_, { mtime });
}

/** A zip keeps local times, and none before 1980: told so that the hour is the one of the document wherever it is made. */
function zipTime(date: string): Date {
  const at = new Date(Math.max(Date.parse(date), Date.UTC(1981, 0, 1)));
  return new Date(
    ...([at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()] as const),
    ...([at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()] as const),
  );
}

const metaOf = ({ title, lang, date, publisher }: Document): string =>
  `${HEAD}<office:document-meta ${SPACES}><office:meta><meta:generator>Alminding</meta:generator><dc:title>${escapeXml(title)}</dc:title><dc:language>${escapeXml(lang)}</dc:language><meta:creation-date>${escapeXml(date.replace(/Z$/, ''))}</meta:creation-date><dc:date>${escapeXml(date.replace(/Z$/, ''))}</dc:date><meta:user-defined meta:name="publisher">${escapeXml(publisher)}</meta:user-defined></office:meta></office:document-meta>`;

const COUNTRY: Readonly<Record<string, string>> = {
  da: 'DK',
  en: 'GB',
  de: 'DE',
  es: 'ES',
  fr: 'FR',
  it: 'IT',
  nl: 'NL',
  sv: 'SE',
  nb: 'NO',
  nn: 'NO',
  pt: 'PT',
  pl: 'PL',
  fi: 'FI',
};

/** Landscape A4, since columns stand side by side; the language, for hyphens, spelling and readers aloud. */
function stylesOf({ lang }: Document): string {
  const country = COUNTRY[lang] ?? 'none';
  const heading = (level: number, size: number) =>
    `<style:style style:name="Heading_20_${level}" style:display-name="Heading ${level}" style:family="paragraph" style:parent-style-name="Standard" style:next-style-name="Standard" style:default-outline-level="${level}"><style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="${size}pt" fo:font-weight="bold"/></style:style>`;
  return `${HEAD}<office:document-styles ${SPACES}><office:styles><style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.1cm"/><style:text-properties fo:language="${escapeXml(lang)}" fo:country="${country}" fo:font-size="10pt"/></style:default-style><style:style style:name="Standard" style:family="paragraph" style:class="text"/>${[18, 14, 12].map((size, i) => heading(i + 1, size)).join('')}<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="Emphasis" style:family="text"><style:text-properties fo:font-style="italic"/></style:style></office:styles><office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" fo:margin="1.8cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles></office:document-styles>`;
}

function contentOf(document: Document): string {
  const body = document.blocks.map((block) => blockOf(block, document.mark)).join('');
  return `${HEAD}<office:document-content ${SPACES}><office:automatic-styles><style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #767676" fo:padding="0.1cm"/></style:style><style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #767676" fo:padding="0.1cm" fo:background-color="#eeeeee"/></style:style></office:automatic-styles><office:body><office:text>${heading(1, document.title)}${body}</office:text></office:body></office:document-content>`;
}

const heading = (level: number, text: string): string =>
  `<text:h text:style-name="Heading_20_${level}" text:outline-level="${level}">${textOf(text)}</text:h>`;

const paragraph = (inner: string): string => `<text:p text:style-name="Standard">${inner}</text:p>`;

function blockOf(block: Block, mark: string): string {
  if (block.is === 'heading') return heading(block.level, block.text);
  if (block.is === 'text') return paragraph(block.spans.map(span).join(''));
  if (block.is === 'table') return tableOf(block, mark);
  const items = block.items.map((item, i) => {
    // A number that is written is one that sources can be found by, whatever an office makes of lists.
    const number = block.ordered ? `[${i + 1}] ` : '';
    return `<text:list-item>${paragraph(`${number}${item.map(span).join('')}`)}</text:list-item>`;
  });
  return items.length === 0 ? '' : `<text:list>${items.join('')}</text:list>`;
}

function tableOf({ name, columns, rows }: Block & { is: 'table' }, mark: string): string {
  const cell = (style: string, inner: string): string =>
    `<table:table-cell table:style-name="${style}" office:value-type="string">${inner}</table:table-cell>`;
  const strong = (text: string): string => `<text:span text:style-name="Strong">${textOf(text)}</text:span>`;
  const head = columns.map((text) => cell('head', paragraph(strong(text)))).join('');
  const row = ({ label, differs, cells }: Row): string => {
    const first = differs ? strong(`${mark} ${label}`) : textOf(label);
    return `<table:table-row>${cell('head', paragraph(first))}${cells.map((one) => cell('cell', cellOf(one))).join('')}</table:table-row>`;
  };
  return `<table:table table:name="${escapeXml(name)}"><table:table-column table:number-columns-repeated="${columns.length}"/><table:table-header-rows><table:table-row>${head}</table:table-row></table:table-header-rows>${rows.map(row).join('')}</table:table>`;
}

function cellOf({ lines, sources, unknown }: Cell): string {
  const cited = sources.map((number) => ` [${number}]`).join('');
  const texts = lines.length === 0 ? [''] : lines.map(span);
  return texts
    .map((text, i) => {
      const said = unknown ? `<text:span text:style-name="Emphasis">${text}</text:span>` : text;
      return paragraph(i === texts.length - 1 ? `${said}${cited}` : said);
    })
    .join('');
}

function span({ text, href }: Span): string {
  if (href === undefined || !/^https?:\/\//.test(href)) return textOf(text);
  return `<text:a xlink:type="simple" xlink:href="${escapeXml(href)}">${textOf(text)}</text:a>`;
}

/** White space is kept together by XML readers of this format: one is enough. */
const textOf = (text: string): string => escapeXml(text.replace(/\s+/g, ' '));
