import type { Observation } from '../schemas.gen.ts';
import { dayAfter, daysBetween } from './days.ts';
import { ITALIAN_FORMULA, type Steps } from './formulas.ts';

const F = ITALIAN_FORMULA;

/** Points of one day, side by side. */
export interface DayPoints {
  day: string;
  userCommunity: number;
  codeActivity: number;
  releaseHistory: number;
  longevity: number;
  /** Their sum, at most `ITALIAN_FORMULA.most`. */
  points: number;
}

export type Vitality =
  | { index: number; days: DayPoints[]; from: string; until: string }
  /** Why it cannot be worked out, or (`too-old`) why the formula itself refuses. */
  | { index: null; reason: 'nothing-seen' | 'not-counted' | 'too-short' | 'too-old' };

/** The Italian vitality index of a repository, from its counts a day. */
export function italianVitality(o: Observation | null): Vitality {
  if (o === null) return { index: null, reason: 'nothing-seen' };
  const { activity, firstActivity } = o;
  if (activity?.days === undefined || activity.authorsBefore === undefined || firstActivity === undefined)
    return { index: null, reason: 'not-counted' };
  const until = activity.until;
  const from = dayAfter(until, 1 - F.days);
  if (activity.from > from) return { index: null, reason: 'too-short' };
  if (firstActivity < F.oldest) return { index: null, reason: 'too-old' };
  const byDay = new Map(activity.days.map((day) => [day.on, day]));
  let authors = activity.authorsBefore;
  for (const { on, newAuthors = 0 } of activity.days) if (on < from) authors += newAuthors;
  const days = Array.from({ length: F.days }, (_, i): DayPoints => {
    const day = dayAfter(from, i);
    const { commits = 0, merges = 0, tags = 0, newAuthors = 0 } = byDay.get(day) ?? {};
    authors += newAuthors;
    const parts = {
      userCommunity: pointsOf(F.userCommunity, authors),
      codeActivity: pointsOf(F.codeActivity, commits + merges),
      releaseHistory: pointsOf(F.releaseHistory, tags),
      longevity: pointsOf(F.longevity, daysBetween(firstActivity, day)),
    };
    const sum = parts.userCommunity + parts.codeActivity + parts.releaseHistory + parts.longevity;
    return { day, ...parts, points: Math.min(sum, F.most) };
  });
  const index = Math.trunc(days.reduce((sum, { points }) => sum + points, 0) / days.length);
  return { index, days, from, until };
}

/** The points of the highest step that is reached; none before the first. */
function pointsOf(steps: Steps, value: number): number {
  let points = 0;
  for (const [from, worth] of steps) if (value >= from) points = worth;
  return points;
}
