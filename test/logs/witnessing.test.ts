import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { parseCheckpoint } from '../../src/journal/checkpoint.ts';
import { COSIGNATURE_KEY, formatVerifierKey, signerOf } from '../../src/journal/key.ts';
import { signersOf } from '../../src/journal/note.ts';
import { currentKeys } from '../../src/logs/control.ts';
import { createSigner } from '../../src/logs/loop.ts';
import { setMark } from '../../src/logs/marks.ts';
import { prepare } from '../../src/logs/prepare.ts';
import { createWitnessing } from '../../src/logs/witnessing.ts';
import { parseExceptions } from '../../src/net/addresses.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { restoreFrom } from '../../src/store/sqlite/backup.ts';
import { openApp } from '../helpers/open-app.ts';
import { codeOf } from '../store/temporary.ts';
import { type LogWorld, NEVER, openLogs, publishMany } from './world.ts';

const KEY = signerOf('witness.example/w', COSIGNATURE_KEY, Buffer.alloc(32, 5));

/** A witness that listens, and the door out to it. */
async function witness(t: Test) {
  const app = await openApp(t, { witness: KEY });
  await app.app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`;
  const net = createNet({ exceptions: parseExceptions(`${url}=127.0.0.0/8`) });
  t.teardown(() => net.close());
  const post = (to: string, body: string) => net.fetch({ url: to, method: 'POST', body, maxBytes: 16_384 });
  return { ...app, url, post };
}

const know = async (of: LogWorld, store: LogWorld['store'], key: string | undefined) =>
  store.putWitnessed({ origin: (await of.store.getHead(0))?.origin ?? '', keys: [key ?? ''], mirrored: false });

function witnessingOf(
  t: Test,
  world: LogWorld,
  post: (to: string, body: string) => Promise<{ status: number; bytes: Uint8Array }>,
) {
  const reports: string[] = [];
  const witnessing = createWitnessing({
    ...{ store: world.store, clock: world.clock, post, fence: () => 1, everyMs: NEVER },
    report: (detail) => reports.push(detail),
  });
  t.teardown(() => witnessing.end());
  return { ...witnessing, reports };
}

t.test('each new head is cosigned and carries the cosignature, and a witness that is away stops nothing', async (t) => {
  const there = await witness(t);
  const world = await openLogs(t);
  await world.signer.sign();
  const keys = await currentKeys(world.store);
  await know(world, there.store, keys?.log[0]);
  await world.store.putWitness({ key: formatVerifierKey(KEY), url: there.url });
  const away = signerOf('away.example/w', COSIGNATURE_KEY);
  await world.store.putWitness({ key: formatVerifierKey(away), url: 'http://127.0.0.1:9' });
  const witnessing = witnessingOf(t, world, there.post);
  for (const count of [0, 1, 300, 2]) {
    await publishMany(world.registry, count, `batch${count}`);
    await world.signer.sign();
    await witnessing.turn();
    const head = await world.store.getHead(0);
    const { note, size } = parseCheckpoint(head?.note ?? Buffer.alloc(0));
    t.same(signersOf(note, [KEY]), [KEY], `${size} leaves`);
    t.equal(note.signatures.length, 2);
    t.equal((await there.store.getWitnessed(head?.origin ?? ''))?.size, size);
  }
  const rows = await world.store.listWitnesses();
  t.match(
    rows.find(({ key }) => key === formatVerifierKey(KEY)),
    { size: 304, problem: null },
  );
  t.match(rows.find(({ key }) => key === formatVerifierKey(away))?.problem, /away\.example\/w does not answer/);
  t.same(witnessing.reports, []);
});

t.test('data that was restored is signed only when a witness has seen nothing newer', async (t) => {
  const there = await witness(t);
  const world = await openLogs(t);
  await publishMany(world.registry, 2);
  await world.signer.sign();
  await know(world, there.store, (await currentKeys(world.store))?.log[0]);
  await world.store.putWitness({ key: formatVerifierKey(KEY), url: there.url });
  const before = witnessingOf(t, world, there.post);
  await before.turn();
  await world.store.backup(`${world.folder}/old.db`);
  await publishMany(world.registry, 3, 'later');
  await world.signer.sign();
  await before.turn();
  await world.close();
  // The whole folder was lost: not even what lies beside the keys tells what was signed.
  restoreFrom(world.folder, `${world.folder}/old.db`);
  rmSync(`${world.folder}/keys/last-signed.json`);
  await setMark(world.folder, 'restored');
  const again = await openLogs(t, { folder: world.folder });
  const deps = {
    ...{ store: again.store, clock: again.clock, data: world.folder, publicUrl: 'https://catalogue.example' },
    ...{
      salt: () => 'salt',
      fence: { name: 'loops', fence: (await again.store.lease('loops', 'test', 60_000)) as number },
    },
  };
  const silent = witnessingOf(t, again, async () => Promise.reject(new Error('nobody is there')));
  t.equal(await codeOf(() => prepare({ ...deps, askWitnesses: silent.askAll })), 'fork-risk', 'without an answer');
  const asked = witnessingOf(t, again, there.post);
  let words = '';
  await prepare({ ...deps, askWitnesses: asked.askAll }).catch((error: Error) => {
    words = error.message;
  });
  t.match(words, /witness\.example\/w has seen 6 leaves of this log, which has 3/);
  t.match(asked.reports, [/has seen 6 leaves/]);
  const signer = createSigner({
    ...{ ...deps, askWitnesses: asked.askAll, fence: () => deps.fence.fence, everyMs: NEVER },
    report: () => undefined,
  });
  await signer.sign();
  t.equal(signer.state().signing, false);
  await setMark(world.folder, 'allowed');
  await signer.sign();
  t.equal(signer.state().signing, true);
  t.equal(
    (await again.store.getHead(0))?.origin,
    'catalogue.example/log/2',
    'a new log, and nothing beside the old one',
  );
  t.equal((await there.store.getWitnessed('catalogue.example/log/1'))?.size, 6);
  await signer.end();
});

t.test('data that was left in order is signed without asking, and a whole copy after an answer', async (t) => {
  const there = await witness(t);
  const world = await openLogs(t);
  await publishMany(world.registry, 2);
  await world.signer.sign();
  await know(world, there.store, (await currentKeys(world.store))?.log[0]);
  await world.store.putWitness({ key: formatVerifierKey(KEY), url: there.url });
  const witnessing = witnessingOf(t, world, there.post);
  await witnessing.turn();
  const deps = {
    ...{ store: world.store, clock: world.clock, data: world.folder, publicUrl: 'https://catalogue.example' },
    ...{ salt: () => 'salt', fence: { name: 'loops', fence: 1 } },
  };
  let asked = 0;
  const askWitnesses = () => {
    asked += 1;
    return witnessing.askAll(false);
  };
  await setMark(world.folder, 'stopped');
  await prepare({ ...deps, askWitnesses });
  t.equal(asked, 0);
  await prepare({ ...deps, askWitnesses });
  t.equal(asked, 1, 'killed meanwhile');
});
