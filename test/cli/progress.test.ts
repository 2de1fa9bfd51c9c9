import t from 'tap';
import type { Io } from '../../src/cli/command.ts';
import { progressOf } from '../../src/cli/progress.ts';

function worldOf(errIsTerminal: boolean) {
  const world = { now: 0, text: '' };
  const io = {
    errIsTerminal,
    err: (text: string) => {
      world.text += text;
    },
  } as Io;
  return { world, io, clock: { now: () => world.now } };
}

t.test('on a terminal a bar is drawn, ten times a second at most, and taken away', (t) => {
  const { world, io, clock } = worldOf(true);
  const progress = progressOf({ io, clock, json: false }, 'Working');
  for (let done = 0; done < 10_000; done += 1) {
    world.now += 1;
    progress.update(done, 10_000);
  }
  const drawn = world.text.split('\r').length - 1;
  t.ok(drawn > 50 && drawn <= 101, `drawn ${drawn} times`);
  t.match(world.text, /Working \[#{12}\.{12}\] 5,\d{3} of 10,000, \d s left/);
  world.text = '';
  progress.clear();
  t.equal(world.text, '\r\u001b[K');
  progress.clear();
  t.equal(world.text, '\r\u001b[K', 'what is gone is not cleared again');
  t.end();
});

t.test('elsewhere there is a line now and then', (t) => {
  const { world, io, clock } = worldOf(false);
  const progress = progressOf({ io, clock, json: false }, 'Working');
  for (let done = 0; done < 20_000; done += 1) {
    world.now += 1;
    progress.update(done, 0);
  }
  progress.clear();
  t.equal(world.text, 'Working 4,999\nWorking 9,999\nWorking 14,999\nWorking 19,999\n');
  t.end();
});

t.test('with --json there is none', (t) => {
  const { world, io, clock } = worldOf(true);
  const progress = progressOf({ io, clock, json: true }, 'Working');
  world.now = 60_000;
  progress.update(1, 2);
  progress.clear();
  t.equal(world.text, '');
  t.end();
});
