import type { Citation, Observation } from '../../src/schemas.gen.ts';

/** Invented records of what is observed and said of software, with every field of their kind: see `rich-records.ts`. */
const reading: Citation = { title: 'The repository itself', address: 'https://example.org/code/everything' };

const observed: Observation = {
  repository: 'https://example.org/code/everything',
  software: 'software/everything',
  read: '2026-11-21',
  state: 'forked-on',
  since: '2026-01',
  movedTo: 'https://example.org/code/moved',
  forks: [
    {
      address: 'https://example.org/other/everything',
      lastActivity: '2026-11-01',
      reason: { en: 'Its users say so.' },
    },
  ],
  forkOf: 'https://example.org/code/ancestor',
  forge: 'forgejo',
  branch: 'main',
  commit: 'abcdef1234',
  firstActivity: '2017-05-02',
  lastActivity: { date: '2026-11-20', what: 'merge' },
  licences: [
    { path: 'LICENSE', spdx: 'EUPL-1.2', match: 'same' },
    { path: 'composer.json', match: 'declared', value: 'proprietary' },
  ],
  releaseCount: 30,
  releases: Array.from({ length: 30 }, (_, i) => ({ name: `7.${30 - i}.0`, date: '2026-02-03', preRelease: i === 0 })),
  tagCount: 1,
  tags: [{ name: 'v7.30.0' }],
  commits: 11013,
  activity: {
    from: '2026-10-01',
    until: '2026-11-21',
    authorsBefore: 12,
    days: [{ on: '2026-11-20', commits: 3, merges: 1, tags: 0, newAuthors: 1 }],
    months: [
      { on: '2026-10', commits: 12, merges: 2, tags: 1, authors: 4 },
      { on: '2026-11', commits: 3 },
    ],
  },
  contributors: { total: 13, recent: 4, busFactor: 2, from: '2026-05-21', until: '2026-11-21' },
  issues: {
    tracker: 'https://example.org/code/everything/issues',
    enabled: true,
    open: 7,
    closed: 70,
    answers: { from: '2026-08-21', until: '2026-11-21', opened: 8, answered: 6, meanDays: 2.5, medianDays: 1 },
  },
  files: [
    { is: 'readme', path: 'README.md' },
    { is: 'container', path: 'Dockerfile' },
    { is: 'ci', path: '.forgejo/workflows/test.yml' },
  ],
  translations: ['da', 'en'],
  looked: ['files', 'licences', 'releases', 'tags', 'activity', 'contributors', 'issues', 'translations', 'hosts'],
  hosts: [
    {
      type: 'depends-on',
      name: 'nothing',
      target: 'software/nothing',
      range: '>=2',
      scheme: 'pep440',
      file: 'setup.py',
    },
  ],
  notMeasured: [{ what: 'state', why: 'rate-limited', note: { en: 'Half of it.', da: 'Halvdelen.' } }],
  sources: [reading],
};

export const RICH_KNOWLEDGE = {
  'observations/oooooooooooooooo.json': observed,
  'observations/pppppppppppppppp.json': {
    repository: 'https://example.org/code/other',
    read: '2026-11-21',
    state: 'empty',
    looked: ['files', 'licences', 'releases', 'tags', 'translations', 'hosts'],
  } satisfies Observation,
} as const;

export const RICH_KNOWLEDGE_PAGES = ['/observations/oooooooooooooooo', '/observations/pppppppppppppppp'];
