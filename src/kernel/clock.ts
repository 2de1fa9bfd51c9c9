/** The only place that reads the clock. Everything else is handed a `Clock`, so that tests can set the time. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Milliseconds to the second-exact RFC 3339 form in UTC that answers and pages use: `2026-11-22T10:00:00Z`. */
export const toRfc3339 = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** The calendar day in UTC, `2026-11-22`. */
export const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The calendar day that has begun somewhere on earth (UTC+14): no date that is later than it has come yet for anybody. */
export const latestDay = (ms: number): string => toDay(ms + 14 * 3_600_000);
