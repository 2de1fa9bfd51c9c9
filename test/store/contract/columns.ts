import fc from 'fast-check';
import type { Test } from 'tap';
import type { ColumnRow, EntryKey, Step, Store } from '../../../src/store/port.ts';
import { putStep, withdrawStep } from '../steps.ts';
import { fresh, type Opened, unique } from './subject.ts';

/** The rows that search holds in memory. */
export async function columns(t: Test, { store, clock }: Opened): Promise<void> {
  await t.test('A row holds what search counts and sorts by', async (t) => {
    const entry = fresh();
    clock.at += 1;
    const facets = { licence: ['MPL-2.0'], country: ['DK', 'SE'] };
    const { seq } = await store.columnsSince(0, 10);
    await store.commit([putStep(entry, { facets, quality: 0.25, sortName: 'aa' })]);
    const { rows, gone, more } = await readAll(store, seq);
    const row = rows.find(({ updated }) => updated === clock.at) as ColumnRow;
    const { origin, kind } = entry;
    t.same(row, {
      ...{
        ord: row.ord,
        rep: row.ord,
        origin,
        kind,
        sortName: 'aa',
        quality: 0.25,
        updated: clock.at,
        facets,
        words: row.words,
      },
    });
    t.ok((row.words?.length ?? 0) > 2);
    t.same([gone, more], [[], false]);
  });

  await t.test('All rows are read a page at a time, those of users without their words', async (t) => {
    const point = await store.changePoint();
    const [plain, named, body] = [fresh(), fresh(), fresh(0, 'organisation')];
    await store.commit([
      putStep(plain, { facets: { licence: ['MIT'] } }),
      putStep(named, { facets: { 'used-by': ['A town'] } }),
      putStep(body, {}),
    ]);
    // Another process writes into the same store meanwhile: only what nobody else changes is compared.
    const mine = new Set([plain, named, body].map(({ slug }) => slug));
    const isMine = ({ sortName }: ColumnRow): boolean => mine.has(sortName);
    const added = (await store.columnsSince(point, 1_000)).rows.filter(isMine);
    t.equal(added.length, 3);
    const pages = async (read: Store['columnsAfter']): Promise<ColumnRow[]> => {
      const rows: ColumnRow[] = [];
      for (;;) {
        const page = await read(rows.at(-1)?.ord ?? 0, 2);
        rows.push(...page);
        if (page.length < 2) return rows;
      }
    };
    const all = await pages(store.columnsAfter);
    const whole = (await store.columnsSince(0, 10)).rows;
    t.same(all.filter(isMine), added, 'the rows are whole');
    t.same(
      [...all].map(({ ord }) => ord),
      [...new Set(all.map(({ ord }) => ord))].sort((a, b) => a - b),
      'each once, in order',
    );
    const later = new Set(all.map(({ ord }) => ord));
    t.same(
      whole.filter(({ ord }) => ord <= (added.at(-1)?.ord ?? 0) && !later.has(ord)),
      [],
      'none is left out',
    );
    const [, second, third] = added;
    const users = (await pages(store.columnsOfUse)).filter(isMine);
    t.same(
      users,
      [second, third].map((row) => ({ ...row, words: null })),
    );
  });

  await t.test('Following the changes gives the same rows as reading all of them', async (t) => {
    // Five entries in two origins and three repositories: enough to join, part and change who stands for whom.
    const action = fc.record({
      who: fc.nat(4),
      what: fc.constantFrom('put', 'put', 'put', 'withdraw'),
      where: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), async (rounds) => {
        const entries = Array.from({ length: 5 }, (_, i) => fresh(i % 2));
        const keys = [unique('https://forge.example/r'), unique('https://forge.example/r'), null];
        const first = await store.columnsSince(0, 3);
        const held = new Map(first.rows.map((row) => [row.ord, row]));
        let { seq } = first;
        for (const round of rounds) {
          await store.commit(
            round.map(({ who, what, where }): Step<unknown> => {
              const entry = entries[who] as EntryKey;
              return what === 'put' ? putStep(entry, { ownKey: keys[where] ?? null }) : withdrawStep(entry);
            }),
          );
          const news = await readAll(store, seq);
          for (const row of news.rows) held.set(row.ord, row);
          for (const ord of news.gone) held.delete(ord);
          seq = news.seq;
        }
        const whole = await store.columnsSince(0, 1);
        const missed = await readAll(store, seq);
        for (const row of missed.rows) held.set(row.ord, row);
        const ours = (row: ColumnRow) => row.kind !== 'network';
        const sorted = [...held.values()].filter(ours).sort((a, b) => a.ord - b.ord);
        t.same(
          sorted,
          whole.rows.filter(ours).sort((a, b) => a.ord - b.ord),
        );
      }),
      { numRuns: 25 },
    );
  });
}

/** Everything after a point, in small portions. */
async function readAll(store: Store, from: number): ReturnType<Store['columnsSince']> {
  const all = { seq: from, rows: [] as ColumnRow[], gone: [] as number[], more: false };
  for (;;) {
    const next = await store.columnsSince(all.seq, 3);
    all.rows = [...all.rows.filter(({ ord }) => !next.gone.includes(ord)), ...next.rows];
    all.gone = [...all.gone.filter((ord) => !next.rows.some((row) => row.ord === ord)), ...next.gone];
    all.seq = next.seq;
    if (!next.more) return all;
  }
}
