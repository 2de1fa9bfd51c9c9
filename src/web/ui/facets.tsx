import type { VNode } from 'preact';
import { FACETS, type FacetName } from '../../kernel/facets.ts';
import type { FacetCount, SearchAnswer } from '../../registry/search-type.ts';
import { facetLabel, type NameOf } from '../labels.ts';
import type { PageContext } from './context.ts';
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
    const link = facetLink(base, name, (value) => facetLabel(context.lang, name, value, networks));
    return [{ name, group: <Facet context={context} name={name} counts={counts} link={link} /> }];
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

/** Hundreds of these are on a page: a plain function is cheaper than a component. */
function facetLink(base: string, name: FacetName, label: (value: string) => string) {
  return ({ value, count }: FacetCount): VNode => (
    <li>
      <a href={`${base}${name}=${encodeURIComponent(value)}`} rel="nofollow">
        {label(value)} <span>{count}</span>
      </a>
    </li>
  );
}

function Facet(props: {
  context: PageContext;
  name: FacetName;
  counts: FacetCount[];
  link: (count: FacetCount) => VNode;
}): VNode {
  const { context, name, counts, link } = props;
  const rest = counts.slice(OPEN, OPEN + MORE);
  const label = context.t(`facet.${name}`);
  return (
    <section>
      <h3>{label}</h3>
      <ul>{counts.slice(0, OPEN).map(link)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>
            {context.t('facets.more', { count: rest.length })} <span class="ds-sr-only">{label}</span>
          </summary>
          <ul>{rest.map(link)}</ul>
        </details>
      )}
    </section>
  );
}

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
