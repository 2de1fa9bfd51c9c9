import fc from 'fast-check';
import t from 'tap';
import { alikeIn, shareOf, sizeClassOf } from '../../src/adopters/bodies.ts';
import { censusOf, seriesOf, usedOn } from '../../src/adopters/census.ts';
import { type Claim, isUsedOn } from '../../src/adopters/claims.ts';
import { adoptersOf, firstMovers, tally } from '../../src/adopters/count.ts';
import { evidenceOn } from '../../src/adopters/evidence.ts';
import { bodiesOf, type Identified } from '../../src/adopters/identity.ts';

const DAY = '2026-11-28';
const claim = (more: Partial<Claim> = {}): Claim => ({
  ...{ id: 'a', software: 's', organisation: 'o', name: 'A town', state: 'production', evidence: 'claimed' },
  ...more,
});

const dates = fc.option(fc.constantFrom('2019', '2020-03', '2021-05-06', '2026-11'), { nil: undefined });
const claims = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    software: fc.constantFrom('s', 't'),
    organisation: fc.option(fc.constantFrom('o', 'p')),
    name: fc.constantFrom('Århus', 'århus ', 'Elsewhere'),
    country: fc.option(fc.constantFrom('DK', 'SE'), { nil: undefined }),
    state: fc.constantFrom('planned', 'pilot', 'production', 'in-use', 'retired'),
    evidence: fc.constantFrom('claimed', 'declared', 'confirmed'),
    ...{ since: dates, until: dates, asOf: dates, lastConfirmed: dates },
    disputed: fc.boolean(),
  }),
  { maxLength: 12 },
) as fc.Arbitrary<Claim[]>;

