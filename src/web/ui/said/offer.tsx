import type { VNode } from 'preact';
import type { Need, Offer } from '../../../schemas.gen.ts';
import { dateText } from '../dates.ts';
import { type Fact, Facts, listFact } from '../facts.tsx';
import { Named, periodText, type RecordContext, RefName } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside } from '../text.tsx';
import { countryName, word } from '../words.ts';
import { textFact } from './texts.tsx';

/** Who serves what, where, and which public bodies confirm it. */
export function offerFacts(page: RecordContext<Offer>): VNode {
  const { context, record, items } = page;
  const { lang, t } = context;
  const { organisation, organisationName, software, network, services, regions = [], address, evidence } = record;
  const confirmed = (record.confirmedBy ?? []).map(({ organisation, name, date, source }) => (
    <>
      <Named page={page} target={organisation} name={name} source={source} />
      {date !== undefined && ` (${dateText(lang, date)})`}
    </>
  ));
  const period = periodText(context, record);
  const facts: (Fact | null)[] = [
    [t('offer.supplier'), <Named page={page} target={organisation} name={organisationName} />],
    software === undefined ? null : [t('value.kind.software'), <RefName items={items} target={software} />],
    network === undefined ? null : [t('value.kind.network'), <RefName items={items} target={network} />],
    listFact(
      t('offer.services'),
      services.map((one) => word(lang, 'service', one)),
    ),
    listFact(
      t('offer.regions'),
      regions.map((code) => (code.length === 2 ? countryName(lang, code) : code)),
    ),
    address === undefined ? null : [t('offer.address'), <Outside href={address} />],
    period === '' ? null : [t('offer.period'), period],
    [t('adoption.evidence'), word(lang, 'offerEvidence', evidence)],
    confirmed.length === 0
      ? [t('offer.confirmedBy'), t('offer.unconfirmed')]
      : listFact(t('offer.confirmedBy'), confirmed),
    textFact(context, t('offer.note'), record.note),
  ];
  return <Facts facts={facts} rows />;
}

/** Who looks for what, who has it too, and what came of it. */
export function needFacts(page: RecordContext<Need>): VNode {
  const { context, record, items } = page;
  const { lang, t } = context;
  const { raisedBy, network, becomes, codeCameBy, opened, closed, state } = record;
  const facts: (Fact | null)[] = [
    [t('need.state'), word(lang, 'needState', state)],
    raisedBy === undefined
      ? null
      : [
          t('need.raisedBy'),
          <Named page={page} target={raisedBy.organisation} name={raisedBy.name} source={raisedBy.source} />,
        ],
    network === undefined ? null : [t('value.kind.network'), <RefName items={items} target={network} />],
    opened === undefined ? null : [t('need.opened'), dateText(lang, opened)],
    closed === undefined ? null : [t('need.closed'), dateText(lang, closed)],
    becomes === undefined ? null : [t('need.becomes'), <RefName items={items} target={becomes} />],
    codeCameBy === undefined ? null : [t('need.codeCameBy'), word(lang, 'cameBy', codeCameBy)],
    textFact(context, t('offer.note'), record.description),
  ];
  return <Facts facts={facts} rows />;
}

export function needSections(page: RecordContext<Need>): (Section | null)[] {
  const all = page.record.shared ?? [];
  if (all.length === 0) return [];
  const list = all.map(({ organisation, name, since, source }) => (
    <li>
      <Named page={page} target={organisation} name={name} source={source} />
      {since !== undefined && (
        <span class="period"> {page.context.t('period.since', { date: dateText(page.context.lang, since) })}</span>
      )}
    </li>
  ));
  return [section('shared', page.context.t('need.shared'), <ul class="relations">{list}</ul>)];
}
