import { setImmediate as nextTurn } from 'node:timers/promises';
import { LIMITS } from '../kernel/limits.ts';
import type { Columns } from '../search/columns.ts';
import { nameKeys } from '../search/words.ts';
import type { ColumnRow, ItemRow, Store } from '../store/port.ts';
import { fromLine } from './host-names.ts';
import { onlyOne, softwareAt, softwareOf } from './hosts.ts';
import { rowOf } from './items.ts';

const NAMES = ['host', 'host-version'] as const;
type Values = Record<(typeof NAMES)[number], string[]>;
type Row = Pick<ItemRow, 'ord' | 'origin'>;

/** What a software says of itself, or an observation of a software, by names that refer to no record. */
interface Said {
  origin: number;
  /** Reference and address of the software it is said of; neither where it is said of itself. */
  about: string | undefined;
  repository: string | undefined;
  based: string[];
  lines: string[];
}

/** Which software has a name, looked up once for all that name it. */
type Looked = Map<string, ItemRow[]>;

/** Where what somebody says was told, and which hosts it may be about: of several with one name none is meant. */
interface Told {
  faces: Set<number>;
  hosts: Set<number>;
}

/** Look-ups, or rows that are told, before others get their turn: some milliseconds. */
const IN_A_TURN = 100;

/**
 * The facets of hosts that no record refers to: those that a manifest names by the address of their repository, and those
 * that package files were seen to name by a classifier. Which record is meant depends on what others there are, so they are
 * joined in memory, as levels are; `hosts.ts` has the same for pages.
 */
export class HeldHosts {
  readonly #store: Store;
  readonly #columns: Columns;
  /** What records of software name by reference. */
  readonly #own = new Map<number, Values>();
  readonly #said = new Map<number, Said>();
  readonly #told = new Map<number, Told>();
  /** By the row that shows it, then by the row that says it. */
  readonly #shown = new Map<number, Map<number, Values>>();
  readonly #byHost = new Map<number, Set<number>>();
  /** Who says something of a software that is not there. */
  readonly #missing = new Set<number>();
  readonly #moved = new Set<number>();
  #changed = new Set<number>();
  #done = 0;

  constructor(store: Store, columns: Columns) {
    this.#store = store;
    this.#columns = columns;
  }

  /** Takes in software and observations that came, changed or went. */
  takeIn({ rows, gone }: { rows: ColumnRow[]; gone: number[] }): void {
    for (const ord of gone) {
      this.#own.delete(ord);
      this.#hear(ord, null);
      this.#moved.add(ord);
    }
    for (const row of rows) {
      this.#hear(row.ord, saidBy(row));
      if (row.kind !== 'software') continue;
      const { host = [], 'host-version': versions = [] } = row.facets;
      if (host.length > 0) this.#own.set(row.ord, { host, 'host-version': versions });
      else this.#own.delete(row.ord);
      this.#moved.add(row.ord);
    }
  }

