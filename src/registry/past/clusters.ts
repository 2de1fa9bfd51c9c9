import { BUILT_IN, OWN } from '../../kernel/origins.ts';
import type { TwinRow } from '../../store/past-port.ts';
import type { Store } from '../../store/port.ts';
import type { Patch, Patched } from './patch.ts';

/**
 * Clusters as they stood: of entries that changed since, those with the same own repository. Who is joined by naming each
 * other and has not changed since stands where it stood.
 */
export class Clusters {
  readonly #store: Store;
  readonly #patch: Patch;

  constructor(store: Store, patch: Patch) {
    this.#store = store;
    this.#patch = patch;
  }

  /** Rows that were the same software as this one, it included; ours first, built-in ones last. */
  async members(ord: number): Promise<number[]> {
    await this.#patch.refresh();
    const { entries } = this.#patch;
    const then = entries.get(ord);
    if (then?.row === null) return [];
    const start = then === undefined ? await this.#present(ord) : [rowOf(then)];
    const unchanged = ({ ord: other }: TwinRow): boolean => other === ord || !entries.has(other);
    const members = new Map(start.filter(unchanged).map((row) => [row.ord, row]));
    const keys = new Set([...members.values()].flatMap(({ ownKey }) => ownKey ?? []));
    const twins = [...keys].flatMap((key) => this.#patch.byOwnKey.get(key) ?? []).map(rowOf);
    const now = (await this.#store.ownKeyRows([...keys])).filter(unchanged);
    for (const row of [...twins, ...now]) if (!members.has(row.ord)) members.set(row.ord, row);
    return [...members.values()].sort(faceFirst).map((row) => row.ord);
  }

  /** Of these rows those that stood for them. */
  async reps(ords: readonly number[]): Promise<Map<number, number>> {
    const reps = new Map<number, number>();
    for (const ord of ords) reps.set(ord, (await this.members(ord))[0] ?? ord);
    return reps;
  }

  /** The same of every row whose cluster may have stood otherwise. */
  async touched(): Promise<Map<number, number>> {
    const ords = new Set<number>();
    for (const { ord, row } of this.#patch.entries.values()) {
      if (row !== null) for (const member of await this.members(ord)) ords.add(member);
      // Whoever stands with it now may have stood without it.
      for (const { ord: other } of await this.#present(ord)) if (!this.#patch.entries.has(other)) ords.add(other);
    }
    return this.reps([...ords]);
  }

  /** Who stands with this row now, it included; nobody where it is not shown. */
  #present(ord: number): Promise<TwinRow[]> {
    return this.#store.clusterRows(ord);
  }
}

const rowOf = ({ ord, entry, row }: Patched): TwinRow => ({ ord, origin: entry.origin, ownKey: row?.ownKey ?? null });

/** Who stands for a cluster comes first: ours, then mirrored ones, then built-in ones; of those the earliest. */
export const faceFirst = (a: Pick<TwinRow, 'ord' | 'origin'>, b: Pick<TwinRow, 'ord' | 'origin'>): number =>
  weight(a.origin) - weight(b.origin) || a.ord - b.ord;

const weight = (origin: number): number => (origin === OWN ? 0 : origin === BUILT_IN ? 2 : 1);
