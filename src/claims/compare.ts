import type { Claim } from '../schemas.gen.ts';

/** A claim with the id by which it is told apart. */
export interface Filed<T extends { claim: Claim } = { claim: Claim }> {
  /** The newest dated claim that is no forecast, else the first undated one; null where all are forecasts. */
  shown: T | null;
  /** All of them, the newest first, undated ones after them. */
  all: T[];
  measure: string;
  /** English text of the unit. */
  unit: string;
}

/**
 * Claims of the same thing and unit side by side, in the order in which their things first come. Claims of another unit are
 * another group: figures of different kinds are never compared, and never added.
 */
export function groupClaims<T extends { claim: Claim }>(all: readonly T[]): Filed<T>[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = `${one.claim.measure}\n${unitOf(one.claim)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const sorted = [...group].sort((a, b) => newestFirst(a.claim, b.claim));
    const first = sorted[0] as T;
    const shown = sorted.find(({ claim }) => claim.nature !== 'forecast') ?? null;
    return { shown, all: sorted, measure: first.claim.measure, unit: unitOf(first.claim) };
  });
}

export const unitOf = ({ unit }: Claim): string => unit.en ?? Object.values(unit)[0] ?? '';

/** By date as far as both are known; the same day by how it is known, then by value, so that the order of arrival is none. */
function newestFirst(a: Claim, b: Claim): number {
  const [one, other] = [a.date?.date ?? '', b.date?.date ?? ''];
  if (one !== other) return one < other ? 1 : -1;
  const sure = (claim: Claim): number => (claim.date?.is === 'on' ? 0 : 1);
  return sure(a) - sure(b) || (b.value ?? 0) - (a.value ?? 0) || (a.source.title < b.source.title ? -1 : 1);
}
