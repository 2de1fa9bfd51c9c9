import t from 'tap';
import { peerDesk } from '../../src/federation/desk.ts';
import { lookAt, pin } from '../../src/federation/peers.ts';
import { pinnedBy, pinStating, statePins } from '../../src/federation/pinned.ts';
import { mergedSignatures } from '../../src/federation/quorum.ts';
import { createFederationReader } from '../../src/federation/report.ts';
import { formatVerifierKey, NOTE_KEY, type SignerKey, signerOf } from '../../src/journal/key.ts';
import { encodeKeyDocument, type KeyDocument } from '../../src/journal/key-document.ts';
import { signText } from '../../src/journal/note.ts';
import { pinId } from '../../src/journal/pin-document.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { appendPin, currentKeys, ownPins } from '../../src/logs/control.ts';
import { rotateKey } from '../../src/logs/rotate.ts';
import { verify } from '../../src/registry/verify.ts';
import type { PeerRow } from '../../src/store/mirror-port.ts';
import { TestLog } from '../helpers/test-log.ts';
import { refusal } from '../registry/world.ts';
import { honestAnswer } from './hostile-server.ts';
import { join_, joinThree, type Member, Network } from './world.ts';

const state = async ({ store, deps: { clock }, signer }: Member): Promise<void> => {
  await statePins({ store, clock, salt: () => 'salt' });
  await signer.sign();
};

const size = async ({ store }: Member): Promise<number> => (await store.readLog()).size;

