/** The small words that every room uses. */
import fc from 'fast-check';
import t from 'tap';
import { latestDay, systemClock, toDay, toRfc3339 } from '../../src/kernel/clock.ts';
import { digestName, newSalt, randomId, sha256, sha256Hex } from '../../src/kernel/digest.ts';
import { CodedError, ERRORS, isCoded } from '../../src/kernel/errors.ts';
import { FACETS, isFacet, SORTS } from '../../src/kernel/facets.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { BUILT_IN, ORIGIN_NAMES, OWN, originNumber } from '../../src/kernel/origins.ts';
import { decodeCursor, encodeCursor } from '../../src/kernel/page.ts';
import { holds } from '../helpers/holds.ts';

t.test('Times are written to the second in UTC', async (t) => {
  t.equal(toRfc3339(Date.UTC(2026, 10, 22, 10, 0, 0, 999)), '2026-11-22T10:00:00Z');
  t.equal(toDay(Date.UTC(2026, 10, 22, 23, 59)), '2026-11-22');
  t.equal(latestDay(Date.UTC(2026, 10, 22, 9, 59)), '2026-11-22');
  t.equal(latestDay(Date.UTC(2026, 10, 22, 10)), '2026-11-23');
  t.ok(Math.abs(systemClock.now() - Date.now()) < 10_000);
});

t.test('Digests are those of the standard', async (t) => {
  // NIST's example of SHA-256: the digest of "abc".
  const hex = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  t.equal(sha256Hex('abc'), hex);
  t.equal(sha256(Buffer.from('abc')).toString('hex'), hex);
  t.equal(digestName('abc'), `sha256:${Buffer.from(hex, 'hex').toString('base64url')}`);
});

t.test('Salts and ids are random', async (t) => {
  const many = (make: () => string) => new Set(Array.from({ length: 200 }, make));
  t.equal(many(newSalt).size, 200);
  t.equal(many(randomId).size, 200);
  t.equal(Buffer.from(newSalt(), 'base64url').length, 16);
  for (const id of many(randomId)) t.match(id, /^[a-z2-7]{16}$/);
});

t.test('An error has a code of the list, its words, and what was wrong where', async (t) => {
  const plain = new CodedError('gone');
  t.equal(plain.message, ERRORS.gone);
  t.same([plain.problems, plain.extra, plain.cause], [[], {}, undefined]);
  const problems = [{ rule: 'type', severity: 'error', pointer: '/a', message: 'no' } as const];
  const full = new CodedError('conflict', 'because', { problems, cause: plain, extra: { pid: 1 } });
  t.match(full, { message: 'because', problems, cause: plain, extra: { pid: 1 }, name: 'CodedError' });
  t.ok(isCoded(full) && isCoded(full, 'conflict'));
  t.notOk(isCoded(full, 'gone') || isCoded(new Error('gone')) || isCoded(null));
  for (const [code, title] of Object.entries(ERRORS)) t.match(title, /^[A-Z].*\.$/, code);
});

t.test('Facets, orders and limits are named once', async (t) => {
  t.equal(new Set(FACETS).size, FACETS.length);
  t.ok(FACETS.every(isFacet));
  t.notOk(isFacet('colour'));
  t.ok(SORTS.includes('relevance'));
  for (const [name, value] of Object.entries(LIMITS)) t.ok(Number.isSafeInteger(value) && value > 0, name);
});

t.test('Origins have a number and a name', async (t) => {
  t.same(
    [OWN, BUILT_IN].map((number) => originNumber(ORIGIN_NAMES[number] ?? '')),
    [OWN, BUILT_IN],
  );
  t.equal(originNumber('elsewhere.example'), undefined);
  t.equal(originNumber('toString'), undefined);
});

t.test('A cursor leads back to its place, in its own list only', async (t) => {
  const kinds = ['string', 'number'] as const;
  holds(
    t,
    fc.property(fc.string({ maxLength: 40 }), fc.maxSafeInteger(), (word, number) => {
      const back = decodeCursor('list', encodeCursor('list', [word, number]), [...kinds]);
      return back[0] === word && back[1] === number;
    }),
  );
  const cursor = encodeCursor('list', ['a', 1]);
  const bad = [
    ...['', ' ', '{}', '../..', `${cursor}=`, `${cursor} `, 'bm9qc29u', 'x'.repeat(600), cursor.slice(0, -3)],
    encodeCursor('other', ['a', 1]),
    encodeCursor('list', ['a']),
    encodeCursor('list', ['a', 1, 2]),
    encodeCursor('list', [1, 'a']),
    encodeCursor('list', ['a', 1.5]),
    encodeCursor('list', ['a', 2 ** 60]),
    Buffer.from('{"0":"list"}').toString('base64url'),
  ];
  for (const text of bad)
    t.throws(() => decodeCursor('list', text, [...kinds]), { code: 'invalid-cursor' }, text.slice(0, 40));
});
