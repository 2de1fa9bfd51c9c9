import { KINDS, type Kind, PLURAL } from '../../src/records/kinds.ts';
import type { Registry, Submission } from '../../src/registry/types.ts';
import type { Adoption, Citation, Contribution, Network, Organisation, Software } from '../../src/schemas.gen.ts';
import { RICH_GOVERNANCE } from './rich-governance.ts';
import { RICH_KNOWLEDGE, RICH_KNOWLEDGE_PAGES } from './rich-knowledge.ts';

/** Invented records that use every field of their kind, so that whatever a page can say is said somewhere. */
const leaflet: Citation = {
  title: 'Leaflet of Everything',
  publisher: 'Office of Examples',
  address: 'https://example.org/leaflet',
  date: '2024-03',
  read: '2026-11-21',
  note: 'Printed on both sides.',
};
const talk: Citation = { title: 'A talk', date: '2009' };
const both = (en: string, da: string) => ({ en, da });

const everything: Software = {
  name: 'Everything',
  aliases: ['Alting', 'Všechno'],
  url: 'https://example.org/code/everything',
  landingUrl: 'https://example.org/everything',
  roadmapUrl: 'https://example.org/roadmap',
  applicationSuite: 'The Suite',
  description: {
    en: {
      name: 'Everything (localised)',
      short: 'Does all there is to do in a town hall.',
      long: 'First paragraph.\n\nSecond paragraph with <b>no markup</b>.',
      features: ['Minutes & agendas', '<script>alert(1)</script>'],
      documentation: 'https://example.org/docs',
      apiDocumentation: 'https://example.org/api-docs',
      videos: ['https://example.org/video'],
    },
    fr: { short: 'Tout.' },
  },
  type: 'standalone/web',
  status: 'beta',
  lifecycle: { state: 'handed-over', date: '2025-02', note: both('Given on.', 'Givet videre.'), source: talk },
  version: '7.1',
  releaseDate: '2026-02-03',
  platforms: ['web', 'BeOS'],
  categories: ['document-management', 'something-unheard-of'],
  subject: both('Town hall', 'Rådhus'),
  audience: { countries: ['DK', 'BE'], unsupportedCountries: ['NO'], scope: ['government', 'welfare'] },
  countries: ['DK', 'IT'],
  supports: ['gdpr'],
  licence: { spdx: 'EUPL-1.2', stated: 'EUPL or so', source: leaflet },
  foundLicences: [
    { file: 'LICENSE', text: ['EUPL-1.2'], source: leaflet },
    { file: 'composer.json', value: 'proprietary', source: talk },
    { file: 'package.json', absent: true },
  ],
  owner: { name: 'Town of Examples', organisation: 'organisation/everybody', source: talk },
  copyrightOwner: 'The makers',
  fundedBy: [{ name: 'A fund' }, { uri: 'https://example.org/fund' }],
  network: 'network/all-of-us',
  custody: {
    code: 'network',
    documentation: 'unknown',
    cameBy: ['made-together', 'given'],
    holders: [{ says: 'network', name: 'All of us', organisation: 'organisation/everybody', source: leaflet }],
    changes: [{ date: '2024-05', from: 'A firm', to: 'All of us', toKind: 'network', source: talk }],
    source: leaflet,
  },
  relations: [
    { type: 'based-on', name: 'Something older', url: 'https://example.org/older', versions: '>=2' },
    {
      type: 'perhaps-continued-by',
      target: 'software/nothing',
      inferred: true,
      reason: both('Same authors.', 'Samme ophavsmænd.'),
      source: talk,
    },
    { type: 'part-of', target: 'software/nowhere' },
  ],
  repositories: [
    {
      url: 'https://example.org/code/everything',
      role: both('Main', 'Hovedlager'),
      language: 'Python',
      licence: { spdx: 'MIT', source: leaflet },
      manifest: true,
      latestVersion: { name: '7.1', date: '2026-02-03' },
      firstCommit: '2017-05',
      lastCommit: '2026-08-21',
      commits: 11013,
      note: both('A mirror.', 'Et spejl.'),
    },
    {
      url: 'https://example.org/code/other',
      licence: { stated: 'as the main one' },
      manifest: false,
      latestVersion: { name: '1' },
    },
  ],
  suppliers: [
    { name: 'Supplier', organisation: 'organisation/everybody', role: both('Hosting', 'Drift'), source: talk },
  ],
  teams: [{ name: 'Town of Examples', type: 'product', lead: true, from: '2020', source: talk }],
  maintenance: {
    type: 'contract',
    contractors: [
      { name: 'Supplier', until: '2027-12-31', website: 'https://example.org/supplier' },
      { name: 'Other' },
    ],
  },
  localisation: { ready: true, languages: ['da', 'en'] },
  dependsOn: {
    open: [
      { name: 'PostgreSQL', versionMin: '11', versionMax: '15' },
      { name: 'Redis', versionMin: '6', optional: true },
    ],
    proprietary: [{ name: 'Oracle', version: '12' }],
    hardware: [{ name: 'Card reader', versionMax: '3' }, { name: 'Screen' }],
  },
  usedBy: ['Town of Examples', 'Other town'],
  features: [both('Meetings', 'Møder')],
  standards: [{ name: 'WCAG', source: talk }],
  notes: [{ text: both('It is large.', 'Det er stort.'), source: leaflet }],
  unknown: ['adopters', 'contact'],
  sources: [leaflet],
};

