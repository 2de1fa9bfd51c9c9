import fc from 'fast-check';
import t from 'tap';
import { fits, fitsAny, type Scheme } from '../../src/versions/fits.ts';
import { comparePy, inSpecifiers, isPreRelease, type PyVersion, readPyVersion } from '../../src/versions/pep440.ts';

const read = (text: string): PyVersion => readPyVersion(text) as PyVersion;

t.test('Versions of Python stand in the order that PEP 440 gives them', async (t) => {
  const order =
    '1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0.post456.dev34 1.0.post456 1.0.15 1.1.dev1 1!0.5'.split(
      ' ',
    );
  for (const [i, low] of order.entries())
    for (const high of order.slice(i + 1)) {
      t.ok(comparePy(read(low), read(high)) < 0, `${low} < ${high}`);
      t.ok(comparePy(read(high), read(low)) > 0);
    }
  for (const [a, b] of [
    ['1.0', '1'],
    ['v1.0', '1.0.0'],
    ['1.0-1', '1.0.post1'],
    ['1.0alpha', '1.0a0'],
    ['1.0+local', '1.0'],
    ['1.0RC1', '1.0c1'],
  ])
    t.equal(comparePy(read(a as string), read(b as string)), 0, `${a} = ${b}`);
  for (const text of ['', 'x', '1.x', '1..2', 'rolling', '1.0-foo', '9'.repeat(200)])
    t.equal(readPyVersion(text), null, text.slice(0, 9));
  t.ok(isPreRelease(read('1.0rc1')) && isPreRelease(read('1.0.dev1')) && !isPreRelease(read('1.0.post1')));
});

t.test('Reading never throws and comparing is an order', async (t) => {
  const version = fc
    .tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), fc.constantFrom('', 'a1', 'rc2', '.post1', '.dev3'))
    .map(([release, end]) => release.join('.') + end);
  fc.assert(
    fc.property(version, version, version, fc.string(), (a, b, c, any) => {
      t.equal(Math.sign(comparePy(read(a), read(b))), -Math.sign(comparePy(read(b), read(a))) + 0);
      if (comparePy(read(a), read(b)) <= 0 && comparePy(read(b), read(c)) <= 0) t.ok(comparePy(read(a), read(c)) <= 0);
      t.equal(inSpecifiers(a, `==${a}`), true);
      for (const scheme of ['pep440', 'classifier', 'composer', 'npm', 'between'] as Scheme[])
        t.ok(['yes', 'no', 'not known'].includes(fits(a, { range: any, scheme })));
    }),
    { numRuns: 100 },
  );
});

/** version, range, scheme, fits */
const CASES = `
4.3.19 | >=4.3,<5 | pep440 | yes
5.0 | >=4.3,<5 | pep440 | no
5.0rc1 | <5 | pep440 | no
4.9rc1 | <5 | pep440 | yes
5.0b1 | <5rc1 | pep440 | yes
4.3.post1 | >4.3 | pep440 | no
4.4 | >4.3 | pep440 | yes
4.3.post2 | >4.3.post1 | pep440 | yes
4.3.9 | ~=4.3.1 | pep440 | yes
4.4 | ~=4.3.1 | pep440 | no
4.4 | ~=4 | pep440 | no
4.3.1 | ==4.3.* | pep440 | yes
4.3.1 | !=4.3.* | pep440 | no
4.3.1 | >=4.3.* | pep440 | not known
4.3.1 | ==x.* | pep440 | not known
4.3 | ==4.3.0 | pep440 | yes
4.3 | !=4.3 | pep440 | no
4.3 | <=4.3 | pep440 | yes
4.3 | ===4.3 | pep440 | yes
4.3 | >=x | pep440 | not known
4.3 | anything | pep440 | not known
4.3 | >1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1,>1 | pep440 | not known
rolling | >=4 | pep440 | not known
4.3.19 | 4.3 | classifier | yes
4.30 | 4.3 | classifier | no
6 | 6.0 | classifier | yes
x | 4.3 | classifier | not known
10.2.3 | ^9.5 || ^10 | composer | yes
11.0.0 | ^9.5 || ^10 | composer | no
9.9.0 | ~9.5 | composer | yes
10.0.0 | ~9.5 | composer | no
9.5.9 | ~9.5.1 | composer | yes
9.5.1 | 9.5 - 9.6 | composer | yes
10.1.0 | >=10.0,<11 | composer | yes
10.1.0 | 10.* | composer | yes
10.1.0 | 10.1 | composer | yes
10.1.2 | 10.1 | composer | no
10.1.2 | ==10.1.2 | composer | yes
10.1.2 | * | composer | yes
10.1.2 | ^10.1@beta | composer | yes
10.1.2 | !=10.1.2 | composer | not known
10.1.2 | dev-main | composer | not known
1.2.3 | ^1.0.0 | npm | yes
2.0.0 | ^1.0.0 | npm | no
18 | >=16 | npm | yes
1.2.3 | latest | npm | not known
six | >=16 | npm | not known
13 | 11 - 15 | between | yes
15.4 | 11 - 15 | between | yes
16 | 11 - 15 | between | no
10 | 11 - 15 | between | no
23.1 | 23 | between | yes
24 | 23 | between | no
12 | 11 - | between | yes
12 | - 11 | between | no
12 | - | between | not known
12 | a - b | between | not known
x | 11 - 15 | between | not known
`;

t.test('Each range is read as its source means it, and what cannot be read is not known', async (t) => {
  for (const line of CASES.trim().split('\n')) {
    const [version = '', range = '', scheme, answer] = line.split(' | ').length === 4 ? line.split(' | ') : [];
    t.equal(fits(version, { range, scheme: scheme as Scheme }), answer, line);
  }
  t.equal(fits('1', { range: '1'.repeat(300), scheme: 'npm' }), 'not known');
  t.equal(inSpecifiers('1.0', ''), true);
});

t.test('Of several ranges one is enough, and none says nothing', async (t) => {
  const line = (range: string) => ({ range, scheme: 'classifier' as const });
  t.equal(fitsAny('4.3', [line('4.2'), line('4.3')]), 'yes');
  t.equal(fitsAny('4.4', [line('4.2'), line('4.3')]), 'no');
  t.equal(fitsAny('4.4', [line('4.2'), line('x')]), 'not known');
  t.equal(fitsAny('4.4', []), 'not known');
});
