import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { Loggable } from '../../src/kernel/loggable.ts';
import { isQuick } from '../../src/registry/is-quick.ts';
import type { Judgement } from '../../src/registry/judge.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Submission } from '../../src/registry/types.ts';
import { WorkerQueue } from '../../src/registry/worker-queue.ts';
import { openWorld, refusal, software } from './world.ts';

t.test(
  'A submission on which the program fails is refused by itself, and the log learns where, not what',
  async (t) => {
    const world = openWorld(t);
    const faults: Loggable[] = [];
    let broken = false;
    const clock = {
      now: () => {
        if (broken) throw new RangeError('Ada Opfundet');
        return world.clock.now();
      },
    };
    const onFault = (fault: Loggable): unknown => faults.push(fault);
    const serving = createRegistry({ store: world.store, clock, serving: true, onFault });
    t.teardown(() => serving.close());
    const unreadable = { refused: { code: 'invalid-input', problems: [{ rule: 'unreadable', severity: 'error' }] } };
    const failing = { ...software('Failing'), provenance: undefined as never };
    const large = { ...failing, bytes: Buffer.from('x'.repeat(LIMITS.inlineSourceBytes + 1)) };
    const answers = await serving.publishAll([software('One'), failing, large, software('Two')]);
    t.match(answers, [
      { published: { id: 'software/one' } },
      unreadable,
      unreadable,
      { published: { id: 'software/two' } },
    ]);
    t.match(await refusal(serving.publish(failing)), { code: 'invalid-input' });
    t.match(faults, [{ type: 'TypeError' }, { type: 'TypeError' }, { type: 'TypeError' }]);
    broken = true;
    t.match(await serving.publishAll([software('Three')]), [unreadable], 'while it is decided too');
    broken = false;
    t.match(faults[3], { type: 'RangeError', stack: /^ {4}at / });
    t.notMatch(JSON.stringify(faults), /Ada/);
    t.match(await serving.publish(software('Three')), { id: 'software/three', created: true });
  },
);

t.test('Only what is small and read quickly is read on the serving thread', async (t) => {
  const yaml = (text: string) => software('X', {}, { bytes: Buffer.from(text), mediaType: 'application/yaml' });
  t.equal(isQuick(yaml('name: x\n')), true);
  t.equal(isQuick(yaml('name: &a x\n')), false, 'an anchor is for the library');
  t.equal(isQuick(yaml('name: [')), false);
  t.equal(isQuick({ ...yaml(''), bytes: Buffer.from([0xff]) }), false);
  t.equal(isQuick(software('X')), true);
  const long = `# ${'x'.repeat(LIMITS.inlineSourceBytes)}\nname: x\n`;
  t.equal(isQuick(yaml(long)), false);
  t.equal(isQuick({ ...software('X'), bytes: Buffer.from(long) }), false);
});

t.test('One worker reads one source after the other, and a new one after it was ended', async (t) => {
  const broken = (): Judgement => ({ problems: [] });
  const entry = new URL('../../src/registry/judge-worker.js', import.meta.url);
  const queue = new WorkerQueue<Submission, Judgement>({ entry, tooSlow: broken, broken });
  t.teardown(() => queue.close());
  const sources = ['One', 'Two', 'Three'].map((name) => software(name));
  const judged = await Promise.all(sources.map((source) => queue.run(source)));
  t.match(judged, [{ judged: { record: { name: 'One' } } }, { judged: {} }, { judged: { record: { name: 'Three' } } }]);
  t.match(
    await queue.run(software('Four')),
    { judged: { record: { name: 'Four' } } },
    'when nobody waits any more too',
  );
});
