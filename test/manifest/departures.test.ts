import t from 'tap';
import { check } from '../../src/manifest/check.ts';
import { bytesOf, FULL, withChange } from './example.ts';

t.test('a good file that the reference refuses is valid, with a warning that says why', async (t) => {
  const cases: [source: Uint8Array | string, hint: RegExp, line: number][] = [
    [bytesOf(`\ufeff${FULL}`), /byte order mark/, 0],
    [`%YAML 1.2\n---\n${FULL}`, /lines with %/, 0],
    [FULL.replace('name:', '\t\nname:'), /tabs/, 2],
    [FULL.replace('name:', '\t# c\nname:'), /tabs before comments/, 2],
    [FULL.replace('"0"', '!!str "0"'), /marks/, 1],
    [FULL.replace('"0"', '&v "0"'), /marks/, 1],
    [FULL.replace('2026-02-28', '!!timestamp 2026-02-28'), /marks/, 9],
  ];
  for (const [source, hint, line] of cases) {
    const { valid, problems } = check(source);
    t.ok(valid, String(hint));
    t.match(problems, [{ level: 'warning', rule: 'refused-elsewhere', hint, line, note: /YAML 1\.2 allows this/ }]);
    t.notOk(check(source, { reference: true }).valid);
  }
});

t.test('marks that the reference takes are not spoken of', async (t) => {
  t.same(check(FULL.replace('name: Sluseplan', 'name: &n Sluseplan')).problems, []);
});

t.test('a file that the reference accepts and we do not says so', async (t) => {
  const odd = withChange('  scope:', '  null: x\n  scope:');
  t.match(check(odd), { valid: false, problems: [{ rule: 'unknown-key', note: /takes this/ }] });
  t.ok(check(odd, { reference: true }).valid);
  t.equal(check(withChange('  scope:', '  7: x\n  foo: y\n  scope:')).problems[0]?.note?.includes('takes'), true);
  t.equal(check('a: b: c\n').problems[0]?.note, undefined);
  t.equal(check(withChange('  scope:', '  foo: y\n  scope:')).problems[0]?.note, undefined);
});

t.test('a merge key puts its section in, with a warning', async (t) => {
  const text = withChange(
    'legal:\n  license: EUPL-1.2 OR MIT',
    'legal:\n  <<: {license: nonsense, repoOwner: Havn}\n  license: MIT',
  );
  t.match(check(text), {
    valid: true,
    problems: [{ rule: 'merge-key', level: 'warning', key: 'legal' }, { key: 'legal.repoOwner' }],
  });
  t.notOk(check(withChange('legal:', 'legal:\n  "<<": {a: b}')).valid);
});
