import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readManifest } from '../../src/manifest/read-manifest.ts';
import { bytesOf, FULL, withChange } from './example.ts';

const read = (text: string) => readManifest(bytesOf(text));
/** `rule pointer` of each problem; warnings with a question mark. */
const found = (text: string): string[] =>
  read(text).problems.map(({ rule, pointer, severity }) => `${rule} ${pointer}${severity === 'warning' ? ' ?' : ''}`);

t.test('a manifest with every key is read', (t) => {
  const { manifest, problems } = read(FULL);
  t.same(problems, []);
  t.equal(manifest?.softwareVersion, '1.10', 'a number is the text that stands there');
  t.equal(manifest?.releaseDate, '2026-02-28');
  t.same(manifest?.intendedAudience?.countries, ['DK', 'NO'], 'Norway is no boolean');
  t.same(manifest?.dependsOn?.open, [{ name: 'PostgreSQL', versionMin: '14', versionMax: '17', optional: false }]);
  t.equal(manifest?.description.da?.longDescription.endsWith('bevæger sig.'), true);
  t.same(Object.keys(manifest?.description ?? {}), ['en', 'da']);
  t.equal(manifest?.localisation.localisationReady, true);
  t.end();
});

t.test('one mistake gives one problem, at its place', (t) => {
  const cases: [from: string | RegExp, to: string, problems: string[]][] = [
    ['name: Sluseplan\n', '', ['required /name']],
    ['name: Sluseplan', 'name: ""', ['required /name']],
    ['name: Sluseplan', 'name: [a]', ['type /name']],
    ['name: Sluseplan', 'name: {a: b}', ['type /name']],
    ['name: Sluseplan', 'name: 12', []],
    ['name: Sluseplan', 'Name: x', ['required /name', 'unknown-key /Name']],
    [/url: .*git\n/, 'url: foobar\n', ['url /url']],
    ['landingURL: https', 'landingURL: ftp', ['web-address /landingURL']],
    [/landingURL: .*\n/, 'landingURL:\n', []],
    [/isBasedOn:\n.*\n/, 'isBasedOn: x\n', ['url /isBasedOn/0']],
    [/isBasedOn:\n.*\n/, 'isBasedOn: https://a.example\n', []],
    [/isBasedOn:\n.*\n/, 'isBasedOn: {a: b}\n', ['type /isBasedOn']],
    ['2026-02-28', '2026-02-30', ['date /releaseDate']],
    ['releaseDate: 2026-02-28', 'releaseDate: ""', ['date /releaseDate']],
    ['logo: img', 'logo: /img', ['file-path /logo']],
    ['logo: img/logo.svg', 'logo: ""', []],
    ['  uri: https://havneby.example.org/\n', '', ['required /organisation/uri']],
    ['  uri: https://havneby.example.org/', '  uri: havneby', ['uri /organisation/uri']],
    [/organisation:\n.*\n.*\n/, 'organisation: Havneby\n', ['type /organisation']],
    [/organisation:\n.*\n.*\n/, 'organisation:\n', []],
    [/platforms:\n.*\n.*\n/, 'platforms: web\n', ['type /platforms']],
    [/platforms:\n.*\n.*\n/, 'platforms: []\n', ['too-few /platforms']],
    [/platforms:\n.*\n.*\n/, '', ['too-few /platforms']],
    ['  - resource-management', '  - resources', ['category /categories/0']],
    ['  - resource-management', '  -', ['category /categories/0']],
    ['  - Comune di Portobello', '  -', []],
    ['  - Comune di Portobello', '  - a: b', ['type /usedBy/1']],
    ['    uri: https://kyst.example.org/\n', '', ['required /fundedBy/0/uri']],
    ['roadmap: https', 'roadmap: x', ['web-address /roadmap']],
    ['developmentStatus: stable\n', '', ['required /developmentStatus']],
    ['developmentStatus: stable', 'developmentStatus: ready', ['enum /developmentStatus']],
    ['standalone/web', 'standalone', ['enum /softwareType']],
    ['alias:gdpr', 'alias:GDPR', ['alias /supports/0/id']],
    ['  - id: alias:gdpr', '  - alias:gdpr', ['type /supports/0']],
    ['  - id: alias:gdpr', '  -', ['required /supports/0/id']],
    ['- local-authorities', '- locals', ['scope /intendedAudience/scope/0']],
    ['- DK', '- Denmark', ['country /intendedAudience/countries/0']],
    ['- DK', '- dk', ['deprecated /intendedAudience/countries/0 ?']],
    ['- FR', '- FX', ['country /intendedAudience/unsupportedCountries/0']],
    ['  da:\n', '  dan:\n', ['language /description/dan']],
    ['  da:\n', '  "":\n', ['language /description/']],
    [/description:\n[\s\S]*legal:/, 'legal:', ['too-few /description']],
    [/description:\n[\s\S]*legal:/, 'description: {}\nlegal:', ['too-few /description']],
    [/description:\n[\s\S]*legal:/, 'description: text\nlegal:', ['type /description']],
    [
      / {2}da:\n[\s\S]*legal:/,
      '  da:\nlegal:',
      [
        'required /description/da/shortDescription',
        'required /description/da/longDescription',
        'too-few /description/da/features',
      ],
    ],
    ['    shortDescription: Planlægger gennemsejling i slusen.\n', '', ['required /description/da/shortDescription']],
    ['Planlægger gennemsejling', 'x'.repeat(150), ['too-long /description/da/shortDescription']],
    [/Havnefogeden[\s\S]*sig\.\n/, 'Kort.\n', ['too-short /description/da/longDescription']],
    [
      'localisedName: Lock planner',
      `genericName: ${'x'.repeat(36)}`,
      ['too-long /description/en/genericName', 'deprecated /description/en/genericName ?'],
    ],
    ['localisedName: Lock planner', 'genericName: ""', []],
    ['      - Køreplan\n', '', ['too-few /description/da/features']],
    ['documentation: https://havn', 'documentation: havn', ['web-address /description/en/documentation']],
    ['- img/one.png', '- file:///one.png', ['file-path /description/en/screenshots/0']],
    ['www.youtube.com/watch?v=sluse', 'www.youtube.com/embed/sluse', ['video /description/en/videos/0']],
    ['https://www.youtube.com/watch?v=sluse', '', ['web-address /description/en/videos/0']],
    ['www.youtube.com/watch', 'films.example.org/watch', ['video /description/en/videos/0']],
    ['EUPL-1.2 OR MIT', 'Free', ['licence /legal/license']],
    ['  license: EUPL-1.2 OR MIT\n', '', ['required /legal/license']],
    [/legal:\n.*\n.*\n/, '', ['required /legal/license']],
    [/legal:\n.*\n.*\n/, 'legal:\n', ['required /legal/license']],
    [/legal:\n.*\n.*\n/, 'legal: []\n', ['type /legal']],
    ['  mainCopyrightOwner: Havneby', '  repoOwner: Havneby', ['deprecated /legal/repoOwner ?']],
    ['  mainCopyrightOwner: Havneby Kommune', '  repoOwner: ""', ['deprecated /legal/repoOwner ?']],
    [
      '  mainCopyrightOwner: Havneby Kommune',
      '  authorsFile: /AUTHORS',
      ['deprecated /legal/authorsFile ?', 'file-path /legal/authorsFile'],
    ],
    ['  type: contract', '  type: paid', ['enum /maintenance/type', 'excluded /maintenance/contractors']],
    ['  type: contract', '  type: none', ['excluded /maintenance/contractors']],
    ['  type: contract\n', '', ['required /maintenance/type', 'excluded /maintenance/contractors']],
    [/ {2}contractors:[\s\S]*contacts:/, '  contacts:', ['required-if /maintenance/contractors']],
    [/ {2}contractors:[\s\S]*contacts:/, '  contractors: []\n  contacts:', []],
    [
      / {2}type: contract[\s\S]*localisation:/,
      '  type: community\nlocalisation:',
      ['required-if /maintenance/contacts'],
    ],
    [
      / {2}type: contract[\s\S]*localisation:/,
      '  type: internal\n  contacts:\nlocalisation:',
      ['required-if /maintenance/contacts'],
    ],
    [/ {2}type: contract[\s\S]*localisation:/, '  type: internal\n  contacts: []\nlocalisation:', []],
    [/maintenance:[\s\S]*localisation:/, 'localisation:', ['required /maintenance/type']],
    ['    - name: Opdigtet Personsen\n      email', '    - email', ['required /maintenance/contacts/0/name']],
    ['op@havneby.example', 'nobody', ['email /maintenance/contacts/0/email']],
    ['"+45 99 88 77 66"', '+4599887766', []],
    ['2027-12-31', 'soon', ['date /maintenance/contractors/0/until']],
    ['localisationReady: true', 'localisationReady: yes', ['type /localisation/localisationReady']],
    ['localisationReady: true', 'localisationReady: "true"', ['type /localisation/localisationReady']],
    ['    - da\n', '    - danish\n', ['language /localisation/availableLanguages/1']],
    [
      /localisation:[\s\S]*dependsOn/,
      'dependsOn',
      ['required /localisation/localisationReady', 'too-few /localisation/availableLanguages'],
    ],
    ['optional: false', 'optional: "false"', ['type /dependsOn/open/0/optional']],
    ['    - name: Card reader\n      optional', '    - optional', ['required /dependsOn/hardware/0/name']],
    ['name: Sluseplan', 'name: Sluseplan\nmonochromeLogo: a.png', ['deprecated /monochromeLogo ?']],
    ['name: Sluseplan', 'name: Sluseplan\ninputTypes: [text]', ['deprecated /inputTypes ?', 'mime /inputTypes/0']],
    ['name: Sluseplan', 'name: Sluseplan\nx-own: 1', ['unknown-key /x-own']],
    [
      'name: Sluseplan',
      'name: Sluseplan\n__proto__: 1\ntoString: 2',
      ['unknown-key /__proto__', 'unknown-key /toString'],
    ],
    [
      'name: Sluseplan',
      'name: Sluseplan\nIT: {riuso: {codiceIPA: c_x1}, conforme: {}}',
      ['deprecated /IT ?', 'deprecated /IT/riuso/codiceIPA ?', 'deprecated /IT/conforme ?'],
    ],
    [
      'name: Sluseplan',
      'name: Sluseplan\nit: {countryExtensionVersion: "0.2", piattaforme: {spid: true}}',
      ['deprecated /it ?'],
    ],
    ['name: Sluseplan', 'name: Sluseplan\nIT: {}\nit: {}', ['deprecated /IT ?', 'deprecated /it ?', 'excluded /it']],
    [
      'name: Sluseplan',
      'name: Sluseplan\nIT: {countryExtensionVersion: "3", piattaforme: {spid: 1}}',
      ['deprecated /IT ?', 'enum /IT/countryExtensionVersion', 'type /IT/piattaforme/spid'],
    ],
  ];
  for (const [from, to, problems] of cases) {
    const text = withChange(from, to);
    t.same(found(text).sort(), [...problems].sort(), JSON.stringify(to.slice(0, 60)));
    t.equal(
      read(text).manifest !== null,
      problems.every((problem) => problem.endsWith('?')),
      'a manifest exactly without errors',
    );
  }
  t.end();
});

