import type { AllTotals } from '../../../governance/totals.ts';
import type { LicenceChange } from '../../../schemas.gen.ts';
import { formatNumber, type TextKey } from '../../locales/text.ts';
import type { PageContext } from '../context.ts';
import { dateText } from '../dates.ts';
import { word } from '../words.ts';
import type { Chart, ChartName } from './chart.ts';

interface Count {
  value: string;
  count: number;
}

/** So many bars can be told apart; the rest is one of them. */
const BARS = 15;
/** So many are named in the sentence. */
const NAMED = 3;
const DAY_MS = 86_400_000;
const VERDICTS = ['green', 'yellow', 'red', 'grey', 'notGiven'] as const;

export const titleOf = ({ t }: PageContext, name: ChartName): string => t(`chart.${name}` as TextKey);

/** How many of each, the most first. Nothing where there is nothing to count. */
export function barsOf(
  context: PageContext,
  name: ChartName,
  counts: readonly Count[],
  label: (value: string) => string,
  { inOrder = false }: { inOrder?: boolean } = {},
): Chart | null {
  const { lang, t } = context;
  const all = inOrder ? [...counts] : [...counts].sort((a, b) => b.count - a.count);
  if (all.length === 0) return null;
  const shown = all.length > BARS ? all.slice(0, BARS - 1) : all;
  const rest = all.slice(shown.length);
  const sum = rest.reduce((total, { count }) => total + count, 0);
  const rows = shown.map(({ value, count }) => ({ label: label(value), values: [count] }));
  if (rest.length > 0) rows.push({ label: t('chart.others', { count: rest.length }), values: [sum] });
  const most = [...all].sort((a, b) => b.count - a.count).slice(0, NAMED);
  const list = most.map(({ value, count }) => `${label(value)} (${formatNumber(lang, count)})`).join(', ');
  const total = all.reduce((total, { count }) => total + count, 0);
  return {
    ...{ name, rows, shape: 'bars', title: titleOf(context, name) },
    summary: t('chart.most', { list, total }),
    columns: [t(`chart.of.${name}` as TextKey), t('chart.number')],
  };
}

/** Something that is counted at dates, which may be years or months. Less than two of them are no line. */
export function stepsOf(
  context: PageContext,
  name: ChartName,
  series: readonly { date: string; count: number }[],
): Chart | null {
  const { lang, t } = context;
  const [first, last] = [series[0], series.at(-1)];
  if (first === undefined || last === undefined || series.length < 2) return null;
  const [from, until] = [dateText(lang, first.date), dateText(lang, last.date)];
  return {
    ...{ name, shape: 'steps', title: titleOf(context, name), columns: [t('chart.date'), t('chart.number')] },
    summary: t('chart.range', { first: first.count, from, last: last.count, until }),
    rows: series.map(({ date, count }) => ({ label: dateText(lang, date), values: [count], at: dayOf(date) })),
  };
}

function dayOf(date: string): number {
  const [year = '1970', month = '01', day = '01'] = date.slice(0, 10).split('-');
  return Math.round(Date.parse(`${year}-${month}-${day}T00:00:00Z`) / DAY_MS);
}

/** The verdicts on a checklist, theme by theme. */
export function requirementsOf(
  context: PageContext,
  { all, byTheme }: AllTotals,
  theme: (id: string) => string,
): Chart | null {
  const { lang, t } = context;
  const names = VERDICTS.map((verdict) => word(lang, 'verdict', verdict === 'notGiven' ? 'not-given' : verdict));
  const list = VERDICTS.flatMap((verdict, i) => (all[verdict] === 0 ? [] : [`${names[i]} ${all[verdict]}`])).join(', ');
  const total = VERDICTS.reduce((sum, verdict) => sum + all[verdict], 0);
  if (total === 0) return null;
  return {
    ...{ name: 'requirements', shape: 'parts', title: titleOf(context, 'requirements') },
    summary: t('chart.verdicts', { list, total }),
    columns: [t('chart.of.requirements'), ...names],
    rows: byTheme.map((row) => ({
      label: row.theme === null ? t('chart.noTheme') : theme(row.theme),
      values: VERDICTS.map((verdict) => row.totals[verdict]),
    })),
  };
}

/** What became of a licence, change by change. */
export function licenceTimelineOf(context: PageContext, changes: readonly LicenceChange[]): Chart | null {
  const { lang, t } = context;
  if (changes.length === 0) return null;
  return {
    ...{ name: 'licence-timeline', shape: 'marks', title: titleOf(context, 'licence-timeline') },
    summary: t('chart.changes', { count: changes.length }),
    columns: [t('chart.date'), t('chart.of.licence-timeline')],
    rows: changes.map(({ date, kind, from, to }) => ({
      label: date === undefined ? t('unknown.value') : dateText(lang, date),
      values: [],
      note: [word(lang, 'licenceChange', kind), [from, to].filter(Boolean).join(' → ')]
        .filter(Boolean)
        .join(t('colon')),
    })),
  };
}
