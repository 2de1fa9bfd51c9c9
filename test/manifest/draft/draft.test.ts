import fc from 'fast-check';
import t from 'tap';
import { licenceTexts } from '../../../src/licence/identify.ts';
import { check } from '../../../src/manifest/check.ts';
import { draft } from '../../../src/manifest/draft/draft.ts';
import { draftRecord } from '../../../src/manifest/draft/record.ts';
import { isDraftFile, type Repository } from '../../../src/manifest/draft/repository.ts';
import { readYaml } from '../../../src/manifest/safe-yaml.ts';

const README = `# Møde-Planner

[![build](https://forge.example/badge.svg)](https://forge.example/ci) ![shot](./docs/shot.png)

**Mødeplanner** er en løsning til kommuner, der samler [dagsordener](https://town.example) og referater ét sted, og som
kan bruges sammen med andre systemer. Den er lavet af kommunen og vedligeholdes af et fællesskab.

\`\`\`sh
npm install and the of is for with this
\`\`\`

Skriv til planner@town.example, hvis der er noget, som du ikke kan finde ud af på egen hånd.

## Funktioner

- Dagsordener med \`bilag\`
- Referater, som kan **godkendes**
  på flere linjer

## Installation

- not a feature
`;

const repositoryOf = (files: Record<string, string>, more: Partial<Repository> = {}): Repository => ({
  name: 'moede-planner',
  paths: Object.keys(files),
  texts: new Map(Object.entries(files).filter(([path]) => isDraftFile(path))),
  ...more,
});

const valueIn = (made: ReturnType<typeof draft>, key: string): unknown =>
  made.found.find((one) => one.key === key)?.value;

t.test('a repository with a README, a package file and releases gives most of a manifest', async (t) => {
  const made = draft(
    repositoryOf(
      {
        'README.md': README,
        'package.json': JSON.stringify({
          name: '@town/moede-planner',
          version: '2.1.0',
          license: 'EUPL-1.2',
          author: 'Somebody <somebody@town.example>',
          repository: { url: 'git+https://user:secret@forge.example/Town/Moede-Planner.git' },
          homepage: 'https://planner.town.example/',
        }),
        'CHANGELOG.md': '# Changes\n\n## [Unreleased]\n\n## [2.1.0] - 2026-03-04\n\n## [2.0.0] - 2025-01-02\n',
        'docs/shot.png': '',
        'assets/logo.svg': '',
        'src/locales/da.json': '',
        'src/locales/en.json': '',
        'locale/pt_BR/LC_MESSAGES/x.po': '',
      },
      { releases: [{ version: 'v2.0.0' }, { version: 'v2.1.0' }, { version: 'v3.0.0-rc.1' }, { version: 'nightly' }] },
    ),
  );
  t.equal(valueIn(made, 'name'), 'Møde-Planner');
  t.equal(valueIn(made, 'url'), 'https://forge.example/Town/Moede-Planner');
  t.equal(valueIn(made, 'landingURL'), 'https://planner.town.example/');
  t.equal(valueIn(made, 'softwareVersion'), '2.1.0');
  t.equal(valueIn(made, 'releaseDate'), '2026-03-04');
  t.equal(valueIn(made, 'logo'), 'assets/logo.svg');
  t.equal(valueIn(made, 'legal.license'), 'EUPL-1.2');
  t.match(valueIn(made, 'description.da.longDescription'), /^Mødeplanner er en løsning .* fællesskab\.$/);
  t.same(valueIn(made, 'description.da.features'), [
    'Dagsordener med bilag',
    'Referater, som kan godkendes på flere linjer',
  ]);
  t.same(valueIn(made, 'description.da.screenshots'), ['docs/shot.png']);
  t.same(valueIn(made, 'localisation.availableLanguages'), ['da', 'en', 'pt-BR']);
  t.notMatch(made.text, /secret|somebody|planner@town/i);
  const read = readYaml(new TextEncoder().encode(made.text));
  t.ok(read.document, 'it is YAML');
  t.same(
    check(made.text).problems.map(({ rule, key }) => [rule, key]),
    [
      ['too-few', 'platforms'],
      ['required', 'developmentStatus'],
      ['required', 'softwareType'],
      ['required', 'maintenance.type'],
    ],
  );
  t.same(
    made.left.map(({ key }) => key),
    ['platforms', 'developmentStatus', 'softwareType', 'maintenance'],
  );
});

