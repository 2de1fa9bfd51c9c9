import t from 'tap';
import { peerDesk } from '../../src/federation/desk.ts';
import { adoptChain } from '../../src/federation/epochs.ts';
import { readHealth } from '../../src/federation/health.ts';
import { COSIGNATURE_KEY, formatVerifierKey, signerOf } from '../../src/journal/key.ts';
import { encodeKeyDocument, type KeyDocument } from '../../src/journal/key-document.ts';
import { decodeLeaf } from '../../src/journal/leaf.ts';
import { digestName } from '../../src/kernel/digest.ts';
import { logHash } from '../../src/logs/names.ts';
import { verify } from '../../src/registry/verify.ts';
import type { MirrorRow } from '../../src/store/mirror-port.ts';
import { TestLog } from '../helpers/test-log.ts';
import { publishMany } from '../logs/world.ts';
import { mirroring, newPeer } from '../registry/mirrored.ts';
import { refusal } from '../registry/world.ts';
import { join_, type Member, Network, shownOf } from './world.ts';

const HOUR = 3_600_000;

/** A catalogue with 300 products, one withdrawn and one erased, and its mirror; then it moves to another address. */
async function moving(t: Parameters<typeof join_>[0]) {
  const network = new Network();
  const a = await join_(t, network, 'a.example');
  const b = await join_(t, network, 'b.example');
  await publishMany(a.registry, 300);
  await a.registry.withdraw('software', 'product-7', 'retired');
  await a.registry.erase('software', 'product-8', null);
  await a.sign();
  await b.pin(a);
  await b.pull();
  await b.pull();
  const before = await shownOf(b, 'a.example');
  return { network, a, b, before };
}

const healthOf = async (member: Member) => readHealth((await member.store.listPeers())[0]?.health ?? '{}');
const later = async ({ network, b }: { network: Network; b: Member }) => {
  network.clock.at += 2 * HOUR;
  for (let turn = 0; turn < 4; turn += 1) await b.pull();
};

t.test(
  'A new epoch of a peer takes the place of its log, and nothing is lost, double or asked for again',
  async (t) => {
    const world = await moving(t);
    const { network, a, b, before } = world;
    t.equal(before.length, 298);
    await a.move('new.example');
    await a.publish('After the move');
    network.asked.length = 0;
    await later(world);
    const line = 'new.example/log/2';
    t.match(await b.store.getMirror(line), { shown: true, complete: null, size: 302, originName: 'new.example' });
    t.match(await b.store.getMirror('a.example/log/1'), { shown: false });
    t.same((await shownOf(b, 'new.example')).length, 299);
    t.same(await shownOf(b, 'new.example'), await shownOf(a, 'own'));
    t.equal(
      network.asked.filter(({ url }) => /pack/.test(url)).length,
      0,
      'bodies that are here are not fetched again',
    );
    t.equal(
      await b.store.originNumber('a.example'),
      await b.store.originNumber('new.example'),
      'the old name leads there',
    );
    const old = await b.registry.read.lookup('software', 'product-3@a.example');
    t.ok('found' in old || 'redirect' in old, JSON.stringify(old));
    t.match(await b.registry.read.search({ text: 'product', lang: 'en', filters: {}, sort: 'relevance', limit: 5 }), {
      total: 298,
    });
    t.equal(
      (await b.app.inject(`/mirror/${logHash('a.example/log/1')}/checkpoint`)).statusCode,
      200,
      'the old log is served on',
    );
    t.match((await b.store.listPeers())[0], { url: 'https://new.example', originName: 'new.example' });
    t.same((await verify(b.store)).findings, []);
    await a.publish('And on');
    network.asked.length = 0;
    await b.pull();
    t.same(
      network.asked.map(({ url }) => url.split('/').at(-1)?.split('?')[0]),
      ['delta'],
      'as before',
    );
    t.equal((await shownOf(b, 'new.example')).length, 300);
  },
);

t.test('I14 A new log that the pinned keys do not vouch for is held, and the old one stays', async (t) => {
  const world = await moving(t);
  const { network, a, b, before } = world;
  await a.move('new.example');
  network.fault = () => async (request, answer) => {
    const given = await answer();
    if (!request.url.endsWith('keys/2.json')) return given;
    return {
      ...given,
      bytes: Buffer.from(
        given.bytes
          .toString()
          .replace('"n\\\\":2', '"n\\\\":2 ')
          .replace('restored', 'address')
          .replace(/"ts\\":\d+/, '"ts\\":1'),
      ),
    };
  };
  await later(world);
  t.match(await healthOf(b), { heldEpoch: { line: 'new.example/log/2', detail: /does not fit/ } });
  t.same(await shownOf(b, 'a.example'), before);
  t.equal(await b.store.getMirror('new.example/log/2'), null);
  network.fault = null;
  await b.restart();
  await later(world);
  t.match(await healthOf(b), { heldEpoch: null });
  t.equal((await shownOf(b, 'new.example')).length, 298);
});

