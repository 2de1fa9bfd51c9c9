/** Hand-overs as logs of others tell them, honest or not: at a catalogue that mirrors two of them and has records of its own. */
import t, { type Test } from 'tap';
import { MEDIA_TYPE } from '../../src/records/kinds.ts';
import type { Lookup, Registry } from '../../src/registry/types.ts';
import { verify } from '../../src/registry/verify.ts';
import type { MirrorRow } from '../../src/store/mirror-port.ts';
import { named, TestLog } from '../helpers/test-log.ts';
import { type Mirroring, mirroring, newPeer } from './mirrored.ts';
import { keyOf, refusal, software } from './world.ts';

const [A, B] = ['a.example', 'b.example'];
const OFFER = 'offer-a-to-b'.replaceAll('-', '');
const to = (entry: string, offer = OFFER) => ({ to: { entry, offer, on: '2026-11-28', until: '2027-02-26' } });
const from = (...entries: string[]) => ({ from: entries.map((entry) => ({ entry, offer: OFFER, on: '2026-11-30' })) });

/** A world that mirrors a.example and b.example, whose logs the test writes. */
async function two(t: Test) {
  const world = await mirroring(t, A);
  const other = new TestLog(B);
  const peer = await world.store.putPeer(newPeer(other));
  const mirror = await world.store.openMirror(peer.origin, other.origin);
  await world.store.nameOwn('we.example');
  const pull = async () => {
    await world.pull();
    const { size } = (await world.store.getMirror(other.origin)) as MirrorRow;
    await world.registry.mirror(mirror.log, other.bundle(size));
    await world.registry.mirrorHead(mirror.log, other.head());
  };
  return { ...world, a: world.log, b: other, pull, mirrorOfB: mirror };
}

/** A version of a record that names an entry elsewhere. */
function move(log: TestLog, id: string, record: object, op: 'move' | 'put' = 'move'): void {
  const body = log.bodyOf(id, { name: 'KITOS', ...record });
  const leaf = { v: 1, id, ts: 1, p: log.p(id), ...named(body, MEDIA_TYPE.software) } as const;
  log.append(op === 'move' ? { ...leaf, op } : { ...leaf, op, f: [] }, body);
}

const found = async ({ registry }: { registry: Registry }) =>
  (await registry.read.search({ text: 'kitos', lang: 'en', filters: {}, sort: 'relevance', limit: 10 })).items
    .map(({ id, origin }) => `${id}@${origin}`)
    .sort();
const leads = async ({ registry }: { registry: Registry }, address: string) => {
  const to = (answer: Lookup<unknown>): string =>
    'redirect' in answer
      ? answer.redirect
      : 'found' in answer
        ? 'itself'
        : 'gone' in answer
          ? `gone: ${answer.gone.successor}`
          : 'nothing';
  const [page, document] = [
    await registry.read.lookup('software', address),
    await registry.read.document('software', address),
  ];
  return to(page) === to(document) ? to(page) : `page: ${to(page)}; document: ${to(document)}`;
};
const states = async ({ registry }: { registry: Registry }) =>
  (await registry.read.handOvers()).map(({ entry, to, state }) => `${entry} -> ${to}: ${state}`).sort();
const sound = async (t: Test, { store }: Pick<Mirroring, 'store'>) => t.same((await verify(store)).findings, []);

const X = 'software/x';
const [ofA, ofB] = [`${X}@${A}`, `${X}@${B}`];

