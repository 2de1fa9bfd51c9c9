import type { VNode } from 'preact';
import { voids } from '../../../governance/rights.ts';
import type { Totals } from '../../../governance/totals.ts';
import type { Assessed, Counted } from '../../../registry/types.ts';
import { problemIn } from '../../locales/sentences.ts';
import type { PageContext } from '../context.ts';
import { actText, dayText, Levels, printed, StatedOf, VERDICTS, verdictText, WideTable } from './words.tsx';

interface HistoryProps {
  context: PageContext;
  history: Assessed[];
  /** Id of the one whose page this is: it is no link there. */
  own?: string;
}

/** Assessments by one framework, the newest first, each with its totals; printed totals stand beside, not checked. */
export function History({ context, history, own }: HistoryProps): VNode {
  const { t } = context;
  return (
    <WideTable label={t('assessment.history')} stacked>
      <thead>
        <tr>
          <th scope="col">{t('assessment.date')}</th>
          <th scope="col">{t('assessment.act')}</th>
          <th scope="col">{t('assessment.levels')}</th>
          {VERDICTS.map((verdict) => (
            <th scope="col">{verdictText(context, verdict)}</th>
          ))}
        </tr>
      </thead>
      <tbody>{history.flatMap((one) => rowsOf(context, one, own))}</tbody>
    </WideTable>
  );
}

function rowsOf(context: PageContext, one: Assessed, own: string | undefined): VNode[] {
  const { item, record, totals } = one;
  const act = actText(context, record.type);
  const day = dayText(context, record.date);
  const row = (
    <tr>
      <th scope="row">{day}</th>
      <td data-of={context.t('assessment.act')}>
        {item.id === own ? (
          act
        ) : (
          <a class="ds-link" href={item.page}>
            {act}
            <span class="ds-sr-only"> {day}</span>
          </a>
        )}
      </td>
      <td data-of={context.t('assessment.levels')}>
        <Levels context={context} one={one} />
        <Void context={context} one={one} />
      </td>
      <Cells context={context} totals={record.ratings === undefined ? null : (totals?.all ?? null)} />
    </tr>
  );
  return [row, ...(record.statedTotals ?? []).map((stated) => <Printed context={context} stated={stated} />)];
}

/** That an act gives no level, and why: nobody had the right to it, or it names what is not there. */
export function Void({ context, one }: { context: PageContext; one: Pick<Assessed, 'faults'> }): VNode | null {
  const reasons = one.faults.filter(voids).map((fault) => problemIn(context.lang, fault).message);
  if (reasons.length === 0) return null;
  return (
    <>
      {' '}
      ({context.t('assessment.void')}) <span class="aside">{reasons.join(' ')}</span>
    </>
  );
}

/** Counted totals; nothing at all where nothing is rated. */
function Cells({ context, totals }: { context: PageContext; totals: Totals | null }): VNode {
  return (
    <>
      {VERDICTS.map((verdict) => (
        <td data-of={verdictText(context, verdict)} class="figure">
          {totals === null ? '–' : totals[verdict === 'not-given' ? 'notGiven' : verdict]}
        </td>
      ))}
    </>
  );
}

type Stated = NonNullable<Counted['record']['statedTotals']>[number];

function Printed({ context, stated }: { context: PageContext; stated: Stated }): VNode {
  return (
    <tr class="stated">
      <td colSpan={3}>
        <StatedOf context={context} of={stated.of} />
      </td>
      {VERDICTS.map((verdict) => (
        <td data-of={verdictText(context, verdict)} class="figure">
          {printed(stated.counts, verdict) ?? '–'}
        </td>
      ))}
    </tr>
  );
}
