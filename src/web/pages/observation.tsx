import type { VNode } from 'preact';
import type { Observation } from '../../schemas.gen.ts';
import { Citations } from '../ui/cite.tsx';
import type { PageContent } from '../ui/context.ts';
import { Provenance } from '../ui/provenance.tsx';
import { sourcesSection } from '../ui/record-context.tsx';
import { RecordFrame } from '../ui/record-frame.tsx';
import { observationFacts, observationSections } from '../ui/software/observation.tsx';
import { entrySection } from './entry.tsx';
import { findRecord, jsonAddress, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** What was seen of one repository on one day: counts and dates, and what could not be seen. */
export const observationPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Observation>(read, 'observation', params.address ?? '');
    if ('redirect' in found) return found;
    const { row, view } = found;
    const { lang, t } = context;
    const { record } = view;
    const items = await resolveAll(read, row, lang, [record.software, ...(record.hosts ?? []).map((h) => h.target)]);
    const page = { context, record, items, cites: new Citations(record.sources) };
    const title = t('observation.title', { repository: record.repository.replace(/^https?:\/\//, '') });
    const product = items.get(record.software ?? '');
    const head: VNode = (
      <>
        <Provenance context={context} view={view} />
        {observationFacts(page)}
      </>
    );
    return {
      title,
      json: jsonAddress('observation', params.address ?? ''),
      body: (
        <RecordFrame
          context={context}
          kicker={t('value.kind.observation')}
          name={title}
          head={head}
          sections={[...observationSections(page), sourcesSection(page), entrySection(context, view)]}
          list={{ href: product?.page ?? `/${lang}/software`, text: product?.name ?? t('nav.software') }}
        />
      ),
    };
  };
