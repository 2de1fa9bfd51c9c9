import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SizeClass } from '../../adopters/bodies.ts';
import { type Clock, toDay } from '../../kernel/clock.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Network } from '../../schemas.gen.ts';
import type { ColumnRow, ItemRow, Store } from '../../store/port.ts';
import { rowOf } from '../items.ts';
import { Decisions } from './decisions.ts';
import { type Matcher, matcherOf } from './matcher.ts';
import { adoptionFrom, bodyFrom, type HeldAdoption, type HeldBody, type HeldUsers, wholeIn } from './parts.ts';
import { type WorkedOut, workOut } from './worked-out.ts';

const CATCH_UP = 256;
/** So often before an answer, 16,384 changes; the next one goes on. */
const ROUNDS = 64;

/** Who uses what, in memory: follows every change of the catalogue and every decision, and is worked out anew when asked. */
export class HeldAdopters {
  readonly decisions = new Decisions();
  readonly bodies = new Map<number, HeldBody>();
  readonly adoptions = new Map<number, HeldAdoption>();
  readonly users = new Map<number, HeldUsers>();
  readonly networks = new Map<number, { countries: readonly string[]; classes: readonly SizeClass[] }>();
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #present: HeldAdopters | null;
  /** Rows that stand for others, where they are not themselves. */
  readonly #reps = new Map<number, number>();
  /** Software that is referred to, by id with origin; null while it is not there. */
  readonly #subjects = new Map<string, number | null>();
  readonly #missing = new Set<string>();
  readonly #ids = new Map<number, string>();
  #matcher: Matcher | null = null;
  #seq = 0;
  #stale = true;
  #day = '';
  #worked: WorkedOut | null = null;
  #version = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /** Of the past: what the present does not tell is not told of it either. */
  constructor(store: Store, clock: Clock, present: HeldAdopters | null = null) {
    this.#store = store;
    this.#clock = clock;
    this.#present = present;
  }

  /** On which it was worked out last. */
  get day(): string {
    return this.#day;
  }

  /** The register of all bodies; null before anything was asked. */
  get matcher(): Matcher | null {
    return this.#matcher;
  }

  /** Grows whenever something else follows than before. */
  get version(): number {
    return this.#version;
  }

