import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { isKind, KINDS, MEDIA_TYPE, PLURAL, parseRef } from '../../src/records/kinds.ts';
import { RECORD_SCHEMAS } from '../../src/records/record-schemas.ts';

t.test('every kind has a plural and a media type of its own', (t) => {
  t.equal(new Set(KINDS.map((kind) => PLURAL[kind])).size, KINDS.length);
  for (const kind of KINDS) t.equal(MEDIA_TYPE[kind], `application/vnd.alminding.${kind}+json`);
  t.end();
});

t.test('a word is a kind only when it is one of the list', (t) => {
  t.equal(isKind('network'), true);
  for (const word of ['networks', 'Software', '', '__proto__', 'toString', undefined, null, 7])
    t.equal(isKind(word), false);
  t.end();
});

t.test('a reference is taken apart into kind, slug and origin', (t) => {
  t.same(parseRef('software/os2mo'), { kind: 'software', slug: 'os2mo' });
  t.same(parseRef('network/os2@built-in'), { kind: 'network', slug: 'os2', origin: 'built-in' });
  t.same(parseRef('organisation/by-1@catalogue.example:8443/a'), {
    kind: 'organisation',
    slug: 'by-1',
    origin: 'catalogue.example:8443/a',
  });
  t.end();
});

t.test('what is no reference gives null', (t) => {
  const wrong = [
    '',
    'software',
    'software/',
    'softwares/a',
    'software/../etc',
    'software/a..b',
    'software/A',
    'software/a@',
  ];
  for (const ref of [
    ...wrong,
    'toString/a',
    'software/a/b',
    `software/${'a'.repeat(101)}`,
    'software/a@B',
    ' software/a',
  ])
    t.equal(parseRef(ref), null, ref);
  t.end();
});

t.test('the schema of every kind is one of JSON Schema 2020-12, which no start of the program checks again', (t) => {
  const ajv = new Ajv2020({ strict: true });
  for (const kind of KINDS) t.equal(ajv.validateSchema(RECORD_SCHEMAS[kind]), true, kind);
  t.end();
});
