import type { VNode } from 'preact';
import type { Network } from '../../../schemas.gen.ts';
import { formatNumber } from '../../locales/text.ts';
import { Cite } from '../cite.tsx';
import type { PageContext } from '../context.ts';
import { type Fact, Facts, listFact } from '../facts.tsx';
import { Named, type RecordContext, RefName } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside, Say } from '../text.tsx';
import { word } from '../words.ts';
import { type Fee, feeParts } from './fees.ts';

type Page = RecordContext<Network>;
/** Who pays whom how much; since when, and who says so. */
export function feesSection(page: Page): Section | null {
  const { context, record } = page;
  const { fees = [], sizeClasses = [] } = record;
  if (fees.length === 0) return null;
  return section(
    'fees',
    context.t('section.fees'),
    <>
      <ul class="relations">
        {fees.map((fee) => (
          <li>
            <FeeText page={page} fee={fee} />
          </li>
        ))}
      </ul>
      {sizeClasses.length > 0 && <Facts facts={[classes(context, sizeClasses)]} rows />}
    </>,
  );
}

function classes({ lang, t }: PageContext, all: NonNullable<Network['sizeClasses']>): Fact | null {
  const number = (n: number | undefined): string => (n === undefined ? '' : formatNumber(lang, n));
  return listFact(
    t('network.sizeClasses'),
    all.map(
      ({ class: of, below }) =>
        `${word(lang, 'sizeClass', of)}${t('colon')}${below === undefined ? t('network.sizeOver') : t('network.sizeBelow', { below: number(below) })}`,
    ),
    { lines: true },
  );
}

/** `Use of OS2valghalla: 23,980 to 56,680 DKK a year, members, valid from 31 August 2023 [3]`. */
export function FeeText({ page, fee }: { page: Pick<Page, 'context' | 'items' | 'cites'>; fee: Fee }): VNode {
  const { context, items, cites } = page;
  const { lang } = context;
  const { per, payer, software, source } = fee;
  const { sum, more } = feeParts(context, fee);
  return (
    <>
      {word(lang, 'feeFor', fee.for)}
      {software !== undefined && ' '}
      {software !== undefined && <RefName items={items} target={software} />}
      {context.t('colon')}
      {sum}
      {per !== undefined && ` ${word(lang, 'feePer', per)}`}
      {payer !== undefined && (
        <>
          , <Say context={context} text={payer} />
        </>
      )}
      {more.length > 0 && `, ${more.join(', ')}`}
      <Cite context={context} cites={cites} source={source} />
    </>
  );
}

/** What one signs, guides, principles, the rule about teams; siblings and studies. */
export function rulesSection(page: Page): Section | null {
  const { context, record, cites } = page;
  const { t } = context;
  const {
    joiningStatement,
    codeOfConduct,
    templates = [],
    principles = [],
    teamRule,
    siblings = [],
    studies = [],
  } = record;
  const titled = ({ title, address, source }: NonNullable<Network['templates']>[number]): VNode => (
    <>
      {address === undefined ? (
        <Say context={context} text={title} />
      ) : (
        <Outside href={address}>
          <Say context={context} text={title} />
        </Outside>
      )}
      <Cite context={context} cites={cites} source={source} />
    </>
  );
  const facts: (Fact | null)[] = [
    joiningStatement === undefined
      ? null
      : [
          t('network.statement'),
          <>
            <Say context={context} text={joiningStatement.text} />{' '}
            {joiningStatement.address !== undefined && <Outside href={joiningStatement.address} />}
            <Cite context={context} cites={cites} source={joiningStatement.source} />
          </>,
        ],
    codeOfConduct === undefined ? null : [t('network.codeOfConduct'), <Outside href={codeOfConduct} />],
    listFact(t('network.templates'), templates.map(titled)),
    listFact(
      t('network.principles'),
      principles.map(({ text, ...rest }) => titled({ title: text, ...rest })),
    ),
    teamRule === undefined
      ? null
      : [
          t('network.teamRule'),
          <>
            {t('network.teamRuleText', { norm: (teamRule.norm ?? []).join('–'), minimum: teamRule.minimum })}
            <Cite context={context} cites={cites} source={teamRule.source} />
          </>,
        ],
    listFact(
      t('network.siblings'),
      siblings.map(({ name, network, source }) => <Named page={page} target={network} name={name} source={source} />),
    ),
    listFact(
      t('network.studies'),
      studies.map(({ name, address, source }) => (
        <>
          {address === undefined ? name : <Outside href={address}>{name}</Outside>}
          <Cite context={context} cites={cites} source={source} />
        </>
      )),
    ),
  ];
  return section('rules', t('network.rules'), facts.some(Boolean) ? <Facts facts={facts} rows /> : null);
}
