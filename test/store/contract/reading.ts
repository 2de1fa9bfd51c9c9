import { randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import { digestName } from '../../../src/kernel/digest.ts';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { decodeNumbers } from '../../../src/kernel/varint.ts';
import type { SourceRow } from '../../../src/store/port.ts';
import { answers, changeStep, key, putStep, storedTexts, withdrawStep } from '../steps.ts';
import { everyRecord, everyWord, fresh, type Opened, slugs, unique } from './subject.ts';

/** Records, versions, sources, links, lists and events. */
export async function reading(t: Test, { store, clock }: Opened): Promise<void> {
  await t.test('A record is read as it was committed', async (t) => {
    clock.at += 1000;
    const entry = fresh();
    await store.commit([putStep(entry, { view: '{"å":"ø"}', etag: 'tag', item: '{"short":1}' })]);
    const record = await store.getRecord(entry);
    const expected = { ...entry, state: 'live', view: '{"å":"ø"}', etag: 'tag', version: 1, updated: clock.at };
    t.match(record, expected);
    const ord = record?.ord as number;
    t.same(await store.getItem(entry), {
      ...{
        ...entry,
        ord,
        originName: 'own',
        item: '{"short":1}',
        etag: 'tag',
        version: 1,
        updated: clock.at,
        bare: true,
      },
    });
    t.same(slugs(await store.getItems([ord, 987_654_321])), [entry.slug], 'unknown rows are left out');
    const document = await store.getDocument(entry, 'another tag');
    t.equal(document?.etag, 'tag');
    t.equal(Buffer.from(document?.view ?? []).toString('utf8'), '{"å":"ø"}');
    t.same(
      await store.getDocument(entry, 'tag'),
      { etag: 'tag', view: null, decided: document?.decided, handed: false },
      'what is held already is not read again',
    );
    t.equal(await store.getDocument(fresh()), null);
    t.same(store.documentNow('software', entry.slug, 'another tag'), document, 'the same without waiting');
    t.equal(store.documentNow('software', entry.slug, 'tag')?.view, null);
    t.equal(store.documentNow('software', fresh().slug), null);
    t.equal(store.documentNow('organisation', entry.slug), null);
    t.equal(await store.getRecord({ ...entry, origin: 1 }), null);
    t.equal(await store.getRecord({ ...entry, kind: 'organisation' }), null);
    t.equal(await store.getItem(fresh()), null);
  });

  await t.test('A built-in record has the bare address until we have an entry of that slug', async (t) => {
    const own = fresh();
    const builtIn = { ...own, origin: 1 };
    await store.commit([putStep(builtIn)]);
    t.equal((await store.getItem(builtIn))?.bare, true);
    t.same(store.documentNow('software', own.slug), await store.getDocument(builtIn));
    await store.commit([putStep(own, { etag: 'ours' })]);
    t.equal((await store.getItem(builtIn))?.bare, false);
    t.equal((await store.getItem(own))?.bare, true);
    t.equal(store.documentNow('software', own.slug)?.etag, 'ours');
    await store.commit([withdrawStep(own)]);
    t.equal(store.documentNow('software', own.slug), null, 'nor does it while ours is a tombstone');
  });

  await t.test('A withdrawn entry is a tombstone with reason and successor', async (t) => {
    const entry = fresh();
    await store.commit([putStep(entry)]);
    t.equal(await store.getTombstone(entry), null);
    clock.at += 5;
    await store.commit([withdrawStep(entry)]);
    t.equal(await store.getRecord(entry), null);
    t.same(await store.getTombstone(entry), { ...entry, reason: 'retired', successor: null, updated: clock.at });
    await store.commit([changeStep(entry, [{ do: 'entry', entry, set: { successor: 'software/next' } }])]);
    t.match(await store.getTombstone(entry), { reason: 'retired', successor: 'software/next' });
  });

  await t.test('Lists go through all records once, in pages, in order of arrival', async (t) => {
    const entries = Array.from({ length: 7 }, () => fresh(0, 'organisation'));
    await store.commit(entries.map((entry) => putStep(entry)));
    const all = await everyRecord(store, 'organisation', 3);
    t.same(slugs(all.slice(-7)), slugs(entries));
    t.equal(all.length, await store.countRecords('organisation'));
    const last = all.slice(-3);
    const page = await store.listViews('organisation', all.at(-4)?.ord ?? 0, 10);
    t.equal(page.more, false);
    t.same(
      page.views.map(({ ord, view }) => ({ ord, view: Buffer.from(view).toString('utf8') })),
      last.map(({ ord, view }) => ({ ord, view })),
      'as documents alone they are the same',
    );
    t.equal(new Set(all.map(({ ord }) => ord)).size, all.length);
    const stretches = await store.listStretches('organisation', 3);
    const addresses = await Promise.all(stretches.map((n) => store.listAddresses('organisation', 3, n)));
    t.ok(addresses.every((rows) => rows.length > 0 && rows.length <= 3));
    t.same(slugs(addresses.flat()), slugs(all), 'stretch by stretch they are all there, once');
    t.match(addresses.at(-1)?.at(-1), { kind: 'organisation', originName: 'own', bare: true, updated: Number });
    t.same(await store.listAddresses('organisation', 3, (stretches.at(-1) ?? 0) + 1), []);
    await store.commit([withdrawStep(entries[0] as (typeof entries)[0])]);
    t.equal(await store.countRecords('organisation'), all.length - 1);
  });

  await t.test('A page of documents ends before it is too long, and the next one goes on', async (t) => {
    const before = (await everyRecord(store, 'organisation', 100)).at(-1)?.ord ?? 0;
    const entries = Array.from({ length: 5 }, () => fresh(0, 'organisation'));
    const view = JSON.stringify('x'.repeat(LIMITS.listBytes * 0.4));
    const [first] = entries;
    await store.commit(entries.map((entry) => putStep(entry, { view: entry === first ? view.repeat(3) : view })));
    const sizes: number[] = [];
    let after = before;
    for (let more = true; more && sizes.length < 10; ) {
      const page = await store.listViews('organisation', after, 4);
      sizes.push(page.views.length);
      after = page.views.at(-1)?.ord ?? after;
      more = page.more;
    }
    t.same(sizes, [1, 2, 2], 'one that is too long by itself stands alone');
    await store.commit(entries.map((entry) => withdrawStep(entry)));
  });

  await t.test('Every version keeps its exact bytes', async (t) => {
    const entry = fresh();
    const bodies = [randomBytes(300), randomBytes(1), Buffer.from('{"a":"\\u00e6"}\r\n')];
    for (const body of bodies) await store.commit([putStep(entry, {}, body)]);
    for (const [i, body] of bodies.entries()) {
      const read = await store.getBody(entry, i + 1);
      t.ok(read && Buffer.from(read.body).equals(body));
      t.match(read, { n: i + 1, mediaType: 'application/json', digest: digestName(body) });
    }
    t.equal((await store.getBody(entry))?.n, 3, 'the newest where none is named');
    t.equal(await store.getBody(entry, 4), null);
    t.equal(await store.getBody(fresh()), null);
    const versions = await store.listVersions(entry, 10);
    t.same(
      versions.map(({ n, bytes, digest }) => [n, bytes, digest]),
      bodies.map((body, i) => [i + 1, body.length, digestName(body)]).reverse(),
    );
    t.equal((await store.listVersions(entry, 2)).length, 2);
    const older = await store.listVersions(entry, 2, 3);
    t.same(
      older.map(({ n }) => n),
      [2, 1],
      'from any number on, downwards',
    );
    t.same(await store.listVersions(entry, 2, 1), []);
    t.same(await store.listVersions(fresh(), 2), []);
  });

  await t.test('Sources stand by rank, equal ones in order of arrival', async (t) => {
    const entry = fresh();
    const source = (name: string, rank: number, digest = 'd'): SourceRow => ({
      ...{ key: name, rank, mediaType: 'application/yaml', digest, record: '{}', provenance: '{}', active: true },
    });
    const put = (row: SourceRow) =>
      changeStep(entry, [{ do: 'source', entry, source: row, bytes: Buffer.from(row.key) }]);
    await store.commit([put(source('z', 3)), put(source('a', 3)), put(source('m', 1))]);
    t.same(
      (await store.getSources(entry)).map((row) => row.key),
      ['m', 'z', 'a'],
    );
    clock.at += 1;
    await store.commit([put(source('z', 3, 'newer')), changeStep(entry, [{ do: 'deactivate', entry, source: 'm' }])]);
    t.same(
      (await store.getSources(entry)).map((row) => [row.key, row.digest, row.active]),
      [
        ['m', 'd', false],
        ['z', 'newer', true],
        ['a', 'd', true],
      ],
      'a source that is given again keeps its place',
    );
  });

  await t.test('Links are read from both ends', async (t) => {
    const target = fresh();
    const same = { ...target, origin: 1 };
    const link = (rel: string, at: string) => ({ links: [{ rel, target: `software/${at}` }] });
    const [a, b, c, d, e] = [fresh(), fresh(), fresh(1), fresh(1), fresh()];
    await store.commit([
      ...[putStep(target), putStep(same)],
      putStep(a, link('based-on', target.slug)),
      putStep(b, link('adds-on', `${target.slug}@own`)),
      putStep(c, link('based-on', target.slug)),
      putStep(d, link('based-on', `${target.slug}@own`)),
      putStep(e, link('based-on', `${target.slug}@elsewhere.example/log`)),
    ]);
    t.same(slugs(await store.linksTo(target, ['based-on'], 0, 10)), slugs([a, d]), 'in one origin, or by its name');
    t.same(slugs(await store.linksTo(target, ['based-on', 'adds-on'], 0, 10)), slugs([a, b, d]));
    t.same(slugs(await store.linksTo(same, ['based-on'], 0, 10)), slugs([c]), 'the built-in one has its own');
    t.equal(await store.countLinksTo(target, ['based-on', 'adds-on']), 3);
    const [first] = await store.linksTo(target, ['based-on', 'adds-on'], 0, 1);
    t.same(slugs(await store.linksTo(target, ['based-on', 'adds-on'], first?.ord ?? 0, 1)), [b.slug]);
    await store.commit([putStep(a), withdrawStep(b)]);
    t.same(slugs(await store.linksTo(target, ['based-on', 'adds-on'], 0, 10)), [d.slug], 'links go with their record');
    t.same(await store.linksTo(fresh(), ['based-on'], 0, 10), []);
  });

  await t.test('Links are followed over two steps, each far end counted once', async (t) => {
    const target = fresh();
    const to = (rel: string, at: string) => ({ rel, target: `software/${at}` });
    const [one, two, other] = [fresh(), fresh(), fresh(1)];
    const [a, b, c, d, e] = [fresh(), fresh(), fresh(), fresh(1), fresh(1)];
    await store.commit([
      putStep(target),
      putStep(one, { links: [to('network', target.slug)] }),
      putStep(two, { links: [to('network', target.slug)] }),
      putStep(other, { links: [to('network', `${target.slug}@own`)] }),
      putStep(a, { links: [to('adoption-of', one.slug)] }),
      putStep(b, { links: [to('adoption-of', two.slug), to('adoption-of', one.slug)] }),
      putStep(c, { links: [to('based-on', one.slug), to('adoption-of', other.slug)] }),
      putStep(d, { links: [to('adoption-of', other.slug)] }),
      putStep(e, { links: [to('adoption-of', `${two.slug}@own`), to('adoption-of', one.slug)] }),
    ]);
    const through = (after: number, limit: number) =>
      store.linksThrough(target, 'network', 'adoption-of', after, limit);
    t.same(slugs(await through(0, 10)), slugs([a, b, d, e]), 'in one origin, or by its name');
    t.equal(await store.countLinksThrough(target, 'network', 'adoption-of'), 4);
    const first = await through(0, 2);
    t.same(slugs(first), slugs([a, b]));
    t.same(slugs(await through(first[1]?.ord ?? 0, 10)), slugs([d, e]), 'the next page goes on behind the last row');
    await store.commit([withdrawStep(one)]);
    t.same(slugs(await through(0, 10)), slugs([b, d, e]), 'what lies between must be shown too');
    t.same(await store.linksThrough(fresh(), 'network', 'adoption-of', 0, 10), []);
    t.equal(await store.countLinksThrough(fresh(), 'network', 'adoption-of'), 0);
  });

  await t.test('Events tell what happened, in order, and from any point on', async (t) => {
    const point = await store.changePoint();
    const entry = fresh();
    clock.at += 1;
    await store.commit([putStep(entry), putStep(entry), withdrawStep(entry)]);
    const events = (await store.events(point, 1000)).filter((event) => event.entry.slug === entry.slug);
    t.same(
      events.map(({ op, version, at }) => [op, version, at]),
      [
        ['put', 1, clock.at],
        ['put', 2, clock.at],
        ['withdraw', 2, clock.at],
      ],
    );
    t.same(events[0]?.entry, entry);
    const later = await store.events(events[1]?.seq ?? 0, 1000);
    t.same(
      later.filter((event) => event.entry.slug === entry.slug).map(({ op }) => op),
      ['withdraw'],
    );
    t.ok((await store.changePoint()) > point);
    t.type(await store.changedAt(), 'number');
  });

  await t.test('Counts are by origin and kind', async (t) => {
    const before = await store.counts();
    await store.commit([putStep(fresh(1, 'adoption')), putStep(fresh(0, 'adoption'))]);
    const after = await store.counts();
    const of = (counts: typeof after, origin: number) =>
      counts.live.find((row) => row.origin === origin && row.kind === 'adoption')?.count ?? 0;
    t.equal(of(after, 0), of(before, 0) + 1);
    t.equal(of(after, 1), of(before, 1) + 1);
    t.ok(after.leaves > before.leaves);
    t.ok(after.seq > before.seq);
  });

  await t.test('All entries can be gone through, live or not', async (t) => {
    const [a, b] = [fresh(1, 'organisation'), fresh(1, 'organisation')];
    const [, leaf] = answers(await store.commit([putStep(a), putStep(fresh()), putStep(b), withdrawStep(b)]));
    t.type(leaf, 'number');
    const entries: Awaited<ReturnType<typeof store.listEntries>> = [];
    for (let page = await store.listEntries(1, 0, 4); page.length > 0; ) {
      entries.push(...page);
      page = await store.listEntries(1, entries.at(-1)?.ord ?? 0, 4);
    }
    t.match(
      entries.find(({ slug }) => slug === a.slug),
      { state: 'live', projected: true, leafIndex: -1, version: 1, recordDigest: 'r1', sources: [] },
    );
    t.match(
      entries.find(({ slug }) => slug === b.slug),
      { state: 'withdrawn', projected: false },
    );
    t.notOk(entries.some(({ origin }) => origin !== 1));
    const live = entries
      .filter(({ state }) => state === 'live')
      .map(({ ord, origin, kind, slug }) => ({ ord, origin, kind, slug }));
    t.same(await store.listLive(1, 0, 1_000), live);
    t.same(await store.listLive(1, live[0]?.ord ?? 0, 1), live.slice(1, 2));
  });

  await t.test('Its words stand with a row, in their fields and their order, until it is gone', async (t) => {
    const word = () => unique('w').replace('-', '');
    const texts = { name: `${word()} ${word()}`, alias: word(), long: word() };
    const entry = fresh();
    const { seq } = await store.columnsSince(0, 10);
    await store.commit([putStep(entry, { texts })]);
    const wordsIn = async (after: number) => {
      const { rows } = await store.columnsSince(after, 100);
      const known = new Map((await store.wordsSince(0, 1e6)).map(({ id, word }) => [id, word]));
      const ord = (await store.getRecord(entry))?.ord;
      const last = decodeNumbers(rows.find((row) => row.ord === ord)?.words ?? new Uint8Array());
      return last.map((number, i) => (i < 2 ? number : (known.get(number) ?? number)));
    };
    const [first, second] = texts.name.split(' ');
    t.same((await wordsIn(seq)).slice(0, 4), [0, 2, `:${first}`, `:${second}`]);
    t.same((await store.getProjection(entry))?.texts, storedTexts(texts));
    const newer = { ...texts, long: word() };
    await store.commit([putStep(entry, { texts: newer })]);
    t.same((await store.getProjection(entry))?.texts, storedTexts(newer), 'the words of the version before are gone');
    t.ok((await everyWord(store)).includes(`:${newer.long}`));
    await store.commit([withdrawStep(entry)]);
    t.equal(await store.getProjection(entry), null);
  });

  await t.test('Words that nobody has any more are struck out, and their numbers never come again', async (t) => {
    const [gone, kept] = [unique('gone').replace('-', ''), unique('kept').replace('-', '')];
    const [a, b] = [fresh(), fresh()];
    await store.commit([putStep(a, { texts: { long: gone } }), putStep(b, { texts: { long: kept } })]);
    await store.commit([withdrawStep(a)]);
    const before = await store.wordsSince(0, 1e6);
    const epoch = await store.wordsEpoch();
    t.ok((await store.dropUnusedWords()) >= 1);
    const words = await everyWord(store);
    t.same([words.includes(`:${gone}`), words.includes(`:${kept}`)], [false, true]);
    t.ok((await store.wordsEpoch()) > epoch);
    await store.commit([putStep(b, { texts: { long: `${kept} ${gone}` } })]);
    const again = (await store.wordsSince(0, 1e6)).find(({ word }) => word === `:${gone}`);
    t.ok((again?.id ?? 0) > (before.at(-1)?.id ?? 0), 'who remembered the old number does not write it');
    t.same((await store.getProjection(b))?.texts, storedTexts({ name: b.slug, long: `${kept} ${gone}` }));
  });

  await t.test('Names find exactly', async (t) => {
    const [a, b] = [fresh(), fresh()];
    const [shared, own] = [unique('name'), unique('name')];
    await store.commit([putStep(a, { names: [shared, own] }), putStep(b, { names: [shared] })]);
    const ords = [await store.getRecord(a), await store.getRecord(b)].map((row) => row?.ord as number);
    t.same((await store.matchNames([shared])).sort(), ords.sort());
    t.same(await store.matchNames([own, own]), [ords[0]]);
    t.same(await store.matchNames([]), []);
    await store.commit([putStep(a, { names: [] })]);
    t.same(await store.matchNames([own]), []);
    t.same(await store.matchNames([key('x').slug]), []);
  });
}
