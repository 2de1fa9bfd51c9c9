import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FacetName } from '../kernel/facets.ts';
import type { Columns } from '../search/columns.ts';
import type { ColumnRow, Store } from '../store/port.ts';
import { rowOf } from './items.ts';

/** What an offer or a contribution says of the software or network that it is about. */
interface Said {
  about: string;
  origin: number;
  values: ReadonlyMap<FacetName, string[]>;
}

/** Values that lie beside offers and contributions (`project.ts`), by the facet of what they are about. */
const FACETS_OF: Partial<Record<ColumnRow['kind'], [FacetName, string][]>> = {
  offer: [
    ['help', 'services'],
    ['help-region', 'regions'],
    ['help-evidence', 'evidence'],
  ],
  contribution: [['takes-part', 'as']],
};
const ALL: readonly FacetName[] = Object.values(FACETS_OF).flatMap((pairs) => pairs.map(([name]) => name));

/** Rows that are told before others get their turn: some milliseconds. */
const IN_A_TURN = 500;

/**
 * The facets of help to be had and of taking part: they stand with a software or network and are made of other records,
 * offers and contributions, so they are joined in memory, as levels are.
 */
export class HeldHelp {
  readonly #store: Store;
  readonly #columns: Columns;
  readonly #said = new Map<number, Said>();
  /** Row numbers by origin and reference; null while nothing is there. */
  readonly #rows = new Map<string, number | null>();
  #shown = new Set<number>();
  #changed = false;

  constructor(store: Store, columns: Columns) {
    this.#store = store;
    this.#columns = columns;
  }

  /** Takes in offers and contributions that came, changed or went. */
  takeIn({ rows, gone }: { rows: ColumnRow[]; gone: number[] }): void {
    for (const ord of gone) this.#said.delete(ord);
    for (const { ord, kind, origin, facets } of rows) {
      const [about] = facets.about ?? [];
      const own = about === undefined ? undefined : FACETS_OF[kind];
      if (own === undefined || about === undefined) this.#said.delete(ord);
      else this.#said.set(ord, { about, origin, values: new Map(own.map(([to, from]) => [to, facets[from] ?? []])) });
    }
    // What came or went may be what they are about: rows that are put anew have lost these values.
    this.#rows.clear();
    this.#changed ||= this.#said.size > 0 || this.#shown.size > 0;
  }

  async settle(): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    const found = new Map<number, Said[]>();
    let done = 0;
    for (const said of this.#said.values()) {
      const ord = await this.#find(said);
      if (ord !== undefined) found.set(ord, [...(found.get(ord) ?? []), said]);
      done += 1;
      if (done % IN_A_TURN === 0) await nextTurn();
    }
    for (const ord of this.#shown) if (!found.has(ord)) this.#tell(ord, []);
    for (const [ord, all] of found) this.#tell(ord, all);
    this.#shown = new Set(found.keys());
  }

  #tell(ord: number, all: readonly Said[]): void {
    for (const name of ALL) {
      const values = all.flatMap(({ values }) => values.get(name) ?? []);
      this.#columns.setFacet(ord, name, [...new Set(values)]);
    }
  }

  /** The row that stands for what is meant. */
  async #find({ origin, about }: Said): Promise<number | undefined> {
    const key = `${origin}:${about}`;
    const known = this.#rows.get(key);
    const ord = known === undefined ? ((await rowOf(this.#store, about, origin))?.ord ?? null) : known;
    this.#rows.set(key, ord);
    return ord === null ? undefined : this.#columns.repOf(ord);
  }
}
