/** Dates as exact as their source: `2009`, `2020-01`, `2026-06-11`. Days are `YYYY-MM-DD` in UTC. */

/** Whether a date lies after this day for certain: `2026` is not after any day of that year. */
export const isAfter = (date: string, day: string): boolean => date > day.slice(0, date.length);

/** Whether the first date lies before the second one for certain, as exact as the coarser of the two. */
export function isBefore(date: string, other: string): boolean {
  const length = Math.min(date.length, other.length);
  return date.slice(0, length) < other.slice(0, length);
}

/** Whether something that holds until this date has expired on this day: `2026` holds to the end of the year. */
export const hasExpired = (until: string | undefined, day: string): boolean =>
  until !== undefined && day.slice(0, until.length) > until;
