import type { Observation, Software } from '../schemas.gen.ts';
import { daysBetween, monthsBefore } from './days.ts';

/** What is known of the repositories of a product when its maturity is worked out. */
export interface Evidence {
  /** The repository that is the product's own, else the one in which something happened last; null where none was seen. */
  main: Observation | null;
  all: Observation[];
}

const GONE = new Set<Observation['state']>(['not-reachable']);

/** The observations that say something, the main one chosen. Without any, what the record itself says of its repositories. */
export function evidenceOf(software: Software, observations: readonly Observation[]): Evidence {
  const seen = observations.filter(({ state }) => !GONE.has(state));
  const all = seen.length > 0 ? seen : fromRecord(software);
  const own = all.find(({ repository }) => repository === software.url);
  const latest = [...all].sort((a, b) => ((a.lastActivity?.date ?? '') < (b.lastActivity?.date ?? '') ? 1 : -1))[0];
  return { main: own ?? latest ?? null, all };
}

/** Repositories as the record tells of them, read when its newest source was. */
function fromRecord({ repositories = [], sources = [] }: Software): Observation[] {
  const read = sources
    .flatMap((source) => source.read ?? [])
    .sort()
    .at(-1);
  if (read === undefined) return [];
  return repositories.flatMap(({ url, firstCommit, lastCommit, commits, latestVersion, manifest }) => {
    if (firstCommit === undefined && lastCommit === undefined && latestVersion === undefined) return [];
    return {
      ...{ repository: url, read: dayOf(read), state: 'alive' as const },
      ...(firstCommit === undefined ? {} : { firstActivity: firstCommit }),
      ...(lastCommit === undefined ? {} : { lastActivity: { date: lastCommit } }),
      ...(commits === undefined ? {} : { commits }),
      ...(latestVersion === undefined ? {} : { tags: [latestVersion] }),
      ...(manifest ? { files: [{ is: 'manifest' as const, path: 'publiccode.yml' }] } : {}),
    };
  });
}

const dayOf = (date: string): string => `${date}-01-01`.slice(0, 10).padEnd(10, '-01');

/** A release by its name, once, whether the forge or git tells of it; the newest first, undated ones last. */
export interface Named {
  name: string;
  date?: string;
}

export function releasesOf({ releases = [], tags = [], read }: Observation): Named[] {
  const byName = new Map<string, Named>();
  for (const { name, date } of [...tags, ...releases]) {
    const key = name.replace(/^.*\//, '').replace(/^v(?=\d)/i, '');
    const known = byName.get(key);
    // What bears a date of years to come is as old as not known.
    const dated = date !== undefined && date.slice(0, 10) <= read ? { date } : known?.date ? { date: known.date } : {};
    byName.set(key, { name: key, ...dated });
  }
  return [...byName.values()].sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1));
}

/** Date of the newest thing that happened, not after the reading. */
export function lastSignOf(o: Observation): string | undefined {
  const signs = [o.lastActivity?.date, releasesOf(o)[0]?.date].filter((date) => date !== undefined);
  return (
    signs
      .filter((date) => date <= o.read)
      .sort()
      .at(-1) ?? (signs.length > 0 ? o.read : undefined)
  );
}

/** Median of the days between two releases that have dates, from three such releases on. */
export function rhythmOf(o: Observation): number | undefined {
  const days = releasesOf(o).flatMap(({ date }) => (date !== undefined && date.length === 10 ? date : []));
  if (days.length < 3) return undefined;
  const gaps = days
    .slice(1)
    .map((date, i) => daysBetween(date, days[i] as string))
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)];
}

/** How a product comes out. */
export type Style = 'versions' | 'dumps' | 'rolling' | 'none' | 'not-known';

/**
 * Dumps: about one commit a release, the work is done elsewhere. Rolling: no releases, but commits in at least so many of
 * the last twelve months. None: both were looked for, and neither is there.
 */
export function styleOf(o: Observation, rollingMonths: number): Style {
  const count = Math.max(o.tagCount ?? 0, o.releaseCount ?? 0, releasesOf(o).length);
  if (count >= 2 && o.commits !== undefined && o.commits <= 2 * count) return 'dumps';
  if (count > 0) return 'versions';
  const months = busyMonths(o);
  if (months !== undefined && months >= rollingMonths) return 'rolling';
  const looked = o.looked?.includes('tags') === true || o.tagCount === 0;
  return looked && months !== undefined ? 'none' : 'not-known';
}

/** Months with commits among the twelve before the reading; undefined where nobody counted. */
export function busyMonths(o: Observation): number | undefined {
  const { months, days } = o.activity ?? {};
  if (months === undefined && days === undefined) return undefined;
  const from = monthsBefore(o.read, 12);
  const busy = new Set<string>();
  for (const { on, commits = 0, merges = 0 } of months ?? [])
    if (commits + merges > 0 && on >= from.slice(0, 7)) busy.add(on);
  for (const { on, commits = 0, merges = 0 } of days ?? [])
    if (commits + merges > 0 && on >= from) busy.add(on.slice(0, 7));
  return busy.size;
}
