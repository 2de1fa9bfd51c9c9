import fc from 'fast-check';
import t from 'tap';
import { decodeNumbers, encodeNumbers, NumberWriter } from '../../src/kernel/varint.ts';
import { distance, Signature } from '../../src/search/distance.ts';
import { holds } from '../helpers/holds.ts';

t.test('A slip is a letter too much, too few, another one, or two changed about', async (t) => {
  const cases: [string, string, number][] = [
    ['kitos', 'kitos', 0],
    ['kitos', 'kittos', 1],
    ['kitos', 'kits', 1],
    ['kitos', 'kitas', 1],
    ['kitos', 'iktos', 1],
    ['valghalla', 'vlaghala', 2],
    ['', 'ab', 2],
  ];
  for (const [a, b, slips] of cases) {
    t.equal(distance(a, b, 2), slips, `${a} ${b}`);
    t.equal(distance(b, a, 2), slips, `${b} ${a}`);
  }
  t.equal(distance('kitos', 'plone', 2), 3, 'more than was asked for');
  t.equal(distance('a', 'abcdef', 2), 3);
});

/** A word with up to two slips in it. */
const slipped = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'abcdenorst'), minLength: 4, maxLength: 12 }),
    fc.array(fc.tuple(fc.constantFrom('add', 'drop', 'change', 'swap'), fc.nat(11), fc.constantFrom(...'xyz')), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([word, slips]) => {
    let other = [...word];
    for (const [what, at, letter] of slips) {
      const i = at % other.length;
      if (what === 'add') other.splice(i, 0, letter);
      else if (what === 'drop') other.splice(i, 1);
      else if (what === 'change') other[i] = letter;
      else other = [...other.slice(0, i), ...other.slice(i, i + 2).reverse(), ...other.slice(i + 2)];
    }
    return [word, other.join('')] as const;
  });

/** The whole table, as it stands in books. */
function slowly(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  const at = (i: number, j: number): number => (i < 0 || j < 0 ? 99 : (table[i]?.[j] as number));
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      const turned = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : 99;
      (table[i] as number[])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + other, turned);
    }
  }
  return at(a.length, b.length);
}

t.test('Slips are those of the whole table, of which only what may be near is filled', async (t) => {
  const word = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 9 });
  holds(
    t,
    fc.property(fc.oneof(slipped, fc.tuple(word, word)), fc.integer({ min: 1, max: 3 }), ([a, b], most) => {
      return distance(a, b, most) === slowly(a, b) || (slowly(a, b) > most && distance(a, b, most) > most);
    }),
    3_000,
  );
});

t.test('No near word is passed over', async (t) => {
  holds(
    t,
    fc.property(slipped, ([word, other]) => {
      const signature = new Signature();
      signature.add(2_000, word);
      const apart = distance(word, other, 2);
      return apart > 2 || signature.candidates(other, 2).includes(2_000);
    }),
    2000,
  );
});

t.test('Numbers are the same again, in as few bytes as they need', async (t) => {
  holds(
    t,
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 })), (numbers) => {
      return decodeNumbers(encodeNumbers(numbers)).join() === numbers.join();
    }),
    200,
  );
  t.equal(encodeNumbers([0, 127]).length, 2);
  t.equal(encodeNumbers([128, 16_383]).length, 4);
  const writer = new NumberWriter(0);
  writer.put(300);
  writer.clear();
  for (let i = 0; i < 20; i += 1) writer.put(2 ** 32 - 1 - i);
  const many = Array.from({ length: 20 }, (_, i) => 2 ** 32 - 1 - i);
  t.same(decodeNumbers(writer.take()), many, 'however many there are, and nothing of before');
  t.same(decodeNumbers(Uint8Array.of(5, 0x80)), [5], 'a number that is cut short is none');
});