t.test('the order of arrival and claims that come twice change nothing', async (t) => {
  fc.assert(
    fc.property(claims, fc.array(fc.nat()), (all, keys) => {
      // What has one id is one claim: the same in every copy.
      const known = [...new Map(all.map((one) => [one.id, one])).values()];
      const shuffled = known
        .map((one, i) => ({ one, key: keys[i] ?? i }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      t.same(adoptersOf([...shuffled, ...shuffled.slice(0, 3)], DAY), adoptersOf(known, DAY));
    }),
    { numRuns: 150 },
  );
});

t.test('each body and software counts once, however many say so', async (t) => {
  fc.assert(
    fc.property(claims, (all) => {
      const adopters = adoptersOf(all, DAY);
      t.equal(new Set(adopters.map(({ key }) => key)).size, adopters.length);
      const ids = adopters.flatMap((adopter) => adopter.claims.map(({ id }) => `${adopter.key} ${id}`));
      t.equal(new Set(ids).size, ids.length);
    }),
    { numRuns: 50 },
  );
  const [one, ...others] = adoptersOf([claim(), claim({ id: 'b', name: 'The town' })], DAY);
  t.same(others, []);
  t.equal(one?.claims.length, 2);
  t.equal(adoptersOf([claim(), claim({ id: 'b', software: 't' })], DAY).length, 2);
  const text = { organisation: null, name: 'Springfield' };
  t.equal(
    adoptersOf([claim(text), claim({ ...text, id: 'b', country: 'US' })], DAY).length,
    2,
    'a name in two countries',
  );
});

t.test('the body’s own word leads, then the newest; the earliest beginning is kept', async (t) => {
  const told = { id: 'b', evidence: 'declared', state: 'retired', asOf: '2020' } as const;
  const [adopter] = adoptersOf([claim({ asOf: '2026-01', since: '2018' }), claim(told)], DAY);
  t.match(adopter, { state: 'retired', evidence: 'declared', since: '2018', claims: [{ id: 'b' }, { id: 'a' }] });
  const [planned] = adoptersOf([claim({ since: '2019' }), claim({ id: 'p', state: 'planned', asOf: '2026-01' })], DAY);
  t.match(planned, { state: 'planned', since: undefined }, 'what began is no date of what is planned');
  t.match(adoptersOf([claim({ asOf: '2019' }), claim({ id: 'b', asOf: '2024', state: 'pilot' })], DAY), [
    { state: 'pilot' },
  ]);
  t.match(adoptersOf([claim({ disputed: true }), claim({ id: 'b' })], DAY), [{ disputed: true }]);
});

t.test('what a body says of itself is confirmed for twelve months', async (t) => {
  const said = (evidence: Claim['evidence'], lastConfirmed?: string) => evidenceOn({ evidence, lastConfirmed }, DAY);
  t.equal(said('claimed', '2026-11-01'), 'claimed', 'nobody confirms what another claims');
  t.equal(said('declared'), 'declared');
  t.equal(said('confirmed', '2025-11-28'), 'confirmed', 'the last day');
  t.equal(said('confirmed', '2025-11-27'), 'declared');
  t.equal(said('declared', '2025-11'), 'confirmed', 'a month counts to its end');
  t.equal(said('declared', '2025-10'), 'declared');
  t.equal(said('declared', '2027-01'), 'declared', 'the future confirms nothing');
});

t.test('what has ended is used no more', async (t) => {
  t.equal(isUsedOn(claim({ until: '2024' }), DAY), false);
  t.equal(isUsedOn(claim({ until: '2026-11' }), DAY), true, 'to the end of the month');
  t.equal(isUsedOn(claim({ state: 'planned' }), DAY), false);
});

t.test('a census counts who used it at a date, as far as dates tell', async (t) => {
  const used = (more: Partial<Claim>, date: string) => usedOn(claim(more), date);
  t.equal(used({ since: '2020-03' }, '2020-02'), 'no');
  t.equal(used({ since: '2020-03' }, '2020'), 'yes', 'at the end of the year');
  t.equal(used({ since: '2020' }, '2020-02-03'), 'yes', 'a year without month began within it');
  t.equal(used({ asOf: '2021' }, '2020'), 'no', 'nobody knew of it yet');
  t.equal(used({ asOf: '2021' }, '2022'), 'yes');
  t.equal(used({ lastConfirmed: '2021' }, '2022'), 'yes');
  t.equal(used({}, '2022'), 'not-known');
  t.equal(used({ since: '2020', until: '2023-05' }, '2023-04'), 'yes');
  t.equal(used({ since: '2020', until: '2023-05' }, '2023-05'), 'no');
  t.equal(used({ since: '2020', until: '2023' }, '2023-05'), 'yes', 'it may have ended later in the year');
  t.equal(used({ state: 'planned', since: '2020' }, '2022'), 'no');
  t.equal(used({ state: 'retired', since: '2018', until: '2020' }, '2019'), 'yes');
  t.equal(used({ state: 'retired', since: '2018', asOf: '2020' }, '2019'), 'not-known');
  t.equal(used({ state: 'retired', since: '2018', asOf: '2020' }, '2020'), 'no');
  t.equal(used({ state: 'retired', asOf: '2020' }, '2021'), 'no');
  t.equal(used({ state: 'retired', asOf: '2020' }, '2019'), 'not-known');
  t.equal(used({ state: 'retired' }, '2021'), 'not-known');
  const adopters = adoptersOf([claim({ since: '2020' }), claim({ id: 'b', organisation: 'p' })], DAY);
  t.match(censusOf(adopters, '2021'), { inUse: 1, notKnown: 1, byEvidence: [{ value: 'claimed', count: 1 }] });
});

t.test('a series has a point for the end of each year, and today for this one', async (t) => {
  const adopters = adoptersOf(
    [claim({ since: '2024-03', until: '2025-06' }), claim({ id: 'b', organisation: 'p', since: '2025' })],
    DAY,
  );
  t.same(seriesOf(adopters, DAY), [
    { date: '2024', inUse: 1 },
    { date: '2025', inUse: 1 },
    { date: DAY, inUse: 1 },
  ]);
  t.same(seriesOf(adoptersOf([claim()], DAY), DAY), [], 'no dates, no series');
  t.equal(seriesOf(adoptersOf([claim({ since: '1900' })], DAY), DAY).length, 40);
});

t.test('a series says of every year what a census of its end says', async (t) => {
  const date = fc.option(
    fc
      .tuple(fc.integer({ min: 2015, max: 2027 }), fc.constantFrom('', '-01', '-12', '-06-30', '-12-31'))
      .map(([year, rest]) => `${year}${rest}`),
    { nil: undefined },
  );
  const state = fc.constantFrom('interested', 'pilot', 'production', 'in-use', 'retired', 'planned');
  const one = fc.record({ state, since: date, until: date, asOf: date, lastConfirmed: date });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), (all) => {
      const known = all.map((facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value)));
      const adopters = adoptersOf(
        known.map((facts, i) => claim({ ...facts, id: `c${i}`, organisation: `organisation/${i}` } as Partial<Claim>)),
        DAY,
      );
      for (const { date, inUse } of seriesOf(adopters, DAY)) t.equal(inUse, censusOf(adopters, date).inUse, date);
    }),
    { numRuns: 60, seed: 7 },
  );
});

