import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { everyLeaf } from './contract/subject.ts';
import { contract } from './contract.ts';
import { OtherProcess } from './other-process.ts';
import { key, putStep, storedTexts, testClock } from './steps.ts';
import { openTestStore, temporaryFolder } from './temporary.ts';

await contract(t, 'In memory', async (t) => openTestStore(t, ':memory:'));

await contract(t, 'In a file', async (t) => openTestStore(t, join(temporaryFolder(t), 'made', 'on', 'the', 'way')));

t.test('A second process writes all the while', async (t) => {
  const folder = temporaryFolder(t);
  const opened = openTestStore(t, folder);
  const other = new OtherProcess();
  t.teardown(() => other.end());
  await other.start(folder);
  await contract(t, 'In a file to which others write', async () => opened);
  const told = await other.stop();
  t.ok(told.length > 1, 'it wrote in between');
  const leaves = await everyLeaf(opened.store);
  t.same(
    told.filter((index) => leaves[index] === undefined),
    [],
    'nothing that it was told is durable is lost',
  );
  t.same(
    leaves.filter(({ index }, at) => index !== at),
    [],
  );
});

t.test('Counts are kept until somebody writes, here or in another process', async (t) => {
  const folder = temporaryFolder(t);
  const { store } = openTestStore(t, folder);
  const other = openTestStore(t, folder).store;
  await store.commit([putStep(key('first'))]);
  const one = await store.counts();
  t.equal(await store.counts(), one, 'not counted again');
  await other.commit([putStep(key('second'))]);
  const two = await store.counts();
  t.equal(two.leaves, one.leaves + 1);
  await store.commit([putStep(key('third'))]);
  t.equal((await store.counts()).leaves, two.leaves + 1);
});

t.test('A word has the number of the database to which it is written, however many there are', async (t) => {
  const [one, other] = [openTestStore(t, ':memory:').store, openTestStore(t, ':memory:').store];
  const texts = { name: 'alpha', long: 'beta gamma' };
  await one.commit([putStep(key('before'), { texts: { name: 'delta', long: 'epsilon' } })]);
  for (const [n, store] of [one, other, one, other].entries()) {
    const entry = key(`e${n}`);
    await store.commit([putStep(entry, { texts })]);
    t.same((await store.getProjection(entry))?.texts, storedTexts(texts));
  }
  const numbers = async (store: typeof one) =>
    (await store.wordsSince(0, 100)).filter(({ word }) => word === ':gamma').map(({ id }) => id);
  t.not((await numbers(one))[0], (await numbers(other))[0]);
});

t.test('Where nobody is served, a transaction holds many steps, and still not all', async (t) => {
  const folder = temporaryFolder(t);
  const clock = testClock();
  const transactions = async (bulk: boolean, steps: number): Promise<number> => {
    const store = openStore({ folder: join(folder, String(bulk)), clock, busyMs: 100, what: 'test', bulk });
    t.teardown(() => store.close());
    // Whoever asks between two transactions sees what the first one left.
    const sizes = new Set<number>();
    const writing = store.commit(Array.from({ length: steps }, (_, i) => putStep(key(`s${i}`))));
    let written = false;
    const done = writing.then(() => {
      written = true;
    });
    while (!written) {
      sizes.add((await store.readLog()).size);
      await nextTurn();
    }
    await done;
    return sizes.size;
  };
  t.ok((await transactions(false, LIMITS.batchSteps * 3)) > 1, 'others see it grow');
  t.equal(await transactions(true, LIMITS.batchSteps * 3), 1, 'at once');
  t.ok((await transactions(true, LIMITS.bulkSteps * 3)) > 1, 'not for ever');
});

t.test('Of acts the last ones are kept, and no more', async (t) => {
  const folder = temporaryFolder(t);
  const { store } = openTestStore(t, folder);
  const act = (n: number) => ({ at: n, actor: 'operator', act: 'publish', subject: `software/s${n}` });
  for (const n of [1, 2, 3]) await store.noteAct(act(n));
  // As if so many had been noted in between.
  const raw = new Database(join(folder, 'alminding.db'));
  raw.prepare('INSERT INTO acts (seq, at, actor, act, subject) VALUES (?, 0, ?, ?, ?)').run(LIMITS.acts, 'x', 'x', 'x');
  raw.close();
  await store.noteAct(act(4));
  const kept = await store.listActs(10);
  t.same(
    kept.map(({ seq }) => seq),
    [LIMITS.acts + 1, LIMITS.acts, 3, 2],
    'the one that is a hundred thousand back is gone',
  );
});