t.test('A peer whose old address is dead is pinned again by its new one, and is the same peer', async (t) => {
  const world = await moving(t);
  const { network, a, b } = world;
  await a.move('new.example');
  network.members.delete('a.example');
  await later(world);
  t.match(await healthOf(b), { problem: { code: 'unreachable' } });
  t.match(await b.pin('new.example'), { name: 'a', url: 'https://new.example' });
  await later(world);
  t.equal((await b.store.listPeers()).length, 1);
  t.same(await shownOf(b, 'new.example'), await shownOf(a, 'own'));
  t.same((await verify(b.store)).findings, []);
});

t.test('Killed anywhere in the change of epochs, a mirror comes to the same', async (t) => {
  const world = await moving(t);
  const { network, a, b } = world;
  await a.move('new.example');
  await a.publish('After the move');
  network.clock.at += 2 * HOUR;
  for (let stop = 1; stop < 8; stop += 1) {
    let left = stop;
    network.fault = () => async (_request, answer) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return answer();
    };
    await b.pull().catch(() => undefined);
    await b.restart();
    network.clock.at += HOUR;
  }
  network.fault = null;
  // As if it had been killed right behind the switch: names and documents of old are brought in line later.
  const mirror = await b.store.getMirror('new.example/log/2');
  if (mirror?.shown) await b.store.setMirror(mirror.log, { complete: 3 });
  await later(world);
  t.same(await shownOf(b, 'new.example'), await shownOf(a, 'own'));
  t.same((await verify(b.store)).findings, []);
});

t.test('What a new epoch leaves out is removed as by its log: many at once are held', async (t) => {
  const world = await mirroring(t, 'old.example');
  const { store, registry, peer, log } = world;
  for (let i = 0; i < 60; i += 1) log.put(`software/s${i}`);
  await world.pull();
  const next = new TestLog('next.example');
  for (let i = 0; i < 10; i += 1) next.putBody(`software/s${i}`, log.bodies.get(log.p(`software/s${i}`)) as Buffer);
  next.put('software/s10', { name: 'Changed meanwhile' });
  next.del('software/s11', 'retired');
  next.erase('software/s12');
  const mirror = await store.openMirror(peer.origin, next.origin, next.size);
  t.equal(mirror.shown, false);
  await registry.mirror(mirror.log, next.bundle());
  t.equal(await registry.mirrorEpoch(mirror.log, 'next.example'), false, 'not before its head is here');
  t.match(await world.state('software/s12'), 'hidden', 'what it has erased is gone at once');
  await registry.mirrorHead(mirror.log, next.head());
  t.equal(await registry.mirrorEpoch(mirror.log, 'next.example'), true);
  t.equal(await registry.mirrorEpoch(mirror.log, 'next.example'), false, 'it is done');
  t.equal(await world.state('software/s11'), 'withdrawn');
  t.equal(await store.countHeld(peer.origin), 48 - 20);
  const row = await registry.read.lookup('software', 's10@next.example');
  t.ok('found' in row && JSON.parse(row.found.view).name === 'Changed meanwhile');
  t.equal(await registry.releaseRemovals(peer.origin), 28);
  t.equal((await store.counts()).live.find(({ origin }) => origin === peer.origin)?.count, 11);
  t.same((await verify(store)).findings, []);
});

/** The next key document of a log, of another log that follows it. */
function successor(log: TestLog, line: string, more: Partial<KeyDocument> = {}) {
  const { size, root } = log.head();
  const epoch = { origin: log.origin, size, root: root.toString('base64'), reason: 'address', complete: 1 } as const;
  const document = { ...log.document, n: 2, origin: line, epoch, ...more };
  return { line, chain: [encodeKeyDocument(document, [log.root], 'salt')] };
}

