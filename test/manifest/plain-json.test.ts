import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readPlainJson } from '../../src/manifest/plain-json.ts';
import { readJson } from '../../src/manifest/safe-json.ts';
import { holds } from '../helpers/holds.ts';

const value = (text: string): unknown => readJson(Buffer.from(text)).document?.value;

t.test('Everyday JSON is read as the reader with places reads it', async (t) => {
  for (const text of [
    '{}',
    '[]',
    '"x"',
    '0',
    '{"a":[1,-2.5e3,"\\"x\\\\",true,null,{"b:c":"},{"}]}',
    '{"__proto__":1}',
    '{"a":"å😀"}',
  ])
    t.match(readPlainJson(text), { compact: true }, text);
  for (const text of [' {"a" : 1}', '{"a":1}\n', '[1,\t2]']) t.match(readPlainJson(text), { compact: false }, text);
  t.same(readPlainJson('{"a":"\\\\"}')?.value, { a: '\\' });
});

t.test('What the reader with places refuses, or reads in its own way, is given up', async (t) => {
  const odd = [
    ...['', '{', '{"a":1,}', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '[{"b":{"c":1,"c":1}}]', '{"a":"\\ud83d"}', 'å'],
    ...['["x', '["\\"]', '12345678901234567890', '1e400', '{} {}', '[01]', '[NaN]', '"a\nb"', "{'a':1}"],
    '['.repeat(LIMITS.depth + 1) + ']'.repeat(LIMITS.depth + 1),
    `[${'1,'.repeat(LIMITS.nodes)}1]`,
  ];
  for (const text of odd) t.equal(readPlainJson(text), null, text.slice(0, 30));
});

t.test('Whatever is read quickly has the same value for the reader with places', async (t) => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '1',
    '-0',
    '1.50',
    ' ',
    '\n',
    '"\\u00e5"',
    '"',
    '\\',
  );
  const text = fc.oneof(
    fc.json(),
    fc.jsonValue().map((any) => JSON.stringify(any, null, 1)),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  );
  holds(
    t,
    fc.property(text, (text) => {
      const plain = readPlainJson(text);
      return plain === null || Object.is(JSON.stringify(plain.value), JSON.stringify(value(text)));
    }),
  );
});
