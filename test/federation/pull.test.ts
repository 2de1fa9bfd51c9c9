import t from 'tap';
import { readHealth } from '../../src/federation/health.ts';
import { parseCheckpoint } from '../../src/journal/checkpoint.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import { verify } from '../../src/registry/verify.ts';
import { publishMany } from '../logs/world.ts';
import { refusal } from '../registry/world.ts';
import { sameState, two } from './two.ts';
import { join_, type Member, shownOf } from './world.ts';

const healthOf = async (member: Member, origin: string) =>
  readHealth((await member.store.listPeers()).find(({ originName }) => originName === origin)?.health ?? '{}');

t.test('A catalogue is pinned by its eight words, and by nothing else', async (t) => {
  const { network, a, b } = await two(t);
  const { lookAt, pin } = await import('../../src/federation/peers.ts');
  const candidate = await lookAt(b.deps, 'a.example');
  t.match(candidate, { originName: 'a.example', line: 'a.example/log/1', url: 'https://a.example', size: 1 });
  t.match(await refusal(pin(b.deps, candidate, { words: 'lusab babad' })), { code: 'invalid-parameter' });
  const row = await pin(b.deps, candidate, { words: `  ${candidate.words.toUpperCase()} ` });
  t.match(row, { name: 'a', url: 'https://a.example', approved: 1, words: candidate.words });
  t.match(await pin(b.deps, candidate, { words: candidate.words, name: 'else' }), { origin: row.origin, name: 'else' });
  t.match(await b.store.getWitnessed('a.example/log/1'), { mirrored: true });
  network.fault = () => async (request, answer) => {
    const given = await answer();
    const lie = given.bytes.toString().replaceAll('a.example/log/1', 'z.example/log/1');
    return request.url.endsWith('alminding') ? { ...given, bytes: Buffer.from(lie) } : given;
  };
  t.match(await refusal(lookAt(b.deps, 'a.example')), { code: 'invalid-parameter' }, 'nobody speaks for another name');
  t.match(await refusal(lookAt(b.deps, 'nobody.example')), { code: 'unreachable' });
  t.ok(a.up);
});

t.test(
  'I5 I13 A mirror has what its origin has: after a bootstrap, a change, a removal, and when nothing is new',
  async (t) => {
    const { network, a, b } = await two(t);
    await publishMany(a.registry, 600);
    await a.sign();
    await b.pin(a);
    await b.pull();
    await sameState(t, b, a);
    t.equal(await b.store.countWanted(1), 0, 'bodies came in packs');
    for (const change of [
      () => a.publish('product 3', { url: 'https://forge.example/product-3', version: '2' }),
      () => a.registry.withdraw('software', 'product-5', 'retired').then(() => a.sign()),
      () => a.publish('A new one'),
    ]) {
      await change();
      network.asked.length = 0;
      await b.pull();
      t.equal(network.asked.length, 1, 'one change is one request');
      await sameState(t, b, a);
    }
    network.asked.length = 0;
    const point = await b.store.changePoint();
    const peers = JSON.stringify(await b.store.listPeers());
    await b.pull();
    t.equal(network.asked.length, 1, 'nothing new is one request');
    t.equal(await b.store.changePoint(), point);
    t.equal(JSON.stringify(await b.store.listPeers()), peers, 'and no write');
  },
);

t.test('I12 The head of a mirror carries its cosignature, and is served in the layout of tlog-mirror', async (t) => {
  const { a, b } = await two(t);
  await publishMany(a.registry, 300);
  await a.sign();
  await b.pin(a);
  await b.pull();
  const hash = (await import('../../src/logs/names.ts')).logHash('a.example/log/1');
  const checkpoint = await b.app.inject(`/mirror/${hash}/checkpoint`);
  t.equal(checkpoint.statusCode, 200);
  const { note, size } = parseCheckpoint(checkpoint.rawPayload);
  t.same(
    note.signatures.map(({ name }) => name),
    ['a.example/log/1', 'b.example/witness'],
  );
  for (const path of [
    'tile/0/000',
    `tile/entries/001.p/${size - 256}`,
    'keys/1.json',
    `state/${size}`,
    'tile/1/000.p/1',
  ])
    t.ok(
      (await b.app.inject(`/mirror/${hash}/${path}`)).rawPayload.equals(
        (await a.app.inject(`/log/1/${path}`)).rawPayload,
      ),
      path,
    );
});

t.test('A third catalogue passes on a log whose origin cannot be reached', async (t) => {
  const { network, a, b } = await two(t);
  const c = await join_(t, network, 'c.example');
  await b.pin(a);
  await c.pin(a);
  await c.pin(b);
  await b.pull();
  await c.pull();
  network.fault = (from, to) =>
    from === 'c.example' && to === 'a.example'
      ? async () => {
          throw new CodedError('unreachable');
        }
      : undefined;
  await publishMany(a.registry, 40);
  await a.sign();
  await b.pull();
  await c.pull();
  network.clock.at += 20_000;
  await c.pull();
  await sameState(t, c, a);
  t.match(await healthOf(c, 'a.example'), { problem: { code: 'unreachable' } });
});

