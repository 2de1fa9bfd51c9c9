import type { VNode } from 'preact';
import { LIMITS } from '../../kernel/limits.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Item } from '../../registry/types.ts';
import type { Comparison, FactCell } from '../compare/comparison.ts';
import { FORMATS, searchPairs, sourceDates, titleLang, unknownLines } from '../compare/files.ts';
import { type CompareDeps, readComparison } from '../compare/read.ts';
import { type CompareWish, compareQuery, readCompareWish } from '../compare/wish.ts';
import { CompareBox, CompareForm } from '../ui/compare/choose.tsx';
import { type ComparedRow, ComparedTable } from '../ui/compare/table.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { Summary } from '../ui/item.tsx';
import { Listed } from '../ui/text.tsx';
import type { PageHandler } from './serve.ts';

/** Products that are offered beside one that was chosen alone. */
const SIMILAR = 8;

/** Up to four products side by side, every difference marked; with fewer than two, how to choose them. */
export const comparePage =
  (deps: CompareDeps): PageHandler =>
  async ({ context, query }): Promise<PageContent> => {
    const wish = readCompareWish(query);
    if (wish.ids.length === 0) return choosing(context, []);
    const comparison = await readComparison(deps, context, wish);
    if (wish.ids.length > 1 || wish.at !== null) return shown(context, comparison);
    return choosing(context, await similarTo(deps, context, wish.ids[0] ?? ''), comparison);
  };

async function similarTo({ registry: { read } }: CompareDeps, { lang }: PageContext, id: string): Promise<Item[]> {
  const { slug = '', origin } = parseRef(id) ?? {};
  const found = await read.lookup('software', origin === undefined ? slug : `${slug}@${origin}`);
  return 'found' in found ? read.similar(found.found, lang, SIMILAR) : [];
}

function choosing(context: PageContext, similar: readonly Item[], one?: Comparison): PageContent {
  const { lang, t } = context;
  const title = one?.title ?? t('compare.nav');
  return {
    title,
    unlisted: true,
    part: 'software',
    body: (
      <div class="wrap page">
        <h1>{title}</h1>
        <p>{t('compare.choose', { most: LIMITS.compared })}</p>
        {one !== undefined && similar.length > 0 && (
          <>
            <h2>{t('compare.similar')}</h2>
            <CompareForm context={context} keep={one.columns.map(({ id }) => ['id', id] as const)}>
              <ul class="items">
                {similar.map((item) => (
                  <li class="item">
                    <h3>
                      <a href={item.page}>{item.name}</a>
                    </h3>
                    <Summary context={context} item={item} />
                    <CompareBox context={context} item={item} />
                  </li>
                ))}
              </ul>
            </CompareForm>
          </>
        )}
        <p>
          <a class="ds-link" href={`/${lang}/software`}>
            {t('compare.find')}
          </a>
        </p>
      </div>
    ),
  };
}

function shown(context: PageContext, one: Comparison): PageContent {
  const { t } = context;
  const json = `/api/v1/compare${compareQuery(one.wish)}&format=json&lang=${context.lang}`;
  return {
    title: one.title,
    unlisted: true,
    part: 'software',
    json,
    body: (
      <div class="wrap page comparison">
        <h1>{one.title}</h1>
        <Files context={context} one={one} />
        <Left context={context} wish={one.wish} />
        <p class="hint">{t('compare.markMeans', { mark: t('compare.mark') })}</p>
        {one.sections.map(({ id, title }) => (
          <Part context={context} one={one} id={id} title={title} />
        ))}
        <h2 id="unknown">{t('compare.unknown')}</h2>
        <ul>
          {unknownLines(one).map((line) => (
            <li>{line}</li>
          ))}
        </ul>
        <h2 id="about-this">{t('compare.about')}</h2>
        <About context={context} one={one} />
        <h2 id="sources">{t('section.sources')}</h2>
        <Sources one={one} />
      </div>
    ),
  };
}

