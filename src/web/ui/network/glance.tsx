import type { VNode } from 'preact';
import type { Network } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import { dateText } from '../dates.ts';
import { type Fact, Facts, Inline, listFact } from '../facts.tsx';
import { type RecordContext, RefName } from '../record-context.tsx';
import { Outside, Say } from '../text.tsx';
import { countryName, word } from '../words.ts';

type Page = RecordContext<Network>;

/** Where it works, since when, who runs it, what became of it. */
export function Glance({ page }: { page: Page }): VNode {
  const { context, record, items } = page;
  const { lang, t } = context;
  const countries = record.countries ?? [];
  const hosting = record.codeHosting ?? [];
  const facts: (Fact | null)[] = [
    listFact(
      t('network.countries'),
      countries.map((code) => countryName(lang, code)),
    ),
    record.founded === undefined ? null : [t('network.founded'), dateText(lang, record.founded)],
    lifecycle(page),
    successor(page),
    merged(page),
    record.parent === undefined ? null : [t('network.parent'), <RefName items={items} target={record.parent} />],
    record.organisation === undefined
      ? null
      : [t('network.runBy'), <RefName items={items} target={record.organisation} />],
    record.codeHeldBy === undefined
      ? null
      : [t('network.codeHeldBy'), <Say context={context} text={record.codeHeldBy} />],
    record.website === undefined ? null : [t('organisation.website'), <Outside href={record.website} />],

    [t('network.dataLicence'), record.dataLicence ?? 'CC0-1.0'],
    record.attribution === undefined ? null : [t('network.attribution'), <span lang="">{record.attribution}</span>],
    listFact(
      t('organisation.code'),
      hosting.map((href) => <Outside href={href} />),
    ),
  ];
  return <Facts facts={facts} />;
}

function lifecycle({ context, record, cites, items }: Page): Fact | null {
  const { lifecycle } = record;
  if (lifecycle === undefined) return null;
  const { state, date, into, note, source } = lifecycle;
  return [
    context.t('network.state'),
    <>
      {word(context.lang, 'lifecycle', state)}
      {date !== undefined && ` (${dateText(context.lang, date)})`}
      {into !== undefined && (
        <>
          {', '}
          {context.t('network.into')} <RefName items={items} target={into} />
        </>
      )}
      <Cite context={context} cites={cites} source={source} />
      {note !== undefined && (
        <p class="aside">
          <Say context={context} text={note} />
        </p>
      )}
    </>,
  ];
}

function successor({ context, record, cites, items }: Page): Fact | null {
  const { network, date, source } = record.successor ?? {};
  if (network === undefined) return null;
  return [
    context.t('network.successor'),
    <>
      <RefName items={items} target={network} />
      {date !== undefined && ` (${dateText(context.lang, date)})`}
      <Cite context={context} cites={cites} source={source} />
    </>,
  ];
}

function merged({ context, record, cites, items }: Page): Fact | null {
  const all = record.merged ?? [];
  if (all.length === 0) return null;
  const named = all.map(({ network, name, date, source }) => (
    <>
      <RefName items={items} {...(network && { target: network })} {...(name && { name })} />
      {date !== undefined && ` (${dateText(context.lang, date)})`}
      <Cite context={context} cites={cites} source={source} />
    </>
  ));
  return [context.t('network.merged'), <Inline items={named} />];
}
