import { setImmediate as nextTurn } from 'node:timers/promises';
import { BUILT_IN, OWN } from '../../kernel/origins.ts';
import type { Kind } from '../../records/kinds.ts';
import type { ColumnRow, EntryKey, ItemRow, RecordRow, Store } from '../../store/port.ts';
import { Clusters, faceFirst } from './clusters.ts';
import { heirThen } from './hand-overs.ts';
import { Patch, type Patched } from './patch.ts';
import { projectThen } from './then.ts';

/** So many rows of the present are asked for where some of them may have stood otherwise then. */
const PAGE = 500;

/** Everything a reader asks of a store, as it stood at a point of the change sequence. Nothing can be written to it. */
export class PastCatalogue {
  readonly patch: Patch;
  readonly #store: Store;
  readonly #seq: number;
  readonly #time: number;
  readonly #clusters: Clusters;
  #columns: Promise<ColumnRow[]> | null = null;

  constructor(store: Store, seq: number, time: number) {
    this.#store = store;
    this.#seq = seq;
    this.#time = time;
    this.patch = new Patch(store, seq);
    this.#clusters = new Clusters(store, this.patch);
  }

  /** As a store: what is not asked of the past (origins, bodies by number) is that of the present. */
  get store(): Store {
    const store = this.#store;
    return {
      ...store,
      commit: () => Promise.reject(new Error('The past cannot be changed.')),
      getRecord: (key) => this.#record(key),
      getDocument: async (key) => {
        const row = await this.#record(key);
        return row && { etag: row.etag, view: Buffer.from(row.view) };
      },
      // The past is put together first.
      documentNow: () => null,
      getTombstone: (key) => this.#tombstone(key),
      sameSlug: (kind, slug) => this.#sameSlug(kind, slug),
      listViews: (kind, after, limit) => this.#listViews(kind, after, limit),
      countRecords: async (kind) => (await this.#faces(kind)).length,
      getCluster: (key) => this.#cluster(key),
      heirOf: async (key) => {
        const heir = await heirThen(store, this.patch, key);
        return heir && ((await this.#items([await this.#ordOf(heir)]))[0] ?? null);
      },
      getItem: async (key) => (await this.#items([await this.#ordOf(key)]))[0] ?? null,
      getItems: (ords) => this.#items(ords),
      matchNames: (names) => this.#matchNames(names),
      linksTo: (target, rels, after, limit) => this.#linksTo(target, rels, after, limit),
      countLinksTo: async (target, rels) => (await this.#linksTo(target, rels, 0, Number.MAX_SAFE_INTEGER)).length,
      linksThrough: (target, through, rel, after, limit) => this.#linksThrough(target, through, rel, after, limit),
      countLinksThrough: async (target, through, rel) =>
        (await this.#linksThrough(target, through, rel, 0, Number.MAX_SAFE_INTEGER)).length,
      listVersions: async (key, limit, before = Number.MAX_SAFE_INTEGER) => {
        const then = await this.#patchedAt(key);
        return store.listVersions(key, limit, Math.min(before, (then?.version ?? before - 1) + 1));
      },
      columnsAfter: async (after, limit) => (await this.#allColumns()).filter(({ ord }) => ord > after).slice(0, limit),
      columnsOfUse: async (after, limit) => (await this.#allColumns()).filter(({ ord }) => ord > after).slice(0, limit),
      columnsSince: async (after) => {
        const rows = after === 0 ? await this.#allColumns() : [];
        return { seq: this.#seq, rows, gone: [], more: false };
      },
      changePoint: async () => this.#seq,
      changedAt: async () => this.#time,
      wordsSince: async () => [],
      decisionsSince: async (after, limit) => {
        const rows = await store.decisionsSince(after, limit);
        // What a body does not want told any more is not told of the past either; what was decided since did not hold then.
        return rows.map((row) =>
          row.at <= this.#time || row.what === 'hold' || isUpheld(row.value) ? row : { ...row, value: null },
        );
      },
    };
  }

  /** How many entries that were shown then were erased since. */
  async erased(): Promise<number> {
    await this.patch.refresh();
    return [...this.patch.entries.values()].filter(({ state }) => state === 'erased').length;
  }

  async #ordOf(key: EntryKey): Promise<number> {
    const now = await this.#store.getItem(key);
    return now?.ord ?? (await this.#patchedAt(key))?.ord ?? -1;
  }

  /** The entry at this address, where it stood otherwise then. */
  async #patchedAt({ origin, kind, slug }: EntryKey): Promise<Patched | undefined> {
    await this.patch.refresh();
    return this.patch.at(origin, kind, slug);
  }

  async #record(key: EntryKey): Promise<RecordRow | null> {
    const now = await this.#store.getRecord(key);
    const then = await this.#patchedAt(key);
    return then === undefined ? now : this.#recordOf(then);
  }

  async #recordOf(then: Patched): Promise<RecordRow | null> {
    const projection = then.row && (await projectThen(this.#store, then));
    if (projection === null) return null;
    const { ord, entry, version, updated } = then;
    return { ...entry, ord, state: 'live', view: projection.view, etag: projection.etag, version, updated };
  }

  async #tombstone(key: EntryKey): ReturnType<Store['getTombstone']> {
    const now = await this.#store.getTombstone(key);
    const then = await this.#patchedAt(key);
    if (then === undefined) return now;
    if (then.state !== 'withdrawn' && then.state !== 'erased') return null;
    const reason = then.state === 'erased' ? 'erased' : (now?.reason ?? null);
    return { ...key, reason, successor: null, updated: then.updated };
  }

  async #sameSlug(kind: Kind, slug: string): ReturnType<Store['sameSlug']> {
    const now = await this.#store.sameSlug(kind, slug);
    await this.patch.refresh();
    const kept = now.filter(({ ord }) => !this.patch.entries.has(ord));
    const then = this.patch.ofSlug(kind, slug).filter(({ row }) => row !== null);
    const rows = [
      ...kept,
      ...then.map(({ ord, entry, originName }) => ({ ord, origin: entry.origin, originName, rep: ord })),
    ];
    const reps = await this.#clusters.reps(rows.map(({ ord }) => ord));
    return rows.map((row) => ({ ...row, rep: reps.get(row.ord) ?? row.rep })).sort(faceFirst);
  }

  async #cluster(key: EntryKey): Promise<RecordRow[]> {
    const ord = await this.#ordOf(key);
    const found: RecordRow[] = [];
    for (const member of await this.#clusters.members(ord)) {
      if (member === ord) continue;
      const [item] = await this.#items([member]);
      const row = item && (await this.#record(item));
      if (row) found.push(row);
    }
    return found.sort((a, b) => a.origin - b.origin || a.ord - b.ord);
  }

  async #items(ords: readonly number[]): Promise<ItemRow[]> {
    const now = await this.#store.getItems([...ords]);
    await this.patch.refresh();
    const { entries } = this.patch;
    const rows: ItemRow[] = [];
    for (const row of now)
      if (!entries.has(row.ord)) rows.push(row.bare ? row : { ...row, bare: await this.#isBare(row) });
    for (const ord of ords) {
      const then = entries.get(ord);
      const projection = then?.row && (await projectThen(this.#store, then));
      if (!then || !projection) continue;
      const { entry, originName, version, updated } = then;
      const { item, etag } = projection;
      rows.push({ ...entry, ord, originName, item, etag, version, updated, bare: await this.#isBare(entry) });
    }
    return rows.sort((a, b) => a.ord - b.ord);
  }

  /** A built-in record had the bare address as long as we had no entry of that slug, in whatever state. */
  async #isBare({ origin, kind, slug }: EntryKey): Promise<boolean> {
    if (origin !== BUILT_IN) return origin === OWN;
    const own = this.patch.at(OWN, kind, slug);
    if (own !== undefined) return own.state === 'absent';
    return (await this.#store.listVersions({ origin: OWN, kind, slug }, 1)).length === 0;
  }

  async #matchNames(names: string[]): Promise<number[]> {
    const now = await this.#store.matchNames(names);
    await this.patch.refresh();
    const asked = new Set(names);
    const then = [...this.patch.entries.values()].filter(({ row }) => row?.names.some((name) => asked.has(name)));
    return [...now.filter((ord) => !this.patch.entries.has(ord)), ...then.map(({ ord }) => ord)];
  }

  async #linksTo(target: EntryKey, rels: string[], after: number, limit: number): Promise<ItemRow[]> {
    const kept: ItemRow[] = [];
    for (let from = after; kept.length < limit; ) {
      const page = await this.#store.linksTo(target, rels, from, PAGE);
      await this.patch.refresh();
      kept.push(...page.filter(({ ord }) => !this.patch.entries.has(ord)));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      from = last.ord;
      await nextTurn();
    }
    const origin = (await this.#store.originName(target.origin)) ?? '';
    const links = this.patch.links.get(`${target.kind}/${target.slug}@${origin}`) ?? [];
    const then = new Set(links.filter(({ ord, rel }) => ord > after && rels.includes(rel)).map(({ ord }) => ord));
    return [...kept, ...(await this.#items([...then]))].sort((a, b) => a.ord - b.ord).slice(0, limit);
  }

  async #linksThrough(
    target: EntryKey,
    through: string,
    rel: string,
    after: number,
    limit: number,
  ): Promise<ItemRow[]> {
    const found = new Map<number, ItemRow>();
    for (const row of await this.#linksTo(target, [through], 0, Number.MAX_SAFE_INTEGER))
      for (const far of await this.#linksTo(row, [rel], after, Number.MAX_SAFE_INTEGER)) found.set(far.ord, far);
    return [...found.values()].sort((a, b) => a.ord - b.ord).slice(0, limit);
  }

  /** All rows as the columns hold them, without words: the past is looked up by address and filter, not by text. */
  #allColumns(): Promise<ColumnRow[]> {
    this.#columns ??= this.#readColumns().catch((error: unknown) => {
      this.#columns = null;
      throw error;
    });
    return this.#columns;
  }

  async #readColumns(): Promise<ColumnRow[]> {
    const { rows } = await this.#store.columnsSince(0, PAGE);
    await this.patch.refresh();
    const { entries } = this.patch;
    const kept = rows.filter(({ ord }) => !entries.has(ord)).map((row) => ({ ...row, words: null }));
    const then = [...entries.values()].flatMap(({ ord, entry, updated, row }): ColumnRow[] => {
      if (row === null) return [];
      const { sortName, quality, facets } = row;
      return [
        { ord, rep: ord, origin: entry.origin, kind: entry.kind, sortName, quality, updated, facets, words: null },
      ];
    });
    const all = [...kept, ...then].sort((a, b) => a.ord - b.ord);
    const reps = await this.#clusters.touched();
    return all.map((row) => ({ ...row, rep: reps.get(row.ord) ?? row.rep }));
  }

  /** Rows of a kind that stood for their clusters. */
  async #faces(kind: Kind): Promise<number[]> {
    return (await this.#allColumns()).filter((row) => row.kind === kind && row.rep === row.ord).map(({ ord }) => ord);
  }

  async #listViews(kind: Kind, after: number, limit: number): ReturnType<Store['listViews']> {
    const left = (await this.#faces(kind)).filter((ord) => ord > after);
    const views: { ord: number; view: Uint8Array }[] = [];
    for (const item of await this.#items(left.slice(0, limit))) {
      const row = await this.#record(item);
      if (row !== null) views.push({ ord: row.ord, view: Buffer.from(row.view) });
    }
    return { views: views.sort((a, b) => a.ord - b.ord), more: left.length > limit };
  }
}

/** A dispute that was upheld: its claim is told nowhere. */
const isUpheld = (value: string | null): boolean => value?.includes('"settled":"upheld"') === true;
