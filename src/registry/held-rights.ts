import { isAfter } from '../governance/dates.ts';
import type { Assessment } from '../schemas.gen.ts';
import type { ColumnRow, Store } from '../store/port.ts';
import { type Ground, groundOf, standsOn } from './ground.ts';

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
      if (!this.#grounds.has(key)) this.#grounds.set(key, await groundOf(this.#store, record.framework, origin));
    }
  }

  /** Whether an act counts on this day (`YYYY-MM-DD`): it has happened, by who had the right to, and gives levels that there are. */
  counts({ record, origin }: OfOrigin, day: string): boolean {
    const ground = this.#ground({ record, origin });
    const dates = [record.date, record.decision?.date];
    return (
      dates.every((date) => date === undefined || !isAfter(date, day)) &&
      (ground === undefined || standsOn(ground, record))
    );
  }

  /** Where the framework of an assessment is kept. */
  placeOf(one: OfOrigin): Ground['place'] | undefined {
    return this.#ground(one)?.place;
  }

  #ground({ record, origin }: OfOrigin): Ground | undefined {
    return this.#grounds.get(`${origin}:${record.framework}`);
  }
}

interface OfOrigin {
  record: Assessment;
  origin: number;
}
