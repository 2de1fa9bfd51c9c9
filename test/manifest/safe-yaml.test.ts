import fc from 'fast-check';
import t from 'tap';
import { stringify } from 'yaml';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readYaml } from '../../src/manifest/safe-yaml.ts';
import { holds } from '../helpers/holds.ts';
import { bytesOf } from './example.ts';

const read = (text: string) => readYaml(bytesOf(text));
const rules = (text: string): string[] => read(text).problems.map(({ rule }) => rule);
/** `rule line:column` of each problem. */
const places = (text: string): string[] =>
  read(text).problems.map(({ rule, line, column }) => `${rule} ${line}:${column}`);

t.test('a stray bracket is one mistake, not one in every line that follows', async (t) => {
  const { problems } = readYaml(Buffer.from('a: 1\nb: }c\nd: 2\ne:\n  - f\ng: {h\n'));
  t.match(problems[0], { rule: 'yaml-syntax', line: 2, column: 4 });
  t.ok(problems.length <= 2, JSON.stringify(problems));
});

t.test('a bracket that is not closed is called so, not a fault of indentation', async (t) => {
  for (const text of ['v: x\na: [1,\n', 'a: {b: 1\nc: 2\n', 'a:\n  - [1, 2\n  - 3\n', 'a: [\n1\n]\n'])
    t.match(read(text).problems[0], { message: 'A bracket is opened and not closed up to here.' }, text);
  t.match(read('a:\n  - x\n b: 1\n').problems, [{ message: 'The indentation does not fit the lines above.' }]);
});

t.test('what is well-formed is read', (t) => {
  const good: [string, unknown][] = [
    ['a: 1\nb: [x, {c: y}]\n', { a: 1, b: ['x', { c: 'y' }] }],
    ['{"a": [1, "2", null, true], "b": {}}', { a: [1, '2', null, true], b: {} }],
    ['\ufeffa: 1\n', { a: 1 }],
    ['a: 1\r\nb:\r\n  - c\r\n', { a: 1, b: ['c'] }],
    ['a: 1\rb: 2\r', { a: 1, b: 2 }],
    ['%YAML 1.2\n---\na: 1\n...\n', { a: 1 }],
    ['? a\n: 1\n', { a: 1 }],
    ['a: &x [1, 2]\nb: *x\nc: *x\n', { a: [1, 2], b: [1, 2], c: [1, 2] }],
    ['a: &x y\n*x : 1\n', { a: 'y', y: 1 }],
    ['a: &x {b: &y 1}\nc: *y\n', { a: { b: 1 }, c: 1 }],
    [
      'a: !!str 12\nb: !!int "12"\nc: !own z\nd: ! 1\ne: !!bool "true"\nf: !!null ""\n',
      { a: '12', b: 12, c: 'z', d: '1', e: true, f: null },
    ],
    ['a: !own {b: 1}\n', { a: { b: 1 } }],
    ['<<: {a: 1}\nb: 2\n', { '<<': { a: 1 }, b: 2 }],
    ['a: "\\ud83d\\ude00 \\x41\\u00e5"\n', { a: '😀 Aå' }],
    ['a:\n  b:\nc: ~\n', { a: { b: null }, c: null }],
    ['- a\n-\n- b\n', ['a', null, 'b']],
    ['a: "one\n  two\n\n  three"\n', { a: 'one two\nthree' }],
    ['text\n', 'text'],
  ];
  for (const [text, value] of good) t.same(read(text).document?.value, value, JSON.stringify(text));
  t.end();
});

