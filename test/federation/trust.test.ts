import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createPinger } from '../../src/federation/pings.ts';
import { createPuller } from '../../src/federation/puller.ts';
import { formatVerifierKey, NOTE_KEY, signerOf } from '../../src/journal/key.ts';
import { encodeKeyDocument, type KeyDocument, verifierKeys } from '../../src/journal/key-document.ts';
import { CodedError } from '../../src/kernel/errors.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { currentKeys } from '../../src/logs/control.ts';
import { readKeys } from '../../src/logs/key-files.ts';
import { checkProof, makeProof } from '../../src/logs/proof.ts';
import type { MirrorChange } from '../../src/store/mirror-port.ts';
import { named, TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';
import { refusal } from '../registry/world.ts';
import { honestAnswer } from './hostile-server.ts';
import { join_, type Member, Network, shownOf } from './world.ts';

const HOUR = 3_600_000;

const filesWith = (member: Member, text: string): string[] =>
  readdirSync(member.folder).filter(
    (file) => file.startsWith('alminding.db') && readFileSync(join(member.folder, file)).includes(text),
  );

t.test('Who mirrors us confirms an erasure by 410, and who was away erases when it comes back', async (t) => {
  const network = new Network();
  const a = await join_(t, network, 'a.example');
  const b = await join_(t, network, 'b.example');
  const c = await join_(t, network, 'c.example');
  const d = await join_(t, network, 'd.example');
  await a.publish('Secretive Quokka', { url: 'https://forge.example/quokka' });
  for (const other of [b, c]) {
    await other.pin(a);
    await other.pull();
    await a.pin(other);
  }
  await a.pin(d);
  t.equal((await shownOf(b, 'a.example')).length, 1);
  c.up = false;
  const cut = (from: string, to: string) =>
    from === 'c.example' || to === 'c.example'
      ? async () => {
          throw new CodedError('unreachable');
        }
      : undefined;
  network.fault = cut;
  await a.registry.erase('software', 'secretive-quokka', null);
  await a.sign();
  const answers = async () => {
    const names = new Map((await a.store.listPeers()).map(({ origin, originName }) => [origin, originName]));
    return (await a.store.listConfirmations((await a.store.ownErasures()).map(({ digest }) => digest))).map(
      ({ origin, answer }) => [names.get(origin), answer],
    );
  };
  await a.pull();
  t.same(await answers(), [
    ['b.example', 'present'],
    ['d.example', 'not-mirrored'],
  ]);
  await b.pull();
  t.same(await shownOf(b, 'a.example'), []);
  t.same(filesWith(b, 'Quokka'), [], 'nothing of it is left in the files of the mirror');
  network.clock.at += HOUR;
  await a.pull();
  t.match(await answers(), [
    ['b.example', 'gone'],
    ['d.example', 'not-mirrored'],
  ]);
  t.same(filesWith(c, 'Quokka').length > 0, true);
  network.fault = null;
  c.up = true;
  await c.pull();
  network.clock.at += HOUR;
  await c.pull();
  t.same(await shownOf(c, 'a.example'), [], 'I10 an erasure is not undone by having been away');
  t.same(filesWith(c, 'Quokka'), []);
  network.clock.at += HOUR;
  await a.pull();
  t.same((await answers()).sort(), [
    ['b.example', 'gone'],
    ['c.example', 'gone'],
    ['d.example', 'not-mirrored'],
  ]);
  network.asked.length = 0;
  await a.pull();
  t.notOk(
    network.asked.some(({ url }) => url.includes('/blob/')),
    'what is settled is not asked again',
  );
  t.match(await a.store.ownErasures(9), [{ id: 'software/secretive-quokka' }]);
});

t.test('Who mirrors us is told when our log has grown, by a signed ping, and nobody else for long', async (t) => {
  const network = new Network();
  const a = await join_(t, network, 'a.example');
  const b = await join_(t, network, 'b.example');
  const c = await join_(t, network, 'c.example');
  await b.pin(a);
  for (const other of [b, c]) await a.pin(other);
  const sent: string[] = [];
  const pinger = createPinger({
    ...{ store: a.store, clock: network.clock, holds: () => true, everyMs: 3_600_000, report: t.error },
    key: async () => (await readKeys(a.folder))?.log ?? null,
    async post(url, headers) {
      const { host, pathname } = new URL(url);
      sent.push(host);
      return (await (host === 'b.example' ? b : c).app.inject({ method: 'POST', url: pathname, headers })).statusCode;
    },
  });
  t.teardown(() => pinger.end());
  await pinger.turn();
  t.same(sent.splice(0).sort(), ['b.example', 'c.example']);
  t.same(b.news, ['a.example/log/1']);
  t.same(c.news, [], 'it does not mirror us');
  await pinger.turn();
  t.same(sent, [], 'nothing grew');
  await a.publish('News');
  await pinger.turn();
  t.same(sent, [], 'not so soon again');
  network.clock.at += 3_000;
  await pinger.turn();
  t.same(sent.splice(0), ['b.example'], 'who does not mirror us is left alone for longer');
  network.clock.at += 3_600_000;
  await pinger.turn();
  t.same(sent, ['c.example']);
});

t.test('A ping ends the wait for a peer, and does not make it asked without end', async (t) => {
  const network = new Network();
  const a = await join_(t, network, 'a.example');
  const b = await join_(t, network, 'b.example');
  await b.pin(a);
  a.up = false;
  const waits: { ms: number; go: () => void }[] = [];
  const next = async (): Promise<number> => {
    for (let tries = 0; waits.length === 0 && tries < 10_000; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 1));
    return waits[0]?.ms ?? -1;
  };
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      // The look for new peers waits for ever.
      if (ms !== LIMITS.peersLookMs) waits.push({ ms, go: resolve });
    });
  const puller = createPuller({ ...b.deps, sleep, report: t.error, waitMs: 0 });
  t.teardown(() => puller.end());
  t.ok((await next()) <= LIMITS.turnMs, 'no turn follows another at once');
  const asked = network.asked.length;
  puller.wake('a.example/log/1');
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.equal(network.asked.length, asked, 'a ping neither');
  waits.shift()?.go();
  t.ok((await next()) > LIMITS.turnMs, 'it failed, so it is left alone for a while');
  waits.length = 0;
  a.up = true;
  puller.wake('a.example/log/1');
  await next();
  t.match(puller.health().get((await b.store.listPeers())[0]?.origin ?? -1), { failures: 0, problem: null });
});

