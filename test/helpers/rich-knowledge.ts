import type { Citation, Claim, Need, Observation, Offer, Story } from '../../src/schemas.gen.ts';

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

const both = (en: string, da: string) => ({ en, da });
const report: Citation = { title: 'Yearly report', publisher: 'All of Us', date: '2025' };

const claimed: Claim = {
  subject: 'software/everything',
  measure: 'bodies',
  what: both('Bodies that use it', 'Myndigheder, der bruger det'),
  unit: both('bodies', 'myndigheder'),
  value: 20,
  upTo: 25,
  precision: 'about',
  nature: 'counted',
  method: both('By hand', 'I hånden'),
  inputs: [{ what: both('Letters', 'Breve'), value: 40, unit: 'letters' }],
  by: both('The office', 'Kontoret'),
  date: { is: 'about', date: '2025-05', from: '2024' },
  source: report,
  notes: [{ text: both('Twice.', 'To gange.') }],
};

const story: Story = {
  subject: 'software/everything',
  title: both('How it came about', 'Hvordan det blev til'),
  summary: both('A long way.', 'En lang vej.'),
  mainInstitution: { organisation: 'organisation/everybody', name: 'Everybody' },
  start: '2017-01',
  ongoing: true,
  domain: both('Administration', 'Forvaltning'),
  topics: [both('Paper', 'Papir')],
  policyContext: [both('A plan', 'En plan')],
  targetUsers: [both('Citizens', 'Borgere')],
  scope: ['local', 'international'],
  serviceType: both('A product', 'Et produkt'),
  partnership: both('Two towns', 'To byer'),
  technologyChoices: [both('Open standards', 'Åbne standarder')],
  standards: [both('WAI', 'WAI')],
  principles: [both('Share', 'Del')],
  resourcesNeeded: [both('Time', 'Tid')],
  given: [both('Code', 'Kode')],
  benefits: [both('Less paper', 'Mindre papir')],
  evidenceOfSuccess: [both('It runs', 'Det kører')],
  transferPotential: [both('Any town', 'Enhver by')],
  results: [both('A prize', 'En pris')],
  trackRecord: [both('A workshop', 'En workshop')],
  funding: { kinds: ['public-local', 'voluntary'], note: both('Little.', 'Lidt.') },
  costs: [
    {
      what: both('The first version', 'Første version'),
      amount: 10000,
      currency: 'EUR',
      method: both('Bills', 'Regninger'),
      inputs: [both('Two bills', 'To regninger')],
      date: '2017',
      source: report,
    },
    { what: both('The second', 'Den anden') },
  ],
  lessons: [both('Begin small.', 'Begynd småt.')],
  wishes: [both('More towns', 'Flere byer')],
  expertOpinions: [both('Good.', 'God.')],
  notes: [{ text: both('A note.', 'En note.'), source: report }],
  sources: [report],
};

const offered: Offer = {
  organisation: 'organisation/everybody',
  organisationName: 'Everybody',
  software: 'software/everything',
  network: 'network/all-of-us',
  services: ['develops', 'hosts', 'supports', 'trains'],
  regions: ['DK', 'DK-82'],
  address: 'https://example.org/offer',
  from: '2020',
  until: '2027',
  evidence: 'stated',
  confirmedBy: [{ organisation: 'organisation/parent-body', name: 'Parent body', date: '2026-01', source: report }],
  note: both('Asks for a letter.', 'Beder om et brev.'),
  sources: [report],
};

const needed: Need = {
  title: both('Screens in the town hall', 'Skærme på rådhuset'),
  description: both('That show who is where.', 'Der viser, hvem der er hvor.'),
  state: 'product',
  raisedBy: { organisation: 'organisation/everybody', name: 'Everybody', source: report },
  shared: [{ name: 'Another town', since: '2021', source: report }],
  network: 'network/all-of-us',
  becomes: 'software/everything',
  codeCameBy: 'given',
  categories: ['digital-signage'],
  opened: '2020',
  closed: '2022-03',
  sources: [report],
};

export const RICH_KNOWLEDGE = {
  'claims/qqqqqqqqqqqqqqqq.json': claimed,
  'claims/rrrrrrrrrrrrrrrr.json': {
    ...{ measure: 'bodies', what: claimed.what, unit: claimed.unit, source: report, subject: 'software/everything' },
    ...{ value: 100, precision: 'more-than', nature: 'forecast', date: { is: 'until', date: '2030' } },
  } satisfies Claim,
  'claims/ssssssssssssssss.json': {
    ...{ measure: 'mood', what: both('Mood', 'Stemning'), unit: both('moods', 'stemninger'), source: report },
    ...{ subjectName: 'Nowhere', text: both('good', 'god'), nature: 'stated' },
  } satisfies Claim,
  'stories/tttttttttttttttt.json': story,
  'offers/uuuuuuuuuuuuuuuu.json': offered,
  'needs/vvvvvvvvvvvvvvvv.json': needed,
  'observations/oooooooooooooooo.json': observed,
  'observations/pppppppppppppppp.json': {
    repository: 'https://example.org/code/other',
    read: '2026-11-21',
    state: 'empty',
    looked: ['files', 'licences', 'releases', 'tags', 'translations', 'hosts'],
  } satisfies Observation,
} as const;

export const RICH_KNOWLEDGE_PAGES = [
  '/claims/qqqqqqqqqqqqqqqq',
  '/claims/ssssssssssssssss',
  '/stories/tttttttttttttttt',
  '/offers/uuuuuuuuuuuuuuuu',
  '/needs/vvvvvvvvvvvvvvvv',
  '/observations/oooooooooooooooo',
  '/observations/pppppppppppppppp',
];
