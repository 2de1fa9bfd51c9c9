/** What a record is worth by itself, whatever is asked for. None of it can be bought: money is no part. */
export interface Evidence {
  /** From 0 to 1: what its own record tells, that it can be had above all. */
  record: number;
  /** From 0 to 1: how many bodies use it, and how sure that is. */
  adopters: number;
  /** From 0 to 1: how far up it stands in the levels of its framework; 0 where no level holds. */
  level: number;
  /** From -1 (gone or archived) to 1 (worked on within a year); 0 where nobody looked. */
  activity: number;
}

export type Part = keyof Evidence;

/** How much of the whole each part is. */
export const SHARES: Readonly<Evidence> = { record: 0.6, adopters: 0.2, level: 0.1, activity: 0.1 };

/** From -0.1 to 1. */
export const qualityOf = ({ record, adopters, level, activity }: Evidence): number =>
  SHARES.record * record + SHARES.adopters * adopters + SHARES.level * level + SHARES.activity * activity;

/** What one adopter counts, by the evidence that it is one; see `adopters`. */
const EVIDENCE: Readonly<Record<string, number>> = { confirmed: 1, declared: 0.8, claimed: 0.4 };
/** Somebody says that it isn't so. */
const DISPUTED = 0.1;
/** So many sure adopters are as good as more. */
const MANY = 64;

/** The share for these adopters: the first ones count most, as one body that uses it tells more than the hundredth. */
export function adopterShare(adopters: readonly { evidence: string; disputed: boolean }[]): number {
  let sum = 0;
  for (const { evidence, disputed } of adopters) sum += disputed ? DISPUTED : (EVIDENCE[evidence] ?? 0);
  return Math.min(1, Math.log2(1 + sum) / Math.log2(1 + MANY));
}

/** The share for a level: its place among the ordered levels of its framework. 0 for one that the framework does not have. */
export const levelShare = (level: string, ordered: readonly string[]): number =>
  ordered.length === 0 ? 0 : (ordered.indexOf(level) + 1) / ordered.length;

const YEAR_DAYS = 365.25;
const DAY_MS = 86_400_000;

/** The share for what was seen of a repository: its state, and when somebody last worked on it (month precision allowed). */
export function activityShare(state: string, lastActivity: string | undefined, day: string): number {
  if (state === 'gone' || state === 'archived') return -1;
  if (state === 'empty') return -0.5;
  if (lastActivity === undefined || state === 'not-reachable') return 0;
  const years = (Date.parse(day) - Date.parse(lastActivity)) / DAY_MS / YEAR_DAYS;
  return years <= 1 ? 1 : years <= 2 ? 0.5 : years <= 4 ? 0 : -0.25;
}
