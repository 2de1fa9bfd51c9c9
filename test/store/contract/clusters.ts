import type { Test } from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import type { EntryKey } from '../../../src/store/port.ts';
import { putStep, withdrawStep } from '../steps.ts';
import { everyRecord, fresh, type Opened, slugs, unique } from './subject.ts';

const sameAs = (...entries: EntryKey[]) => ({
  links: entries.map(({ kind, slug, origin }) => ({
    rel: 'same-as',
    target: `${kind}/${slug}@${origin === 0 ? 'own' : 'built-in'}`,
  })),
});

/** The same software in several origins. */
export async function clusters(t: Test, { store }: Opened): Promise<void> {
  const mates = async (entry: EntryKey) => slugs(await store.getCluster(entry));

  await t.test('Entries of two origins with the same own repository are one', async (t) => {
    const ownKey = unique('https://forge.example/a');
    const [ours, theirs, other] = [fresh(), fresh(1), fresh(1)];
    await store.commit([putStep(theirs, { ownKey }), putStep(ours, { ownKey }), putStep(other)]);
    t.same(await mates(ours), [theirs.slug]);
    t.same(await mates(theirs), [ours.slug]);
    t.same(await mates(other), []);
    const listed = slugs(await everyRecord(store, 'software', 100));
    t.ok(listed.includes(ours.slug), 'ours stands for both, though it came later');
    t.notOk(listed.includes(theirs.slug));
  });

  await t.test('The same repository of another kind of record joins nothing', async (t) => {
    const ownKey = unique('https://forge.example/a');
    const [software, organisation] = [fresh(0), fresh(1, 'organisation')];
    await store.commit([putStep(software, { ownKey }), putStep(organisation, { ownKey })]);
    t.same(await mates(software), []);
  });

  await t.test('Entries are one when each names the other, not when only one does', async (t) => {
    const [ours, theirs] = [fresh(), fresh(1)];
    await store.commit([putStep(ours, sameAs(theirs)), putStep(theirs)]);
    t.same(await mates(ours), []);
    await store.commit([putStep(theirs, sameAs(ours))]);
    t.same(await mates(ours), [theirs.slug]);
    await store.commit([putStep(ours)]);
    t.same(await mates(theirs), [], 'and no longer when one takes it back');
  });

  await t.test('What a third record says joins no two others', async (t) => {
    const [ours, theirs, third] = [fresh(), fresh(1), fresh(1)];
    await store.commit([putStep(ours), putStep(theirs), putStep(third, sameAs(ours, theirs))]);
    for (const entry of [ours, theirs, third]) t.same(await mates(entry), []);
  });

  await t.test('Who is joined to one of a cluster is joined to all', async (t) => {
    const ownKey = unique('https://forge.example/a');
    const [a, b, c] = [fresh(), fresh(1), fresh(1)];
    await store.commit([putStep(a, { ownKey, ...sameAs(c) }), putStep(b, { ownKey }), putStep(c, sameAs(a))]);
    t.same((await mates(b)).sort(), slugs([a, c]).sort());
    await store.commit([withdrawStep(a)]);
    t.same(await mates(b), [], 'and no longer when the one between them goes');
    t.same(await mates(c), []);
  });

  await t.test(
    'A cluster has a new representative when the old one goes, and the old one back when it returns',
    async (t) => {
      const ownKey = unique('https://forge.example/a');
      const [ours, first, second] = [fresh(), fresh(1), fresh(1)];
      await store.commit([first, ours, second].map((entry) => putStep(entry, { ownKey })));
      const standing = async () => {
        const listed = slugs(await everyRecord(store, 'software', 100));
        return slugs([ours, first, second]).filter((slug) => listed.includes(slug));
      };
      t.same(await standing(), [ours.slug]);
      await store.commit([withdrawStep(ours)]);
      t.same(await standing(), [first.slug], 'the earlier of the others');
      await store.commit([putStep(ours, { ownKey })]);
      t.same(await standing(), [ours.slug]);
      await store.commit([putStep(first, { ownKey: unique('https://forge.example/b') })]);
      t.same(await standing(), slugs([ours, first]), 'who changes its repository leaves');
    },
  );

  await t.test('More than are plausible are shown one by one, until they are fewer', async (t) => {
    const ownKey = unique('https://forge.example/a');
    const many = Array.from({ length: LIMITS.clusterSize }, () => fresh(1));
    await store.commit(many.map((entry) => putStep(entry, { ownKey })));
    const [first] = many as [EntryKey];
    t.equal((await mates(first)).length, LIMITS.clusterSize - 1);
    const { total } = await store.unjoined(0);
    const [more, evenMore] = [fresh(), fresh()];
    await store.commit([putStep(more, { ownKey })]);
    t.same(await mates(first), []);
    t.same(await mates(more), []);
    const unjoined = await store.unjoined(total + LIMITS.clusterSize + 1);
    t.equal(unjoined.total, total + LIMITS.clusterSize + 1, 'and told');
    t.match(slugs(unjoined.entries), slugs(many));
    t.equal((await store.unjoined(1)).entries.length, 1);
    await store.commit([putStep(evenMore, { ownKey }), withdrawStep(more)]);
    t.same(await mates(first), [], 'still one too many');
    await store.commit([withdrawStep(evenMore)]);
    t.equal((await mates(first)).length, LIMITS.clusterSize - 1);
    t.equal((await store.unjoined(0)).total, total, 'none of them stands alone any more');
  });

  await t.test('Two clusters that are joined and too large together both come apart', async (t) => {
    const half = Math.ceil(LIMITS.clusterSize / 2) + 1;
    const members = (ownKey: string) => Array.from({ length: half }, () => ({ entry: fresh(1), ownKey }));
    const [left, right] = [members(unique('https://forge.example/l')), members(unique('https://forge.example/r'))];
    await store.commit([...left, ...right].map(({ entry, ownKey }) => putStep(entry, { ownKey })));
    const [a, b] = [left[0], right[0]] as [(typeof left)[0], (typeof left)[0]];
    const join = (one: typeof a, other: typeof a) => putStep(one.entry, { ownKey: one.ownKey, ...sameAs(other.entry) });
    await store.commit([join(a, b)]);
    t.equal((await mates(a.entry)).length, half - 1);
    await store.commit([join(b, a)]);
    for (const { entry } of [...left, ...right]) t.same(await mates(entry), []);
    await store.commit([putStep(b.entry, { ownKey: b.ownKey })]);
    for (const { entry } of [...left, ...right]) t.equal((await mates(entry)).length, half - 1);
  });
}
