import type { VNode } from 'preact';
import { CodedError } from '../../kernel/errors.ts';
import type { AssessmentStory, Item } from '../../registry/types.ts';
import type { Assessment } from '../../schemas.gen.ts';
import { Figure } from '../ui/charts/figure.tsx';
import { requirementsOf } from '../ui/charts/make.ts';
import { Citations } from '../ui/cite.tsx';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { changesSection, faultsSection, logSection, standingSection } from '../ui/governance/log.tsx';
import { ratingsSection, totalsSection } from '../ui/governance/ratings.tsx';
import { actText, dayText, FrameworkLink, Level, themeText } from '../ui/governance/words.tsx';
import { Provenance } from '../ui/provenance.tsx';
import {
  Named,
  notesSection,
  type RecordContext,
  RefName,
  sourcesSection,
  unknownSection,
} from '../ui/record-context.tsx';
import { RecordFrame, type Section, section } from '../ui/record-frame.tsx';
import { Say } from '../ui/text.tsx';
import { entrySection } from './entry.tsx';
import { type FoundRecord, findRecord, jsonAddress, resolveAll } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

interface Loaded {
  page: RecordContext<Assessment>;
  found: FoundRecord<Assessment>;
  story: AssessmentStory;
}

/** One evaluation: its verdicts with their grounds, and where it stands in the history. */
export const assessmentPage =
  ({ read }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent | { redirect: string }> => {
    const found = await findRecord<Assessment>(read, 'assessment', params.address ?? '');
    if ('redirect' in found) return found;
    const { row, view } = found;
    const { lang, t } = context;
    const { record } = view;
    const story = await read.assessment(row, lang);
    if (story === null) throw new CodedError('not-found');
    const deciders = story.history.map((one) => one.record.decision?.by);
    const items = await resolveAll(read, row, lang, [...refsOf(record), ...deciders]);
    const loaded = { found, story, page: { context, record, items, cites: new Citations(record.sources) } };
    const subject = items.get(record.subject);
    const title = t('assessment.title', {
      subject: subject?.name ?? record.subject,
      act: actText(context, record.type),
      date: dayText(context, record.date),
    });
    return {
      title,
      json: jsonAddress('assessment', params.address ?? ''),
      body: (
        <RecordFrame
          context={context}
          kicker={t('value.kind.assessment')}
          name={title}
          head={<Head loaded={loaded} />}
          sections={sections(loaded)}
          list={{ href: `${subject?.page ?? `/${lang}/software`}`, text: subject?.name ?? t('nav.software') }}
        />
      ),
    };
  };

const refsOf = (a: Assessment): (string | undefined)[] => [
  a.subject,
  a.assessor?.organisation,
  a.decision?.by,
  a.supersedes,
  a.appealOf,
];

function Head({ loaded: { page, found, story } }: { loaded: Loaded }): VNode {
  const { context, record } = page;
  return (
    <>
      {record.explanation !== undefined && (
        <p class="lead">
          <Say context={context} text={record.explanation} />
        </p>
      )}
      <Provenance context={context} view={found.view} />
      <Facts facts={facts(page, story)} />
    </>
  );
}

function facts(page: RecordContext<Assessment>, story: AssessmentStory): (Fact | null)[] {
  const { context, record, items } = page;
  const { lang, t } = context;
  const { assessor, levels = {}, validUntil, supersedes, appealOf } = record;
  const item = (text: string, ref: string | undefined): Fact | null =>
    ref === undefined ? null : [text, <RefName items={items as ReadonlyMap<string, Item>} target={ref} />];
  const said = (['claimed', 'listed', 'recommended', 'decided'] as const).flatMap((word): Fact[] => {
    const level = levels[word];
    return level === undefined
      ? []
      : [[t(`level.${word}`), <Level context={context} framework={story.framework.record} level={level} />]];
  });
  return [
    item(t('assessment.subject'), record.subject),
    [t('value.kind.framework'), <FrameworkLink framework={story.framework} />],
    [t('assessment.act'), actText(context, record.type)],
    [t('assessment.date'), dayText(context, record.date)],
    assessor === undefined
      ? null
      : [
          t('assessment.assessor'),
          <Named page={page} target={assessor.organisation} name={assessor.name} role={assessor.role} />,
        ],
    ...said,
    validUntil === undefined ? null : [t('assessment.validUntil'), dateText(lang, validUntil)],
    item(t('assessment.supersedes'), supersedes),
    item(t('assessment.appealOf'), appealOf),
  ];
}

/** The verdicts theme by theme, as a picture. */
function glanceSection(context: PageContext, { framework, assessed }: AssessmentStory): Section | null {
  const { record, totals } = { record: framework.record, totals: assessed.totals };
  if (record === null || totals === null || assessed.record.ratings === undefined) return null;
  const chart = requirementsOf(context, totals, (theme) => themeText(context, record, theme));
  if (chart === null) return null;
  return section(
    'requirements',
    chart.title,
    <Figure context={context} chart={chart} at={`/${context.lang}${context.path}/charts`} level={null} />,
  );
}

function sections({ page, found, story }: Loaded): (Section | null)[] {
  return [
    faultsSection(page.context, story),
    totalsSection(page.context, story),
    glanceSection(page.context, story),
    standingSection(page, story),
    changesSection(page.context, story),
    ratingsSection(page, story),
    logSection(page, story),
    notesSection(page, page.record.notes),
    unknownSection(page, page.record.unknown),
    sourcesSection(page),
    entrySection(page.context, found.view),
  ];
}
