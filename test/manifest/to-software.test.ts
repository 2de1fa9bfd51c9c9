import t from 'tap';
import { readManifest } from '../../src/manifest/read-manifest.ts';
import { toSoftware } from '../../src/manifest/to-software.ts';
import { validatorOf } from '../../src/records/record-schemas.ts';
import type { Software } from '../../src/schemas.gen.ts';
import { bytesOf, FULL, withChange } from './example.ts';

const fits = validatorOf('software');

function converted(text: string): ReturnType<typeof toSoftware> {
  const { manifest, problems } = readManifest(bytesOf(text));
  if (!manifest) throw new Error(JSON.stringify(problems));
  return toSoftware(manifest);
}

const recordOf = (text: string): Software => converted(text).record;

t.test('every key of a manifest finds its place in the record', (t) => {
  const { record, contacts } = converted(FULL);
  t.ok(fits(record), JSON.stringify(fits.errors));
  const { description, ...rest } = record;
  t.same(rest, {
    name: 'Sluseplan',
    url: 'https://code.example.org/havn/sluseplan.git',
    landingUrl: 'https://havn.example.org/sluseplan',
    roadmapUrl: 'https://havn.example.org/plan',
    applicationSuite: 'Havnepakken',
    logo: 'img/logo.svg',
    type: 'standalone/web',
    status: 'stable',
    version: '1.10',
    releaseDate: '2026-02-28',
    platforms: ['web', 'linux'],
    categories: ['resource-management', 'event-management'],
    audience: { countries: ['DK', 'NO'], unsupportedCountries: ['FR'], scope: ['local-authorities'] },
    supports: ['alias:gdpr', 'urn:example:lock'],
    licence: { spdx: 'EUPL-1.2 OR MIT' },
    copyrightOwner: 'Havneby Kommune',
    publisher: { name: 'Havneby Kommune', uri: 'https://havneby.example.org/' },
    fundedBy: [{ name: 'Region Kyst', uri: 'https://kyst.example.org/' }],
    relations: [{ type: 'based-on', url: 'https://code.example.org/andre/slusebog' }],
    maintenance: {
      type: 'contract',
      contractors: [{ name: 'Slusesystemer ApS', until: '2027-12-31', website: 'https://slusesystemer.example/' }],
    },
    localisation: { ready: true, languages: ['en', 'da'] },
    dependsOn: {
      open: [{ name: 'PostgreSQL', versionMin: '14', versionMax: '17', optional: false }],
      proprietary: [{ name: 'Tidevandstjenesten', version: '3' }],
      hardware: [{ name: 'Card reader', optional: true }],
    },
    usedBy: ['Havneby Kommune', 'Comune di Portobello'],
  });
  t.match(description?.en, {
    name: 'Lock planner',
    short: 'Plans the passages through the locks of a small harbour.',
    features: ['Timetable', 'Tide tables'],
    documentation: 'https://havn.example.org/docs',
    apiDocumentation: 'https://havn.example.org/api',
    screenshots: ['img/one.png', 'https://havn.example.org/two.png'],
    videos: ['https://www.youtube.com/watch?v=sluse'],
    awards: ['Golden Gate 2025'],
  });
  t.same(Object.keys(description?.da ?? {}), ['short', 'long', 'features']);
  t.same(contacts, [
    {
      role: 'contact',
      name: 'Opdigtet Personsen',
      email: 'op@havneby.example',
      phone: '+45 99 88 77 66',
      affiliation: 'Havneby Kommune',
    },
    { role: 'contractor', email: 'kontor@slusesystemer.example' },
  ]);
  t.end();
});

