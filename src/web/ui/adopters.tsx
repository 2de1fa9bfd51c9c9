import type { ComponentChildren, VNode } from 'preact';
import type { AdopterItem, AdopterPage } from '../../registry/adopters/types.ts';
import { capital } from './adoptions.tsx';
import { type Citations, Cite } from './cite.tsx';
import type { PageContext } from './context.ts';
import { dateText } from './dates.ts';
import { Faulty } from './item.tsx';
import { periodText } from './record-context.tsx';
import { countryName, word } from './words.ts';

/** On the page of a software bodies are told, on that of a body software, in a census both. */
export type ToldSide = 'organisation' | 'software' | 'both';

/** Adopters: who or what, how far, since and as of when, on whose word, with every source. */
export function Adopters(props: {
  context: PageContext;
  items: AdopterItem[];
  side: ToldSide;
  cites: Citations;
}): VNode {
  return (
    <ul class="adoptions">
      {props.items.map((item) => (
        <OneAdopter {...props} item={item} />
      ))}
    </ul>
  );
}

function OneAdopter(props: { context: PageContext; item: AdopterItem; side: ToldSide; cites: Citations }): VNode {
  const { context, item, side, cites } = props;
  const { lang, t } = context;
  const { state, disputed } = item;
  return (
    <li class="adoption">
      <p class="adoption-name">
        {side !== 'software' && (
          <span>
            <NameLink page={item.organisation?.page} name={item.organisationName} />
            {side === 'both' && t('colon').trimEnd()}
          </span>
        )}
        {side !== 'organisation' && (
          <NameLink page={item.software?.page} name={item.software?.name ?? softwareName(item)} />
        )}{' '}
        <span class="ds-tag" data-color={state === 'retired' ? 'warning' : 'brand1'}>
          {word(lang, 'state', state)}
        </span>
        {disputed && (
          <>
            {' '}
            <span class="ds-tag" data-color="warning">
              {t('adopters.disputed')}
            </span>
          </>
        )}
      </p>
      <Said context={context} item={item} cites={cites} />
      {item.alike.length > 0 && (
        <p class="aside">
          {t('adopters.alike', { what: item.alike.map((one) => word(lang, 'alike', one)).join(', ') })}
        </p>
      )}
      {item.summary !== '' && (
        <p class="aside" lang={item.summaryLanguage === lang ? undefined : item.summaryLanguage}>
          {item.summary}
        </p>
      )}
    </li>
  );
}

/** Dates, on whose word, with every source, and where to say that it is not right. */
function Said({ context, item, cites }: { context: PageContext; item: AdopterItem; cites: Citations }): VNode {
  const { lang, t } = context;
  const { evidence, claims } = item;
  const period = periodText(context, datesOf(item));
  const said = word(lang, 'evidence', evidence);
  return (
    <p class="aside">
      {period === '' ? said : `${capital(period)} · ${said}`}
      {claims.map(({ source }) => (
        <Cite context={context} cites={cites} source={source ?? undefined} />
      ))}
      <Faulty context={context} item={item} />
      {claims.length > 1 && ` · ${t('adopters.claims', { count: claims.length })}`}
      {claims[0]?.page != null && (
        <>
          {' · '}
          <a href={claims[0].page}>
            {t('adoption.details')} <span class="ds-sr-only">{item.name}</span>
          </a>
        </>
      )}
      {' · '}
      <a href={`/${lang}/dispute?claim=${encodeURIComponent(claims[0]?.id ?? '')}`} rel="nofollow">
        {t('adopters.notRight')} <span class="ds-sr-only">{item.name}</span>
      </a>
    </p>
  );
}

function datesOf({ since, until, asOf, lastConfirmed }: AdopterItem): Record<string, string> {
  const dates = Object.entries({ since, until, asOf, lastConfirmed });
  return Object.fromEntries(dates.filter((one): one is [string, string] => one[1] !== null));
}

const softwareName = ({ facts }: AdopterItem): string => String(facts.softwareName ?? facts.software ?? '?');

function NameLink({ page, name }: { page: string | undefined; name: string }): ComponentChildren {
  return page === undefined ? (
    name
  ) : (
    <a class="ds-link" href={page}>
      {name}
    </a>
  );
}

/** What is counted over the whole list: those who use it, on whose word, first movers, shares of all bodies of a kind. */
export function AdopterSummary(props: { context: PageContext; page: AdopterPage; side: ToldSide }): VNode {
  const { context, page, side } = props;
  const { lang, t } = context;
  const { total, inUse, counts, firstMovers, shares } = page;
  const evidence = counts.evidence.map(({ value, count }) => `${word(lang, 'evidence', value)}${t('colon')}${count}`);
  return (
    <>
      <p>
        {side === 'organisation'
          ? `${t('adopters.count', { count: total })} ${t('adopters.inUse', { count: inUse })}`
          : `${t('adopters.uses', { count: total })} ${t('adopters.usesNow', { count: inUse })}`}
      </p>
      <p class="aside">{evidence.join(' · ')}</p>
      {shares.map(({ type, country, have, of, date }) => (
        <p>
          {t(side === 'organisation' ? 'adopters.share' : 'adopters.shareAny', {
            ...{ have, of, kind: word(lang, 'type', type), country: countryName(lang, country) },
          })}
          {date !== undefined && ` ${t('adopters.shareOf', { date: dateText(lang, date) })}`}
        </p>
      ))}
      {firstMovers.length > 0 && (
        <p>
          {t('adopters.firstMovers')}{' '}
          {firstMovers.map(({ organisationName, since }, i) => (
            <>
              {i > 0 && ', '}
              {organisationName} ({dateText(lang, since ?? '')})
            </>
          ))}
        </p>
      )}
    </>
  );
}
