import fc from 'fast-check';
import t from 'tap';
import { decodeBundle, encodeBundle } from '../../src/journal/bundle.ts';
import { indexPath, parseIndexPath, parseTilePath, tilePath, tilesOf, widthIn } from '../../src/journal/tiles.ts';
import { holds } from '../helpers/holds.ts';
import { refusalOf } from '../helpers/refused.ts';

const tile = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
  index: fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 999, 1000, 1_234_067, 2 ** 53 - 1)),
  width: fc.integer({ min: 1, max: 256 }),
});

t.test('the index is written in groups of three digits, as the specification shows', async (t) => {
  t.equal(indexPath(1_234_067), 'x001/x234/067');
  t.equal(tilePath({ level: 0, index: 0, width: 256 }), 'tile/0/000');
  t.equal(tilePath({ level: 'entries', index: 273, width: 112 }), 'tile/entries/273.p/112');
});

t.test('a path is read back as the tile that it names', async (t) => {
  const same = (a: object | null, b: object) => JSON.stringify(a) === JSON.stringify(b);
  holds(
    t,
    fc.property(tile, ({ level, index, width }) =>
      same(parseTilePath(tilePath({ level, index, width })), { level, index, width }),
    ),
    500,
  );
});

t.test('whatever is read as a path is written just so', async (t) => {
  const letters = fc.string({ unit: fc.constantFrom(...'tile/ntrs0129x.p'), maxLength: 30 });
  const near = tile.chain((tile) => {
    const path = tilePath(tile);
    return fc
      .tuple(fc.nat(path.length), letters)
      .map(([at, text]) => path.slice(0, at) + text.slice(0, 2) + path.slice(at));
  });
  holds(
    t,
    fc.property(fc.oneof(letters, near), (path) => {
      const read = parseTilePath(path);
      return read === null || tilePath(read) === path;
    }),
  );
});

t.test('what is no path is none', async (t) => {
  const bad = [
    '',
    'tile',
    'tile/0',
    'tile/64/000',
    'tile/00/000',
    'tile/0/0',
    'tile/0/1000',
    'tile/0/x000/001',
    'tile/0/000.p/0',
  ];
  bad.push('tile/0/000.p/256', 'tile/0/000.p/01', 'tile/0/000.p/', 'tile/0/000/', '/tile/0/000', 'tile/0/x9999/000');
  bad.push(
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/Entries/000',
    'tile/-1/000',
    'tile/0/x000',
    'tile/0/000.p/1000',
  );
  for (const path of bad) t.equal(parseTilePath(path), null, path);
  t.equal(parseIndexPath('x9007/000'), null);
  for (const [level, index, width] of [
    [64, 0, 1],
    [0.5, 0, 1],
    [0, -1, 1],
    [0, 2 ** 53, 1],
    [0, 0, 0],
    [0, 0, 257],
  ] as const)
    t.equal(
      refusalOf(() => tilePath({ level, index, width })),
      'internal',
    );
});

t.test('a tree of 70,000 leaves has the tiles of the specification', async (t) => {
  const tiles = [...tilesOf(70_000)];
  const of = (level: number) => tiles.filter((tile) => tile.level === level);
  t.equal(of(0).filter(({ width }) => width === 256).length, 273);
  t.same(of(0).at(-1), { level: 0, index: 273, width: 112 });
  t.same(of(1), [
    { level: 1, index: 0, width: 256 },
    { level: 1, index: 1, width: 17 },
  ]);
  t.same(of(2), [{ level: 2, index: 0, width: 1 }]);
  t.same(
    [...tilesOf(256)],
    [
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ],
  );
  t.same([...tilesOf(0)], []);
  t.equal(widthIn(2 ** 53 - 1, { level: 6, index: 0 }), 31);
  t.equal(widthIn(300, { level: 'entries', index: 1 }), 44);
});

const entry = fc.uint8Array({ maxLength: 300 });

t.test('a bundle gives back its entries, and nothing else gives any', async (t) => {
  holds(
    t,
    fc.property(fc.array(entry, { maxLength: 256 }), fc.uint8Array({ maxLength: 3 }), (entries, tail) => {
      const bytes = encodeBundle(entries);
      const back = decodeBundle(bytes, entries.length);
      const longer = refusalOf(() => decodeBundle(Buffer.concat([bytes, tail]), entries.length));
      return (
        back.every((one, i) => one.equals(entries[i] as Uint8Array)) &&
        (tail.length === 0 || longer === 'invalid-input')
      );
    }),
  );
  holds(
    t,
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: -1, max: 300 }), (bytes, count) => {
      const code = refusalOf(() => decodeBundle(bytes, count));
      return code === 'invalid-input' || (code === null && encodeBundle(decodeBundle(bytes, count)).equals(bytes));
    }),
  );
  t.equal(
    refusalOf(() => encodeBundle([Buffer.alloc(65_536)])),
    'internal',
  );
});