const everybody: Organisation = {
  name: 'Everybody',
  names: both('Everybody of the Town', 'Alle i byen'),
  aliases: ['All'],
  type: 'firm',
  level: 'local',
  country: 'DK',
  subdivision: 'DK-82',
  identifiers: [
    { scheme: 'cvr', value: '12345678' },
    { scheme: 'uri', value: 'https://example.org/id' },
  ],
  population: { value: 98765, date: '2026-01-01', source: leaflet },
  sizeClass: 'large',
  parent: 'organisation/parent-body',
  website: 'https://example.org',
  mailbox: 'post@example.org',
  description: both('A body of examples.', 'En myndighed af eksempler.'),
  codeHosting: ['https://example.org/code'],
  notes: [{ text: both('It moved.', 'Den flyttede.') }],
  unknown: ['contact'],
  sources: [talk],
};

const allOfUs: Network = {
  name: 'All of Us',
  names: both('All of Us Together', 'Os alle sammen'),
  description: both('A network of examples.', 'Et fællesskab af eksempler.'),
  countries: ['DK', 'BE'],
  website: 'https://example.org/network',
  founded: '2007-06-01',
  organisation: 'organisation/everybody',
  parent: 'network/some-of-us',
  direction: 'horizontal',
  lifecycle: {
    state: 'merged',
    date: '2012-01',
    into: 'network/some-of-us',
    note: both('It went.', 'Det gik.'),
    source: talk,
  },
  purpose: [both('To share.', 'At dele.')],
  values: [both('Trust', 'Tillid')],
  criteria: [both('Relevance', 'Relevans')],
  joining: {
    who: both('Anybody', 'Enhver'),
    asked: both('A letter', 'Et brev'),
    fee: both('Nothing', 'Intet'),
    ways: [both('By talking', 'Ved at tale')],
    address: 'https://example.org/join',
    source: leaflet,
  },
  using: both('Everyone may.', 'Alle må.'),
  usingOpen: true,
  joiningStatement: {
    text: both('I share.', 'Jeg deler.'),
    date: '2007',
    address: 'https://example.org/sign',
    source: leaflet,
  },
  fees: [
    {
      ...{ for: 'use', software: 'software/everything', payer: both('Members', 'Medlemmer'), sizeClass: 'small' },
      ...{ amount: 10, upTo: 20, currency: 'DKK', per: 'year', validFrom: '2024', validUntil: '2027', source: leaflet },
    },
    { for: 'membership', amount: 0, currency: 'DKK', asOf: '2024-03' },
  ],
  teamRule: { minimum: 2, norm: [3, 4], source: leaflet },
  codeOfConduct: 'https://example.org/conduct',
  templates: [{ title: both('A form', 'En skabelon'), address: 'https://example.org/form', source: leaflet }],
  principles: [{ text: both('Keep it plain', 'Hold det enkelt') }],
  siblings: [{ name: 'Others', source: leaflet }],
  studies: [{ name: 'A study', address: 'https://example.org/study' }],
  members: [
    { organisation: 'organisation/everybody', involvement: 'founder', from: '2007', until: '2012', source: talk },
    { name: 'A town', involvement: 'member', asOf: '2010-05', note: both('It paid.', 'Den betalte.') },
  ],
  subCommunities: [
    {
      lead: both('A town', 'En by'),
      fieldOfWork: [both('Forms', 'Blanketter')],
      name: 'A part',
      direction: 'vertical',
      note: both('Small.', 'Lille.'),
      source: talk,
    },
  ],
  suppliers: [{ name: 'A firm', role: both('Training', 'Undervisning') }],
  roles: [
    { role: both('Secretariat', 'Sekretariat'), organisation: 'organisation/everybody' },
    {
      role: both('Board', 'Bestyrelse'),
      name: 'The board of Everybody',
      may: ['decide'],
      levels: ['low'],
      from: '2020',
    },
  ],
  merged: [{ name: 'Another network', date: '2007-06-01', source: talk }],
  successor: { network: 'network/some-of-us', date: '2012-01' },
  codeHeldBy: both('The network', 'Fællesskabet'),
  dataLicence: 'CC0-1.0',
  attribution: 'All of Us',
  codeHosting: [
    'https://example.org/a',
    'https://example.org/b',
    'https://example.org/c',
    'https://example.org/d',
    'https://example.org/e',
  ],
  notes: [{ text: both('A note.', 'En note.'), source: leaflet }],
  unknown: ['members'],
  sources: [leaflet],
};

