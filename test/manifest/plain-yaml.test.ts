import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { readPlainYaml } from '../../src/manifest/plain-yaml.ts';
import { readFully } from '../../src/manifest/safe-yaml.ts';
import { plainValue } from '../../src/manifest/tree.ts';
import { holds } from '../helpers/holds.ts';
import { FULL } from './example.ts';

/** Read by the quick reader, with the very tree that the full one gives. */
const agreed = (text: string): boolean => {
  const plain = readPlainYaml(text);
  return plain !== null && isDeepStrictEqual(plain, readFully(text).document?.root);
};

t.test('everyday YAML is read quickly, with the same tree and places as by the full reader', (t) => {
  const everyday = [
    FULL,
    FULL.replace(/\n$/, ''),
    `---\n# comment\n${FULL}\n\n# end`,
    'a: 1\n\n\nb: 2 # comment\nc: x#y\n',
    'a:\n- b\n- c\nd: e\n',
    'a:\n  - b: 1\n    c: 2\n  -   d: 3\n',
    'a:\n  -\n    - b\n  - # comment\n    c: d\n',
    'a:\nb: # nothing\nc:\n  d:\n',
    'a: []\nb: [] # none\n',
    'a: one\n  two\n\n\n  three\nb: -4\n',
    "a: 'it''s'\nb: '' # c\nc: \"x\"\n",
    'a: "\\"x\\" \\\\ \\n \\u00e5 \\ud83d\\ude00"\n',
    'a: |\n  one\n   two\n\n  three\n\nb: >\n  one\n  two\n\n\n  three\n   four\n\n   five\n  six\nc: |-\n  x\n',
    'a: |2\n   x\n  y\nb: >1-\n  x\n y\nc: |2\n\n  x\n',
    'a: |\n  # text\n  x\n# comment\nb: 1\n',
    'a: |\n  x\n    \n  y\n',
    'a: >-\n  x',
    '- a\n- b: c\n- |\n  d\n',
    '  a: 1\n  b: 2\n',
    'a: http://x.example/y?z=1:2\nb: 10:30\nc: é x\n',
    'a: x\u00a0\nb: 1\n',
  ];
  for (const text of everyday) t.ok(agreed(text), JSON.stringify(text.slice(0, 60)));
  t.same(plainValue(readPlainYaml('a: >\n  one\n  two\n\n   three\nb: "\\t"\n') as never), {
    a: 'one two\n\n three\n',
    b: '\t',
  });
  t.end();
});

t.test('what is unusual or wrong is left to the full reader', (t) => {
  const left = [
    '',
    '# nothing\n',
    'text\n',
    'a: {b: 1}\n',
    'a: [b]\n',
    'a: []x\n',
    'a: []\n  b\n',
    'a: &x 1\n',
    'a: *x\n',
    'a: !!str 1\n',
    'a: - b\n',
    'a: -\n',
    'a: @b\n',
    'a: b: c\n',
    'a: b:\n',
    'a: 1\na: 2\n',
    'a:\t1\n',
    'a: 1\r\n',
    'a: 1\n---\nb: 2\n',
    'a: 1\n...\n',
    '--- x\n',
    '? a\n: b\n',
    '"a": 1\n',
    'a : 1\n',
    'å: 1\n',
    'a: "x\n  y"\n',
    'a: "x" y\n',
    'a: "\\x41"\n',
    'a: "\\ud83d"\n',
    "a: 'x\n",
    "a: 'x'\n  y\n",
    'a: x\n  # comment\n  y\n',
    'a: x # comment\n  y\n',
    'a: x\n  - y\n',
    'a: x\n  y: z\n',
    'a: |+\n  x\n',
    'a: | # c\n  x\n',
    'a: |\n',
    'a: |\nb: 1\n',
    'a: |\n\n  x\n',
    'a: |\n    x\n  y\n',
    'a: |\n  x\n    \n',
    'a: >2\n\n  x\n',
    'a: >\n  x\n    \n  y\n',
    'a:\n  b: 1\n c: 2\n',
    'a:\n  - b\n c: 2\n',
    'a: 1\n  b: 2\n',
    'a: 1\n- b\n',
    '- a\n-\n',
    '- a\nb: 1\n',
    '- - a\n',
    '- "a": b\n',
    `${Array.from({ length: 40 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`,
    Array.from({ length: 10_001 }, (_, i) => `k${i}: 1`).join('\n'),
  ];
  for (const text of left) t.equal(readPlainYaml(text), null, JSON.stringify(text.slice(0, 60)));
  t.end();
});

t.test('whatever it reads, the full reader reads too and alike', (t) => {
  const line = fc.tuple(
    fc.constantFrom(0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6),
    fc.constantFrom(
      'a:',
      'b:',
      'c: ',
      'd: x',
      'e: "x"',
      "f: 'x'",
      'g: |',
      'h: >',
      'i: |-',
      'j: |2',
      'k: []',
      '- ',
      '- x',
      '- a: 1',
      '-   b: 2',
      '- - x',
      '',
      '',
      '# c',
      'text',
      'more text # c',
      'l: x # c',
      'm: 1:2',
      'n: x: y',
      '---',
      '- |',
      '"',
      'o: - x',
      ' x',
      'p: "\\n"',
    ),
  );
  const text = fc
    .array(line, { maxLength: 14 })
    .map((lines) => lines.map(([indent, words]) => ' '.repeat(indent) + words).join('\n'));
  const never = (made: string): boolean => readPlainYaml(made) === null || agreed(made);
  holds(t, fc.property(text, never), 3_000);
  const edits = fc.array(
    fc.tuple(
      fc.nat(FULL.length),
      fc.nat(3),
      fc.constantFrom('', '', ' ', '  ', '#', ' #', ':', ': ', '-', '- ', '\n', '"', "'", '|', '>', '[]', '\\'),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const edited = edits.map((changes) =>
    changes.reduce((made, [at, less, more]) => made.slice(0, at) + more + made.slice(at + less), FULL),
  );
  holds(t, fc.property(edited, never), 300);
  t.end();
});