t.test('Nothing goes over that only one side says, or both of different things', async (t) => {
  const world = await two(t);
  const { a, b, pull } = world;
  a.put(X, { name: 'KITOS' });
  move(b, X, { handOver: from(ofA) });
  await pull();
  t.same(await found(world), [ofA, ofB], 'a claim of the taker alone');
  t.equal(await leads(world, `x@${A}`), 'itself');
  t.same(await states(world), [`${ofA} -> ${ofB}: claimed`]);
  move(a, X, { handOver: to('software/y@b.example') });
  await pull();
  t.equal(await leads(world, `x@${A}`), 'itself', 'another entry was named');
  move(a, X, { handOver: to(ofB, 'anotheroffer') });
  await pull();
  t.equal(await leads(world, `x@${A}`), 'itself', 'an answer to an earlier offer is none to this one');
  move(a, X, { handOver: to('software/x@c.example') });
  await pull();
  t.same(await states(world), [`${ofA} -> ${ofB}: claimed`, `${ofA} -> software/x@c.example: offered`]);
  move(a, X, { handOver: to(ofB) });
  await pull();
  t.equal(await leads(world, `x@${A}`), `/software/x@${B}`);
  t.same(await found(world), [ofB]);
  a.put(X, { name: 'KITOS' });
  await pull();
  t.equal(await leads(world, `x@${A}`), 'itself', 'what the giver says no more holds no more');
  t.same(await found(world), [ofA, ofB]);
  await sound(t, world);
});

t.test('Of two that say they took it the one that was named has it', async (t) => {
  const world = await two(t);
  const { a, b, pull } = world;
  move(b, X, { handOver: from(ofA) });
  move(b, 'software/z', { handOver: from(ofA) });
  move(a, X, { handOver: to('software/z@b.example') });
  await pull();
  t.equal(await leads(world, `x@${A}`), '/software/z@b.example');
  t.same(await found(world), [ofB, 'software/z@b.example'], 'the other one stands, and joins nothing');
  t.same(await states(world), [`${ofA} -> ${ofB}: claimed`, `${ofA} -> software/z@b.example: taken-over`]);
  await sound(t, world);
});

t.test('Entries that name each other in a circle lead nowhere, and all of them stand', async (t) => {
  const world = await two(t);
  const { a, b, pull } = world;
  move(a, X, { handOver: { ...to(ofB), ...from(ofB) } });
  move(b, X, { handOver: { ...to(ofA), ...from(ofA) } });
  move(a, 'software/own-tail', {
    name: 'Tail',
    handOver: { ...to(`software/own-tail@${A}`), ...from(`software/own-tail@${A}`) },
  });
  await pull();
  for (const origin of [A, B]) t.equal(await leads(world, `x@${origin}`), 'itself');
  t.equal(await leads(world, `own-tail@${A}`), 'itself');
  t.same(await found(world), [ofA], 'they are the same software: one is shown, as always');
  await sound(t, world);
});

t.test('A body that names an entry elsewhere and a move belong together; else it is kept and not shown', async (t) => {
  const world = await two(t);
  const { a, b, pull, store, mirror } = world;
  a.put(X, { name: 'KITOS' });
  await pull();
  move(a, X, { handOver: to(ofB) }, 'put');
  move(a, 'software/bare', {});
  move(b, X, { handOver: from(ofA) });
  await pull();
  t.equal(await leads(world, `x@${A}`), 'itself');
  const problems = (await store.listUnshown(mirror.log, 10)).map(
    (row) => `${row.id} ${JSON.parse(row.problems)[0].rule}`,
  );
  t.same(problems, ['software/bare hand-over', `${X} hand-over`]);
  await sound(t, world);
});

t.test('The old entry may be withdrawn or erased; the new one stays', async (t) => {
  const world = await two(t);
  const { a, b, pull } = world;
  for (const id of [X, 'software/y']) {
    move(a, id, { handOver: to(`${id}@${B}`) });
    move(b, id, { handOver: from(`${id}@${A}`) });
  }
  await pull();
  t.same(await found(world), [ofB, 'software/y@b.example']);
  a.del(X, 'handed-over');
  a.erase('software/y');
  await pull();
  t.equal(await leads(world, `x@${A}`), `gone: ${ofB}`, 'what it was handed over to follows it');
  t.equal(await leads(world, `y@${A}`), 'nothing', 'where it went is erased with it');
  t.same(await found(world), [ofB, 'software/y@b.example']);
  t.same(await states(world), [`${ofA} -> ${ofB}: claimed`, 'software/y@a.example -> software/y@b.example: claimed']);
  await sound(t, world);
});

