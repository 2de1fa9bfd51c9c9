import type { VNode } from 'preact';
import type { FacetName } from '../../kernel/facets.ts';
import { PLURAL } from '../../records/kinds.ts';
import type { FacetCount, SearchAnswer } from '../../registry/search-type.ts';
import { facetLabel, type NameOf, taskPage } from '../labels.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { ItemRow } from '../ui/item.tsx';
import { siteData } from '../ui/linked-data.ts';
import { SearchForm } from '../ui/search-form.tsx';
import { feedLinks } from './feed-links.ts';
import { networksOf } from './networks.ts';
import type { PageDeps, PageHandler } from './serve.ts';

const EXAMPLES = ['examples.1', 'examples.2', 'examples.3', 'examples.4'] as const;
const KINDS_COUNTED = ['software', 'organisation', 'network'] as const;
const WAYS = 12;
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
        <Common />
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

/** Ways in by what is to be done, by category, by network; each of the products themselves, with how many. */
function Ways(props: { context: PageContext; facets: SearchAnswer['facets']; networks: NameOf }): VNode {
  const { context, facets, networks } = props;
  const { lang, t } = context;
  const searched = (name: FacetName) => (value: string) =>
    `/${lang}/search?kind=software&${name}=${encodeURIComponent(value)}`;
  const way = (
    name: 'task' | 'category' | 'network',
    address: (value: string) => string,
    all?: VNode,
  ): VNode | null => {
    const counts = (facets[name] ?? []).slice(0, WAYS);
    if (counts.length === 0) return null;
    return (
      <section>
        <h2>{t(`home.by.${name}`)}</h2>
        <ul class="ways">
          {counts.map(({ value, count }) => (
            <li>
              <a href={address(value)}>
                {facetLabel(lang, name, value, networks)} <span>{count}</span>
              </a>
            </li>
          ))}
        </ul>
        {all}
      </section>
    );
  };
  const tasks = (
    <p>
      <a class="ds-link" href={`/${lang}/tasks`}>
        {t('home.tasks')}
      </a>
    </p>
  );
  return (
    <>
      {way('task', (value) => taskPage(value, lang), tasks)}
      {way('category', searched('category'))}
      {way('network', searched('network'))}
    </>
  );
}

/** The tree of the sign, on its common: an ornament in the colours of whoever runs the catalogue. */
const Common = (): VNode => (
  <svg class="common" viewBox="0 0 480 400" aria-hidden="true" focusable="false">
    <ellipse class="far" cx="268" cy="424" rx="212" ry="152" />
    <ellipse class="near" cx="226" cy="424" rx="226" ry="92" />
    {TREES.map((transform) => (
      <path
        transform={transform}
        d="M14.7 27v-6.2H8.9a4.9 4.9 0 0 1-1.7-9.5 4.6 4.6 0 0 1 4.4-5.6 4.9 4.9 0 0 1 8.8 0 4.6 4.6 0 0 1 4.4 5.6 4.9 4.9 0 0 1-1.7 9.5h-5.8V38h-2.6z"
      />
    ))}
  </svg>
);
const TREES = ['translate(106 30) scale(8.4)', 'translate(26 184) scale(4.4)', 'translate(316 138) scale(5)'];
