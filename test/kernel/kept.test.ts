import t from 'tap';
import { kept } from '../../src/kernel/kept.ts';

t.test('what is kept is read again after its time, or after it could not be read', async (t) => {
  const clock = { at: 1_000, now: () => clock.at };
  let n = 0;
  let broken = false;
  const read = kept(
    async () => {
      n += 1;
      if (broken) throw new Error('unreadable');
      return n;
    },
    clock,
    100,
  );
  t.same([await read(), await read()], [1, 1]);
  clock.at += 99;
  t.equal(await read(), 1);
  clock.at += 1;
  t.same(await Promise.all([read(), read()]), [2, 2], 'two who ask at once share one reading');
  broken = true;
  clock.at += 100;
  await t.rejects(read());
  broken = false;
  t.equal(await read(), 4, 'a failure is not kept');
  clock.at -= 5_000;
  t.equal(await read(), 5, 'a clock that was set back is no reason to keep it longer');
});
