import t from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { check } from '../../../src/manifest/check.ts';
import { applyEdits } from '../../../src/manifest/mend/edits.ts';
import { mend } from '../../../src/manifest/mend/mend.ts';
import { bytesOf, FULL, withChange } from '../example.ts';

/** The good manifest spoilt at one place, and what it must become. */
const MENDED: [what: string, good: string, bad: string, becomes?: string][] = [
  ['an unquoted version', 'Version: "0"', 'Version: 0.4'],
  ['an old version', 'Version: "0"', "Version: '0.2' # old"],
  ['a version with a letter', 'Version: "0"', 'Version: v0.5'],
  [
    'the version key of 0.1',
    'publiccodeYmlVersion: "0"',
    'publiccode-yaml-version: http://w3id.org/publiccode/version/0.1',
  ],
  ['categories of 0.1', 'categories:', 'tags:'],
  ['features of 0.1', '    features:\n      - Timetable', '    featureList:\n      - Timetable'],
  ['a key in another case', 'landingURL', 'landingUrl'],
  ['a key with a slip', 'softwareVersion', 'softwareVersoin'],
  ['the address of a body', '    uri: https://kyst', '    url: https://kyst'],
  ['a language of ISO 639-2', '  da:\n', '  dan:\n'],
  ['an available language of ISO 639-2', '    - da\n', '    - dan\n'],
  ['a language by its name', '    - da\n', '    - Danish\n'],
  ['a country in small letters', '    - DK', '    - dk'],
  ['a country in mixed case', '    - FR', "    - 'Fr'", "    - 'FR'"],
  ['the United Kingdom', '    - FR', '    - UK', '    - GB'],
  ['yes', 'Ready: true', 'Ready: yes'],
  ['a boolean in quotes', 'Ready: true', 'Ready: "true"'],
  ['off', 'optional: false', 'optional: OFF'],
  ['a date with slashes', '2026-02-28', '2026/2/28'],
  ['a date with a time', '2026-02-28', "'2026-02-28T00:00:00Z'", "'2026-02-28'"],
  ['a date without hyphens', '2026-02-28', '20260228'],
  ['a date with the day in front', '2026-02-28', '28.2.2026'],
  ['a day that is the month too', '2027-12-31', '05/05/2027', '2027-05-05'],
  ['a status in capitals', 'developmentStatus: stable', 'developmentStatus: Stable'],
  ['a status with two letters swapped', 'developmentStatus: stable', 'developmentStatus: stabel'],
  ['a type with a hyphen', 'standalone/web', 'standalone-web'],
  ['an earlier name of a type', 'standalone/web', 'softwareAddon', 'addon'],
  ['a category with spaces', 'resource-management', 'Resource Management'],
  ['a scope with a letter too many', 'local-authorities', 'local-authoritiess'],
  ['an alias in capitals', 'alias:gdpr', 'alias:GDPR'],
  ['a licence in small letters', 'EUPL-1.2 OR MIT', 'eupl-1.2 OR mit'],
  [
    'an old id of a licence',
    'EUPL-1.2 OR MIT',
    '"(GPL-3.0 OR LGPL-2.1+)" # ours',
    '"(GPL-3.0-only OR LGPL-2.1-or-later)" # ours',
  ],
  [
    'an old id of a licence with an exception',
    'EUPL-1.2 OR MIT',
    'GPL-2.0-with-classpath-exception',
    'GPL-2.0-only WITH Classpath-exception-2.0',
  ],
  ['a licence by its name', 'EUPL-1.2 OR MIT', 'The Apache License, Version 2.0', 'Apache-2.0'],
  ['a licence with spaces', 'EUPL-1.2 OR MIT', 'EUPL v1.2', 'EUPL-1.2'],
  ['an empty address', 'roadmap: https://havn.example.org/plan', 'roadmap: ""', 'roadmap: '],
];

for (const [what, good, bad, becomes = good] of MENDED) {
  t.test(`mended: ${what}`, async (t) => {
    const spoilt = withChange(good, bad);
    const { text, before, after, mended, edits, left } = mend(spoilt);
    const comment = /#.*$/.exec(bad)?.[0];
    const wanted = comment !== undefined && !becomes.includes('#') ? `${becomes} ${comment}` : becomes;
    t.equal(text, wanted === good ? FULL : withChange(good, wanted));
    t.equal(applyEdits(spoilt, edits), text);
    t.same(left, []);
    t.ok(after.valid && mended.length > 0);
    t.ok(before.problems.length > 0 || /licence/.test(what));
    t.ok(mended.every(({ why }) => why.length > 10));
  });
}

