import t from 'tap';
import { signerOf } from '../../src/journal/key.ts';
import { encodeKeyDocument, keyDocumentNumber } from '../../src/journal/key-document.ts';
import { encodeLeaf } from '../../src/journal/leaf.ts';
import { stateDigest } from '../../src/journal/log-state.ts';
import { encodeEdge } from '../../src/journal/tree.ts';
import { digestName } from '../../src/kernel/digest.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { ErasedList } from '../../src/registry/erased-list.ts';
import { eraseEntry } from '../../src/registry/erasure.ts';
import type { Bundle } from '../../src/registry/mirror-types.ts';
import type { WantedRow } from '../../src/store/mirror-port.ts';
import { named } from '../helpers/test-log.ts';
import { digestOfStored, mirroring, newPeer } from './mirrored.ts';
import { refusal, software, type World } from './world.ts';

const DAY = 24 * 3_600_000;

const find = (world: World, text: string) =>
  world.registry.read.search({ text, lang: 'en', filters: {}, sort: 'relevance', limit: 10 });

t.test('What another network publishes is stored, searched and shown under its own name', async (t) => {
  const world = await mirroring(t);
  world.log.put('software/kitos', { name: 'KITOS', url: 'https://forge.example/kitos' }, ['dk', 'software']);
  await world.pull();
  const found = await find(world, 'kitos');
  t.match(found.items, [{ id: 'software/kitos', origin: 'catalogue.os2.example', name: 'KITOS' }]);
  t.equal(found.items[0]?.page, '/en/software/kitos@catalogue.os2.example');
  const answer = await world.registry.read.lookup('software', 'kitos@catalogue.os2.example');
  t.ok('found' in answer && JSON.parse(answer.found.view).mirror.log === world.log.origin);
  t.same(await world.registry.read.lookup('software', 'kitos'), {
    redirect: '/software/kitos@catalogue.os2.example',
  });
  t.same(await world.store.getHead(world.mirror.log), {
    ...{ log: world.mirror.log, origin: world.log.origin, mine: false, signed: world.clock.at },
    ...world.log.head(),
  });
});

t.test('A bundle that does not lead to the signed head changes nothing', async (t) => {
  const world = await mirroring(t);
  for (let i = 0; i < 300; i += 1) world.log.put(`software/s${i}`);
  const { log, mirror } = world;
  const good = log.bundle(0, 256);
  const forged = encodeLeaf({ v: 1, op: 'del', id: 'software/s1', ts: 1, p: 2, r: 'retired' });
  const wrong: [string, Bundle][] = [
    ['another leaf', { ...good, leaves: good.leaves.with(7, forged) }],
    ['a leaf less', { ...good, leaves: good.leaves.slice(0, 255) }],
    [
      'two leaves exchanged',
      { ...good, leaves: good.leaves.with(3, good.leaves[4] as Buffer).with(4, good.leaves[3] as Buffer) },
    ],
    ['no hash of its tile', { ...good, tiles: new Map() }],
    ['an end between tiles', log.bundle(0, 100)],
    ['a gap before it', log.bundle(256, 300)],
    ['another root', { ...log.bundle(0, 200, { size: 200 }), head: { size: 200, root: Buffer.alloc(32) } }],
    ['too many leaves', { ...good, leaves: log.leaves }],
  ];
  for (const [what, bundle] of wrong)
    t.match(await refusal(world.registry.mirror(mirror.log, bundle)), { code: /invalid-input|conflict/ }, what);
  t.equal((await world.store.getMirror(log.origin))?.size, 0);
  t.match(await world.registry.mirror(mirror.log, good), { size: 256, effective: 256, shown: 255 });
  t.match(
    await refusal(
      world.registry.mirror(mirror.log, { ...log.bundle(256), head: { size: 301, root: Buffer.alloc(32) } }),
    ),
    {
      code: 'invalid-input',
    },
  );
  t.equal(await world.registry.mirrorHead(mirror.log, log.head()), false, 'the head waits for its leaves');
  await world.registry.mirror(mirror.log, log.bundle(256));
  t.match(await refusal(world.registry.mirrorHead(mirror.log, { ...log.head(), root: Buffer.alloc(32) })), {
    code: 'invalid-input',
  });
  t.match(
    await refusal(
      world.registry.mirror(mirror.log, { ...log.bundle(256), head: { size: log.size, root: Buffer.alloc(32) } }),
    ),
    { code: 'invalid-input' },
    'a fork is not hidden by leaves that are here already',
  );
  t.equal(await world.registry.mirrorHead(mirror.log, log.head()), true);
  const stored = await world.store.getMirror(log.origin);
  t.ok(encodeEdge(log.edge()).equals(stored?.edge ?? Buffer.alloc(0)));
  t.ok(log.tileRoot(0).equals((await world.store.logNodes(mirror.log, 1, 0, 1))[0] as Buffer));
});

