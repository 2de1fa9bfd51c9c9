/** A picture of numbers, before it is drawn: the same is told as a table, as a file and in a sentence. */
export interface Chart {
  name: ChartName;
  title: string;
  /** What one sees in it, in a sentence or two. */
  summary: string;
  /** Heads of the table: of the labels, then of each value. */
  columns: string[];
  rows: ChartRow[];
  /** Bars beside each other, bars of several parts, a line that goes in steps, or marks along a line. */
  shape: 'bars' | 'parts' | 'steps' | 'marks';
}

export interface ChartRow {
  label: string;
  values: number[];
  /** Beside a mark. */
  note?: string;
  /** Days since 1970, where rows lie along a time. */
  at?: number;
}

export const CHARTS = [
  'adopters-by-country',
  'adopters-by-region',
  'adopters-over-time',
  'portfolio-by-level',
  'requirements',
  'licence-timeline',
  'software-by-country',
  'software-by-licence',
  'software-by-network',
  'growth',
] as const;
export type ChartName = (typeof CHARTS)[number];

export const isChartName = (word: string): word is ChartName => (CHARTS as readonly string[]).includes(word);

/** Beginning with one of these, a spreadsheet would take a text for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** The table as a file (RFC 4180). */
export function chartCsv({ columns, rows }: Chart): string {
  const lines = [
    columns,
    ...rows.map(({ label, values, note }) => [label, ...(note === undefined ? [] : [note]), ...values]),
  ];
  return `\ufeff${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const plain = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
