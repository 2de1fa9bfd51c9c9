import t from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { check } from '../../../src/manifest/check.ts';
import { bytesOf, FULL, withChange } from '../example.ts';

const asked = (source: Uint8Array | string) => check(source, { reference: true });
const told = (source: Uint8Array | string): string[] =>
  asked(source).problems.map(({ key, line, rule }) => `${rule} ${key} ${line}`);
const name = (value: string): string => withChange('name: Sluseplan', `name: ${value}`);

t.test('what the reference reads beyond YAML 1.2 is read', async (t) => {
  const accepted = [
    name('a\u0007b'),
    name('"a\nb"'),
    name("'a\nb\n\nc'"),
    withChange(/platforms:\n.*\n.*\n/, 'platforms: [\nweb,\n"li[nux"\n]\n'),
    withChange(/legal:\n.*\n.*\n/, 'legal: {\nlicense: MIT\n}\n'),
    withChange('      - img/one.png', '      - %41.png'),
    withChange('      - img/one.png', '      - ,one.png'),
    name(', a'),
    name('}a'),
    withChange('      - img/one.png', '      - }one.png'),
    name('"a"#b'),
    withChange(/platforms:\n.*\n.*\n/, 'platforms: [web]#b\n'),
    name('!e!x a'),
  ];
  for (const text of accepted) {
    t.same(asked(text), { valid: true, problems: [] }, text.slice(0, 100));
    t.match(check(text), { valid: false, problems: [{ note: /reference validator takes this/ }] });
  }
});

t.test('what it refuses beyond YAML 1.2 is refused', async (t) => {
  t.same(told(bytesOf(`\ufeff${FULL}`)), ['required publiccodeYmlVersion 0']);
  t.same(told(bytesOf(`\ufeffurl2: x\n${FULL}`)), ['unknown-key \ufeffurl2 1']);
  t.same(told(`%YAML 1.2\n---\n${FULL}`), ['documents  0']);
  t.same(told(`# first\n%YAML 1.2\n${FULL}`), ['yaml-syntax  2']);
  t.same(told(FULL.replace('name:', '\t\nname:')), ['yaml-syntax  2']);
  t.same(told(FULL.replace('name:', '\t# c\nname:')), ['yaml-syntax  2']);
  t.same(told(`# c\n\t# d\n${FULL}`), [], 'before all content a tab is taken');
  t.same(told(FULL.replace('name:', ': x\nname:')), ['yaml-syntax  1']);
  t.notOk(asked(name('"a\n\tb"')).valid);
  t.notOk(asked(name('|# c\n    a')).valid);
});

t.test('one mistake is told: of characters first, then of the structure', async (t) => {
  t.same(told(name('"a')), ['yaml-syntax  79'], 'a quote that another one closes further down');
  t.same(told("a: b\nname: 'a\n"), ['yaml-syntax  2'], 'a quote without any end');
  t.same(told('a: b: c\nb:\n\t- x\n'), ['yaml-syntax  3'], 'a tab');
  t.same(told('a: 1\na: 2\nb: c: d\n'), ['duplicate-key  2']);
  t.same(told('a: [b\n'), ['yaml-syntax  1']);
  t.same(told('a: 1\n---\nb: 2\n'), ['documents  0']);
  t.same(told(bytesOf('a: ')), ['required publiccodeYmlVersion 0']);
  t.same(told(Uint8Array.of(0x61, 0xff)), ['utf8  0']);
  t.same(told(`a: ${'['.repeat(LIMITS.depth + 1)}`), ['too-deep  1']);
  t.same(told('x'.repeat(LIMITS.manifestBytes + 1)), ['too-large  0']);
});
