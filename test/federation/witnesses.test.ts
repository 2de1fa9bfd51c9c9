import t from 'tap';
import { askToWitness, followWitnessKey } from '../../src/federation/asked.ts';
import { type CosignersSeen, cosignersIn } from '../../src/federation/cosigners.ts';
import { peerDesk } from '../../src/federation/desk.ts';
import { adoptChain } from '../../src/federation/epochs.ts';
import { documentOf } from '../../src/federation/pins.ts';
import { witnessesOf } from '../../src/federation/quorum.ts';
import { createFederationReader, peerReports } from '../../src/federation/report.ts';
import { witnessKeysOf } from '../../src/federation/witness-keys.ts';
import { COSIGNATURE_KEY, formatVerifierKey, type SignerKey, signerOf } from '../../src/journal/key.ts';
import { encodeKeyDocument } from '../../src/journal/key-document.ts';
import { formatNote, parseNote } from '../../src/journal/note.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { currentKeys } from '../../src/logs/control.ts';
import { readKeys } from '../../src/logs/key-files.ts';
import { rotateKey } from '../../src/logs/rotate.ts';
import { named, TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';
import { join_, joinThree, type Member, Network } from './world.ts';

/** Catalogue c mirrors a and b, and b has mirrored a, and so cosigned it, before. */
async function cosigned(t: Parameters<typeof joinThree>[0]) {
  const { network, members } = await joinThree(t);
  const [a, b, c] = members;
  await a.publish('KITOS');
  await b.pin(a);
  await b.pull();
  for (const other of [a, b]) await c.pin(other);
  await c.pull();
  return { network, a, b, c };
}

t.test('Who is mirrored is asked to cosign, and its keys are followed when they change', async (t) => {
  const network = new Network();
  const a = await join_(t, network, 'a.example');
  const b = await join_(t, network, 'b.example');
  await b.pin(a);
  const [key] = (await currentKeys(a.store))?.witness ?? [];
  t.match(await b.store.listWitnesses(), [{ key, url: 'https://a.example', cosigned: null }]);
  await b.pull();
  await rotateKey({ store: a.store, clock: network.clock, data: a.folder, salt: 'salt' }, 'log');
  await a.publish('Later');
  await b.pull();
  const newest = await currentKeys(a.store);
  t.equal(newest?.n, 2);
  t.same((await b.store.getWitnessed('a.example/log/1'))?.keys, newest?.log, 'heads are held against the new keys');
  t.match((await b.store.listPeers())[0]?.document, JSON.stringify(newest));
  for (let turns = 0; turns < 2; turns += 1) {
    await rotateKey({ store: a.store, clock: network.clock, data: a.folder, salt: `salt-${turns}` }, 'witness');
    await a.sign();
    await b.pull();
    const [present] = (await currentKeys(a.store))?.witness ?? [];
    t.not(present, key);
    t.match(
      await b.store.listWitnesses(),
      [{ key: present, url: 'https://a.example' }],
      'it signs with its new key, and is asked for that one',
    );
  }
  for (const { key } of await b.store.listWitnesses()) await b.store.dropWitness(key);
  await rotateKey({ store: a.store, clock: network.clock, data: a.folder, salt: 'once more' }, 'witness');
  await a.sign();
  await b.pull();
  t.same(await b.store.listWitnesses(), [], 'whom the operator asks no more stays unasked');
});

t.test('What too few networks have cosigned is shown and marked, and the mark goes when they have', async (t) => {
  const network = new Network();
  const member = (name: string) => join_(t, network, `${name}.example`);
  const [a, b, c, d] = [await member('a'), await member('b'), await member('c'), await member('d')];
  await a.publish('KITOS');
  for (const other of [a, b]) await c.pin(other);
  await b.pin(a);
  const reader = () => createFederationReader({ store: c.store, clock: network.clock, live: () => new Map() });
  const report = async () => (await reader().report()).peers.find(({ origin }) => origin === 'a.example');
  await b.pull();
  await c.pull();
  t.match(await report(), { quorum: 0, unwitnessed: 0 }, 'of two networks nobody else can be asked');
  await c.pin(d);
  await c.pull();
  t.match(
    await report(),
    { quorum: 1, unwitnessed: 2, records: 1 },
    'from three on, one of the others must have cosigned',
  );
  t.match((await reader().marks()).get('a.example'), { unwitnessed: 0 });
  const noteAt = async (who: Member) => {
    const log = (await who.store.getMirror('a.example/log/1'))?.log ?? 0;
    return Buffer.from((await who.store.getHead(log))?.note ?? '').toString();
  };
  const cosigned = await noteAt(b);
  const forged = cosigned.replace(
    /(— b\.example\/witness )(\S{20})/,
    (_, name, part) => `${name}${part.slice(0, 19)}A`,
  );
  const shown = [forged, forged, cosigned];
  network.fault = (from, to) =>
    from === 'c.example' && to === 'a.example'
      ? async (request, answer) => {
          const given = await answer();
          if (!request.url.endsWith('/log/1/checkpoint')) return given;
          return { ...given, bytes: Buffer.from(shown.shift() ?? cosigned) };
        }
      : undefined;
  const asked = () =>
    network.asked.filter(({ from, url }) => from === 'c.example' && /a\.example.*checkpoint/.test(url)).length;
  await c.pull();
  const before = asked();
  await c.pull();
  t.equal(asked(), before, 'it is not asked again at once');
  network.clock.at += 2 * 60_000;
  await c.pull();
  t.match(await report(), { unwitnessed: 2 }, 'a signature that does not hold counts for nothing');
  network.clock.at += 2 * 60_000;
  await c.pull();
  t.match(await report(), { quorum: 1, unwitnessed: 0 });
  t.equal((await reader().marks()).get('a.example'), undefined);
  network.fault = null;
  await a.publish('Newer');
  await c.pull();
  t.match(await report(), { unwitnessed: 1, records: 2 }, 'what is newer is marked alone');
  t.match((await reader().marks()).get('a.example'), { unwitnessed: 2, stale: null, frozen: null });
  network.clock.at += 8 * 24 * 3_600_000;
  t.match(await report(), { quorum: 0, unwitnessed: 0 }, 'who was not reached for a week is not counted on');
});

t.test('Who is said to have cosigned a head has signed it, and is called as it is called here', async (t) => {
  const { network, b, c } = await cosigned(t);
  const reader = createFederationReader({ store: c.store, clock: network.clock, live: () => new Map() });
  const cosignedBy = async () => (await reader.report()).peers.find(({ origin }) => origin === 'a.example')?.cosignedBy;
  t.same(await cosignedBy(), ['c.example/witness']);
  const log = (await c.store.getMirror('a.example/log/1'))?.log ?? 0;
  const head = await c.store.getHead(log);
  const there = await b.store.getHead((await b.store.getMirror('a.example/log/1'))?.log ?? 0);
  if (head === null || there === null) throw new Error('Nothing is there.');
  const show = (note: string) =>
    c.registry.mirrorHead(log, { size: head.size, root: Buffer.from(head.root), note: Buffer.from(note) });
  const true_ = Buffer.from(there.note).toString();
  await show(
    true_.replace(/(— b\.example\/witness \S{20})(\S)/, (_, before, one) => before + (one === 'A' ? 'B' : 'A')),
  );
  t.same(await cosignedBy(), [], 'a name that somebody wrote under it is no witness');
  await show(true_);
  const called = (await c.store.listPeers()).find(({ originName }) => originName === 'b.example')?.name;
  t.same(await cosignedBy(), [called]);
});

t.test(
  'Whose words are of a key that signed none of its documents is told, also who was pinned long ago',
  async (t) => {
    const network = new Network();
    const b = await join_(t, network, 'b.example');
    const [honest, pretender] = [new TestLog('os2.example'), new TestLog('pretender.example')];
    for (const log of [honest, pretender]) {
      const peer = await b.store.putPeer(newPeer(log, { name: log.origin, url: '' }));
      const mirror = await b.store.openMirror(peer.origin, log.origin);
      await b.registry.mirror(mirror.log, log.bundle());
    }
    const peers = () => peerReports({ store: b.store, clock: network.clock, live: () => new Map() });
    t.same(
      (await peers()).map(({ unvouched }) => unvouched),
      [false, false],
    );
    const keys = [honest.root, pretender.root].map(formatVerifierKey);
    const size = () => pretender.size;
    const name = async (n: number) => {
      const document = { ...pretender.document, n, root: { threshold: 1, keys } };
      const body = encodeKeyDocument(document, [pretender.root], 'salt');
      const more = { p: pretender.p('control/key'), ...named(body, 'application/vnd.alminding.key+json') };
      const from = size();
      pretender.append({ v: 1, op: 'key', id: 'control/key', ts: 1, ...more }, body);
      const mirror = await b.store.getMirror(pretender.origin);
      await b.registry.mirror(mirror?.log ?? -1, pretender.bundle(from));
    };
    await name(2);
    t.same(
      (await peers()).map(({ name, unvouched }) => [name, unvouched]),
      [
        [honest.origin, false],
        [pretender.origin, true],
      ],
    );
    for (let n = 3; n <= LIMITS.keySteps + 2; n += 1) await name(n);
    t.same(
      (await peers()).map(({ unvouched }) => unvouched),
      [false, true],
      'nor do so many documents hide it that the first of them is here no more',
    );
  },
);

const witnessNamed = (name: string, seed?: Buffer): SignerKey => signerOf(name, COSIGNATURE_KEY, seed);

/** Catalogue c, which knows a, b, whom a's log was cosigned by, and one whose key document names the keys of all others. */
async function besideHostile(t: Parameters<typeof joinThree>[0]) {
  const { a, b, c } = await cosigned(t);
  const keyOf = async ({ store }: Member) => (await currentKeys(store))?.witness[0] ?? '';
  const keys = { a: await keyOf(a), b: await keyOf(b), c: await keyOf(c) };
  const log = new TestLog('hostile.example');
  const document = JSON.stringify({ ...log.document, witness: Object.values(keys) });
  const hostile = await c.store.putPeer(newPeer(log, { name: 'hostile', document }));
  return { a, b, c, keys, hostile, log };
}

/** A head of a's log as a member has it. */
async function shownBy({ store }: Member) {
  const head = await store.getHead((await store.getMirror('a.example/log/1'))?.log ?? 0);
  if (head === null) throw new Error('Nothing is there.');
  return head;
}

t.test(
  'Who names the key of another as its own is not asked in its place, nor ends what others are asked',
  async (t) => {
    const { c, keys, hostile } = await besideHostile(t);
    const { store } = c;
    const [own, byHand] = [witnessNamed('hostile.example/witness'), witnessNamed('further.example')].map(
      formatVerifierKey,
    );
    if (own === undefined || byHand === undefined) throw new Error('No keys.');
    for (const key of [own, byHand]) await store.putWitness({ key, url: 'https://hostile.example' });
    const before = await store.listWitnesses();
    t.match(
      before.find(({ key }) => key === keys.a),
      { url: 'https://a.example' },
    );
    await followWitnessKey(store, hostile);
    t.same(await store.listWitnesses(), before, 'a key of another name is not followed');
    await askToWitness(store, { url: hostile.url, base: 'hostile.example', document: documentOf(hostile) });
    t.same(await store.listWitnesses(), before);
    await askToWitness(store, { url: hostile.url, base: 'a.example', document: documentOf(hostile) });
    t.same(await store.listWitnesses(), before, 'a key that is asked for elsewhere stays there');
    const newer = formatVerifierKey(witnessNamed('hostile.example/witness'));
    await store.setPeer(hostile.origin, {
      document: JSON.stringify({ ...documentOf(hostile), witness: [newer, keys.a] }),
    });
    await followWitnessKey(store, hostile);
    t.same(
      new Map((await store.listWitnesses()).map(({ key, url }) => [key, url])),
      new Map([
        [keys.a, 'https://a.example'],
        [keys.b, 'https://b.example'],
        [byHand, 'https://hostile.example'],
        [newer, 'https://hostile.example'],
      ]),
      'a new key of its own name is, and what the operator asks at its address stays',
    );
    const desk = peerDesk({ ...c.deps, registry: c.registry });
    await desk.remove('hostile', 'keep');
    t.same(
      new Set((await store.listWitnesses()).map(({ key }) => key)),
      new Set([keys.a, keys.b, byHand]),
      'with a peer goes what was asked of it, and nothing of others',
    );
  },
);

t.test('A new log of a peer takes no witness from others', async (t) => {
  const { c, keys, hostile, log } = await besideHostile(t);
  const origin = 'hostile.example/log/2';
  const epoch = { origin: log.origin, size: 0, root: '', reason: 'restored' as const, complete: 1 };
  const next = { ...log.document, n: 2, origin, witness: [keys.a], epoch };
  const chain = [encodeKeyDocument(next, [log.root], 'salt')];
  t.equal(await adoptChain(c.deps, hostile, { line: origin, chain, url: hostile.url }), null);
  t.match(
    (await c.store.listWitnesses()).find(({ key }) => key === keys.a),
    { url: 'https://a.example' },
  );
});

t.test('One signature is of one network, whoever else names its key or writes it down twice', async (t) => {
  const { b, c, keys, hostile } = await besideHostile(t);
  const { store } = c;
  const peers = () => store.listPeers();
  const origin = (await store.originNumber('a.example')) ?? -1;
  const seen: CosignersSeen = new Map();
  const cosigned = async (note: Uint8Array) => (await cosignersIn(store, seen))({ log: 1, note });
  const { note } = await shownBy(c);
  t.same(witnessesOf({ note: (await shownBy(b)).note }, origin, await peers()), ['b']);
  t.same(await cosigned((await shownBy(b)).note), ['b']);
  t.same(await cosigned(note), ['c.example/witness'], 'our own is ours');
  const twins = await Promise.all(
    [b, c].map(async ({ folder }) => witnessNamed('hostile.example/witness', (await readKeys(folder))?.witness.seed)),
  );
  const witness = [...twins.map(formatVerifierKey), keys.b];
  await store.setPeer(hostile.origin, { document: JSON.stringify({ ...documentOf(hostile), witness }) });
  const twice = (shown: Uint8Array, twin: SignerKey | undefined, name: string) => {
    const { text, signatures } = parseNote(shown);
    const one = signatures.find((signature) => signature.name === name);
    if (one === undefined || twin === undefined) throw new Error('It is not signed.');
    return Buffer.from(formatNote({ text, signatures: [...signatures, { ...one, name: twin.name, id: twin.id }] }));
  };
  const theirs = twice((await shownBy(b)).note, twins[0], 'b.example/witness');
  t.same(witnessesOf({ note: theirs }, origin, await peers()), ['b']);
  t.same(await cosigned(twice(note, twins[1], 'c.example/witness')), ['c.example/witness']);
  const named = (await peers()).find(({ originName }) => originName === 'b.example');
  if (named === undefined) throw new Error('It is not pinned.');
  t.same(await cosigned(theirs), ['b']);
  await store.putPeer({ ...named, name: 'bee' });
  t.same(await cosigned(theirs), ['bee'], 'and is called as it is called now');
});

t.test('Who has moved counts by its former key too, but by no name that another has', async (t) => {
  const { c, keys, hostile } = await besideHostile(t);
  const [old, present, stolen] = ['old.example', 'new.example', 'b.example'].map((base) =>
    formatVerifierKey(witnessNamed(`${base}/witness`)),
  );
  const owners = async (from: string) => {
    const epoch = { origin: from, size: 0, root: '', reason: 'address', complete: 1 };
    const witness = [present, old, stolen, keys.a];
    const document = JSON.stringify({ ...documentOf(hostile), origin: 'new.example/log/2', witness, epoch });
    await c.store.setPeer(hostile.origin, { document });
    const owned = witnessKeysOf(await c.store.listPeers());
    return [...owned].flatMap(([key, { name }]) => (name === 'hostile' ? [key] : []));
  };
  t.same(await owners('old.example/log/1'), [present, old]);
  t.same(await owners('b.example/log/1'), [present]);
});
