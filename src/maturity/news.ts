import type { Observation } from '../schemas.gen.ts';
import { daysBetween } from './days.ts';

/** Counts are published anew after so many days, though nothing else changed. */
export const COUNTS_AGE_DAYS = 28;

/** What grows with every commit: alone it is no news. */
const COUNTS = ['read', 'commit', 'lastActivity', 'commits', 'activity', 'contributors', 'issues'] as const;

/**
 * Whether what is seen now means something else than what was published: another state, address, licence, release, tag,
 * file, host, or something measured that was not; or the counts are as old as `COUNTS_AGE_DAYS`, or a year of silence has
 * begun or ended. An older reading is no news.
 */
export function changedInMeaning(before: Observation, after: Observation): boolean {
  const days = daysBetween(before.read, after.read);
  if (days < 0) return false;
  if (JSON.stringify(lasting(before)) !== JSON.stringify(lasting(after))) return true;
  if (days >= COUNTS_AGE_DAYS)
    return JSON.stringify({ ...before, read: '' }) !== JSON.stringify({ ...after, read: '' });
  return isSilent(before) !== isSilent(after) || measured(before) !== measured(after);
}

function lasting(observation: Observation): [string, unknown][] {
  const counts: readonly string[] = COUNTS;
  return Object.entries(observation)
    .filter(([key]) => !counts.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const YEAR = 365;

const isSilent = ({ lastActivity, read }: Observation): boolean =>
  lastActivity !== undefined && daysBetween(lastActivity.date, read) > YEAR;

const measured = (observation: Observation): string => COUNTS.filter((key) => observation[key] !== undefined).join();
