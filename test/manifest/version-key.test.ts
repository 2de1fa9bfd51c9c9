import t from 'tap';
import { hasVersionKey } from '../../src/manifest/version-key.ts';

t.test('the key of the version is found as it is written, in a text and in bytes', (t) => {
  const written = [
    'publiccodeYmlVersion: "0"',
    '# a note\nname: A\npubliccodeYmlVersion : 0.5',
    '"publiccodeYmlVersion": "0"',
    "'publiccodeYmlVersion'\t:",
    '{publiccodeYmlVersion: "0"}',
    '{ "publiccodeYmlVersion": "0" }',
    '{\n  "publiccodeYmlVersion": "0"\n}',
    '{\r\n\t"publiccodeYmlVersion":"0"}',
    '\ufeffpubliccodeYmlVersion: "0"',
  ];
  for (const text of written) {
    t.equal(hasVersionKey(text), true, text);
    t.equal(hasVersionKey(Buffer.from(text)), true, text);
  }
  for (const text of [
    '',
    'version: 1',
    '# publiccodeYmlVersion: 0',
    'x: publiccodeYmlVersion: 0',
    'publiccodeYmlVersion',
  ])
    t.equal(hasVersionKey(text), false, text);
  t.end();
});

t.test('long runs of spaces and lines take no long time', (t) => {
  const began = performance.now();
  for (const piece of [
    ' ',
    '\t',
    '\n',
    '\r\n',
    ' \n',
    '\n ',
    ' \t\n\n',
    '{ ',
    '\n{',
    '"',
    'publiccodeYmlVersion ',
    '\ufeff',
  ]) {
    const text = piece.repeat((256 * 1024) / piece.length);
    t.equal(hasVersionKey(text), false);
    t.equal(hasVersionKey(`x${text}`), false);
    t.equal(hasVersionKey(Buffer.from(`publiccodeYmlVersion${text}`)), false);
  }
  t.ok(performance.now() - began < 2_000, `${performance.now() - began} ms`);
  t.end();
});
