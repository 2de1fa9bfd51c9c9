import { isAfter } from '../governance/dates.ts';
import { rightFaults } from '../governance/rights.ts';
import type { Assessment, Framework, Network } from '../schemas.gen.ts';
import type { ColumnRow, ItemRow, Store } from '../store/port.ts';
import { rowOf } from './items.ts';

/** Which networks say who may assess and decide, by framework: a few records that many assessments stand on. */
export class HeldRights {
  readonly #store: Store;
  /** By the framework's reference as it is written and the origin that wrote it. */
  readonly #networks = new Map<string, Network | null>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Forgets what may have changed, and reads what these assessments stand on. */
  async takeIn(news: { rows: ColumnRow[]; gone: number[] }, held: Iterable<OfOrigin>): Promise<void> {
    const isChanged = news.gone.length > 0 || news.rows.some(({ kind }) => kind === 'framework' || kind === 'network');
    if (isChanged) this.#networks.clear();
    for (const { record, origin } of held) {
      const key = `${origin}:${record.framework}`;
      if (!this.#networks.has(key)) this.#networks.set(key, await this.#read(record.framework, origin));
    }
  }

  /** Whether an act counts on this day (`YYYY-MM-DD`): it has happened, and whoever acted had the right to. */
  counts({ record, origin }: OfOrigin, day: string): boolean {
    const network = this.#networks.get(`${origin}:${record.framework}`) ?? null;
    const date = record.decision?.date ?? record.date;
    return (
      (date === undefined || !isAfter(date, day)) && (network === null || rightFaults(network, record).length === 0)
    );
  }

  async #read(framework: string, origin: number): Promise<Network | null> {
    const row = await rowOf(this.#store, framework, origin);
    const ref = row && (await this.#record<Framework>(row))?.network;
    const network = row && ref ? await rowOf(this.#store, ref, row.origin) : null;
    return network && this.#record<Network>(network);
  }

  async #record<T>(row: ItemRow): Promise<T | null> {
    const found = await this.#store.getRecord(row);
    return found && (JSON.parse(found.view) as { record: T }).record;
  }
}

interface OfOrigin {
  record: Assessment;
  origin: number;
}
