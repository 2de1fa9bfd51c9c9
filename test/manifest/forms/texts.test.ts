import fc from 'fast-check';
import t from 'tap';
import { quoted } from '../../../src/manifest/forms/finding.ts';
import { countCharacters, length } from '../../../src/manifest/forms/lengths.ts';
import { day, email, ipaCode, mediaType } from '../../../src/manifest/forms/texts.ts';
import { category, country, maintenanceType, scope, softwareType, status } from '../../../src/manifest/forms/words.ts';
import { holds } from '../../helpers/holds.ts';
import { table } from './table.ts';

table(
  'a day is one of the calendar',
  day,
  ['2024-02-29', '2000-02-29', '0000-01-01', '9999-12-31'],
  [
    '',
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-01-00',
    '2024-1-1',
    '24-01-01',
    '2024-01-01\n',
    ' 2024-01-01',
    '2024-01-01T00:00',
    '01.02.2024',
    '٢٠٢٥-٠٣-١٤',
  ],
  'date',
);

t.test('a day in another form gets a hint only where it is certain', (t) => {
  t.match(day('2024-1-2'), { hint: 'Write 2024-01-02.' });
  t.match(day('2024/01/02'), { hint: 'Write 2024-01-02.' });
  t.match(day('2024-13-02'), { hint: /year, month and day/ });
  t.match(day('01/02/2024'), { hint: /year, month and day/ });
  t.end();
});

table(
  'a mail address has a name and a host with a dot',
  email,
  [
    'a@b.c',
    'a.b+c@d-e.example',
    'ü@bücher.example',
    "a!#$%&'*+/=?^_`{|}~b@c.example",
    '"a b"@c.example',
    'a@1.example',
  ],
  [
    '',
    'a',
    '@b.example',
    'a@',
    'a@b',
    'a@.example',
    'a@b.',
    'a..b@c.example',
    '.a@b.example',
    'a b@c.example',
    'a@b@c.example',
    '""@b.example',
    '"a\u0001"@b.example',
    'a@-b.example',
    'a@b_c.example',
    'a@b.1',
    ' a@b.example',
    'a@b.example, c@d.example',
    'mailto:a@b.example',
  ],
  'email',
);

table(
  'a media type has a type and a subtype',
  mediaType,
  ['text/csv', 'TEXT/CSV', ' a/b ', 'application/x-a+json', 'a!/b.c'],
  ['', 'text', 'text/', '/csv', 'a.b/c', 'a/b/c', 'text/csv; charset=utf-8'],
  'mime',
);
table(
  'an Italian code has its form',
  ipaCode,
  ['c_h501', 'PCM', '5EDW58'],
  ['', 'a', 'a b', 'à', 'x'.repeat(31)],
  'ipa',
);
table('a status is one of the list', status, ['stable', 'beta'], ['', 'Stable', 'stabel'], 'enum');
table('a type is one of the list', softwareType, ['standalone/web', 'addon'], ['standalone', 'softwareAddon'], 'enum');
table('a way of maintenance is one of the list', maintenanceType, ['none'], ['private'], 'enum');
table('a category is one of the list', category, ['other', 'e-signature'], ['', 'esignature', 'things'], 'category');
table('a scope is one of the list', scope, ['local-authorities'], ['local authorities'], 'scope');

t.test('a near miss in a list gets the word that was meant', (t) => {
  t.match(status('Stabel'), { hint: 'Did you mean `stable`?' });
  t.match(scope('local authorities'), { hint: 'Did you mean `local-authorities`?' });
  t.match(status('xyz'), { hint: /^One of: concept, / });
  t.equal(category('xyz')?.hint, undefined);
  t.end();
});

t.test('a country has its code in capitals; small letters are only warned of', (t) => {
  for (const text of ['DK', 'NO', 'GB', 'XK']) t.equal(country(text), undefined, text);
  for (const text of ['UK', 'EU', 'ZZ', '', 'Denmark', 'ÆØ', ' DK']) t.match(country(text), { rule: 'country' }, text);
  t.match(country('Dk'), { rule: 'country', hint: 'Write DK.' });
  t.match(country('dk'), { rule: 'deprecated', severity: 'warning', hint: 'Write DK.' });
  t.match(country('uk'), { rule: 'country', hint: /GB/ });
  t.end();
});

t.test('lengths are counted in characters as people see them', (t) => {
  const counts: [string, number][] = [
    ['', 0],
    ['abc', 3],
    ['æøå', 3],
    ['e\u0301', 1],
    ['👩‍👩‍👧🇩🇰👍🏽', 3],
    ['\r\n', 1],
    ['漢字', 2],
  ];
  for (const [text, count] of counts) t.equal(countCharacters(text, 100), count, JSON.stringify(text));
  t.equal(countCharacters('a'.repeat(50), 10), 11, 'counting stops behind the limit');
  t.equal(countCharacters('漢'.repeat(50), 10), 11);
  t.end();
});

t.test('a text has to have so many characters', (t) => {
  const form = length(5, 10);
  for (const text of ['abcde', '😀'.repeat(10), 'e\u0301'.repeat(10), 'abcde漢字'])
    t.equal(form(text), undefined, text);
  for (const text of ['', 'abcd', 'e\u0301'.repeat(4), '👩‍👩‍👧👩‍👩‍👧'])
    t.match(form(text), { rule: 'too-short', hint: /more/ }, text);
  for (const text of ['a'.repeat(11), '😀'.repeat(11)]) t.match(form(text), { rule: 'too-long' }, text);
  t.equal(length(0, 10)(''), undefined);
  const exact = (text: string): boolean => {
    const count = [...new Intl.Segmenter('en').segment(text)].length;
    const rule = form(text)?.rule;
    return count < 5 ? rule === 'too-short' : count > 10 ? rule === 'too-long' : rule === undefined;
  };
  const unit = fc.constantFrom(
    'a',
    'é',
    '\u0301',
    '\u200d',
    '👩',
    '🇩',
    '🇰',
    '\r',
    '\n',
    '漢',
    '\u0600',
    '가',
    '\u00ad',
    '©',
    ' ',
  );
  holds(
    t,
    fc.property(
      fc.array(unit, { maxLength: 16 }).map((units) => units.join('')),
      exact,
    ),
    3_000,
  );
  t.end();
});

t.test('a value in a message is on one line and short', (t) => {
  t.equal(quoted('a\n b'), '“a b”');
  t.equal(quoted('x'.repeat(80)), `“${'x'.repeat(60)}…”`);
  t.end();
});
