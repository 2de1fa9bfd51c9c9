import type { VNode } from 'preact';
import type { Item } from '../../registry/types.ts';
import type { Contribution } from '../../schemas.gen.ts';
import { capital } from '../ui/adoptions.tsx';
import { Citations } from '../ui/cite.tsx';
import type { PageContent } from '../ui/context.ts';
import { actsText } from '../ui/contributions.tsx';
import { dateText } from '../ui/dates.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { Provenance } from '../ui/provenance.tsx';
import { type RecordContext, RefName, sourcesSection } from '../ui/record-context.tsx';
import { RecordFrame } from '../ui/record-frame.tsx';
import { Say } from '../ui/text.tsx';
import { countryName, word } from '../ui/words.ts';
import { entrySection } from './entry.tsx';
import { findRecord, jsonAddress, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** One body that takes part in a software or network: as what, since when, on whose word. */
export const contributionPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Contribution>(read, 'contribution', params.address ?? '');
    if ('redirect' in found) return found;
    const { row, view } = found;
    const { lang, t } = context;
    const { record } = view;
    const target = record.software ?? record.network;
    const items = await resolveAll(read, row, lang, [record.organisation, target]);
    const page = { context, record, items, cites: new Citations(record.sources) };
    const list = items.get(target ?? '');
    const title = titleOf(page, list);
    const kind = record.software === undefined ? 'network' : 'software';
    return {
      title,
      json: jsonAddress('contribution', params.address ?? ''),
      body: (
        <RecordFrame
          context={context}
          kicker={t('value.kind.contribution')}
          name={title}
          head={<Head page={page} view={view} />}
          sections={[sourcesSection(page), entrySection(context, view)]}
          list={{
            href: list?.page ?? `/${lang}/${kind === 'software' ? 'software' : 'networks'}`,
            text: list?.name ?? t(`value.kind.${kind}`),
          }}
        />
      ),
    };
  };

function titleOf({ context: { t }, record, items }: RecordContext<Contribution>, target?: Item): string {
  const body = record.organisationName ?? items.get(record.organisation ?? '')?.name ?? t('unknown.value');
  return t('contribution.title', { body, target: target?.name ?? t('unknown.value') });
}

function Head(props: { page: RecordContext<Contribution>; view: Parameters<typeof Provenance>[0]['view'] }): VNode {
  const { context, record } = props.page;
  return (
    <>
      {record.note !== undefined && (
        <p class="lead">
          <Say context={context} text={record.note} />
        </p>
      )}
      <Provenance context={context} view={props.view} />
      <Facts facts={facts(props.page)} />
    </>
  );
}

function facts({ context, record, items }: RecordContext<Contribution>): (Fact | null)[] {
  const { lang, t } = context;
  const who = (target?: string, name?: string) => (
    <RefName items={items} {...(target && { target })} {...(name && { name })} />
  );
  const date = (key: 'adoption.since' | 'adoption.until' | 'adoption.asOf' | 'adoption.confirmed', value?: string) =>
    value === undefined ? null : ([t(key), dateText(lang, value)] satisfies Fact);
  return [
    [t('value.kind.organisation'), who(record.organisation, record.organisationName)],
    record.software === undefined ? null : [t('value.kind.software'), who(record.software)],
    record.network === undefined ? null : [t('value.kind.network'), who(record.network)],
    record.country === undefined ? null : [t('facet.country'), countryName(lang, record.country)],
    [t('contribution.as'), capital(actsText(context, record.as))],
    [t('adoption.evidence'), word(lang, 'evidence', record.evidence)],
    date('adoption.since', record.from),
    date('adoption.until', record.until),
    date('adoption.asOf', record.asOf),
    date('adoption.confirmed', record.lastConfirmed),
  ];
}