t.test('I7 Leaves that mean nothing keep their place, and bundles that come twice change nothing', async (t) => {
  const world = await mirroring(t);
  const { log } = world;
  log.put('software/one');
  log.raw(Buffer.from('{"not":"a leaf"}'));
  log.append({ v: 1, op: 'put', id: 'software/one', ts: 1, p: 77, ...named(Buffer.from('{}'), 'a/b'), f: [] });
  log.put('software/one', { name: 'One again' });
  log.raw(Buffer.alloc(70, 'x'));
  log.raw(Buffer.alloc(0));
  t.match(await world.registry.mirror(world.mirror.log, log.bundle()), { effective: 3, inert: 4, shown: 1 });
  const before = world.raw.prepare('SELECT max(seq) FROM changes').pluck().get();
  t.match(await world.registry.mirror(world.mirror.log, log.bundle()), { effective: 0, size: log.size });
  t.match(await world.registry.mirror(world.mirror.log, log.bundle(2)), { effective: 0, size: log.size });
  t.equal(world.raw.prepare('SELECT max(seq) FROM changes').pluck().get(), before);
  t.equal(await digestOfStored(world.store, world.mirror.log), stateDigest(log.state).toString('hex'));
  t.match((await find(world, 'one')).items, [{ name: 'One again' }]);
});

t.test(
  'A body with faults is kept and passed on, and what was last valid stays up with its problems told',
  async (t) => {
    const world = await mirroring(t);
    const { log } = world;
    const deep = `{"salt":"x","kind":"software","id":"software/deep","record":${'['.repeat(50)}${']'.repeat(50)}}`;
    const bad: [string, Buffer][] = [
      ['no JSON', Buffer.from('nothing')],
      ['another id', log.bodyOf('software/other', { name: 'x' })],
      ['a record without its name', log.bodyOf('software/kitos', { url: 'https://forge.example/x' })],
      ['a mail address', log.bodyOf('software/kitos', { name: 'Ask somebody@example.org' })],
      ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
      ['too deep', Buffer.from(deep)],
      ['null', Buffer.from('null')],
    ];
    log.put('software/kitos', { name: 'The good one' });
    await world.pull();
    for (const [what, body] of bad) {
      const index = log.putBody('software/kitos', body);
      await world.pull();
      t.match((await find(world, 'good')).items, [{ name: 'The good one', version: 1 }], what);
      const [kept] = await world.store.listUnshown(world.mirror.log, 10);
      t.match(kept, { id: 'software/kitos', index });
      t.ok((JSON.parse(kept?.problems ?? '[]') as object[]).length > 0, what);
      t.ok(await world.store.getBlob(digestName(body)));
    }
    log.put('software/kitos', { name: 'Good again' });
    await world.pull();
    t.match((await find(world, 'good')).items, [{ name: 'Good again', version: 2 }]);
    t.same(await world.store.listUnshown(world.mirror.log, 10), []);
  },
);

