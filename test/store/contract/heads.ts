import type { Test } from 'tap';
import { decodeEdge, rootOf } from '../../../src/journal/tree.ts';
import { digestName } from '../../../src/kernel/digest.ts';
import { KEY_ID, keyLeaf } from '../../../src/logs/control.ts';
import { putStep } from '../steps.ts';
import { everyLeaf, fresh, type Opened, unique } from './subject.ts';

/** Heads, control leaves and bodies by digest: what other catalogues ask for. */
export async function heads(t: Test, { store, clock }: Opened): Promise<void> {
  const body = () => Buffer.from(JSON.stringify({ salt: unique('salt') }));

  await t.test(
    'A control leaf stands behind the last leaf, knows the one before of its id, and keeps its document',
    async (t) => {
      const [one, two] = [body(), body()];
      for (const bytes of [one, two])
        t.equal(await store.appendControl(KEY_ID, (found) => keyLeaf(bytes, found, clock.now())), true);
      t.equal(await store.appendControl(KEY_ID, () => null), false, 'or none is written');
      const rows = (await store.listControls(KEY_ID)).slice(-2);
      t.same(
        rows.map((row) => Buffer.from(row.body).toString()),
        [one.toString(), two.toString()],
      );
      const [, leaf] = await store
        .logLeaves(0, (rows[1]?.index ?? 0) - 1, 2)
        .then((leaves) => [leaves[0], leaves.at(-1)]);
      t.match(JSON.parse(Buffer.from(leaf ?? '').toString()), { op: 'key', p: rows[0]?.index, d: digestName(two) });
      t.same(
        (await everyLeaf(store)).map(({ index }, i) => index - i).filter((gap) => gap !== 0),
        [],
      );
      t.match(await store.getBlob(digestName(two)), { mediaType: 'application/vnd.alminding.key+json' });
    },
  );

  await t.test('Of control documents the newest of each is had by name, and by how names begin', async (t) => {
    const prefix = `control/${unique('x')}/`;
    const put = async (id: string, bytes: Buffer) =>
      store.appendControl(id, (found) => ({ ...keyLeaf(bytes, found, clock.now()), id }));
    const [old, fresh_, other] = [body(), body(), body()];
    await put(`${prefix}a`, old);
    await put(`${prefix}b`, other);
    await put(`${prefix}a`, fresh_);
    const bodies = (rows: { id: string; body: Uint8Array }[]) => rows.map((row) => [row.id, String(row.body)]);
    t.same(bodies(await store.ownControls(prefix)), [
      [`${prefix}a`, String(fresh_)],
      [`${prefix}b`, String(other)],
    ]);
    t.same(await store.ownControls(`${prefix}c`), []);
    t.same(bodies(await store.newestControls(`${prefix}a`, 9)), [[`${prefix}a`, String(fresh_)]]);
    t.same(await store.newestControls(`${prefix}a`, 0), []);
  });

  await t.test('A head is swapped by whoever holds the lease and knows the one before', async (t) => {
    const fence = { name: unique('lease'), fence: (await store.lease('head', 'me', 60_000)) as number };
    const held = { ...fence, name: 'head' };
    await store.commit([putStep(fresh())]);
    const log = await store.readLog();
    const before = await store.getHead(0);
    const row = { log: 0, origin: 'log.example/log/1', mine: true, signed: clock.now() };
    const head = { ...row, size: log.size, root: rootOf(decodeEdge(log.edge)), note: Buffer.from('note') };
    const expected = before?.size ?? null;
    t.equal(await store.swapHead(head, expected, [], fence), false, 'not under another lease');
    t.equal(await store.swapHead({ ...head, size: log.size + 1_000 }, expected, [], held), false, 'not beyond the log');
    t.equal(await store.swapHead(head, (expected ?? 0) + 1, [], held), false, 'not on another head');
    const hash = Buffer.alloc(32, 7);
    t.equal(await store.swapHead(head, expected, [{ level: 1, index: 0, hash }], held), true);
    t.same({ ...(await store.getHead(0)), root: null, note: null }, { ...head, root: null, note: null });
    t.ok(Buffer.from((await store.logNodes(0, 1, 0, 1))[0] ?? '').equals(hash));
    t.same(
      (await store.listHeads()).map(({ log }) => log),
      [0],
    );
    await store.releaseLease('head', 'me');
  });

  await t.test('A body is found by its digest, and as the present one only until the next version', async (t) => {
    const entry = fresh();
    await store.commit([putStep(entry, {}, body())]);
    const first = await store.getBody(entry);
    await store.commit([putStep(entry, {}, body())]);
    const second = await store.getBody(entry);
    t.ok(await store.getBlob(first?.digest ?? ''));
    t.equal(await store.getBlob(first?.digest ?? '', true), null);
    t.ok(await store.getBlob(second?.digest ?? '', true));
    t.equal(await store.getBlob(digestName('nothing')), null);
    const built = fresh();
    await store.commit([putStep({ ...built, origin: 1 }, {}, body())]);
    const shipped = await store.getBody({ ...built, origin: 1 });
    t.equal(
      await store.getBlob(shipped?.digest ?? ''),
      null,
      "those of the built-in catalogues are nobody's to ask for",
    );
  });
}