  /** Whether anything is held back at all: cheap, asked with every record that is shown. `point`: the last decision there is. */
  async anyHeld(point?: number | undefined): Promise<boolean> {
    if (point !== this.decisions.point && (await this.decisions.follow(this.#store))) this.#stale = true;
    return this.decisions.anyHeld || this.#present !== null;
  }

  /** Whether it is known without looking that nothing is held back at that point. */
  isNothingHeld(point: number | undefined): boolean {
    return point === this.decisions.point && !this.decisions.anyHeld && this.#present === null;
  }

  /** What follows from the catalogue as it is now. One at a time: the first reads all rows, which takes several turns. */
  now(): Promise<WorkedOut> {
    const next = this.#queue.catch(() => undefined).then(() => this.#refresh());
    this.#queue = next;
    return next;
  }

  async #refresh(): Promise<WorkedOut> {
    if (this.#seq === 0) this.#seq = await this.#takeAll();
    for (let round = 0; round < ROUNDS && (await this.#store.changePoint()) > this.#seq; round += 1) {
      if (round > 0) await nextTurn();
      const news = await this.#store.columnsSince(this.#seq, CATCH_UP);
      await this.#takeIn(news);
      this.#seq = news.seq;
    }
    if (await this.decisions.follow(this.#store)) this.#stale = true;
    const day = toDay(this.#clock.now());
    if (this.#worked !== null && !this.#stale && this.#day === day) return this.#worked;
    // What is decided from here on, while this is worked out, makes it stale again.
    this.#stale = false;
    try {
      return await this.#workOut(day);
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }

  async #workOut(day: string): Promise<WorkedOut> {
    await this.#findSubjects();
    const matcher = this.#matcher ?? (await matcherOf([...this.bodies.values()]));
    this.#matcher = matcher;
    const { adoptions, users } = this;
    const clusterOf = (id: string): string | undefined => this.clusterOf(id);
    const idOf = (ord: number): string | undefined => this.#ids.get(ord);
    const hidesToo = (await this.#present?.now())?.hides;
    this.#worked = await workOut({ matcher, adoptions, users, clusterOf, idOf, hidesToo }, this.decisions, day);
    this.#day = day;
    this.#version += 1;
    return this.#worked;
  }

  /** Everything there is, to begin with; the point in the changes up to which it is known. */
  async #takeAll(): Promise<number> {
    const seq = await this.#store.changePoint();
    for (let after = 0; ; await nextTurn()) {
      const rows = await this.#store.columnsOfUse(after, CATCH_UP);
      await this.#takeIn({ rows, gone: [] });
      if (rows.length < CATCH_UP) return seq;
      after = (rows.at(-1) as ColumnRow).ord;
    }
  }

  /** The cluster of a software's record, as it is named in claims. */
  clusterOf(id: string): string | undefined {
    const ord = this.#subjects.get(id);
    return typeof ord === 'number' ? String(this.#reps.get(ord) ?? ord) : undefined;
  }

  /** The cluster of a software that nothing may refer to yet. */
  async named(id: string): Promise<string | undefined> {
    const row = parseRef(id) === null ? null : await rowOf(this.#store, id, 0);
    return row === null ? undefined : this.clusterAt(row.ord);
  }

  /** The cluster of a software's row. */
  clusterAt(ord: number): string {
    return String(this.#reps.get(ord) ?? ord);
  }

  async #takeIn({ rows, gone }: { rows: ColumnRow[]; gone: number[] }): Promise<void> {
    for (const ord of gone) this.#drop(ord);
    if (gone.length > 0) this.#subjects.clear();
    for (const row of rows.filter(({ kind }) => kind === 'software')) this.#takeSoftware(row);
    for (const row of rows.filter(({ kind }) => kind === 'network')) await this.#takeNetwork(row.ord);
    const wanted = rows.filter(({ kind }) => kind === 'organisation' || kind === 'adoption').map(({ ord }) => ord);
    for (let at = 0; at < wanted.length; at += CATCH_UP) {
      for (const row of await this.#store.getItems(wanted.slice(at, at + CATCH_UP))) this.#takeItem(row);
      await nextTurn();
    }
  }

  #takeItem(row: ItemRow): void {
    this.#stale = true;
    if (row.kind === 'adoption') {
      this.adoptions.set(row.ord, adoptionFrom(row));
      return;
    }
    this.#matcher = null;
    const body = bodyFrom(row);
    this.bodies.set(row.ord, body);
  }

  async #takeNetwork(ord: number): Promise<void> {
    const [row] = await this.#store.getItems([ord]);
    const found = row && (await this.#store.getRecord(row));
    if (!found) return;
    const { countries = [], sizeClasses = [] } = (JSON.parse(found.view) as { record: Network }).record;
    this.networks.set(ord, { countries, classes: sizeClasses });
    this.#version += 1;
  }

  #takeSoftware({ ord, rep, facets }: ColumnRow): void {
    if ((this.#reps.get(ord) ?? ord) !== rep) this.#stale = true;
    if (rep === ord) this.#reps.delete(ord);
    else this.#reps.set(ord, rep);
    const names = facets['used-by'] ?? [];
    const countries = facets.country ?? [];
    const known = this.users.get(ord);
    if (names.length > 0) this.users.set(ord, { ord, names, countries });
    else this.users.delete(ord);
    if (JSON.stringify([known?.names, known?.countries]) !== JSON.stringify([names, countries])) {
      if (names.length > 0 || known !== undefined) this.#stale = true;
    }
    // What was referred to before it came may be this one.
    if (this.#missing.size > 0) this.#stale = true;
    for (const id of this.#missing) this.#subjects.delete(id);
    this.#missing.clear();
  }

  #drop(ord: number): void {
    const body = this.bodies.get(ord);
    if (body !== undefined) this.#matcher = null;
    for (const held of [this.bodies, this.adoptions, this.users, this.networks, this.#reps])
      if (held.delete(ord)) this.#stale = true;
    this.#ids.delete(ord);
  }

  async #findSubjects(): Promise<void> {
    const refs = [...this.adoptions.values()].flatMap(({ software }) => software ?? []);
    const holds = [...this.decisions.holds.values()].map(({ software }) => software);
    let looked = 0;
    for (const ref of new Set([...refs, ...holds])) {
      if (this.#subjects.has(ref)) continue;
      if (++looked % CATCH_UP === 0) await nextTurn();
      this.#remember(ref, parseRef(ref) === null ? null : await rowOf(this.#store, ref, 0));
    }
    const unnamed = [...this.users.keys()].filter((ord) => !this.#ids.has(ord));
    for (let at = 0; at < unnamed.length; at += CATCH_UP) {
      for (const row of await this.#store.getItems(unnamed.slice(at, at + CATCH_UP)))
        this.#remember(wholeIn(`${row.kind}/${row.slug}`, row), row);
    }
    // After something went all is looked up anew; the names of rows stay as they are.
    for (const ord of this.users.keys()) {
      const id = this.#ids.get(ord);
      if (id !== undefined) this.#subjects.set(id, ord);
    }
  }

  #remember(id: string, row: ItemRow | null): void {
    this.#subjects.set(id, row?.ord ?? null);
    if (row === null) this.#missing.add(id);
    else this.#ids.set(row.ord, id);
  }
}
