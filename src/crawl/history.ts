import { createHmac, randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { toDay } from '../kernel/clock.ts';

/** One day of a main line, as counts. */
export interface DayCount {
  on: string;
  commits: number;
  merges: number;
  tags: number;
  /** Authors of whom no earlier commit is known; only a reading of the whole history knows them. */
  newAuthors: number;
}

/** What a history tells, without anybody in it. */
export interface HistoryCounts {
  commits: number;
  first: string;
  last: string;
  days: DayCount[];
  authors: { total: number; recent: number; half: number; from: string };
}

const YEAR_MS = 365 * 86_400_000;
const AT_A_TIME = 2_000;

/**
 * Counts a history: lines of `git log --format=%ct%x09%P%x09%aE`, newest first, and the days of its tags. Authors are told
 * apart by a key that is thrown away at the end; neither they nor their addresses are in what comes out. Null for a history
 * without a commit. `until` is in milliseconds: dates after it are taken for it.
 */
export async function countHistory(log: string, tagDays: string[], until: number): Promise<HistoryCounts | null> {
  const key = randomBytes(32);
  const lines = log.split('\n').filter((line) => line !== '');
  const days = new Map<string, DayCount>();
  const recent = new Map<string, number>();
  const known = new Set<string>();
  const times: number[] = [];
  // From the oldest on, so that the first commit of an author is met first.
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    if (at % AT_A_TIME === 0) await nextTurn();
    const [seconds = '', parents = '', author = ''] = (lines[at] ?? '').split('\t');
    const time = Math.min(Number(seconds) * 1000, until);
    if (!Number.isFinite(time)) continue;
    times.push(time);
    const who = createHmac('sha256', key).update(author.trim().toLowerCase()).digest('base64url');
    const day = dayOf(days, toDay(time));
    if (parents.includes(' ')) day.merges += 1;
    else day.commits += 1;
    if (!known.has(who)) day.newAuthors += 1;
    known.add(who);
    if (time > until - YEAR_MS) recent.set(who, (recent.get(who) ?? 0) + 1);
  }
  if (times.length === 0) return null;
  for (const tag of tagDays) dayOf(days, tag).tags += 1;
  const sorted = [...days.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
  return {
    commits: times.length,
    first: toDay(times.reduce((a, b) => Math.min(a, b))),
    last: toDay(times.reduce((a, b) => Math.max(a, b))),
    days: sorted,
    authors: {
      total: known.size,
      recent: recent.size,
      half: halfOf([...recent.values()]),
      from: toDay(until - YEAR_MS),
    },
  };
}

function dayOf(days: Map<string, DayCount>, on: string): DayCount {
  const day = days.get(on) ?? { on, commits: 0, merges: 0, tags: 0, newAuthors: 0 };
  days.set(on, day);
  return day;
}

/** How many of them, the most active first, made half of all. */
function halfOf(counts: number[]): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let made = 0;
  let people = 0;
  for (const count of counts.sort((a, b) => b - a)) {
    if (made * 2 >= all) break;
    made += count;
    people += 1;
  }
  return people;
}

/** Days and months as an observation holds them: the days of a year, months for as long as it was counted. */
export function activityOf({ days, first }: HistoryCounts, until: string): object {
  const from = first < until ? first : until;
  const dayBefore = new Date(Date.parse(until) - YEAR_MS).toISOString().slice(0, 10);
  const since = dayBefore > from ? dayBefore : from;
  const shown = days.filter(({ on }) => on >= since && on <= until);
  const before = days.filter(({ on }) => on < since).reduce((sum, { newAuthors }) => sum + newAuthors, 0);
  return { from: since, until, authorsBefore: before, days: shown.map(withoutNoughts), months: monthsOf(days) };
}

const MONTHS = 240;

function monthsOf(days: DayCount[]): object[] {
  const months = new Map<string, { on: string; commits: number; merges: number; tags: number }>();
  for (const { on, commits, merges, tags } of days) {
    const month = months.get(on.slice(0, 7)) ?? { on: on.slice(0, 7), commits: 0, merges: 0, tags: 0 };
    months.set(month.on, month);
    month.commits += commits;
    month.merges += merges;
    month.tags += tags;
  }
  return [...months.values()].slice(-MONTHS).map(withoutNoughts);
}

/** What is not listed is nought. */
const withoutNoughts = (counts: object): object =>
  Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== 0));
