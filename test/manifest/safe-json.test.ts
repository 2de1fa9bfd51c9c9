import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readJson } from '../../src/manifest/safe-json.ts';
import { holds } from '../helpers/holds.ts';
import { bytesOf } from './example.ts';

const read = (text: string) => readJson(bytesOf(text));

t.test('JSON is read with the places of its parts', (t) => {
  const text = ' {"a" : [1, -2.5e3, "x\\n\\u00e5", true, false, null, {}, [] ] ,\n  "b/c": {"__proto__": 1}}\r\n\t';
  const { document } = read(text);
  t.same(document?.value, JSON.parse(text));
  t.same(document?.positionOf('/a/2'), { line: 1, column: 21, length: 11 });
  t.same(document?.positionOf('/b~1c'), { line: 2, column: 3, length: 5 });
  t.same(read('\ufeff[]').document?.value, []);
  t.same(read('"x"').document?.value, 'x');
  t.end();
});

t.test('what is not JSON is refused with the place and the reason', (t) => {
  const bad: [string, string, number, number][] = [
    ['', 'empty', 0, 0],
    [' \n', 'empty', 2, 1],
    ['{"a": 1,}', 'json-syntax', 1, 9],
    ['{"a": 1\n "b": 2}', 'json-syntax', 2, 2],
    ['{a: 1}', 'json-syntax', 1, 2],
    ['{"a" 1}', 'json-syntax', 1, 6],
    ['{"a": 1, "a": 2}', 'duplicate-key', 1, 10],
    ['[1, 2', 'json-syntax', 1, 6],
    ['[1,]', 'json-syntax', 1, 4],
    ['[01]', 'json-syntax', 1, 2],
    ['[1.]', 'json-syntax', 1, 2],
    ['[+1]', 'json-syntax', 1, 2],
    ['[truely]', 'json-syntax', 1, 2],
    ['[NaN]', 'json-syntax', 1, 2],
    ['["x]', 'json-syntax', 1, 2],
    ['["x\ny"]', 'json-syntax', 1, 2],
    ['["\\x"]', 'json-syntax', 1, 2],
    ['["\\ud83d"]', 'broken-character', 1, 2],
    ['{"a": 1e999}', 'number', 1, 7],
    ['[-9007199254740993]', 'number', 1, 2],
    ['{} {}', 'json-syntax', 1, 4],
    ['// no\n{}', 'json-syntax', 1, 1],
    ['['.repeat(LIMITS.depth + 1), 'too-deep', 1, LIMITS.depth + 1],
    ['{"a":'.repeat(50_000), 'too-deep', 1, LIMITS.depth * 5 + 1],
    [`[${'1,'.repeat(LIMITS.nodes)}1]`, 'too-many-nodes', 1, 2 * LIMITS.nodes],
    ['x'.repeat(LIMITS.sourceBytes + 1), 'too-large', 0, 0],
  ];
  for (const [text, rule, line, column] of bad) {
    const { document, problems } = read(text);
    t.equal(document, null);
    t.equal(problems.length, 1);
    const [first] = problems;
    t.same(
      [first?.rule, first?.line ?? 0, first?.column ?? 0],
      [rule, line, column],
      JSON.stringify(text.slice(0, 40)),
    );
  }
  t.match(readJson(Uint8Array.from([0x22, 0xff, 0x22])).problems, [{ rule: 'utf8', line: 1, column: 2 }]);
  t.end();
});

t.test('it takes what JSON.parse takes, and gives the same', (t) => {
  const value = fc
    .jsonValue({ maxDepth: 5 })
    .filter((made) => !/\p{Surrogate}/u.test(JSON.stringify(made)) && JSON.stringify(made).length < 20_000);
  const same = (made: unknown, indent: number): boolean => {
    const text = JSON.stringify(made, null, indent);
    const { document } = read(text);
    return document !== null && JSON.stringify(document.value) === JSON.stringify(JSON.parse(text));
  };
  holds(
    t,
    fc.property(value, fc.nat(3), (made, indent) => largeNumber(made) || same(made, indent)),
    500,
  );
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '1',
    '-',
    '0',
    '.5',
    'e3',
    'true',
    'null',
    ' ',
    '"',
    '\\',
    '\\n',
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const agrees = (made: string): boolean => {
    const { document, problems } = read(made);
    if (problems[0]?.rule === 'duplicate-key') return true;
    if (problems[0]?.rule === 'number') return (made.match(/[\d.e]+/g) ?? []).some(isBeyond);
    return (document !== null) === parses(made);
  };
  holds(t, fc.property(text, agrees), 3_000);
  t.end();
});

function isBeyond(number: string): boolean {
  return Number(number) > Number.MAX_SAFE_INTEGER;
}

/** Whole numbers beyond 2^53 stay text. */
function largeNumber(value: unknown): boolean {
  return /\d{16}|e\+/.test(JSON.stringify(value));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