t.test('the version of the standard is checked first', (t) => {
  const version = (value: string): string[] =>
    found(withChange('publiccodeYmlVersion: "0"', `publiccodeYmlVersion: ${value}`));
  for (const value of ['"0"', '"0.7"', "'0.7.0'"]) t.same(version(value.replace('"0"', '"0.7"')), [], value);
  for (const value of ['"0.2"', "'0.4'", '0.2.1', '0.5.0'])
    t.same(version(value), ['old-version /publiccodeYmlVersion ?'], value);
  for (const value of ['"0.1"', '"1.0"', '"0.6"', '" 0.4"', '"0.20"', 'v0.4', '""'])
    t.same(version(value), ['version /publiccodeYmlVersion'], value);
  for (const value of ['0', '0.4', '[0.4]', '>-\n  0.4', '{a: b}'])
    t.same(version(value), ['type /publiccodeYmlVersion'], value);
  for (const value of ['', '~']) t.same(version(value), ['required /publiccodeYmlVersion'], value);
  t.same(found(withChange('publiccodeYmlVersion: "0"\n', '')), ['required /publiccodeYmlVersion']);
  t.same(
    found('publiccodeYmlVersion: "9"\nrubbish: true\n'),
    ['version /publiccodeYmlVersion'],
    'other rules may hold there',
  );
  t.end();
});