t.test('I6 a fork that anybody proves freezes the mirrored log, and what was shown stays', async (t) => {
  const network = new Network();
  const b = await join_(t, network, 'b.example');
  const log = new TestLog('liar.example');
  for (let i = 0; i < 3; i += 1) log.put(`software/s${i}`);
  const peer = await b.store.putPeer(newPeer(log, { url: '' }));
  const mirror = await b.store.openMirror(peer.origin, log.origin);
  await b.store.putWitnessed({ origin: log.origin, keys: [...log.document.log], mirrored: true });
  await b.registry.mirror(mirror.log, log.bundle());
  await b.registry.mirrorHead(mirror.log, log.head());
  const post = (note: Buffer, old: number) =>
    b.app.inject({
      method: 'POST',
      url: '/add-checkpoint',
      payload: `old ${old}\n\n${note}`,
      headers: { 'content-type': 'text/plain' },
    });
  t.equal((await post(log.head().note, 0)).statusCode, 200);
  const other = new TestLog('liar.example');
  for (let i = 0; i < 3; i += 1) other.put(`software/t${i}`);
  const stranger = signerOf(log.origin, NOTE_KEY, Buffer.alloc(32, 7));
  t.not((await post(other.sign(other.head(), [stranger]), log.size)).statusCode, 200, formatVerifierKey(stranger));
  t.equal((await b.store.getMirror(log.origin))?.frozen, null, 'nobody else can accuse it');
  t.equal((await post(other.head().note, log.size)).statusCode, 409);
  t.match(await b.store.getMirror(log.origin), { frozen: log.size });
  log.put('software/later');
  t.match(await refusal(b.registry.mirror(mirror.log, log.bundle(4))), { code: 'conflict' });
  t.equal((await shownOf(b, 'liar.example')).length, 3);
});

t.test('A peer that logs keys for the line of another network gets no say in its heads', async (t) => {
  const network = new Network();
  const b = await join_(t, network, 'b.example');
  const [victim, thief] = [new TestLog('victim.example'), new TestLog('thief.example')];
  for (const log of [victim, thief]) {
    log.put('software/one');
    const { origin } = await b.store.putPeer(newPeer(log, { url: '' }));
    const { log: at } = await b.store.openMirror(origin, log.origin);
    await b.store.putWitnessed({ origin: log.origin, keys: [...log.document.log], mirrored: true });
    await b.registry.mirror(at, log.bundle());
    await b.registry.mirrorHead(at, log.head());
  }
  const key = signerOf(victim.origin, NOTE_KEY, Buffer.alloc(32, 9));
  const document = { ...thief.document, n: 2, origin: victim.origin, log: [formatVerifierKey(key)] };
  const body = encodeKeyDocument(document, [thief.root], 'salt');
  const more = { p: thief.p('control/key'), ...named(body, 'a/b') };
  thief.append({ v: 1, op: 'key', id: 'control/key', ts: 1, ...more }, body);
  const mirror = await b.store.getMirror(thief.origin);
  await b.registry.mirror(mirror?.log ?? -1, thief.bundle(2));
  const documents = (await b.store.listPeers()).map((peer) => JSON.parse(peer.document));
  t.same(documents, [victim.document, thief.document], 'it is pinned as it was');
  t.same((await b.store.getWitnessed(victim.origin))?.keys, victim.document.log);
  const fork = new TestLog('victim.example');
  fork.put('software/two');
  const post = (note: Buffer, old: number) =>
    b.app.inject({
      ...{ method: 'POST', url: '/add-checkpoint', headers: { 'content-type': 'text/plain' } },
      payload: `old ${old}\n\n${note}`,
    });
  t.equal((await post(victim.head().note, 0)).statusCode, 200);
  const accused = await post(fork.sign(fork.head(), [key]), victim.size);
  t.equal(accused.statusCode, 403, 'what only the thief has signed is not signed');
  t.match(await b.store.getMirror(victim.origin), { frozen: null });
  t.same(await b.store.listEvidence(), []);
  // Whoever decides it: the keys of a log change with those of its own peer only.
  const step = (peer: number, keys: KeyDocument): MirrorChange => ({
    ...{ do: 'pin', origin: peer, document: JSON.stringify(keys) },
  });
  const reads = { log: mirror?.log ?? -1, ids: [], digests: [], today: '2026-11-28', weekAgo: '2026-11-21' };
  const changes = [step(mirror?.origin ?? -1, document)];
  await b.store.commitMirror({ reads, decide: () => ({ changes, answer: null }) });
  t.same((await b.store.getWitnessed(victim.origin))?.keys, victim.document.log);
});

