import type { VNode } from 'preact';
import type { HandOverReport } from '../../registry/hand-over-types.ts';
import type { PageContext } from './context.ts';
import { dateText } from './dates.ts';
import { WideTable } from './governance/words.tsx';
import { Fill } from './text.tsx';

/** What the head of a product's page says of its way between catalogues; `id` is that of the record, with its origin. */
export function HandOverNotes(props: { context: PageContext; id: string; reports: readonly HandOverReport[] }): VNode {
  const { context, id, reports } = props;
  return (
    <>
      {reports.map((report) => (
        <p class={report.state === 'claimed' ? 'missing' : 'hand-over'}>
          <Note context={context} report={report} away={report.entry === id} />
        </p>
      ))}
    </>
  );
}

function Note({ context, report, away }: { context: PageContext; report: HandOverReport; away: boolean }): VNode {
  const { state, settled, offered, until, to, toPage, entry, page } = report;
  const other = away ? { id: to, page: toPage } : { id: entry, page };
  const versions = !away && state === 'taken-over' && other.page !== null;
  const parts = {
    catalogue: <Catalogue context={context} id={other.id} page={versions ? `${other.page}/versions` : other.page} />,
    date: dateText(context.lang, settled ?? offered ?? ''),
    until: dateText(context.lang, until ?? ''),
  };
  return <Fill context={context} text={`handOver.${away ? 'to' : 'from'}.${state}`} parts={parts} />;
}

/** The name of a catalogue, which leads to what is handed over there. */
function Catalogue({ context, id, page }: { context: PageContext; id: string; page: string | null }): VNode {
  const at = id.indexOf('@');
  const name = at < 0 ? context.site.name : id.slice(at + 1);
  if (page === null) return <>{name}</>;
  return (
    <a class="ds-link" href={`/${context.lang}${page}`}>
      {name}
    </a>
  );
}

/** All of them, for the page of the federation. */
export function HandOverTable({ context, reports }: { context: PageContext; reports: HandOverReport[] }): VNode | null {
  const { t } = context;
  if (reports.length === 0) return null;
  return (
    <>
      <h2>{t('handOver.title')}</h2>
      <p>{t('handOver.lead')}</p>
      <WideTable label={t('handOver.title')}>
        <thead>
          <tr>
            {(['name', 'giver', 'taker', 'state'] as const).map((column) => (
              <th scope="col">{t(`handOver.${column}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr>
              <th scope="row">{report.name}</th>
              <td>
                <Catalogue context={context} id={report.entry} page={report.page} />
              </td>
              <td>
                <Catalogue context={context} id={report.to} page={report.toPage} />
              </td>
              <td>{stateText(context, report)}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </>
  );
}

const stateText = ({ lang, t }: PageContext, { state, settled, offered, until }: HandOverReport): string =>
  t(`handOver.state.${state}`, {
    date: dateText(lang, settled ?? offered ?? ''),
    until: dateText(lang, until ?? ''),
  });