t.test('What a catalogue has pinned stands in its log, and others see who has pinned which key', async (t) => {
  const { network, members } = await joinThree(t);
  const [a, b, c] = members;
  const seenBy = async (member: Member, name: string) => {
    const peer = (await member.store.listPeers()).find(({ originName }) => originName === name);
    if (peer === undefined) throw new Error(`${name} is not pinned`);
    return (await (await pinnedBy(member.store)).ofPeer(peer)).map(({ origin, key }) => [origin, key]);
  };

  await t.test('A pin is one leaf, written once', async (t) => {
    await b.pin(a);
    await c.pin(b);
    const before = await size(b);
    await state(b);
    t.equal(await size(b), before + 1);
    await state(b);
    t.equal(await size(b), before + 1, 'what is said is not said again');
    t.match(await ownPins(b.store), [{ origin: 'a.example', state: 'pinned', n: 1 }]);
    t.same((await verify(b.store)).findings, []);
  });

  await t.test('Whoever mirrors it sees that before pinning the same catalogue', async (t) => {
    t.same((await lookAt(c.deps, 'https://a.example')).pinnedBy, [], 'it is not mirrored yet');
    await c.pull();
    const { pinnedBy: others, words } = await lookAt(c.deps, 'https://a.example');
    t.same(
      others,
      [{ name: 'b', origin: 'b.example', key: 'same', words }].map((one) => ({ ...one, name: others[0]?.name })),
    );
    await c.pin(a);
    t.same(await seenBy(c, 'a.example'), [['b.example', 'same']]);
    t.same(await seenBy(c, 'b.example'), [], 'nobody says so of itself');
  });

  await t.test('A catalogue sees who has pinned it', async (t) => {
    await a.pin(b);
    await a.pull();
    const reader = createFederationReader({ store: a.store, clock: network.clock, live: () => new Map() });
    t.match((await reader.report()).own?.pinnedBy, [{ origin: 'b.example', key: 'same' }]);
  });

  await t.test('A new root key is stated anew by whoever follows it, and told of until then', async (t) => {
    await c.pull();
    await rotateKey({ store: a.store, clock: network.clock, data: a.folder, salt: 'salt' }, 'root');
    await a.sign();
    t.match((await lookAt(c.deps, 'https://a.example')).pinnedBy, [{ key: 'earlier' }]);
    await c.pull();
    t.same(await seenBy(c, 'a.example'), [['b.example', 'earlier']]);
    await b.pull();
    await state(b);
    await c.pull();
    t.same(await seenBy(c, 'a.example'), [['b.example', 'same']]);
    const again = await c.pin(a);
    t.equal(again.originName, 'a.example', 'it can be pinned once more by the words of its new key');
    const behind = await lookAt(c.deps, 'https://a.example');
    await rotateKey({ store: a.store, clock: network.clock, data: a.folder, salt: 'salt' }, 'log');
    await a.sign();
    const { n } = JSON.parse((await c.pin(a)).document) as { n: number };
    const back = await refusal(pin(c.deps, behind, { words: behind.words }));
    t.match(back, { code: 'conflict', message: /document 2, and 3 of them/ });
    t.match((await c.store.listPeers()).find(({ originName }) => originName === 'a.example')?.document, `"n":${n}`);
  });

  await t.test('A key of a later document is told of as not known yet, and any other as another', async (t) => {
    const key = formatVerifierKey(signerOf('root-stranger.invalid', NOTE_KEY));
    const given = { now: network.clock.now(), salt: 'salt' };
    await appendPin(b.store, { v: 1, origin: 'a.example', state: 'pinned', key, n: 9 }, given);
    await b.sign();
    await c.pull();
    t.same(await seenBy(c, 'a.example'), [['b.example', 'later']]);
    await appendPin(b.store, { v: 1, origin: 'a.example', state: 'pinned', key, n: 1 }, given);
    await b.sign();
    await c.pull();
    t.same(await seenBy(c, 'a.example'), [['b.example', 'different']]);
    const reader = createFederationReader({ store: c.store, clock: network.clock, live: () => new Map() });
    t.match((await reader.report()).peers.find(({ origin }) => origin === 'a.example')?.pinnedBy, [
      { key: 'different' },
    ]);
    await state(b);
    await c.pull();
    t.same(await seenBy(c, 'a.example'), [['b.example', 'same']], 'it is put right by the next look at what is pinned');
  });

  await t.test(
    'Who changes its keys again and again makes our log no longer, as others let it grow only so far',
    async (t) => {
      const deps = { store: b.store, clock: network.clock, salt: () => 'salt' };
      const stated = new Map<number, number>();
      const rotated = async () => {
        await rotateKey({ store: a.store, clock: network.clock, data: a.folder, salt: 'salt' }, 'root');
        await a.sign();
        await b.pull();
        await statePins(deps, stated);
        return size(b);
      };
      const once = await rotated();
      t.equal(await rotated(), once, 'so soon after it is not said again');
      t.equal(await rotated(), once);
      network.clock.at += LIMITS.pinStatedMs;
      await statePins(deps, stated);
      t.equal(await size(b), once + 1, 'the last one is, in time');
      t.match(await ownPins(b.store), [{ state: 'pinned', key: (await currentKeys(a.store))?.root.keys[0] }]);
      await b.sign();
    },
  );

  await t.test('A loop may ask often: whom we have pinned is looked at every other second', async (t) => {
    const look = pinStating({ store: b.store, clock: network.clock, salt: () => 'salt' });
    await look();
    const before = await size(b);
    await b.pin(c);
    await look();
    t.equal(await size(b), before);
    network.clock.at += LIMITS.peersLookMs;
    await look();
    t.equal(await size(b), before + 1);
    await b.sign();
  });

  await t.test('A pin that is taken back is said so, and a new log says again what stands', async (t) => {
    const desk = peerDesk(b.deps as Parameters<typeof peerDesk>[0]);
    const { name } = (await b.store.listPeers()).find(({ originName }) => originName === 'a.example') ?? { name: '' };
    await desk.remove(name, 'drop');
    await state(b);
    const said = new Map((await ownPins(b.store)).map((pin) => [pin.origin, pin.state]));
    t.same(
      said,
      new Map([
        ['a.example', 'taken-back'],
        ['c.example', 'pinned'],
      ] as const),
    );
    await c.pull();
    t.same(await seenBy(c, 'a.example'), []);
    await state(a);
    await b.move('b2.example');
    await b.sign();
    t.same(await ownPins(b.store), [], 'a new log begins with what stands, and pins are no entries');
    await state(b);
    t.match(await ownPins(b.store), [{ origin: 'c.example', state: 'pinned' }]);
    t.same((await verify(b.store)).findings, []);
    await b.sign();
    await c.pull();
    await c.pull();
    t.equal((await c.store.newestControls(pinId('c.example'), 9)).length, 1, 'of both logs only the new one is asked');
    const pinners = [['a.example', 'same']];
    t.same(await seenBy(c, 'b2.example'), pinners, 'who has not seen yet that it moved has pinned it all the same');
    await b.pin(a);
    await b.pull();
    const reader = createFederationReader({ store: b.store, clock: network.clock, live: () => new Map() });
    t.match((await reader.report()).own?.pinnedBy, [{ origin: 'a.example', key: 'same' }], 'it sees that itself, too');
  });
});

