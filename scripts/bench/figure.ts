/** One measured number, and what it was to reach. */
export interface Figure {
  bench: string;
  what: string;
  value: number;
  unit: string;
  /** The value must be at least, or at most, this. Without a target it is told for comparison. */
  target?: { least: number } | { most: number };
  /** Better than the target, and wished for. */
  stretch?: number;
  /** Lowest and highest of the runs whose median is told. */
  spread?: [number, number];
  /** What else one should know to read it. */
  note?: string;
}

export type Verdict = 'pass' | 'miss' | '';

export function verdictOf({ value, target }: Figure): Verdict {
  if (target === undefined) return '';
  return ('least' in target ? value >= target.least : value <= target.most) ? 'pass' : 'miss';
}

/** The figure of several runs: their median, with the lowest and the highest. */
export function overRuns(figure: Omit<Figure, 'value' | 'spread'>, values: readonly number[]): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const value = medianOf(sorted);
  return sorted.length < 2 ? { ...figure, value } : { ...figure, value, spread: [sorted[0] ?? 0, sorted.at(-1) ?? 0] };
}

export const medianOf = (values: readonly number[]): number => percentile(values, 0.5);

/** The smallest value that is not exceeded by this share of all values (nearest rank). NaN for none. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** One line a figure: name, value with its spread, target, verdict, note. */
export function lineOf(figure: Figure): string {
  const { bench, what, unit, value, spread, note } = figure;
  const range = spread === undefined ? '' : ` (${shown(spread[0])}-${shown(spread[1])})`;
  const parts = [
    bench.padEnd(8),
    what.padEnd(58),
    `${shown(value)} ${unit}${range}`.padEnd(34),
    targetOf(figure).padEnd(24),
  ];
  return `${parts.join(' ')} ${verdictOf(figure).padEnd(5)} ${note ?? ''}`.trimEnd();
}

function targetOf({ target, stretch }: Figure): string {
  if (target === undefined) return '';
  const wished = stretch === undefined ? '' : `, stretch ${shown(stretch)}`;
  return `${'least' in target ? `>= ${shown(target.least)}` : `<= ${shown(target.most)}`}${wished}`;
}

/** Three digits that count; whole numbers from a hundred on. */
function shown(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
