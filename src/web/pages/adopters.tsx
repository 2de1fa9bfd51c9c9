import type { VNode } from 'preact';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Kind } from '../../records/kinds.ts';
import {
  ADOPTER_FILTERS,
  type AdopterFilter,
  type AdopterPage,
  type AdopterWish,
} from '../../registry/adopters/types.ts';
import type { Reader } from '../../registry/types.ts';
import { AdopterSummary, Adopters, type ToldSide } from '../ui/adopters.tsx';
import { Figure } from '../ui/charts/figure.tsx';
import { Citations, SourceList } from '../ui/cite.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { ListFiles } from '../ui/list-files.tsx';
import { Pager } from '../ui/pager.tsx';
import { countryName, word } from '../ui/words.ts';
import { adopterChart, loadRegions } from './charts.ts';
import { findRecord } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

const DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** What a page's address asks for; what cannot be is passed over, as links to pages grow tails. But a date is written by hand. */
export async function wishFrom(
  read: Reader,
  context: PageContext,
  query: Record<string, unknown>,
): Promise<AdopterWish> {
  const text = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' && value !== '' && value.length <= LIMITS.addressLength ? value.trim() : undefined;
  };
  const filters = Object.fromEntries(
    ADOPTER_FILTERS.flatMap((name) => (text(name) === undefined ? [] : [[name, text(name)]])),
  ) as Partial<Record<AdopterFilter, string>>;
  const date = text('date');
  if (date !== undefined && !DATE.test(date))
    throw new CodedError(
      'invalid-parameter',
      `“${date.slice(0, 40)}” is no date: write a year, a month or a day, such as 2026-06.`,
    );
  const [cursor, like] = [text('cursor'), text('like')];
  return {
    ...{ lang: context.lang, limit: LIMITS.defaultPageSize * 2, filters },
    ...(cursor && { cursor }),
    ...(like && { like: await bodyOf(read, context, like) }),
    ...(date !== undefined && { date }),
  };
}

/** The id of the body that a reader means by its id or by its name. */
async function bodyOf(read: Reader, { lang }: PageContext, text: string): Promise<string> {
  if (text.includes('/')) return text;
  const filters = { kind: ['organisation'] };
  const { items, loose } = await read.search({ text, filters, sort: 'relevance', lang, limit: 1 });
  const [first] = loose ? [] : items;
  return first === undefined ? `organisation/${text}` : `${first.id}@${first.origin}`;
}

/** Who uses a software or the software of a network, or what a body uses: all of them, narrowed, like mine, at a date. */
export const adoptersPage =
  ({ read }: PageDeps, kind: Extract<Kind, 'software' | 'organisation' | 'network'>): PageHandler =>
  async ({ context, params, query }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord(read, kind, params.address ?? '');
    if ('redirect' in found) return { redirect: `${found.redirect}/adopters${context.query}` };
    const wish = await wishFrom(read, context, query);
    const body = typeof query.like === 'string' ? query.like : '';
    const page = await read.adopters(found.row, wish);
    const side = kind === 'software' ? 'organisation' : kind === 'organisation' ? 'software' : 'both';
    const title = context.t(kind === 'organisation' ? 'organisation.adoptions' : 'section.adoptions');
    const back = { href: `/${context.lang}${context.path.replace(/\/adopters$/, '')}`, text: found.view.name };
    return {
      title: `${title}${context.t('colon')}${found.view.name}`,
      unlisted: Object.keys(query).length > 0,
      json: `/api/v1${context.path.replace(/\/adopters$/, '/adoptions')}`,
      body: <Frame {...{ context, title, page, wish, body, side, back }} region={await loadRegions()} />,
    };
  };

/** Who uses what, at any date. */
export const censusPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, query }): Promise<PageContent> => {
    const wish = await wishFrom(read, context, query);
    const body = typeof query.like === 'string' ? query.like : '';
    const page = await read.adopters('all', wish);
    const title = context.t('census.title');
    const back = { href: `/${context.lang}/software`, text: context.t('nav.software') };
    return {
      title,
      unlisted: Object.keys(query).length > 0,
      json: '/api/v1/census',
      body: <Frame {...{ context, title, page, wish, body, back }} side="both" region={await loadRegions()} />,
    };
  };

interface FrameProps {
  /** The name of a region. */
  region: (code: string) => string;
  context: PageContext;
  title: string;
  page: AdopterPage;
  wish: AdopterWish;
  /** The body that one's own is, as the reader wrote it. */
  body: string;
  side: ToldSide;
  back: { href: string; text: string };
}