t.test('a name that may be a person’s goes to the contacts', (t) => {
  const text = withChange(
    'mainCopyrightOwner: Havneby Kommune',
    'mainCopyrightOwner: Ada Opfundet\n  repoOwner: Bo Tænkt, Havneby Kommune',
  )
    .replace('name: Havneby Kommune\n  uri', 'name: Cy Digtet\n  uri')
    .replace('name: Region Kyst', 'name: Di Løgn')
    .replace('name: Slusesystemer ApS', 'name: Eva Fantasi')
    .replace('  - Comune di Portobello', '  - Ada Opfundet\n  - Skolen (c/o Bo Tænkt)');
  const { record, contacts } = converted(text);
  t.equal(record.copyrightOwner, undefined);
  t.same(record.owner, { name: 'Havneby Kommune' });
  t.same(record.publisher, { uri: 'https://havneby.example.org/' });
  t.same(record.fundedBy, [{ uri: 'https://kyst.example.org/' }]);
  t.same(record.maintenance?.contractors, [{ until: '2027-12-31', website: 'https://slusesystemer.example/' }]);
  t.same(record.usedBy, ['Havneby Kommune', 'Skolen (c/o [name removed])']);
  t.same(contacts.map(({ role, name }) => `${role} ${name}`).sort(), [
    'contact Opdigtet Personsen',
    'contractor Eva Fantasi',
    'copyright-owner Ada Opfundet',
    'funder Di Løgn',
    'publisher Cy Digtet',
    'repository-owner Bo Tænkt',
  ]);
  t.end();
});

t.test('the name of a publisher with the address of a public body is a body’s', (t) => {
  const publisher = (uri: string): unknown =>
    recordOf(
      withChange('  name: Havneby Kommune\n  uri: https://havneby.example.org/', `  name: Cy Digtet\n  uri: ${uri}`),
    ).publisher;
  t.same(publisher('urn:x-italian-pa:c_x1'), { name: 'Cy Digtet', uri: 'urn:x-italian-pa:c_x1' });
  t.same(publisher('https://www.harbour.gov.example/x'), { uri: 'https://www.harbour.gov.example/x' });
  t.same(publisher('https://www.harbour.gov.ie/x'), { name: 'Cy Digtet', uri: 'https://www.harbour.gov.ie/x' });
  t.same(
    recordOf(
      withChange(
        '  name: Havneby Kommune\n  uri: https://havneby.example.org/',
        '  name: " "\n  uri: urn:x-italian-pa:c_x1',
      ),
    ).publisher,
    {
      uri: 'urn:x-italian-pa:c_x1',
    },
  );
  t.end();
});

t.test('the Italian section fills what is missing', (t) => {
  const section =
    'name: Sluseplan\nIT:\n  riuso:\n    codiceIPA: c_x1\n  conforme:\n    gdpr: true\n  piattaforme:\n    spid: true\n    cie: false\n';
  const text = withChange('name: Sluseplan\n', section);
  const without = text.replace(/organisation:\n.*\n.*\n/, '').replace('mainCopyrightOwner', 'repoOwner');
  const record = recordOf(without);
  t.same(record.publisher, { name: 'Havneby Kommune', uri: 'urn:x-italian-pa:c_x1' });
  t.same(record.countries, ['IT']);
  t.same(record.supports, ['alias:gdpr', 'urn:example:lock', 'alias:spid']);
  t.equal(recordOf(text).publisher?.uri, 'https://havneby.example.org/', 'a publisher who is named stays');
  t.equal(recordOf(text).countries, undefined);
  t.equal(recordOf(without.replace('IT:', 'it:')).publisher?.uri, 'urn:x-italian-pa:c_x1');
  t.end();
});

