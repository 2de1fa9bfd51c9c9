import type { Test } from 'tap';
import { decodeEdge, encodeEdge, rootOf } from '../../../src/journal/tree.ts';
import { CodedError } from '../../../src/kernel/errors.ts';
import type { MirrorChange, MirrorFound, MirrorRow, MirrorStep, PeerRow } from '../../../src/store/mirror-port.ts';
import type { EntryKey } from '../../../src/store/port.ts';
import { TestLog } from '../../helpers/test-log.ts';
import { newPeer } from '../../registry/mirrored.ts';
import { answers, key, projection } from '../steps.ts';
import { type Opened, unique } from './subject.ts';

const READS = { digests: [], today: '2026-11-22', weekAgo: '2026-11-15' };
const DIGEST = `sha256:${'A'.repeat(43)}`;

/** Peers, logs of others, and what is written of these. */
export async function mirrors(t: Test, { store, clock }: Opened): Promise<void> {
  const open = async (): Promise<{ log: TestLog; peer: PeerRow; mirror: MirrorRow }> => {
    const log = new TestLog(`${unique('net')}.example`);
    const peer = await store.putPeer(newPeer(log));
    return { log, peer, mirror: await store.openMirror(peer.origin, log.origin) };
  };
  /** Commits these changes, and gives what was found before. */
  const commit = async (log: number, changes: MirrorChange[], ids: string[] = [], digests: string[] = []) => {
    const step: MirrorStep<MirrorFound> = {
      reads: { ...READS, log, ids, digests },
      decide: (found) => ({ changes, answer: found }),
    };
    return answers([await store.commitMirror(step)])[0] as MirrorFound;
  };
  const leaves = (log: TestLog, mirror: MirrorRow, to = log.size): MirrorChange => ({
    ...{ do: 'leaves', log: mirror.log, from: 0, leaves: log.leaves.slice(0, to), edge: encodeEdge(log.edge(to)) },
    nodes: [],
  });
  const show = (entry: EntryKey, body = 'x'): MirrorChange[] => [
    { do: 'entry', entry, set: { state: 'live' } },
    {
      ...{ do: 'version', entry, n: 1, recordDigest: 'r', digest: DIGEST, mediaType: 'a/b', provenance: '{}' },
      body: Buffer.from(body),
    },
    { do: 'project', entry, projection: projection(entry.slug) },
    { do: 'event', entry, op: 'put' },
  ];

  await t.test('A peer is kept under the number of its origin, which never changes', async (t) => {
    const { peer, mirror, log } = await open();
    t.ok(peer.origin > 1);
    t.equal(await store.originNumber(peer.originName), peer.origin);
    t.equal(await store.originName(peer.origin), peer.originName);
    t.equal(await store.originNumber(unique('nobody')), null);
    await store.setPeer(peer.origin, { facets: ['dk'], approved: 7, tokensAt: 9, state: 'paused' });
    await store.setPeer(peer.origin, {});
    const found = (await store.listPeers()).find(({ origin }) => origin === peer.origin);
    t.same(found, { ...peer, facets: ['dk'], approved: 7, tokensAt: 9, state: 'paused' });
    await store.dropPeer(peer.origin, () => []);
    t.equal(await store.getMirror(log.origin), null);
    t.equal((await store.putPeer(newPeer(log))).origin, peer.origin);
    t.not((await store.openMirror(peer.origin, `${peer.originName}/log/2`)).log, mirror.log - 1);
  });

  await t.test('A log is opened once, is empty at first, and the first one of an origin is shown', async (t) => {
    const { peer, mirror, log } = await open();
    t.match(mirror, { size: 0, shown: true, target: null, frozen: null, line: log.origin });
    t.same(await store.openMirror(peer.origin, log.origin), mirror);
    const next = await store.openMirror(peer.origin, `${peer.originName}/log/2`);
    t.equal(next.shown, false);
    await store.setMirror(next.log, { shown: true, frozen: 5, target: Buffer.from('note') });
    t.match(await store.getMirror(next.line), { shown: true, frozen: 5, target: Buffer.from('note') });
    t.ok((await store.listMirrors()).some(({ line }) => line === log.origin));
  });

  await t.test('A bundle is one transaction: leaves, log state and records, or nothing', async (t) => {
    const { log, peer, mirror } = await open();
    log.put('software/one');
    const entry = key('one', peer.origin);
    const state = { index: 1, digest: DIGEST, status: 'live' } as const;
    const broken = [leaves(log, mirror), { do: 'day', origin: peer.origin, day: null as never, live: 0, removed: 0 }];
    await t.rejects(commit(mirror.log, broken as MirrorChange[]));
    t.equal((await store.getMirror(log.origin))?.size, 0);
    const refused = await store.commitMirror({
      reads: { ...READS, log: mirror.log, ids: [] },
      decide: () => ({ refuse: new CodedError('conflict') }),
    });
    t.match(refused, { refused: { code: 'conflict' } });
    const changes: MirrorChange[] = [
      leaves(log, mirror),
      { do: 'log-entry', log: mirror.log, id: 'software/one', state },
      ...show(entry),
      { do: 'leaf-index', entry, index: 1 },
    ];
    const before = await commit(mirror.log, changes, ['software/one']);
    t.equal(before.shown.size + before.states.size, 0);
    const after = await commit(mirror.log, [], ['software/one', 'control/key']);
    t.match(after, { mirror: { size: 2 }, peer: { name: peer.name }, before: 0, removed: 0 });
    t.same(after.states.get('software/one'), state);
    t.match(after.shown.get('software/one'), {
      state: 'live',
      version: 1,
      leafIndex: 1,
      held: false,
      origin: peer.origin,
    });
    t.same(await store.listLogEntries(mirror.log, '', 5), [{ id: 'software/one', state }]);
    t.equal((await store.logLeaves(mirror.log, 0, 9)).length, 2);
    t.match((await store.getRecord(entry))?.etag, 'e-one');
    await t.rejects(commit(mirror.log + 1_000, []), { code: 'not-found' });
  });

  await t.test('A head takes its place only over the leaves that it stands for', async (t) => {
    const { log, mirror } = await open();
    log.put('software/one');
    await commit(mirror.log, [leaves(log, mirror)]);
    await store.setMirror(mirror.log, { target: Buffer.from('t') });
    const edge = encodeEdge(log.edge());
    const { size, root, note } = log.head();
    t.ok(rootOf(decodeEdge(edge)).equals(root));
    const row = { log: mirror.log, origin: log.origin, mine: false, size, root, note, signed: clock.now() };
    t.equal(await store.putMirrorHead({ ...row, size: 1 }, encodeEdge(log.edge(1))), false);
    t.equal(await store.putMirrorHead(row, encodeEdge(log.edge(1))), false);
    t.equal(await store.putMirrorHead(row, edge), true);
    t.same(await store.getHead(mirror.log), row);
    t.equal((await store.getMirror(log.origin))?.target, null);
  });

  await t.test('Wanted bodies come in their order when their time has come, one for each id', async (t) => {
    const { mirror } = await open();
    const { log } = mirror;
    const want = (id: string, index: number): MirrorChange => ({ do: 'want', log, id, index, digest: DIGEST });
    await commit(log, [
      want('a/a', 3),
      want('a/b', 4),
      want('a/c', 5),
      want('a/a', 6),
      { do: 'unwant', log, id: 'a/c' },
    ]);
    t.same(await store.listWanted(log, clock.now(), 9), [
      { index: 4, id: 'a/b', digest: DIGEST, tries: 0 },
      { index: 6, id: 'a/a', digest: DIGEST, tries: 0 },
    ]);
    await store.delayWanted(log, [4, 99], clock.now() + 1_000);
    t.same(
      (await store.listWanted(log, clock.now(), 9)).map(({ index }) => index),
      [6],
    );
    t.match(await store.listWanted(log, clock.now() + 1_000, 1), [{ index: 4, tries: 1 }]);
    t.equal(await store.countWanted(log), 2);
  });

  await t.test('What cannot be shown is kept by its id, and found by its digest', async (t) => {
    const { mirror } = await open();
    const { log } = mirror;
    const digest = unique('d');
    const row = {
      log,
      id: 'software/bad',
      index: 4,
      digest,
      mediaType: 'a/b',
      problems: '[1]',
      body: Buffer.from('b'),
    };
    await commit(log, [{ do: 'unshown', ...row }]);
    t.match(await store.listUnshown(log, 9), [{ id: 'software/bad', index: 4, digest, problems: '[1]' }]);
    t.match(await store.getUnshown(log, 'software/bad'), { digest });
    t.match(await store.getBlob(digest), { mediaType: 'a/b' });
    await commit(log, [{ do: 'shown', log, id: 'software/bad' }]);
    t.equal(await store.countUnshown(log), 0);
    t.equal(await store.getUnshown(log, 'software/bad'), null);
    t.equal(await store.getBlob(digest), null);
  });

  await t.test('An erasure takes every body of the id in that log, and no other', async (t) => {
    const { peer, mirror } = await open();
    const other = await open();
    const entry = key('one', peer.origin);
    const same = key('one', other.peer.origin);
    await commit(mirror.log, show(entry));
    await commit(other.mirror.log, show(same));
    const control = { id: 'control/pin/x', mediaType: 'a/b', body: Buffer.from('c') };
    const digest = unique('c');
    await commit(mirror.log, [
      { do: 'control', log: mirror.log, index: 1, digest, ...control },
      { do: 'erase', log: mirror.log, id: control.id, entry: null, digest: null },
      { do: 'erase', log: mirror.log, id: 'software/one', entry, digest: null },
    ]);
    t.equal(await store.getBlob(digest), 'erased');
    t.equal(await store.getBody(entry), null);
    t.ok(await store.getBody(same));
    t.match(await store.getBlob(DIGEST), { mediaType: 'a/b' });
    t.ok((await commit(mirror.log, [], [], [DIGEST])).erased.has(DIGEST));
    t.notOk((await commit(other.mirror.log, [], [], [DIGEST])).erased.has(DIGEST));
  });

  await t.test(
    'Removals are counted by day, and those that are held are listed until they are let through',
    async (t) => {
      const { peer, mirror } = await open();
      const entry = key('one', peer.origin);
      const day = (at: string, live: number, removed: number): MirrorChange => ({
        ...{ do: 'day', origin: peer.origin, day: at, live, removed },
      });
      await commit(mirror.log, [
        ...show(entry),
        day('2026-11-10', 5, 0),
        day('2026-11-10', 5, 1),
        day('2026-11-14', -3, 3),
      ]);
      await commit(mirror.log, [day('2026-11-16', -2, 2), day('2026-11-22', 0, 4)]);
      t.match(await commit(mirror.log, []), { before: 7, removed: 6 });
      await commit(mirror.log, [{ do: 'hold', entry, log: mirror.log, index: 4, reason: 'retired' }]);
      t.same(await store.listHeld(peer.origin, 9), [{ ...entry, index: 4, reason: 'retired', at: clock.now() }]);
      t.equal(await store.countHeld(peer.origin), 1);
      t.equal((await commit(mirror.log, [], ['software/one'])).shown.get('software/one')?.held, true);
      await commit(mirror.log, [{ do: 'release', entry }]);
      t.equal(await store.countHeld(peer.origin), 0);
    },
  );

  await t.test('A key document is pinned by what is decided', async (t) => {
    const { peer, mirror } = await open();
    await commit(mirror.log, [{ do: 'pin', origin: peer.origin, document: '{"n":2}' }]);
    t.equal((await commit(mirror.log, [])).peer?.document, '{"n":2}');
  });

  await t.test(
    'Records with one slug are listed with their origins: ours first, those that are built in last',
    async (t) => {
      const { peer, mirror } = await open();
      const slug = unique();
      await commit(mirror.log, show(key(slug, peer.origin)));
      for (const origin of [1, 0]) {
        const entry = key(slug, origin);
        await store.commit([
          {
            reads: { origin, kind: 'software', slug, keys: [] },
            decide: () => ({ changes: show(entry) as never, answer: 0 }),
          },
        ]);
      }
      t.same(
        (await store.sameSlug('software', slug)).map(({ originName }) => originName),
        ['own', peer.originName, 'built-in'],
      );
    },
  );
}
