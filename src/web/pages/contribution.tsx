import type { Item } from '../../registry/types.ts';
import type { Contribution } from '../../schemas.gen.ts';
import { capital } from '../ui/adoptions.tsx';
import { Citations } from '../ui/cite.tsx';
import type { PageContent } from '../ui/context.ts';
import { actsText } from '../ui/contributions.tsx';
import type { Fact } from '../ui/facts.tsx';
import { NotedHead, party, periodFacts } from '../ui/noted-head.tsx';
import { type RecordContext, sourcesSection } from '../ui/record-context.tsx';
import { RecordFrame } from '../ui/record-frame.tsx';
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
          head={<NotedHead page={page} view={view} facts={facts(page)} />}
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

function facts(page: RecordContext<Contribution>): (Fact | null)[] {
  const { context, record } = page;
  const { lang, t } = context;
  return [
    [t('value.kind.organisation'), party(page, record.organisation, record.organisationName)],
    record.software === undefined ? null : [t('value.kind.software'), party(page, record.software)],
    record.network === undefined ? null : [t('value.kind.network'), party(page, record.network)],
    record.country === undefined ? null : [t('facet.country'), countryName(lang, record.country)],
    [t('contribution.as'), capital(actsText(context, record.as))],
    [t('adoption.evidence'), word(lang, 'evidence', record.evidence)],
    ...periodFacts(context, { ...record, since: record.from }),
  ];
}