t.test('problems tell line, column, length and what to do', (t) => {
  t.match(read(withChange('developmentStatus: stable', 'developmentStatus: stabel')).problems, [
    {
      rule: 'enum',
      severity: 'error',
      pointer: '/developmentStatus',
      line: 27,
      column: 20,
      length: 6,
      hint: 'Did you mean `stable`?',
      message: /“stabel”/,
    },
  ]);
  t.match(read(withChange('  license: EUPL-1.2 OR MIT\n', '')).problems, [
    {
      rule: 'required',
      pointer: '/legal/license',
      line: 67,
      column: 3,
      message: '`legal.license` is missing: the licence, such as EUPL-1.2.',
    },
  ]);
  t.match(read(withChange('      - Køreplan\n', '')).problems, [
    { line: 64, column: 5, length: 8, message: /^`description\.da\.features` is missing/ },
  ]);
  t.match(read(withChange('      until: 2027-12-31\n', '')).problems, [
    { message: /^`maintenance\.contractors\[0\]\.until` is missing/, line: 72, column: 7 },
  ]);
  t.match(read(withChange('- local-authorities', '- Local Authorities')).problems, [
    { line: 34, column: 7, hint: 'Did you mean `local-authorities`?' },
  ]);
  t.end();
});

t.test('an unknown key gets the hint that helps', (t) => {
  const hint = (line: string): string | undefined =>
    read(withChange('name: Sluseplan', `name: Sluseplan\n${line}`)).problems[0]?.hint;
  t.match(hint('tags: [a]'), /called `categories`/);
  t.match(hint('roadmapp: x'), 'Did you mean `roadmap`?');
  t.match(hint('screenshots: []'), 'It belongs in `description.en.screenshots`.');
  t.match(hint('availableLanguages: []'), 'It belongs in `localisation.availableLanguages`.');
  t.match(hint('somethingOfOurOwn: 1'), /Remove it/);
  t.end();
});

