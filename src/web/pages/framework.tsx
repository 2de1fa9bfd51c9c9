import type { VNode } from 'preact';
import type { Item, Reader } from '../../registry/types.ts';
import type { Framework } from '../../schemas.gen.ts';
import { Citations } from '../ui/cite.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { levelsOfFramework, requirementsSection, ruleSection } from '../ui/governance/checklist.tsx';
import { ItemLinks } from '../ui/item.tsx';
import { described, pick } from '../ui/localised.ts';
import { Provenance } from '../ui/provenance.tsx';
import { notesSection, type RecordContext, RefName, sourcesSection, unknownSection } from '../ui/record-context.tsx';
import { RecordFrame, type Section, section } from '../ui/record-frame.tsx';
import { Outside } from '../ui/text.tsx';
import { word } from '../ui/words.ts';
import { entrySection } from './entry.tsx';
import { All, SHOWN } from './links.tsx';
import { type FoundRecord, findRecord, jsonAddress, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

interface Loaded {
  page: RecordContext<Framework>;
  found: FoundRecord<Framework>;
  assessed: { items: Item[]; total: number };
}

/** A checklist or list of criteria: its levels, what each asks for, and what was assessed by it. */
export const frameworkPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Framework>(read, 'framework', params.address ?? '');
    if ('redirect' in found) return found;
    const loaded = await load(read, context, found);
    const { record } = found.view;
    const { lang, t } = context;
    const description = pick(record.description, lang);
    return {
      title: pick(record.names, lang)?.value ?? record.name,
      json: jsonAddress('framework', params.address ?? ''),
      ...described(description),
      body: (
        <RecordFrame
          context={context}
          kicker={t('value.kind.framework')}
          name={pick(record.names, lang)?.value ?? record.name}
          head={<Head loaded={loaded} />}
          sections={sections(loaded)}
          list={{ href: `/${lang}/frameworks`, text: t('nav.frameworks') }}
        />
      ),
    };
  };

async function load(read: Reader, context: PageContext, found: FoundRecord<Framework>): Promise<Loaded> {
  const { row, view } = found;
  const { network, organisation, succeeds } = view.record;
  const [items, assessed] = await Promise.all([
    resolveAll(read, row, context.lang, [network, organisation, succeeds]),
    read.linked(row, ['assessed-by'], context.lang, SHOWN),
  ]);
  const page = { context, record: view.record, items, cites: new Citations(view.record.sources) };
  return { page, found, assessed };
}

function Head({ loaded: { page, found } }: { loaded: Loaded }): VNode {
  const { context, record } = page;
  const description = pick(record.description, context.lang);
  return (
    <>
      {description !== undefined && (
        <p class="lead" lang={description.lang}>
          {description.value}
        </p>
      )}
      <Provenance context={context} view={found.view} />
      <Facts facts={glance(page)} />
    </>
  );
}

function glance({ context, record, items }: RecordContext<Framework>): (Fact | null)[] {
  const { lang, t } = context;
  const applies = (record.appliesTo ?? ['software']).map((kind) => word(lang, 'kind', kind));
  const by = record.organisation !== undefined || record.publisher !== undefined;
  return [
    [t('framework.version'), record.version ?? <em>{t('framework.noVersion')}</em>],
    record.date === undefined ? null : [t('framework.date'), dateText(lang, record.date)],
    record.network === undefined ? null : [t('facet.network'), <RefName items={items} target={record.network} />],
    by ? [t('framework.publisher'), <RefName items={items} {...publisherOf(record)} />] : null,
    [t('framework.appliesTo'), applies.join(', ')],
    record.succeeds === undefined
      ? null
      : [t('framework.succeeds'), <RefName items={items} target={record.succeeds} />],
    record.licence === undefined ? null : [t('facet.licence'), record.licence],
    record.address === undefined ? null : [t('framework.original'), <Outside href={record.address} />],
  ];
}

const publisherOf = ({ organisation, publisher }: Framework): { target?: string; name?: string } => ({
  ...(organisation === undefined ? {} : { target: organisation }),
  ...(publisher === undefined ? {} : { name: publisher }),
});

function sections({ page, found, assessed }: Loaded): (Section | null)[] {
  return [
    levelsOfFramework(page),
    requirementsSection(page),
    ruleSection(page),
    assessedSection(page.context, assessed),
    notesSection(page, page.record.notes),
    unknownSection(page, page.record.unknown),
    sourcesSection(page),
    entrySection(page.context, found.view),
  ];
}

function assessedSection(context: PageContext, { items, total }: Loaded['assessed']): Section | null {
  if (total === 0) return null;
  return section(
    'assessed',
    context.t('framework.assessed'),
    <>
      <ItemLinks items={items} />
      <All context={context} rel="assessed-by" shown={items.length} total={total} />
    </>,
  );
}
