import fc from 'fast-check';
import t from 'tap';
import { countOf, cut, outline, plain, table } from '../../src/cli/text.ts';
import { holds } from '../helpers/holds.ts';

t.test('nothing of others can steer a terminal', (t) => {
  t.equal(plain('a\u001b[31mred\u0007\u009b2Jb\r\nc\u202egnp.exe'), 'a [31mred 2Jb cgnp.exe');
  t.equal(plain('Københavns Kommune – “åben”'), 'Københavns Kommune – “åben”');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not come through
  const bad = /[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
  holds(
    t,
    fc.property(fc.string({ unit: 'binary' }), (text) => !bad.test(plain(text))),
  );
  holds(
    t,
    fc.property(fc.jsonValue(), (value) =>
      outline(value)
        .split('\n')
        .every((line) => !bad.test(line)),
    ),
  );
  t.end();
});

t.test('counts are said in words', (t) => {
  t.equal(countOf(1, 'file'), '1 file');
  t.equal(countOf(1234, 'file'), '1,234 files');
  t.equal(countOf(0, 'entry', 'entries'), '0 entries');
  t.end();
});

t.test('a text is cut at characters, not in the middle of one', (t) => {
  t.equal(cut('abcdef', 6), 'abcdef');
  t.equal(cut('abcdef', 4), 'abc…');
  t.equal(cut('😀😀😀', 2), '😀…');
  t.end();
});

t.test('a table fits the terminal, and is whole elsewhere', (t) => {
  const rows = [
    ['OS2mo', 'software/os2mo', 'x'.repeat(200)],
    ['y'.repeat(60), 'software/y', 'short'],
  ];
  const narrow = table(['Name', 'Id', 'Summary'], rows, 80).trimEnd().split('\n');
  t.ok(
    narrow.every((line) => line.length <= 80),
    narrow.join('\n'),
  );
  t.match(narrow[0], /^Name {38}Id {14}Summary$/);
  t.match(narrow[1], /^OS2mo .*software\/os2mo {2}x+…$/);
  const whole = table(['Name', 'Id', 'Summary'], rows, null);
  t.match(whole, 'x'.repeat(200));
  t.match(whole, 'y'.repeat(60));
  t.end();
});

t.test('an outline reads without knowing JSON', (t) => {
  const value = { name: 'a', none: null, list: ['x', 'y'], deep: { flag: false, items: [{ a: 1, b: ['c'] }] } };
  t.equal(
    outline(value),
    'name: a\nlist:\n  - x\n  - y\ndeep:\n  flag: false\n  items:\n    - a: 1\n      b:\n        - c\n',
  );
  t.equal(outline('one\nline'), 'one line\n');
  t.end();
});
