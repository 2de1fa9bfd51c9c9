import { type Clock, toDay, toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Store } from '../../store/port.ts';
import { HeldAdopters } from '../adopters/held.ts';
import { createAdopterReads } from '../adopters/read.ts';
import type { StatedRegister } from '../adopters/types.ts';
import { createReader } from '../read.ts';
import type { Past, Reader } from '../types.ts';
import { PastCatalogue } from './past-store.ts';

interface Ready {
  catalogue: PastCatalogue;
  read: Reader;
}

const CHANGES = 1_000;
/** What goes may not be to be told any more: what is held ready is made anew then. */
const GOING = new Set(['erase', 'hide', 'withdraw']);

/** Readers of the catalogue as it was. A few are kept ready; one is made ready at a time. */
export class Pasts {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #present: HeldAdopters;
  readonly #registers: () => Promise<readonly StatedRegister[]>;
  /** The one asked for last stands last. */
  #ready = new Map<string, Ready>();
  #seen = 0;
  #waiting = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(store: Store, clock: Clock, present: HeldAdopters, registers: () => Promise<readonly StatedRegister[]>) {
    this.#present = present;
    this.#store = store;
    this.#clock = clock;
    this.#registers = registers;
  }

  async at(seq: number, wanted?: string): Promise<Past> {
    const [now, time] = [await this.#store.changePoint(), await this.#store.changeTime(seq)];
    if (!Number.isSafeInteger(seq) || seq < 1 || seq > now || time === null)
      throw new CodedError(
        'invalid-parameter',
        `The catalogue stands at change ${now}: \`at\` is a number from 1 to that.`,
      );
    const on = wanted ?? toDay(time);
    if (!isDay(on) || on < toDay(time) || on > toDay(this.#clock.now()))
      throw new CodedError(
        'invalid-parameter',
        `\`on\` is a day from ${toDay(time)}, when change ${seq} was made, to today.`,
      );
    const { catalogue, read } = await this.#take(seq, on, time);
    return { read, at: seq, changed: toRfc3339(time), on, erased: await catalogue.erased() };
  }

  async #take(seq: number, on: string, time: number): Promise<Ready> {
    if (this.#waiting >= LIMITS.pastsWaiting) throw new CodedError('overloaded');
    this.#waiting += 1;
    const next = this.#queue.catch(() => undefined).then(() => this.#ofDay(seq, on, time));
    this.#queue = next;
    try {
      return await next;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #ofDay(seq: number, on: string, time: number): Promise<Ready> {
    if (await this.#erasedSince()) this.#ready = new Map();
    const key = `${seq} ${on}`;
    const ready = this.#ready.get(key) ?? (await this.#make(seq, on, time));
    this.#ready.delete(key);
    this.#ready.set(key, ready);
    for (const [oldest] of this.#ready) if (this.#ready.size > LIMITS.pastsKept) this.#ready.delete(oldest);
    return ready;
  }

  async #make(seq: number, on: string, time: number): Promise<Ready> {
    const catalogue = new PastCatalogue(this.#store, seq, time);
    const { store } = catalogue;
    const clock: Clock = { now: () => Date.parse(`${on}T12:00:00Z`) };
    const held = new HeldAdopters(store, clock, this.#present);
    // What takes its time is done while the others wait in line, not in each of their requests.
    await held.now();
    return {
      catalogue,
      read: createReader(store, clock, { held, read: createAdopterReads(store, clock, held, this.#registers) }),
    };
  }

  /** What was erased, or is not to be told any more, is not to stay in memory. */
  async #erasedSince(): Promise<boolean> {
    let erased = false;
    if (this.#ready.size === 0) this.#seen = await this.#store.changePoint();
    for (;;) {
      const changes = await this.#store.changesAfter(this.#seen, CHANGES);
      erased ||= changes.some(({ op }) => GOING.has(op));
      this.#seen = changes.at(-1)?.seq ?? this.#seen;
      if (changes.length < CHANGES) return erased;
    }
  }
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
