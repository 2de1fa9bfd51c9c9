import type { VNode } from 'preact';
import type { LocalisedText } from '../../schemas.gen.ts';
import { dateText } from './dates.ts';
import { type Fact, Facts } from './facts.tsx';
import { Provenance } from './provenance.tsx';
import { type RecordContext, RefName } from './record-context.tsx';
import { Say } from './text.tsx';

/** Head of a record that says how two others belong together: its note, where it comes from, its facts. */
export function NotedHead(props: {
  page: RecordContext<{ note?: LocalisedText }>;
  view: Parameters<typeof Provenance>[0]['view'];
  facts: (Fact | null)[];
}): VNode {
  const { context, record } = props.page;
  return (
    <>
      {record.note !== undefined && (
        <p class="lead">
          <Say context={context} text={record.note} />
        </p>
      )}
      <Provenance context={context} view={props.view} />
      <Facts facts={props.facts} />
    </>
  );
}

/** One of the two, by its record or by the name that the source gives. */
export const party = ({ items }: Pick<RecordContext<unknown>, 'items'>, target?: string, name?: string): VNode => (
  <RefName items={items} {...(target && { target })} {...(name && { name })} />
);

/** Since when, until when, as of when and when confirmed, as far as it is known. */
export function periodFacts(
  { lang, t }: RecordContext<unknown>['context'],
  period: {
    since?: string | undefined;
    until?: string | undefined;
    asOf?: string | undefined;
    lastConfirmed?: string | undefined;
  },
): (Fact | null)[] {
  const date = (key: 'since' | 'until' | 'asOf' | 'confirmed', value?: string) =>
    value === undefined ? null : ([t(`adoption.${key}`), dateText(lang, value)] satisfies Fact);
  return [
    date('since', period.since),
    date('until', period.until),
    date('asOf', period.asOf),
    date('confirmed', period.lastConfirmed),
  ];
}
