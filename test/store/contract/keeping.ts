import { hostname } from 'node:os';
import type { Test } from 'tap';
import type { FileRow } from '../../../src/store/port.ts';
import { changeStep, putStep } from '../steps.ts';
import { fresh, type Opened, unique } from './subject.ts';

/** Files of folders, leases, holders and contacts. */
export async function keeping(t: Test, { store, clock }: Opened): Promise<void> {
  await t.test('Files of a folder are remembered with their entry, problems and absence', async (t) => {
    const folder = unique('folder');
    const entry = fresh();
    await store.commit([putStep(entry)]);
    const row = (file: string, over: Partial<FileRow> = {}): FileRow => ({
      ...{ folder, file, digest: 'd', entry: null, problems: '[]', missingSince: null },
      ...over,
    });
    await store.putFiles([row('a.yml', { entry }), row('b.yml', { problems: '[{"rule":"x"}]' })]);
    const files = await store.listFiles(folder);
    t.same(
      files.sort((a, b) => (a.file < b.file ? -1 : 1)),
      [row('a.yml', { entry }), row('b.yml', { problems: '[{"rule":"x"}]' })],
    );
    const broken = await store.listBroken(100);
    t.same(
      broken.filter((file) => file.folder === folder),
      [{ folder, file: 'b.yml', problems: '[{"rule":"x"}]' }],
    );
    await store.putFiles([row('b.yml', { missingSince: 7 })]);
    t.same(
      (await store.listFiles(folder)).find(({ file }) => file === 'b.yml'),
      row('b.yml', { missingSince: 7 }),
    );
    await store.dropFile(folder, 'a.yml');
    t.equal((await store.listFiles(folder)).length, 1);
    t.same(await store.listFiles(unique('folder')), []);
  });

  await t.test(
    'The lease of a process that was killed is free at once, that of a living one or of another machine is not',
    async (t) => {
      const name = unique('lease');
      // No process has this number: it is above the largest that Linux gives.
      const gone = `${hostname()}/4194305/a`;
      t.equal(await store.lease(name, gone, 60_000), 1);
      t.equal(await store.lease(name, `${hostname()}/${process.pid}/b`, 60_000), 2);
      t.equal(await store.lease(name, `${hostname()}/${process.pid}/c`, 60_000), null);
      const far = unique('lease');
      t.equal(await store.lease(far, 'elsewhere/4194305/a', 60_000), 1);
      t.equal(await store.lease(far, 'b', 60_000), null);
    },
  );

  await t.test('One holder has a lease; who takes it anew has a higher number', async (t) => {
    const name = unique('lease');
    t.equal(await store.lease(name, 'one', 1000), 1);
    t.equal(await store.lease(name, 'two', 1000), null);
    clock.at += 999;
    t.equal(await store.lease(name, 'one', 1000), 1, 'renewed in time it keeps its number');
    clock.at += 999;
    t.equal(await store.lease(name, 'two', 1000), null);
    clock.at += 1;
    t.equal(await store.lease(name, 'two', 1000), 2, 'after its time another may have it');
    t.equal(await store.lease(name, 'one', 1000), null);
    clock.at += 1000;
    t.equal(await store.lease(name, 'two', 1000), 3, 'late, it may have been another in between');
    await store.releaseLease(name, 'one');
    t.equal(await store.lease(name, 'one', 1000), null, 'who does not hold it cannot give it back');
    await store.releaseLease(name, 'two');
    t.equal(await store.lease(name, 'one', 1000), 4);
  });

  await t.test('Whoever has the data open is known', async (t) => {
    const holders = await store.holders();
    t.match(
      holders.find(({ pid }) => pid === process.pid),
      { what: 'a test' },
    );
  });

  await t.test('Contacts are kept, replaced and dropped without a trace in records', async (t) => {
    const entry = fresh();
    await store.commit([putStep(entry), changeStep(entry, [{ do: 'contacts', entry, json: '[{"name":"Ada"}]' }])]);
    t.notMatch(JSON.stringify(await store.getRecord(entry)), /Ada/);
    await store.commit([changeStep(entry, [{ do: 'contacts', entry, json: '[]' }])]);
    await store.commit([changeStep(entry, [{ do: 'contacts', entry, json: null }])]);
    t.pass();
  });
}
