import type { VNode } from 'preact';
import { formatNumber } from '../../locales/text.ts';
import type { PageContext } from '../context.ts';
import { WideTable } from '../governance/words.tsx';
import type { Chart } from './chart.ts';
import { sizeOf } from './draw.ts';

interface FigureProps {
  context: PageContext;
  chart: Chart | null;
  /** Where its files lie, without a slash at the end: `/en/software/os2mo/charts`. */
  at: string;
  /** Of its heading; without one where that of its section says the same. */
  level?: 2 | 3 | null;
}

/** A picture of numbers with the same in a sentence, as a table, and as files. The picture comes when it is scrolled to. */
export function Figure({ context, chart, at, level = 3 }: FigureProps): VNode | null {
  if (chart === null) return null;
  const { t } = context;
  const file = `${at}/${chart.name}`;
  const { width, height } = sizeOf(chart);
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section class="chart">
      {level !== null && <Heading id={chart.name}>{chart.title}</Heading>}
      <p>{chart.summary}</p>
      <picture>
        <source media="(prefers-color-scheme: dark)" srcset={`${file}.svg?scheme=dark`} />
        <img src={`${file}.svg`} alt={chart.summary} width={width} height={height} loading="lazy" class="chart-frame" />
      </picture>
      <details>
        <summary>{t('chart.table', { title: chart.title })}</summary>
        <Table context={context} chart={chart} />
      </details>
      <p class="downloads">
        {t('chart.download')}{' '}
        <a class="ds-link" href={`${file}.svg`} aria-label={`SVG: ${chart.title}`}>
          SVG
        </a>
        ,{' '}
        <a class="ds-link" href={`${file}.csv`} aria-label={`CSV: ${chart.title}`}>
          CSV
        </a>
      </p>
    </section>
  );
}

function Table({ context: { lang }, chart }: { context: PageContext; chart: Chart }): VNode {
  return (
    <WideTable label={chart.title}>
      <thead>
        <tr>
          {chart.columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {chart.rows.map(({ label, values, note }) => (
          <tr>
            <th scope="row">{label}</th>
            {note !== undefined && <td>{note}</td>}
            {values.map((value) => (
              <td>{formatNumber(lang, value)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}