t.test('I3 Whoever was killed between the leaves and their head takes the head with the next turn', async (t) => {
  const network = new Network();
  const [a, b] = [await join_(t, network, 'a.example'), await join_(t, network, 'b.example')];
  await b.pin(a);
  b.point = (name) => {
    if (name === 'before head') throw new Error('killed');
  };
  await t.rejects(b.pull(), { message: 'killed' });
  b.point = null;
  await b.restart();
  t.match(await b.store.listMirrors(), [{ size: 1 }], 'the leaves are here');
  t.equal(await b.store.getHead(1), null);
  await b.pull();
  t.equal((await b.store.getHead(1))?.size, 1);
});

t.test('I6 What a log has shown to others is asked of them: other histories of one size, and bodies', async (t) => {
  const network = new Network();
  const [b, c] = [await join_(t, network, 'b.example'), await join_(t, network, 'c.example')];
  const [one, other] = [new TestLog('split.example'), new TestLog('split.example')];
  one.put('software/one');
  other.put('software/other');
  network.played.set('split.example', (from, path) => {
    const { status = 200, bytes, headers = {} } = honestAnswer(from === 'b.example' ? one : other, path);
    // Nobody gets bodies from here but one.
    const isLeft = from === 'b.example' || !/pack|blob|delta/.test(path);
    return isLeft
      ? { status, headers, bytes: Buffer.from(bytes) }
      : { status: path.includes('delta') ? 409 : 404, headers, bytes: Buffer.from('9\n') };
  });
  for (const member of [b, c]) {
    const peer = await member.store.putPeer(newPeer(one));
    await member.store.openMirror(peer.origin, one.origin);
    await member.pull();
  }
  await c.pin(b);
  for (let turns = 0; turns < 3; turns += 1) {
    network.clock.at += 60_000;
    await c.pull();
  }
  t.match(await c.store.getMirror(one.origin), { frozen: 2 }, 'whom it showed another history has found out');
  t.equal((await c.store.listEvidence(one.origin)).length, 1);
  t.match(await b.store.getMirror(one.origin), { frozen: null });

  const d = await join_(t, network, 'd.example');
  const peer = await d.store.putPeer(newPeer(one));
  await d.store.openMirror(peer.origin, one.origin);
  network.played.set('split.example', (_from, path) => {
    const { status = 200, bytes, headers = {} } = honestAnswer(one, path);
    return /pack|blob/.test(path)
      ? { status: 404, headers, bytes: Buffer.alloc(0) }
      : { status: path.includes('delta') ? 409 : status, headers, bytes: Buffer.from(bytes) };
  });
  await d.pull();
  t.same(await shownOf(d, 'split.example'), []);
  await d.pin(b);
  await d.pull();
  t.equal((await shownOf(d, 'split.example')).length, 1, 'and bodies are anybody’s to give');
});

t.test('I12 A mirror proves what it mirrors, signed by its origin, when that is gone', async (t) => {
  const network = new Network();
  const a = await join_(t, network, 'a.example');
  const b = await join_(t, network, 'b.example');
  await a.publish('Quokka');
  const { origin } = await b.pin(a);
  await b.pull();
  const keys = (await currentKeys(a.store))?.log ?? [];
  a.up = false;
  const { log } = (await b.store.getMirror('a.example/log/1')) as { log: number };
  const entry = { origin, kind: 'software' as const, slug: 'quokka' };
  const { text } = await makeProof(b.store, entry, { log, keys });
  const proved = checkProof(Buffer.from(text), verifierKeys(keys));
  t.match(proved, { origin: 'a.example/log/1', leaf: { op: 'put', id: 'software/quokka' } });
  t.match(proved.cosigned, [{ name: 'b.example/witness' }], 'and says who has seen it');
  t.match(JSON.parse(String(proved.body)), { record: { name: 'Quokka' } });
  a.up = true;
  await a.registry.erase('software', 'quokka', null);
  await a.sign();
  await b.pull();
  const { leaf } = checkProof(Buffer.from((await makeProof(b.store, entry, { log, keys })).text), []);
  t.equal(leaf.op, 'erase', 'and of what its origin has erased since it proves that');
});
