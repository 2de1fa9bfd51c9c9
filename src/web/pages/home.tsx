import type { VNode } from 'preact';
import type { FacetName } from '../../kernel/facets.ts';
import { PLURAL } from '../../records/kinds.ts';
import type { FacetCount, SearchAnswer } from '../../registry/types.ts';
import { facetLabel, type NameOf } from '../labels.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { ItemRow } from '../ui/item.tsx';
import { siteData } from '../ui/linked-data.ts';
import { SearchForm } from '../ui/search-form.tsx';
import { feedLinks } from './feed-links.ts';
import { networksOf } from './networks.ts';
import type { PageDeps, PageHandler } from './serve.ts';

const EXAMPLES = ['examples.1', 'examples.2', 'examples.3', 'examples.4'] as const;
const KINDS_COUNTED = ['software', 'organisation', 'network'] as const;
const CATEGORIES = 12;
const NEWEST = 6;

/** The front page: what this is, the search, ways in. */
export const homePage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const filters = { kind: ['software'] };
    const wish = { text: '', lang: context.lang, sort: 'updated' as const };
    const [newest, all] = await Promise.all([
      read.search({ ...wish, filters, limit: NEWEST }),
      read.search({ ...wish, filters: {}, limit: 1 }),
    ]);
    const networks = await networksOf(read, context.lang, newest);
    return {
      title: context.site.name,
      description: context.t('home.lead'),
      linkedData: [siteData(context)],
      ownSearch: true,
      feeds: feedLinks(context, ''),
      body: (
        <>
          <Hero context={context} kinds={all.facets.kind ?? []} />
          <div class="wrap home">
            <Ways context={context} facets={newest.facets} networks={networks} />
            <section>
              <h2>{context.t('home.newest')}</h2>
              <ul class="items items-grid">
                {newest.items.map((item) => (
                  <ItemRow context={context} item={item} networks={networks} oneKind />
                ))}
              </ul>
              <p>
                <a class="ds-link" href={`/${context.lang}/software`}>
                  {context.t('home.all', { count: newest.total })}
                </a>{' '}
                <a class="ds-link" href={`/${context.lang}/tasks`}>
                  {context.t('tasks.title')}
                </a>
              </p>
            </section>
          </div>
        </>
      ),
    };
  };

function Hero({ context, kinds }: { context: PageContext; kinds: FacetCount[] }): VNode {
  const { lang, t } = context;
  const count = (kind: string): number => kinds.find(({ value }) => value === kind)?.count ?? 0;
  return (
    <div class="hero">
      <div class="wrap">
        <h1>{t('home.title')}</h1>
        <p class="lead">{t('home.lead')}</p>
        <SearchForm context={context} text="" large />
        <p class="examples">
          {t('home.try')}{' '}
          {EXAMPLES.map((key) => (
            <a class="ds-link" href={`/${lang}/search?q=${encodeURIComponent(t(key))}`}>
              {t(key)}
            </a>
          ))}
        </p>
        <ul class="counts">
          {KINDS_COUNTED.map((kind) => (
            <li>
              <a href={`/${lang}/${PLURAL[kind]}`}>{t(`count.${kind}`, { count: count(kind) })}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Ways(props: { context: PageContext; facets: SearchAnswer['facets']; networks: NameOf }): VNode {
  const { context, facets, networks } = props;
  const way = (name: FacetName, limit: number): VNode => (
    <section>
      <h2>{context.t(`home.by.${name as 'category'}`)}</h2>
      <ul class="ways">
        {(facets[name] ?? []).slice(0, limit).map(({ value, count }) => (
          <li>
            <a href={`/${context.lang}/search?kind=software&${name}=${encodeURIComponent(value)}`}>
              {facetLabel(context.lang, name, value, networks)} <span>{count}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
  return (
    <>
      {way('category', CATEGORIES)}
      {way('network', CATEGORIES)}
    </>
  );
}
