import { isAfter } from '../governance/dates.ts';
import { levelFaults } from '../governance/faults.ts';
import { rightFaults } from '../governance/rights.ts';
import type { Assessment, Framework, Network } from '../schemas.gen.ts';
import type { ColumnRow, ItemRow, Store } from '../store/port.ts';
import { rowOf } from './items.ts';

/** What an assessment stands on: which levels there are, and who may assess and decide. */
interface Ground {
  framework: Framework | null;
  network: Network | null;
}

/** Frameworks, and the networks that say who may assess and decide: a few records that many assessments stand on. */
export class HeldRights {
  readonly #store: Store;
  /** By the framework's reference as it is written and the origin that wrote it. */
  readonly #grounds = new Map<string, Ground>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Forgets what may have changed, and reads what these assessments stand on. */
  async takeIn(news: { rows: ColumnRow[]; gone: number[] }, held: Iterable<OfOrigin>): Promise<void> {
    const isChanged = news.gone.length > 0 || news.rows.some(({ kind }) => kind === 'framework' || kind === 'network');
    if (isChanged) this.#grounds.clear();
    for (const { record, origin } of held) {
      const key = `${origin}:${record.framework}`;
      if (!this.#grounds.has(key)) this.#grounds.set(key, await this.#read(record.framework, origin));
    }
  }

  /** Whether an act counts on this day (`YYYY-MM-DD`): it has happened, by who had the right to, and gives levels that there are. */
  counts({ record, origin }: OfOrigin, day: string): boolean {
    const { framework, network } = this.#grounds.get(`${origin}:${record.framework}`) ?? NO_GROUND;
    const dates = [record.date, record.decision?.date];
    return (
      dates.every((date) => date === undefined || !isAfter(date, day)) &&
      (framework === null || levelFaults(framework, record.levels).length === 0) &&
      (network === null || rightFaults(network, record).length === 0)
    );
  }

  async #read(ref: string, origin: number): Promise<Ground> {
    const row = await rowOf(this.#store, ref, origin);
    const framework = row && (await this.#record<Framework>(row));
    if (row === null || framework?.network === undefined) return { framework, network: null };
    const network = await rowOf(this.#store, framework.network, row.origin);
    return { framework, network: network && (await this.#record<Network>(network)) };
  }

  async #record<T>(row: ItemRow): Promise<T | null> {
    const found = await this.#store.getRecord(row);
    return found && (JSON.parse(found.view) as { record: T }).record;
  }
}

const NO_GROUND: Ground = { framework: null, network: null };

interface OfOrigin {
  record: Assessment;
  origin: number;
}