t.test('What this program does not know is stored and passed on', async (t) => {
  const world = await mirroring(t);
  const { log } = world;
  const body = Buffer.from('{"kind":"recipe"}');
  log.putBody('recipe/soup', body);
  const beat = log.append({ v: 1, op: 'beat', id: 'control/beat', ts: 1, p: -1 });
  const pin = Buffer.from('{"salt":"s","pinned":"somebody"}');
  log.append({ v: 1, op: 'pin', id: `control/pin/${'a'.repeat(64)}`, ts: 1, p: -1, ...named(pin, 'a/b') }, pin);
  const label = Buffer.from('{"salt":"s","label":"old"}');
  log.append({ v: 1, op: 'label', id: `control/label/${'b'.repeat(64)}`, ts: 1, p: -1, ...named(label, 'a/b') }, label);
  const moved = log.bodyOf('software/kitos', { name: 'moved' });
  log.append({ v: 1, op: 'move', id: 'software/kitos', ts: 1, p: -1, ...named(moved, 'a/b') }, moved);
  await world.pull();
  for (const bytes of [body, pin, label, moved]) t.ok(await world.store.getBlob(digestName(bytes)));
  const states = new Map(
    (await world.store.listLogEntries(world.mirror.log, '', 100)).map(({ id, state }) => [id, state]),
  );
  t.match(states.get('control/beat'), { index: beat, status: 'live', digest: null });
  t.match(states.get('software/kitos'), { status: 'live', digest: digestName(moved) });
  t.equal((await world.store.listControls(`control/pin/${'a'.repeat(64)}`, world.mirror.log)).length, 1);
});

t.test('I10 Removals and erasures hold, in whatever order bodies come', async (t) => {
  const world = await mirroring(t);
  const { log, store, registry, mirror } = world;
  const gone = log.put('software/gone');
  const erased = log.put('software/erased');
  log.put('software/older', { name: 'older one' });
  const older = digestName(log.bodies.get(log.size - 1) as Buffer);
  const never = log.put('software/never');
  await world.pull();
  log.del('software/gone', 'retired');
  log.erase('software/erased');
  log.put('software/older', { name: 'newer one' });
  log.erase('software/older', older);
  log.del('software/never');
  const unseen = log.put('software/unseen');
  log.del('software/unseen');
  await world.pull({ bodies: false });
  t.equal(await world.state('software/gone'), 'withdrawn');
  t.match(await registry.read.lookup('software', 'gone@catalogue.os2.example'), { gone: { reason: 'retired' } });
  t.equal(await world.state('software/erased'), 'hidden');
  t.equal(await world.state('software/unseen'), 'withdrawn');
  t.equal(await world.state('software/older'), 'hidden', 'what was shown was erased, and the newer body is not here');
  t.equal(await store.getBlob(older), 'erased');
  const late = [gone, erased, never, unseen].map((index) => ({ index, bytes: log.bodies.get(index) as Buffer }));
  t.same(await registry.mirrorBodies(mirror.log, late), { shown: 0, kept: 0, wrong: [] });
  t.equal(await store.getBlob(digestName(log.bodies.get(erased) as Buffer)), 'erased');
  t.same(
    (await store.listWanted(mirror.log, world.clock.at, 10)).map(({ id }) => id),
    ['software/older'],
  );
  const [wanted] = await store.listWanted(mirror.log, world.clock.at, 10);
  const index = wanted?.index ?? -1;
  t.same(await registry.mirrorBodies(mirror.log, [{ index, bytes: Buffer.from('wrong') }]), {
    shown: 0,
    kept: 0,
    wrong: [index],
  });
  t.match(await registry.mirrorBodies(mirror.log, [{ index, bytes: log.bodies.get(index) as Buffer }]), { shown: 1 });
  t.match(await registry.mirrorBodies(mirror.log, [{ index, bytes: log.bodies.get(index) as Buffer }]), { shown: 0 });
  t.equal(await store.countWanted(mirror.log), 0);
  log.put('software/erased', { name: 'with other words' });
  await world.pull();
  t.equal(await world.state('software/erased'), 'live', 'an erased entry may come again with another body');
  const again = log.bodies.get(erased) as Buffer;
  log.putBody('software/erased', again);
  await world.pull();
  t.equal(await store.getBlob(digestName(again)), 'erased', 'but never with the one that was erased');
  t.equal(await digestOfStored(store, mirror.log), stateDigest(log.state).toString('hex'));
});

