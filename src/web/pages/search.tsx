import type { VNode } from 'preact';
import { SORTS } from '../../kernel/facets.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { SEARCHED } from '../../records/kinds.ts';
import type { SearchAnswer } from '../../registry/search-type.ts';
import type { Item } from '../../registry/types.ts';
import { readQuery } from '../../search/read-query.ts';
import { labelOf, type NameOf, taskName, taskPage } from '../labels.ts';
import { CompareForm } from '../ui/compare/choose.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Chosen, FacetColumn } from '../ui/facets.tsx';
import { ItemRow } from '../ui/item.tsx';
import { FileLinks } from '../ui/list-files.tsx';
import { Pager } from '../ui/pager.tsx';
import { filterPairs, pointOf, queryOf, readWish, type Wish } from '../ui/query.ts';
import { SearchForm } from '../ui/search-form.tsx';
import { Listed, Quoting } from '../ui/text.tsx';
import { networksOf } from './networks.ts';
import { searchFeedLinks } from './search-feed.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** Results of a search with the facets by which they can be narrowed. Throws `invalid-cursor`. */
export const searchPage = (deps: PageDeps): PageHandler => {
  return ({ context, query }) => results(deps, context, readWish(query));
};

/** Everything of one kind, by name: a search that is already narrowed, at an address of its own. */
export const listPage = (deps: PageDeps, kind: (typeof SEARCHED)[number]): PageHandler => {
  const wish: Wish = { text: '', filters: { kind: [kind] }, sort: 'name' };
  return async ({ context, query }) => ({
    ...(await results(deps, context, { ...wish, ...pointOf(query) })),
    unlisted: false,
  });
};

async function results({ read }: PageDeps, context: PageContext, wish: Wish): Promise<PageContent> {
  const answer = await read.search({ ...wish, lang: context.lang, limit: LIMITS.defaultPageSize });
  const networks = await networksOf(read, context.lang, answer);
  const part = partOf(wish);
  return {
    // Read aloud when the page opens: how many there are is the first that one wants to know.
    title: wish.text === '' ? titleOf(context, wish) : `${titleOf(context, wish)} (${answer.total})`,
    ownSearch: true,
    unlisted: true,
    ...(wish.at === undefined ? { feeds: searchFeedLinks(context, wish) } : {}),
    ...(part === undefined ? {} : { part }),
    body: <Results context={context} wish={wish} answer={answer} networks={networks} />,
  };
}

const PARTS: Record<string, Exclude<PageContent['part'], 'tasks' | undefined>> = {
  software: 'software',
  organisation: 'organisations',
  network: 'networks',
  framework: 'frameworks',
};

/** The part of the catalogue that the results are all of. */
const partOf = ({ filters: { kind = [] } }: Wish) => (kind.length === 1 ? PARTS[kind[0] ?? ''] : undefined);

function titleOf({ t }: PageContext, wish: Wish): string {
  if (wish.text !== '') return t('results.title', { text: wish.text });
  const part = partOf(wish);
  return part === undefined ? t('results.all') : t(`nav.${part}`);
}

interface ResultsProps {
  context: PageContext;
  wish: Wish;
  answer: SearchAnswer;
  networks: NameOf;
}

function Results({ context, wish, answer, networks }: ResultsProps): VNode {
  const { lang, t } = context;
  const address = (cursor?: string) => `/${lang}/search${queryOf(wish, cursor)}`;
  return (
    <div class="wrap results">
      <div class="results-head">
        <h1>
          <Quoting text={titleOf(context, wish)} />
        </h1>
        <SearchForm context={context} text={wish.text} keep={filterPairs(wish.filters)} />
        <Chosen context={context} wish={wish} networks={networks} />
      </div>
      <FacetColumn context={context} wish={wish} networks={networks} facets={answer.facets} />
      <section class="results-list" aria-labelledby="count">
        <div class="results-bar">
          {/* A region of its own, so that a reader's program tells how many there are before all of them. */}
          <div role="status">
            <h2 id="count">{t('results.count', { count: answer.total })}</h2>
          </div>
          {answer.total > 1 && <Sorting context={context} wish={wish} />}
        </div>
        <Understood context={context} answer={answer} wish={wish} networks={networks} />
        {answer.total === 0 ? (
          <Nothing context={context} wish={wish} />
        ) : (
          <Choosing context={context} wish={wish} items={answer.items}>
            <ol class="items">
              {answer.items.map((item) => (
                <ItemRow
                  context={context}
                  item={item}
                  partly={!answer.loose && item.loose === true}
                  networks={networks}
                  oneKind={partOf(wish) !== undefined}
                  choosing={canChoose(wish, answer.items)}
                />
              ))}
            </ol>
          </Choosing>
        )}
        <Pager
          context={context}
          first={wish.cursor === undefined ? null : address()}
          next={answer.next === null ? null : address(answer.next)}
        />
        {answer.total > 0 && <Downloads context={context} wish={wish} />}
      </section>
    </div>
  );
}

