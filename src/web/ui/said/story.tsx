import type { VNode } from 'preact';
import type { Story } from '../../../schemas.gen.ts';
import { formatNumber } from '../../locales/text.ts';
import { Cite } from '../cite.tsx';
import { dateText } from '../dates.ts';
import { type Fact, Facts, listFact } from '../facts.tsx';
import { Named, type RecordContext, RefName } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Say } from '../text.tsx';
import { word } from '../words.ts';
import { textFact, textsFact } from './texts.tsx';

type Page = RecordContext<Story>;

/** A good practice at a glance: of what, by whom, since when, how paid. */
export function storyFacts({ context, record, items, cites }: Page): VNode {
  const { lang, t } = context;
  const { subject, mainInstitution, start, end, ongoing, scope = [], funding } = record;
  const until = end === undefined ? (ongoing ? t('story.ongoing') : '') : dateText(lang, end);
  const facts: (Fact | null)[] = [
    subject === undefined ? null : [t('story.subject'), <RefName items={items} target={subject} />],
    mainInstitution === undefined
      ? null
      : [
          t('story.mainInstitution'),
          <Named
            page={{ context, record, items, cites }}
            target={mainInstitution.organisation}
            name={mainInstitution.name}
          />,
        ],
    start === undefined ? null : [t('story.time'), [dateText(lang, start), until].filter(Boolean).join(' – ')],
    textFact(context, t('story.domain'), record.domain),
    listFact(
      t('story.scope'),
      scope.map((one) => word(lang, 'reach', one)),
    ),
    textFact(context, t('story.serviceType'), record.serviceType),
    textFact(context, t('story.partnership'), record.partnership),
    listFact(
      t('story.funding'),
      (funding?.kinds ?? []).map((one) => word(lang, 'funding', one)),
    ),
  ];
  return <Facts facts={facts} />;
}

const PARTS = [
  'principles',
  'resourcesNeeded',
  'given',
  'benefits',
  'evidenceOfSuccess',
  'results',
  'transferPotential',
  'topics',
  'targetUsers',
  'policyContext',
  'technologyChoices',
  'standards',
  'trackRecord',
  'wishes',
  'expertOpinions',
] as const;

/** What was learnt, what it cost, and everything else that the source tells. */
export function storySections(page: Page): (Section | null)[] {
  const { context, record } = page;
  const { t } = context;
  const told = PARTS.map((part) => textsFact(context, t(`story.${part}`), record[part])).filter((one) => one !== null);
  const paid = textFact(context, t('story.fundingNote'), record.funding?.note);
  const lessons = textsFact(context, '', record.lessons);
  return [
    section('lessons', t('story.lessons'), lessons === null ? null : lessons[1]),
    costs(page),
    section(
      'told',
      t('story.told'),
      told.length + (paid ? 1 : 0) === 0 ? null : <Facts facts={[...told, paid]} rows />,
    ),
  ];
}

function costs({ context, record, cites }: Page): Section | null {
  const { lang, t } = context;
  const all = record.costs ?? [];
  if (all.length === 0) return null;
  const facts = all.map(
    ({ what, amount, currency, method, inputs = [], date, source }): Fact => [
      (<Say context={context} text={what} />) as unknown as string,
      <>
        {amount === undefined ? t('unknown.value') : `${formatNumber(lang, amount)} ${currency ?? ''}`}
        {date !== undefined && ` (${dateText(lang, date)})`}
        <Cite context={context} cites={cites} source={source} />
        {method !== undefined && (
          <span class="reason">
            {t('story.method')} <Say context={context} text={method} />
          </span>
        )}
        {inputs.length > 0 && (
          <ul class="relations">
            {inputs.map((text) => (
              <li>
                <Say context={context} text={text} />
              </li>
            ))}
          </ul>
        )}
      </>,
    ],
  );
  return section('costs', t('story.costs'), <Facts facts={facts} rows />);
}
