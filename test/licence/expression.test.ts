import fc from 'fast-check';
import listed from 'spdx-license-list';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import {
  type Expression,
  licencesOf,
  readExpression,
  sameExpression,
  writeExpression,
} from '../../src/licence/expression.ts';
import { FAMILIES, familyOf, familyOfText, isOpen, licenceName, marksOf } from '../../src/licence/family.ts';
import { FREEDOMS, freedomsOf, freedomsOfText } from '../../src/licence/freedoms.ts';

const read = (text: string): Expression => readExpression(text) as Expression;

t.test('Expressions are read with brackets, exceptions, later versions and references', async (t) => {
  t.same(read('MIT'), { is: 'licence', id: 'MIT', later: false });
  t.same(read('MPL-1.1+'), { is: 'licence', id: 'MPL-1.1', later: true });
  t.same(read('GPL-2.0-only WITH Classpath-exception-2.0'), {
    is: 'licence',
    id: 'GPL-2.0-only',
    later: false,
    exception: 'Classpath-exception-2.0',
  });
  t.equal(writeExpression(read('(MIT OR EUPL-1.2) AND LicenseRef-own')), '(MIT OR EUPL-1.2) AND LicenseRef-own');
  t.equal(writeExpression(read('MIT OR EUPL-1.2 AND Zlib')), 'MIT OR EUPL-1.2 AND Zlib');
});

t.test('Superseded ids become those that say the same today', async (t) => {
  for (const [old, today] of [
    ['GPL-2.0', 'GPL-2.0-only'],
    ['GPL-2.0+', 'GPL-2.0-or-later'],
    ['LGPL-2.1+', 'LGPL-2.1-or-later'],
    ['AGPL-3.0', 'AGPL-3.0-only'],
    ['GFDL-1.3', 'GFDL-1.3-only'],
    ['GPL-2.0-with-classpath-exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['GPL-3.0-with-GCC-exception', 'GPL-3.0-only WITH GCC-exception-3.1'],
  ] as const) {
    t.equal(writeExpression(read(old)), today);
  }
});

t.test('What is no expression is refused, and nothing is repaired', async (t) => {
  const long = `MIT${' OR MIT'.repeat(LIMITS.licenceTokens)}`;
  for (const text of ['', 'GPL', 'mit', 'MIT OR', '(MIT', 'MIT)', 'MIT WITH MIT', 'MIT, Zlib', 'proprietary', long])
    t.equal(readExpression(text), null, text.slice(0, 20));
  t.equal(readExpression(`LicenseRef-${'a'.repeat(LIMITS.licenceExpression)}`), null);
});

t.test('Expressions are the same in any order, and texts that are none when they are equal', async (t) => {
  t.ok(sameExpression('MIT OR Zlib', 'Zlib OR MIT'));
  t.ok(sameExpression('MIT OR (Zlib OR MIT)', '(Zlib OR MIT)'));
  t.ok(sameExpression('MIT AND MIT', 'MIT'));
  t.ok(sameExpression('GPL-2.0+', 'GPL-2.0-or-later'));
  t.ok(sameExpression('proprietary', 'proprietary '));
  t.notOk(sameExpression('MIT AND Zlib', 'MIT OR Zlib'));
  t.notOk(sameExpression('GPL-2.0-only', 'GPL-2.0-or-later'));
  t.notOk(sameExpression('MIT', 'proprietary'));
});

const leaf = fc.constantFrom(
  'MIT',
  'EUPL-1.2',
  'GPL-2.0-only',
  'MPL-2.0',
  'BUSL-1.1',
  'LicenseRef-x',
  'AGPL-3.0-or-later',
);
const expression = fc.letrec<{ any: string; joined: string }>((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, leaf, tie('joined')),
  joined: fc.tuple(tie('any'), fc.constantFrom('AND', 'OR'), tie('any')).map(([a, by, b]) => `(${a} ${by} ${b})`),
})).any;

t.test('What is written is read as the same again, and has a family and freedoms', async (t) => {
  fc.assert(
    fc.property(expression, (text) => {
      const one = read(text);
      t.ok(sameExpression(text, writeExpression(one)), text);
      t.ok(FAMILIES.includes(familyOf(one)));
      t.same(Object.keys(freedomsOf(one)), [...FREEDOMS]);
      if (isOpen(one) === 'yes') t.same(new Set(Object.values(freedomsOf(one))), new Set(['yes']));
    }),
    { numRuns: 200 },
  );
});

