import t from 'tap';
import { describeProblem, linesOf } from '../../src/cli/problems.ts';

const problem = { rule: 'licence', severity: 'error', pointer: '/legal/license', message: 'No such licence.' } as const;

t.test('a problem shows its place, its line and what to do', (t) => {
  const lines = linesOf(Buffer.from('legal:\r\n  license: GLP-3\r\n'));
  const placed = { ...problem, line: 2, column: 12, length: 5, hint: 'Did you mean GPL-3.0-only?' };
  t.equal(
    describeProblem(placed, { file: 'publiccode.yml', lines }),
    [
      'publiccode.yml:2:12: error: No such licence.',
      '     2 |   license: GLP-3',
      '                    ^^^^^',
      '    Did you mean GPL-3.0-only?',
      '',
    ].join('\n'),
  );
  t.end();
});

t.test('a problem without a place names the key', (t) => {
  t.equal(
    describeProblem(problem, { file: 'a.yml', lines: [] }),
    'a.yml: error: No such licence. (at /legal/license)\n',
  );
  t.equal(describeProblem({ ...problem, pointer: '' }), 'error: No such licence.\n');
  t.end();
});

t.test('of a long line only the part around the place is shown, tabs and marks stay in step', (t) => {
  const lines = [`${'a'.repeat(500)}HERE${'b'.repeat(500)}`, '\tkey: \u001b[31mvalue'];
  const [, frame = '', marks = ''] = describeProblem(
    { ...problem, line: 1, column: 501, length: 4 },
    { file: 'a.yml', lines },
  ).split('\n');
  t.ok(frame.length < 120);
  t.equal(frame.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'HERE');
  const tabbed = describeProblem({ ...problem, line: 2, column: 7, length: 99 }, { file: 'a.yml', lines }).split('\n');
  t.equal(tabbed[1], '     2 |  key:  [31mvalue');
  t.match(tabbed[2], /^ {15}\^+$/);
  t.equal(tabbed[2]?.length, tabbed[1]?.length);
  t.end();
});

t.test('a line that is not there is not shown', (t) => {
  const placed = { ...problem, line: 9, column: 1 };
  t.equal(describeProblem(placed, { file: 'a.yml', lines: ['one'] }), 'a.yml:9:1: error: No such licence.\n');
  t.end();
});