t.test('News of another log that did not come is asked for again at once, and not behind the next news', async (t) => {
  const { network, a, b } = await two(t);
  const c = await join_(t, network, 'c.example');
  await b.pin(a);
  // The log of `a` comes to `c` through `b` alone.
  await c.store.setPeer((await c.pin(a)).origin, { url: '' });
  await c.pin(b);
  for (let turn = 0; turn < 2; turn += 1) for (const one of [b, c]) await one.pull();
  await a.publish('News');
  await b.pull();
  const heads: boolean[] = [];
  network.fault = (from) => async (request, answer) => {
    const { pathname } = new URL(request.url);
    if (from === 'c.example' && pathname === '/heads') heads.push(Boolean(request.known));
    if (from !== 'c.example' || !pathname.endsWith('/delta') || heads.length > 1) return answer();
    return { status: 503, headers: {}, bytes: Buffer.alloc(0) };
  };
  await c.pull();
  t.match(await healthOf(c, 'b.example'), { failures: 1, problem: { code: 'unreachable' } });
  t.same(await shownOf(c, 'a.example'), []);
  await c.pull();
  t.same(heads, [true, false], 'an answer for what is known could be held back, and is not asked for');
  t.same(await shownOf(c, 'a.example'), await shownOf(a, 'own'));
  await c.pull();
  t.same(heads, [true, false, true], 'and now nothing is missing');
});

t.test('I2 Whatever is changed on the way changes nothing here, and is told of whoever sent it', async (t) => {
  const { network, a, b } = await two(t);
  await publishMany(a.registry, 300);
  await a.sign();
  await b.pin(a);
  for (const [i, part] of ['tile/entries/000', 'tile/1/', 'checkpoint', 'tile/entries/001'].entries()) {
    network.fault = () => async (request, answer) => {
      const given = await answer();
      if (!request.url.includes(part) || given.bytes.byteLength === 0) return given;
      const bytes = Buffer.from(given.bytes);
      bytes[(i * 131 + 70) % bytes.byteLength] = (bytes[(i * 131 + 70) % bytes.byteLength] as number) ^ 4;
      return { ...given, bytes };
    };
    await b.pull();
    t.not((await b.store.getHead(1))?.size, 301, part);
  }
  t.match(await healthOf(b, 'a.example'), { failures: 4, problem: { code: /invalid-input|malformed-answer/ } });
  network.fault = null;
  network.clock.at += 3_600_000;
  await b.pull();
  await sameState(t, b, a);
  t.match(await healthOf(b, 'a.example'), { failures: 0, problem: null });
});

t.test('A body that does not come is a state of its entry, and comes later', async (t) => {
  const { network, a, b } = await two(t);
  await publishMany(a.registry, 3);
  await a.sign();
  await b.pin(a);
  network.fault = () => async (request, answer) =>
    /pack|blob|delta/.test(request.url) ? { status: 404, headers: {}, bytes: Buffer.alloc(0) } : answer();
  await b.pull();
  t.equal((await b.store.getHead(1))?.size, 4);
  t.equal(await b.store.countWanted(1), 4);
  await b.pull();
  t.same(await shownOf(b, 'a.example'), []);
  network.fault = null;
  await b.pull();
  t.equal(await b.store.countWanted(1), 4, 'not asked for again at once');
  network.clock.at += 3_600_000;
  await b.pull();
  await sameState(t, b, a);
});

t.test('I11 A selective mirror takes every leaf, and shows what a filter over all would', async (t) => {
  const world = await two(t);
  const { a, b } = world;
  await a.publish('Danish', { countries: ['DK'] });
  await a.publish('Italian', { countries: ['IT'] });
  await b.pin(a, { facets: ['dk'] });
  await b.pull();
  await b.pull();
  t.same(
    (await shownOf(b, 'a.example')).map((line) => line.split(' ')[0]),
    ['software/danish'],
  );
  t.equal((await b.store.getHead(1))?.size, 3);
  t.match([...b.states.values()][0]?.health, { leaves: 3, bodies: 1 }, 'only what is kept is counted');
  const { network } = world;
  const full = await join_(t, network, 'full.example');
  await full.pin(a);
  for (const [name, countries] of [
    ['Both', ['DK', 'IT']],
    ['Swedish', ['SE']],
  ] as const)
    await a.publish(name, { countries });
  await a.publish('Italian', { countries: ['DK'] });
  await a.publish('Danish', { countries: ['SE'] });
  for (const member of [b, full, b, full]) await member.pull();
  const all = await full.registry.read.search({
    text: '',
    lang: 'en',
    filters: { country: ['DK'] },
    sort: 'name',
    limit: 50,
  });
  const some = await b.registry.read.search({ text: '', lang: 'en', filters: {}, sort: 'name', limit: 50 });
  t.same(
    some.items.map(({ id }) => id),
    all.items.map(({ id }) => id),
  );
  t.equal(some.total, 2);
});

