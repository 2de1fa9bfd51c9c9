/** Every language says everything that the pages and the vocabularies need, and nothing that nobody says. */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { ALIKE } from '../../src/adopters/bodies.ts';
import { EVENTS } from '../../src/crawl/seen.ts';
import { COLOURS } from '../../src/governance/framework.ts';
import { REASONS } from '../../src/journal/leaf.ts';
import { ERRORS } from '../../src/kernel/errors.ts';
import { FACETS } from '../../src/kernel/facets.ts';
import { FAMILIES } from '../../src/licence/family.ts';
import { FREEDOMS } from '../../src/licence/freedoms.ts';
import { DOCUMENTS } from '../../src/maturity/formulas.ts';
import { PARTS, STANDINGS } from '../../src/maturity/part.ts';
import { KINDS } from '../../src/records/kinds.ts';
import { ADOPTER_FILTERS, DISPUTE_REASONS } from '../../src/registry/adopters/types.ts';
import { TABLES } from '../../src/web/locales/tables.gen.ts';
import { LANGUAGES, LOCALE } from '../../src/web/locales/text.ts';

type Table = Record<string, string>;
type Schema = Record<string, never> & { enum?: string[]; properties?: Record<string, Schema>; items?: Schema };

const { en } = TABLES;
const tables: [string, Table][] = Object.entries(TABLES);
function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(import.meta.resolve(`#root/${path}`)), 'utf8')) as T;
}
const schema = (kind: string): Schema => readJson(`schemas/${kind}.schema.json`);

/** The values of a field, by its path of properties: `members.involvement`. */
function values(kind: string, path: string): string[] {
  let at: Schema | undefined = schema(kind);
  for (const name of path.split('.')) at = at?.properties?.[name]?.items ?? at?.properties?.[name];
  const found = at?.enum ?? [];
  if (found.length === 0) throw new Error(`${kind} ${path} has no values`);
  return found;
}

const unknown = (schema('common') as unknown as { $defs: { unknown: { items: { enum: string[] } } } }).$defs.unknown
  .items.enum;

/** Every value that a page may have to put into words, by the group of its key. */
const VOCABULARIES: Record<string, readonly string[]> = {
  kind: KINDS,
  origin: ['own', 'built-in'],
  status: values('software', 'status'),
  type: [...values('software', 'type'), ...values('organisation', 'type')],
  lifecycle: [...values('software', 'lifecycle.state'), ...values('network', 'lifecycle.state')],
  platform: ['web', 'windows', 'mac', 'linux', 'ios', 'android'],
  scope: readJson('src/manifest/vocabularies/scopes.json'),
  category: readJson('src/manifest/vocabularies/categories.json'),
  maintenance: values('software', 'maintenance.type'),
  custody: values('software', 'custody.code'),
  cameBy: values('software', 'custody.cameBy'),
  level: values('organisation', 'level'),
  size: values('organisation', 'sizeClass'),
  scheme: values('organisation', 'identifiers.scheme'),
  direction: values('network', 'direction'),
  involvement: values('network', 'members.involvement'),
  state: values('adoption', 'state'),
  evidence: values('adoption', 'evidence'),
  dispute: DISPUTE_REASONS,
  narrow: [...ADOPTER_FILTERS, 'date', 'like'],
  alike: ALIKE,
  'act-as': values('contribution', 'as'),
  rank: ['manifest', 'account', 'folder', 'import', 'draft'],
  reason: REASONS,
  act: values('assessment', 'type'),
  verdict: [...COLOURS, 'not-given'],
  step: ['better', 'worse', 'other'],
  means: values('framework', 'scale.means'),
  binding: [...values('framework', 'requirements.binding'), 'unknown'],
  unknown: [...unknown, ...values('framework', 'unknown'), ...values('assessment', 'unknown')],
  repositoryState: values('observation', 'state'),
  happened: values('observation', 'lastActivity.what'),
  fileIs: values('observation', 'files.is'),
  licenceMatch: values('observation', 'licences.match'),
  nature: values('claim', 'nature'),
  service: values('offer', 'services'),
  help: values('offer', 'services'),
  'help-evidence': [...values('offer', 'evidence'), 'confirmed'],
  'takes-part': values('contribution', 'as'),
  offerEvidence: values('offer', 'evidence'),
  needState: values('need', 'state'),
  reach: values('story', 'scope'),
  funding: values('story', 'funding.kinds'),
  feeFor: values('network', 'fees.for'),
  feePer: values('network', 'fees.per'),
  sizeClass: values('network', 'fees.sizeClass'),
  may: values('network', 'roles.may'),
  team: values('software', 'teams.type'),
  fits: ['yes', 'no', 'not known'],
  'code-held-by': ['network', 'body', 'supplier'],
  accessibility: ['stated'],
  available: ['yes', 'unknown'],
  side: PARTS,
  standing: STANDINGS,
  document: DOCUMENTS,
  vitality: ['nothing-seen', 'not-counted', 'too-short', 'too-old'],
  seen: values('observation', 'notMeasured.what'),
  whyNot: values('observation', 'notMeasured.why'),
  'licence-family': FAMILIES,
  freedom: FREEDOMS,
  granted: ['yes', 'limited', 'no', 'not known'],
  agreement: ['agree', 'disagree', 'not known'],
  licenceAlert: ['left-open-source', 'disagree', 'holders-differ'],
  holder: values('software', 'custody.holders.says'),
  holdersAgree: ['agree', 'disagree'],
  licenceChange: ['licence', 'left-open-source', 'became-open-source', 'disagreement', 'agreement', 'holder'],
};
const needed = [
  ...Object.entries(VOCABULARIES).flatMap(([group, all]) => all.map((value) => `value.${group}.${value}`)),
  ...FACETS.map((facet) => `facet.${facet}`),
  ...values('software', 'relations.type').flatMap((type) => [`relation.${type}`, `reverse.${type}`]),
  ...Object.keys(ERRORS).map((code) => `error.${code}`),
  ...EVENTS.map((event) => `sources.event.${event}`),
];

