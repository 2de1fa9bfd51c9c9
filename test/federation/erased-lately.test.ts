import t from 'tap';
import { peerReports } from '../../src/federation/report.ts';
import { digestName, sha256 } from '../../src/kernel/digest.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';
import { join_, Network } from './world.ts';

const DAY_MS = 86_400_000;

t.test('A catalogue that erases unusually much within a week is told, and holds up nothing', async (t) => {
  const network = new Network();
  const b = await join_(t, network, 'b.example');
  const [log, other] = [new TestLog('a.example'), new TestLog('c.example')];
  const most = LIMITS.removalsAtLeast;
  for (let i = 0; i < most + 10; i += 1) log.put(`software/s${i}`);
  for (let i = 0; i < most + 5; i += 1) other.put(`software/s${i}`, { name: `Other ${i}` });
  const mirrors = await Promise.all(
    [log, other].map(async (one) => {
      const peer = await b.store.putPeer(newPeer(one, { name: one.origin, url: '' }));
      return b.store.openMirror(peer.origin, one.origin);
    }),
  );
  const take = async (from = 0) => b.registry.mirror(mirrors[0]?.log ?? -1, log.bundle(from));
  await take();
  await b.registry.mirror(mirrors[1]?.log ?? -1, other.bundle());
  const told = async () =>
    (await peerReports({ store: b.store, clock: network.clock, live: () => new Map() })).map(
      ({ erasedLately }) => erasedLately,
    );
  t.same(await told(), [0, 0]);
  let from = log.size;
  for (let i = 0; i < most; i += 1) log.erase(`software/s${i}`);
  for (let i = 0; i < 5; i += 1) log.erase(`software/s${most + 1}`, digestName(sha256(`never here ${i}`)));
  await take(from);
  t.same(await told(), [0, 0], 'so many are usual, and what never was here does not count');
  from = log.size;
  log.erase(`software/s${most}`);
  await take(from);
  t.same(await told(), [most + 1, 0]);
  t.equal((await b.store.listPeers()).length, 2);
  network.clock.at += 9 * DAY_MS;
  t.same(await told(), [0, 0], 'after a week it is told no more');
});