t.test('what is not well-formed is refused with its place', (t) => {
  const bad: [string, string[]][] = [
    ['a: "x\n', ['yaml-syntax 1:4']],
    ['a: b: c\n', ['yaml-syntax 1:4']],
    ['a:\n\t- b\n', ['yaml-syntax 2:1']],
    ['a: @b\n', ['yaml-syntax 1:4']],
    ['a: "\\q"\nb: "\\z"\n', ['yaml-syntax 1:5', 'yaml-syntax 2:5']],
    ['a: *b\n', ['yaml-syntax 1:4']],
    ['a: &x [*x]\n', ['yaml-syntax 1:8']],
    ['a: !!map text\n', ['yaml-syntax 1:10']],
    ['[a, b]: c\n', ['yaml-syntax 1:1']],
    ['a: [,,]\n', ['yaml-syntax 1:6']],
    ['a: x\0y\n', ['yaml-syntax 1:5']],
    ['a: "\\ud83d"\n', ['broken-character 1:4']],
    ['a: 1\nb: 2\na: 3\n', ['duplicate-key 3:1']],
    ['a: {b: 1, b: 2}\nc: {b: 1, "b": 2}\n', ['duplicate-key 1:11', 'duplicate-key 2:11']],
    ['a: 1\n---\nb: 2\n', ['documents 2:1']],
    ['---\n---\na: 1\n', ['documents 2:1']],
    ['- a\nb: 1\n', ['yaml-syntax 2:1']],
  ];
  for (const [text, expected] of bad) t.same(places(text), expected, JSON.stringify(text));
  t.end();
});

t.test('nothing, or only comments, is no document', (t) => {
  for (const text of ['', '\n\n', '# nothing\n', '---\n', '~', '%YAML 1.2\n---\n'])
    t.same(rules(text), ['empty'], JSON.stringify(text));
  t.end();
});

t.test('bytes that are no UTF-8 are refused at the first of them', (t) => {
  const bad: [number[], number, number][] = [
    [[0x61, 0x3a, 0x20, 0xff], 1, 4],
    [[0x61, 0x0a, 0x62, 0xc3], 2, 2],
    [[0xef, 0xbf, 0xbd, 0x20, 0xe5, 0x62], 1, 3],
    [[0xc0, 0xaf], 1, 1],
    [[0xff, 0xfe, 0x61, 0x00], 1, 1],
  ];
  for (const [bytes, line, column] of bad) {
    t.match(readYaml(Uint8Array.from(bytes)).problems, [{ rule: 'utf8', line, column }], String(bytes));
  }
  t.end();
});