t.test(
  'every value of every vocabulary, every facet and every error code has its words in every language',
  async (t) => {
    for (const [lang, table] of tables)
      t.same(
        needed.filter((key) => table[key] === undefined),
        [],
        lang,
      );
  },
);

t.test('all languages have the same keys with the same placeholders, and no text is empty', async (t) => {
  const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([name]) => name).sort();
  for (const [lang, table] of tables) {
    t.same(Object.keys(table), Object.keys(en), lang);
    const wrong = Object.entries(en).filter(
      ([key, text]) => table[key]?.trim() === '' || placeholders(text).join() !== placeholders(table[key] ?? '').join(),
    );
    t.same(wrong, [], lang);
  }
});

t.test('each plural has the forms that its language needs', async (t) => {
  const stems = Object.keys(en).flatMap((key) => /^(?!value\.)(.+)\.(one|other)$/.exec(key)?.[1] ?? []);
  for (const stem of new Set(stems))
    for (const [lang, table] of tables) t.ok(table[`${stem}.one`] && table[`${stem}.other`], `${stem} in ${lang}`);
  // Italian, Spanish and French have a form for whole millions besides, which a catalogue of software never counts.
  for (const lang of LANGUAGES)
    for (const n of [0, 1, 2, 5, 11, 21, 101, 999_999])
      t.match(new Intl.PluralRules(LOCALE[lang]).select(n), /^(one|other)$/, `${n} in ${lang}`);
});

/** Words that are spelt alike in another language: names, units, words borrowed by all. */
const MOST_ALIKE = 0.12;

t.test('no language still has the texts of English', async (t) => {
  const long = Object.entries(en).filter(([, text]) => text.split(/\s+/).length >= 4);
  for (const [lang, table] of tables) {
    if (lang === 'en') continue;
    t.same(
      long.filter(([key, text]) => table[key] === text).map(([key]) => key),
      [],
      lang,
    );
    const alike = Object.entries(en).filter(([key, text]) => table[key] === text);
    t.ok(alike.length < Object.keys(en).length * MOST_ALIKE, `${alike.length} of ${Object.keys(en).length} in ${lang}`);
  }
});