t.test('A peer takes no name by a new log that is not that of its address', async (t) => {
  const network = new Network();
  const [a, b, v] = [
    await join_(t, network, 'a.example'),
    await join_(t, network, 'b.example'),
    await join_(t, network, 'victim.example'),
  ];
  await a.publish('Something');
  const peer = await b.pin(a);
  await b.pull();
  await a.move('victim.example');
  network.members.set('victim.example', v);
  await later({ network, b });
  const line = 'victim.example/log/2';
  t.match(await healthOf(b), { heldEpoch: { line, detail: /at https:\/\/victim.example does not call/ } });
  t.equal(await b.store.getMirror(line), null);
  t.match((await b.store.listPeers())[0], { originName: 'a.example', url: 'https://a.example' });
  network.fault = () => async (_request, answer) => {
    const given = await answer();
    return {
      ...given,
      bytes: Buffer.from(given.bytes.toString('latin1').replace('victim.example/heads', 'a.example/heads'), 'latin1'),
    };
  };
  b.states.clear();
  await later({ network, b });
  t.match(await healthOf(b), { heldEpoch: { line, detail: /is not that of victim.example/ } });
  const log = new TestLog('thief.example');
  const thief = await b.store.putPeer(newPeer(log));
  await b.store.openMirror(thief.origin, log.origin);
  const adopt = (line: string, url: string | null) => adoptChain(b.deps, thief, { ...successor(log, line), url });
  t.match(await adopt('b.example/log/7', 'https://b.example'), { detail: /name of this catalogue/ });
  t.match(await adopt('victim.example/log/7', null), { detail: /is not that of victim.example/ });
  t.match(await adopt('victim.example/log/7', 'https://thief.example'), { detail: /is not that of victim.example/ });
  t.match(await adopt('a.example/log/7', 'https://a.example'), { detail: /Another network/ });
  t.equal((await b.store.listMirrors()).length, 2);
  t.equal(peer.originName, 'a.example');
  t.equal(await adopt('new.example/log/7', 'https://new.example'), null, 'what is its own it may take');
});

t.test('A new log under the same name has nobody else asked to cosign for it', async (t) => {
  const { store, clock, peer, log } = await mirroring(t, 'thief.example');
  const witness = [formatVerifierKey(signerOf('thief.example/witness', COSIGNATURE_KEY))];
  const next = successor(log, 'thief.example/log/2', { witness });
  t.equal(await adoptChain({ store, clock }, peer, { ...next, url: 'https://intern.victim.example' }), null);
  t.match(await store.listWitnesses(), [{ key: witness[0], url: 'https://thief.example' }]);
  t.match((await store.listPeers())[0], { url: 'https://thief.example' });
});

t.test('A new log brings back nothing that the one before has erased or delisted', async (t) => {
  const world = await mirroring(t, 'old.example');
  const { store, registry, peer, log } = world;
  for (const slug of ['erased', 'gone', 'left-out', 'never-here']) log.put(`software/${slug}`);
  log.putBody('software/odd', Buffer.from('no JSON'));
  const bodyOf = (id: string) => log.bodies.get(log.leaves.findIndex((leaf) => leaf.includes(`"${id}"`))) as Buffer;
  const old = ['software/erased', 'software/gone', 'software/never-here'].map((id) => ({ id, body: bodyOf(id) }));
  await registry.mirror(world.mirror.log, {
    ...log.bundle(),
    bodies: log.leaves.map((_, i) => (i === 4 ? null : (log.bodies.get(i) ?? null))),
  });
  log.erase('software/erased');
  log.erase('software/never-here', digestName(bodyOf('software/never-here')));
  log.del('software/gone', 'retired');
  await world.pull();
  const next = new TestLog('next.example');
  for (const { id, body } of old) next.putBody(id, body);
  next.erase('software/odd');
  const { log: at } = await store.openMirror(peer.origin, next.origin, next.size);
  const take = async (bodies: boolean) => {
    const { size } = (await store.getMirror(next.origin)) as MirrorRow;
    await registry.mirror(at, next.bundle(size, next.size, { bodies }));
    await registry.mirrorHead(at, next.head());
  };
  await take(true);
  t.equal(await store.getBlob(digestName(Buffer.from('no JSON'))), 'erased', 'it erases what the old one has brought');
  t.equal(await registry.mirrorEpoch(at, 'next.example'), true);
  const states = async () =>
    Promise.all(['erased', 'gone', 'never-here', 'left-out'].map((slug) => world.state(`software/${slug}`)));
  t.same(await states(), ['hidden', 'withdrawn', undefined, 'withdrawn']);
  for (const { id, body } of old) next.putBody(id, body);
  await take(false);
  t.same(await store.listWanted(at, world.clock.at, 9), [], 'nobody is asked for them');
  const late = old.map(({ id, body }) => ({ index: next.p(id), bytes: body }));
  t.match(await registry.mirrorBodies(at, late), { shown: 0, kept: 0 });
  t.same(await states(), ['hidden', 'withdrawn', undefined, 'withdrawn']);
  t.equal(await store.getBlob(digestName(bodyOf('software/erased'))), 'erased');
  next.put('software/gone', { name: 'Under an id that is never used again' });
  next.put('software/erased', { name: 'Without what was erased' });
  next.put('software/left-out', { name: 'Published anew' });
  await take(true);
  t.same(await states(), ['live', 'withdrawn', undefined, 'live'], 'what was only left out may come again');
  t.same((await verify(store)).findings, []);
});

