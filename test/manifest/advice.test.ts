import t from 'tap';
import { type CheckProblem, check } from '../../src/manifest/check.ts';
import { FULL, withChange } from './example.ts';

const only = (text: string, key: string): CheckProblem | undefined =>
  check(text).problems.find((problem) => problem.key === key);

t.test('where there is one likely answer it is given', async (t) => {
  const cases: [from: string | RegExp, to: string, key: string, suggestion: string | undefined][] = [
    ['- local-authorities', '- local-authority', 'intendedAudience.scope[0]', 'local-authorities'],
    ['- resource-management', '- resource-managment', 'categories[0]', 'resource-management'],
    ['developmentStatus: stable', 'developmentStatus: Stable', 'developmentStatus', 'stable'],
    ['standalone/web', 'standalone-web', 'softwareType', 'standalone/web'],
    ['type: contract', 'type: contracts', 'maintenance.type', 'contract'],
    ['alias:gdpr', 'alias:GDPR', 'supports[0].id', 'alias:gdpr'],
    ['alias:gdpr', 'gdpr', 'supports[0].id', 'alias:gdpr'],
    ['alias:gdpr', 'something', 'supports[0].id', undefined],
    ['- DK', '- dk', 'intendedAudience.countries[0]', 'DK'],
    ['- DK', '- uk', 'intendedAudience.countries[0]', 'GB'],
    ['- DK', '- Dk', 'intendedAudience.countries[0]', 'DK'],
    ['- DK', '- Denmark', 'intendedAudience.countries[0]', undefined],
    ['2026-02-28', '2026/2/3', 'releaseDate', '2026-02-03'],
    ['2026-02-28', '3/2/2026', 'releaseDate', undefined],
    ['EUPL-1.2 OR MIT', 'EUPL1.2', 'legal.license', 'EUPL-1.2'],
    ['EUPL-1.2 OR MIT', 'free for all to use as they please', 'legal.license', undefined],
    ['    - da\n', '    - da_DK\n', 'localisation.availableLanguages[1]', 'da-DK'],
    ['    - da\n', '    - danish language\n', 'localisation.availableLanguages[1]', undefined],
    ['localisationReady: true', 'localisationReady: yes', 'localisation.localisationReady', 'true'],
    ['localisationReady: true', 'localisationReady: "false"', 'localisation.localisationReady', 'false'],
    ['localisationReady: true', 'localisationReady: maybe', 'localisation.localisationReady', undefined],
    ['landingURL: https://', 'landingURL: ', 'landingURL', 'https://havn.example.org/sluseplan'],
    ['email: op@', 'email: mailto:op@', 'maintenance.contacts[0].email', 'op@havneby.example'],
    ['email: op@', 'email: op at ', 'maintenance.contacts[0].email', undefined],
    ['"0"', '0', 'publiccodeYmlVersion', '"0"'],
    ['"0"', '"0.1"', 'publiccodeYmlVersion', '"0"'],
    ['"0"', '"0.5"', 'publiccodeYmlVersion', '"0"'],
    ['roadmap:', 'raodmap:', 'raodmap', 'roadmap'],
    ['categories:', 'tags:', 'tags', 'categories'],
    ['name: Sluseplan', 'name: Sluseplan\nfreeTags: x', 'freeTags', undefined],
    ['name: Sluseplan', 'name: Sluseplan\nlicense: MIT', 'license', undefined],
    ['name: Sluseplan', 'name: Sluseplan\nzebra: MIT', 'zebra', undefined],
    ['name: Sluseplan', 'name: Sluseplan\nIT: {countryExtensionVersion: 1.0}', 'IT.countryExtensionVersion', '"1.0"'],
    ['name: Sluseplan', 'name: Sluseplan\nIT: {countryExtensionVersion: 0.2}', 'IT.countryExtensionVersion', undefined],
  ];
  for (const [from, to, key, suggestion] of cases) {
    const problem = only(withChange(from, to), key);
    t.equal(problem?.suggestion, suggestion, `${key}: ${to}`);
    if (suggestion !== undefined) t.match(problem?.hint, /./);
  }
});

t.test('where the text of the standard says otherwise a note tells it', async (t) => {
  t.match(only(withChange('    uri: https://kyst.example.org/\n', ''), 'fundedBy[0].uri')?.note, /asks for the name/);
  t.match(only(withChange('    features:\n      - Køreplan\n', ''), 'description.da.features')?.note, /one language/);
  t.match(only(withChange(/platforms:\n.*\n.*\n/, 'platforms: web\n'), 'platforms')?.note, /single value/);
  t.match(only(`${FULL}IT: {}\n`, 'IT')?.note, /sections of countries/);
  t.match(only(`${FULL}IT: {riuso: {codiceIPA: c_x1}}\n`, 'IT.riuso.codiceIPA')?.note, /register/);
});

t.test('the draft of 1.0 is judged when it is asked for', async (t) => {
  const next = (text: string): string[] =>
    check(text, { standard: '1.0-rc' }).problems.map(({ rule, key, level }) => `${level} ${rule} ${key}`);
  const one = FULL.replace('"0"', '"1"').replace('"+45 99 88 77 66"', '"+4599887766"');
  t.same(next(one), []);
  t.notOk(check(one).valid, 'today nobody takes it');
  t.same(next(FULL), ['error version publiccodeYmlVersion', 'error phone maintenance.contacts[0].phone']);
  t.same(next(one.replace('publiccodeYmlVersion: "1"\n', '')), ['error required publiccodeYmlVersion']);
  const phone = one.replace('+4599887766', '0045 99.88(77)66');
  t.equal(check(phone, { standard: '1.0-rc' }).problems[0]?.suggestion, '+4599887766');
  const words = one.replace('+4599887766', 'ask at the desk');
  t.equal(check(words, { standard: '1.0-rc' }).problems[0]?.suggestion, undefined);
  t.same(next(one.replace('- DK', '- dk').replace('- local-authorities', '- government')), [
    'error scope intendedAudience.scope[0]',
    'error country intendedAudience.countries[0]',
  ]);
  const gone: [from: string, to: string, key: string][] = [
    ['name: Sluseplan', 'name: Sluseplan\nmonochromeLogo: a.png', 'monochromeLogo'],
    ['name: Sluseplan', 'name: Sluseplan\ninputTypes: []', 'inputTypes'],
    ['name: Sluseplan', 'name: Sluseplan\nIT: {}', 'IT'],
    ['legal:', 'legal:\n  repoOwner: Havn', 'legal.repoOwner'],
    ['  da:', '  da:\n    genericName: Sluse', 'description.da.genericName'],
  ];
  for (const [from, to, key] of gone) {
    const text = one.replace(from, to);
    t.same(next(text), [`error unknown-key ${key}`]);
    t.match(check(text, { standard: '1.0-rc' }).problems[0]?.hint, /1\.0 has/);
    t.same(
      check(text, { standard: '1.0-rc', reference: true })
        .problems.map((problem) => problem.key)
        .includes(key),
      true,
    );
  }
});
