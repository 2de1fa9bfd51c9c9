import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Columns } from '../search/columns.ts';
import { activityShare } from '../search/quality.ts';
import type { ColumnRow, Store } from '../store/port.ts';
import { rowOf } from './items.ts';

interface Seen {
  state: string;
  lastActivity: string | undefined;
}

/** When somebody last worked on what is still there (ms); 0 where it is not known. */
const lastWorkedOn = ({ state, lastActivity }: Seen): number =>
  lastActivity === undefined || state === 'gone' || state === 'archived' ? 0 : Date.parse(lastActivity);

/** A commit may bear a date of years to come, and a peer may write any: what has not come is not known. */
const upTo = ({ state, lastActivity }: Seen, day: string): Seen => ({
  state,
  lastActivity: lastActivity !== undefined && lastActivity.slice(0, 10) > day ? undefined : lastActivity,
});

/** Software that is told of before others get their turn: some milliseconds. */
const IN_A_TURN = 100;

/** What was seen of repositories, joined with the software that lies in them: of several the liveliest counts. */
export class HeldActivity {
  readonly #store: Store;
  readonly #columns: Columns;
  /** By software (origin and reference), then by the row of the observation. */
  readonly #seen = new Map<string, Map<number, Seen>>();
  readonly #about = new Map<number, string>();
  readonly #rows = new Map<string, number>();
  /** Software of which something was seen and that is not there. */
  readonly #missing = new Set<string>();
  #changed = new Set<string>();
  #settled = '';

  constructor(store: Store, columns: Columns) {
    this.#store = store;
    this.#columns = columns;
  }

  /** Takes in observations that came, changed or went, and looks again for software that was not there yet. */
  takeIn({ rows, gone }: { rows: ColumnRow[]; gone: number[] }): void {
    for (const ord of gone) this.#forget(ord);
    for (const row of rows) if (row.kind === 'observation') this.#take(row);
    if (this.#missing.size === 0 || !rows.some(({ kind }) => kind === 'software')) return;
    for (const subject of this.#missing) this.#changed.add(subject);
    this.#missing.clear();
  }

  /** Tells the columns how alive each software is on this day (`YYYY-MM-DD`), of which something was heard. */
  async settle(day: string): Promise<void> {
    if (this.#changed.size === 0 && day === this.#settled) return;
    const subjects = day === this.#settled ? this.#changed : new Set([...this.#changed, ...this.#seen.keys()]);
    this.#changed = new Set();
    this.#settled = day;
    let done = 0;
    for (const subject of subjects) {
      await this.#tell(subject, day);
      done += 1;
      if (done % IN_A_TURN === 0) await nextTurn();
    }
  }

  async #tell(subject: string, day: string): Promise<void> {
    const ord = await this.#find(subject);
    if (ord === null) return;
    const seen = [...(this.#seen.get(subject)?.values() ?? [])].map((one) => upTo(one, day));
    const shares = seen.map(({ state, lastActivity }) => activityShare(state, lastActivity, day));
    const face = this.#columns.repOf(ord) ?? ord;
    this.#columns.rate(face, 'activity', shares.length === 0 ? 0 : Math.max(...shares));
    this.#columns.measure(face, 'activity', Math.max(0, ...seen.map(lastWorkedOn)));
  }

  #take({ ord, origin, facets }: ColumnRow): void {
    this.#forget(ord);
    const [software] = facets.about ?? [];
    if (software === undefined) return;
    const subject = `${origin}:${software}`;
    const all = this.#seen.get(subject) ?? new Map<number, Seen>();
    all.set(ord, { state: facets.state?.[0] ?? '', lastActivity: facets.activity?.[0] });
    this.#about.set(ord, subject);
    this.#seen.set(subject, all);
    this.#changed.add(subject);
  }

  #forget(ord: number): void {
    const subject = this.#about.get(ord);
    if (subject === undefined) return;
    this.#about.delete(ord);
    this.#seen.get(subject)?.delete(ord);
    this.#changed.add(subject);
  }

  async #find(subject: string): Promise<number | null> {
    const known = this.#rows.get(subject);
    if (known !== undefined && this.#columns.repOf(known) !== undefined) return known;
    const at = subject.indexOf(':');
    const found = (await rowOf(this.#store, subject.slice(at + 1), Number(subject.slice(0, at))))?.ord;
    if (found === undefined) this.#missing.add(subject);
    else this.#rows.set(subject, found);
    return found ?? null;
  }
}