function Frame({ context, title, page, wish, body, side, back, region }: FrameProps): VNode {
  const { lang, t } = context;
  const cites = new Citations();
  const here = `/${lang}${context.path}`;
  const asked = { ...wish.filters, like: wish.like, date: wish.date };
  const next = new URLSearchParams(
    Object.entries({ ...asked, cursor: page.next ?? '' }).filter((one): one is [string, string] => Boolean(one[1])),
  );
  return (
    <div class="wrap page">
      <p class="crumbs">
        <a class="ds-link" href={back.href}>
          {back.text}
        </a>
      </p>
      <h1>{title}</h1>
      {wish.date !== undefined && (
        <p class="lead">
          {t('census.at', { date: dateText(lang, wish.date) })}{' '}
          {page.notKnown > 0 && t('census.notKnown', { count: page.notKnown })}
        </p>
      )}
      {page.like !== null && <p class="lead">{t('adopters.like', { name: page.like.name })}</p>}
      {wish.like !== undefined && page.like === null && <p class="missing">{t('adopters.noSuchBody')}</p>}
      {page.total > 0 && <AdopterSummary context={context} page={page} side={side} />}
      <Narrow context={context} page={page} wish={wish} body={body} region={region} />
      {page.total === 0 ? (
        <p>{t('adopters.none')}</p>
      ) : (
        <>
          <Adopters context={context} items={page.items} side={side} cites={cites} />
          <Pager
            context={context}
            label={title}
            first={wish.cursor === undefined ? null : here}
            next={page.next === null ? null : `${here}?${next}`}
          />
          <ListFiles context={context} />
          <Pictures {...{ context, page, wish, side, region }} />
          <p class="hint">{t('census.method')}</p>
          <h2>{t('section.sources')}</h2>
          <SourceList context={context} cites={cites} />
        </>
      )}
    </div>
  );
}

/** A form without script: what can be chosen is what there is. On a narrow screen it opens only when it is wanted. */
function Narrow(props: Pick<FrameProps, 'context' | 'page' | 'wish' | 'body' | 'region'>): VNode {
  const { context, page, wish, body, region } = props;
  const { lang, t } = context;
  const shown = (name: AdopterFilter, value: string): string => {
    if (value === 'unknown') return t('unknown.value');
    if (name === 'country') return countryName(lang, value);
    return name === 'subdivision' ? region(value) : word(lang, name, value);
  };
  const narrowed = Object.keys(wish.filters ?? {}).length > 0 || wish.date !== undefined || wish.like !== undefined;
  return (
    <details class="fold" open={narrowed}>
      <summary>{t('adopters.narrow')}</summary>
      <form class="narrow" action={`/${lang}${context.path}`} method="get" aria-label={t('adopters.narrow')}>
        {ADOPTER_FILTERS.map((name) => (
          <label>
            {word(lang, 'narrow', name)}{' '}
            <select name={name}>
              <option value="">{t('adopters.any')}</option>
              {page.counts[name].map(({ value, count }) => (
                <option value={value} selected={wish.filters?.[name] === value}>
                  {shown(name, value)} ({count})
                </option>
              ))}
            </select>
          </label>
        ))}
        <label>
          {word(lang, 'narrow', 'date')} <input name="date" value={wish.date ?? ''} placeholder="2026-06" size={10} />
        </label>
        <label>
          {word(lang, 'narrow', 'like')} <input name="like" value={body} size={24} />
        </label>
        <button type="submit" class="ds-button" data-variant="secondary">
          {t('adopters.narrow')}
        </button>
      </form>
    </details>
  );
}

/** Who they are and since when, as pictures. Of a list that is narrowed only the table is shown: files are of all of it. */
function Pictures({ context, page, wish, side, region }: Omit<FrameProps, 'title' | 'back' | 'body'>): VNode | null {
  const narrowed = Object.keys(wish.filters ?? {}).length > 0 || wish.date !== undefined || wish.like !== undefined;
  if (narrowed || side === 'software') return <Series context={context} page={page} />;
  const of = context.path.endsWith('/adopters') ? context.path.replace(/\/adopters$/, '') : '';
  return (
    <div class="charts">
      {ADOPTER_CHARTS.map((name) => (
        <Figure
          context={context}
          chart={adopterChart(context, name, page, region)}
          at={`/${context.lang}${of}/charts`}
          level={2}
        />
      ))}
    </div>
  );
}

const ADOPTER_CHARTS = ['adopters-by-country', 'adopters-by-region', 'adopters-over-time'] as const;

function Series({ context, page }: Pick<FrameProps, 'context' | 'page'>): VNode | null {
  const { lang, t } = context;
  if (page.series.length < 2) return null;
  return (
    <table class="ds-table series">
      <caption>{t('adopters.series')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('adopters.series.date')}</th>
          <th scope="col">{t('adopters.series.inUse')}</th>
        </tr>
      </thead>
      <tbody>
        {page.series.map(({ date, inUse }) => (
          <tr>
            <th scope="row">{dateText(lang, date)}</th>
            <td>{inUse}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
