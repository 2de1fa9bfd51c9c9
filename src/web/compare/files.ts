import { csvOf } from '../../documents/csv.ts';
import type { Block, Document, Span } from '../../documents/document.ts';
import { htmlOf } from '../../documents/html.ts';
import { markdownOf } from '../../documents/markdown.ts';
import { odtOf } from '../../documents/odt.ts';
import type { Citation, ComparisonAnswer } from '../../schemas.gen.ts';
import { translator } from '../locales/text.ts';
import { dateText } from '../ui/dates.ts';
import type { Comparison, FactCell, FactRow } from './comparison.ts';

export const FORMATS = ['json', 'html', 'odt', 'md', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Of each file its media type and how it is made. */
export const FILES: Readonly<Record<Format, { type: string; make(comparison: Comparison): string | Uint8Array }>> = {
  json: { type: 'application/json; charset=utf-8', make: (one) => JSON.stringify(answerOf(one), null, 1) },
  html: { type: 'text/html; charset=utf-8', make: (one) => htmlOf(documentOf(one)) },
  odt: { type: 'application/vnd.oasis.opendocument.text', make: (one) => odtOf(documentOf(one)) },
  md: { type: 'text/markdown; charset=utf-8', make: (one) => markdownOf(documentOf(one)) },
  csv: { type: 'text/csv; charset=utf-8; header=present', make: (one) => csvOf(tableOf(one)) },
};

/** The comparison as data. */
export function answerOf(one: Comparison): ComparisonAnswer {
  const {
    lang,
    catalogue,
    title,
    wish,
    changed,
    address,
    since,
    columns,
    rows,
    sections,
    unknown,
    search,
    sources,
    erased,
  } = one;
  return {
    ...{ title, language: lang, catalogue, at: wish.at, on: wish.on, changed, address, since, erased },
    products: columns.map((column, i) => ({ ...column, unknown: [...(unknown[i] ?? [])] })),
    facts: rows.map(({ id, section, label, differs, cells }) => ({
      ...{ id, label, differs, section: sections.find((part) => part.id === section)?.title ?? section },
      values: cells.map(({ known, lines, sources: numbers }) => ({
        known,
        text: known ? lines.map(({ text }) => text).join('\n') : null,
        sources: [...numbers],
      })),
    })),
    search: search && { ...search, filters: [...search.filters], hits: [...search.hits] },
    sources: sources.map((source, i) => ({ number: i + 1, ...source })),
  };
}

const label = (name: string, text: string, href?: string): readonly Span[] => [
  { text: `${name}: ` },
  { text, ...(href === undefined ? {} : { href }) },
];

function documentOf(one: Comparison): Document {
  const { lang, title, wish, columns, sections, sources } = one;
  const t = translator(lang);
  const heading = (text: string): Block => ({ is: 'heading', level: 2, text });
  const tables = sections.flatMap(({ id, title: name }): Block[] => {
    const rows = one.rows.filter(({ section }) => section === id);
    if (rows.length === 0) return [];
    const names = [t('compare.what'), ...columns.map((column) => column.name)];
    return [
      heading(name),
      { is: 'table', name, columns: names, rows: rows.map((row) => documentRow(row, t('unknown.value'))) },
    ];
  });
  return {
    ...{ title, lang, publisher: one.catalogue, mark: t('compare.mark') },
    // The day for which it is worked out, not the hour at which it was taken: the same comparison is the same file.
    date: `${wish.on}T00:00:00Z`,
    blocks: [
      ...aboutBlocks(one),
      ...searchBlocks(one),
      ...tables,
      heading(t('compare.unknown')),
      { is: 'list', ordered: false, items: unknownLines(one).map((text) => [{ text }]) },
      heading(t('section.sources')),
      { is: 'list', ordered: true, items: sources.map((source) => sourceSpans(source, one)) },
    ],
  };
}

function aboutBlocks({ lang, catalogue, wish, changed, address, since, columns, erased }: Comparison): Block[] {
  const t = translator(lang);
  const date = dateText(lang, changed);
  const items = [
    label(t('compare.catalogue'), catalogue),
    label(t('compare.on'), dateText(lang, wish.on)),
    label(t('compare.point'), t('compare.pointIs', { at: String(wish.at), date })),
    label(t('compare.address'), address, address),
    label(t('compare.since'), since, since),
    ...columns.map(({ name, address: page, state }) =>
      label(name, state === 'shown' ? page : t(`compare.state.${state}`), page),
    ),
  ];
  return [
    { is: 'heading', level: 2, text: t('compare.about') },
    { is: 'list', ordered: false, items },
    { is: 'text', spans: [{ text: t('compare.markMeans', { mark: t('compare.mark') }) }] },
    ...(erased === 0 ? [] : [{ is: 'text', spans: [{ text: t('compare.erased', { count: erased }) }] } as const]),
  ];
}

/** The words, filters and number of hits of a search, as pairs of name and text. */
export function searchPairs({ lang, search }: Pick<Comparison, 'lang' | 'search'>): [name: string, text: string][] {
  if (search === null) return [];
  const t = translator(lang);
  const filters = search.filters.map(({ name, label: value }) => `${t(`facet.${name}` as 'facet.licence')}: ${value}`);
  return [
    [t('compare.searchText'), search.text === '' ? t('compare.searchAll') : search.text],
    [t('compare.searchFilters'), filters.length === 0 ? t('compare.searchNone') : filters.join('; ')],
    ...(search.total === null
      ? []
      : [[t('compare.searchHits'), t('compare.hits', { count: search.total })] as [string, string]]),
  ];
}

function searchBlocks(one: Comparison): Block[] {
  const { lang, search } = one;
  if (search === null) return [];
  const t = translator(lang);
  const pairs = searchPairs(one).map(([name, text]) => label(name, text));
  const hits = search.hits.map(({ name, address }): readonly Span[] => [{ text: name, href: address }]);
  return [
    { is: 'heading', level: 2, text: t('compare.search') },
    { is: 'list', ordered: false, items: pairs },
    ...(hits.length === 0
      ? []
      : ([
          { is: 'text', spans: [{ text: t('compare.firstHits') }] },
          { is: 'list', ordered: false, items: hits },
        ] as const)),
  ];
}

const documentRow = ({ label: name, labelLang, differs, cells }: FactRow, unknown: string) => ({
  ...{ label: name, ...(labelLang && { labelLang }), differs },
  cells: cells.map(({ known, lines, sources }) => ({
    ...{ sources, unknown: !known },
    lines: known ? lines : [{ text: unknown }],
  })),
});

/** Product by product: the things of which nothing is known, and what the record says is not known. */
export function unknownLines({ lang, columns, rows, unknown }: Comparison): string[] {
  const t = translator(lang);
  return columns.flatMap(({ name, state }, i) => {
    if (state !== 'shown') return [t('compare.sinceOf', { name, what: t(`compare.state.${state}`) })];
    const without = new Set(rows.filter(({ cells }) => cells[i]?.known === false).map((row) => row.label));
    const what = [
      ...(unknown[i] ?? []),
      ...(without.size === 0 ? [] : [`${t('unknown.value')}${t('colon')}${[...without].join(', ')}.`]),
    ];
    return what.length === 0 ? [] : [t('compare.sinceOf', { name, what: what.join(' ') })];
  });
}

function sourceSpans(source: Citation, one: Comparison): readonly Span[] {
  const { title, address, note } = source;
  const first = { text: title, ...(address === undefined ? {} : { href: address }), ...titleLang(source, one) };
  const where = address === undefined || title.includes(address) ? '' : ` <${address}>`;
  const dated = { text: `${where}, ${sourceDates(source, one.lang)}.` };
  return note === undefined ? [first, dated] : [first, dated, { text: ` ${note}`, lang: '' }];
}

/** Titles stand in whatever language they were given, but for those of our own records. */
export const titleLang = ({ address }: Citation, { columns }: Comparison): { lang?: string } =>
  columns.some((column) => column.address === address) ? {} : { lang: '' };

/** Who published it, of which date it is, and when it was read. */
export function sourceDates({ publisher, date, read }: Citation, lang: Comparison['lang']): string {
  const t = translator(lang);
  const dated = date === undefined ? t('source.undated') : dateText(lang, date);
  const when = read === undefined ? [] : [t('source.read', { date: dateText(lang, read) })];
  return [...(publisher === undefined ? [] : [publisher]), dated, ...when].join(', ');
}

/** A row for each fact, and beside each product's text its sources; what the file is about stands in columns of their own. */
function tableOf(one: Comparison): (string | undefined)[][] {
  const { lang, columns, rows, sections, wish, address, sources } = one;
  const t = translator(lang);
  const about = [wish.on, String(wish.at), address];
  const head = [
    'section',
    'fact',
    'differs',
    ...columns.flatMap(({ name }) => [name, `${name}: sources`]),
    'on',
    'at',
    'address',
  ];
  const cited = ({ sources: numbers }: FactCell): string =>
    numbers
      .map((number) => sources[number - 1])
      .map((source) => source && [source.title, source.address, sourceDates(source, lang)].filter(Boolean).join(', '))
      .join('; ');
  const text = ({ known, lines }: FactCell): string =>
    known ? lines.map((line) => line.text).join('\n') : t('unknown.value');
  const noted = [
    ...searchPairs(one),
    ...(one.search?.hits ?? []).map(({ name, address: page }): [string, string] => [name, page]),
  ];
  const blank = columns.slice(1).flatMap(() => ['', '']);
  return [
    head,
    ...rows.map(({ section, label: name, differs, cells }) => [
      ...[sections.find(({ id }) => id === section)?.title, name, differs ? t('compare.mark') : ''],
      ...cells.flatMap((cell) => [text(cell), cited(cell)]),
      ...about,
    ]),
    ...unknownLines(one).map((line) => [t('compare.unknown'), '', '', line, '', ...blank, ...about]),
    ...noted.map(([name, said]) => [t('compare.search'), name, '', said, '', ...blank, ...about]),
  ];
}
