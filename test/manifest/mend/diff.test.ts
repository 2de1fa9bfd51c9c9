import fc from 'fast-check';
import t from 'tap';
import { unifiedDiff } from '../../../src/manifest/mend/diff.ts';
import { applyEdits, inOrder } from '../../../src/manifest/mend/edits.ts';

t.test('without edits there is no diff', async (t) => t.equal(unifiedDiff('a', 'x\n', []), ''));

t.test('a line that changes stands between its neighbours', async (t) => {
  const diff = unifiedDiff('a.yml', '1\n2\n3\n4\n5\n6', [{ offset: 10, length: 1, replacement: 'six\n' }]);
  t.equal(diff, '--- a.yml\n+++ a.yml\n@@ -3,4 +3,4 @@\n 3\n 4\n 5\n-6\n\\ No newline at end of file\n+six\n');
});

/** What the hunks of a diff make of a text, as `patch` reads them: old lines must be where the diff says. */
function patched(text: string, diff: string): string {
  const lines = text.split(/(?<=\n)/);
  const made: string[] = [];
  let at = 0;
  for (const hunk of diff.split(/^@@ /m).slice(1)) {
    const [head = '', ...body] = hunk.split(/(?<=\n)/);
    const [, from = '', less = ''] = /^-(\d+),(\d+) /.exec(head) ?? [];
    const start = less === '0' ? Number(from) : Number(from) - 1;
    const shown = body.map((line, i) => (body[i + 1]?.startsWith('\\') ? line.slice(0, -1) : line));
    const told = (mark: string) =>
      shown.filter((line) => line[0] === ' ' || line[0] === mark).map((line) => line.slice(1));
    const old = told('-');
    if (lines.slice(start, start + old.length).join('') !== old.join('')) throw new Error(`other lines at ${start}`);
    made.push(...lines.slice(at, start), ...told('+'));
    at = start + old.length;
  }
  return [...made, ...lines.slice(at)].join('');
}

const edit = fc.record({
  offset: fc.nat(60),
  length: fc.nat(6),
  replacement: fc.constantFrom('', 'x', '\n', 'y\nz\n'),
});
const line = fc.constantFrom('a\n', 'bb\n', '\n', 'c: d\n');

t.test('of a text and its diff comes the edited text', async (t) => {
  let tried = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.array(edit, { maxLength: 4 }), (lines, drawn) => {
      const text = lines.join('');
      const fitting = drawn.filter(({ offset, length }) => offset + length <= text.length && offset < text.length);
      const edits = inOrder(fitting);
      if (edits === null || edits.length === 0) return;
      tried += 1;
      const [got, wanted] = [patched(text, unifiedDiff('a', text, edits)), applyEdits(text, edits)];
      if (got !== wanted) throw new Error(`made ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
    }),
    { numRuns: 500 },
  );
  t.ok(tried > 50);
});
