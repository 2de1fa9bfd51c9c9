import type { Test } from 'tap';
import { appendLeaf, decodeEdge, emptyEdge, leafHash, rootOf } from '../../../src/journal/tree.ts';
import { LIMITS } from '../../../src/kernel/limits.ts';
import type { EntryKey, Projection, Step, StoredProjection } from '../../../src/store/port.ts';
import {
  answers,
  changeStep,
  projection,
  putStep,
  readsOf,
  refusals,
  refusingStep,
  storedTexts,
  withdrawStep,
} from '../steps.ts';
import { everyLeaf, everyWord, fresh, type Opened, unique } from './subject.ts';

/** `commit`: independent steps, in order, in short transactions; leaves without a gap. */
export async function acts(t: Test, { store, clock }: Opened): Promise<void> {
  await t.test('A refused step undoes nothing else', async (t) => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    const outcomes = await store.commit([putStep(a), refusingStep(b), putStep(c)]);
    t.same(refusals(outcomes), [null, 'gone', null]);
    t.ok(await store.getRecord(a));
    t.equal(await store.getRecord(b), null);
    t.ok(await store.getRecord(c));
  });

  await t.test('A step that contradicts what is stored is refused whole, and alone', async (t) => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    const word = unique('w').replace('-', '');
    const twice: Step<number> = {
      reads: readsOf(b),
      decide(found) {
        const put = putStep(b, { texts: { long: word } }).decide(found);
        if (!('changes' in put)) return put;
        // The same number of a version again.
        return { ...put, changes: [...put.changes, ...put.changes.filter((change) => change.do === 'version')] };
      },
    };
    const outcomes = await store.commit([putStep(a), twice, putStep(c)]);
    t.same(refusals(outcomes), [null, 'conflict', null]);
    t.equal(await store.getRecord(b), null);
    t.same(await store.listVersions(b, 10), []);
    t.notOk((await everyWord(store)).includes(`:${word}`), 'its words neither');
    t.ok(await store.getRecord(c));
    t.same(gaps(await everyLeaf(store)), []);
    // More than wait for the end of their transaction; all are done twice, the second time apart.
    const many = Array.from({ length: 40 }, (_, i) => ({
      entry: fresh(),
      texts: { long: `${word} ${word}n${i % 20}` },
    }));
    const steps = many.map(({ entry, texts }) => putStep(entry, { texts }));
    t.same(refusals(await store.commit([...steps.slice(0, 20), twice, ...steps.slice(20)])).indexOf('conflict'), 20);
    for (const { entry, texts } of many) {
      const found = await store.getProjection(entry);
      t.same(found?.texts, storedTexts({ name: found?.name ?? '', ...texts }), 'each has its words');
    }
  });

  await t.test('A decision that throws leaves nothing of its transaction behind', async (t) => {
    const [a, b] = [fresh(), fresh()];
    const broken: Step<number> = {
      reads: readsOf(b),
      decide() {
        throw new RangeError('a fault in a decision');
      },
    };
    await t.rejects(store.commit([putStep(a), broken]), RangeError);
    t.equal(await store.getRecord(a), null);
  });

  await t.test('A step sees what the steps before it have done', async (t) => {
    const entry = fresh();
    const [first, second] = answers(await store.commit([putStep(entry), putStep(entry)]));
    t.ok((second as number) > (first as number));
    t.equal((await store.getRecord(entry))?.version, 2);
  });

  await t.test('An entry is found by its slug, and by the first of the keys that is known', async (t) => {
    const [a, b] = [fresh(), fresh()];
    const identity = (entry: typeof a, word: string) => ({ do: 'identity', entry, key: word }) as const;
    const [ka, kb] = [unique('key'), unique('key')];
    await store.commit([putStep(a), putStep(b), changeStep(a, [identity(a, ka)]), changeStep(b, [identity(b, kb)])]);
    const seen = await look(store, { ...readsOf(a), keys: [unique('unknown'), kb, ka] });
    t.equal(seen.named?.slug, a.slug);
    t.equal(seen.matched?.slug, b.slug, 'the order is that of the question');
    const other = await look(store, { ...readsOf(a), origin: 1, keys: [ka] });
    t.same([other.named, other.matched], [null, null], 'origins are apart');
    await store.commit([changeStep(b, [identity(b, ka)])]);
    t.equal((await look(store, { ...readsOf(a), keys: [ka] })).matched?.slug, b.slug, 'the last to register has it');
  });

  await t.test('Slugs are taken that are the base or begin with it and a hyphen', async (t) => {
    const base = unique('taken');
    const names = [base, `${base}-2`, `${base}-owner`, `${base}.x`, `${base}x`];
    const entries = names.map((slug) => ({ origin: 0, kind: 'software', slug }) as const);
    await store.commit(entries.map((entry) => putStep(entry)));
    const [first] = entries;
    if (first) await store.commit([changeStep(first, [{ do: 'entry', entry: first, set: { state: 'withdrawn' } }])]);
    const { taken } = await look(store, { origin: 0, kind: 'software', keys: [], slugBase: base });
    t.same([...taken].sort(), [base, `${base}-2`, `${base}-owner`], 'withdrawn ones too');
  });

  await t.test('A long batch lets others write in between, and keeps its order', async (t) => {
    const steps = Array.from({ length: LIMITS.batchSteps * 3 }, () => putStep(fresh()));
    const long = store.commit(steps);
    const [between] = answers(await store.commit([putStep(fresh())]));
    const indexes = answers(await long);
    t.equal(indexes.length, steps.length);
    t.same(
      indexes,
      [...indexes].sort((a, b) => a - b),
    );
    t.ok((between as number) < (indexes.at(-1) as number), 'nobody waits for the whole batch');
  });

  await t.test('A transaction closes when its time is over, however few its steps', async (t) => {
    const entries = [fresh(), fresh(), fresh(), fresh()];
    const slow = entries.map((entry): Step<number> => {
      const put = putStep(entry);
      return {
        reads: put.reads,
        decide(found) {
          clock.at += LIMITS.batchMs;
          return put.decide(found);
        },
      };
    });
    const all = store.commit(slow);
    const [between] = answers(await store.commit([putStep(fresh())]));
    const indexes = answers(await all);
    t.ok((between as number) < (indexes[3] as number));
  });

  await t.test('Many writers at once leave no gap between the leaves', async (t) => {
    const commits = Array.from({ length: 40 }, (_, i) =>
      store.commit<number>([putStep(fresh()), i % 10 === 0 ? refusingStep(fresh()) : putStep(fresh())]),
    );
    const outcomes = (await Promise.all(commits)).flat();
    const indexes = outcomes.flatMap((outcome) => ('answer' in outcome ? [outcome.answer] : []));
    t.equal(outcomes.length - indexes.length, 4);
    t.equal(new Set(indexes).size, indexes.length);
    const leaves = await everyLeaf(store);
    t.same(gaps(leaves), []);
    for (const index of indexes) t.ok(leaves[index]);
  });

  await t.test('The edge of the log is that of its leaves', async (t) => {
    await store.commit([putStep(fresh())]);
    const { size, edge } = await store.readLog();
    const leaves = (await everyLeaf(store)).slice(0, size);
    t.equal(leaves.length, size);
    const naive = leaves.reduce((tree, { bytes }) => appendLeaf(tree, leafHash(bytes)), emptyEdge());
    t.equal(rootOf(decodeEdge(edge)).toString('hex'), rootOf(naive).toString('hex'));
    t.same(await store.readLeaves(1, 2), leaves.slice(1, 3));
  });

  await t.test('A leaf in the log of another origin is a fault of the program', async (t) => {
    const entry = fresh(1);
    const step: Step<boolean> = {
      reads: readsOf(entry),
      decide: ({ log }) => ({
        changes: [{ do: 'leaf', entry, index: log.size, bytes: new Uint8Array(1), effective: true, edge: log.edge }],
        answer: true,
      }),
    };
    await t.rejects(store.commit([step]), /Only our own/);
  });

  await t.test('An empty batch is answered', async (t) => t.same(await store.commit([]), []));

  await t.test('Projecting alone makes no event and no version', async (t) => {
    const entry = fresh();
    await store.commit([changeStep(entry, [{ do: 'project', entry, projection: projection('Only shown') }])]);
    t.match(await store.getRecord(entry), { version: 0 });
  });

  await t.test('What a step says twice of a new entry counts as it says it last', async (t) => {
    const entry = fresh();
    const set = (state: 'live' | 'hidden') => ({ do: 'entry' as const, entry, set: { state } });
    await store.commit([changeStep(entry, [set('hidden'), set('live')])]);
    t.match(await look(store, readsOf(entry)), { named: { state: 'live' } });
  });

  await t.test('What is shown anew is what would be shown had nothing stood there, whatever changes', async (t) => {
    const links = [
      [],
      [link('based-on', 'software/a')],
      [link('based-on', 'software/b'), link('same-as', 'software/a')],
    ];
    const names = [['one', 'two'], ['two', 'three', 'three'], []];
    const texts = [{ summary: 'alpha beta' }, { summary: 'beta', long: 'gamma' }];
    const keys = [null, unique('https://forge.example/a'), unique('https://forge.example/b')];
    const twin = fresh(1);
    await store.commit([putStep(twin, { ownKey: keys[2] as string })]);
    const pick = <T>(of: T[], at: number): T => of[at % of.length] as T;
    const shown = (n: number): Projection => ({
      ...projection(`N${n}`, { texts: pick(texts, n), quality: n / 30, facets: n % 2 ? { type: ['addon'] } : {} }),
      ...{ links: pick(links, n >> 1), names: pick(names, n * 5), ownKey: pick(keys, n >> 2) },
    });
    const put = (entry: EntryKey, n: number) =>
      changeStep(entry, [
        { do: 'project', entry, projection: shown(n) },
        { do: 'event', entry, op: 'source' },
      ]);
    const seen = async (entry: EntryKey) => {
      const { links, names, ...all } = (await store.getProjection(entry)) as StoredProjection;
      const joined = (await store.getCluster(entry)).some(({ slug }) => slug === twin.slug);
      return { ...all, links: links.map((one) => JSON.stringify(one)).sort(), names: [...names].sort(), joined };
    };
    const entry = fresh();
    for (let n = 0; n < 24; n += 1) {
      await store.commit([put(entry, n)]);
      const again = await seen(entry);
      const alone = fresh();
      await store.commit([put(entry, n + 1), withdrawStep(entry), put(alone, n)]);
      t.same(again, await seen(alone), `step ${n}`);
      await store.commit([withdrawStep(alone), put(entry, n)]);
    }
  });
}

const link = (rel: string, target: string) => ({ rel, target });

async function look(store: Opened['store'], reads: Step<never>['reads']) {
  type Seen = Parameters<Step<never>['decide']>[0];
  const [seen] = answers(await store.commit<Seen>([{ reads, decide: (found) => ({ changes: [], answer: found }) }]));
  return seen as Seen;
}

const gaps = (leaves: { index: number }[]): number[] =>
  leaves.flatMap(({ index }, at) => (index === at ? [] : [index]));
