/** Days of the calendar as texts (`YYYY-MM-DD`); a coarser date (`2026`, `2026-05`) counts as its first day. */
const DAY_MS = 86_400_000;

const msOf = (date: string): number => Date.parse(`${date}${'-01-01'.slice(date.length - 4)}`);

/** Whole days from one date to another; negative where the second comes first. */
export const daysBetween = (from: string, to: string): number => Math.round((msOf(to) - msOf(from)) / DAY_MS);

/** The day so many days later. */
export const dayAfter = (day: string, days: number): string =>
  new Date(msOf(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The same day of the month so many months before; the last day of a shorter month. */
export function monthsBefore(day: string, months: number): string {
  const at = new Date(msOf(day));
  const wanted = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() - months);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(wanted, last));
  return at.toISOString().slice(0, 10);
}
