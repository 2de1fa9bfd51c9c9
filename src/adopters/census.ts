import { type Claim, isInUse } from './claims.ts';
import { type Adopter, tally } from './count.ts';

/** Whether a body used a software at a date, as far as its dates tell. */
export type Used = 'yes' | 'no' | 'not-known';

/**
 * At the end of `date`, which may be a year, a month or a day. A use counts from its beginning, else from the first date at
 * which a source knows of it, to its end. One without any date is not known at any; what ended at a date that nobody tells
 * is not known from when it was last in use.
 */
export function usedOn(
  adopter: Pick<Adopter, 'state' | 'since' | 'until' | 'asOf' | 'lastConfirmed'>,
  date: string,
): Used {
  const { state, since, until, asOf, lastConfirmed } = adopter;
  if (state === 'retired') return retiredOn(adopter, date);
  if (!isInUse(state)) return 'no';
  if (until !== undefined && endsBy(until, date)) return 'no';
  const seen = since ?? asOf ?? lastConfirmed;
  if (seen === undefined) return 'not-known';
  return beginsAfter(seen, date) ? 'no' : 'yes';
}

/** What is not used any more, at a date when it may have been. */
function retiredOn({ since, until, asOf }: Pick<Adopter, 'since' | 'until' | 'asOf'>, date: string): Used {
  const end = until ?? asOf;
  if (end !== undefined && endsBy(end, date)) return 'no';
  if (since === undefined) return 'not-known';
  if (beginsAfter(since, date)) return 'no';
  return until === undefined ? 'not-known' : 'yes';
}

/** Whether something that began at `begin` had not begun at the end of `date`. A year without month began within it. */
const beginsAfter = (begin: string, date: string): boolean => begin.slice(0, date.length) > date;

/** Whether something that ended at `end` is over at the end of `date`: what ends in 2024 is over at the end of 2024. */
function endsBy(end: string, date: string): boolean {
  const length = Math.min(end.length, date.length);
  if (end.slice(0, length) !== date.slice(0, length)) return end.slice(0, length) < date.slice(0, length);
  return end.length >= date.length;
}

export interface Census {
  /** As it was asked for. */
  date: string;
  inUse: number;
  /** Named bodies of which no date tells whether they used it then. */
  notKnown: number;
  byEvidence: { value: string; count: number }[];
  /** Those that are counted. */
  adopters: Adopter[];
}

/** Who used the software at a date. */
export function censusOf(adopters: readonly Adopter[], date: string): Census {
  const used = adopters.map((adopter) => usedOn(adopter, date));
  const counted = adopters.filter((_, i) => used[i] === 'yes');
  return {
    date,
    inUse: counted.length,
    notKnown: used.filter((one) => one === 'not-known').length,
    byEvidence: tally(counted.map(({ evidence }) => evidence)),
    adopters: counted,
  };
}

/** Most points of a series; earlier years are left out. */
const MOST_YEARS = 40;

/** Bodies that used the software at the end of each year, from the first of which anything is known to that of `day`. */
export function seriesOf(adopters: readonly Adopter[], day: string): { date: string; inUse: number }[] {
  const starts = adopters.flatMap(({ claims }) => claims.map(startOf)).filter((year) => year !== null);
  const last = Number(day.slice(0, 4));
  const earliest = starts.reduce((least, year) => Math.min(least, year), last);
  const first = Math.max(earliest, last - MOST_YEARS + 1);
  if (starts.length === 0) return [];
  // Of the year that is not over nothing later than today is told.
  const now = { date: day, inUse: adopters.filter((adopter) => usedOn(adopter, day) === 'yes').length };
  const past = usedByYear(adopters, first, last - 1);
  return [...past.map((inUse, i) => ({ date: String(first + i), inUse })), now];
}

/** The same as `usedOn` at the end of each of these years, in one pass: a use is a stretch of years. */
function usedByYear(adopters: readonly Adopter[], first: number, last: number): number[] {
  const steps = new Int32Array(Math.max(0, last - first + 1) + 1);
  for (const adopter of adopters) {
    const years = yearsOf(adopter);
    if (years === null) continue;
    const [from, to] = [Math.max(years.from, first), Math.min(years.to, last)];
    if (from > to) continue;
    steps[from - first] = (steps[from - first] as number) + 1;
    steps[to - first + 1] = (steps[to - first + 1] as number) - 1;
  }
  let used = 0;
  return Array.from(steps.subarray(0, -1), (step) => {
    used += step;
    return used;
  });
}

/** The years at whose ends it was in use; null where that is not known of any. What ended in a year is over at its end. */
function yearsOf({ state, since, until, asOf, lastConfirmed }: Adopter): { from: number; to: number } | null {
  const retired = state === 'retired';
  const seen = retired ? since : (since ?? asOf ?? lastConfirmed);
  if (seen === undefined || (retired ? until === undefined : !isInUse(state))) return null;
  return { from: yearOf(seen), to: until === undefined ? Number.POSITIVE_INFINITY : yearOf(until) - 1 };
}

const yearOf = (date: string): number => Number(date.slice(0, 4));

function startOf({ since, asOf, lastConfirmed }: Claim): number | null {
  const date = since ?? asOf ?? lastConfirmed;
  return date === undefined ? null : Number(date.slice(0, 4));
}