t.test('I11 Another choice of facets fetches what is newly wanted and shows the rest no more', async (t) => {
  const network = new Network();
  const [a, b] = [await join_(t, network, 'a.example'), await join_(t, network, 'b.example')];
  for (const [name, countries] of [
    ['Danish', ['DK']],
    ['Italian', ['IT']],
    ['Both', ['DK', 'IT']],
    ['Swedish', ['SE']],
  ] as const)
    await a.publish(name, { countries });
  await a.registry.withdraw('software', 'swedish', 'retired');
  await a.sign();
  const peer = await b.pin(a, { facets: ['dk'] });
  for (let turn = 0; turn < 2; turn += 1) await b.pull();
  const desk = peerDesk({ ...b.deps, registry: b.registry });
  const ids = async () => (await shownOf(b, 'a.example')).map((line) => line.split(' ')[0]);
  t.same(await ids(), ['software/both', 'software/danish']);
  t.match(await desk.change(peer.name, { facets: ['it'] }), { wanted: 1, left: 1 });
  t.same(await ids(), ['software/both'], 'what is no longer wanted goes at once');
  t.match(await desk.change(peer.name, { facets: ['it'] }), { wanted: 1, left: 0 }, 'asked twice it changes nothing');
  network.asked.length = 0;
  for (let turn = 0; turn < 2; turn += 1) await b.pull();
  t.same(await ids(), ['software/both', 'software/italian']);
  t.notOk(
    network.asked.some(({ url }) => /tile/.test(url)),
    'the log was whole',
  );
  t.same((await verify(b.store)).findings, []);
  t.match(await desk.change(peer.name, { facets: [] }), { wanted: 1, left: 0 });
  t.same(await ids(), ['software/both', 'software/danish', 'software/italian'], 'what was kept is shown at once');
  t.equal(await b.store.countWanted(1), 0);
  t.same((await verify(b.store)).findings, []);
  t.match(await refusal(desk.change(peer.name, { facets: ['Not a facet'] })), { code: 'invalid-parameter' });
});

t.test('A new log still says where what it handed over went, to those who come after it began', async (t) => {
  const network = new Network();
  const [a, b] = [await join_(t, network, 'a.example'), await join_(t, network, 'b.example')];
  await a.publish('KITOS');
  for (const [from, to] of [[a, b] as const, [b, a] as const]) await from.pin(to);
  const settle = async (...members: Member[]) => {
    for (const member of [a, b]) await member.sign();
    for (const member of [...members, ...members]) await member.pull();
  };
  await settle(a, b);
  await a.registry.handOver.offer('kitos', { origin: 'b.example' });
  await settle(a, b);
  await b.registry.handOver.accept('software/kitos@a.example');
  await a.registry.withdraw('software', 'kitos', 'handed-over');
  await settle(a, b);
  await a.move('moved.example');
  const late = await join_(t, network, 'late.example');
  for (const peer of [a, b]) await late.pin(peer);
  await settle(late, b);
  for (const [member, address] of [[a, 'kitos'] as const, [late, 'kitos@moved.example'] as const])
    t.match(await member.registry.read.lookup('software', address), {
      gone: { successor: 'software/kitos@b.example' },
    });
  const leaves = (await a.store.logLeaves(0, 0, 100)).map((bytes) => decodeLeaf(bytes));
  t.same(
    leaves.flatMap((leaf) => (leaf?.id === 'software/kitos' ? [leaf.op] : [])),
    ['move', 'del'],
  );
  for (const member of [a, b, late]) t.same((await verify(member.store)).findings, [], `${member.host} verifies`);
});
