import { toDay } from '../kernel/clock.ts';
import type { Observation } from '../schemas.gen.ts';
import { activityOf, countHistory, type HistoryCounts } from './history.ts';
import type { History } from './read-history.ts';

export interface Counted {
  /** Part of an observation. */
  said: Partial<Observation>;
  /** The newest first, those whose days are known. */
  tags: { name: string; date: string }[];
  looked: string[];
  notMeasured: { what: string; why: 'too-large' }[];
}

const SHOWN_TAGS = 200;
const LONGEST = 200;

/** What a history tells, with what was counted before where it is only what came after that. */
export async function countsOf(given: {
  history: History | null;
  /** Names of all tags; null where they are not known. */
  named: string[] | null;
  before: Observation | null;
  now: number;
}): Promise<Counted> {
  const { history, named, before, now } = given;
  const notMeasured = (history === null ? ['activity', 'contributors', ...(named === null ? ['tags'] : [])] : []).map(
    (what) => ({ what, why: 'too-large' as const }),
  );
  const known = new Map((before?.tags ?? []).flatMap(({ name, date }) => (date === undefined ? [] : [[name, date]])));
  const days = (name: string): string | undefined => history?.tags.get(name) ?? known.get(name);
  const tags = (named ?? [])
    .filter((name) => name.length <= LONGEST)
    .flatMap((name) => {
      const date = days(name);
      return date === undefined ? [] : [{ name, date }];
    })
    .sort((a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : 0));
  const counts = history === null ? null : await count(history, tags, before, now);
  return {
    said: {
      ...(counts ?? {}),
      ...(named === null ? {} : { tagCount: named.length, tags: tags.slice(0, SHOWN_TAGS) }),
    },
    tags,
    looked: [...(named === null ? [] : ['tags']), ...(history === null ? [] : ['activity', 'contributors'])],
    notMeasured,
  };
}

async function count(
  history: History,
  tags: Counted['tags'],
  before: Observation | null,
  now: number,
): Promise<Partial<Observation> | null> {
  const today = toDay(now);
  if (history.whole || before === null) {
    const days = tags.map(({ date }) => date).filter((date) => date <= today);
    const counts = await countHistory(history.log, days, now);
    return counts === null ? null : whole(counts, today);
  }
  const old = new Set((before.tags ?? []).map(({ name }) => name));
  const fresh = tags.filter(({ name, date }) => !old.has(name) && date <= today).map(({ date }) => date);
  const counts = await countHistory(history.log, fresh, now);
  return further(before, counts, today);
}

function whole(counts: HistoryCounts, today: string): Partial<Observation> {
  const { commits, first, last, authors } = counts;
  const activity = activityOf(counts, today) as NonNullable<Observation['activity']>;
  const { total, recent, half: busFactor, from } = authors;
  return {
    ...{ firstActivity: first, lastActivity: { date: last, what: 'commit' }, commits, activity },
    contributors: { total, recent, busFactor, from, until: today },
  };
}

type Day = NonNullable<NonNullable<Observation['activity']>['days']>[number];

/** What was counted before and what is new together. Who is new among the authors only a whole reading knows. */
function further(before: Observation, counts: HistoryCounts | null, today: string): Partial<Observation> {
  const { firstActivity, lastActivity, contributors, commits = 0, activity } = before;
  const kept = { ...(firstActivity && { firstActivity }), ...(contributors && { contributors }) };
  if (activity === undefined) return kept;
  if (counts === null) return { ...kept, ...(lastActivity && { lastActivity }), commits, activity };
  const since = dayBefore(today) > activity.from ? dayBefore(today) : activity.from;
  const fresh = counts.days.map(({ newAuthors: _, ...day }) => day);
  const days = together<Day>(activity.days ?? [], fresh).filter(({ on }) => on >= since);
  const gone = (activity.days ?? []).filter(({ on }) => on < since);
  const authors = gone.reduce((sum, { newAuthors = 0 }) => sum + newAuthors, activity.authorsBefore ?? 0);
  const byMonth = fresh.map((day) => ({ ...day, on: day.on.slice(0, 7) }));
  const months = byMonth.reduce((all, month) => together(all, [month]), activity.months ?? []).slice(-MONTHS);
  const last = [lastActivity?.date ?? '', counts.last].sort().at(-1) ?? today;
  return {
    ...{ ...kept, lastActivity: { date: last, what: 'commit' }, commits: commits + counts.commits },
    activity: { ...activity, from: since, until: today, authorsBefore: authors, days, months },
  };
}

const MONTHS = 240;
const YEAR_MS = 365 * 86_400_000;
const dayBefore = (day: string): string => toDay(Date.parse(day) - YEAR_MS);

type Numbers = { on: string; commits?: number; merges?: number; tags?: number };

/** Counts of the same day or month added up, in their order; what is nought is left out. */
function together<T extends Numbers>(before: readonly T[], more: readonly Numbers[]): T[] {
  const all = new Map<string, T>(before.map((each) => [each.on, { ...each }]));
  for (const { on, ...counts } of more) {
    const each = all.get(on) ?? ({ on } as T);
    for (const key of ['commits', 'merges', 'tags'] as const) {
      const sum = (each[key] ?? 0) + (counts[key] ?? 0);
      if (sum > 0) each[key] = sum;
    }
    all.set(on, each);
  }
  return [...all.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
}