t.test('too much of anything is refused, each by its name', (t) => {
  const ten = (name: string): string => Array(10).fill(`*${name}`).join(', ');
  const bomb = [
    'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
    ...[...'bcdefgh'].map((name, i) => `${name}: &${name} [${ten('abcdefgh'.charAt(i))}]`),
  ];
  const stairs = Array.from({ length: LIMITS.depth + 1 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
  const lists = '['.repeat(100_000);
  const chain = ['a0: &a0 [x]', ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)];
  const bad: [string, string, string][] = [
    ['bytes', 'x'.repeat(LIMITS.sourceBytes + 1), 'too-large'],
    ['lines', '\n'.repeat(LIMITS.yamlLines + 1), 'too-many-lines'],
    ['keys', `{${Array.from({ length: 24_000 }, (_, i) => `${i}: 1`).join(',')}}`, 'too-many-keys'],
    ['keys without values', Array.from({ length: 11_000 }, (_, i) => `k${i}:`).join('\n'), 'too-many-keys'],
    ['items', '- x\n'.repeat(19_999).concat('- [a]'), 'too-many-nodes'],
    ['question marks', `{${'? , '.repeat(20_001)}}`, 'too-many-keys'],
    ['colons', `[${'{a: 1}, '.repeat(20_001)}]`, 'too-many-nodes'],
    ['aliases', `[&a x${', *a'.repeat(LIMITS.yamlAliases + 1)}]`, 'too-many-aliases'],
    ['open brackets', lists, 'too-deep'],
    ['open braces', '{a: '.repeat(50_000), 'too-deep'],
    ['dashes', '- '.repeat(100_000), 'too-deep'],
    ['stairs', `${stairs} 1\n`, 'too-deep'],
    ['exactly one level too many', `${'['.repeat(LIMITS.depth + 1)}${']'.repeat(LIMITS.depth + 1)}`, 'too-deep'],
    ['an alias bomb', bomb.join('\n'), 'too-many-nodes'],
    ['a chain of aliases', chain.join('\n'), 'too-deep'],
    ['commas', `[${','.repeat(200_000)}]`, 'yaml-syntax'],
    ['anchors', '&a '.repeat(80_000), 'too-many-marks'],
    ['tags', '!a '.repeat(80_000), 'too-many-marks'],
  ];
  for (const [name, text, rule] of bad) t.same(rules(text), [rule], name);
  const deepest = `${'['.repeat(LIMITS.depth)}${']'.repeat(LIMITS.depth)}`;
  t.ok(read(deepest).document, 'the deepest that is allowed');
  t.end();
});

t.test('every syntax error is told, one a line, and never too many of them', (t) => {
  const many = Array.from({ length: 1_000 }, (_, i) => `k${i}: "\\q \\z"`).join('\n');
  t.equal(read(many).problems.length, LIMITS.problems);
  const twice = Array.from({ length: 1_000 }, () => 'k: 1').join('\n');
  t.equal(read(twice).problems.length, LIMITS.problems);
  t.end();
});

t.test('the time taken grows with the text, not with its square', (t) => {
  const cost = (keys: number): number => {
    const bytes = bytesOf(`{${Array.from({ length: keys }, (_, i) => `k${i}: 1`).join(', ')}}`);
    const once = (): number => {
      const start = process.cpuUsage().user;
      for (let i = 0; i < 4; i += 1) t.ok(readYaml(bytes).document);
      return process.cpuUsage().user - start;
    };
    // The least of several: whatever else the machine does makes it more, never less.
    return Math.min(...Array.from({ length: 8 }, once));
  };
  cost(250);
  t.ok(cost(2_000) < 32 * cost(250), 'eight times the keys would take 64 times as long if it were quadratic');
  t.end();
});

const word = fc.stringMatching(/^[a-zåæø][a-z0-9_-]{0,8}$/);
const leaf = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\p{Cc}\p{Cn}\p{Surrogate}]/u.test(text)),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
  ),
}));

t.test('what the library writes reads back as the same tree', (t) => {
  const maps = fc.dictionary(word, tree, { minKeys: 1, maxKeys: 5 });
  const same = (value: unknown, text: string): boolean => {
    const { document } = read(text);
    return document !== null && JSON.stringify(document.value) === JSON.stringify(value);
  };
  holds(
    t,
    fc.property(maps, (value) => same(value, stringify(value))),
    300,
  );
  holds(
    t,
    fc.property(maps, (value) => same(value, stringify(value, { collectionStyle: 'flow' }))),
    200,
  );
  holds(
    t,
    fc.property(maps, (value) => same(value, JSON.stringify(value, null, 2))),
    200,
  );
  t.end();
});

t.test('no bytes make it throw; problems are bounded and lie inside the text', (t) => {
  const piece = fc.constantFrom(
    'a',
    'b: ',
    '- ',
    '\n',
    '  ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '|',
    '>',
    '&x ',
    '*x',
    '!!str ',
    '#',
    ': ',
    ',',
    '? ',
    '%',
    '---\n',
    '\t',
    '@',
    '\r\n',
    'å',
    '\\',
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const sound = (bytes: Uint8Array): boolean => {
    const { document, problems } = readYaml(bytes);
    if (document) return problems.length === 0;
    const lines = new TextDecoder()
      .decode(bytes)
      .replace(/\r(?!\n)/g, '\n')
      .split('\n');
    return (
      problems.length > 0 &&
      problems.length <= LIMITS.problems &&
      problems.every(
        ({ line = 1, column = 1 }) => line <= lines.length && column <= (lines[line - 1] as string).length + 1,
      )
    );
  };
  holds(
    t,
    fc.property(text, (made) => sound(bytesOf(made))),
    1_000,
  );
  holds(
    t,
    fc.property(
      fc.uint8Array({ maxLength: 80 }).map((bytes) => bytes.map((byte) => (byte === 13 ? 10 : byte))),
      sound,
    ),
    500,
  );
  t.end();
});
