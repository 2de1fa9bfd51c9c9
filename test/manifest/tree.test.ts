import t from 'tap';
import { ReadDocument } from '../../src/manifest/read-document.ts';
import { readYaml } from '../../src/manifest/safe-yaml.ts';
import { booleanOf, isNumber, plainValue, pointerParts, pointerTo, type ScalarNode } from '../../src/manifest/tree.ts';
import { bytesOf } from './example.ts';

const scalar = (text: string, style: ScalarNode['style'] = 'plain'): ScalarNode => ({
  is: 'scalar',
  text,
  style,
  start: 0,
  end: 0,
});

t.test('plain scalars mean what the core schema of YAML 1.2 says', (t) => {
  const meanings: [string, unknown][] = [
    ['', null],
    ['~', null],
    ['Null', null],
    ['true', true],
    ['FALSE', false],
    ['yes', 'yes'],
    ['no', 'no'],
    ['12', 12],
    ['-3.5e2', -350],
    ['.5', 0.5],
    ['0x1F', 31],
    ['0o17', 15],
    ['017', 17],
    ['1.10', 1.1],
    ['9007199254740993', '9007199254740993'],
    ['1e999', '1e999'],
    ['.inf', '.inf'],
    ['.nan', '.nan'],
    ['2026-11-22', '2026-11-22'],
    ['1_000', '1_000'],
  ];
  for (const [text, value] of meanings) t.equal(plainValue(scalar(text)), value, text);
  t.end();
});

t.test('quotes and blocks make every scalar a text', (t) => {
  for (const text of ['', 'null', 'true', '12']) {
    t.equal(plainValue(scalar(text, 'quoted')), text);
    t.equal(plainValue(scalar(text, 'block')), text);
  }
  t.equal(booleanOf(scalar('true', 'quoted')), undefined);
  t.equal(booleanOf({ is: 'list', items: [], start: 0, end: 0 }), undefined);
  t.equal(isNumber(scalar('0.4')), true);
  t.equal(isNumber(scalar('0.4.0')), false);
  t.equal(isNumber(scalar('0.4', 'quoted')), false);
  t.end();
});

t.test('the key __proto__ is a key like others', (t) => {
  const { document } = readYaml(bytesOf('__proto__:\n  polluted: true\nconstructor: x\n'));
  const value = document?.value as Record<string, unknown>;
  t.same(Object.keys(value), ['__proto__', 'constructor']);
  t.equal(Object.getPrototypeOf(value), Object.prototype);
  t.equal(({} as Record<string, unknown>).polluted, undefined);
  t.end();
});

t.test('parts of a JSON pointer are escaped and taken apart', (t) => {
  const pointer = pointerTo(pointerTo(pointerTo('', 'a/b'), 3), 'c~d');
  t.equal(pointer, '/a~1b/3/c~0d');
  t.same(pointerParts(pointer), ['a/b', '3', 'c~d']);
  t.same(pointerParts(''), []);
  t.end();
});

t.test('a document tells where its parts stand', (t) => {
  const text = 'a: 1\nb:\n  - x\n  - y: "z"\n';
  const { document } = readYaml(bytesOf(text));
  t.same(document?.positionOf('/a'), { line: 1, column: 4, length: 1 });
  t.same(document?.positionOf('/b'), { line: 2, column: 1, length: 1 }, 'a list has the place of its key');
  t.same(document?.positionOf('/b/1/y'), { line: 4, column: 8, length: 3 });
  t.same(document?.positionOf('/b/1'), { line: 4, column: 5, length: 1 });
  t.same(document?.positionOf(''), { line: 1, column: 1, length: 1 });
  for (const pointer of ['/c', '/b/2', '/b/x', '/a/x', '/b/-1'])
    t.equal(document?.positionOf(pointer), undefined, pointer);
  t.same(document?.value, { a: 1, b: ['x', { y: 'z' }] });
  t.ok(document instanceof ReadDocument);
  t.end();
});