/** What has no answer that is certainly right. */
const LEFT: [what: string, good: string | RegExp, bad: string, why: RegExp][] = [
  ['a later version', 'Version: "0"', 'Version: "1.0"', /another version/],
  ['no version', 'publiccodeYmlVersion: "0"\n', '', /No version stands/],
  ['a category that is near another', 'resource-management', 'source-managemnet', /surely meant/],
  ['a day that can be two', '2026-02-28', '02/03/2026', /which day/],
  ['a day that is none', '2026-02-28', '2026-02-30', /which day/],
  ['a day in another zone', '2026-02-28', '2026-02-28T23:30:00+02:00', /which day/],
  ['a language that nobody knows', '    - da\n', '    - xx\n', /which language/],
  ['a country that is a language too', '    - FR', '    - uk', /which country/],
  ['a boolean of many words', 'Ready: true', 'Ready: perhaps', /true or false/],
  ['a licence that says half', 'EUPL-1.2 OR MIT', 'GNU Affero General Public License version 3', /-only/],
  ['a licence that nobody knows', 'EUPL-1.2 OR MIT', 'Ours', /not known which licence/],
  ['a key of one’s own', 'applicationSuite:', 'shelf:', /no place/],
  ['a key that is there twice', 'applicationSuite: Havnepakken', 'Name: Sluseplan', /has `name` too/],
  ['tags that are no categories', 'categories:\n  - resource-management', 'tags:\n  - news', /brings another problem/],
  ['an owner without an identifier', /organisation:\n.*\n.*\n/, '', /does not stand in the file|no successor/],
  ['a page without its scheme', 'https://havn.example.org/plan', 'havn.example.org/plan', /https:\/\/ or http:\/\//],
  ['a boolean in a block', 'Ready: true', 'Ready: >-\n    yes', /simple way/],
];

for (const [what, good, bad, why] of LEFT) {
  t.test(`left: ${what}`, async (t) => {
    const spoilt = withChange(good, bad).replace(
      'legal:',
      /owner/.test(what) ? 'legal:\n  repoOwner: Havneby' : 'legal:',
    );
    const { text, edits, left, mended, before, after } = mend(spoilt);
    t.equal(text, spoilt);
    t.same([edits, mended, after], [[], [], before]);
    t.match(left.map((one) => one.why).join(' '), why);
  });
}

t.test('an owner and an Italian code become the organisation', async (t) => {
  const organisation = /organisation:\n.*\n.*\n/;
  const italian = withChange(organisation, '')
    .replace('legal:', 'legal:\n  repoOwner: "Comune di Portobello" # us')
    .concat('it: # section\n  countryExtensionVersion: "1.0"\n  riuso:\n    codiceIPA: c_x999\n');
  const { text, after, left } = mend(italian);
  const url = 'url: https://code.example.org/havn/sluseplan.git\n';
  const made = 'organisation:\n  uri: urn:x-italian-pa:c_x999\n  name: "Comune di Portobello"\n';
  t.equal(
    text,
    withChange(organisation, '')
      .replace('applicationSuite: Havnepakken\n', `applicationSuite: Havnepakken\n${made}`)
      .replace('legal:', 'legal:\n  # us')
      .concat('IT: # section\n  countryExtensionVersion: "1.0"\n'),
  );
  t.ok(after.valid && text.includes(url));
  t.match(left, [{ rule: 'deprecated', key: 'IT', why: /no successor/ }]);
});

t.test('an organisation that is there keeps what it says', async (t) => {
  const section = (code: string) => `IT:\n  countryExtensionVersion: "1.0"\n  riuso:\n    codiceIPA: ${code}\n`;
  const withUri = (uri: string) => withChange('uri: https://havneby.example.org/', `uri: ${uri}`);
  t.match(mend(withUri('urn:x-italian-pa:C_X999') + section('c_x999')).text.endsWith('"1.0"\n'), true);
  t.match(mend(FULL + section('c_x999')).left.at(-1)?.why, /which of the two is right/);
  const noUri = withChange('  uri: https://havneby.example.org/\n', '') + section('c_x999');
  t.match(mend(noUri).text, /organisation:\n {2}name: Havneby Kommune\n {2}uri: urn:x-italian-pa:c_x999\n/);
  const owner = (name: string) => FULL.replace('legal:', `legal:\n  repoOwner: ${name}`);
  t.equal(mend(owner('Havneby Kommune')).text, FULL);
  t.equal(mend(owner('""')).text, FULL);
  t.match(mend(owner('Andre')).left, [{ why: /names another body/ }]);
  const noName = owner('"Havneby: Kommune"').replace('organisation:\n  name: Havneby Kommune\n', 'organisation:\n');
  t.match(mend(noName).text, /organisation:\n {2}uri: https:\/\/havneby.example.org\/\n {2}name: "Havneby: Kommune"\n/);
  t.match(mend(noName.replace('organisation:\n', 'organisation:\n  name:\n')).left, [{ why: /fill it in/ }]);
  const flow = (text: string) => text.replace(/organisation:\n.*\n.*\n/, '');
  t.match(mend(flow(`${FULL}it: {riuso: {codiceIPA: c_x999}}\n`)), { left: [], after: { problems: [] } });
  const several = flow(`${FULL}it: {riuso: {codiceIPA: c_x999, x: 1}}\n`);
  t.match(mend(several).left, [{ key: 'IT' }, { why: /simple way/ }]);
});

t.test('a slip may need a second repair where it leads', async (t) => {
  const spoilt = `${FULL}IT:\n  countryExtensionVersion: 1.0\n  conforme:\n    sicuro: yes\n`;
  const { text, left } = mend(spoilt);
  t.equal(text, `${FULL}IT:\n  countryExtensionVersion: "1.0"\n  conforme:\n    misureMinimeSicurezza: true\n`);
  t.ok(left.every(({ level, rule }) => level === 'warning' && rule === 'deprecated'));
  t.match(mend(`${FULL}IT:\n  countryExtensionVersion: 3\n`).left[1]?.why, /which version/i);
});

t.test('byte order mark, line ends and JSON stay as they are', async (t) => {
  const old = withChange('"0"', '0.4').replace('Ready: true', 'Ready: yes');
  const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
  t.equal(mend(windows(old)).text, windows(FULL));
  t.equal(mend(bytesOf(windows(old))).text, windows(FULL));
  const code = `${FULL}IT:\n  riuso:\n    codiceIPA: c_x999`.replace(/organisation:\n.*\n.*\n/, '');
  t.match(mend(windows(code)).text, /\r\norganisation:\r\n {2}uri: urn:x-italian-pa:c_x999\r\n/);
  t.equal(
    mend('{"publiccodeYmlVersion": 0.2, "localisation": {"localisationReady": "yes"}}').text,
    '{"publiccodeYmlVersion": "0", "localisation": {"localisationReady": true}}',
  );
});

t.test('the version can be a number of the standard', async (t) => {
  t.equal(mend(withChange('"0"', '0.4'), { version: '0.7' }).text, withChange('"0"', '"0.7"'));
});

t.test('what cannot be read stays as it is', async (t) => {
  for (const text of ['', 'a: [', 'hello', '- list', 'a: 1\n---\nb: 2\n', '__proto__: {x: 1}\n'])
    t.equal(mend(text).text, text);
  const latin = Uint8Array.of(...bytesOf(withChange('"0"', '0.4')), 0xe9);
  t.match(mend(latin), { edits: [], left: [{ rule: 'utf8', why: /cannot be read/ }] });
});

t.test('a file with more problems than are listed is mended all the same, up to a bound', async (t) => {
  const many = (n: number, of: string) => withChange('    - FR\n', `    - ${of}\n`.repeat(n));
  t.equal(check(many(LIMITS.problems + 20, 'fr')).problems.length, LIMITS.problems);
  t.equal(mend(many(LIMITS.problems + 20, 'fr')).text, many(LIMITS.problems + 20, 'FR'));
  const blocked = FULL.replace('  unsupportedCountries:\n    - FR\n', '').replace(
    'dependsOn:',
    `IT:\n${Array.from({ length: 70 }, (_, i) => `  Countryextensionversion${'x'.repeat(i)}: 1\n`).join('')}dependsOn:`,
  );
  t.ok(mend(blocked).left.length > 10);
});