t.test('a value of the wrong kind gets the hint that helps', (t) => {
  const hint = (from: string | RegExp, to: string): string | undefined => read(withChange(from, to)).problems[0]?.hint;
  t.match(hint('name: Sluseplan', 'name:\n  Sluse: plan'), /colon in quotes/);
  t.match(hint('name: Sluseplan', 'name:\n  - Sluse'), /without dashes/);
  t.match(hint(/platforms:\n.*\n.*\n/, 'platforms: web\n'), /behind a dash/);
  t.match(hint(/platforms:\n.*\n.*\n/, 'platforms: {web: true}\n'), /below it/);
  t.match(hint('localisationReady: true', 'localisationReady: on'), /true or false/);
  t.end();
});

t.test('what cannot be read at all gives the reason', (t) => {
  t.match(read('').problems, [{ rule: 'empty' }]);
  t.match(read('a: "').problems, [{ rule: 'yaml-syntax', line: 1 }]);
  t.match(read('- a\n').problems, [{ rule: 'type', pointer: '', line: 1 }]);
  t.match(read('text').problems, [{ rule: 'type', pointer: '' }]);
  t.equal(read('text').manifest, null);
  t.end();
});

t.test('problems are bounded, errors before warnings, in the order of the file', (t) => {
  const countries = Array.from({ length: 300 }, () => '    - dk').join('\n');
  const text = withChange('    - DK', countries).replace('name: Sluseplan', 'name: ""');
  const { manifest, problems } = read(text.replace('optional: true', 'optional: maybe'));
  t.equal(manifest, null);
  t.equal(problems.length, LIMITS.problems);
  t.same(
    problems.filter(({ severity }) => severity === 'error').map(({ pointer }) => pointer),
    ['/name', '/dependsOn/hardware/0/optional'],
  );
  t.same(
    problems.map(({ line }) => line),
    problems.map(({ line }) => line).sort((a, b) => (a ?? 0) - (b ?? 0)),
  );
  const errors = read(withChange('    - DK', Array.from({ length: 300 }, () => '    - XX').join('\n')));
  t.equal(errors.problems.length, LIMITS.problems);
  t.equal(errors.manifest, null);
  t.end();
});
