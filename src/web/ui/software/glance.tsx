import type { VNode } from 'preact';
import type { Software } from '../../../schemas.gen.ts';
import { facetLabel } from '../../labels.ts';
import { Cite } from '../cite.tsx';
import { dateText } from '../dates.ts';
import { type Fact, Facts, Inline, listFact } from '../facts.tsx';
import { Named, type RecordContext, RefName } from '../record-context.tsx';
import { Fill, Outside, Say } from '../text.tsx';
import { countryName, word } from '../words.ts';

type Page = RecordContext<Software>;

/** What a reader asks first: may I, who stands behind it, where does it stand. Unknown is said. */
export function Glance({ page, level }: { page: Page; level: Fact | null }): VNode {
  const { context, record } = page;
  const { lang, t } = context;
  const facts: (Fact | null)[] = [
    [t('facet.licence'), <Licence page={page} />],
    record.network === undefined ? null : [t('facet.network'), <RefName items={page.items} target={record.network} />],
    [t('software.owner'), <Owner page={page} />],
    [t('software.suppliers'), <Suppliers page={page} />],
    level,
    standing(page),
    version(page),
    record.type === undefined ? null : [t('facet.type'), word(lang, 'type', record.type)],
    listFact(
      t('facet.category'),
      (record.categories ?? []).map((value) => categoryLink(page, value)),
    ),
    listFact(
      t('facet.country'),
      (record.countries ?? []).map((code) => countryName(lang, code)),
    ),
    record.landingUrl === undefined ? null : [t('software.landing'), <Outside href={record.landingUrl} />],
    record.applicationSuite === undefined ? null : [t('software.suite'), record.applicationSuite],
  ];
  return <Facts facts={facts} />;
}

const categoryLink = ({ context }: Page, value: string): VNode => (
  <a class="ds-link" href={`/${context.lang}/search?category=${encodeURIComponent(value)}`}>
    {facetLabel(context.lang, 'category', value)}
  </a>
);

function Licence({ page }: { page: Page }): VNode {
  const { context, record, cites } = page;
  const { spdx, stated, source } = record.licence ?? {};
  const others = otherLicences(record);
  return (
    <>
      {spdx ?? <em>{context.t(stated === undefined ? 'unknown.licence' : 'unknown.licenceExact')}</em>}
      <Cite context={context} cites={cites} source={source} />
      {stated !== undefined && stated !== spdx && (
        <p class="aside">
          <Fill context={context} text="licence.stated" parts={{ stated: <span lang="">{stated}</span> }} />
        </p>
      )}
      {others.length > 0 && (
        <p class="aside conflict">{context.t('licence.others', { licences: others.join(', ') })}</p>
      )}
    </>
  );
}

/** Licences of its repositories that are not the one of the whole. */
function otherLicences({ licence, repositories = [] }: Software): string[] {
  const all = repositories.map((repository) => repository.licence?.spdx).filter((id): id is string => id !== undefined);
  return [...new Set(all)].filter((id) => id !== licence?.spdx);
}

function Owner({ page }: { page: Page }): VNode {
  const { owner, publisher } = page.record;
  if (owner !== undefined)
    return <Named page={page} target={owner.organisation} name={owner.name} source={owner.source} />;
  return <>{publisher?.name ?? publisher?.uri ?? <em>{page.context.t('unknown.owner')}</em>}</>;
}

function Suppliers({ page }: { page: Page }): VNode {
  const { suppliers = [] } = page.record;
  if (suppliers.length === 0) return <em>{page.context.t('unknown.suppliers')}</em>;
  const named = suppliers.map(({ name, organisation, source }) => (
    <Named page={page} target={organisation} name={name} source={source} />
  ));
  return <Inline items={named} />;
}

function standing({ context, record, cites }: Page): Fact {
  const { lang, t } = context;
  const { lifecycle, status } = record;
  if (lifecycle === undefined && status === undefined) return [t('facet.status'), <em>{t('unknown.status')}</em>];
  return [
    t('facet.status'),
    <>
      {status !== undefined && word(lang, 'status', status)}
      {status !== undefined && lifecycle !== undefined && ' · '}
      {lifecycle !== undefined && (
        <>
          {word(lang, 'lifecycle', lifecycle.state)}
          {lifecycle.date !== undefined && ` (${dateText(lang, lifecycle.date)})`}
          <Cite context={context} cites={cites} source={lifecycle.source} />
          {lifecycle.note !== undefined && (
            <p class="aside">
              <Say context={context} text={lifecycle.note} />
            </p>
          )}
        </>
      )}
    </>,
  ];
}

function version({ context, record }: Page): Fact | null {
  const { version, releaseDate } = record;
  if (version === undefined && releaseDate === undefined) return null;
  const date = releaseDate === undefined ? '' : dateText(context.lang, releaseDate);
  const both = version !== undefined && date !== '' ? `${version} (${date})` : (version ?? date);
  return [context.t('software.version'), both];
}
