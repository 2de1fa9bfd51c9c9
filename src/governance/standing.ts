import { ORIGIN_NAMES, OWN } from '../kernel/origins.ts';
import type { Assessment, Framework } from '../schemas.gen.ts';
import { type Attainment, attainmentOf } from './attainment.ts';
import { hasExpired } from './dates.ts';

/** An assessment with its id, and the id of the one that it replaces. */
export interface Filed {
  id: string;
  record: Assessment;
  supersedes?: string | undefined;
}

/** A level, who says so, when, and whether that still holds. */
export interface Said {
  level: string;
  assessment: string;
  type: Assessment['type'];
  date?: string;
  expired: boolean;
}

/** Everything that is said of one software under one framework. Levels of different frameworks are never compared. */
export interface Standing {
  /** By whoever makes or runs it. */
  claimed: Said | null;
  /** In a published list. */
  listed: Said | null;
  /** By whoever assessed it. */
  recommended: Said | null;
  decided: Said | null;
  /** By the ratings of the newest assessment that has any. */
  computed: (Omit<Said, 'level'> & Attainment) | null;
  /** What holds: what was decided, else what a published list says. A recommendation or a claim is no level yet. */
  holds: { level: string; by: 'decided' | 'listed'; expired: boolean } | null;
}

type Word = 'claimed' | 'listed' | 'recommended' | 'decided';

/**
 * The standing under a framework (`null` where it is not known) on this day (`YYYY-MM-DD`), from all assessments by it, in
 * any order. Drafts and what was superseded count for nothing here; they stay in the history.
 */
export function standingOf(framework: Framework | null, all: readonly Filed[], day: string): Standing {
  const current = newestFirst(effective(all));
  const said = (word: Word): Said | null => {
    const found = current.find(({ record }) => record.levels?.[word] !== undefined);
    const level = found?.record.levels?.[word];
    return found === undefined || level === undefined ? null : { level, ...sayer(found, day) };
  };
  const [decided, listed] = [said('decided'), said('listed')];
  const holds = decided ?? listed;
  return {
    claimed: said('claimed'),
    listed,
    recommended: said('recommended'),
    decided,
    computed: framework === null ? null : computed(framework, current, day),
    holds: holds === null ? null : { level: holds.level, by: decided ? 'decided' : 'listed', expired: holds.expired },
  };
}

/** Without drafts and without those that another one replaces: of its own catalogue, or one of ours. */
function effective(all: readonly Filed[]): Filed[] {
  const counted = all.filter(({ record }) => record.type !== 'draft');
  const replacing = counted.filter(({ id, supersedes = '' }) =>
    [originIn(supersedes), OWN_NAME].includes(originIn(id)),
  );
  const replaced = new Set(replacing.map(({ supersedes }) => supersedes));
  return counted.filter(({ id }) => !replaced.has(id));
}

const OWN_NAME = ORIGIN_NAMES[OWN] as string;

/** `''` where ids have no origin. */
const originIn = (id: string): string => id.split('@')[1] ?? '';

/** The newest first, undated ones last; of the same date by weight of the act, then by id: arrival does not matter. */
export function newestFirst<T extends Filed>(all: readonly T[]): T[] {
  return [...all].sort(
    (a, b) => order(dateOf(b.record), dateOf(a.record)) || weight(b) - weight(a) || order(a.id, b.id),
  );
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** When its decision was taken, else when it was made; `''` where neither is known. */
const dateOf = ({ decision, date }: Assessment): string => decision?.date ?? date ?? '';

const ACTS: Assessment['type'][] = [
  ...(['draft', 'listed', 'self', 'secretariat', 'audit', 'second-opinion', 'appeal', 'board-decision'] as const),
];
const weight = ({ record }: Filed): number => ACTS.indexOf(record.type);

function sayer({ id, record }: Filed, day: string): Omit<Said, 'level'> {
  const date = dateOf(record);
  const dated = date === '' ? {} : { date };
  return { assessment: id, type: record.type, ...dated, expired: hasExpired(record.validUntil, day) };
}

function computed(framework: Framework, current: Filed[], day: string): Standing['computed'] {
  for (const filed of current) {
    const attainment = attainmentOf(framework, filed.record);
    if (attainment !== null) return { ...sayer(filed, day), ...attainment };
  }
  return null;
}
