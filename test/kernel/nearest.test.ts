import t from 'tap';
import { nearest } from '../../src/kernel/nearest.ts';

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
