import t from 'tap';
import { check } from '../../src/manifest/check.ts';
import { mend } from '../../src/manifest/mend/mend.ts';
import { bytesOf, FULL, withChange } from './example.ts';

t.test('a good manifest is valid, as bytes and as text', async (t) => {
  t.same(check(bytesOf(FULL)), { valid: true, problems: [] });
  t.same(check(FULL), { valid: true, problems: [] });
});

t.test('a problem says where it is in every form', async (t) => {
  const { valid, problems } = check(withChange('name: Opdigtet Personsen', 'name: []'));
  t.equal(valid, false);
  t.match(problems, [
    { level: 'error', rule: 'type', key: 'maintenance.contacts[0].name', pointer: '/maintenance/contacts/0/name' },
  ]);
  t.match(problems[0], { line: 77, column: 13, length: 1, message: /./, hint: /./ });
});

t.test('a wrong value is shown where it is used, not where an anchor holds it', async (t) => {
  const text = withChange('name: Sluseplan', 'name: &n Sluseplan').replace('license: EUPL-1.2 OR MIT', 'license: *n');
  const { problems } = check(text);
  const line = text.split('\n').findIndex((one) => one.includes('license: *n')) + 1;
  t.match(problems, [{ rule: 'licence', key: 'legal.license', line, column: 12, length: 2 }]);
  t.equal(mend(text).text, text, 'and nothing is written there');
});

t.test('a language with a country stands in brackets in a dotted key', async (t) => {
  const changed = withChange('  da:\n', '  da-DK:\n').replace(/ {4}features:\n {6}- Køreplan\n/, '');
  t.match(check(changed).problems, [{ key: 'description[da-DK].features' }]);
});

t.test('warnings leave a manifest valid', async (t) => {
  t.match(check(withChange('"0"', '"0.4"')), { valid: true, problems: [{ level: 'warning', rule: 'old-version' }] });
});

t.test('what cannot be read at all has no place', async (t) => {
  t.match(check(''), {
    valid: false,
    problems: [{ rule: 'empty', key: '', pointer: '', line: 0, column: 0, length: 0 }],
  });
});
