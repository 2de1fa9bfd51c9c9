import type { VNode } from 'preact';
import type { Claim } from '../../../schemas.gen.ts';
import { formatNumber } from '../../locales/text.ts';
import { Cite } from '../cite.tsx';
import { type Fact, Facts, listFact } from '../facts.tsx';
import { type RecordContext, RefName } from '../record-context.tsx';
import { Say } from '../text.tsx';
import { word } from '../words.ts';
import { ClaimValue, whenText } from './figures.tsx';
import { textFact } from './texts.tsx';

/** One claim with everything that says how far to trust it. */
export function claimFacts({ context, record, items, cites }: RecordContext<Claim>): VNode {
  const { lang, t } = context;
  const { subject, subjectName, nature, inputs = [] } = record;
  const facts: (Fact | null)[] = [
    [
      t('figures.subject'),
      subject === undefined ? (subjectName ?? t('unknown.value')) : <RefName items={items} target={subject} />,
    ],
    [
      t('figures.value'),
      <>
        <ClaimValue context={context} claim={record} />
        <Cite context={context} cites={cites} source={record.source} />
      </>,
    ],
    [t('figures.nature'), word(lang, 'nature', nature)],
    [t('figures.when'), whenText(context, record)],
    textFact(context, t('figures.by'), record.by),
    textFact(context, t('story.method'), record.method),
    listFact(
      t('figures.inputs'),
      inputs.map(({ what, value, unit }) => (
        <>
          <Say context={context} text={what} />
          {value !== undefined && `: ${formatNumber(lang, value)} ${unit ?? ''}`}
        </>
      )),
    ),
  ];
  return <Facts facts={facts} rows />;
}
