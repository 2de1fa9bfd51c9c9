import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import type { Test } from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import type { CrawlSource } from '../../../src/store/crawl-port.ts';
import { type Opened, unique } from './subject.ts';

/** Sources of the crawler: added once, taken by one at a time, given back with what happened. */
export async function crawling(t: Test, { store, clock }: Opened): Promise<void> {
  const row = (over: Partial<CrawlSource> = {}): CrawlSource => {
    const id = unique('source');
    return {
      ...{ id, url: `https://forge.example/${id}`, key: `https://forge.example/${id}`, role: 'repository', path: null },
      ...{ addedBy: 'operator', added: clock.at, state: 'new', since: clock.at, due: clock.at, failures: 0 },
      ...{ looked: null, verdict: null, entry: null, seen: '{}' },
      ...over,
    };
  };
  const claimed = async (holder: string, ids: string[], ms = 1000): Promise<string[]> =>
    (await store.claimCrawlSources({ holder, ms, limit: 10, ids })).map(({ id }) => id).sort();

  const wake = async (repositories: string[], owners: string[] = []): Promise<string[]> =>
    (await store.wakeCrawlSources({ marks: [], until: 0, repositories, owners })).due;

  await t.test('What was said is marked with what it wakes, and counts once until its time is over', async (t) => {
    const [repository, owner] = [row({ due: clock.at + 9 }), row({ role: 'owner', due: clock.at + 9 })];
    await store.addCrawlSources([repository, owner]);
    const [a, b] = [unique('mark'), unique('mark')];
    const notice = { marks: [a], until: clock.at + 1000, repositories: [repository.key], owners: [owner.key] };
    t.same(await store.wakeCrawlSources(notice), { repeated: false, due: [repository.id] }, 'owners only where needed');
    t.same(await store.wakeCrawlSources({ ...notice, marks: [a, b] }), { repeated: true, due: [] });
    t.same(await store.wakeCrawlSources({ ...notice, marks: [b] }), { repeated: true, due: [] }, 'all were marked');
    const none = { ...notice, marks: [unique('mark')], repositories: ['nothing'] };
    t.same(await store.wakeCrawlSources(none), { repeated: false, due: [owner.id] });
    const broken = { ...notice, marks: [unique('mark')], owners: null as unknown as string[], repositories: [] };
    await t.rejects(store.wakeCrawlSources({ ...broken, until: Number.NaN }));
    t.match(await store.wakeCrawlSources({ ...notice, marks: broken.marks }), { repeated: false }, 'not marked alone');
    clock.at += 1001;
    t.same(await store.wakeCrawlSources(notice), { repeated: false, due: [repository.id] });
    for (const { id } of [repository, owner]) await store.dropCrawlSource(id);
  });

  await t.test('A source is added once, found by id and by address, listed, counted and forgotten', async (t) => {
    const [a, b] = [row(), row({ state: 'gone', verdict: 'valid', entry: unique('software/x') })];
    t.same(await store.addCrawlSources([a, b]), [a.id, b.id]);
    t.same(await store.addCrawlSources([{ ...row(), key: a.key }]), [], 'another id of the same address is none');
    t.same(await store.getCrawlSource(a.id), a);
    t.same(await store.findCrawlSource(b.key), b);
    t.equal(await store.getCrawlSource('nothing'), null);
    t.equal(await store.findCrawlSource('nothing'), null);
    t.same(await store.crawlSourcesOf(b.entry ?? ''), [b]);
    t.ok((await store.listCrawlSources(1000)).some(({ id }) => id === a.id));
    t.notOk((await store.listCrawlSources(1000, { state: 'gone' })).some(({ id }) => id === a.id));
    t.ok((await store.listCrawlSources(1000, { verdict: 'valid' })).some(({ id }) => id === b.id));
    t.notOk((await store.listCrawlSources(1000, { after: a.id })).some(({ id }) => id <= a.id));
    t.ok((await store.countCrawlSources()).some(({ state, count }) => state === 'gone' && count > 0));
    t.equal(await store.dropCrawlSource(a.id), true);
    t.equal(await store.dropCrawlSource(a.id), false);
  });

  await t.test('What is due is taken by one, the longest waiting first, and again when its time is over', async (t) => {
    const [late, early, later] = [row({ due: 2 }), row({ due: 1 }), row({ due: clock.at + 60_000 })];
    await store.addCrawlSources([late, early, later]);
    const due = (await store.claimCrawlSources({ holder: 'a', ms: 1000, limit: 2 })).map(({ id }) => id);
    t.same(due, [early.id, late.id]);
    const again = (await store.claimCrawlSources({ holder: 'b', ms: 1000, limit: 100 })).map(({ id }) => id);
    t.notOk(again.some((id) => [early.id, late.id, later.id].includes(id)));
    t.same(await claimed('b', [early.id, later.id]), [later.id], 'by name, due or not, but not what is taken');
    clock.at += 1001;
    t.same(await claimed('b', [early.id, late.id]), [early.id, late.id].sort());
    t.equal(await store.settleCrawlSources('a', [{ source: early, events: [] }]), 0, 'who was too late writes nothing');
    t.same(await wake([later.key, 'nothing']), [later.id]);
    t.equal((await store.getCrawlSource(later.id))?.due, 0);
    t.same(await wake([], [later.key]), [], 'only in this role');
    for (const { id } of [late, early, later]) await store.dropCrawlSource(id);
  });

  await t.test('What a process had taken that is no more is free at once, what others hold is not', async (t) => {
    const rows = [row(), row(), row(), row()];
    await store.addCrawlSources(rows);
    const [dead, before, now, other] = rows.map(({ id }) => id) as [string, string, string, string];
    const me = `${hostname()}/${process.pid}`;
    const { pid = 0 } = spawnSync(process.execPath, ['--version']);
    await claimed(`${hostname()}/${pid}/x/1`, [dead], 60_000);
    await claimed(`${me}/before/1`, [before], 60_000);
    await claimed(`${me}/now/1`, [now], 60_000);
    await claimed(`elsewhere/${pid}/x/1`, [other], 60_000);
    t.same(await claimed('x', [dead, before, now, other]), []);
    t.equal(await store.freeCrawlSources(`${me}/now/`), 2);
    t.same(await claimed('x', [dead, before, now, other]), [dead, before].sort());
    for (const { id } of rows) await store.dropCrawlSource(id);
  });

  await t.test(
    'What is woken while it is looked at is due again, and so are all its places of manifests',
    async (t) => {
      const first = row();
      const second = { ...row(), key: `${first.key}#docs/publiccode.yml` };
      const other = { ...row(), key: `${first.key}-more` };
      const rows = [first, second, other].map((each) => ({ ...each, due: clock.at + 9_000 }));
      await store.addCrawlSources(rows);
      const ids = rows.map(({ id }) => id);
      t.equal((await claimed('a', ids)).length, 3);
      t.same(await wake([first.key]), [first.id, second.id].sort());
      const done = rows.map((source) => ({ source: { ...source, due: clock.at + 99_000 }, events: [] }));
      t.equal(await store.settleCrawlSources('a', done), 3);
      const due = async (id: string) => (await store.getCrawlSource(id))?.due;
      t.same([await due(first.id), await due(second.id), await due(other.id)], [0, 0, clock.at + 99_000]);
      await claimed('b', ids);
      await store.settleCrawlSources('b', done);
      t.equal(await due(first.id), clock.at + 99_000, 'once');
      for (const id of ids) await store.dropCrawlSource(id);
    },
  );

  await t.test('What became of a source is kept with its newest events, and it can be taken again', async (t) => {
    const [source, other] = [row(), row()];
    await store.addCrawlSources([source, other]);
    await claimed('a', [source.id, other.id]);
    const events = Array.from({ length: LIMITS.crawlEvents + 5 }, (_, i) => ({
      ...{ source: source.id, at: i, event: 'valid', detail: '{}' },
    }));
    const done: CrawlSource = { ...source, state: 'alive', due: 7, looked: 6, verdict: 'valid', seen: '{"a":1}' };
    t.equal(await store.settleCrawlSources('a', [{ source: done, events }]), 1);
    t.same(await store.getCrawlSource(source.id), done);
    const history = await store.crawlHistory(source.id, 1000);
    t.equal(history.length, LIMITS.crawlEvents);
    t.equal(history[0]?.at, events.length - 1, 'newest first');
    t.same(await claimed('b', [source.id]), [source.id]);
    const taken = { ...other, key: source.key };
    t.equal(await store.settleCrawlSources('a', [{ source: taken, events: [] }]), 0, 'an address belongs to one');
    await store.dropCrawlSource(source.id);
    t.same(await store.crawlHistory(source.id, 10), []);
    await store.dropCrawlSource(other.id);
  });
}
