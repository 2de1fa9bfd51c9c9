import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { stem } from '../../src/search/stems.ts';

t.test('a word is stemmed in its language', async (t) => {
  t.equal(stem('policies', 'en'), 'polici');
  t.equal(stem('borgerne', 'da'), 'borg');
  t.equal(stem('policies', ''), 'policies', 'one of another language stands as it is');
  t.equal(stem('of', 'en'), 'of');
  t.equal(stem('x'.repeat(100), 'de'), 'x'.repeat(100), 'what is that long is no word');
});

t.test('the same letters are another word in another language, however often they are asked for', async (t) => {
  for (let round = 0; round < 3; round += 1) {
    t.equal(stem('gifter', 'sv'), 'gift');
    t.equal(stem('gifter', 'en'), 'gifter');
  }
});

t.test('more words than are remembered', async (t) => {
  const before = ['policies', 'gifter'].map((word) => stem(word, 'en'));
  for (let i = 0; i <= LIMITS.stemsKept; i += 1) stem(`word${i}`, 'en');
  t.same(
    ['policies', 'gifter'].map((word) => stem(word, 'en')),
    before,
  );
});
