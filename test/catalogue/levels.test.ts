/** What the built-in folders say of levels, read as the service reads it. */
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { loadFolder } from '../../src/crawl/load-folder.ts';
import type { Item } from '../../src/registry/types.ts';
import { openWorld, type World } from '../registry/world.ts';

let loaded: World;

t.before(async () => {
  loaded = openWorld(t);
  const { store, registry, clock } = loaded;
  for (const name of ['shared', 'os2', 'plonegov']) {
    const path = fileURLToPath(new URL(`../../catalogue/${name}`, import.meta.url));
    const done = await loadFolder({ store, registry, clock }, { path, name, origin: 'built-in', removalDays: 30 });
    if (done.broken > 0) throw new Error(`${name}: ${JSON.stringify(await store.listBroken(5))}`);
  }
});

const builtIn = (slug: string) => ({ origin: 1, kind: 'software' as const, slug });
const found = (level: string): Promise<{ total: number; items: Item[] }> =>
  loaded.registry.read.search({ text: '', lang: 'en', filters: { level: [level] }, sort: 'name', limit: 10 });

t.test('the published list of OS2 has four products at 3, six at 2, six at 1+ and six at 1', async (t) => {
  const counts: Record<string, number> = { '3': 4, '2': 6, '1+': 6, '1': 6 };
  for (const [level, count] of Object.entries(counts)) t.equal((await found(`os2-list:${level}`)).total, count, level);
  t.same(
    (await found('os2-list:3')).items.map(({ name }) => name),
    ['OS2iot', 'OS2kitos', 'OS2mo', 'OS2rollekatalog'],
  );
});

t.test('the two evaluations with all ratings are counted, whatever their reports print', async (t) => {
  const totals = async (slug: string) => {
    const { items } = await loaded.registry.read.assessments(builtIn(slug), 'en', 10);
    return items.find(({ record }) => record.type === 'secretariat');
  };
  const autoproces = await totals('os2autoproces');
  t.same(autoproces?.totals?.all, { green: 15, yellow: 19, red: 9, grey: 0, notGiven: 0 });
  const three = autoproces?.totals?.byLevel.find(({ level }) => level === '3');
  t.same(three?.totals, { green: 1, yellow: 2, red: 5, grey: 0, notGiven: 0 });
  const faktor = await totals('os2faktor');
  t.same(faktor?.totals?.all, { green: 9, yellow: 22, red: 12, grey: 0, notGiven: 0 });
  t.same(
    faktor?.record.statedTotals?.map(({ counts }) => counts),
    [
      { green: 8, yellow: 23, red: 12 },
      { green: 9, yellow: 22, red: 12 },
    ],
  );
});

t.test('a product that is listed higher than was recommended later shows both', async (t) => {
  const levels = await loaded.registry.read.levels(builtIn('os2rollekatalog'), 'en');
  const by = new Map(levels.map(({ framework, standing }) => [framework.id, standing]));
  t.match(by.get('framework/os2-list@built-in'), { listed: { level: '3' }, holds: { level: '3', by: 'listed' } });
  t.equal(by.get('framework/os2-list@built-in')?.listed?.date, undefined, 'the list has no date');
  t.match(by.get('framework/os2-1.1.0@built-in'), {
    recommended: { level: '2', date: '2026-09-29' },
    decided: null,
    holds: null,
  });
});

t.test('what no source rates is not given, and nothing that ships contradicts its framework', async (t) => {
  const { items } = await loaded.registry.read.search({
    text: '',
    lang: 'en',
    filters: { network: ['os2'] },
    sort: 'name',
    limit: 50,
  });
  let seen = 0;
  for (const { id, kind } of items) {
    if (kind !== 'software') continue;
    const read = await loaded.registry.read.assessments(builtIn(id.split('/')[1] ?? ''), 'en', 10);
    for (const { item, record, totals, faults } of read.items) {
      seen += 1;
      t.same(faults, [], item.id);
      const all = totals?.all;
      if (record.type === 'self') t.equal(all?.green, 0, `${item.name}: an answer that is not recorded is not green`);
      t.equal(
        (all?.notGiven ?? 0) + (record.ratings?.length ?? 0),
        totals?.byTheme.reduce((n, { totals }) => n + Object.values(totals).reduce((a, b) => a + b), 0),
        item.name,
      );
    }
  }
  t.equal(seen, 32);
});
