import type { Adoption } from '../../schemas.gen.ts';
import { Citations } from '../ui/cite.tsx';
import type { PageContent } from '../ui/context.ts';
import type { Fact } from '../ui/facts.tsx';
import { NotedHead, party, periodFacts } from '../ui/noted-head.tsx';
import { type RecordContext, sourcesSection } from '../ui/record-context.tsx';
import { RecordFrame } from '../ui/record-frame.tsx';
import { Say } from '../ui/text.tsx';
import { countryName, word } from '../ui/words.ts';
import { entrySection } from './entry.tsx';
import { findRecord, jsonAddress, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** One body and one software: how far, since when, on whose word. */
export const adoptionPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Adoption>(read, 'adoption', params.address ?? '');
    if ('redirect' in found) return found;
    const { row, view } = found;
    const { lang, t } = context;
    const { record } = view;
    const items = await resolveAll(read, row, lang, [record.organisation, record.software]);
    const page = { context, record, items, cites: new Citations(record.sources) };
    const names = {
      body: record.organisationName ?? items.get(record.organisation ?? '')?.name ?? t('unknown.value'),
      software: record.softwareName ?? items.get(record.software ?? '')?.name ?? t('unknown.value'),
    };
    const title = t('adoption.title', names);
    return {
      title,
      json: jsonAddress('adoption', params.address ?? ''),
      body: (
        <RecordFrame
          context={context}
          kicker={t('value.kind.adoption')}
          name={title}
          head={<NotedHead page={page} view={view} facts={facts(page)} />}
          sections={[sourcesSection(page), entrySection(context, view)]}
          list={{ href: items.get(record.software ?? '')?.page ?? `/${lang}/software`, text: names.software }}
        />
      ),
    };
  };

function facts(page: RecordContext<Adoption>): (Fact | null)[] {
  const { context, record } = page;
  const { lang, t } = context;
  return [
    [t('value.kind.organisation'), party(page, record.organisation, record.organisationName)],
    [t('value.kind.software'), party(page, record.software, record.softwareName)],
    record.country === undefined ? null : [t('facet.country'), countryName(lang, record.country)],
    [t('adoption.state'), word(lang, 'state', record.state)],
    [t('adoption.evidence'), word(lang, 'evidence', record.evidence)],
    ...periodFacts(context, record),
    ...details(context, record),
  ];
}

/** What could help an attacker is shown only where the body itself has said so. */
function details(context: RecordContext<Adoption>['context'], record: Adoption): (Fact | null)[] {
  const mayShow = record.consent === true && record.evidence !== 'claimed';
  return [
    record.scope === undefined || !mayShow
      ? null
      : [context.t('adoption.scope'), <Say context={context} text={record.scope} />],
    record.version === undefined || !mayShow ? null : [context.t('software.version'), record.version],
  ];
}
