import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { encodeLeaf, type Leaf } from '../../src/journal/leaf.ts';
import {
  applyLeaf,
  type Effect,
  type EntryState,
  emptyState,
  entryAfter,
  judgeLeaf,
  type LogState,
  stateDigest,
} from '../../src/journal/log-state.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { isCoded } from '../../src/kernel/errors.ts';
import { anyLeaf } from '../helpers/any-leaf.ts';
import { holds } from '../helpers/holds.ts';

const ids = ['software/a', 'software/b', 'organisation/a'];
const bodies = ['A', 'B', 'C'].map((letter) => `sha256:${letter.repeat(42)}A`);

/** A leaf of few ids and bodies whose `p` is mostly right: `back` says which earlier leaf it claims, if not the last. */
interface Step {
  op: 'put' | 'del' | 'erase' | 'erase-one' | 'move' | 'beat' | 'rubbish';
  id: string;
  d: string;
  back: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('put', 'put', 'put', 'del', 'erase', 'erase-one', 'move', 'beat', 'rubbish'),
  id: fc.constantFrom(...ids),
  d: fc.constantFrom(...bodies),
  back: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) }),
});

/** The bytes of each step, `p` taken from a state kept alongside. */
function bytesOf(steps: Step[]): Buffer[] {
  const state = emptyState();
  return steps.map((step, index) => {
    const id = step.op === 'beat' ? 'control/beat' : step.id;
    const common = { v: 1, ts: index, id, p: Math.max(-1, (state.entries.get(id)?.index ?? -1) - step.back) } as const;
    const body = { d: step.d, n: 1, m: 'application/json' };
    const leaves: Record<Exclude<Step['op'], 'rubbish'>, Leaf> = {
      put: { ...common, ...body, op: 'put', f: ['dk'] },
      del: { ...common, op: 'del', r: 'retired' },
      erase: { ...common, op: 'erase' },
      'erase-one': { ...common, op: 'erase', d: step.d },
      move: { ...common, ...body, op: 'move' },
      beat: { ...common, op: 'beat' },
    };
    const bytes = step.op === 'rubbish' ? Buffer.from('{}') : encodeLeaf(leaves[step.op]);
    applyLeaf(state, index, bytes);
    return bytes;
  });
}

function replay(leaves: Buffer[], from: LogState = emptyState()): LogState {
  for (const bytes of leaves) applyLeaf(from, from.size, bytes);
  return from;
}

t.test('a replay of all leaves equals what was built up, stopped and resumed anywhere', async (t) => {
  holds(
    t,
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(), (steps, at) => {
      const leaves = bytesOf(steps);
      const cut = at % (leaves.length + 1);
      const first = replay(leaves.slice(0, cut));
      const resumed: LogState = { size: first.size, entries: new Map([...first.entries].reverse()) };
      replay(leaves.slice(cut), resumed);
      const whole = replay(leaves);
      return whole.size === leaves.length && stateDigest(whole).equals(stateDigest(resumed));
    }),
  );
});

/** What must be true of any effect, given what the log said of the id before. */
function isLawful(effect: Effect, index: number, old: Map<string, EntryState>, now: LogState): boolean {
  if (!effect.effective) return isDeepStrictEqual(now.entries, old);
  const { leaf, entry } = effect;
  const previous = old.get(leaf.id);
  return [
    now.entries.get(leaf.id) === entry,
    now.entries.size === old.size + (previous === undefined ? 1 : 0),
    entry.index === index,
    leaf.p === (previous?.index ?? -1),
    previous?.status !== 'gone' || entry.status === 'gone',
    entry.status === 'live' || entry.digest === null,
    leaf.op !== 'erase' || leaf.d === undefined || entry.digest !== leaf.d,
  ].every(Boolean);
}

t.test('whatever the leaves, gone stays gone, erased has no digest, and p is the last effective leaf', async (t) => {
  let effective = 0;
  let inert = 0;
  holds(
    t,
    fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
      const state = emptyState();
      return bytesOf(steps).every((bytes, index) => {
        const old = new Map(state.entries);
        const effect = applyLeaf(state, index, bytes);
        if (effect.effective) effective += 1;
        else inert += 1;
        return isLawful(effect, index, old, state);
      });
    }),
  );
  t.ok(effective > 100 && inert > 100, `${effective} effective and ${inert} inert leaves were tried`);
});

t.test('the judgement before an append is the judgement of the replay', async (t) => {
  holds(
    t,
    fc.property(fc.array(step, { maxLength: 10 }), anyLeaf, (steps, leaf) => {
      const state = replay(bytesOf(steps));
      const previous = state.entries.get(leaf.id);
      const reason = judgeLeaf(leaf, previous);
      const effect = applyLeaf(state, state.size, encodeLeaf(leaf));
      if (!effect.effective) return effect.reason === reason;
      return reason === null && isDeepStrictEqual(effect.entry, entryAfter(leaf, steps.length, previous));
    }),
  );
});

t.test('leaves are applied in their order, none twice and none left out', async (t) => {
  const [bytes] = bytesOf([{ op: 'put', id: 'software/a', d: bodies[0] as string, back: 0 }]) as [Buffer];
  const state = emptyState();
  for (const index of [1, -1]) {
    try {
      applyLeaf(state, index, bytes);
      t.fail(`applied at ${index}`);
    } catch (error) {
      t.ok(isCoded(error, 'internal'));
    }
  }
  t.equal(applyLeaf(state, 0, bytes).effective, true);
  t.throws(() => applyLeaf(state, 0, bytes));
  t.equal(state.size, 1);
});

t.test('the digest of the state is over one line of four for each id, in byte order', async (t) => {
  const state = replay(
    bytesOf([
      { op: 'put', id: 'software/b', d: bodies[1] as string, back: 0 },
      { op: 'put', id: 'software/a', d: bodies[0] as string, back: 0 },
      { op: 'erase', id: 'software/a', d: '', back: 0 },
      { op: 'del', id: 'organisation/a', d: '', back: 0 },
    ]),
  );
  const text = `organisation/a\n3\n-\ngone\nsoftware/a\n2\n-\nerased\nsoftware/b\n0\n${bodies[1]}\nlive\n`;
  t.equal(stateDigest(state).toString('hex'), sha256(text).toString('hex'));
  t.equal(stateDigest(emptyState()).toString('hex'), sha256('').toString('hex'), 'of no ids it is that of nothing');
});

t.test('the digest of a large state does not depend on how it is cut into chunks', async (t) => {
  for (const size of [999, 2_000, 2_001, 30_500]) {
    const state = emptyState();
    let text = '';
    for (let i = 0; i < size; i += 1) {
      const id = `software/s${String(i).padStart(5, '0')}`;
      state.entries.set(id, { index: i, digest: null, status: 'gone' });
      text += `${id}\n${i}\n-\ngone\n`;
    }
    t.equal(stateDigest(state).toString('hex'), sha256(text).toString('hex'), `${size} ids`);
  }
});