t.test('a Norwegian text is not taken for Danish, and what leaves the language open is a comment', async (t) => {
  const norwegian =
    'Løsningen hjelper kommuner med møter av alle slag, og den blir brukt etter avtale med andre som også kan bidra til den.';
  t.match(draft(repositoryOf({ 'README.md': norwegian })).found, [{ key: 'name' }, { key: /^description\.nb/ }]);
  const open = draft(
    repositoryOf({ 'README.md': 'Lorem ipsum dolor sit amet, consectetur adipiscing elit sed do eiusmod.' }),
  );
  t.match(open.text, /^# description:\n# {3}en: # the language of what follows\n# {5}shortDescription: Lorem/m);
  t.match(open.left, [{}, {}, {}, {}, { key: 'description', why: /could not be told/ }, {}, {}, {}]);
});

t.test('nothing at all gives a draft too', async (t) => {
  const made = draft({ name: '', paths: [], texts: new Map() });
  t.same(made.found, [{ key: 'name', value: 'unnamed', from: '' }]);
  t.equal(
    check(made.text.replace(/^# (?= *(?:- )?\w+:)/gm, '')).problems.find(({ rule }) => rule === 'yaml-syntax'),
    undefined,
  );
  t.match(made.left, [{ key: 'url' }, {}, {}, {}, { key: 'description', why: 'No file describes it.' }, {}, {}, {}]);
});

t.test('Python projects are read in each of their forms', async (t) => {
  const toml = [
    '[build-system]',
    'name = "not this"',
    '[project]',
    'name = "ckanext-town"',
    'version = "1.4.0"',
    'description = "Shows the data of a town on its pages, and lets people find it." # a comment',
    'classifiers = [',
    '  "Development Status :: 5 - Production/Stable",',
    ']',
    '[project.urls]',
    'Homepage = "https://town.example/data"',
    '"Source Code" = "https://forge.example/town/ckanext-town"',
    'Documentation = "https://docs.town.example"',
  ].join('\n');
  const made = draft(
    repositoryOf({
      'pyproject.toml': toml,
      'README.rst':
        'Town\n====\n\nThis is the extension that is used by the town and that can be used by others as it is.\n',
    }),
  );
  t.equal(valueIn(made, 'name'), 'ckanext-town');
  t.equal(valueIn(made, 'softwareVersion'), '1.4.0');
  t.equal(valueIn(made, 'developmentStatus'), 'stable');
  t.equal(valueIn(made, 'url'), 'https://forge.example/town/ckanext-town');
  t.equal(valueIn(made, 'landingURL'), 'https://town.example/data');
  t.equal(valueIn(made, 'description.en.documentation'), 'https://docs.town.example');
  const cfg =
    '[metadata]\nname = town\nversion = attr: town.__version__\ndescription = A thing\nurl = https://town.example\n';
  t.match(draft(repositoryOf({ 'setup.cfg': cfg })).found, [
    { key: 'name', value: 'town', from: 'setup.cfg' },
    { key: 'landingURL', value: 'https://town.example' },
  ]);
  const setup = "setup(\n    name='town',\n    version='0.0.0',\n    license='MIT',\n)\n";
  t.match(draft(repositoryOf({ 'setup.py': setup })).found, [
    { value: 'town' },
    { key: 'legal.license', value: 'MIT' },
  ]);
});

t.test('Composer names its types, its sources and its documentation', async (t) => {
  const composer = {
    name: 'town/agenda',
    type: 'typo3-cms-extension',
    license: ['GPL-2.0-or-later'],
    support: { source: 'https://forge.example/town/agenda/', docs: 'https://docs.example/' },
  };
  const made = draft(repositoryOf({ 'composer.json': JSON.stringify(composer) }));
  t.equal(valueIn(made, 'softwareType'), 'addon');
  t.equal(valueIn(made, 'url'), 'https://forge.example/town/agenda');
  t.equal(valueIn(made, 'legal.license'), 'GPL-2.0-or-later');
  for (const [short, url] of [
    ['town/agenda', 'https://github.com/town/agenda'],
    ['gitlab:town/agenda', 'https://gitlab.com/town/agenda'],
    ['bitbucket:town/agenda', 'https://bitbucket.org/town/agenda'],
    ['git@forge.example:town/agenda.git', 'https://forge.example/town/agenda'],
  ])
    t.equal(valueIn(draft(repositoryOf({ 'package.json': JSON.stringify({ repository: short }) })), 'url'), url);
});

t.test('a licence is written where the files leave one answer, and otherwise told', async (t) => {
  const texts = await licenceTexts();
  const { default: list } = await import('spdx-license-list/full.js');
  const textOf = (id: string): string => list[id]?.licenseText ?? '';
  const licenceIn = (files: Record<string, string>, given: typeof texts | undefined = texts): string => {
    const made = draft(repositoryOf(files), given === undefined ? {} : { licenceTexts: given });
    const value = valueIn(made, 'legal.license');
    return String(value ?? made.left.find(({ key }) => key === 'legal.license')?.why);
  };
  const npm = (license: string): string => JSON.stringify({ license });
  t.equal(licenceIn({ LICENSE: textOf('EUPL-1.2') }), 'EUPL-1.2');
  t.match(licenceIn({ COPYING: textOf('GPL-3.0-only') }), /^COPYING is the text of these alike/);
  t.equal(licenceIn({ COPYING: textOf('GPL-3.0-only'), 'package.json': npm('GPL-3.0-or-later') }), 'GPL-3.0-or-later');
  t.match(
    licenceIn({ 'LICENSE.md': textOf('MIT'), 'package.json': npm('ISC') }),
    /^package\.json says ISC, LICENSE\.md/,
  );
  t.match(
    licenceIn({ 'composer.json': npm('MIT'), 'package.json': npm('ISC') }),
    /^package\.json and composer\.json name diff/,
  );
  t.match(licenceIn({ 'LICENSE-MIT': textOf('MIT'), 'LICENSE-APACHE': textOf('Apache-2.0') }), /^There are several/);
  t.match(licenceIn({ LICENSE: 'All rights reserved.' }), /^LICENSE is not the text/);
  t.match(licenceIn({ LICENSE: `${textOf('MIT')}\nYou may not use it on Sundays.` }), /^LICENSE holds the text/);
  t.equal(licenceIn({}), 'No file names a licence.');
  t.match(draft(repositoryOf({ LICENSE: textOf('MIT') })).left, [
    {},
    {},
    {},
    {},
    {},
    { why: 'The licence stands in LICENSE.' },
    {},
    {},
  ]);
});

t.test('whatever the files hold, a draft lacks keys and has no other fault', async (t) => {
  const words = fc.constantFrom(
    ...'# - * > ` ``` ~~~ --- === [a](b) ![x](docs/y.png) the of and is for with : " \' & ! | { } <b> \t \r\n \n \n\n features ## \u0000 \u2028 \ud800 1. .'.split(
      ' ',
    ),
  );
  const text = fc
    .array(fc.oneof(words, fc.string({ unit: 'grapheme' })), { maxLength: 60 })
    .map((all) => all.join(' '));
  const json = fc.record({
    name: text,
    version: text,
    description: text,
    homepage: fc.oneof(text, fc.webUrl()),
    license: text,
    repository: fc.oneof(text, fc.webUrl(), fc.constant(null)),
  });
  const files = fc.record({
    'README.md': text,
    'package.json': fc.oneof(
      text,
      json.map((value) => JSON.stringify(value)),
    ),
    'setup.cfg': text.map((value) => `[metadata]\nname = ${value}\nurl = ${value}\n`),
    'CHANGELOG.md': text.map((value) => `## ${value}\n## 1.2.3 ${value} 2026-02-31`),
  });
  fc.assert(
    fc.property(files, fc.option(text, { nil: undefined }), text, (given, url, name) => {
      const paths = ['docs/y.png', 'logo.png', 'i18n/da.json', name];
      const made = draft({
        ...repositoryOf(given),
        paths,
        name,
        ...(url === undefined ? {} : { url, homepage: url, description: url }),
      });
      const others = check(made.text).problems.filter(({ rule }) => rule !== 'required' && rule !== 'too-few');
      return others.length === 0;
    }),
    { numRuns: 300, seed: 20261128 },
  );
  t.pass('300 repositories');
});

t.test('long lines and hostile texts take no time', async (t) => {
  for (const part of ['[', '![', '<a ', '*a', '_', '`', '# ', '- ', '[a](', '\t', '> ', ' ', 'a.', '- [ ', '<!--'])
    for (const text of [part.repeat(200_000), `${part}\n`.repeat(50_000), `x\n\n${part.repeat(30_000)} y.`]) {
      const before = process.cpuUsage();
      draft(repositoryOf({ 'README.md': text, 'setup.cfg': text, 'CHANGELOG.md': text, 'package.json': text }));
      const { user } = process.cpuUsage(before);
      t.ok(user < 1_500_000, `${JSON.stringify(part)}: ${user} µs`);
    }
});

t.test('A draft is a record of what was found alone, or none where not even a name was', async (t) => {
  const found = (values: Record<string, string | boolean | string[]>) => ({
    found: Object.entries(values).map(([key, value]) => ({ key, value, from: 'README.md' })),
  });
  t.same(draftRecord(found({ 'legal.license': 'MIT' })), null);
  t.same(
    draftRecord(
      found({
        ...{
          name: 'Town bell',
          url: 'https://code.example/town/bell',
          'legal.license': 'mit',
          softwareVersion: '1.2.0',
        },
        ...{ 'description.en.shortDescription': 'Rings the bells.', 'description.en.features': ['Rings'] },
        ...{ 'localisation.availableLanguages': ['en', 'en', 'da'], developmentStatus: 'stable' },
      }),
    ),
    {
      ...{ name: 'Town bell', url: 'https://code.example/town/bell', licence: { spdx: 'MIT' }, version: '1.2.0' },
      description: { en: { short: 'Rings the bells.', features: ['Rings'] } },
      ...{ localisation: { ready: true, languages: ['en', 'da'] }, status: 'stable' },
    },
  );
});
