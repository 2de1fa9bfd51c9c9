/**
 * The published formulas, as data: the page that explains them is made from here, and so is every finding. A changed number
 * is a new version; answers name the version by which they were made.
 */
export const OWN_FORMULA = {
  id: 'alminding-profile',
  version: '1',
  since: '2026-11-28',
  /** A sign of life within so many days is strong or fair; or within twice the usual time between two releases. */
  activity: { strong: 180, fair: 365, rhythms: 2 },
  /** Days since the newest release. Of a rolling product: months with commits among the last twelve. */
  releases: { strong: 365, fair: 730, rollingMonths: 4 },
  /** Share of the names of releases that are semantic versions, from so many names on. */
  versions: { strong: 0.9, fair: 0.6, atLeast: 3 },
  /** Different authors in the period that was counted, and how many of them made half of its commits. */
  contributors: { strong: 3, strongBus: 2, fair: 2 },
  /** Days since the oldest commit. */
  age: { strong: 730, fair: 365 },
  /** Mean days to the first answer. */
  answers: { strong: 7, fair: 30 },
  /** How many of `DOCUMENTS` there are. */
  documentation: { strong: 4, fair: 2 },
  localisation: { strong: 2 },
  suppliers: { strong: 2, fair: 1 },
  adopters: { strong: 3, fair: 1 },
} as const;

/** What counts as documentation: a file that was found, or an address that the maker gives. */
export const DOCUMENTS = ['readme', 'documentation', 'contributing', 'changelog', 'api'] as const;

/** A lower bound and the points from there on. */
export type Steps = readonly (readonly [from: number, points: number])[];

/**
 * The vitality index of the Italian catalogue's crawler: the integer part of the mean over the last `days` days of the
 * points of each day, which are at most 100.
 */
export const ITALIAN_FORMULA = {
  id: 'italy-vitality',
  version: 'publiccode-crawler, as read 2026-11-22',
  source: {
    title: 'publiccode-crawler',
    publisher: 'Developers Italia',
    address: 'https://github.com/italia/publiccode-crawler',
  },
  days: 60,
  most: 100,
  /** Older repositories are refused by it. */
  oldest: '2005-01-01',
  /** Different authors up to the day. */
  userCommunity: [
    [0, 4],
    [2, 8],
    [4, 12],
    [8, 16],
    [12, 20],
    [16, 24],
    [20, 28],
    [24, 32],
    [28, 36],
  ] as Steps,
  /** Commits and merges of the day. */
  codeActivity: [
    [0, 2],
    [4, 8],
    [6, 14],
    [9, 20],
    [12, 26],
    [15, 32],
    [18, 38],
    [25, 44],
    [30, 50],
    [35, 60],
  ] as Steps,
  /** Tags of the day. */
  releaseHistory: [
    [0, 20],
    [1, 30],
    [2, 40],
    [4, 50],
  ] as Steps,
  /** Age in days. */
  longevity: [
    [0, 20],
    [365, 30],
    [730, 35],
  ] as Steps,
} as const;

/** The levels of openCode's badge for maintenance. Each level needs its own criteria and those of the levels below. */
export const OPENCODE_FORMULA = {
  id: 'opencode-maintenance',
  version: 'as published, read 2026-11-28',
  source: {
    title: 'Maintained Badge',
    publisher: 'openCode',
    address: 'https://badges.opencode.de/en/official-badges/active-maintained-badge',
  },
  months: 6,
  answerMonths: 3,
  commits: 5,
  answerDays: 7,
  releases: 1,
  busFactor: 2,
} as const;
