import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { Writers } from '../../src/schemas.gen.ts';
import * as change from '../../src/writers/change.ts';
import type { Writer } from '../../src/writers/writer.ts';

const [ours, theirs]: [Writer, Writer] = [
  { address: 'https://github.com/town/hall', issuer: 'https://i.example', repository: '1', owner: '2' },
  { address: 'https://github.com/other/hall', issuer: 'https://i.example', repository: '3', owner: '4' },
];
const today = '2026-11-28';
const begun = change.join(change.noWriters('software/hall'), ours, today);
const addresses = ({ writers }: Writers) => writers.map(({ address }) => address);
const acts = ({ history = [] }: Writers) => history.map(({ act, by }) => `${act} ${by}`);

t.test('A repository joins once', async (t) => {
  t.match(begun, { writers: [{ ...ours, since: today }], history: [{ act: 'joined', by: 'writer', on: today }] });
  t.equal(change.join(begun, { ...ours, address: 'https://github.com/renamed/hall' }, today), begun);
});

t.test('A writer adds, replaces and takes away at once', async (t) => {
  const both = change.changeByWriter(begun, { act: 'add', writer: theirs }, today);
  t.same(addresses(both), [ours.address, theirs.address]);
  t.same(addresses(change.changeByWriter(both, { act: 'remove', writer: ours }, today)), [theirs.address]);
  t.same(addresses(change.changeByWriter(both, { act: 'replace', writer: theirs }, today)), [theirs.address]);
  t.throws(() => change.changeByWriter(begun, { act: 'remove', writer: theirs }, today), { code: 'conflict' });
});

t.test('The operator names the first writer at once, and announces every later change for 14 days', async (t) => {
  const empty = change.noWriters('software/hall');
  t.same(addresses(change.changeByOperator(empty, { act: 'add', writer: ours }, today)), [ours.address]);
  const announced = change.changeByOperator(begun, { act: 'replace', writer: theirs }, today);
  t.same(addresses(announced), [ours.address]);
  t.match(announced.notices, [{ act: 'replace', writer: theirs, asked: today, due: '2026-12-12' }]);
  t.throws(() => change.confirm(announced, theirs.address, '2026-12-11'), {
    code: 'conflict',
    message: /due on 2026-12-12/,
  });
  const done = change.confirm(announced, theirs.address, '2026-12-12');
  t.same(addresses(done), [theirs.address]);
  t.equal(done.notices, undefined);
  t.same(acts(done), ['replaced operator', 'announced operator', 'joined writer']);
  t.throws(() => change.confirm(announced, ours.address, '2027-01-01'), { code: 'not-found' });
});

t.test('Nothing is announced twice, or taken from who is no writer', async (t) => {
  const announced = change.changeByOperator(begun, { act: 'add', writer: theirs }, today);
  t.throws(() => change.changeByOperator(announced, { act: 'replace', writer: theirs }, today), { code: 'conflict' });
  t.throws(() => change.changeByOperator(begun, { act: 'remove', writer: theirs }, today), { code: 'conflict' });
  const removal = change.changeByOperator(begun, { act: 'remove', writer: ours }, today);
  t.same(addresses(removal), [ours.address], 'a writer stays until then');
});

t.test('A disputed change is put in force only by an operator who settles it', async (t) => {
  const announced = change.changeByOperator(begun, { act: 'add', writer: theirs }, today);
  const disputed = change.dispute(announced, theirs.address, '2026-12-01');
  t.match(disputed.notices, [{ disputed: '2026-12-01' }]);
  t.throws(() => change.confirm(disputed, theirs.address, '2026-12-20'), { code: 'conflict', message: /objected/ });
  const settled = change.confirm(disputed, theirs.address, '2026-12-20', true);
  t.same(addresses(settled), [ours.address, theirs.address]);
  t.match(acts(settled)[0], 'settled operator');
  t.match(change.drop(disputed, theirs.address, today), { writers: [{ address: ours.address }], notices: undefined });
  t.throws(() => change.dispute(begun, theirs.address, today), { code: 'not-found' });
  const two = change.changeByOperator(announced, { act: 'add', writer: { address: 'https://third.example/x' } }, today);
  t.equal(change.dispute(two, theirs.address, today).notices?.length, 2);
  t.equal(change.drop(two, theirs.address, today).notices?.length, 1);
});

t.test('Lists are bounded', async (t) => {
  const many = Array.from({ length: LIMITS.writersOfEntry }, (_, i) => ({ address: `https://a.example/${i}` }));
  const full = many.reduce((record, writer) => change.join(record, writer, today), change.noWriters('software/hall'));
  t.throws(() => change.join(full, ours, today), { code: 'conflict' });
  const notices = many.map((writer) => ({ act: 'add', writer, asked: today, due: today }) as const);
  t.throws(() => change.changeByOperator({ ...begun, notices }, { act: 'add', writer: theirs }, today), {
    code: 'conflict',
  });
  let record = begun;
  for (let i = 0; i < LIMITS.writersHistory + 5; i += 1)
    record = change.changeByWriter(record, { act: i % 2 ? 'remove' : 'add', writer: theirs }, today);
  t.equal(record.history?.length, LIMITS.writersHistory);
});

t.test('Whatever an operator asks for, no present writer goes or is joined before 14 days', async () => {
  const wish = fc.record({ act: fc.constantFrom('add', 'replace', 'remove'), writer: fc.constantFrom(ours, theirs) });
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 8 }), (wishes) => {
      let record = begun;
      for (const { act, writer } of wishes) {
        try {
          record = change.changeByOperator(record, { act: act as 'add', writer }, today);
          record = change.confirm(record, writer.address, change.daysAfter(today, change.NOTICE_DAYS - 1));
        } catch (error) {
          if (!['conflict', 'not-found'].includes((error as { code: string }).code)) throw error;
        }
      }
      return addresses(record).join() === ours.address;
    }),
    { seed: 20261128 },
  );
});
