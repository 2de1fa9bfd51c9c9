import { type Filed, standingOf } from '../governance/standing.ts';
import type { Assessment } from '../schemas.gen.ts';
import type { Columns } from '../search/columns.ts';
import { levelShare } from '../search/quality.ts';
import type { ColumnRow, ItemRow, Store } from '../store/port.ts';
import type { ItemData } from './decided.ts';
import { HeldRights } from './held-rights.ts';
import { rowOf } from './items.ts';
import { Ladders } from './ladders.ts';

interface Held extends Filed {
  subject: string;
  origin: number;
}

export interface HeldLevels {
  /** Takes in assessments that came, changed or went, and looks for subjects that were not there yet. */
  takeIn(news: { rows: ColumnRow[]; gone: number[] }): Promise<void>;
  /**
   * Gives the columns the levels that hold on this day (`YYYY-MM-DD`), where it is `latest` by now somewhere on earth; does
   * nothing where none can have changed.
   */
  settle(day: string, latest: string): void;
}

/**
 * The facet of levels. It stands with the software and is made of other records, the assessments: they are kept here in
 * their short form, and whenever one of them or what they are about changes, the columns are told.
 */
export function createHeldLevels(store: Store, columns: Columns): HeldLevels {
  const held = new Map<number, Held>();
  /** Row numbers of subjects by origin and reference; null while they are not there. */
  const subjects = new Map<string, number | null>();
  const ladders = new Ladders();
  const rights = new HeldRights(store);
  let shown = new Set<number>();
  let settled = '';
  const tell = (ord: number, all: Holding[]): void => {
    columns.setFacet(
      ord,
      'level',
      all.map(({ framework, level }) => `${framework}:${level}`),
    );
    const shares = all.map(({ framework, level }) => levelShare(level, ladders.of(framework)));
    columns.rate(ord, 'level', Math.max(0, ...shares));
  };

  const climb = async (rows: ColumnRow[]): Promise<void> => {
    const items = rows.length === 0 ? [] : await store.getItems(rows.map(({ ord }) => ord));
    for (const item of items) ladders.put(item, rows.find(({ ord }) => ord === item.ord)?.facets.levels ?? []);
  };
  const find = async (): Promise<void> => {
    for (const { subject, origin } of held.values()) {
      const key = `${origin}:${subject}`;
      if (typeof subjects.get(key) !== 'number') subjects.set(key, (await rowOf(store, subject, origin))?.ord ?? null);
    }
  };

  return {
    async takeIn({ rows, gone }) {
      const assessments = rows.filter(({ kind }) => kind === 'assessment').map(({ ord }) => ord);
      for (const ord of gone) {
        held.delete(ord);
        ladders.delete(ord);
      }
      if (gone.length > 0) subjects.clear();
      await climb(rows.filter(({ kind }) => kind === 'framework'));
      for (const row of await store.getItems(assessments)) held.set(row.ord, heldFrom(row));
      if (held.size > 0 || shown.size > 0) settled = '';
      await find();
      await rights.takeIn({ rows, gone }, held.values());
    },
    settle(day, latest) {
      if (settled === day + latest) return;
      settled = day + latest;
      const counted = [...held.values()].filter((one) => rights.counts(one, latest));
      const byRow = grouped(counted, ({ origin, subject }) => {
        const ord = subjects.get(`${origin}:${subject}`);
        return typeof ord === 'number' ? columns.repOf(ord) : undefined;
      });
      for (const ord of shown) if (!byRow.has(ord)) tell(ord, []);
      const named = (one: Held): string => {
        const place = rights.placeOf(one);
        return place === undefined ? one.record.framework : ladders.nameOf(place);
      };
      for (const [ord, all] of byRow) tell(ord, holding(all, day, named));
      shown = new Set(byRow.keys());
    },
  };
}

function grouped(all: Iterable<Held>, rowOf: (held: Held) => number | undefined): Map<number, Held[]> {
  const groups = new Map<number, Held[]>();
  for (const one of all) {
    const ord = rowOf(one);
    if (ord !== undefined) addTo(groups, ord, one);
  }
  return groups;
}

function addTo<K>(groups: Map<K, Held[]>, key: K, one: Held): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [one]);
  else group.push(one);
}

interface Holding {
  framework: string;
  level: string;
}

/** The level that holds today under each framework: `os2-1.1.0`, `2`. */
function holding(all: Held[], day: string, nameOf: (one: Held) => string): Holding[] {
  const groups = new Map<string, Held[]>();
  for (const one of all) addTo(groups, nameOf(one), one);
  return [...groups].flatMap(([framework, group]) => {
    const { holds } = standingOf(null, group, day);
    return holds === null || holds.expired ? [] : [{ framework, level: holds.level }];
  });
}

function heldFrom(row: ItemRow): Held {
  const { facts } = JSON.parse(row.item) as ItemData;
  const text = (name: string): string | undefined => (typeof facts[name] === 'string' ? facts[name] : undefined);
  const whole = (ref: string): string => (ref.includes('@') ? ref : `${ref}@${row.originName}`);
  const [listed, decided, date, validUntil, supersedes] = WORDS.map(text);
  const decision = known({ by: text('decidedBy'), name: text('decider'), date: text('decidedOn') });
  const assessor = known({ organisation: text('assessedBy'), name: text('assessor') });
  const record: Assessment = {
    subject: text('subject') ?? '',
    framework: text('framework') ?? '',
    type: (text('type') ?? 'draft') as Assessment['type'],
    levels: { ...(listed && { listed }), ...(decided && { decided }) },
    ...(date && { date }),
    ...(decision && { decision }),
    ...(assessor && { assessor }),
    ...(validUntil && { validUntil }),
  };
  return {
    id: whole(`${row.kind}/${row.slug}`),
    supersedes: supersedes && whole(supersedes),
    record,
    subject: record.subject,
    origin: row.origin,
  };
}

const WORDS = ['listed', 'decided', 'date', 'validUntil', 'supersedes'];

/** Without what is not known; null where nothing is. */
function known<T extends object>(all: { [K in keyof T]: T[K] | undefined }): { [K in keyof T]?: T[K] } | null {
  const said = Object.entries(all).filter(([, value]) => value !== undefined);
  return said.length === 0 ? null : (Object.fromEntries(said) as { [K in keyof T]?: T[K] });
}
