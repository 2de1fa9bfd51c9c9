import { fold } from '../../kernel/fold-text.ts';
import type { DecisionRow, Store } from '../../store/port.ts';
import type { Dispute, HoldReason, Population } from './types.ts';

/** A body's word that wins over every source. Both are ids with their origin. */
export interface Hold {
  organisation: string;
  software: string;
  reason: HoldReason;
}

/** Everything that was decided or imported here about who uses what, in memory, in step with the store. */
export class Decisions {
  #seq = 0;
  readonly holds = new Map<string, Hold>();
  readonly disputes = new Map<string, Dispute>();
  /** What a name means, by `nameKey`: an organisation's id with origin, or `null` for no body. */
  readonly matches = new Map<string, string | null>();
  /** Offers that were refused here, by the entry: which offer, and the day on which it was refused. */
  readonly handOvers = new Map<string, { offer: string; on: string }>();
  /** Digest of a body's declaration as it was read last, by the body's id and the source's key. */
  readonly declared = new Map<string, string>();
  /** By `scheme:code`. */
  readonly populations = new Map<string, Population>();

  readonly #upheld = new Set<string>();

  /** The last one that was taken in. */
  get point(): number {
    return this.#seq;
  }

  /** Whether anything is held back: by a body's word, or by a dispute that was upheld. */
  get anyHeld(): boolean {
    return this.holds.size > 0 || this.#upheld.size > 0;
  }

  /** Whether anything new was taken in. */
  async follow(store: Store): Promise<boolean> {
    const before = this.#seq;
    for (;;) {
      const rows = await store.decisionsSince(this.#seq, PAGE);
      for (const row of rows) this.#take(row);
      if (rows.length < PAGE) return this.#seq > before;
    }
  }

  #take({ seq, what, key, value }: DecisionRow): void {
    this.#seq = seq;
    const kept = this.#kept(what);
    if (kept === null) return;
    if (value === null) kept.delete(key);
    else kept.set(key, JSON.parse(value));
    if (what !== 'dispute') return;
    if (this.disputes.get(key)?.settled === 'upheld') this.#upheld.add(key);
    else this.#upheld.delete(key);
  }

  #kept(what: string): Map<string, unknown> | null {
    if (what === 'hold') return this.holds;
    if (what === 'dispute') return this.disputes;
    if (what === 'match') return this.matches;
    if (what === 'hand-over') return this.handOvers;
    if (what === 'declared') return this.declared;
    return what === 'population' ? this.populations : null;
  }
}

const PAGE = 1_000;

/** One name in one country is one question, however it is spelled in case and accents. */
export const nameKey = (name: string, countries: readonly string[]): string =>
  `${fold(name).trim()}|${[...countries].sort().join()}`;

export const holdKey = ({ organisation, software }: Pick<Hold, 'organisation' | 'software'>): string =>
  `${organisation} ${software}`;