t.test('addresses lose their user-info, and go where nothing could open them', (t) => {
  const url = (value: string): string | undefined => recordOf(withChange(/url: .*git\n/, `url: ${value}\n`)).url;
  t.equal(url('https://user:secret@code.example.org/a'), 'https://code.example.org/a');
  t.equal(url('ssh://git@github.com/a/b.git'), 'https://github.com/a/b');
  t.equal(url('https://code.example.org/a b<c>'), 'https://code.example.org/a%20b%3Cc%3E');
  t.equal(url('javascript:alert(1)'), undefined);
  t.equal(url('https://code.example.org/op@havneby.example'), undefined);
  t.equal(url('https://code.example.org/?by=Opdigtet%20Personsen'), undefined);
  t.equal(url('https://code.example.org/%zz'.replace('%zz', '%ff')), 'https://code.example.org/%ff');
  t.equal(url(`https://code.example.org/${'a'.repeat(2000)}`), undefined);
  const logo = (value: string): string | undefined => recordOf(withChange('logo: img/logo.svg', `logo: ${value}`)).logo;
  t.equal(logo('https://a:b@code.example.org/l.png'), 'https://code.example.org/l.png');
  t.equal(logo('data:image/png;base64,AAAA'), undefined);
  t.equal(logo('img/op@havneby.example.png'), undefined);
  t.equal(logo('x'.repeat(3000)), undefined);
  const uri = (value: string): string | undefined =>
    recordOf(withChange('uri: https://havneby.example.org/', `uri: ${value}`)).publisher?.uri;
  t.equal(uri('https://x@havneby.example.org/'), 'https://havneby.example.org/');
  t.equal(uri(`urn:x:${'a'.repeat(1000)}`), undefined);
  t.equal(uri('urn:x:op@havneby.example'), undefined);
  t.end();
});

t.test('a valid manifest always gives a record that fits its schema', (t) => {
  const long = 'ord '.repeat(3000);
  const many = Array.from({ length: 3_000 }, (_, i) => `  - body ${i}`).join('\n');
  const odd = [
    withChange('name: Sluseplan', 'name: " "'),
    withChange('name: Sluseplan', `name: ${long}`),
    withChange('name: Sluseplan', 'name: "a\\u0000b"'),
    withChange('softwareVersion: 1.10', 'softwareVersion: " "'),
    withChange('      - Timetable', '      -\n      - " "'),
    withChange('      - Tide tables', `      - ${'😀'.repeat(3000)}`),
    withChange('  - Comune di Portobello', many),
    withChange('    - name: Card reader', '    - name: " "'),
    withChange('  - event-management', '  - event-management\n  - event-management'),
    withChange('    - FR', '    - fr\n    - FR'),
    withChange(/usedBy:[\s\S]*fundedBy:/, 'fundedBy:'),
    withChange(/dependsOn:[\s\S]*$/, ''),
    withChange(/ {2}contractors:[\s\S]*contacts:/, '  contractors: []\n  contacts:'),
    withChange('  license: EUPL-1.2 OR MIT', '  license: eupl-1.2-or-later'),
    withChange('releaseDate: 2026-02-28', 'releaseDate: 0000-01-01'),
    withChange('  da:\n', '  x-privat:\n').replace('    - da\n', '    - i-default\n    - x-privat\n'),
  ];
  for (const text of odd) {
    const record = recordOf(text);
    t.ok(fits(record), JSON.stringify(fits.errors?.[0]));
  }
  t.equal(recordOf(odd[0] as string).name, 'sluseplan.git');
  t.equal(recordOf((odd[0] as string).replace(/url: .*git/, 'url: x:y/')).name, 'x:y');
  t.equal(recordOf((odd[0] as string).replace(/url: .*git/, 'url: "x:y /"')).name, 'x:y');
  t.equal(recordOf((odd[0] as string).replace(/url: .*git/, 'url: https://a.example/op@havneby.example')).name, '?');
  for (const last of [
    'op@havneby.example',
    'op%40havneby.example',
    'Opdigtet%20Personsen',
    'x:%20opdigtet,%20personsen',
  ])
    t.notMatch(
      recordOf((odd[0] as string).replace(/url: .*git/, `url: https://code.example.org/${last}`)).name,
      /havneby|personsen/i,
      'a name taken from the address holds nobody either',
    );
  t.equal([...recordOf(odd[1] as string).name].length, 300);
  t.equal(recordOf(odd[2] as string).name, 'ab');
  t.equal(recordOf(odd[6] as string).usedBy?.length, 3_001);
  t.equal(recordOf(odd[13] as string).licence?.spdx, 'EUPL-1.2+');
  t.end();
});