t.test('A log cannot erase what another one holds', async (t) => {
  const world = await mirroring(t);
  world.log.put('software/ours', { name: 'Under the same id' });
  await world.pull();
  await world.registry.publish(software('Ours'));
  const own = await world.store.getBody({ origin: 0, kind: 'software', slug: 'ours' });
  const { store, log } = world;
  const [digest, body] = [own?.digest ?? '', Buffer.from(own?.body ?? '')];
  // Kept aside, shown under the id of the thief, named only, and named before it came.
  log.putBody('software/stolen', body);
  log.putBody('software/ours', body);
  await world.pull();
  t.match(await store.entryOfBody(digest), { origin: 0 }, 'older data is brought in line in ours, not in the copy');
  log.erase('software/stolen', digest);
  log.erase('software/ours', digest);
  log.erase('software/never-there', digest);
  log.putBody('software/wanted', body);
  log.erase('software/wanted');
  await world.pull({ bodies: false });
  t.match(await store.getBlob(digest), { mediaType: 'application/vnd.alminding.software+json' });
  t.same(await store.listErased(), []);
  t.same(await store.dueConfirmations(world.peer.origin, world.clock.at, 9), [], 'nobody is asked for it');
  // Whatever stands in that list: what is there was not erased.
  world.raw.prepare('INSERT INTO erased VALUES (?, 1)').run(digest);
  t.same(await store.ownErasures(), []);
  t.match(await store.carried(0, 9), [{ id: 'software/ours', erased: [] }], 'our next log does not erase it');
  await world.registry.publish(software('Another'));
  const lists: ErasedList[] = [];
  const keep = async (list: ErasedList) => void lists.push(list);
  const another = { origin: 0, kind: 'software', slug: 'another' } as const;
  const erasing = { store, registry: world.registry, now: 1, keep };
  await eraseEntry(erasing, another, null);
  const [erased] = await store.ownErasures();
  t.same(lists[0]?.bodies, [erased?.digest], 'older copies of the data are not robbed of it either');
  t.ok(erased !== undefined && erased.digest !== digest);
});

t.test('Many removals at once are held in the view until an operator lets them through', async (t) => {
  const world = await mirroring(t);
  const { log, store, registry, peer } = world;
  for (let i = 0; i < 300; i += 1) log.put(`software/s${i}`);
  await world.pull();
  world.clock.at += 8 * DAY;
  for (let i = 0; i < 100; i += 1) log.del(`software/s${i}`);
  await world.pull();
  t.equal(await store.countHeld(peer.origin), 70, 'a tenth of 300 went');
  t.equal((await find(world, '')).total, 270);
  t.equal(
    await digestOfStored(store, world.mirror.log),
    stateDigest(log.state).toString('hex'),
    'the log state knows all',
  );
  world.clock.at += 6 * DAY;
  log.del('software/s200');
  await world.pull();
  t.equal(await store.countHeld(peer.origin), 71, 'they are counted over a week');
  world.clock.at += 3 * DAY;
  log.del('software/s201');
  await world.pull();
  t.equal(await store.countHeld(peer.origin), 71);
  t.equal(await registry.releaseRemovals(peer.origin), 71);
  t.equal(await store.countHeld(peer.origin), 0);
  t.equal((await find(world, '')).total, 198);
});

t.test('A selective mirror has every leaf, and of the bodies those whose facets were asked for', async (t) => {
  const world = await mirroring(t);
  await world.store.setPeer(world.peer.origin, { facets: ['dk', 'net:os2'] });
  world.log.put('software/here', { name: 'here' }, ['dk']);
  world.log.put('software/there', { name: 'there' }, ['it']);
  world.log.put('software/net', { name: 'net' }, ['net:os2', 'se']);
  await world.pull({ bodies: false });
  const wanted = await world.store.listWanted(world.mirror.log, world.clock.at, 10);
  t.same(
    wanted.map(({ id }) => id),
    ['control/key', 'software/here', 'software/net'],
  );
  t.equal((await world.store.getMirror(world.log.origin))?.size, 4);
});