const used: Adoption = {
  organisation: 'organisation/everybody',
  organisationName: 'Everybody',
  software: 'software/everything',
  softwareName: 'Everything',
  country: 'DK',
  state: 'production',
  since: '2019-03',
  until: '2027',
  asOf: '2024-03',
  lastConfirmed: '2026-05-06',
  version: '7.1-secret',
  scope: both('The whole town.', 'Hele byen.'),
  note: both('Since the storm.', 'Siden stormen.'),
  evidence: 'declared',
  consent: true,
  sources: [leaflet],
};

const helps: Contribution = {
  organisation: 'organisation/everybody',
  organisationName: 'Everybody',
  software: 'software/everything',
  country: 'DK',
  as: ['develops', 'funds'],
  from: '2019-03',
  until: '2027',
  asOf: '2024-03',
  lastConfirmed: '2026-05-06',
  note: both('On Fridays.', 'Om fredagen.'),
  evidence: 'declared',
  consent: true,
  sources: [leaflet],
};

const nothing: Software = {
  name: 'Nothing',
  description: { fr: { short: 'Rien du tout.', long: 'Vraiment rien.' } },
  relations: [{ type: 'adds-on-to', target: 'software/everything' }],
};

/** The records as files of a catalogue folder. */
export const RICH = {
  ...RICH_GOVERNANCE,
  ...RICH_KNOWLEDGE,
  'software/everything.json': everything,
  'software/nothing.json': nothing,
  'organisations/everybody.json': everybody,
  'organisations/parent-body.json': { name: 'Parent body' } satisfies Organisation,
  'networks/all-of-us.json': allOfUs,
  'networks/some-of-us.json': { name: 'Some of Us' } satisfies Network,
  'adoptions/aaaaaaaaaaaaaaaa.json': used,
  'contributions/ffffffffffffffff.json': helps,
  'contributions/gggggggggggggggg.json': {
    ...{ organisationName: 'A quiet town', network: 'network/all-of-us', as: ['steers'], evidence: 'claimed' },
  } satisfies Contribution,
  'adoptions/bbbbbbbbbbbbbbbb.json': {
    ...used,
    organisationName: 'A quiet town',
    organisation: undefined,
    evidence: 'claimed',
    state: 'retired',
    sources: undefined,
    lastConfirmed: undefined,
    version: undefined,
    scope: undefined,
  },
} as const;

/** Publishes the records as an own folder would, those that are referred to first. */
export async function publishRich(
  { registry }: { registry: Registry },
  changed: (record: unknown) => unknown = (record) => record,
): Promise<void> {
  const order = ['software/nothing.json', ...Object.keys(RICH)].reverse();
  const submissions = [...new Set(order)].map((file): Submission => {
    const [folder = '', name = ''] = file.split('/');
    const kind = KINDS.find((known) => PLURAL[known] === folder) as Kind;
    return {
      ...{ kind, slug: name.replace('.json', ''), mediaType: 'application/json' },
      bytes: Buffer.from(JSON.stringify(changed(RICH[file as keyof typeof RICH]))),
      provenance: { by: 'folder', file },
    };
  });
  for (const outcome of await registry.publishAll(submissions)) if ('refused' in outcome) throw outcome.refused;
}

/** Addresses below the language where the rich records and everything around them are shown. */
export const RICH_PAGES = [
  '',
  '/search',
  '/search?q=everything&kind=software&sort=name',
  '/search?q=zzzznothing&country=DK&kind=software',
  '/search?cursor=damaged',
  '/software',
  '/organisations',
  '/networks',
  '/software/everything',
  '/software/everything/versions',
  '/software/everything/links/adoption-of',
  '/software/everything/links/contribution-to',
  '/software/everything/adopters',
  '/software/everything/adopters?like=organisation/everybody&date=2020',
  '/organisations/everybody/adopters',
  '/census',
  '/dispute?claim=adoption/aaaaaaaaaaaaaaaa@own',
  '/software/everything/links/adds-on-to',
  '/software/nothing',
  '/organisations/everybody',
  '/organisations/parent-body',
  '/networks/all-of-us',
  '/networks/some-of-us',
  '/adoptions/aaaaaaaaaaaaaaaa',
  '/contributions/ffffffffffffffff',
  '/contributions/gggggggggggggggg',
  '/frameworks',
  '/frameworks/house-list',
  '/frameworks/bare-list',
  '/frameworks/house-list/links/assessed-by',
  '/assessments/cccccccccccccccc',
  '/assessments/eeeeeeeeeeeeeeee',
  ...RICH_KNOWLEDGE_PAGES,
  '/about',
  '/api',
  '/reference',
  '/reference/commands',
  '/reference/endpoints',
  '/formulas',
  '/no-such-page',
];
