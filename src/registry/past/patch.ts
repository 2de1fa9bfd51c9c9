import { setImmediate as nextTurn } from 'node:timers/promises';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Kind } from '../../records/kinds.ts';
import type { StandingRow } from '../../store/past-port.ts';
import type { Projection, Store } from '../../store/port.ts';
import { mayBeTold, projectThen, stateAfter, type Then } from './then.ts';

/** What is kept of an entry that stood otherwise then; its texts are made anew when they are read. */
export interface Patched extends Then {
  /** Own key, names, links, facets and what else lists are made of; null where it was not shown. */
  row: Pick<Projection, 'ownKey' | 'links' | 'names' | 'facets' | 'sortName' | 'quality'> | null;
}

/** Changes that are read at a time, and entries that are made anew before others get their turn. */
const CHANGES = 2_000;
const IN_A_TURN = 40;

/**
 * The entries that changed after a point, as they stood at it. Everything else stands now as it stood then. It follows the
 * present: what changes from now on is in it before anybody reads the present row.
 */
export class Patch {
  readonly entries = new Map<number, Patched>();
  /** By `kind/slug@origin`: who referred to it then, by what. */
  readonly links = new Map<string, { ord: number; rel: string }[]>();
  /** By own key: entries that had it then. */
  readonly byOwnKey = new Map<string, Patched[]>();
  /** By `kind/slug`: entries of any origin. */
  readonly #slugs = new Map<string, Patched[]>();
  readonly #store: Store;
  readonly #seq: number;
  readonly #most: number;
  #count = 0;
  #read: number;
  #queue: Promise<void> = Promise.resolve();

  /** At most `most` entries are made anew: what asks for more is refused with `invalid-parameter`, then and later. */
  constructor(store: Store, seq: number, most: number = LIMITS.pastEntries) {
    this.#store = store;
    this.#seq = seq;
    this.#most = most;
    this.#read = seq;
  }

  /** Takes in what changed since it was asked last. */
  refresh(): Promise<void> {
    this.#queue = this.#queue.catch(() => undefined).then(() => this.#follow());
    return this.#queue;
  }

  /** The entry at this address, where it stood otherwise than now. */
  at(origin: number, kind: Kind, slug: string): Patched | undefined {
    return this.ofSlug(kind, slug).find(({ entry }) => entry.origin === origin);
  }

  ofSlug(kind: Kind, slug: string): readonly Patched[] {
    return this.#slugs.get(`${kind}/${slug}`) ?? [];
  }

  async #follow(): Promise<void> {
    if (this.#count > this.#most) throw tooMuch(this.#seq, this.#most);
    const point = await this.#store.changePoint();
    if (point <= this.#read) return;
    if (point - this.#read > this.#most) await this.#refuseTooMuch();
    for (;;) {
      const changes = await this.#store.changesAfter(this.#read, CHANGES);
      const fresh = [...new Set(changes.map(({ ord }) => ord))].filter((ord) => !this.entries.has(ord));
      for (let at = 0; at < fresh.length; at += IN_A_TURN) {
        await this.#take(fresh.slice(at, at + IN_A_TURN));
        await nextTurn();
      }
      this.#read = changes.at(-1)?.seq ?? (await this.#store.changePoint());
      if (changes.length < CHANGES) return;
    }
  }

  /** Counts first what is to be made anew: whoever asks for too much again and again is not to have most of it made each time. */
  async #refuseTooMuch(): Promise<void> {
    const seen = new Set(this.entries.keys());
    let count = this.#count;
    for (let after = this.#read, more = true; more; ) {
      const changes = await this.#store.changesAfter(after, CHANGES);
      const fresh = [...new Set(changes.map(({ ord }) => ord))].filter((ord) => !seen.has(ord));
      for (const ord of fresh) seen.add(ord);
      for (let at = 0; at < fresh.length; at += LIMITS.countedAtOnce) {
        const standings = await this.#store.standings(fresh.slice(at, at + LIMITS.countedAtOnce), this.#seq);
        count += standings.filter(isMade).length;
        if (count > this.#most) {
          this.#count = count;
          throw tooMuch(this.#seq, this.#most);
        }
        await nextTurn();
      }
      after = changes.at(-1)?.seq ?? after;
      more = changes.length === CHANGES;
    }
  }

  async #take(ords: number[]): Promise<void> {
    for (const standing of await this.#store.standings(ords, this.#seq)) {
      const { ord, op, version, at, originName, state: _, reason: __, ...entry } = standing;
      const then = { ord, entry, originName, state: stateAfter(op), version, updated: at };
      const projection = isMade(standing) ? await this.#made(then) : null;
      if (then.state === 'live' && projection === null) then.state = 'erased';
      const patched = { ...then, row: projection && rowOf(projection) };
      this.#slugs.set(`${entry.kind}/${entry.slug}`, [...this.ofSlug(entry.kind, entry.slug), patched]);
      this.entries.set(ord, patched);
      const ownKey = projection?.ownKey ?? null;
      if (ownKey !== null) this.byOwnKey.set(ownKey, [...(this.byOwnKey.get(ownKey) ?? []), patched]);
      for (const { rel, target } of projection?.links ?? []) this.#link(rel, target, ord, originName);
    }
  }

  /** Counted, as it costs something; what was not there yet, or is not to be told, does not. */
  async #made(then: Then): Promise<Projection | null> {
    this.#count += 1;
    if (this.#count > this.#most) throw tooMuch(this.#seq, this.#most);
    return projectThen(this.#store, then);
  }

  #link(rel: string, target: string, ord: number, originName: string): void {
    const whole = target.includes('@') ? target : `${target}@${originName}`;
    const list = this.links.get(whole) ?? [];
    list.push({ ord, rel });
    this.links.set(whole, list);
  }
}

/** Whether it was shown then and may be told: that alone is made anew. */
const isMade = ({ op, state, reason }: StandingRow): boolean => stateAfter(op) === 'live' && mayBeTold(state, reason);

const tooMuch = (seq: number, most: number): CodedError =>
  new CodedError(
    'invalid-parameter',
    `More than ${most} of the entries that were here at change ${seq} have changed since: the whole catalogue of then is not made anew any more. Choose a later change, or see what one entry said then among its versions.`,
  );

const rowOf = ({ ownKey, links, names, facets, sortName, quality }: Projection): Patched['row'] => ({
  ...{ ownKey, links, names, facets, sortName, quality },
});
