import t from 'tap';
import { joined } from '../../src/kernel/joined.ts';

t.test('who asks while a task runs shares the next run, and a failure is not passed on to it', async (t) => {
  const runs: { end(): void; fail(): void }[] = [];
  const run = joined(
    () =>
      new Promise<number>((end, fail) => runs.push({ end: () => end(runs.length), fail: () => fail(new Error('no')) })),
  );
  const begun = async (count: number): Promise<void> => {
    for (let i = 0; i < 10 && runs.length < count; i += 1) await Promise.resolve();
    t.equal(runs.length, count);
  };
  const first = run();
  await begun(1);
  const [second, third] = [run(), run()];
  t.equal(second, third, 'both wait for one run');
  await begun(1);
  runs[0]?.fail();
  await t.rejects(first);
  await begun(2);
  const fourth = run();
  t.not(fourth, third, 'what has begun may have read too early');
  runs[1]?.end();
  t.same(await Promise.all([second, third]), [2, 2]);
  await begun(3);
  runs[2]?.end();
  t.equal(await fourth, 3);
});