  async settle(): Promise<void> {
    const moved = [...this.#moved];
    this.#moved.clear();
    const toShow = new Set(moved.filter((ord) => this.#shown.has(ord)));
    await this.#hearAgain(moved);
    const changed = this.#changed;
    this.#changed = new Set();
    const looked: Looked = new Map();
    for (const by of changed) {
      this.#takeBack(by, toShow);
      await this.#say(by, looked, toShow);
      await this.#turn();
    }
    for (const face of toShow) {
      this.#show(face);
      await this.#turn();
    }
  }

  /** One observation may name many frameworks, so look-ups are counted, not rows. */
  async #turn(): Promise<void> {
    this.#done += 1;
    if (this.#done % IN_A_TURN === 0) await nextTurn();
  }

  /** Whoever speaks of a software that came, changed or went, as host or as what stands on one, is asked again. */
  async #hearAgain(moved: number[]): Promise<void> {
    for (const ord of moved) {
      const speaking = [...(this.#byHost.get(ord) ?? []), ...(this.#shown.get(ord)?.keys() ?? [])];
      for (const by of speaking) this.#changed.add(by);
    }
    for (let at = 0; at < moved.length; at += IN_A_TURN) {
      if (at > 0) await nextTurn();
      const naming = await this.#store.hostNamers(moved.slice(at, at + IN_A_TURN));
      for (const by of naming.filter((ord) => this.#said.has(ord))) this.#changed.add(by);
    }
    for (const by of moved.length > 0 ? this.#missing : []) this.#changed.add(by);
  }

  #hear(ord: number, said: Said | null): void {
    if (said === null && !this.#said.delete(ord)) return;
    if (said !== null) this.#said.set(ord, said);
    this.#changed.add(ord);
  }

  #takeBack(by: number, toShow: Set<number>): void {
    this.#missing.delete(by);
    const told = this.#told.get(by);
    for (const face of told?.faces ?? []) {
      toShow.add(face);
      const all = this.#shown.get(face);
      all?.delete(by);
      if (all?.size === 0) this.#shown.delete(face);
    }
    for (const host of told?.hosts ?? []) this.#byHost.get(host)?.delete(by);
    this.#told.delete(by);
  }

  async #say(by: number, looked: Looked, toShow: Set<number>): Promise<void> {
    const said = this.#said.get(by);
    if (said === undefined) return;
    const told: Told = { faces: new Set(), hosts: new Set() };
    const subjects = await this.#subjects(by, said);
    if (subjects.length === 0) this.#missing.add(by);
    for (const subject of subjects) {
      const face = this.#columns.repOf(subject.ord) ?? subject.ord;
      const all = this.#shown.get(face) ?? new Map<number, Values>();
      const values = all.get(by) ?? { host: [], 'host-version': [] };
      for (const { host, range } of await this.#hosts(said, subject, told, looked)) {
        values.host.push(host.slug);
        if (range !== undefined) values['host-version'].push(`${host.slug}:${range}`);
      }
      if (values.host.length === 0) continue;
      this.#shown.set(face, all.set(by, values));
      told.faces.add(face);
      toShow.add(face);
    }
    for (const host of told.hosts) this.#byHost.set(host, (this.#byHost.get(host) ?? new Set()).add(by));
    this.#told.set(by, told);
  }

  async #subjects(ord: number, { origin, about, repository }: Said): Promise<Row[]> {
    if (about !== undefined) return [await rowOf(this.#store, about, origin)].filter((row) => row !== null);
    return repository === undefined ? [{ ord, origin }] : softwareAt(this.#store, repository);
  }

  async #hosts({ based, lines }: Said, { ord, origin }: Row, { hosts }: Told, looked: Looked) {
    const found: { host: ItemRow; range?: string | undefined }[] = [];
    const mean = (rows: ItemRow[], range?: string): void => {
      for (const row of rows) hosts.add(row.ord);
      const host = onlyOne(rows, origin);
      if (host !== null && host.ord !== ord) found.push({ host, range });
    };
    for (const url of based) {
      mean(await softwareAt(this.#store, url));
      await this.#turn();
    }
    for (const { name, range } of lines.map(fromLine)) mean(await this.#named(name, looked), range);
    return found;
  }

  async #named(name: string, looked: Looked): Promise<ItemRow[]> {
    const known = looked.get(name);
    if (known !== undefined || looked.size >= LIMITS.frameworksLookedUp) return known ?? [];
    const rows = await softwareOf(this.#store, nameKeys(name));
    looked.set(name, rows);
    await this.#turn();
    return rows;
  }

  #show(face: number): void {
    const own = this.#own.get(face);
    const all = [...(own === undefined ? [] : [own]), ...(this.#shown.get(face)?.values() ?? [])];
    for (const name of NAMES) {
      const values = new Set(all.flatMap((one) => one[name]));
      this.#columns.setFacet(face, name, [...values].slice(0, LIMITS.recordFacetValues));
    }
  }
}

function saidBy({ kind, origin, facets }: ColumnRow): Said | null {
  const { based = [], lines = [] } = facets;
  if (kind === 'software' && based.length > 0)
    return { origin, about: undefined, repository: undefined, based, lines: [] };
  if (kind !== 'observation' || lines.length === 0) return null;
  return { origin, about: facets.about?.[0], repository: facets.seen?.[0], based: [], lines };
}