t.test('first movers are the first three whose beginning is known', async (t) => {
  const all = ['2021', '2019', '2020', '2018'].map((since, i) => claim({ id: `${i}`, organisation: `o${i}`, since }));
  const adopters = adoptersOf(
    [
      ...all,
      claim({ id: 'x', organisation: 'x' }),
      claim({ id: 'y', organisation: 'y', since: '2001', state: 'planned' }),
    ],
    DAY,
  );
  t.same(
    firstMovers(adopters).map(({ since }) => since),
    ['2018', '2019', '2020'],
  );
  t.same(tally(['b', 'a', undefined, 'b']), [
    { value: 'b', count: 2 },
    { value: 'a', count: 1 },
    { value: 'unknown', count: 1 },
  ]);
});

t.test('sizes are the network’s classes, and a share needs every body of the kind', async (t) => {
  const classes = [{ class: 'large' }, { class: 'small', below: 25_000 }, { class: 'medium', below: 60_000 }];
  t.same(
    [24_999, 25_000, 60_000].map((n) => sizeClassOf(n, classes)),
    ['small', 'medium', 'large'],
  );
  t.equal(sizeClassOf(5, []), null);
  t.equal(sizeClassOf(5, [{ class: 'small', below: 5 }]), null);
  const town = { type: 'municipality', country: 'DK' };
  t.same(alikeIn({ ...town, size: 'small' }, { ...town, size: 'small', subdivision: 'DK-82' }), [
    'country',
    'type',
    'size',
  ]);
  t.same(alikeIn({}, {}), [], 'not known is no likeness');
  const register = { ...town, count: 2 };
  t.same(shareOf(register, [town, town, { ...town, country: 'SE' }], [town]), { have: 1, of: 2 });
  t.equal(shareOf(register, [town], [town]), null, 'one is missing in the catalogue');
});

t.test('records of one body in several origins join by official identifiers', async (t) => {
  const record = (id: string, identifiers: string[], sameAs: string[] = []): Identified => ({
    id,
    identifiers,
    sameAs,
  });
  const joined = (...all: Identified[]) => Object.fromEntries(bodiesOf(all));
  t.same(joined(record('b', ['kommunekode:0751']), record('a', ['kommunekode:0751', 'cvr:1'])), { a: 'a', b: 'a' });
  t.same(joined(record('a', ['nuts:DK042']), record('b', ['nuts:DK042'])), { a: 'a', b: 'b' }, 'a place is no body');
  t.same(joined(record('a', [], ['b']), record('b', [], ['a'])), { a: 'a', b: 'a' });
  t.same(joined(record('a', [], ['b']), record('b', [])), { a: 'a', b: 'b' }, 'both must say so');
  const both = record('c', ['kommunekode:0751', 'cvr:2']);
  t.same(
    joined(record('a', ['kommunekode:0751', 'ipa:x']), record('b', ['cvr:2', 'ipa:y']), both),
    { a: 'a', b: 'b', c: 'c' },
    'what would join two bodies joins nothing',
  );
  const any = fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      identifiers: fc.subarray(['kommunekode:1', 'kommunekode:2', 'cvr:1', 'uri:x', 'nuts:1']),
      sameAs: fc.subarray(['a', 'b', 'c', 'd']),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(any, (all) => {
      const known = [...new Map(all.map((one) => [one.id, one])).values()];
      t.same(Object.fromEntries(bodiesOf(known)), Object.fromEntries(bodiesOf([...known].reverse())));
    }),
    { numRuns: 100 },
  );
});
