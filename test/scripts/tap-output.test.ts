import t from 'tap';
import { describeFailures, readFailures, readTotals, slowestFiles } from '../../scripts/lib/tap-output.ts';

const OUTPUT = `TAP version 14
# Subtest: test/a.test.ts
    # Subtest: a list
        # Subtest: has an end
            not ok 1 - one is two
              ---
              compare: ===
              at:
                fileName: test/a.test.ts
                lineNumber: 3
                typeName: Test
              source: |
                t.equal(1, 2);
                --^
              diff: |
                -2
                +1
              ...
            1..1
        not ok 1 - has an end # time=51.141ms
          ---
          at:
            fileName: test/a.test.ts
          ...
        ok 2 - has a start # time=1ms
        1..2
    not ok 1 - a list # time=84.977ms
      ---
      at:
        fileName: test/a.test.ts
      ...
    not ok 2 - should be equivalent
      ---
      diff: |
        +  "a": 1
      ...
    1..2
not ok 1 - test/a.test.ts # time=104.202ms
  ---
  command: node
  exitCode: 1
  ...
# Subtest: test/b.test.ts
    ok 1 - fine
    1..1
ok 2 - test/b.test.ts # time=2.048s
# Subtest: test/c.test.ts
    1..0 # no tests found
not ok 3 - test/c.test.ts # time=1528.121ms
  ---
  command: node
  exitCode: 7
  ...
1..3
# { total: 8, pass: 3, fail: 4, skip: 1 }
`;

t.test('The totals of a run are read from its last line of totals', async (t) => {
  t.same(readTotals(OUTPUT), { passed: 3, failed: 4, skipped: 1, todo: 0 });
  t.same(readTotals('# { total: 8, pass: 8 }'), { passed: 8, failed: 0, skipped: 0, todo: 0 });
  t.same(readTotals('# { total: 2, todo: 2 }'), { passed: 0, failed: 0, skipped: 0, todo: 2 });
  t.equal(readTotals('ok 1 - a run that was cut off'), undefined);
  t.equal(readTotals('    ok 1 - prints # { total: 8, pass: 8 }'), undefined, 'a title is no line of totals');
});

t.test('Failures are named with the tests around them, and sums of failures are left out', async (t) => {
  const failures = readFailures(OUTPUT);
  t.same(
    failures.map(({ path }) => path),
    [
      ['test/a.test.ts', 'a list', 'has an end', 'one is two'],
      ['test/a.test.ts', 'should be equivalent'],
      ['test/c.test.ts'],
    ],
  );
  t.same(
    failures[0]?.detail,
    ['at:', '  fileName: test/a.test.ts', '  lineNumber: 3', 'diff: |', '  -2', '  +1'],
    'the place and the difference, without the source',
  );
  t.same(failures[2]?.detail, ['exitCode: 7'], 'a file that crashed is a failure of its own');
});

t.test('A run without failures has none', async (t) => {
  t.same(readFailures('# Subtest: a\n    ok 1 - fine\nok 1 - a # time=1ms\n'), []);
});

t.test('A long list of failures is cut and says so', async (t) => {
  const text = describeFailures(readFailures(OUTPUT), 1);
  t.match(text, /^not ok: test\/a\.test\.ts > a list > has an end > one is two\n {4}at:/);
  t.match(text, /and 2 more$/);
});

t.test('The slowest files come first, whatever their unit', async (t) => {
  t.same(slowestFiles(OUTPUT, 2), ['2.0 s test/b.test.ts', '1.5 s test/c.test.ts']);
});
