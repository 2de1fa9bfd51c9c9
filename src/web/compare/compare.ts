import type { Past, Reader } from '../../registry/types.ts';
import type { Citation, Unknown } from '../../schemas.gen.ts';
import { facetLabel, namesFor } from '../labels.ts';
import type { TextKey } from '../locales/text.ts';
import { Citations } from '../ui/cite.tsx';
import type { PageContext } from '../ui/context.ts';
import { filterPairs } from '../ui/query.ts';
import { word } from '../ui/words.ts';
import type { Draft, Words } from './cell.ts';
import type { Column, Comparison, FactCell, FactRow, SearchNote } from './comparison.ts';
import { figureRows, keptRows, levelRows, type MovingRow } from './moving-rows.ts';
import { type Asked, loadProduct, type Product } from './product.ts';
import { ROWS } from './rows.ts';
import { type CompareWish, compareQuery } from './wish.ts';

/** Parts of a comparison in order. */
const SECTIONS: readonly (readonly [id: string, title: TextKey])[] = [
  ['about', 'section.about'],
  ['governance', 'section.levels'],
  ['licence', 'section.licence'],
  ['adopters', 'section.adoptions'],
  ['kept', 'section.maturity'],
  ['help', 'compare.help'],
  ['cost', 'section.fees'],
  ['technical', 'section.technical'],
];

/** Products side by side as they stood at a point, in the reader's language. Throws `not-found`: see `loadProduct`. */
export async function compare(past: Past, context: PageContext, wish: CompareWish, gone = false): Promise<Comparison> {
  const { lang, t, site, base } = context;
  const words: Words = { context, lang, t };
  const asked: Asked[] = [];
  for (const id of wish.ids) asked.push(await loadProduct(past.read, id, lang, gone));
  const at = { at: past.at, on: past.on };
  const whole = { ...wish, ...at, ids: asked.map(({ id }) => id) };
  const products = asked.flatMap(({ product }) => product ?? []);
  const cites = new Citations();
  const rows = [...fixedRows(words), ...levelRows(products), ...keptRows(words), ...figureRows(products, words)];
  const point = `?at=${past.at}&on=${past.on}`;
  const columns = asked.map((one) => columnOf(one, `${base}/${lang}`, point));
  const order = new Map(SECTIONS.map(([id], i) => [id, i]));
  return {
    ...{ lang, catalogue: site.name, columns, wish: whole, changed: past.changed, erased: past.erased },
    title: t('compare.title', { names: columns.map(({ name }) => name).join(', ') }),
    address: `${base}/${lang}/compare${compareQuery(whole)}`,
    since: `${base}/${lang}/compare/since${compareQuery({ ...whole, search: null })}`,
    sections: SECTIONS.map(([id, title]) => ({ id, title: t(title) })),
    rows: rows
      .map((row) => rowOf(row, asked, columns, words, cites))
      .sort((a, b) => (order.get(a.section) ?? 0) - (order.get(b.section) ?? 0)),
    unknown: asked.map(({ product }) =>
      (product?.record.unknown ?? []).map((code) => word(lang, 'unknown', code satisfies string as Unknown[number])),
    ),
    search: await noteOf(past.read, wish.search, context, point),
    sources: cites.list,
  };
}

const fixedRows = ({ t }: Words): MovingRow[] =>
  ROWS.map(([id, section, label, teller]) => ({ id, section, label: t(label), teller }));

function columnOf({ id, name, product, state }: Asked, base: string, point: string): Column {
  const page = product?.view.page ?? `/${id}`;
  const { version = 0, updated = null } = product?.view ?? {};
  return { id, name, address: `${base}${page}${point}`, version, updated, state };
}

function rowOf(
  { id, section, label, labelLang, teller }: MovingRow,
  asked: readonly Asked[],
  columns: readonly Column[],
  words: Words,
  cites: Citations,
): FactRow {
  const cells = asked.map(({ product }, i): FactCell => {
    if (product === null) return { known: false, lines: [], sources: [] };
    return cellOf(teller(product, words), recordSource(product, columns[i] as Column, words), cites);
  });
  const texts = new Set(cells.map(({ lines }) => lines.map(({ text }) => text).join('\n')));
  return { id, section, label, ...(labelLang === undefined ? {} : { labelLang }), differs: texts.size > 1, cells };
}

/** A fact that names no source is the record's own. */
function cellOf({ lines, cites: named }: Draft, record: Citation, cites: Citations): FactCell {
  if (lines.length === 0) return { known: false, lines: [], sources: [] };
  const sources = named.length === 0 ? [record] : named;
  return { known: true, lines, sources: [...new Set(sources.map((source) => cites.number(source)))] };
}

/** The record itself as a source, and what it was made after. */
function recordSource({ view, record }: Product, { address, name }: Column, { t }: Words): Citation {
  const { source } = view;
  const from = source.url ?? source.file;
  const after = (record.sources ?? []).slice(0, 5).map(({ title }) => title);
  const made = [...(from === undefined ? [] : [[source.path, from].filter(Boolean).join(', ')]), ...after];
  return {
    title: t('compare.record', { name, id: `${view.id}@${view.origin}`, version: view.version }),
    address,
    date: view.updated.slice(0, 10),
    ...(made.length === 0 ? {} : { note: t('compare.after', { sources: made.join('; ') }) }),
  };
}

async function noteOf(
  read: Reader,
  search: CompareWish['search'],
  { lang, base }: PageContext,
  point: string,
): Promise<SearchNote | null> {
  if (search === null) return null;
  const facets = Object.fromEntries(
    Object.entries(search.filters).map(([name, values]) => [name, values.map((value) => ({ value, count: 0 }))]),
  );
  const names = await namesFor(read, facets, lang);
  const items = await read.resolve([...search.hits], 0, lang);
  return {
    text: search.text,
    total: search.total,
    filters: filterPairs(search.filters).map(([name, value]) => ({
      name,
      value,
      label: facetLabel(lang, name, value, names),
    })),
    hits: search.hits.map((id) => {
      const item = items.get(id);
      return { id, name: item?.name ?? id, address: `${base}${item?.page ?? `/${lang}/${id}`}${point}` };
    }),
  };
}