/** Keys that are put together at run time, beside those of `needed`. */
const COMPOSED = [
  /^language\./,
  /^nav\.(software|organisations|networks|frameworks|about)$/,
  /^count\./,
  /^home\.by\./,
  /^sort\./,
  /^tasks\.area\./,
  /^api\.rule\./,
  /^about\.column\./,
  /^provenance\.(builtIn\.|account$|folder$)/,
  /^level\.(holdsBy|short|notComputed|decided|listed|recommended|claimed)/,
  /^said\./,
  /^framework\.rule\./,
  /^writers\.(notice|act|by)\./,
  /^versions\.(by\.|from$|to$)/,
  /^custody\./,
  /^(guide|privacy)\.[a-z]+\.(title|\d)$/,
  /^access\.(result|note)\./,
  /^chart\./,
  /^(term|wcag)\./,
  // What judges says these in English: `sentences.test.ts` holds them against its code.
  /^problem\./,
  /^(setting|command|endpoint|metric)\./,
  /^reference\.in\./,
  /^badges\.(manifest|level|adopters)$/,
  /^compare\.state\./,
  /^news\.(kind|listed|removed|handed-over|level|licence|lifecycle|release|adopters)/,
  /^handOver\./,
  /^adoption\.(since|until|asOf|confirmed)$/,
  /^sources\.(mark|state|verdict|role|severity|by)\./,
  /^check\.(error|warning)$/,
  /^help\./,
  /^observation\.(releases|tags|month|commits|merges|authors)$/,
  /^maturity\.(because|basis|criterion)\./,
  /^figures\.(about|more-than|at-least|less-than|date\..*)$/,
  /^story\./,
  /^federation\.(name|heard|records|traffic|open|entry|erased|confirmed|pin\.\w+|state\.\w+|answer\.[\w-]+)$/,
  /^formulas\.(opencode|part)\./,
  /^formulas\.(userCommunity|codeActivity|releaseHistory|longevity)$/,
];

t.test('no text is left over from a page that no longer says it', async (t) => {
  const folder = new URL(import.meta.resolve('#root/src/web/app.ts').replace('app.ts', ''));
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const known = new Set(needed);
  const unused = Object.keys(en).filter((key) => {
    const stem = key.replace(/\.(one|other)$/, '');
    const said = [key, stem].some((name) => code.includes(`'${name}'`) || code.includes(`"${name}"`));
    return !said && !known.has(key) && !COMPOSED.some((pattern) => pattern.test(key));
  });
  t.same(unused, []);
});

t.test('no French line begins with a colon or another high mark: the space before it does not break', async (t) => {
  t.same(
    Object.entries(TABLES.fr).filter(([, text]) => /« | [;?»]| :(\s|$)/.test(text)),
    [],
  );
});

/** Words by which a language would speak to the reader in another form than it does elsewhere. */
const OTHER_FORM: Partial<Record<keyof typeof TABLES, RegExp>> = {
  da: /(?<!\p{L})(jer|jeres|[Mm]å I|[Nn]år I|[Hh]vis I|[Ff]ør I|som I|kan I|skal I)(?!\p{L})/u,
  de: /(?<!\p{L})([Dd]u|[Dd]ein|[Dd]eine[mnrs]?|[Dd]ir|[Dd]ich|euch|eure?)(?!\p{L})/u,
  es: /(?<!\p{L})(tú|tu|tus|te|ti|tuy[oa]s?|vosotros|vuestr[oa]s?)(?!\p{L})/iu,
  fr: /(?<!\p{L})(tu|ton|tes|toi|t’\p{L}+)(?!\p{L})/iu,
  // Short words on a button or link (“Cerca”) are in the form that all such have in Italian.
  it: /(?<!\p{L})(tu|tuo|tua|tuoi|tue|ti|puoi|vuoi|hai|devi)(?!\p{L})|^(Scrivi|Togli|Metti|Aggiungi|Tieni|Correggi|Chiedi|Scegli|Chiudi|Riprova|Ometti|Vai a capo)\P{L}.*[.:]/iu,
  nl: /(?<!\p{L})(je|jij|jou|jouw|jullie)(?!\p{L})/iu,
  sv: /(?<!\p{L})(ni|ert|era|eder)(?!\p{L})/iu,
};

t.test('each language speaks to the reader in one form: Sie, usted, vous, voi, u, or du', async (t) => {
  for (const [lang, form] of Object.entries(OTHER_FORM))
    t.same(
      Object.entries(TABLES[lang as keyof typeof TABLES]).filter(([, text]) => form.test(text)),
      [],
      lang,
    );
});

t.test('a help text belongs to an error code', async (t) => {
  const codes = new Set(['any', ...Object.keys(ERRORS)]);
  const helps = Object.keys(en).flatMap((key) => /^help\.(.+)$/.exec(key)?.[1] ?? []);
  t.same(
    helps.filter((code) => !codes.has(code)),
    [],
  );
});