t.test('A log that grows beyond what was approved waits for its operator', async (t) => {
  const { network, a, b } = await two(t);
  const peer = await b.pin(a);
  await b.store.setPeer(peer.origin, { tokens: 300, tokensAt: network.clock.at });
  await publishMany(a.registry, 700);
  await a.sign();
  await b.pull();
  t.equal((await b.store.listMirrors())[0]?.size, 256, 'as far as a whole tile is allowed');
  t.match(await healthOf(b, 'a.example'), { heldAt: 701 });
  t.equal(await b.store.getHead(1), null);
  await b.store.setPeer(peer.origin, { approved: 701 });
  await b.pull();
  await sameState(t, b, a);
});

t.test('I6 An origin that signs two histories is frozen with the evidence, and the rest goes on', async (t) => {
  const { network, a, b } = await two(t);
  const { TestLog } = await import('../helpers/test-log.ts');
  const { newPeer } = await import('../registry/mirrored.ts');
  for (const count of [3, 300]) {
    const log = new TestLog(`liar${count}.example`);
    for (let i = 0; i < count; i += 1) log.put(`software/s${i}`);
    const peer = await b.store.putPeer(newPeer(log, { url: `https://liar${count}.example` }));
    const mirror = await b.store.openMirror(peer.origin, log.origin);
    for (let from = 0; from < log.size; from += 256)
      await b.registry.mirror(mirror.log, log.bundle(from, Math.min(log.size, from + 256)));
    await b.registry.mirrorHead(mirror.log, log.head());
    const other = new TestLog(`liar${count}.example`);
    for (let i = 0; i < count + 5; i += 1) other.put(`software/t${i}`);
    network.fault = (_from, to) => (to === `liar${count}.example` ? servedBy(other) : undefined);
    await b.pull();
    t.match(await healthOf(b, `liar${count}.example`), { problem: { code: 'forked-log' } });
    t.equal((await b.store.getMirror(log.origin))?.frozen, log.size);
    t.match(await b.store.listEvidence(log.origin), [{ source: peer.name, keys: log.document.log }]);
    t.equal((await shownOf(b, `liar${count}.example`)).length, count, 'what was shown stays');
  }
  await a.publish('Honest');
  await b.pin(a);
  await b.pull();
  t.equal((await shownOf(b, 'a.example')).length, 1);
});

/** A log as a server would show it. */
const servedBy = (log: import('../helpers/test-log.ts').TestLog) => async (request: { url: string }) => {
  const { encodeBundle } = await import('../../src/journal/bundle.ts');
  const { parseTilePath } = await import('../../src/journal/tiles.ts');
  const { leafHash } = await import('../../src/journal/tree.ts');
  const path = new URL(request.url).pathname.replace(/^\/log\/1\//, '');
  const ok = (bytes: Buffer) => ({ status: 200, headers: {}, bytes });
  if (path.endsWith('alminding')) return ok(Buffer.from(JSON.stringify({ origin: log.origin, keyDocument: 1 })));
  if (path === 'checkpoint') return ok(log.head().note);
  const tile = parseTilePath(path);
  if (tile?.level === 'entries')
    return ok(encodeBundle(log.leaves.slice(tile.index * 256, tile.index * 256 + tile.width)));
  if (tile?.level === 0)
    return ok(
      Buffer.concat(log.leaves.slice(tile.index * 256, tile.index * 256 + tile.width).map((leaf) => leafHash(leaf))),
    );
  if (tile?.level === 1) return ok(Buffer.concat(Array.from({ length: tile.width }, (_, i) => log.tileRoot(i))));
  return { status: 404, headers: {}, bytes: Buffer.alloc(0) };
};

t.test('I7 Pulls that overlap change nothing twice', async (t) => {
  const { a, b } = await two(t);
  await publishMany(a.registry, 300);
  await a.sign();
  await b.pin(a);
  await Promise.all([b.pull(), b.pull(), b.pull()]);
  await b.pull();
  await sameState(t, b, a);
  t.same((await verify(b.store)).findings, []);
});

t.test('I8 Beside hostile and dead peers an honest one is asked just as often', async (t) => {
  const counts: number[] = [];
  for (const others of [0, 4]) {
    const { network, a, b } = await two(t);
    await publishMany(a.registry, 300);
    await a.sign();
    await b.pin(a);
    for (let i = 0; i < others; i += 1) {
      const other = await join_(t, network, `h${i}.example`);
      await b.pin(other);
      if (i === 0) other.up = false;
    }
    network.fault = (_from, to) =>
      /^h[1-3]/.test(to)
        ? async (_request, answer) => ({
            ...(await answer()),
            status: to.startsWith('h1') ? 500 : 200,
            bytes: Buffer.alloc(to.startsWith('h2') ? 9 : 9_000_000, 7),
          })
        : undefined;
    network.asked.length = 0;
    for (let turn = 0; turn < 3; turn += 1) await b.pull();
    await a.publish('News');
    await b.pull();
    await sameState(t, b, a);
    counts.push(network.asked.filter(({ from, url }) => from === 'b.example' && url.includes('//a.example')).length);
  }
  t.ok(
    (counts[1] ?? 99) <= (counts[0] ?? 0) + 4,
    `${counts} requests: with several peers its heads are asked for first`,
  );
});