const canChoose = (wish: Wish, items: Item[]): boolean =>
  wish.at === undefined && items.filter(({ kind }) => kind === 'software').length > 1;

/** Where there is software in the list, it can be chosen to stand side by side; what was looked for goes along. */
function Choosing(props: { context: PageContext; wish: Wish; items: Item[]; children: VNode }): VNode {
  const { context, wish, items, children } = props;
  if (!canChoose(wish, items)) return children;
  const words = wish.text === '' ? [] : [['q', wish.text] as const];
  return (
    <CompareForm context={context} keep={[...words, ...filterPairs(wish.filters)]}>
      {children}
    </CompareForm>
  );
}

/** The whole list as a file, with the date and this address in it. */
function Downloads({ context, wish }: { context: PageContext; wish: Wish }): VNode {
  const { t } = context;
  return (
    <>
      <FileLinks context={context} path="/search" query={queryOf(wish)} />
      {wish.at === undefined && (
        <p class="downloads">
          {t('results.follow')}{' '}
          <Listed
            items={searchFeedLinks(context, wish).map(({ href }, i) => (
              <a class="ds-link" href={href} rel="nofollow">
                {i === 0 ? 'Atom' : 'JSON Feed'}
              </a>
            ))}
          />
        </p>
      )}
    </>
  );
}

/** What the words were taken for, which tasks they mean, and that nothing answers all of them. */
function Understood({ context, answer, wish, networks }: ResultsProps): VNode | null {
  const { lang, t } = context;
  const { didYouMean, loose, tasks, understood } = answer;
  if (didYouMean === null && !loose && tasks.length === 0 && understood.length === 0) return null;
  return (
    <div class="understood">
      {understood.length > 0 && <Fields context={context} fields={understood} networks={networks} />}
      {didYouMean !== null && (
        <p>
          {t('results.didYouMean')}{' '}
          <a class="ds-link" href={`/${lang}/search${queryOf({ ...wish, text: didYouMean })}`}>
            {didYouMean}
          </a>
        </p>
      )}
      {loose && <p>{t('results.loose')}</p>}
      {tasks.length > 0 && (
        <p>
          {t('results.tasks')}{' '}
          {tasks.map((id, i) => (
            <>
              {i > 0 && ', '}
              <a class="ds-link" href={taskPage(id, lang)}>
                {taskName(id, lang)}
              </a>
            </>
          ))}
        </p>
      )}
    </div>
  );
}

/** What was taken for the fields of the text, and which of them nothing has. */
function Fields(props: { context: PageContext; fields: SearchAnswer['understood']; networks: NameOf }): VNode {
  const { context, fields, networks } = props;
  const { lang, t } = context;
  return (
    <ul class="fields">
      {fields.map((field) => (
        <li>
          {t(field.known ? 'results.field' : 'results.fieldUnknown', {
            facet: t(`facet.${field.facet}`),
            value: labelOf(lang, field, networks),
          })}
        </li>
      ))}
    </ul>
  );
}

function Sorting({ context, wish }: { context: PageContext; wish: Wish }): VNode {
  const { lang, t } = context;
  return (
    <nav class="sorting" aria-label={t('sort.label')}>
      <ul>
        {SORTS.map((sort) => (
          <li>
            <a
              href={`/${lang}/search${queryOf({ ...wish, sort })}`}
              aria-current={sort === wish.sort ? 'true' : undefined}
              rel="nofollow"
            >
              {t(`sort.${sort}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Nothing({ context, wish }: { context: PageContext; wish: Wish }): VNode {
  const { lang, t } = context;
  // Fields of the text narrow as those of the address do; without them the words stay.
  const { filters, name } = readQuery(wish.text);
  const filtered = filterPairs(wish.filters).length > 0 || filters.length > 0;
  const unfiltered = { ...wish, text: filters.length > 0 ? name : wish.text, filters: {} };
  return (
    <div class="nothing">
      <p>{t('results.nothing')}</p>
      <ul>
        {filtered && (
          <li>
            <a class="ds-link" href={`/${lang}/search${queryOf(unfiltered)}`}>
              {t('results.withoutFilters')}
            </a>
          </li>
        )}
        <li>{t('results.fewerWords')}</li>
        <li>
          <a class="ds-link" href={`/${lang}/search`}>
            {t('results.all')}
          </a>
        </li>
      </ul>
    </div>
  );
}
