import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { Loggable } from '../../src/kernel/loggable.ts';
import { isQuick } from '../../src/registry/is-quick.ts';
import { type Judgement, judge } from '../../src/registry/judge.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { suppressionRows } from '../../src/registry/suppressed.ts';
import type { Submission } from '../../src/registry/types.ts';
import { WorkerQueue } from '../../src/registry/worker-queue.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { keyOf, openWorld, recordOf, refusal, software } from './world.ts';

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

/** Sources up to the size that is read while others wait, each made to be slow in a way of its own. */
function* hostile(): Generator<{ what: string; source: Submission }> {
  const room = LIMITS.inlineSourceBytes - 150;
  const fill = (unit: string, bytes = room) => unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)));
  const list = (item: (i: number) => string, bytes = room) => {
    let text = '';
    for (let i = 0; Buffer.byteLength(text) + item(i).length < bytes; i += 1) text += item(i);
    return text;
  };
  const json = (text: string) => software('X', {}, { bytes: Buffer.from(text) });
  const yaml = (text: string) => software('X', {}, { bytes: Buffer.from(text), mediaType: 'application/yaml' });
  const units = [
    'a@',
    '%40',
    '%25%34%30',
    '&#64;',
    '+4 ',
    '00',
    'a.',
    'e\u0301\u0323',
    '\u0301',
    '😀',
    'a [at] b ',
    '[',
    '(',
  ];
  for (const unit of [...units, 'http://a ', 'gpl ', 'MIT OR ', '\u00ad', '\u200d', 'Ada Opfundet ', 'A,B;']) {
    for (const [what, bytes, text] of [
      ['a long text', room, (x: string) => `{"name":"x","description":{"en":{"long":"${x}"}}}`],
      ['a licence', 290, (x: string) => `{"name":"x","licence":{"spdx":"${x}"}}`],
      ['an address', room, (x: string) => `{"name":"x","url":"https://a.example/${x}"}`],
      ['an unknown key', room, (x: string) => `{"name":"x","${x}":1}`],
    ] as const)
      yield { what: `${what} of ${unit}`, source: json(text(fill(unit, bytes))) };
  }
  yield { what: 'many unknown keys', source: json(`{"name":"x"${list((i) => `,"k${i}":1`)}}`) };
  yield { what: 'keys nearly known', source: json(`{"name":"x"${list((i) => `,"descriptio${i}":1`)}}`) };
  yield { what: 'many languages', source: json(`{"name":"x","description":{"en":{}${list((i) => `,"x${i}":{}`)}}}`) };
  yield { what: 'many wrong relations', source: json(`{"name":"x","relations":[{}${list(() => ',{"type":"x"}')}]}`) };
  yield { what: 'a deep list', source: json(`{"name":${'['.repeat(room)}`) };
  yield { what: 'keys of a manifest', source: yaml(`publiccodeYmlVersion: "0"\n${list((i) => `k${i}: 1\n`)}`) };
  const least = manifestOf('X', 'https://example.org/x');
  const rest = LIMITS.inlineSourceBytes - Buffer.byteLength(least) - 20;
  const categories = list((i) => `  - document-manag${i}\n`, rest);
  yield { what: 'categories nearly known', source: yaml(least.replace('  - document-management\n', categories)) };
  const contacts = list((i) => `    - name: Invented Person${i} Of\n`, rest);
  yield { what: 'many contacts', source: yaml(least.replace('    - name: Invented Person\n', contacts)) };
}

t.test('Whatever is read on the serving thread holds it for less than 20 ms', async (t) => {
  let slowest = { what: '', ms: 0 };
  let count = 0;
  for (const { what, source } of hostile()) {
    if (!isQuick(source)) continue;
    count += 1;
    const ms = Math.min(...Array.from({ length: 5 }, () => processorTime(() => judge(source))));
    if (ms > slowest.ms) slowest = { what, ms };
  }
  t.ok(count > 70, `${count} sources`);
  t.ok(slowest.ms < 20, `${slowest.what} took ${slowest.ms.toFixed(1)} ms`);
});

/** In milliseconds. */
function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

t.test('What is erased while a publish is under way is written by none of them', async (t) => {
  const { registry, store, clock } = openWorld(t);
  const ticks = 60;
  let early = 0;
  let known = await store.listSuppressed();
  for (let n = 0; n < ticks; n += 1) {
    const name = `Somebody${n}`;
    const batch = n % 2 === 1;
    const sent = recordOf(
      'organisation',
      { name: `Tool ${n}`, description: { en: `Made by ${name}.` } },
      { slug: `t${n}` },
    );
    const done = batch
      ? registry.publishAll([sent]).then(([one]) => one)
      : registry.publish(sent).then(
          (published) => ({ published }),
          (refused: unknown) => ({ refused }),
        );
    const what = { sources: [], words: [name.toLowerCase()] };
    // So far into the publish, in which it reads and waits a dozen times, comes the erasure.
    for (let tick = 0; tick < n; tick += 1) await Promise.resolve();
    const before = store.getRecord(keyOf({ id: `organisation/t${n}` }));
    const erasure = store.suppress(suppressionRows(known, what, { salt: Buffer.alloc(16), at: clock.now() }));
    known = await erasure.then(() => store.listSuppressed());
    if ((await before) === null) t.match(await done, { refused: { code: 'erased' } }, `${n}`);
    else early += 1;
    await done;
  }
  t.ok(early > 0 && early < ticks, `${early} were written before`);
});