function About({ context, one }: { context: PageContext; one: Comparison }): VNode {
  const { lang, t } = context;
  const { wish, changed, address } = one;
  const link = (href: string, text = href) => (
    <a class="ds-link" href={href}>
      {text}
    </a>
  );
  const facts: (Fact | null)[] = [
    [t('compare.catalogue'), one.catalogue],
    [t('compare.on'), dateText(lang, wish.on)],
    [t('compare.point'), t('compare.pointIs', { at: String(wish.at), date: dateText(lang, changed) })],
    [t('compare.address'), link(address), true],
    ...searchPairs(one).map(([name, text]): Fact => [`${t('compare.search')}: ${name}`, text]),
  ];
  return (
    <>
      <Facts facts={facts} rows />
      {one.search !== null && one.search.hits.length > 0 && (
        <details>
          <summary>{t('compare.firstHits')}</summary>
          <ul class="links">
            {one.search.hits.map((hit) => (
              <li>{link(hit.address, hit.name)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** As of when, what is amiss, and the ways to take it along. */
function Files({ context, one }: { context: PageContext; one: Comparison }): VNode {
  const { lang, t } = context;
  const { wish, since, columns, erased } = one;
  return (
    <>
      <p>
        {t('compare.on')}
        {t('colon')}
        {dateText(lang, wish.on)} ·{' '}
        <a class="ds-link" href={since}>
          {t('compare.since')}
        </a>
      </p>
      {columns.map(
        ({ name, state }) =>
          state !== 'shown' && <p class="conflict">{`${name}${t('colon')}${t(`compare.state.${state}`)}`}</p>,
      )}
      {erased > 0 && <p class="conflict">{t('compare.erased', { count: erased })}</p>}
      <p class="downloads">
        {t('compare.print')}{' '}
        <Listed
          items={[...FORMATS.filter((format) => format !== 'json'), 'json'].map((format) => (
            <a
              class="ds-link"
              rel="nofollow"
              href={`/api/v1/compare${compareQuery(wish)}&format=${format}&lang=${lang}`}
            >
              {format.toUpperCase()}
            </a>
          ))}
        />
      </p>
    </>
  );
}

function Left({ context, wish }: { context: PageContext; wish: CompareWish }): VNode | null {
  if (wish.left.length === 0) return null;
  const names = wish.left.map((id) => parseRef(id)?.slug ?? id).join(', ');
  return <p class="conflict">{context.t('compare.left', { most: LIMITS.compared, names })}</p>;
}

function Part(props: { context: PageContext; one: Comparison; id: string; title: string }): VNode | null {
  const { context, one, id, title } = props;
  const rows = one.rows.filter(({ section }) => section === id);
  if (rows.length === 0) return null;
  const columns = one.columns.map(({ name, address }) => ({ name, href: address }));
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ComparedTable
        context={context}
        name={title}
        columns={columns}
        rows={rows.map((row) => ({ ...rowOf(context, row.label, row.differs, row.cells), ...langOf(row) }))}
      />
    </section>
  );
}

const langOf = ({ labelLang }: Comparison['rows'][number]): Pick<ComparedRow, 'labelLang'> =>
  labelLang === undefined ? {} : { labelLang };

/** A row of cells, with words for what is not known. */
export const rowOf = (
  context: PageContext,
  label: string,
  differs: boolean,
  cells: readonly FactCell[],
): ComparedRow => ({
  ...{ label, differs },
  cells: cells.map(({ known, lines, sources }) => ({
    ...{ unknown: !known, sources },
    lines: known ? lines : [{ text: context.t('unknown.value') }],
  })),
});

function Sources({ one }: { one: Comparison }): VNode {
  return (
    <ol class="sources">
      {one.sources.map((source, i) => (
        <li id={`source-${i + 1}`}>
          {source.address === undefined ? (
            <cite {...titleLang(source, one)}>{source.title}</cite>
          ) : (
            <a class="ds-link" href={source.address}>
              <cite {...titleLang(source, one)}>{source.title}</cite>
            </a>
          )}
          {`, ${sourceDates(source, one.lang)}.`}
          {source.note !== undefined && <span lang=""> {source.note}</span>}
        </li>
      ))}
    </ol>
  );
}
