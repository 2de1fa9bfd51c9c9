import type { Assessment, Citation, Framework } from '../../src/schemas.gen.ts';

/** Invented frameworks and assessments that use every field of their kind: see `rich-records.ts`. */
const minutes: Citation = { title: 'Minutes of a meeting', date: '2025-06-03' };
const both = (en: string, da: string) => ({ en, da });

const houseList: Framework = {
  name: 'House list 2',
  names: both('House list 2', 'Huslisten 2'),
  aliases: ['The list'],
  description: both('What the house asks for.', 'Hvad huset kræver.'),
  version: '2',
  date: '2024-05',
  network: 'network/all-of-us',
  organisation: 'organisation/everybody',
  publisher: 'The house',
  appliesTo: ['software', 'network'],
  succeeds: 'framework/bare-list',
  address: 'https://example.org/list',
  licence: 'CC0-1.0',
  themes: [
    { id: 'form', title: both('Form', 'Form'), note: both('How it looks.', 'Hvordan det ser ud.') },
    { id: 'care', title: both('Care', 'Omsorg') },
  ],
  levels: [
    { id: 'low', rank: 0, title: both('the start', 'starten'), note: both('Anyone.', 'Enhver.'), source: minutes },
    { id: '1+', rank: 5 },
  ],
  requirements: [
    {
      ...{ id: 'A', theme: 'form', level: 'low', binding: 'mandatory', address: 'https://example.org/list#a' },
      ...{ title: both('It is named', 'Det har et navn'), note: both('A short one.', 'Et kort.') },
    },
    { id: 'B', theme: 'care', level: 'low', title: both('It is kept', 'Det holdes ved lige') },
    { id: 'C', theme: 'care', level: '1+', binding: 'recommended' },
    { id: 'D', level: '1+', binding: 'mandatory', title: both('It is loved', 'Det er elsket') },
  ],
  scale: [
    { id: 'green', means: 'met' },
    { id: 'red', means: 'not-met' },
    { id: 'soon', means: 'partly', title: both('Soon', 'Snart') },
  ],
  attainment: { accepts: 'partly', note: both('Said aloud.', 'Sagt højt.'), source: minutes },
  notes: [{ text: both('It hangs in the hall.', 'Den hænger i hallen.'), source: minutes }],
  unknown: ['texts'],
  sources: [minutes],
};

const first: Assessment = {
  subject: 'software/everything',
  framework: 'framework/house-list',
  frameworkVersion: '2',
  type: 'self',
  date: '2025-01',
  assessor: { role: both('Owner of the product', 'Produktejer') },
  levels: { claimed: '1+' },
  ratings: [
    { requirement: 'A', rating: 'red' },
    { requirement: 'B', rating: 'green' },
  ],
  sources: [minutes],
};

const second: Assessment = {
  ...first,
  type: 'board-decision',
  date: '2025-06-03',
  assessor: { organisation: 'organisation/everybody', name: 'Everybody', role: both('Board', 'Bestyrelse') },
  levels: { recommended: '1+', decided: 'low' },
  decision: {
    ...{ by: 'organisation/everybody', name: 'The board of Everybody', role: both('Board', 'Bestyrelse') },
    ...{ date: '2025-06-04', text: both('Not yet.', 'Ikke endnu.'), basis: both('The vote.', 'Afstemningen.') },
    reference: minutes,
  },
  validUntil: '2025-12',
  supersedes: 'assessment/dddddddddddddddd',
  appealOf: 'assessment/dddddddddddddddd',
  ratings: [
    {
      ...{ requirement: 'A', rating: 'soon', ground: both('On its way.', 'På vej.') },
      explanation: both('Names take time.', 'Navne tager tid.'),
      evidence: [{ address: 'https://example.org/proof', commit: '0123456789abcdef', path: 'NAME.md' }],
    },
    { requirement: 'B', rating: 'green' },
  ],
  statedTotals: [{ of: both('last page', 'sidste side'), counts: { green: 2, yellow: 0 }, source: minutes }],
  explanation: both('On the whole well.', 'I det store hele godt.'),
  notes: [{ text: both('It rained.', 'Det regnede.') }],
  unknown: ['grounds'],
};

export const RICH_GOVERNANCE = {
  'frameworks/house-list.json': houseList,
  'frameworks/bare-list.json': { name: 'Bare list', levels: [{ id: '1', rank: 1 }], themes: [{ id: 'all' }] },
  'assessments/cccccccccccccccc.json': second,
  'assessments/dddddddddddddddd.json': first,
  'assessments/eeeeeeeeeeeeeeee.json': {
    subject: 'software/everything',
    framework: 'framework/bare-list',
    type: 'listed',
    levels: { listed: '1' },
  },
} satisfies Record<string, Framework | Assessment>;
