import fc from 'fast-check';
import t from 'tap';
import { nearest } from '../../src/kernel/nearest.ts';
import { holds } from '../helpers/holds.ts';

t.test('a word with a slip is found, one that is far is not', (t) => {
  const words = ['serve', 'search', 'show', 'verify', 'withdraw'];
  t.equal(nearest('serch', words), 'search');
  t.equal(nearest('VERFIY', words), 'verify');
  t.equal(nearest('withdrw', words), 'withdraw');
  t.equal(nearest('show', words), 'show');
  t.equal(nearest('publish', words), undefined);
  t.equal(nearest('', words), undefined);
  t.equal(nearest('x'.repeat(65), ['x'.repeat(65)]), undefined);
  t.end();
});

t.test('It is the first of the words with the fewest edits', async (t) => {
  const word = fc.stringMatching(/^[a-dA-Dæ-]{0,6}$/);
  holds(
    t,
    fc.property(
      word,
      fc.array(word, { maxLength: 12 }),
      (wanted, words) => nearest(wanted, words) === plainly(wanted, words),
    ),
    500,
  );
});

function plainly(wanted: string, words: string[]): string | undefined {
  const edits = (a: string, b: string): number => {
    if (a === '' || b === '') return a.length + b.length;
    if (a[0] === b[0]) return edits(a.slice(1), b.slice(1));
    return 1 + Math.min(edits(a.slice(1), b), edits(a, b.slice(1)), edits(a.slice(1), b.slice(1)));
  };
  const found = words.map((word) => edits(wanted.toLowerCase(), word.toLowerCase()));
  const least = Math.min(...found);
  return least <= Math.floor(wanted.length / 3) ? words[found.indexOf(least)] : undefined;
}
