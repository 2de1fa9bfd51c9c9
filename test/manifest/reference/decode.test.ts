import t from 'tap';
import { check } from '../../../src/manifest/check.ts';
import { FULL, withChange } from '../example.ts';

/** `key line` of each problem that the reference would report, warnings with a question mark. */
const told = (text: string): string[] =>
  check(text, { reference: true }).problems.map(
    ({ key, line, level }) => `${key} ${line}${level === 'warning' ? ' ?' : ''}`,
  );

t.test('a good manifest has nothing', async (t) => {
  t.same(check(FULL, { reference: true }), { valid: true, problems: [] });
});

t.test('a wrong type or unknown key costs the whole section, and is told once', async (t) => {
  const cases: [from: string | RegExp, to: string, told: string[]][] = [
    ['name: Sluseplan', 'name: [a]', ['name 2', 'name 2']],
    ['legal:\n', 'legal:\n  foo: bar\n', ['legal.foo 67', 'legal.license 68']],
    ['legal:\n', 'legal:\n  7: bar\n', ['legal.license 68']],
    [
      'localisationReady: true',
      'localisationReady: yes',
      ['localisation.localisationReady 82', 'localisation.localisationReady 82', 'localisation.availableLanguages 83'],
    ],
    ['    features:\n      - Køreplan', '    features: Køreplan', ['description 40', 'description.da.features 64']],
    ['      - Køreplan', '      - [Køreplan]', ['description 40', 'description.da.features[0] 65']],
    [/ {2}da:\n[\s\S]*legal:/, '  da: text\nlegal:', ['description 40', 'description.da 59']],
    [/description:\n[\s\S]*legal:/, 'description: text\nlegal:', ['description 40', 'description 40']],
    [/organisation:\n.*\n.*\n/, 'organisation: Havneby\n', ['organisation 11']],
    [/organisation:\n.*\n.*\n/, 'organisation:\n  Havneby\n', [' 12']],
    [/platforms:\n.*\n.*\n/, 'platforms: web\n', ['platforms 14', 'platforms 14']],
    [/isBasedOn:\n.*\n/, 'isBasedOn: "a b"\n', ['isBasedOn[0] 6']],
    [/isBasedOn:\n.*\n/, 'isBasedOn: "a%zz"\n', [' 0']],
    [/isBasedOn:\n.*\n/, 'isBasedOn: {a: b}\n', ['isBasedOn 6']],
    ['url: https://code.example.org', 'url: https://code example.org', [' 0', 'url 4']],
    ['releaseDate: 2026', 'releaseDate: !!timestamp 2026', ['releaseDate 9']],
    ['      optional: false', '      optional: "false"', ['dependsOn.open[0].optional 91']],
    ['legal:\n  license: EUPL-1.2 OR MIT\n  mainCopyrightOwner: Havneby Kommune', 'legal: {license:MIT}', []],
    ['legal:\n', 'legal:\n  "a:b": c\n', ['legal.a:b 67', 'legal.license 68']],
    ['legal:\n  license: EUPL-1.2 OR MIT', 'legal:\n  <<: {license: MIT}', []],
    ['name: Sluseplan\n', 'name: Sluseplan\nzap: 1\n7: x\n', ['name 2', 'publiccodeYmlVersion 1']],
  ];
  for (const [from, to, expected] of cases) {
    const found = told(withChange(from, to));
    if (to.includes('7: x')) t.same(found.filter((text) => expected.includes(text)).sort(), [...expected].sort());
    else t.same(found.sort(), [...expected].sort(), JSON.stringify(to.slice(0, 60)));
  }
});

t.test(
  'the first in the order of the standard is told, and unknown keys of the top only when all else is right',
  async (t) => {
    const twice = withChange('legal:\n', 'legal:\n  foo: bar\n').replace('roadmap: https', 'roadmap: [x]\nzap: https');
    t.same(told(twice), ['roadmap 26', 'legal.license 69']);
    t.same(told(withChange('name: Sluseplan', 'zap: 1\nname: Sluseplan')), ['zap 2']);
  },
);

t.test('what is missing is seen where its section begins', async (t) => {
  t.same(told(withChange('name: Sluseplan\n', '')), ['name 1']);
  t.same(told(withChange(/legal:\n.*\n.*\n/, '')), ['legal.license 0']);
  t.same(told(withChange('  license: EUPL-1.2 OR MIT\n', '')), ['legal.license 67']);
  t.same(told('{publiccodeYmlVersion: "0"}').slice(0, 2), ['name 1', 'url 1']);
  const nameless = withChange('    - name: Card reader\n      optional', '    - optional');
  t.same(told(nameless), ['dependsOn.hardware[0].name 96']);
});

t.test('bad languages are one problem of the description, contractors out of place one of their own', async (t) => {
  const languages = withChange('  da:\n', '  dan:\n').replace('  en:\n', '  eng:\n');
  t.same(told(languages), ['description 40', 'description 40']);
  const contractors = withChange('type: contract', 'type: internal').replace('until: 2027-12-31', 'until: never');
  t.same(told(contractors), ['maintenance.contractors 71']);
});

t.test('the Italian section in small letters is looked at under its other name', async (t) => {
  const it = 'it:\n  conforme: {gdpr: true}\n  riuso:\n    codiceIPA: c_x1\n';
  t.same(told(FULL + it), ['IT.conforme 0 ?', 'IT.riuso.codiceIPA 0 ?', `it ${FULL.split('\n').length} ?`]);
  t.same(told(`${FULL}IT: {}\n${it}`).sort(), ['it 99', 'it 99 ?'].sort());
  t.same(told(`${FULL}IT:\n  conforme: {}\n`), ['IT.conforme 99 ?']);
});

t.test('nothing is said but the version where that is wrong', async (t) => {
  const version = (text: string): string[] => told(withChange('publiccodeYmlVersion: "0"', text));
  t.same(version('publiccodeYmlVersion: "0.6"'), ['publiccodeYmlVersion 0']);
  for (const value of ['0.4', 'true', '~', '', '[0]', '&a "0"', '!!str 0', '|\n  0'])
    t.same(version(`publiccodeYmlVersion: ${value}`), ['publiccodeYmlVersion 1'], value);
  t.same(version('x: y'), ['publiccodeYmlVersion 0']);
  t.same(version('publiccodeYmlVersion: "0.4"'), ['publiccodeYmlVersion 1 ?']);
  t.same(told('- a\n'), ['publiccodeYmlVersion 0']);
  t.same(told(''), ['publiccodeYmlVersion 0']);
  t.same(told('# nothing\n'), ['publiccodeYmlVersion 0']);
});
