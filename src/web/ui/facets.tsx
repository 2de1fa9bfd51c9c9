import type { VNode } from 'preact';
import { FACETS, type FacetName } from '../../kernel/facets.ts';
import type { FacetCount, SearchAnswer } from '../../registry/search-type.ts';
import { facetLabel, type NameOf } from '../labels.ts';
import type { PageContext } from './context.ts';
import { facetEntries } from './facet-entries.ts';
import { filterPairs, queryOf, type Wish, without } from './query.ts';

/** So many values of a facet stand open, so many more below "more"; further ones are found by searching. */
const OPEN = 6;
const MORE = 24;
/** The questions that most people ask stand open; the others are one step away, so that the list can be seen as a whole. */
const ASKED_FIRST: ReadonlySet<FacetName> = new Set([
  ...(['kind', 'task', 'category', 'network', 'level', 'country', 'licence', 'status'] as const),
]);

interface FacetProps {
  context: PageContext;
  wish: Wish;
  networks: NameOf;
}

/** The column by which results are narrowed: links with counts, grouped by facet; closed on narrow screens. */
export function FacetColumn(props: FacetProps & { facets: SearchAnswer['facets'] }): VNode {
  const { context, wish, networks, facets } = props;
  const query = queryOf(wish);
  const base = `/${context.lang}/search${query}${query === '' ? '?' : '&'}`;
  const groups = FACETS.flatMap((name) => {
    const chosen = new Set(wish.filters[name]);
    const counts = (facets[name] ?? []).filter(({ value }) => !chosen.has(value));
    if (counts.length === 0 || (counts.length === 1 && name === 'origin')) return [];
    const entries = (some: FacetCount[]) => facetEntries(base, context.lang, name, some, networks);
    return [{ name, group: <Facet context={context} name={name} counts={counts} entries={entries} /> }];
  });
  const further = groups.filter(({ name }) => !ASKED_FIRST.has(name));
  return (
    <details class="facets fold">
      <summary>{context.t('facets.title')}</summary>
      <div class="facet-list">
        <h2 class="ds-sr-only">{context.t('facets.title')}</h2>
        {groups.filter(({ name }) => ASKED_FIRST.has(name)).map(({ group }) => group)}
        {further.length > 0 && (
          <details class="further">
            <summary>{context.t('facets.further', { count: further.length })}</summary>
            {further.map(({ group }) => group)}
          </details>
        )}
      </div>
    </details>
  );
}

function Facet(props: {
  context: PageContext;
  name: FacetName;
  counts: FacetCount[];
  /** These as HTML. */
  entries: (counts: FacetCount[]) => string;
}): VNode {
  const { context, name, counts, entries } = props;
  const rest = counts.slice(OPEN, OPEN + MORE);
  const label = context.t(`facet.${name}`);
  return (
    <section>
      <h3>{label}</h3>
      <Entries html={entries(counts.slice(0, OPEN))} />
      {rest.length > 0 && (
        <details>
          <summary>
            {context.t('facets.more', { count: rest.length })} <span class="ds-sr-only">{label}</span>
          </summary>
          <Entries html={entries(rest)} />
        </details>
      )}
    </section>
  );
}

/** Entries are written and escaped where they are made. */
const Entries = ({ html }: { html: string }): VNode => <ul dangerouslySetInnerHTML={{ __html: html }} />;

/** What was chosen, each with a link that takes it away. */
export function Chosen({ context, wish, networks }: FacetProps): VNode | null {
  const pairs = filterPairs(wish.filters);
  if (pairs.length === 0) return null;
  const { lang, t } = context;
  return (
    <div class="chosen">
      <h2 class="ds-sr-only">{t('facets.chosen')}</h2>
      <ul>
        {pairs.map(([name, value]) => {
          const label = `${t(`facet.${name}`)}${t('colon')}${facetLabel(context.lang, name, value, networks)}`;
          return (
            <li>
              <a
                class="ds-chip"
                href={`/${lang}/search${queryOf(without(wish, name, value))}`}
                aria-label={t('facets.remove', { label })}
              >
                {label} <span aria-hidden="true">×</span>
              </a>
            </li>
          );
        })}
        {pairs.length > 1 && (
          <li>
            <a class="ds-link" href={`/${lang}/search${queryOf({ ...wish, filters: {} })}`}>
              {t('facets.clear')}
            </a>
          </li>
        )}
      </ul>
    </div>
  );
}