t.test('Every licence that OSI approves has a family, all but one a known one', async (t) => {
  const approved = Object.entries(listed).filter(([, { osiApproved }]) => osiApproved);
  const unknown = approved.filter(([id]) => ['unknown', 'not-open'].includes(familyOf(read(id)))).map(([id]) => id);
  t.same(unknown, ['OSC-1.0']);
});

t.test('Families and freedoms of a choice are the milder ones, of several together the stricter', async (t) => {
  for (const [text, family] of [
    ['MIT', 'permissive'],
    ['MPL-2.0', 'weak'],
    ['GPL-3.0-or-later', 'strong'],
    ['EUPL-1.2', 'network'],
    ['CC-BY-NC-4.0', 'not-open'],
    ['SSPL-1.0', 'not-open'],
    ['LicenseRef-own', 'unknown'],
    ['GPL-2.0-only OR MIT', 'permissive'],
    ['GPL-2.0-only AND MIT', 'strong'],
    ['MIT OR LicenseRef-own', 'permissive'],
    ['MIT AND LicenseRef-own', 'unknown'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'weak'],
    ['MIT WITH Classpath-exception-2.0', 'permissive'],
    ['GPL-2.0-only WITH 389-exception', 'strong'],
    ['proprietary', 'not-open'],
    ['GPL', 'unknown'],
  ] as const) {
    t.equal(familyOfText(text), family, text);
  }
  t.same(freedomsOfText('MIT'), { use: 'yes', study: 'yes', modify: 'yes', share: 'yes' });
  t.same(freedomsOfText('CC-BY-ND-4.0'), { use: 'yes', study: 'yes', modify: 'no', share: 'limited' });
  t.same(freedomsOfText('MIT OR BUSL-1.1').use, 'yes');
  t.same(freedomsOfText('MIT AND BUSL-1.1').use, 'limited');
  t.same(freedomsOfText('CC-BY-ND-4.0 OR CC-BY-NC-ND-4.0').modify, 'no');
  t.same(freedomsOfText('LicenseRef-own AND CC-BY-NC-4.0').use, 'unknown');
  t.same(freedomsOfText('UNLICENSED').use, 'no');
  t.same(freedomsOfText('GPL').use, 'unknown');
});

t.test('Open is what OSI or the FSF says; what neither says is not known', async (t) => {
  t.equal(isOpen(read('CC0-1.0')), 'yes', 'the FSF alone');
  t.equal(isOpen(read('MIT-0')), 'yes', 'OSI alone');
  t.equal(isOpen(read('BUSL-1.1')), 'no');
  t.equal(isOpen(read('LicenseRef-own')), 'unknown');
  t.equal(isOpen(read('MIT AND BUSL-1.1')), 'no');
  t.equal(isOpen(read('MIT OR BUSL-1.1')), 'yes');
  t.equal(isOpen(read('BUSL-1.1 OR SSPL-1.0')), 'no');
  t.equal(isOpen(read('MIT AND Zlib')), 'yes');
  t.equal(isOpen(read('BUSL-1.1 OR LicenseRef-own')), 'unknown');
});

t.test('Each licence of an expression is told with its name and marks, once', async (t) => {
  t.same(marksOf(read('MIT OR (MIT AND GPL-2.0-only WITH Classpath-exception-2.0)')), [
    { id: 'MIT', name: 'MIT License', family: 'permissive', osi: true, fsf: true },
    {
      id: 'GPL-2.0-only',
      name: 'GNU General Public License v2.0 only',
      exception: 'Classpath-exception-2.0',
      family: 'weak',
      osi: true,
      fsf: true,
    },
  ]);
  t.same(marksOf(read('LicenseRef-own')), [{ id: 'LicenseRef-own', family: 'unknown', osi: false, fsf: false }]);
  t.equal(licencesOf(read('MIT AND MIT')).length, 1);
  t.equal(licenceName('LicenseRef-own'), undefined);
});