t.test('I14 Keys follow their chain, and nothing else does', async (t) => {
  const world = await mirroring(t);
  const { log, store } = world;
  await world.pull();
  const key = (n: number, signer = log.root) =>
    encodeKeyDocument({ ...log.document, n, log: [...log.document.log] }, [signer], 'salt');
  const leaf = (body: Buffer) =>
    log.append({ v: 1, op: 'key', id: 'control/key', ts: 1, p: log.p('control/key'), ...named(body, 'a/b') }, body);
  leaf(key(2, signerOf('other.invalid', 1)));
  leaf(key(3));
  leaf(Buffer.from('no document'));
  await world.pull();
  const pinned = async () => JSON.parse((await store.listPeers())[0]?.document ?? '{}').n;
  t.equal(await pinned(), 1);
  leaf(key(2));
  leaf(key(3));
  await world.pull({ bodies: false });
  t.equal(await pinned(), 1, 'without its document nothing is known of a key');
  const wanted = await store.listWanted(world.mirror.log, world.clock.at, 10);
  t.equal(wanted.length, 2, 'each of them is wanted: who comes later follows the chain from the one that he knows');
  const deliver = ({ index }: { index: number }) =>
    world.registry.mirrorBodies(world.mirror.log, [{ index, bytes: log.bodies.get(index) as Buffer }]);
  const [second, third] = wanted as [WantedRow, WantedRow];
  await deliver(third);
  t.equal(await pinned(), 1, 'a gap in the chain is not passed over');
  await deliver(second);
  t.equal(await pinned(), 2);
  t.same(await store.listWanted(world.mirror.log, world.clock.at, 10), []);
  leaf(key(3));
  await world.pull();
  t.equal(await pinned(), 3);
  for (let n = 4; n <= LIMITS.keySteps + 10; n += 1) {
    leaf(key(n));
    if (n === 40) await world.pull();
  }
  leaf(Buffer.alloc(LIMITS.keyDocumentBytes + 1, 32));
  await world.pull();
  t.equal(await pinned(), LIMITS.keySteps + 10);
  t.equal((await store.listControls('control/key', world.mirror.log)).at(-1)?.body.length, LIMITS.keyDocumentBytes + 1);
  leaf(key(LIMITS.keySteps + 10));
  await world.pull();
  const kept = await store.listControls('control/key', world.mirror.log);
  t.equal(kept.length, LIMITS.keySteps, 'the newest are kept, and none that is too large');
  t.equal(keyDocumentNumber(kept.at(-1)?.body ?? Buffer.alloc(0)), LIMITS.keySteps + 10);
});

t.test('What is forgotten is gone from search, pages and data, and may be mirrored anew', async (t) => {
  const world = await mirroring(t);
  const { log, store, registry, peer } = world;
  for (let i = 0; i < 100; i += 1) log.put(`software/s${i}`, { name: `Product ${i}` });
  await world.pull();
  t.equal(await registry.forget(peer.origin), 100);
  t.equal((await find(world, 'product')).total, 0);
  t.same(await store.listPeers(), []);
  t.same(await store.listMirrors(), []);
  for (const table of ['log_entries', 'unshown', 'wanted', 'mirror_days'])
    t.equal(world.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), 0, table);
  const again = await store.putPeer(newPeer(log));
  t.equal(again.origin, peer.origin);
  const mirror = await store.openMirror(again.origin, log.origin);
  await registry.mirror(mirror.log, log.bundle());
  t.equal((await find(world, 'product')).total, 100);
});

t.test('A mirrored record is the face of the one that is built in, and ours of both', async (t) => {
  const world = await mirroring(t);
  const url = 'https://forge.example/kitos';
  await world.registry.publish(software('Kitos', { url }, { origin: 'built-in', slug: 'kitos' }));
  world.log.put('software/kitos', { name: 'Kitos', url });
  await world.pull();
  t.match(await find(world, 'kitos'), { total: 1, items: [{ origin: 'catalogue.os2.example' }] });
  await world.registry.publish(software('Kitos', { url }));
  t.match(await find(world, 'kitos'), { total: 1, items: [{ origin: 'own' }] });
});
