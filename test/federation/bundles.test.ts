import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { CodedError } from '../../src/kernel/errors.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { verify } from '../../src/registry/verify.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { publishMany } from '../logs/world.ts';
import { sameState, two } from './two.ts';

t.test('While a bundle is stored the next ones are on their way, a few of them and no more', async (t) => {
  const { network, a, b } = await two(t);
  await publishMany(a.registry, 1_600);
  await a.sign();
  await b.pin(a);
  const asked: { bundle: number; stored: number }[] = [];
  const storedNow = async () => (await b.store.getMirror('a.example/log/1'))?.size ?? 0;
  network.fault = () => async (request, answer) => {
    const [, bundle] = /\/pack\/(\d+)$/.exec(request.url) ?? [];
    if (bundle !== undefined) asked.push({ bundle: Number(bundle), stored: await storedNow() });
    if (request.url.endsWith('/entries/005')) throw new CodedError('unreachable', 'cut');
    return answer();
  };
  await b.pull();
  const before = (bundle: number) => Math.max(0, bundle - LIMITS.bundlesAhead) * 256;
  t.same(
    asked.filter(({ bundle }) => bundle <= 5),
    [0, 1, 2, 3, 4, 5].map((bundle) => ({ bundle, stored: before(bundle) })),
  );
  t.equal(await storedNow(), 5 * 256, 'what came before the bundle that did not come is here');
  network.fault = null;
  network.clock.at += 3_600_000;
  await b.pull();
  await sameState(t, b, a);
});

t.test('I3 I4 A pull that is killed anywhere goes on from the last bundle', async (t) => {
  const { network, a, b } = await two(t);
  await publishMany(a.registry, 900);
  await a.sign();
  await b.pin(a);
  for (let stop = 1; stop < 14; stop += 3) {
    let left = stop;
    network.fault = () => async (_request, answer) => {
      left -= 1;
      if (left < 0) throw new CodedError('unreachable', 'cut');
      return answer();
    };
    await b.pull();
    await b.restart();
    network.clock.at += 3_600_000;
  }
  network.fault = null;
  await b.pull();
  await sameState(t, b, a);
});

t.test('I4 After a power cut a mirror has a prefix of what it had, and goes on from there', async (t) => {
  const { network, a, b } = await two(t);
  await publishMany(a.registry, 300);
  await a.sign();
  await b.pin(a);
  await b.pull();
  await publishMany(a.registry, 300, 'later');
  await a.sign();
  await b.pull();
  const now = (await b.store.getMirror('a.example/log/1'))?.size ?? 0;
  const wal = readFileSync(join(b.folder, 'alminding.db-wal'));
  for (const share of [0, 0.3, 0.7, 0.95]) {
    const folder = mkdtempSync(join(tmpdir(), 'alminding-cut-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    // What was not synced is gone: a part of the write-ahead log, cut anywhere.
    copyFileSync(join(b.folder, 'alminding.db'), join(folder, 'alminding.db'));
    writeFileSync(join(folder, 'alminding.db-wal'), wal.subarray(0, Math.floor(wal.byteLength * share)));
    const store = openStore({ folder, clock: network.clock, busyMs: 1_000, what: 'a test' });
    const mirror = await store.getMirror('a.example/log/1');
    const head = mirror === null ? null : await store.getHead(mirror.log);
    t.ok((mirror?.size ?? 0) <= now && (head?.size ?? 0) <= (mirror?.size ?? 0), `${share}: ${mirror?.size} of ${now}`);
    t.same((await verify(store)).findings, [], 'and nothing in it contradicts itself');
    await store.close();
  }
});
