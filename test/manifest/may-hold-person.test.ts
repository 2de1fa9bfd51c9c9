import fc from 'fast-check';
import t from 'tap';
import { hasEmail, hasPhone, mayHoldPerson } from '../../src/manifest/scrub.ts';

t.test('Whatever holds a mail address or a telephone number has a sign of it in its JSON', async (t) => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'b.dk',
      '@',
      '＠',
      '﹫',
      '&#64;',
      '%40',
      '+',
      '00',
      '45',
      '12345678',
      ' ',
      '\u00ad',
      '\u200b',
      '"',
      '\\',
      '\n',
    ],
  );
  const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  let held = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (!hasEmail(text) && !hasPhone(text)) return true;
      held += 1;
      return (
        mayHoldPerson(JSON.stringify({ text })) && mayHoldPerson(JSON.stringify([text]).replaceAll('+', '\\u002b'))
      );
    }),
    { numRuns: 3_000, seed: 7 },
  );
  t.ok(held > 100, `${held} of them held one`);
  t.notOk(mayHoldPerson('{"name":"Kitos","releaseDate":"2026-11-29","description":"Keeps\\nagendas."}'));
});
