import type { Test } from 'tap';
import { answers, changeStep, putStep, withdrawStep } from '../steps.ts';
import { fresh, type Opened, unique } from './subject.ts';

/** How entries stood at an earlier point of the change sequence. */
export async function past(t: Test, { store, clock }: Opened): Promise<void> {
  await t.test('At every point an entry stands as its last change before it left it', async (t) => {
    const entry = fresh();
    const points: number[] = [await store.changePoint()];
    const times: number[] = [];
    const act = async (step: Parameters<typeof store.commit>[0][number]): Promise<void> => {
      clock.at += 60_000;
      times.push(clock.at);
      answers(await store.commit([step]));
      points.push(await store.changePoint());
    };
    await act(putStep(entry));
    const { ord } = (await store.getItem(entry)) as { ord: number };
    await act(putStep(entry));
    await act(changeStep(entry, [{ do: 'event', entry, op: 'source' }]));
    await act(withdrawStep(entry));
    const stood = async (at: number) => (await store.standings([ord], at))[0];
    const [none, one, two, named, gone] = points as [number, number, number, number, number];
    t.match(await stood(none), { ...entry, ord, originName: 'own', op: null, version: 0, at: 0 });
    t.match(await stood(one), { op: 'put', version: 1, at: times[0] });
    t.match(await stood(two), { op: 'put', version: 2, at: times[1] });
    t.match(await stood(named), { op: 'source', version: 2, at: times[1] }, 'a source named anew changes no date');
    t.match(await stood(gone), { op: 'withdraw', version: 2, at: times[3] });
    t.equal(await store.changeTime(two), times[1]);
    t.same(await store.standings([987_654_321], gone), []);
    const own = (await store.changesAfter(none, 10_000)).filter((change) => change.ord === ord);
    t.same(
      own.map(({ op }) => op),
      ['put', 'put', 'source', 'withdraw'],
    );
    t.equal((await store.changesAfter(none, 1)).length, 1);
    const before = await store.changesBefore(gone + 1, 10, ['software'], [ord]);
    t.match(before, [
      { ...entry, seq: gone, ord, op: 'withdraw', version: 2, at: times[3], originName: 'own' },
      { op: 'put', version: 2 },
      { op: 'put', version: 1 },
    ]);
    t.same(await store.changesBefore(gone + 1, 10, ['network'], [ord]), []);
    t.equal((await store.changesBefore(gone + 1, 1, ['software'], null)).length, 1);
  });

  await t.test('Before the first change there was nothing', async (t) => {
    t.equal(await store.changeTime(0), null);
  });

  await t.test('Rows with the same own key, and those of one cluster, are told with their origins', async (t) => {
    const [own, builtIn] = [fresh(), { ...fresh(), origin: 1 }];
    const ownKey = unique('https://forge.example/twin');
    answers(await store.commit([putStep(own, { ownKey }), putStep(builtIn, { ownKey }), putStep(fresh())]));
    const ords = await Promise.all([own, builtIn].map(async (key) => (await store.getItem(key))?.ord as number));
    const rows = [
      { ord: ords[0], origin: 0, ownKey },
      { ord: ords[1], origin: 1, ownKey },
    ];
    const sorted = <T extends { ord: number }>(all: T[]): T[] => [...all].sort((a, b) => a.ord - b.ord);
    t.same(sorted(await store.ownKeyRows([ownKey, 'none'])), rows);
    t.same(sorted(await store.clusterRows(ords[1] as number)), rows);
    t.same(await store.clusterRows(987_654_321), []);
  });
}