t.test(
  'Who names the key of another network first, or its name, is neither taken for it nor silences it',
  async (t) => {
    const network = new Network();
    const [real, b, c] = [
      await join_(t, network, 'a.example'),
      await join_(t, network, 'b.example'),
      await join_(t, network, 'c.example'),
    ];
    await b.pin(real);
    await state(b);
    await c.pin(b);
    await c.pull();
    const theirs = (await currentKeys(real.store))?.root.keys[0] as string;
    const evil = new TestLog('a.example', 'somebody else');
    const answerWith = (...chain: { document: KeyDocument; body: Buffer }[]) =>
      network.played.set('a.example', (_from, path) => {
        const { bytes, status = 200 } =
          path === '/.well-known/alminding'
            ? { bytes: JSON.stringify({ origin: evil.origin, keyDocument: chain.length, name: 'A' }) }
            : path.startsWith('/log/1/keys/')
              ? { bytes: chain[Number.parseInt(path.slice(12), 10) - 1]?.body ?? '' }
              : honestAnswer(evil, path);
        return { status, headers: {}, bytes: Buffer.from(bytes) };
      });
    const link = (over: Partial<KeyDocument>) => {
      const document = { ...evil.document, ...over };
      return { document, body: encodeKeyDocument(document, [evil.root], 'salt') };
    };
    const own = formatVerifierKey(evil.root);

    answerWith(link({ root: { threshold: 1, keys: [theirs, own] } }));
    t.match(await refusal(lookAt(c.deps, 'https://a.example')), { message: /may only pretend to be that network/ });

    answerWith(link({ root: { threshold: 1, keys: [own, theirs] } }));
    t.match((await lookAt(c.deps, 'https://a.example')).pinnedBy, [{ origin: 'b.example', key: 'different' }]);

    answerWith(link({ origin: 'b.example/log/1' }), link({ n: 2 }));
    t.match((await lookAt(c.deps, 'https://a.example')).pinnedBy, [{ origin: 'b.example', key: 'different' }]);
  },
);

t.test('Whoever comes to an address that another network has left does not take its place', async (t) => {
  const network = new Network();
  const [a, c] = [await join_(t, network, 'a.example'), await join_(t, network, 'c.example')];
  await a.publish('Kitos');
  await c.pin(a);
  await c.pull();
  await a.move('moved.example');
  await a.sign();
  await c.pin(a);
  await c.pull();
  const before = await c.store.listPeers();
  t.match(before, [{ originName: 'moved.example', url: 'https://moved.example' }]);
  const next = await join_(t, network, 'a.example');
  await next.publish('Another');
  const refused = await refusal(c.pin(next));
  t.match(refused, { code: 'conflict', message: /a\.example is what moved\.example was called here before it moved/ });
  t.same(await c.store.listPeers(), before, 'what was pinned stays as it is');
  await peerDesk(c.deps as Parameters<typeof peerDesk>[0]).remove(before[0]?.name ?? '', 'drop');
  t.match(await c.pin(next), { originName: 'a.example', url: 'https://a.example' }, 'once that one is gone it may');
});

t.test(
  'A look at the peers that failed is kept for nobody, one that did not fail for those who ask soon',
  async (t) => {
    const network = new Network();
    const { store } = await join_(t, network, 'alone.example');
    let looks = 0;
    const live = () => {
      looks += 1;
      if (looks === 1) throw new Error('busy');
      return new Map();
    };
    const { told } = createFederationReader({ store, clock: network.clock, live });
    await t.rejects(told(), /busy/);
    t.match(await told(), { peers: [] });
    t.equal(await told(), await told(), 'the same answer');
    t.equal(looks, 2);
  },
);

t.test('A wrong signature by a key that was learnt since gives way to the true one', async (t) => {
  const line = 'a.example/log/1';
  const [older, newer] = [signerOf(line, NOTE_KEY), signerOf(line, NOTE_KEY)];
  const text = `${line}\n1\n${Buffer.alloc(32).toString('base64')}\n`;
  const [first, second] = [signText(text, older, 0), signText(text, newer, 0)];
  const wrong = { ...second, bytes: Buffer.alloc(64) };
  const [kept, given] = [
    { text, signatures: [first, wrong] },
    { text, signatures: [first, second] },
  ];
  const knowing = (...keys: SignerKey[]) => {
    const document = JSON.stringify({ log: keys.map(formatVerifierKey), witness: [] });
    return mergedSignatures(kept, given, [{ document } as PeerRow]);
  };
  t.same(knowing(older), [first, wrong], 'whose key nobody knows is passed on as it came');
  t.same(knowing(older, newer), [first, second]);
});