t.test('The new entry may be withdrawn: then the old one is there again', async (t) => {
  const world = await two(t);
  const { a, b, pull } = world;
  move(b, X, { handOver: from(ofA) });
  move(a, X, { handOver: to(ofB) });
  await pull();
  t.same(await found(world), [ofB]);
  b.del(X, 'retired');
  await pull();
  t.same(await found(world), [ofA]);
  t.equal(await leads(world, `x@${A}`), 'itself');
  await sound(t, world);
});

t.test('Nothing is taken over from a log that is forked, left, or was never ours to ask', async (t) => {
  const world = await two(t);
  const { a, pull, registry, store, peer, mirror } = world;
  move(a, X, { url: 'https://forge.example/kitos', handOver: to('software/x@we.example') });
  move(a, 'software/y', { handOver: to('software/kitos@we.example'), url: 'https://forge.example/other' });
  await pull();
  await registry.publish(software('KITOS'));
  await store.setMirror(mirror.log, { frozen: 2 });
  t.match(await refusal(registry.handOver.accept(ofA)), { code: 'forked-log' });
  await store.setMirror(mirror.log, { frozen: null });
  await store.setPeer(peer.origin, { state: 'left' });
  t.match(await refusal(registry.handOver.accept(ofA)), { code: 'conflict', message: /no longer mirrored/ });
  await store.setPeer(peer.origin, { state: 'active' });
  t.match(
    await refusal(registry.handOver.accept(ofA)),
    { code: 'conflict', message: /already software\/kitos here/ },
    'the repository is that of another entry of ours',
  );
  t.match(await refusal(registry.handOver.accept('software/y@a.example')), {
    code: 'conflict',
    message: /another product here/,
  });
  move(a, X, { url: 'https://forge.example/kitos', handOver: to('software/kitos@we.example') });
  await pull();
  t.match(await registry.handOver.accept(ofA), { id: 'software/kitos', created: false, changed: true });
  t.equal(await leads(world, `x@${A}`), '/software/kitos');
  t.same(await found(world), ['software/kitos@own', 'software/y@a.example']);
  await sound(t, world);
  const record = JSON.parse((await store.getRecord(keyOf({ id: 'software/kitos' })))?.view ?? '').record;
  t.match(record, { name: 'KITOS', handOver: { from: [{ entry: ofA }] } });
});

t.test('References of what is taken over are those of the other catalogue', async (t) => {
  const world = await two(t);
  const { a, pull, registry, store } = world;
  a.put('organisation/town', { name: 'Town' });
  move(a, X, {
    ...{ owner: { name: 'Town', organisation: 'organisation/town' }, network: 'network/n@c.example' },
    handOver: to('software/x@we.example'),
  });
  await pull();
  await registry.handOver.accept(ofA);
  const row = await store.getRecord(keyOf({ id: X }));
  const { record, source } = JSON.parse(row?.view ?? '');
  t.match(record, { owner: { organisation: 'organisation/town@a.example' }, network: 'network/n@c.example' });
  t.match(source, { rank: 'import', by: 'hand-over', entry: ofA });
  t.match((await registry.read.resolve([record.owner.organisation], 0, 'en')).get('organisation/town@a.example'), {
    name: 'Town',
  });
});

t.test('A name of ours is nobody else’s, and leads to our own entries', async (t) => {
  const { registry, store } = await two(t);
  await registry.publish(software('KITOS'));
  const found = await registry.read.lookup('software', 'kitos@we.example');
  t.ok('found' in found && found.found.origin === 0);
  t.match(await refusal(store.putPeer(newPeer(new TestLog('we.example')))), {
    code: 'conflict',
    message: /this catalogue itself/,
  });
  t.match(await refusal(store.nameOwn(B)), { code: 'conflict', message: /Another network/ });
  await store.nameOwn('new.example');
  t.same((await store.ownNames()).sort(), ['new.example', 'we.example']);
});
